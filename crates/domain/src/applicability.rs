//! Which items a document must answer: missing, empty and not applicable are three things.

use crate::answer::{Answer, Answers};
use crate::form::{FormEdition, Kind, Node, Required, When};
use crate::path::ItemPath;

/// How far an item is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerState {
    /// Nobody answered it.
    Missing,
    /// It was answered with nothing: a blank text, no choice, no rows.
    Empty,
    /// It says something.
    Answered,
    /// The form does not ask it under its conditions, whatever stands there.
    NotApplicable,
}

/// Whether the form asks the item `node` at `path`, given the answers.
///
/// `path` tells the groups around the item; a condition reads the item in the nearest of
/// them that holds it. A condition that answers cannot decide leaves the item applicable.
/// What holds for a heading holds for everything below it.
#[must_use]
pub fn is_applicable(form: &FormEdition, answers: &Answers, path: &ItemPath, node: &Node) -> bool {
    form.chain(node.id.as_str())
        .into_iter()
        .all(|above| match &above.required {
            Required::Fixed(_) => true,
            Required::Conditional(condition) => condition
                .when
                .as_ref()
                .is_none_or(|when| holds(form, answers, path, when)),
        })
}

/// Whether the item `node` at `path` must be answered: it is applicable, it is required as
/// such or by a condition that answers decide, and so are the headings above it.
#[must_use]
pub fn is_required(form: &FormEdition, answers: &Answers, path: &ItemPath, node: &Node) -> bool {
    let demanded = |node: &Node| match &node.required {
        Required::Fixed(required) => *required,
        Required::Conditional(condition) => condition.when.is_some(),
    };
    let chain = form.chain(node.id.as_str());
    // A group of an optional repeat, once there, is filled in like any other.
    let headings = chain.iter().filter(|above| above.kind == Kind::Section);
    !node.printed
        && !node.set_at_publication
        && demanded(node)
        && headings.into_iter().all(|heading| demanded(heading))
        && is_applicable(form, answers, path, node)
}

/// How far the item `node` at `path` is answered.
#[must_use]
pub fn answer_state(
    form: &FormEdition,
    answers: &Answers,
    path: &ItemPath,
    node: &Node,
) -> AnswerState {
    if !is_applicable(form, answers, path, node) {
        return AnswerState::NotApplicable;
    }
    match answers
        .scope(path)
        .and_then(|scope| scope.get(node.id.as_str()))
    {
        None => AnswerState::Missing,
        Some(answer) if answer.is_blank() => AnswerState::Empty,
        Some(_) => AnswerState::Answered,
    }
}

fn holds(form: &FormEdition, answers: &Answers, path: &ItemPath, when: &When) -> bool {
    let read = |item: &str| read_near(form, answers, path, item);
    match when {
        When::Is { item, is } => read(item.as_str())
            .into_iter()
            .any(|found| chooses(found, is)),
        When::IsNot { item, is_not } => read(item.as_str())
            .into_iter()
            .any(|found| !chooses(found, is_not)),
        When::Any { any } => any.iter().any(|when| holds(form, answers, path, when)),
        When::All { all } => all.iter().all(|when| holds(form, answers, path, when)),
        // Local bodies only: what the print asks of national agencies is never asked here.
        When::Agency { .. } => false,
    }
}

fn chooses(answer: Option<&Answer>, numbers: &[u32]) -> bool {
    match answer {
        Some(Answer::Choice(n)) => numbers.contains(n),
        Some(Answer::Multichoice(chosen)) => chosen.keys().any(|n| numbers.contains(n)),
        _ => false,
    }
}

/// The answers to `item` as seen from `path`: the one in the groups around `path`, or one
/// per group where the item sits in groups that are not around it.
fn read_near<'a>(
    form: &FormEdition,
    answers: &'a Answers,
    path: &ItemPath,
    item: &str,
) -> Vec<Option<&'a Answer>> {
    let mut chain = form.chain(item);
    chain.pop();
    let repeats = chain.into_iter().filter(|above| above.kind == Kind::Repeat);
    let mut scopes = vec![answers];
    let mut around = Some(path.steps());
    for repeat in repeats {
        let step = around
            .and_then(<[_]>::first)
            .filter(|step| step.item == repeat.id);
        let position = step
            .and_then(|step| step.index)
            .and_then(|index| index.checked_sub(1));
        around = around
            .filter(|_| position.is_some())
            .map(|steps| &steps[1..]);
        scopes = scopes
            .into_iter()
            .flat_map(|scope| {
                let groups = scope.groups(repeat.id.as_str());
                match position {
                    Some(position) => groups.get(position..=position).unwrap_or_default(),
                    None => groups,
                }
            })
            .collect();
    }
    scopes.into_iter().map(|scope| scope.get(item)).collect()
}

#[cfg(test)]
mod tests;
