//! Text in which some spans are withheld from the public.

use std::fmt;

use crate::notation;
use crate::reason::Reason;

/// A stretch of text: public as it stands, or withheld with its ground.
#[derive(Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text that anyone may read.
    Plain(String),
    /// Text for the agency, the commission and third-party reviewers only.
    Withheld {
        /// The words themselves; never empty.
        text: String,
        /// The ground, which the public may know.
        reason: Reason,
        /// A note to reviewers, with [`Reason::Other`] only; never public.
        note: Option<String>,
    },
}

impl fmt::Debug for Segment {
    // Text stays out of logs: its length is all that a debug line tells.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => write!(f, "Plain({} chars)", text.chars().count()),
            Self::Withheld { text, reason, .. } => {
                write!(f, "Withheld({} chars, {reason})", text.chars().count())
            }
        }
    }
}

/// Why a text cannot be taken. Messages are for the person who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Control characters, except line feed and tab, and characters that no document may hold.
    #[error("改行とタブ以外の制御文字など、文書に使えない文字があります。取り除いてください。")]
    Control,
    /// A withheld span in which nothing can be seen.
    #[error("非公表の部分が空です。伏せる文字を入れるか、印を消してください。")]
    EmptyWithheld,
    /// Braces in a withheld span that do not pair up, or a mark within a mark.
    #[error("非公表の部分の中の波かっこは、対にしてください。非公表の印を重ねることはできません。")]
    WithheldBraces,
    /// Plain text that reads like the typed notation of a withheld span.
    #[error(
        "地の文に非公表の記法（｛非公表:…｜…｝）又はそれに似た書き方があります。伏せる部分なら、非公表の部分として指定してください。伏せる部分でなければ、書き方を変えてください。"
    )]
    LooksLikeMark,
    /// A note with a reason other than `other`, or an unusable note.
    #[error("補足（note）は、理由が other（その他）のときだけ、1～200文字で書けます。")]
    Note,
}

/// Text with withheld spans. Adjacent plain stretches are one; nothing is empty but the whole.
///
/// Nothing public is made from it except through [`crate::redact()`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MarkedText(Vec<Segment>);

impl MarkedText {
    /// Text without marks.
    ///
    /// # Errors
    /// [`TextProblem::Control`], or [`TextProblem::LooksLikeMark`] for text that someone
    /// evidently meant to withhold: it must never be published by accident.
    pub fn plain(text: &str) -> Result<Self, TextProblem> {
        Self::from_segments(vec![Segment::Plain(text.to_owned())])
    }

    /// Builds text from its stretches: joins neighbours, drops empty ones, normalises line ends.
    ///
    /// # Errors
    /// Every [`TextProblem`].
    pub fn from_segments(segments: Vec<Segment>) -> Result<Self, TextProblem> {
        let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
        for segment in segments {
            push(&mut joined, check(segment)?);
        }
        notation::check_plain(&joined)?;
        Ok(Self(joined))
    }

    /// Part of a text that was well formed as a whole, whose cut separated a pair of braces.
    pub(crate) fn unpaired(segments: Vec<Segment>) -> Self {
        Self(segments)
    }

    /// Whether it is well formed by itself, not only as part of a whole.
    pub(crate) fn is_well_formed(&self) -> bool {
        Self::from_segments(self.0.clone()).is_ok()
    }

    /// The stretches in order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// Whether nothing but white space is there.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|segment| match segment {
            Segment::Plain(text) => text.trim().is_empty(),
            Segment::Withheld { .. } => false,
        })
    }

    /// The withheld stretches as (text, reason).
    pub fn withheld(&self) -> impl Iterator<Item = (&str, Reason)> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Plain(_) => None,
            Segment::Withheld { text, reason, .. } => Some((text.as_str(), *reason)),
        })
    }

    /// Whether both have the same words, withheld for the same reasons; notes to reviewers
    /// may differ.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        fn read(segment: &Segment) -> (&str, Option<Reason>) {
            match segment {
                Segment::Plain(text) => (text, None),
                Segment::Withheld { text, reason, .. } => (text, Some(*reason)),
            }
        }
        let other = other.segments().iter().map(read);
        self.segments().iter().map(read).eq(other)
    }

    /// The notes to reviewers on withheld stretches; as secret as the stretches themselves.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Withheld {
                note: Some(note), ..
            } => Some(note.as_str()),
            _ => None,
        })
    }

    /// Whether a part is withheld.
    #[must_use]
    pub fn has_withheld(&self) -> bool {
        self.withheld().next().is_some()
    }

    /// The whole text, withheld parts included: for the agency, reviewers and the commission.
    #[must_use]
    pub fn full_text(&self) -> String {
        self.0
            .iter()
            .map(|segment| match segment {
                Segment::Plain(text) | Segment::Withheld { text, .. } => text.as_str(),
            })
            .collect()
    }
}

impl fmt::Debug for MarkedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

fn push(joined: &mut Vec<Segment>, segment: Segment) {
    match (joined.last_mut(), segment) {
        (_, Segment::Plain(text)) if text.is_empty() => {}
        (Some(Segment::Plain(before)), Segment::Plain(text)) => before.push_str(&text),
        (_, segment) => joined.push(segment),
    }
}

fn check(segment: Segment) -> Result<Segment, TextProblem> {
    match segment {
        Segment::Plain(text) => Ok(Segment::Plain(clean(&text)?)),
        Segment::Withheld { text, reason, note } => {
            let text = clean(&text)?;
            if notation::is_unseen(&text) {
                return Err(TextProblem::EmptyWithheld);
            }
            if !notation::can_stand_inside(&text) {
                return Err(TextProblem::WithheldBraces);
            }
            let note = note.map(|note| check_note(&note, reason)).transpose()?;
            Ok(Segment::Withheld { text, reason, note })
        }
    }
}

fn check_note(note: &str, reason: Reason) -> Result<String, TextProblem> {
    let note = clean(note)?;
    let fits = reason == Reason::Other
        && !notation::is_unseen(&note)
        && note.chars().count() <= 200
        && !note.contains('\n')
        && notation::can_stand_as_note(&note);
    if fits {
        Ok(note)
    } else {
        Err(TextProblem::Note)
    }
}

fn clean(text: &str) -> Result<String, TextProblem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().any(is_forbidden) {
        return Err(TextProblem::Control);
    }
    Ok(text)
}

/// Control characters but line feed and tab, and the code points that are no characters.
/// Source: XML 1.0, production 2 (Char) and the note on it; Unicode, 23.7.
pub(crate) fn is_forbidden(c: char) -> bool {
    let is_no_character = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    is_no_character || (c.is_control() && c != '\n' && c != '\t')
}

#[cfg(test)]
mod tests;
