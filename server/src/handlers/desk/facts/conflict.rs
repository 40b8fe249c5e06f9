//! The page on which a person chooses between two answers to the same question, and what was
//! chosen there. No I/O.

use app::components::forms::Problem;
use app::forms::{FACT_NAMES, MergedFacts, Typed, fill_facts};
use app::pages::{Choice, ConflictItem, ConflictView, fact_in_words, fact_label};
use domain::Facts;
use workflow::OpenAssessment;

use super::super::context::Desk;
use super::super::save::choices::editor_fields;

/// A field that both changed, and what shall become of it.
pub type Chosen = (&'static str, Option<Choice>);

/// The fields that the page named, with their choices.
pub fn chosen(typed: &Typed) -> Vec<Chosen> {
    let named = FACT_NAMES
        .into_iter()
        .filter(|name| typed.holds("conflict", name));
    let choice = |name: &str| match Choice::parse(typed.get(&format!("choose:{name}"))) {
        Some(Choice::Merged) => None,
        other => other,
    };
    named.map(|name| (name, choice(name))).collect()
}

/// A problem for each field without a choice.
pub fn unchosen(chosen: &[Chosen]) -> Vec<Problem> {
    let problem = |name: &str| Problem {
        field: format!("choose:{name}"),
        label: fact_label(name).to_owned(),
        message: "どちらを残すかを選んでください。".to_owned(),
    };
    let undecided = chosen.iter().filter(|(_, choice)| choice.is_none());
    undecided.map(|(name, _)| problem(name)).collect()
}

/// What was typed, with what the other saved where that was chosen.
pub fn with_theirs(typed: &Typed, chosen: &[Chosen], theirs: Option<&Facts>) -> Typed {
    let mut typed = typed.clone();
    let Some(theirs) = theirs.map(fill_facts) else {
        return typed;
    };
    for (name, choice) in chosen {
        if *choice == Some(Choice::Theirs) {
            typed.set(*name, theirs.get(name));
        }
    }
    typed
}

/// The page for what could not be merged with what is saved now.
pub fn both(desk: &Desk, merge: &MergedFacts) -> ConflictView {
    let now = fill_facts(&desk.open.document.facts);
    let items = merge.conflicts.iter();
    let rest = merge.typed.pairs();
    ConflictView {
        action: desk.paths.facts(),
        state: desk.stage().0,
        revision: desk.open.revision,
        items: items.map(|name| item(name, &merge.typed, &now)).collect(),
        rest: rest
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        ..ConflictView::default()
    }
}

/// The page once more, with the choices made; `theirs` is what it showed beside `typed`.
pub fn again(
    desk: &Desk,
    theirs: &OpenAssessment,
    typed: &Typed,
    chosen: &[Chosen],
) -> ConflictView {
    let saved = fill_facts(&theirs.document.facts);
    let again = |(name, choice): &Chosen| ConflictItem {
        chosen: *choice,
        ..item(name, typed, &saved)
    };
    ConflictView {
        action: desk.paths.facts(),
        state: desk.stage().0,
        revision: theirs.revision,
        items: chosen.iter().map(again).collect(),
        rest: editor_fields(typed),
        ..ConflictView::default()
    }
}

fn item(name: &str, mine: &Typed, theirs: &Typed) -> ConflictItem {
    ConflictItem {
        path: name.to_owned(),
        label: fact_label(name).to_owned(),
        mine: fact_in_words(name, mine.get(name)),
        theirs: fact_in_words(name, theirs.get(name)),
        rewrite: None,
        chosen: None,
    }
}
