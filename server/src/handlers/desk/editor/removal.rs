//! Asking before a group goes away that has something written in it.

use app::forms::{Op, Typed};
use app::pages::{ConfirmRemovalView, render_confirm_removal};
use app::render::PortalFrame;
use domain::{Answer, Answers, FormEdition, ItemPath};

use super::super::context::Desk;
use super::super::save::choices::editor_fields;

/// A removal that somebody asked for and has not confirmed.
pub struct Removal<'a> {
    /// The group.
    pub path: &'a ItemPath,
    /// How many of its items are answered.
    pub answered: usize,
}

impl<'a> Removal<'a> {
    /// The removal to ask about; `None` for other acts, and for a group with nothing in it.
    pub fn to_ask(op: &'a Op, typed: &Typed, base: &Answers) -> Option<Self> {
        let Op::Remove(path) = op else { return None };
        if typed.get("confirmed") == "yes" {
            return None;
        }
        let below = format!("{path}.");
        let is_written = |(name, value): &(&str, &str)| {
            name.starts_with(&below) && !name.contains('~') && !value.trim().is_empty()
        };
        // On the page that lists the groups nothing of them is posted; within the page of one,
        // what was just typed counts too.
        let answered = typed
            .pairs()
            .filter(is_written)
            .count()
            .max(group(base, path).map_or(0, count));
        (answered > 0).then_some(Self { path, answered })
    }

    /// The page that asks; everything typed goes along.
    pub fn render(
        &self,
        desk: &Desk,
        frame: &PortalFrame,
        section: &str,
        revision: i64,
        form: &FormEdition,
        typed: &Typed,
    ) -> String {
        let view = ConfirmRemovalView {
            action: desk.paths.edit(section),
            state: desk.stage().0,
            revision,
            what: form.full_label(self.path),
            answered: self.answered,
            op: format!("remove:{}", self.path),
            rest: editor_fields(typed),
        };
        render_confirm_removal(frame, &view)
    }
}

fn group<'a>(answers: &'a Answers, path: &ItemPath) -> Option<&'a Answers> {
    let step = path.steps().last()?;
    let groups = answers.scope(path)?.groups(step.item.as_str());
    groups.get(step.index?.checked_sub(1)?)
}

fn count(group: &Answers) -> usize {
    let answered = group.iter().map(|(_, answer)| match answer {
        Answer::Repeat(groups) => groups.iter().map(count).sum(),
        answer => usize::from(!answer.is_blank()),
    });
    answered.sum()
}
