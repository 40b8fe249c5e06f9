//! Merging what two people changed at the same time.
//!
//! A merge must never put somebody's text into a group that it was not written for. Groups
//! carry no identity of their own, so that [`groups`] says when one is surely the same; where
//! that is in doubt, a person decides.

pub mod groups;

use std::collections::BTreeSet;

use domain::{Answer, Answers, FormEdition, ItemId, ItemPath};

/// What comes out of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Both sides' changes; where both changed the same field differently, `mine`.
    pub merged: Answers,
    /// Those fields, at any depth, for a person to decide.
    pub conflicts: Vec<ItemPath>,
}

/// Merges `mine` and `theirs`, which both started from `base`.
///
/// The grain is the field of the form: what only one side changed is taken from it. Groups
/// of a repeat are compared one by one when neither side added or removed any and a group
/// that both changed keeps its name; else, as when rows of a table differ, the repeat counts
/// as one field: nobody can tell which group is which.
#[must_use]
pub fn merge_answers(
    form: &FormEdition,
    base: &Answers,
    mine: &Answers,
    theirs: &Answers,
) -> Merge {
    Merging::of(form).all(base, mine, theirs, None)
}

/// As [`merge_answers`], of the answers within one group, which the caller has recognised on
/// all three sides; `group` is where it stands now.
#[must_use]
pub fn merge_group(
    form: &FormEdition,
    group: &ItemPath,
    base: &Answers,
    mine: &Answers,
    theirs: &Answers,
) -> Merge {
    Merging::of(form).all(base, mine, theirs, Some(group))
}

/// A merge at work.
struct Merging<'a> {
    form: &'a FormEdition,
    conflicts: Vec<ItemPath>,
}

impl<'a> Merging<'a> {
    fn of(form: &'a FormEdition) -> Self {
        Self {
            form,
            conflicts: Vec::new(),
        }
    }

    fn all(
        mut self,
        base: &Answers,
        mine: &Answers,
        theirs: &Answers,
        above: Option<&ItemPath>,
    ) -> Merge {
        let merged = self.scope(base, mine, theirs, above);
        Merge {
            merged,
            conflicts: self.conflicts,
        }
    }

    fn scope(
        &mut self,
        base: &Answers,
        mine: &Answers,
        theirs: &Answers,
        above: Option<&ItemPath>,
    ) -> Answers {
        let items: BTreeSet<&ItemId> = [base, mine, theirs]
            .into_iter()
            .flat_map(|side| side.iter().map(|(item, _)| item))
            .collect();
        let merged = items.into_iter().filter_map(|item| {
            let path = above.map_or_else(
                || ItemPath::top(item.clone()),
                |path| path.child(item.clone()),
            );
            let [base, mine, theirs] = [base, mine, theirs].map(|side| side.get(item.as_str()));
            Some((item.clone(), self.field(base, mine, theirs, path)?))
        });
        merged.collect()
    }

    /// A field on three sides; `None` where it is missing.
    fn field(
        &mut self,
        base: Option<&Answer>,
        mine: Option<&Answer>,
        theirs: Option<&Answer>,
        path: ItemPath,
    ) -> Option<Answer> {
        if mine == theirs || theirs == base {
            return mine.cloned();
        }
        if mine == base {
            return theirs.cloned();
        }
        if let (
            Some(Answer::Repeat(base)),
            Some(Answer::Repeat(mine)),
            Some(Answer::Repeat(theirs)),
        ) = (base, mine, theirs)
            && groups::are_the_same(groups::name_of(self.form, path.item()), base, mine, theirs)
        {
            return Some(Answer::Repeat(self.repeat(base, mine, theirs, &path)));
        }
        self.conflicts.push(path);
        mine.cloned()
    }

    fn repeat(
        &mut self,
        base: &[Answers],
        mine: &[Answers],
        theirs: &[Answers],
        path: &ItemPath,
    ) -> Vec<Answers> {
        let sides = base.iter().zip(mine).zip(theirs);
        (1..)
            .zip(sides)
            .map(|(index, ((base, mine), theirs))| {
                self.scope(base, mine, theirs, Some(&path.clone().group(index)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
