//! Answers in, by the form's items.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::path::At;
use super::problem::Fault;
use super::reader::Reader;
use crate::answer::{Answer, Answers, Diagram, Row};
use crate::digest::Digest;
use crate::form::{FormEdition, Kind, Node};
use crate::ids::ItemId;
use crate::marked_text::MarkedText;

impl Reader<'_> {
    /// Answers to the items of one scope; `null` stands for no answer.
    pub(super) fn named_answers(
        &mut self,
        at: At<'_>,
        nodes: &[Node],
        object: &Map<String, Value>,
    ) -> BTreeMap<ItemId, Option<Answer>> {
        let fields = FormEdition::fields(nodes);
        let mut named = BTreeMap::new();
        for (key, value) in object {
            let at = at.key(key);
            let Some(node) = fields.iter().find(|node| node.id.as_str() == key) else {
                let fault = self.misplaced(key);
                self.fail::<()>(at, fault);
                continue;
            };
            let answer = if value.is_null() {
                None
            } else {
                self.answer(at, node, value)
            };
            named.insert(node.id.clone(), answer);
        }
        named
    }

    fn scope(&mut self, at: At<'_>, nodes: &[Node], value: &Value) -> Option<Answers> {
        let object = self.object(at, value)?;
        let named = self.named_answers(at, nodes, object);
        Some(
            named
                .into_iter()
                .filter_map(|(item, answer)| Some((item, answer?)))
                .collect(),
        )
    }

    /// Why an item cannot stand where it stands.
    fn misplaced(&self, key: &str) -> Fault {
        let chain = self.form.map(|form| form.chain(key)).unwrap_or_default();
        let Some((node, above)) = chain.split_last() else {
            return Fault::UnknownItem;
        };
        if !node.takes_answer() {
            return Fault::Heading;
        }
        let group = above
            .iter()
            .rfind(|node| matches!(node.kind, Kind::Repeat | Kind::Table));
        Fault::ElsewhereItem(group.map_or("answers", |node| node.id.as_str()).to_owned())
    }

    pub(super) fn answer(&mut self, at: At<'_>, node: &Node, value: &Value) -> Option<Answer> {
        match node.kind {
            Kind::Section => self.fail(at, Fault::Heading),
            Kind::Text => self.text(at, value).map(Answer::Text),
            Kind::Longtext => self.long_text(at, value).map(Answer::Longtext),
            Kind::Choice => self.choice(at, node, value).map(Answer::Choice),
            Kind::Multichoice => self.choices(at, node, value).map(Answer::Multichoice),
            Kind::Date => self.date(at, value).map(Answer::Date),
            Kind::Number => self.integer(at, value).map(Answer::Number),
            Kind::Boolean => self.boolean(at, value).map(Answer::Boolean),
            Kind::Table => self
                .each(at, value, |reader, at, row| reader.row(at, node, row))
                .map(Answer::Table),
            Kind::Repeat => self
                .each(at, value, |reader, at, group| {
                    reader.scope(at, &node.children, group)
                })
                .map(Answer::Repeat),
            Kind::Diagram => self.diagram(at, value).map(Answer::Diagram),
        }
    }

    fn each<T>(
        &mut self,
        at: At<'_>,
        value: &Value,
        read: impl Fn(&mut Self, At<'_>, &Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let read: Vec<Option<T>> = (1..)
            .zip(self.list(at, value)?)
            .map(|(number, value)| read(self, at.member(number), value))
            .collect();
        read.into_iter().collect()
    }

    fn choice(&mut self, at: At<'_>, node: &Node, value: &Value) -> Option<u32> {
        let number = self.integer(at, value)?;
        let choice = u32::try_from(number).ok().and_then(|n| node.choice(n));
        match choice {
            Some(choice) => Some(choice.n),
            None => self.fail(at, Fault::Choice(node.choices.len())),
        }
    }

    fn choices(
        &mut self,
        at: At<'_>,
        node: &Node,
        value: &Value,
    ) -> Option<BTreeMap<u32, Option<MarkedText>>> {
        let list = self.each(at, value, |reader, at, value| {
            reader.chosen(at, node, value)
        })?;
        let mut chosen = BTreeMap::new();
        for (position, (n, words)) in (1..).zip(list) {
            if chosen.insert(n, words).is_some() {
                return self.fail(at.member(position), Fault::ChoiceTwice);
            }
        }
        Some(chosen)
    }

    /// A number, or `{"choice": 7, "text": …}` with the words in the brackets.
    fn chosen(
        &mut self,
        at: At<'_>,
        node: &Node,
        value: &Value,
    ) -> Option<(u32, Option<MarkedText>)> {
        let Value::Object(object) = value else {
            return self.choice(at, node, value).map(|n| (n, None));
        };
        self.only(at, object, &["choice", "text"]);
        let n = self
            .member(at, object, "choice")
            .and_then(|value| self.choice(at.key("choice"), node, value));
        let words = self
            .member(at, object, "text")
            .and_then(|value| self.text(at.key("text"), value));
        Some((n?, Some(words?)))
    }

    fn row(&mut self, at: At<'_>, node: &Node, value: &Value) -> Option<Row> {
        if node.children.is_empty() {
            self.text(at, value).map(Row::Text)
        } else {
            self.scope(at, &node.children, value).map(Row::Cells)
        }
    }

    fn diagram(&mut self, at: At<'_>, value: &Value) -> Option<Diagram> {
        let object = self.object(at, value)?;
        self.only(at, object, &["attachment", "alt", "withheld"]);
        let attachment = match object.get("attachment") {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.attachment(at.key("attachment"), value)?),
        };
        let alt = match object.get("alt") {
            None => MarkedText::default(),
            Some(value) => self.text(at.key("alt"), value)?,
        };
        let withheld = match object.get("withheld") {
            None => false,
            Some(value) => self.boolean(at.key("withheld"), value)?,
        };
        Some(Diagram {
            attachment,
            alt,
            withheld,
        })
    }

    fn attachment(&mut self, at: At<'_>, value: &Value) -> Option<String> {
        let text = self.string(at, value)?;
        match Digest::parse(text) {
            Ok(digest) => Some(digest.into()),
            Err(problem) => self.fail(at, problem),
        }
    }
}
