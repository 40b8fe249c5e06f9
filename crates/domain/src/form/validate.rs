//! What a form's data must fulfil before anybody relies on it.

use std::collections::{HashMap, HashSet};

use super::{Conditional, FormEdition, Kind, Node, Required, When};
use crate::ids::ItemId;

/// A problem of a form's data. The loader adds file and position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormProblem {
    /// Two items share an id.
    #[error("item {0}: the id is used twice")]
    DuplicateId(ItemId),
    /// Choices are not numbered 1, 2, 3, ….
    #[error("item {0}: choices must be numbered 1, 2, 3, …")]
    ChoiceNumbers(ItemId),
    /// A choice item without choices.
    #[error("item {0}: a choice needs at least two choices, a multiple choice at least one")]
    NoChoices(ItemId),
    /// A condition reads an item that does not exist or has no such choice.
    #[error("item {item}: its condition reads {reads}, which has no such choice or does not exist")]
    Condition {
        /// The item with the condition.
        item: ItemId,
        /// The item it reads.
        reads: ItemId,
    },
    /// Children under an item that takes none.
    #[error("item {0}: this kind takes no children")]
    Children(ItemId),
    /// A repeat without children.
    #[error("item {0}: a repeat needs children")]
    EmptyRepeat(ItemId),
    /// A table within a table, or a repeat in one.
    #[error("item {0}: a column of a table must be a simple field")]
    Column(ItemId),
}

impl FormProblem {
    /// The item at fault.
    #[must_use]
    pub fn item(&self) -> &ItemId {
        match self {
            Self::DuplicateId(item)
            | Self::ChoiceNumbers(item)
            | Self::NoChoices(item)
            | Self::Condition { item, .. }
            | Self::Children(item)
            | Self::EmptyRepeat(item)
            | Self::Column(item) => item,
        }
    }
}

impl FormEdition {
    pub(super) fn check_node(&self, node: &Node, problems: &mut Vec<FormProblem>) {
        let id = || node.id.clone();
        let least = match node.kind {
            Kind::Choice => 2,
            Kind::Multichoice => 1,
            _ => 0,
        };
        if node.choices.len() < least {
            problems.push(FormProblem::NoChoices(id()));
        }
        if !node
            .choices
            .iter()
            .map(|choice| choice.n)
            .eq((1..).take(node.choices.len()))
        {
            problems.push(FormProblem::ChoiceNumbers(id()));
        }
        self.check_children(node, problems);
        if let Required::Conditional(Conditional {
            when: Some(when), ..
        }) = &node.required
        {
            self.check_condition(node, when, problems);
        }
    }

    fn check_children(&self, node: &Node, problems: &mut Vec<FormProblem>) {
        match node.kind {
            Kind::Repeat if node.children.is_empty() => {
                problems.push(FormProblem::EmptyRepeat(node.id.clone()));
            }
            Kind::Table => {
                for column in &node.children {
                    if matches!(
                        column.kind,
                        Kind::Section | Kind::Table | Kind::Repeat | Kind::Diagram
                    ) {
                        problems.push(FormProblem::Column(column.id.clone()));
                    }
                }
            }
            Kind::Section | Kind::Repeat | Kind::Diagram => {}
            _ if !node.children.is_empty() => problems.push(FormProblem::Children(node.id.clone())),
            _ => {}
        }
    }

    fn check_condition(&self, node: &Node, when: &When, problems: &mut Vec<FormProblem>) {
        let numbers = |when: &When| match when {
            When::Is { is: numbers, .. }
            | When::IsNot {
                is_not: numbers, ..
            } => numbers.clone(),
            _ => Vec::new(),
        };
        match when {
            When::Any { any: list } | When::All { all: list } => {
                for when in list {
                    self.check_condition(node, when, problems);
                }
            }
            When::Is { item, .. } | When::IsNot { item, .. } => {
                let known = self
                    .node(item.as_str())
                    .is_some_and(|read| numbers(when).iter().all(|n| read.choice(*n).is_some()));
                if !known {
                    problems.push(FormProblem::Condition {
                        item: node.id.clone(),
                        reads: item.clone(),
                    });
                }
            }
            When::Agency { .. } => {}
        }
    }
}

/// Notes where each item sits, and ids that are used twice.
pub(super) fn index(
    nodes: &[Node],
    above: &mut Vec<usize>,
    places: &mut HashMap<ItemId, Vec<usize>>,
    problems: &mut Vec<FormProblem>,
) {
    let mut seen = HashSet::new();
    for (position, node) in nodes.iter().enumerate() {
        above.push(position);
        let twice = places.insert(node.id.clone(), above.clone()).is_some();
        if twice && seen.insert(&node.id) {
            problems.push(FormProblem::DuplicateId(node.id.clone()));
        }
        index(&node.children, above, places, problems);
        above.pop();
    }
}
