//! The typed notation of withheld spans: `｛非公表:期間｜30日｝`.
//!
//! Full- and half-width braces, colon and bar are the same. Within a mark, other braces
//! must pair up; a mark within a mark is an error. With その他, a note may follow the
//! reason: `｛非公表:その他（点検の指摘による）｜…｝`.
//!
//! Text that only looks like a mark is never read as one, and never taken for public text
//! either: `notation/suspect.rs` says what looks like a mark.

mod fold;
mod suspect;

use std::fmt;

use crate::marked_text::{MarkedText, Segment, TextProblem, is_forbidden};
use crate::reason::Reason;

pub(crate) use fold::is_unseen;

const WORD: &str = "非公表";

/// Where and why a typed text is not well formed. The message is for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotationError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: NotationProblem,
}

/// What can be wrong with a mark.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotationProblem {
    /// A mark that never closes.
    #[error("非公表の印が閉じていません。終わりに「｝」を付けてください。")]
    Unclosed,
    /// A closing brace that nothing opened.
    #[error(
        "対応する「｛」のない「｝」があります。消すか、始まりの「｛非公表:理由｜」を補ってください。"
    )]
    Unopened,
    /// A mark within a mark.
    #[error("非公表の印の中に、別の非公表の印があります。1つにまとめてください。")]
    Nested,
    /// A reason word that is none of the six.
    #[error("理由「{0}」は使えません。期間・回数・技術・構成・場所・その他 から選んでください。")]
    UnknownReason(String),
    /// No colon after 非公表, or no bar after the reason.
    #[error("非公表の印の形が違います。「｛非公表:理由｜伏せる文字｝」と書いてください。")]
    Shape,
    /// A character that nobody sees, before the bar.
    #[error(
        "非公表の印の中に、目に見えない文字があります。「｛非公表:理由｜」の部分を消して、打ち直してください。"
    )]
    Invisible,
    /// A problem of the text itself.
    #[error(transparent)]
    Text(#[from] TextProblem),
}

impl fmt::Display for NotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}行{}文字目: {}", self.line, self.column, self.problem)
    }
}

impl std::error::Error for NotationError {}

fn opens(c: char) -> bool {
    matches!(c, '{' | '｛')
}
fn closes(c: char) -> bool {
    matches!(c, '}' | '｝')
}
fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}
fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\t')
}

/// Parses typed text.
///
/// # Errors
/// [`NotationError`] with the line and column of the first problem.
pub fn parse_typed(text: &str) -> Result<MarkedText, NotationError> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser {
        chars: &chars,
        at: 0,
    };
    let segments = parser
        .segments()
        .map_err(|(at, problem)| error_at(&chars, at, problem))?;
    MarkedText::from_segments(segments)
        .map_err(|problem| error_at(&chars, first_suspect(&chars, problem), problem.into()))
}

/// Writes text in the typed notation; `parse_typed` reads it back unchanged.
#[must_use]
pub fn to_typed(text: &MarkedText) -> String {
    text.segments().iter().map(segment_to_typed).collect()
}

fn segment_to_typed(segment: &Segment) -> String {
    match segment {
        Segment::Plain(text) => text.clone(),
        Segment::Withheld { text, reason, note } => {
            let note = note
                .as_ref()
                .map(|note| format!("（{note}）"))
                .unwrap_or_default();
            format!("｛{WORD}:{}{note}｜{text}｝", reason.word())
        }
    }
}

/// Where to point for a problem that is only found once the text is whole.
fn first_suspect(chars: &[char], problem: TextProblem) -> usize {
    let found = match problem {
        TextProblem::Control => chars.iter().position(|c| is_forbidden(*c)),
        _ => (0..chars.len()).find(|&at| word_at(chars, at)),
    };
    found.unwrap_or(0)
}

fn error_at(chars: &[char], at: usize, problem: NotationProblem) -> NotationError {
    let before = &chars[..at.min(chars.len())];
    let line = before.iter().filter(|c| **c == '\n').count() + 1;
    let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
    NotationError {
        line,
        column,
        problem,
    }
}

fn word_at(chars: &[char], at: usize) -> bool {
    WORD.chars()
        .enumerate()
        .all(|(offset, c)| chars.get(at + offset) == Some(&c))
}

/// Whether a mark opens here: a brace, perhaps blanks, then 非公表. Returns the place after it.
fn mark_at(chars: &[char], at: usize) -> Option<usize> {
    if !chars.get(at).copied().is_some_and(opens) {
        return None;
    }
    let mut next = at + 1;
    while chars.get(next).copied().is_some_and(is_blank) {
        next += 1;
    }
    word_at(chars, next).then(|| next + WORD.chars().count())
}

type Problem = (usize, NotationProblem);

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
}

impl Parser<'_> {
    fn segments(&mut self) -> Result<Vec<Segment>, Problem> {
        let mut segments = Vec::new();
        let mut plain_from = self.at;
        let mut depth = 0_usize;
        while let Some(&c) = self.chars.get(self.at) {
            if let Some(next) = mark_at(self.chars, self.at) {
                segments.push(self.plain(plain_from)?);
                segments.push(self.mark(next)?);
                plain_from = self.at;
                continue;
            }
            if opens(c) {
                depth += 1;
            } else if closes(c) {
                depth = depth
                    .checked_sub(1)
                    .ok_or((self.at, NotationProblem::Unopened))?;
            }
            self.at += 1;
        }
        segments.push(self.plain(plain_from)?);
        Ok(segments)
    }

    /// The text from there to here.
    fn plain(&self, from: usize) -> Result<Segment, Problem> {
        let text = &self.chars[from..self.at];
        match suspect::find_suspect(text) {
            Some(at) => Err((from + at, TextProblem::LooksLikeMark.into())),
            None => Ok(Segment::Plain(text.iter().collect())),
        }
    }

    /// Reads a mark; `next` is the place after 非公表.
    fn mark(&mut self, next: usize) -> Result<Segment, Problem> {
        let start = self.at;
        let end = self.end_of_mark(start, next)?;
        let (reason, note, text_from) = self
            .head(start, next, end)
            .map_err(|problem| self.invisible(start, end).unwrap_or(problem))?;
        let text: String = self.chars[text_from..end].iter().collect();
        if is_unseen(&text) {
            return Err((start, TextProblem::EmptyWithheld.into()));
        }
        self.at = end + 1;
        Ok(Segment::Withheld { text, reason, note })
    }

    fn end_of_mark(&self, start: usize, next: usize) -> Result<usize, Problem> {
        let mut depth = 1_usize;
        for at in next..self.chars.len() {
            if mark_at(self.chars, at).is_some() {
                return Err((at, NotationProblem::Nested));
            }
            if opens(self.chars[at]) {
                depth += 1;
            } else if closes(self.chars[at]) {
                depth -= 1;
                if depth == 0 {
                    return Ok(at);
                }
            }
        }
        Err((start, NotationProblem::Unclosed))
    }

    /// The part between 非公表 and the bar: colon, reason word, perhaps a note.
    fn head(
        &self,
        start: usize,
        next: usize,
        end: usize,
    ) -> Result<(Reason, Option<String>, usize), Problem> {
        let colon = (next..end).find(|&at| !is_blank(self.chars[at]));
        let colon = colon.filter(|&at| is_colon(self.chars[at]));
        let colon = colon.ok_or((start, NotationProblem::Shape))?;
        let bar = (colon + 1..end).find(|&at| is_bar(self.chars[at]));
        let bar = bar.ok_or((start, NotationProblem::Shape))?;
        let head: String = self.chars[colon + 1..bar].iter().collect();
        let (reason, note) = parse_head(head.trim()).map_err(|problem| (colon + 1, problem))?;
        Ok((reason, note, bar + 1))
    }

    /// What to say instead when the reason for a wrong head cannot be seen.
    fn invisible(&self, start: usize, end: usize) -> Option<Problem> {
        let bar = (start..end).find(|&at| is_bar(self.chars[at]))?;
        (start..bar)
            .find(|&at| fold::is_invisible(self.chars[at]))
            .map(|at| (at, NotationProblem::Invisible))
    }
}

fn parse_head(head: &str) -> Result<(Reason, Option<String>), NotationProblem> {
    if let Some(reason) = Reason::parse_word(head) {
        return Ok((reason, None));
    }
    let note = head
        .strip_prefix(Reason::Other.word())
        .and_then(|rest| rest.strip_prefix(['（', '(']))
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    match note {
        Some(note) => Ok((Reason::Other, Some(note.to_owned()))),
        None => Err(NotationProblem::UnknownReason(
            head.chars().take(20).collect(),
        )),
    }
}

/// Whether a text may stand inside a mark: its braces pair up and none opens a mark.
pub(crate) fn can_stand_inside(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let mut depth = 0_i64;
    for at in 0..chars.len() {
        if mark_at(&chars, at).is_some() {
            return false;
        }
        depth += i64::from(opens(chars[at])) - i64::from(closes(chars[at]));
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Whether a note may stand between the reason and the bar, and be read back unchanged.
pub(crate) fn can_stand_as_note(note: &str) -> bool {
    !note.chars().any(|c| is_bar(c) || opens(c) || closes(c)) && note.trim() == note
}

/// Refuses plain text that looks like a mark, or closes a brace that nothing opened: it may
/// hold words that somebody meant to withhold.
pub(crate) fn check_plain(segments: &[Segment]) -> Result<(), TextProblem> {
    let mut depth = 0_usize;
    for segment in segments {
        let Segment::Plain(text) = segment else {
            continue;
        };
        let chars: Vec<char> = text.chars().collect();
        if suspect::find_suspect(&chars).is_some() {
            return Err(TextProblem::LooksLikeMark);
        }
        for c in chars {
            if opens(c) {
                depth += 1;
            } else if closes(c) {
                depth = depth.checked_sub(1).ok_or(TextProblem::LooksLikeMark)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
