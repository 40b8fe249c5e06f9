//! Answers of every kind.

use std::collections::BTreeMap;
use std::collections::btree_map;

use jiff::civil::Date;

use crate::form::Kind;
use crate::ids::ItemId;
use crate::layer::Layer;
use crate::marked_text::MarkedText;
use crate::path::{ItemPath, Step};

/// An answer. What is absent from [`Answers`] is missing; a blank text is empty; what the
/// form does not ask under its conditions is not applicable ([`crate::answer_state`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A single line.
    Text(MarkedText),
    /// Paragraphs, perhaps in layers.
    Longtext(LongText),
    /// The printed number of the choice.
    Choice(u32),
    /// The numbers chosen, each with the words written into its brackets, if any.
    Multichoice(BTreeMap<u32, Option<MarkedText>>),
    /// A day.
    Date(Date),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Boolean(bool),
    /// Rows of a table.
    Table(Vec<Row>),
    /// Groups of a repeat.
    Repeat(Vec<Answers>),
    /// A picture.
    Diagram(Diagram),
}

/// Paragraphs as one text, or in layers. Both are kept as they came in, so that what was
/// imported is what is exported; [`LongText::sections`] reads either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LongText {
    /// Text as a whole; heading lines in it still divide it into layers.
    Plain(MarkedText),
    /// Text in layers.
    Layers(Vec<LayerText>),
}

/// The text of one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerText {
    /// Whose measures.
    pub layer: Layer,
    /// The text without its heading.
    pub text: MarkedText,
    /// The example it was taken from, as `2014-08/II.6.place/ms-platform`.
    pub example: Option<String>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A table without columns: the row is a text.
    Text(MarkedText),
    /// A table with columns: answers by column.
    Cells(Answers),
}

/// A picture, which is stored by the SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// 64 hexadecimal digits; `None` until a picture is attached.
    pub attachment: Option<String>,
    /// The text that stands for the picture.
    pub alt: MarkedText,
    /// Whether the picture as a whole is withheld.
    pub withheld: bool,
}

/// The answers of one scope: the document, or one group of a repeat.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers(BTreeMap<ItemId, Answer>);

impl Answers {
    /// The answer to an item of this scope.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Answer> {
        self.0.get(item)
    }

    /// Sets the answer to an item of this scope.
    pub fn set(&mut self, item: ItemId, answer: Answer) {
        self.0.insert(item, answer);
    }

    /// Removes the answer to an item of this scope and returns it.
    pub fn remove(&mut self, item: &str) -> Option<Answer> {
        self.0.remove(item)
    }

    /// Whether nothing is answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The answers by item id.
    pub fn iter(&self) -> btree_map::Iter<'_, ItemId, Answer> {
        self.0.iter()
    }

    /// The groups of a repeat, none when it is unanswered.
    #[must_use]
    pub fn groups(&self, repeat: &str) -> &[Answers] {
        match self.get(repeat) {
            Some(Answer::Repeat(groups)) => groups,
            _ => &[],
        }
    }

    /// The scope that holds the last step of `path`; `None` when a group does not exist.
    #[must_use]
    pub fn scope(&self, path: &ItemPath) -> Option<&Answers> {
        let (_, above) = path.steps().split_last()?;
        above.iter().try_fold(self, |scope, step| scope.group(step))
    }

    /// The answer at `path`, an item at any depth (not a group).
    #[must_use]
    pub fn at(&self, path: &ItemPath) -> Option<&Answer> {
        self.scope(path)?.get(path.item().as_str())
    }

    /// As [`Answers::scope`], to change it.
    pub fn scope_mut(&mut self, path: &ItemPath) -> Option<&mut Answers> {
        let (_, above) = path.steps().split_last()?;
        let mut scope = self;
        for step in above {
            scope = scope.group_mut(step)?;
        }
        Some(scope)
    }

    fn group(&self, step: &Step) -> Option<&Answers> {
        let position = step.index?.checked_sub(1)?;
        match self.get(step.item.as_str())? {
            Answer::Repeat(groups) => groups.get(position),
            Answer::Table(rows) => match rows.get(position)? {
                Row::Cells(cells) => Some(cells),
                Row::Text(_) => None,
            },
            _ => None,
        }
    }

    fn group_mut(&mut self, step: &Step) -> Option<&mut Answers> {
        let position = step.index?.checked_sub(1)?;
        match self.0.get_mut(&step.item)? {
            Answer::Repeat(groups) => groups.get_mut(position),
            Answer::Table(rows) => match rows.get_mut(position)? {
                Row::Cells(cells) => Some(cells),
                Row::Text(_) => None,
            },
            _ => None,
        }
    }

    /// Visits every text in every answer, with the path of its item.
    pub fn texts<'a>(&'a self, visit: &mut dyn FnMut(&ItemPath, &'a MarkedText)) {
        self.texts_below(None, visit);
    }

    /// Visits every picture, with the path of its item.
    pub fn diagrams<'a>(&'a self, visit: &mut dyn FnMut(&ItemPath, &'a Diagram)) {
        self.diagrams_below(None, visit);
    }

    fn diagrams_below<'a>(
        &'a self,
        above: Option<&ItemPath>,
        visit: &mut dyn FnMut(&ItemPath, &'a Diagram),
    ) {
        for (item, answer) in &self.0 {
            let path = above.map_or_else(|| ItemPath::top(item.clone()), |p| p.child(item.clone()));
            match answer {
                Answer::Diagram(diagram) => visit(&path, diagram),
                Answer::Repeat(groups) => {
                    for (index, group) in (1..).zip(groups) {
                        group.diagrams_below(Some(&path.clone().group(index)), visit);
                    }
                }
                _ => {}
            }
        }
    }

    fn texts_below<'a>(
        &'a self,
        above: Option<&ItemPath>,
        visit: &mut dyn FnMut(&ItemPath, &'a MarkedText),
    ) {
        for (item, answer) in &self.0 {
            let path = above.map_or_else(|| ItemPath::top(item.clone()), |p| p.child(item.clone()));
            answer.texts(&path, visit);
        }
    }
}

impl FromIterator<(ItemId, Answer)> for Answers {
    fn from_iter<T: IntoIterator<Item = (ItemId, Answer)>>(answers: T) -> Self {
        Self(answers.into_iter().collect())
    }
}

impl Answer {
    /// The kind of item that takes this answer.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Longtext(_) => Kind::Longtext,
            Self::Choice(_) => Kind::Choice,
            Self::Multichoice(_) => Kind::Multichoice,
            Self::Date(_) => Kind::Date,
            Self::Number(_) => Kind::Number,
            Self::Boolean(_) => Kind::Boolean,
            Self::Table(_) => Kind::Table,
            Self::Repeat(_) => Kind::Repeat,
            Self::Diagram(_) => Kind::Diagram,
        }
    }

    /// Whether it says nothing: blank text, nothing chosen, no rows.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.is_blank(),
            Self::Longtext(text) => text.is_blank(),
            Self::Multichoice(chosen) => chosen.is_empty(),
            Self::Table(rows) => rows.is_empty(),
            Self::Repeat(groups) => groups.is_empty(),
            Self::Diagram(diagram) => diagram.attachment.is_none() && diagram.alt.is_blank(),
            Self::Choice(_) | Self::Date(_) | Self::Number(_) | Self::Boolean(_) => false,
        }
    }

    fn texts<'a>(&'a self, path: &ItemPath, visit: &mut dyn FnMut(&ItemPath, &'a MarkedText)) {
        match self {
            Self::Text(text) => visit(path, text),
            Self::Longtext(LongText::Plain(text)) => visit(path, text),
            Self::Longtext(LongText::Layers(layers)) => {
                layers.iter().for_each(|layer| visit(path, &layer.text));
            }
            Self::Multichoice(chosen) => {
                chosen.values().flatten().for_each(|text| visit(path, text));
            }
            Self::Diagram(diagram) => visit(path, &diagram.alt),
            Self::Repeat(groups) => {
                for (index, group) in (1..).zip(groups) {
                    group.texts_below(Some(&path.clone().group(index)), visit);
                }
            }
            Self::Table(rows) => {
                for (index, row) in (1..).zip(rows) {
                    let row_path = path.clone().group(index);
                    match row {
                        Row::Text(text) => visit(&row_path, text),
                        Row::Cells(cells) => cells.texts_below(Some(&row_path), visit),
                    }
                }
            }
            Self::Choice(_) | Self::Date(_) | Self::Number(_) | Self::Boolean(_) => {}
        }
    }
}
