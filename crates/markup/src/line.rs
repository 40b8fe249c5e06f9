//! Running text under construction: joins what the parser cuts at line ends.

use crate::text::inline_text;
use crate::tree::Inline;

/// A line of running text under construction.
#[derive(Default)]
pub(crate) struct Line {
    pub(crate) inlines: Vec<Inline>,
    /// A line end in the source that has not become a space or nothing yet.
    pub(crate) soft_break: bool,
}

impl Line {
    /// Adds a piece other than text.
    pub(crate) fn push(&mut self, inline: Inline) {
        if self.soft_break {
            self.end_line(inline_text(std::slice::from_ref(&inline)).chars().next());
        }
        self.inlines.push(inline);
    }

    /// Adds text; pieces of text that follow each other become one.
    pub(crate) fn text(&mut self, text: &str) {
        if self.soft_break {
            self.end_line(text.chars().next());
        }
        if let Some(Inline::Text(last)) = self.inlines.last_mut() {
            last.push_str(text);
        } else {
            self.inlines.push(Inline::Text(text.to_owned()));
        }
    }

    /// A line end is a space between words, and nothing between Japanese characters.
    fn end_line(&mut self, next: Option<char>) {
        self.soft_break = false;
        let before = self
            .inlines
            .last()
            .and_then(|last| inline_text(std::slice::from_ref(last)).chars().next_back());
        let joined = before.is_some_and(is_wide) && next.is_some_and(is_wide);
        if !joined {
            self.text(" ");
        }
    }
}

/// Whether Japanese sets the character without spaces around it.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24ff}' | '\u{203b}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
