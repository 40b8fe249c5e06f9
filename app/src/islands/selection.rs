//! Marking a selection of typed text as withheld, and taking a mark away. Offsets are the browser's: UTF-16
//! code units; a character beyond the basic plane counts two. No DOM here, so that all of
//! it is tested natively.

use domain::Layer;

/// The typed text after a change, and where the selection is then (UTF-16).
#[derive(Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text.
    pub text: String,
    /// Where the selection starts.
    pub start: u32,
    /// Where the selection ends.
    pub end: u32,
}

/// Why a selection cannot be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing, or white space only, is selected.
    Nothing,
    /// It is withheld already.
    Already,
    /// There is no mark around it to take away.
    NoMark,
    /// It touches a mark without lying inside one.
    Overlap,
    /// It contains a layer's heading.
    Heading,
    /// Its braces do not pair up.
    Braces,
}

impl Refusal {
    /// What the person reads.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Nothing => "伏せる文字を選んでから押してください。",
            Self::Already => "すでに非公表です。外すときは『非公表の印を外す』を押してください。",
            Self::NoMark => "非公表の印の中にカーソルを置いてから押してください。",
            Self::Overlap => "選んだ範囲が、すでにある非公表の印と重なっています。",
            Self::Heading => {
                "見出し（＜…における措置＞）は伏せられません。見出しを含めずに選んでください。"
            }
            Self::Braces => "選んだ範囲の波かっこが対になっていません。",
        }
    }
}

/// The byte position of a UTF-16 offset; within a surrogate pair, the start of its character.
#[must_use]
pub fn byte_at(text: &str, offset: u32) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > offset as usize {
            return at;
        }
    }
    text.len()
}

/// The UTF-16 length of a text.
#[must_use]
pub fn utf16_len(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// A mark in typed text, as byte positions.
#[derive(Debug, PartialEq, Eq)]
struct Mark {
    start: usize,
    inner: usize,
    inner_end: usize,
    end: usize,
}

impl Mark {
    fn encloses(&self, from: usize, to: usize) -> bool {
        self.start <= from && to <= self.end && from < self.end
    }
}

fn opens(c: char) -> bool {
    matches!(c, '{' | '｛')
}

fn closes(c: char) -> bool {
    matches!(c, '}' | '｝')
}

fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(mark) = next_mark(text, from) {
        from = mark.end;
        found.push(mark);
    }
    found
}

fn next_mark(text: &str, from: usize) -> Option<Mark> {
    for (at, c) in text[from..].char_indices().filter(|(_, c)| opens(*c)) {
        let start = from + at;
        let body = start + c.len_utf8();
        let blank = |c: char| matches!(c, ' ' | '\u{3000}' | '\t');
        if text[body..].trim_start_matches(blank).starts_with("非公表") {
            return whole_mark(text, start, body);
        }
    }
    None
}

fn whole_mark(text: &str, start: usize, body: usize) -> Option<Mark> {
    let bar = text[body..]
        .char_indices()
        .find(|(_, c)| matches!(c, '|' | '｜'))?;
    let inner = body + bar.0 + bar.1.len_utf8();
    let mut depth = 1_i32;
    for (at, c) in text[inner..].char_indices() {
        depth += i32::from(opens(c)) - i32::from(closes(c));
        if depth == 0 {
            let inner_end = inner + at;
            return Some(Mark {
                start,
                inner,
                inner_end,
                end: inner_end + c.len_utf8(),
            });
        }
    }
    None
}

/// Marks the selection as withheld for `reason` (a word of the notation). It only ever
/// marks: a second press, as of a double click, must not lay anything open.
///
/// # Errors
/// [`Refusal`] when it is withheld already, or the text would not be well formed.
pub fn mark(text: &str, start: u32, end: u32, reason: &str) -> Result<Edit, Refusal> {
    let (from, to) = span(text, start, end);
    for mark in marks(text) {
        if mark.encloses(from, to) {
            return Err(Refusal::Already);
        }
        if from < mark.end && mark.start < to {
            return Err(Refusal::Overlap);
        }
    }
    wrap(text, from, to, reason)
}

/// Takes away the mark around the caret or the selection; its text stays.
///
/// # Errors
/// [`Refusal::NoMark`] when there is none around it.
pub fn unmark(text: &str, start: u32, end: u32) -> Result<Edit, Refusal> {
    let (from, to) = span(text, start, end);
    let all = marks(text);
    let around = all.iter().find(|mark| mark.encloses(from, to));
    around.map(|mark| unwrap(text, mark)).ok_or(Refusal::NoMark)
}

/// Whether the caret or the selection is inside a mark.
#[must_use]
pub fn is_marked(text: &str, start: u32, end: u32) -> bool {
    let (from, to) = span(text, start, end);
    marks(text).iter().any(|mark| mark.encloses(from, to))
}

fn span(text: &str, start: u32, end: u32) -> (usize, usize) {
    (byte_at(text, start.min(end)), byte_at(text, start.max(end)))
}

fn unwrap(text: &str, mark: &Mark) -> Edit {
    let inner = &text[mark.inner..mark.inner_end];
    let start = utf16_len(&text[..mark.start]);
    let end = start + utf16_len(inner);
    let text = format!("{}{inner}{}", &text[..mark.start], &text[mark.end..]);
    Edit { text, start, end }
}

fn wrap(text: &str, from: usize, to: usize, reason: &str) -> Result<Edit, Refusal> {
    let selected = &text[from..to];
    let chosen = selected.trim();
    if chosen.is_empty() {
        return Err(Refusal::Nothing);
    }
    let start = from + (selected.len() - selected.trim_start().len());
    if touches_heading(text, start, start + chosen.len()) {
        return Err(Refusal::Heading);
    }
    let mut depth = 0_i32;
    for c in chosen.chars() {
        depth += i32::from(opens(c)) - i32::from(closes(c));
        if depth < 0 {
            return Err(Refusal::Braces);
        }
    }
    if depth != 0 {
        return Err(Refusal::Braces);
    }
    let from = from + (selected.len() - selected.trim_start().len());
    let to = from + chosen.len();
    let start = utf16_len(&text[..from]);
    let marked = format!("｛非公表:{reason}｜{chosen}｝");
    let end = start + utf16_len(&marked);
    let text = format!("{}{marked}{}", &text[..from], &text[to..]);
    Ok(Edit { text, start, end })
}

/// Whether a heading line is selected, or a part of one: it would be none any more.
fn touches_heading(text: &str, from: usize, to: usize) -> bool {
    let first = text[..from].rfind('\n').map_or(0, |at| at + 1);
    let last = text[to..].find('\n').map_or(text.len(), |at| to + at);
    text[first..last]
        .lines()
        .any(|line| Layer::from_heading_line(line).is_some())
}

#[cfg(test)]
mod tests;
