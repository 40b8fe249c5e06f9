//! Which group of a repeat is which, and which row of a table is which.

use std::collections::HashMap;
use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// So many things of both sides together are compared one by one; of more, everything between
/// the first and the last difference counts as replaced. It bounds the cost at some millions
/// of steps, whatever is compared.
const COMPARED: usize = 3_000;

/// A group and what it was: places from 0; one side is missing where it was added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
}

/// Matches groups by name where a name stands once on both sides, then by place what is left;
/// in the order of `after`, removed ones last.
pub(super) fn pair<N: Eq + Hash>(before: &[Option<N>], after: &[Option<N>]) -> Vec<Pair> {
    let (names_before, names_after) = (single(before), single(after));
    let mut was: Vec<Option<usize>> = vec![None; after.len()];
    let mut is_taken = vec![false; before.len()];
    for (name, at) in names_after {
        if let Some(from) = names_before.get(name) {
            was[at] = Some(*from);
            is_taken[*from] = true;
        }
    }
    for (at, was) in was.iter_mut().enumerate() {
        let is_free = is_taken.get(at).is_some_and(|taken| !taken);
        if was.is_none() && is_free {
            *was = Some(at);
            is_taken[at] = true;
        }
    }
    let there = was.into_iter().enumerate().map(|(at, was)| Pair {
        before: was,
        after: Some(at),
    });
    let gone = (0..before.len()).filter(|at| !is_taken[*at]);
    there
        .chain(gone.map(|at| Pair {
            before: Some(at),
            after: None,
        }))
        .collect()
}

/// Whether the groups that are on both sides stand in the order in which they stood.
pub(super) fn is_in_order(pairs: &[Pair]) -> bool {
    let both: Vec<usize> = pairs
        .iter()
        .filter(|pair| pair.after.is_some())
        .filter_map(|pair| pair.before)
        .collect();
    both.is_sorted()
}

/// The names that occur once, with their places.
fn single<N: Eq + Hash>(names: &[Option<N>]) -> HashMap<&N, usize> {
    let mut found: HashMap<&N, Option<usize>> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(name) = name {
            found
                .entry(name)
                .and_modify(|place| *place = None)
                .or_insert(Some(at));
        }
    }
    found
        .into_iter()
        .filter_map(|(name, place)| Some((name, place?)))
        .collect()
}

/// What turns one sequence into another. The same input gives the same steps: no clock.
pub(super) fn steps<T: Eq + Hash>(before: &[T], after: &[T]) -> Vec<DiffOp> {
    let ahead = same(before.iter(), after.iter());
    let (rest_before, rest_after) = (&before[ahead..], &after[ahead..]);
    let behind = same(rest_before.iter().rev(), rest_after.iter().rev());
    let old_len = rest_before.len() - behind;
    let new_len = rest_after.len() - behind;
    if old_len + new_len <= COMPARED || old_len == 0 || new_len == 0 {
        return capture_diff_slices(Algorithm::Myers, before, after);
    }
    let equal = |old_index, new_index, len| DiffOp::Equal {
        old_index,
        new_index,
        len,
    };
    let replaced = DiffOp::Replace {
        old_index: ahead,
        old_len,
        new_index: ahead,
        new_len,
    };
    [
        equal(0, 0, ahead),
        replaced,
        equal(ahead + old_len, ahead + new_len, behind),
    ]
    .into_iter()
    .filter(|step| !step.old_range().is_empty() || !step.new_range().is_empty())
    .collect()
}

fn same<'a, T: Eq + 'a>(
    before: impl Iterator<Item = &'a T>,
    after: impl Iterator<Item = &'a T>,
) -> usize {
    before
        .zip(after)
        .take_while(|(one, other)| one == other)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(before: &[&str], after: &[&str]) -> Vec<(Option<usize>, Option<usize>)> {
        let named = |names: &[&str]| -> Vec<Option<String>> {
            let named = names.iter();
            named
                .map(|name| (!name.is_empty()).then(|| (*name).to_owned()))
                .collect()
        };
        pair(&named(before), &named(after))
            .into_iter()
            .map(|pair| (pair.before, pair.after))
            .collect()
    }

    #[test]
    fn a_group_is_found_by_its_name_wherever_it_stands() {
        assert_eq!(
            paired(&["甲", "乙"], &["乙", "丙"]),
            [(Some(1), Some(0)), (None, Some(1)), (Some(0), None)]
        );
    }

    #[test]
    fn a_renamed_group_is_found_by_its_place() {
        assert_eq!(
            paired(&["甲", "乙"], &["甲市", "乙"]),
            [(Some(0), Some(0)), (Some(1), Some(1))]
        );
    }

    #[test]
    fn names_that_occur_twice_tell_nothing() {
        assert_eq!(
            paired(&["甲", "甲"], &["甲", "甲", ""]),
            [(Some(0), Some(0)), (Some(1), Some(1)), (None, Some(2))]
        );
    }

    #[test]
    fn too_much_to_compare_is_replaced_as_a_whole_between_what_is_alike() {
        let before: Vec<usize> = (0..5_000).collect();
        let mut after: Vec<usize> = (10_000..15_000).collect();
        after[0] = 0;
        after[4_999] = 4_999;
        let steps = steps(&before, &after);
        assert_eq!(steps.len(), 3);
        assert_eq!(steps[1].old_range(), 1..4_999);
    }
}
