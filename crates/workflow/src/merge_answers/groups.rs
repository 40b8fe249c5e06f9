//! Which group of a repeat is which, after others changed the repeat.
//!
//! Groups carry no identity of their own. What tells them apart is their name, the first text
//! field of their repeat (特定個人情報ファイル名, システムの名称, 提供先 …). Everything else may be
//! alike in two groups: choices are few, and passages come from the same examples. A group
//! that was renamed is therefore as unknown as one that took another's place; one without a
//! name is known as long as it stands unchanged where it stood.
//!
//! To follow groups through renaming, give them ids in [`domain::Answers`]; then this module
//! has nothing left to do.

use domain::{Answer, Answers, FormEdition, ItemId};

/// The item that names the groups of a repeat; `None` when its groups have none.
#[must_use]
pub fn name_of<'a>(form: &'a FormEdition, repeat: &ItemId) -> Option<&'a ItemId> {
    let name = form.node(repeat.as_str())?.name_item()?;
    Some(&name.id)
}

/// Where the group `before[at]` stands in `now`; `None` when it is gone or nobody can tell.
///
/// `mine` is what a person made of the group: where others gave it the very name that this
/// person gave it, it is recognised by that.
#[must_use]
pub fn find_group(
    name: Option<&ItemId>,
    before: &[Answers],
    now: &[Answers],
    at: usize,
    mine: Option<&Answers>,
) -> Option<usize> {
    let group = before.get(at)?;
    if before == now {
        return Some(at);
    }
    let with_name_of = |known| by_name(name?, before, now, at, known);
    // Without a name, or one of several with it: only its place tells which it is.
    let stays = now.len() == before.len() || now.starts_with(before);
    with_name_of(group)
        .or_else(|| (stays && now.get(at) == Some(group)).then_some(at))
        .or_else(|| with_name_of(mine?))
}

/// The only group of `now` with the name of `known`, unless another group had that name.
fn by_name(
    name: &ItemId,
    before: &[Answers],
    now: &[Answers],
    at: usize,
    known: &Answers,
) -> Option<usize> {
    let known = named(name, known)?;
    let has_it = |group: &Answers| named(name, group) == Some(known);
    let another = (0..).zip(before).any(|(i, group)| i != at && has_it(group));
    only(now, has_it).filter(|_| !another)
}

/// Whether the groups of the three sides can be merged one by one: there are equally many,
/// and each group that both sides changed has its name on both.
pub(super) fn are_the_same(
    name: Option<&ItemId>,
    base: &[Answers],
    mine: &[Answers],
    theirs: &[Answers],
) -> bool {
    let stays = |side: &[Answers], at: usize| {
        name.is_some_and(|name| by_name(name, base, side, at, &base[at]) == Some(at))
    };
    base.len() == mine.len()
        && base.len() == theirs.len()
        && (0..base.len())
            .filter(|at| base[*at] != mine[*at] && base[*at] != theirs[*at])
            .all(|at| mine[at] == theirs[at] || (stays(mine, at) && stays(theirs, at)))
}

fn named<'a>(name: &ItemId, group: &'a Answers) -> Option<&'a Answer> {
    group.get(name.as_str()).filter(|answer| !answer.is_blank())
}

/// The place of the only group that is wanted.
fn only(groups: &[Answers], wanted: impl Fn(&Answers) -> bool) -> Option<usize> {
    let mut found = (0..).zip(groups).filter(|(_, group)| wanted(group));
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}

#[cfg(test)]
mod tests;
