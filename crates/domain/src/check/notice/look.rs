//! An item as the rules of the notice see it.

use std::cell::OnceCell;

use super::super::{Item, own_texts};
use super::situation::Surroundings;
use super::words::folded;
use crate::answer::{Answer, Answers, Row};
use crate::applicability::is_applicable;
use crate::document::Document;
use crate::form::{FormEdition, Node};
use crate::layer::Layer;
use crate::longtext::Section;
use crate::path::ItemPath;

/// An item in its place, with its texts folded (compatibility forms composed) once.
pub(in crate::check) struct Look<'a> {
    pub(super) form: &'a FormEdition,
    pub(super) document: &'a Document,
    pub(super) path: &'a ItemPath,
    pub(super) around: &'a Surroundings<'a>,
    pub(super) answer: Option<&'a Answer>,
    node: &'a Node,
    text: OnceCell<String>,
    sections: OnceCell<Vec<Section>>,
}

impl<'a> Look<'a> {
    pub(super) fn new(item: &Item<'a>, around: &'a Surroundings<'a>) -> Self {
        Self {
            form: item.form,
            document: item.document,
            path: item.path,
            around,
            answer: item.answer,
            node: item.node,
            text: OnceCell::new(),
            sections: OnceCell::new(),
        }
    }

    /// Whether the form asks the item under its conditions.
    pub(super) fn is_asked(&self) -> bool {
        is_applicable(self.form, &self.document.answers, self.path, self.node)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.answer.is_none_or(Answer::is_blank)
    }

    /// Everything that the item says in words, its groups included.
    pub(super) fn text(&self) -> &str {
        self.text
            .get_or_init(|| self.answer.map(text_of).unwrap_or_default())
    }

    pub(super) fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text().contains(word))
    }

    fn sections(&self) -> &[Section] {
        self.sections.get_or_init(|| match self.answer {
            Some(Answer::Longtext(text)) => text.sections(),
            _ => Vec::new(),
        })
    }

    /// The layers with words in them, in the order in which they stand; text above every
    /// heading is the body's own.
    pub(super) fn layers(&self) -> Vec<Layer> {
        self.sections()
            .iter()
            .filter(|(_, text)| !text.is_blank())
            .map(|(layer, _)| layer.unwrap_or(Layer::Body))
            .collect()
    }

    pub(super) fn lacks(&self, layer: Layer) -> bool {
        !self.layers().contains(&layer)
    }

    /// A heading of this layer stands there, with or without words below it.
    pub(super) fn heads(&self, layer: Layer) -> bool {
        self.sections()
            .iter()
            .any(|(found, _)| *found == Some(layer))
    }

    /// The words of one layer, folded.
    pub(super) fn layer_text(&self, layer: Layer) -> String {
        let found = self.sections().iter();
        found
            .filter(|(found, _)| found.unwrap_or(Layer::Body) == layer)
            .map(|(_, text)| folded(&text.full_text()))
            .collect()
    }

    /// Words stand above the first heading although there are headings.
    pub(super) fn has_words_above_headings(&self) -> bool {
        let mut sections = self.sections().iter();
        let first = sections.next();
        first.is_some_and(|(layer, text)| layer.is_none() && !text.is_blank())
            && sections.next().is_some()
    }

    /// Whether the choice with this label is chosen; labels are compared by their beginning,
    /// as brackets for words follow some of them.
    pub(super) fn chooses(&self, label: &str) -> bool {
        let choices = self.node.choices.iter();
        let numbers: Vec<u32> = choices
            .filter(|choice| choice.label.starts_with(label))
            .map(|choice| choice.n)
            .collect();
        match self.answer {
            Some(Answer::Choice(n)) => numbers.contains(n),
            Some(Answer::Multichoice(chosen)) => chosen.keys().any(|n| numbers.contains(n)),
            _ => false,
        }
    }

    /// The groups of a repeat or the rows of a table.
    pub(super) fn groups(&self) -> &'a [Answers] {
        match self.answer {
            Some(Answer::Repeat(groups)) => groups,
            _ => &[],
        }
    }

    /// The rows of a table without columns, as typed.
    pub(super) fn rows(&self) -> Vec<String> {
        let Some(Answer::Table(rows)) = self.answer else {
            return Vec::new();
        };
        let text = |row: &Row| match row {
            Row::Text(text) => Some(text.full_text()),
            Row::Cells(_) => None,
        };
        rows.iter().filter_map(text).collect()
    }

    /// The folded words of another item of the same group.
    pub(super) fn beside(&self, item: &str) -> String {
        self.scope()
            .and_then(|scope| scope.get(item))
            .map(text_of)
            .unwrap_or_default()
    }

    /// The answer to another item of the same group.
    pub(super) fn answer_beside(&self, item: &str) -> Option<&'a Answer> {
        self.scope()?.get(item)
    }

    /// Whether another item of the same group has words under this layer.
    pub(super) fn beside_heads(&self, item: &str, layer: Layer) -> bool {
        match self.answer_beside(item) {
            Some(Answer::Longtext(text)) => text.has_layer(layer),
            _ => false,
        }
    }

    fn scope(&self) -> Option<&'a Answers> {
        self.document.answers.scope(self.path)
    }
}

fn row_text(row: &Row) -> String {
    match row {
        Row::Text(text) => folded(&text.full_text()),
        Row::Cells(cells) => scope_text(cells),
    }
}

/// The folded words of all answers of a group.
pub(super) fn scope_text(answers: &Answers) -> String {
    let texts: Vec<String> = answers.iter().map(|(_, answer)| text_of(answer)).collect();
    texts.join("\n")
}

/// The folded words of one answer of a group.
pub(super) fn cell(answers: &Answers, item: &str) -> String {
    answers.get(item).map(text_of).unwrap_or_default()
}

fn text_of(answer: &Answer) -> String {
    match answer {
        Answer::Repeat(groups) => groups.iter().map(scope_text).collect::<Vec<_>>().join("\n"),
        Answer::Table(rows) => rows.iter().map(row_text).collect::<Vec<_>>().join("\n"),
        other => {
            let texts = own_texts(other).into_iter();
            let texts: Vec<String> = texts.map(|text| folded(&text.full_text())).collect();
            texts.join("\n")
        }
    }
}
