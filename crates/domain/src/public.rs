//! What anyone may read. Nothing here holds a withheld word, and nothing here can be made
//! except by [`crate::redact()`], or read back from a stored release whose digest fits
//! ([`crate::interchange::read_release`]): fields are private, and no constructor is public.
//!
//! ```
//! // Reading is for everyone…
//! fn read(text: &domain::PublicText, assessment: &domain::PublicAssessment) -> usize {
//!     let plain = domain::PublicSegment::Plain("公開".to_owned());
//!     let edition: u32 = serde_json::from_str("1").unwrap();
//!     assert_eq!(edition, assessment.edition());
//!     text.segments().iter().filter(|segment| **segment == plain).count()
//! }
//! ```
//! ```compile_fail,E0603
//! // …but public text cannot be made from a string…
//! let text = domain::PublicText(vec![domain::PublicSegment::Plain("機密".to_owned())]);
//! ```
//! ```compile_fail,E0277
//! // …nor read from JSON…
//! let text: domain::PublicText = serde_json::from_str("[]").unwrap();
//! ```
//! ```compile_fail,E0599
//! // …nor by default…
//! let text = domain::PublicText::default();
//! ```
//! ```compile_fail,E0277
//! // …nor converted from text with withheld parts…
//! fn publish(text: domain::MarkedText) -> domain::PublicText {
//!     text.into()
//! }
//! ```
//! ```compile_fail,E0616
//! // …nor put into an assessment that was redacted.
//! fn slip_in(assessment: &mut domain::PublicAssessment, other: domain::PublicAnswers) {
//!     assessment.answers = other;
//! }
//! ```
//! ```compile_fail,E0451
//! // A long text is as closed.
//! fn make(sections: Vec<domain::PublicSection>) -> domain::PublicLongText {
//!     domain::PublicLongText { sections, ..loop {} }
//! }
//! ```

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::facts::Facts;
use crate::ids::{AssessmentNumber, BodyCode, EditionId, FormId, ItemId};
use crate::layer::Layer;
use crate::path::{ItemPath, Step};
use crate::reason::Reason;
use crate::stage::Origin;

/// A stretch of public text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicSegment {
    /// Text that anyone may read.
    Plain(String),
    /// Something is withheld here, on this ground. Nothing else of it is known.
    Withheld(Reason),
}

/// Text after redaction.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicText(pub(crate) Vec<PublicSegment>);

impl PublicText {
    /// The stretches in order.
    #[must_use]
    pub fn segments(&self) -> &[PublicSegment] {
        &self.0
    }

    /// Whether nothing is written and nothing withheld.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|segment| match segment {
            PublicSegment::Plain(text) => text.trim().is_empty(),
            PublicSegment::Withheld(_) => false,
        })
    }

    /// The text in one line of segments, the fixed placeholder for each withheld part.
    #[must_use]
    pub fn to_plain(&self) -> String {
        self.0
            .iter()
            .map(|segment| match segment {
                PublicSegment::Plain(text) => text.as_str(),
                PublicSegment::Withheld(reason) => reason.placeholder(),
            })
            .collect()
    }

    /// The stretches that anyone may read, without placeholders: what is worth indexing.
    pub fn plain_parts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            PublicSegment::Plain(text) => Some(text.as_str()),
            PublicSegment::Withheld(_) => None,
        })
    }
}

impl fmt::Debug for PublicText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicText({} chars)", self.to_plain().chars().count())
    }
}

/// A passage of a public long text under its layer; `None` for text above any heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSection {
    /// Whose measures.
    pub layer: Option<Layer>,
    /// The passage.
    pub text: PublicText,
}

/// A public long text, as a whole or in layers as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLongText {
    pub(crate) shape: LongTextShape,
    pub(crate) sections: Vec<PublicSection>,
}

/// How the agency wrote the long text: the interchange format keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LongTextShape {
    /// As one text, perhaps with heading lines in it.
    Plain(PublicText),
    /// In layers; for each, the example it was taken from.
    Layers(Vec<Option<String>>),
}

impl PublicLongText {
    /// The passages in order.
    #[must_use]
    pub fn sections(&self) -> &[PublicSection] {
        &self.sections
    }

    /// Whether nothing is written and nothing withheld.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.sections.iter().all(|section| section.text.is_blank())
    }
}

/// A row of a public table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicRow {
    /// A table without columns: the row is a text.
    Text(PublicText),
    /// A table with columns: answers by column.
    Cells(PublicAnswers),
}

/// A public answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAnswer {
    /// A single line.
    Text(PublicText),
    /// Paragraphs, perhaps in layers.
    Longtext(PublicLongText),
    /// The printed number of the choice.
    Choice(u32),
    /// The numbers chosen, each with the words written into its brackets, if any.
    Multichoice(BTreeMap<u32, Option<PublicText>>),
    /// A day.
    Date(Date),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Boolean(bool),
    /// Rows of a table.
    Table(Vec<PublicRow>),
    /// Groups of a repeat.
    Repeat(Vec<PublicAnswers>),
    /// A picture that anyone may see.
    Diagram {
        /// The SHA-256 of its bytes.
        attachment: Option<String>,
        /// The text that stands for it.
        alt: PublicText,
    },
    /// A picture that is withheld as a whole.
    WithheldDiagram,
}

/// The public answers of one scope: the assessment, or one group of a repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAnswers(pub(crate) BTreeMap<ItemId, PublicAnswer>);

impl PublicAnswers {
    /// The answer to an item of this scope.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&PublicAnswer> {
        self.0.get(item)
    }

    /// The answers by item id.
    pub fn iter(&self) -> impl Iterator<Item = (&ItemId, &PublicAnswer)> {
        self.0.iter()
    }

    /// The answer at `path`, an item at any depth (not a group).
    #[must_use]
    pub fn at(&self, path: &ItemPath) -> Option<&PublicAnswer> {
        let (last, above) = path.steps().split_last()?;
        let scope = above
            .iter()
            .try_fold(self, |scope, step| scope.group(step))?;
        scope.get(last.item.as_str())
    }

    fn group(&self, step: &Step) -> Option<&Self> {
        let position = step.index?.checked_sub(1)?;
        match self.get(step.item.as_str())? {
            PublicAnswer::Repeat(groups) => groups.get(position),
            PublicAnswer::Table(rows) => match rows.get(position)? {
                PublicRow::Cells(cells) => Some(cells),
                PublicRow::Text(_) => None,
            },
            _ => None,
        }
    }

    /// Visits every text in every answer, with the path of its item: what search indexes.
    pub fn texts<'a>(&'a self, visit: &mut dyn FnMut(&ItemPath, &'a PublicText)) {
        self.texts_below(None, visit);
    }

    fn texts_below<'a>(
        &'a self,
        above: Option<&ItemPath>,
        visit: &mut dyn FnMut(&ItemPath, &'a PublicText),
    ) {
        for (item, answer) in &self.0 {
            let path = above.map_or_else(|| ItemPath::top(item.clone()), |p| p.child(item.clone()));
            answer.texts(&path, visit);
        }
    }
}

impl PublicAnswer {
    fn texts<'a>(&'a self, path: &ItemPath, visit: &mut dyn FnMut(&ItemPath, &'a PublicText)) {
        match self {
            Self::Text(text) | Self::Diagram { alt: text, .. } => visit(path, text),
            Self::Longtext(text) => {
                text.sections
                    .iter()
                    .for_each(|section| visit(path, &section.text));
            }
            Self::Multichoice(chosen) => {
                chosen.values().flatten().for_each(|text| visit(path, text));
            }
            Self::Repeat(groups) => {
                for (index, group) in (1..).zip(groups) {
                    group.texts_below(Some(&path.clone().group(index)), visit);
                }
            }
            Self::Table(rows) => {
                for (index, row) in (1..).zip(rows) {
                    let row_path = path.clone().group(index);
                    match row {
                        PublicRow::Text(text) => visit(&row_path, text),
                        PublicRow::Cells(cells) => cells.texts_below(Some(&row_path), visit),
                    }
                }
            }
            Self::Choice(_)
            | Self::Date(_)
            | Self::Number(_)
            | Self::Boolean(_)
            | Self::WithheldDiagram => {}
        }
    }
}

/// A published edition of an assessment: everything in it is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAssessment {
    pub(crate) form: FormId,
    pub(crate) form_edition: EditionId,
    pub(crate) body: BodyCode,
    pub(crate) agency: String,
    pub(crate) number: AssessmentNumber,
    pub(crate) facts: Facts,
    pub(crate) answers: PublicAnswers,
    pub(crate) edition: u32,
    pub(crate) published: Date,
    pub(crate) origin: Option<EditionKind>,
    pub(crate) withheld_changed: Vec<ItemPath>,
}

/// Why an edition was made, as anyone may know. Source: `domain/rules.md` §6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditionKind {
    /// The first one.
    New,
    /// 修正.
    Amendment,
    /// 再実施.
    Redo,
}

impl EditionKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::New, Self::Amendment, Self::Redo];

    /// The word of the interchange format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Amendment => "amendment",
            Self::Redo => "redo",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kind on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "新規",
            Self::Amendment => "修正",
            Self::Redo => "再実施",
        }
    }
}

impl From<&Origin> for EditionKind {
    fn from(origin: &Origin) -> Self {
        match origin {
            Origin::New => Self::New,
            Origin::Amendment => Self::Amendment,
            Origin::Redo { .. } => Self::Redo,
        }
    }
}

impl PublicAssessment {
    /// The edition with why it was made, and in which items nothing but withheld parts
    /// changed since the edition before ([`crate::changes::withheld_changes`]): paths, no text.
    #[must_use]
    pub fn with_history(
        self,
        origin: Option<EditionKind>,
        withheld_changed: Vec<ItemPath>,
    ) -> Self {
        Self {
            origin,
            withheld_changed,
            ..self
        }
    }

    /// Why it was made; `None` where the release does not say, as those of before this was
    /// recorded.
    #[must_use]
    pub fn origin(&self) -> Option<EditionKind> {
        self.origin
    }

    /// The items in which nothing but withheld parts changed since the edition before.
    #[must_use]
    pub fn withheld_changed(&self) -> &[ItemPath] {
        &self.withheld_changed
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> &FormId {
        &self.form
    }

    /// The form's edition.
    #[must_use]
    pub fn form_edition(&self) -> &EditionId {
        &self.form_edition
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &BodyCode {
        &self.body
    }

    /// The agency within the body: 札幌市長.
    #[must_use]
    pub fn agency(&self) -> &str {
        &self.agency
    }

    /// The number the agency gave it.
    #[must_use]
    pub fn number(&self) -> &AssessmentNumber {
        &self.number
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The answers.
    #[must_use]
    pub fn answers(&self) -> &PublicAnswers {
        &self.answers
    }

    /// The edition's number, from 1.
    #[must_use]
    pub fn edition(&self) -> u32 {
        self.edition
    }

    /// The day of publication.
    #[must_use]
    pub fn published(&self) -> Date {
        self.published
    }

    /// The title in one line; never empty.
    #[must_use]
    pub fn title(&self) -> String {
        let title = match self.answers.get("cover.title") {
            Some(PublicAnswer::Text(title)) => title.to_plain(),
            _ => String::new(),
        };
        let title: Vec<&str> = title.split_whitespace().collect();
        if title.is_empty() {
            "（評価書名なし）".to_owned()
        } else {
            title.join(" ")
        }
    }
}
