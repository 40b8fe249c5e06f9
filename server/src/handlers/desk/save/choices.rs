//! What was chosen on the page of a conflict.

use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::Choice;
use domain::{Answers, FormEdition, ItemPath};

/// A field that both changed, and what shall become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The field.
    pub path: ItemPath,
    /// The choice, if one was made.
    pub choice: Option<Choice>,
}

/// The fields that the page named, with their choices.
pub fn chosen(typed: &Typed) -> Vec<Chosen> {
    let paths = typed
        .all("conflict")
        .iter()
        .filter_map(|path| ItemPath::parse(path).ok());
    paths
        .map(|path| Chosen {
            choice: Choice::parse(typed.get(&format!("choose:{path}"))),
            path,
        })
        .collect()
}

/// A problem for each field without a choice.
pub fn unchosen(chosen: &[Chosen], form: &FormEdition) -> Vec<Problem> {
    let problem = |found: &Chosen| Problem {
        field: format!("choose:{}", found.path),
        label: form
            .node(found.path.item().as_str())
            .map(domain::Node::heading)
            .unwrap_or_default(),
        message: "どちらを残すかを選んでください。".to_owned(),
    };
    chosen
        .iter()
        .filter(|found| found.choice.is_none())
        .map(problem)
        .collect()
}

/// What was typed, with the rewritten texts in their fields.
pub fn with_rewritten(typed: &Typed, chosen: &[Chosen]) -> Typed {
    let mut typed = typed.clone();
    for Chosen { path, .. } in chosen
        .iter()
        .filter(|found| found.choice == Some(Choice::Merged))
    {
        let text = typed.get(&format!("merged:{path}")).to_owned();
        typed.set(path.to_string(), text);
    }
    typed
}

/// Puts what the other saved where it was chosen.
pub fn take_theirs(answers: &mut Answers, theirs: &Answers, chosen: &[Chosen]) {
    for Chosen { path, .. } in chosen
        .iter()
        .filter(|found| found.choice == Some(Choice::Theirs))
    {
        let Some(scope) = answers.scope_mut(path) else {
            continue;
        };
        match theirs.at(path) {
            Some(answer) => scope.set(path.item().clone(), answer.clone()),
            None => {
                scope.remove(path.item().as_str());
            }
        }
    }
}

/// Problems with rewritten texts stand at the field in which they were rewritten.
pub fn at_rewritten(problems: Vec<Problem>, chosen: &[Chosen]) -> Vec<Problem> {
    let is_rewritten = |problem: &Problem| {
        chosen.iter().any(|found| {
            found.choice == Some(Choice::Merged) && found.path.to_string() == problem.field
        })
    };
    let moved = |mut problem: Problem| {
        if is_rewritten(&problem) {
            problem.field = format!("merged:{}", problem.field);
        }
        problem
    };
    problems.into_iter().map(moved).collect()
}

/// The editor's own fields among what the page of a conflict posted.
pub fn editor_fields(typed: &Typed) -> Vec<(String, String)> {
    let own = ["csrf", "revision", "op", "conflict"];
    let is_field = |name: &str| {
        !own.contains(&name) && !name.starts_with("choose:") && !name.starts_with("merged:")
    };
    typed
        .pairs()
        .filter(|(name, _)| is_field(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
