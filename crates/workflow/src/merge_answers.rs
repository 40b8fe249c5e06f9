//! Merging what two people changed at the same time.

use std::collections::BTreeSet;

use domain::{Answer, Answers, ItemId, ItemPath};

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
/// of a repeat are compared one by one when neither side added or removed any; else, as when
/// rows of a table differ, the repeat counts as one field: nobody can tell which group is
/// which.
#[must_use]
pub fn merge_answers(base: &Answers, mine: &Answers, theirs: &Answers) -> Merge {
    let mut conflicts = Vec::new();
    let merged = merge_scope(base, mine, theirs, None, &mut conflicts);
    Merge { merged, conflicts }
}

fn merge_scope(
    base: &Answers,
    mine: &Answers,
    theirs: &Answers,
    above: Option<&ItemPath>,
    conflicts: &mut Vec<ItemPath>,
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
        let side = |answers: &'_ Answers| answers.get(item.as_str()).cloned();
        let sides = Sides {
            base: side(base),
            mine: side(mine),
            theirs: side(theirs),
        };
        Some((item.clone(), merge_field(sides, path, conflicts)?))
    });
    merged.collect()
}

/// A field on three sides; `None` where it is missing.
struct Sides {
    base: Option<Answer>,
    mine: Option<Answer>,
    theirs: Option<Answer>,
}

fn merge_field(sides: Sides, path: ItemPath, conflicts: &mut Vec<ItemPath>) -> Option<Answer> {
    let Sides { base, mine, theirs } = sides;
    if mine == theirs || theirs == base {
        return mine;
    }
    if mine == base {
        return theirs;
    }
    if let (Some(Answer::Repeat(base)), Some(Answer::Repeat(mine)), Some(Answer::Repeat(theirs))) =
        (&base, &mine, &theirs)
        && base.len() == mine.len()
        && base.len() == theirs.len()
    {
        let groups =
            (1..)
                .zip(base)
                .zip(mine)
                .zip(theirs)
                .map(|(((index, base), mine), theirs)| {
                    merge_scope(
                        base,
                        mine,
                        theirs,
                        Some(&path.clone().group(index)),
                        conflicts,
                    )
                });
        return Some(Answer::Repeat(groups.collect()));
    }
    conflicts.push(path);
    mine
}

#[cfg(test)]
mod tests;
