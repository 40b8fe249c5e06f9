//! From what was posted to what is saved: what this person meant, then that together with
//! what others saved meanwhile. No I/O, so that all of it is tested by itself.

pub mod choices;
pub mod combine;
pub mod shown;

use app::components::forms::Problem;
use app::forms::{Op, Section, Typed, read};
use app::insertion::Insertion;
use content::Content;
use domain::{Answers, FormEdition, ItemPath, Kind};

use super::examples::{insert_into, recognise};
use crate::flash::Flash;

/// A section as it was posted.
pub struct Posted<'a> {
    /// The form.
    pub form: &'a FormEdition,
    /// For the examples.
    pub content: &'a Content,
    /// The body's name, which stands in headings.
    pub body_name: &'a str,
    /// The section as it was when the page was shown.
    pub section: &'a Section,
    /// The answers when the page was shown.
    pub base: &'a Answers,
    /// What the button asks for.
    pub op: &'a Op,
    /// What was typed.
    pub typed: &'a Typed,
}

/// What a person meant.
#[derive(Debug)]
pub struct Mine {
    /// The answers of the whole document.
    pub answers: Answers,
    /// What to say once they are saved.
    pub flash: Flash,
    /// The item or group to come back to.
    pub place: Option<ItemPath>,
}

impl Posted<'_> {
    /// Reads what was typed and does what the button asks for.
    ///
    /// # Errors
    /// What is wrong with it; then nothing is to be saved.
    pub fn mine(&self) -> Result<Mine, Vec<Problem>> {
        let answers = read(self.section, self.typed, self.base, self.body_name)?;
        let mut mine = Mine {
            answers,
            flash: Flash::Saved,
            place: None,
        };
        match self.op {
            Op::Insert(path, example) => self.insert(&mut mine, path, example)?,
            other => self.arrange(&mut mine, other),
        }
        let Content { catalog, .. } = self.content;
        let nodes = self.form.items();
        recognise(nodes, &mut mine.answers, self.base, catalog, self.form);
        Ok(mine)
    }

    fn insert(&self, mine: &mut Mine, path: &ItemPath, key: &str) -> Result<(), Vec<Problem>> {
        if !self.section.holds(path) {
            return Ok(());
        }
        let catalog = &self.content.catalog;
        let inserted = insert_into(&mut mine.answers, path, key, catalog, self.form);
        mine.place = Some(path.clone());
        mine.flash = match inserted {
            Some(Insertion::Done(_)) => Flash::ExampleInserted,
            Some(Insertion::AlreadyThere) => Flash::ExampleThere,
            Some(Insertion::Unfit) => return Err(vec![self.unfit(path)]),
            None => Flash::Saved,
        };
        Ok(())
    }

    fn unfit(&self, path: &ItemPath) -> Problem {
        let node = self.form.node(path.item().as_str());
        Problem {
            field: path.to_string(),
            label: node.map(domain::Node::heading).unwrap_or_default(),
            message:
                "記載例を入れられません。波かっこ（｛｝）が対になっているかを確かめてください。"
                    .to_owned(),
        }
    }

    fn arrange(&self, mine: &mut Mine, op: &Op) {
        let Some(path) = op.arranged().filter(|path| self.section.holds(path)) else {
            return;
        };
        let node = self.form.node(path.item().as_str());
        if node.is_some_and(|node| node.kind == Kind::Repeat) && op.arrange(&mut mine.answers) {
            mine.place = Some(place_after(op, path, &mine.answers));
        }
    }
}

/// Where to look after an act on groups.
pub fn place_after(op: &Op, path: &ItemPath, answers: &Answers) -> ItemPath {
    let step = path.steps().last();
    let index = step.and_then(|step| step.index).unwrap_or(0);
    let whole = path.sibling(path.item().clone());
    let groups = answers
        .scope(&whole)
        .map_or(0, |scope| scope.groups(path.item().as_str()).len());
    let index = match op {
        Op::Add(_) => groups,
        Op::Up(_) => index.saturating_sub(1),
        Op::Down(_) => index + 1,
        // The group that took the place of the removed one.
        _ => index.min(groups),
    };
    if index == 0 {
        whole
    } else {
        whole.group(index)
    }
}

#[cfg(test)]
mod tests;
