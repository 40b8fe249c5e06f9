//! How lines look: as the printed form, thin lines, grey headings, no colour alone.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// A typeface that Japanese offices have; a spreadsheet takes another where it is missing.
const FONT: &str = "游ゴシック";
const GREY: u32 = 0x00D9_D9D9;
const PALE: u32 = 0x00F2_F2F2;

pub(super) struct Looks {
    pub head: Format,
    pub label: Format,
    pub answer: Format,
    pub day: Format,
    pub guide: Format,
    pub column: Format,
    pub remark: Format,
    part: Format,
    section: Format,
    group: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let base = || {
            Format::new()
                .set_font_name(FONT)
                .set_font_size(10)
                .set_align(FormatAlign::Top)
                .set_text_wrap()
        };
        let lined = || base().set_border(FormatBorder::Thin);
        Self {
            head: base().set_bold(),
            label: lined().set_background_color(PALE),
            answer: lined().set_unlocked(),
            day: lined()
                .set_align(FormatAlign::Left)
                .set_num_format("yyyy\"年\"m\"月\"d\"日\""),
            guide: base().set_font_size(8),
            column: lined().set_bold().set_background_color(GREY),
            remark: base().set_italic(),
            part: lined()
                .set_bold()
                .set_font_size(14)
                .set_background_color(GREY),
            section: lined()
                .set_bold()
                .set_font_size(11)
                .set_background_color(GREY),
            group: lined().set_bold().set_background_color(PALE),
        }
    }

    /// The look of a heading; 0 is the part of the form.
    pub(super) fn heading(&self, level: usize) -> &Format {
        match level {
            0 => &self.part,
            1 => &self.section,
            _ => &self.group,
        }
    }
}
