//! The two kinds of answers that can be compared, seen alike.

use jiff::civil::Date;

use crate::answer::{Answer, Answers, LongText, Row};
use crate::layer::Layer;
use crate::marked_text::{MarkedText, Segment};
use crate::public::{
    LongTextShape, PublicAnswer, PublicAnswers, PublicRow, PublicSegment, PublicText,
};
use crate::reason::Reason;

/// A text that can be put together and taken apart: in full, or public.
pub trait ChangeText: Clone + PartialEq {
    /// A stretch of it.
    type Segment: Clone + PartialEq;

    /// The stretches in order.
    fn parts(&self) -> &[Self::Segment];
    /// A stretch that anyone may read.
    fn open(text: String) -> Self::Segment;
    /// Puts stretches together.
    fn assemble(parts: Vec<Self::Segment>) -> Self;
    /// The words of a stretch, and its mark if it is withheld; a public stretch that is
    /// withheld has no words.
    fn read(part: &Self::Segment) -> (&str, Option<(Reason, Option<&str>)>);
    /// A stretch with the mark of `like` and other words.
    fn like(like: &Self::Segment, text: &str) -> Self::Segment;
    /// Whether nothing is written and nothing withheld.
    fn is_blank_text(&self) -> bool;
}

impl ChangeText for MarkedText {
    type Segment = Segment;

    fn parts(&self) -> &[Segment] {
        self.segments()
    }

    fn open(text: String) -> Segment {
        Segment::Plain(text)
    }

    fn assemble(parts: Vec<Segment>) -> Self {
        // Texts that are well formed each by itself may not be so in a row, as with a brace
        // left open in one of them: then the item itself has to be read.
        Self::from_segments(parts).unwrap_or_else(|_| {
            let remark = "（この欄の記載は、変更箇所の表に写せません。本文の欄を見てください。）";
            Self::unpaired(vec![Segment::Plain(remark.to_owned())])
        })
    }

    fn read(part: &Segment) -> (&str, Option<(Reason, Option<&str>)>) {
        match part {
            Segment::Plain(text) => (text, None),
            Segment::Withheld { text, reason, note } => (text, Some((*reason, note.as_deref()))),
        }
    }

    fn like(like: &Segment, text: &str) -> Segment {
        match like {
            Segment::Plain(_) => Segment::Plain(text.to_owned()),
            Segment::Withheld { reason, note, .. } => Segment::Withheld {
                text: text.to_owned(),
                reason: *reason,
                note: note.clone(),
            },
        }
    }

    fn is_blank_text(&self) -> bool {
        self.is_blank()
    }
}

impl ChangeText for PublicText {
    type Segment = PublicSegment;

    fn parts(&self) -> &[PublicSegment] {
        self.segments()
    }

    fn open(text: String) -> PublicSegment {
        PublicSegment::Plain(text)
    }

    fn assemble(parts: Vec<PublicSegment>) -> Self {
        let mut joined: Vec<PublicSegment> = Vec::with_capacity(parts.len());
        for part in parts {
            match (joined.last_mut(), part) {
                (_, PublicSegment::Plain(text)) if text.is_empty() => {}
                (Some(PublicSegment::Plain(before)), PublicSegment::Plain(text)) => {
                    before.push_str(&text);
                }
                (_, part) => joined.push(part),
            }
        }
        Self(joined)
    }

    fn read(part: &PublicSegment) -> (&str, Option<(Reason, Option<&str>)>) {
        match part {
            PublicSegment::Plain(text) => (text, None),
            PublicSegment::Withheld(reason) => ("", Some((*reason, None))),
        }
    }

    fn like(like: &PublicSegment, text: &str) -> PublicSegment {
        match like {
            PublicSegment::Plain(_) => PublicSegment::Plain(text.to_owned()),
            PublicSegment::Withheld(reason) => PublicSegment::Withheld(*reason),
        }
    }

    fn is_blank_text(&self) -> bool {
        self.is_blank()
    }
}

/// The answers of one scope, in full or public.
pub(super) trait Side: PartialEq + Sized {
    type Answer: PartialEq;
    type Text: ChangeText;

    fn answer(&self, item: &str) -> Option<&Self::Answer>;
    fn view(answer: &Self::Answer) -> View<'_, Self>;
}

/// An answer, whichever side it is of.
pub(super) enum View<'a, S: Side> {
    Text(S::Text),
    Sections(Vec<(Option<Layer>, S::Text)>),
    Choice(u32),
    Chosen(Vec<(u32, Option<&'a S::Text>)>),
    Day(Date),
    Number(i64),
    Yes(bool),
    Rows(Vec<RowView<'a, S>>),
    Groups(&'a [S]),
    Picture {
        attachment: Option<&'a str>,
        alt: &'a S::Text,
    },
    WithheldPicture(S::Text),
}

/// A row of a table.
pub(super) enum RowView<'a, S: Side> {
    Text(&'a S::Text),
    Cells(&'a S),
}

impl Side for Answers {
    type Answer = Answer;
    type Text = MarkedText;

    fn answer(&self, item: &str) -> Option<&Answer> {
        self.get(item)
    }

    fn view(answer: &Answer) -> View<'_, Self> {
        match answer {
            Answer::Text(text) | Answer::Longtext(LongText::Plain(text)) => {
                View::Text(text.clone())
            }
            Answer::Longtext(text) => View::Sections(text.sections()),
            Answer::Choice(n) => View::Choice(*n),
            Answer::Multichoice(chosen) => View::Chosen(
                chosen
                    .iter()
                    .map(|(n, words)| (*n, words.as_ref()))
                    .collect(),
            ),
            Answer::Date(day) => View::Day(*day),
            Answer::Number(number) => View::Number(*number),
            Answer::Boolean(yes) => View::Yes(*yes),
            Answer::Table(rows) => View::Rows(
                rows.iter()
                    .map(|row| match row {
                        Row::Text(text) => RowView::Text(text),
                        Row::Cells(cells) => RowView::Cells(cells),
                    })
                    .collect(),
            ),
            Answer::Repeat(groups) => View::Groups(groups),
            Answer::Diagram(picture) if picture.withheld => {
                let words = picture_words(picture.attachment.as_deref());
                let text = format!("{}{words}", picture.alt.full_text());
                View::WithheldPicture(MarkedText::assemble(vec![Segment::Withheld {
                    text,
                    reason: Reason::Other,
                    note: None,
                }]))
            }
            Answer::Diagram(picture) => View::Picture {
                attachment: picture.attachment.as_deref(),
                alt: &picture.alt,
            },
        }
    }
}

impl Side for PublicAnswers {
    type Answer = PublicAnswer;
    type Text = PublicText;

    fn answer(&self, item: &str) -> Option<&PublicAnswer> {
        self.get(item)
    }

    fn view(answer: &PublicAnswer) -> View<'_, Self> {
        match answer {
            PublicAnswer::Text(text) => View::Text(text.clone()),
            PublicAnswer::Longtext(text) => match &text.shape {
                LongTextShape::Plain(text) => View::Text(text.clone()),
                LongTextShape::Layers(_) => View::Sections(
                    text.sections
                        .iter()
                        .map(|section| (section.layer, section.text.clone()))
                        .collect(),
                ),
            },
            PublicAnswer::Choice(n) => View::Choice(*n),
            PublicAnswer::Multichoice(chosen) => View::Chosen(
                chosen
                    .iter()
                    .map(|(n, words)| (*n, words.as_ref()))
                    .collect(),
            ),
            PublicAnswer::Date(day) => View::Day(*day),
            PublicAnswer::Number(number) => View::Number(*number),
            PublicAnswer::Boolean(yes) => View::Yes(*yes),
            PublicAnswer::Table(rows) => View::Rows(
                rows.iter()
                    .map(|row| match row {
                        PublicRow::Text(text) => RowView::Text(text),
                        PublicRow::Cells(cells) => RowView::Cells(cells),
                    })
                    .collect(),
            ),
            PublicAnswer::Repeat(groups) => View::Groups(groups),
            PublicAnswer::Diagram { attachment, alt } => View::Picture {
                attachment: attachment.as_deref(),
                alt,
            },
            PublicAnswer::WithheldDiagram => {
                View::WithheldPicture(PublicText(vec![PublicSegment::Withheld(Reason::Other)]))
            }
        }
    }
}

/// Which picture it is: the first digits of its SHA-256.
pub(super) fn picture_words(attachment: Option<&str>) -> String {
    attachment.map_or_else(
        || "（図なし）".to_owned(),
        |sha256| format!("（図の識別: {}）", &sha256[..sha256.len().min(8)]),
    )
}
