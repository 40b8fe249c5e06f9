#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use domain::form::FormHead;
use domain::notation::parse_typed;
use domain::{EditionId, FormId, Node};
use serde_json::json;

use super::*;

/// A form with one repeat: a name, and two numbers.
fn form() -> FormEdition {
    let node = |id: &str, kind: &str, children: &[serde_json::Value]| {
        json!({
            "id": id, "number": "", "label": id, "kind": kind, "required": true,
            "confirmed": true, "children": children,
        })
    };
    let fields = [
        node("name", "text", &[]),
        node("x", "number", &[]),
        node("y", "number", &[]),
    ];
    let items: Vec<Node> = vec![serde_json::from_value(node("II", "repeat", &fields)).unwrap()];
    let head = FormHead {
        id: FormId::parse("sample").unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: String::new(),
        title: String::new(),
        style: String::new(),
        warning: None,
    };
    FormEdition::new(head, items).unwrap()
}

fn merge_answers(base: &Answers, mine: &Answers, theirs: &Answers) -> Merge {
    super::merge_answers(&form(), base, mine, theirs)
}

fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

fn numbers(pairs: &[(&str, i64)]) -> Answers {
    pairs
        .iter()
        .map(|(id, number)| (item(id), Answer::Number(*number)))
        .collect()
}

fn files(groups: &[Answers]) -> Answers {
    Answers::from_iter([(item("II"), Answer::Repeat(groups.to_vec()))])
}

fn paths(merge: &Merge) -> Vec<String> {
    merge.conflicts.iter().map(ToString::to_string).collect()
}

#[test]
fn what_only_one_side_changed_is_taken_from_it() {
    let base = numbers(&[("a", 1), ("b", 1), ("gone", 1)]);
    let mine = numbers(&[("a", 2), ("b", 1), ("gone", 1), ("new", 5)]);
    let theirs = numbers(&[("a", 1), ("b", 3)]);
    let merge = merge_answers(&base, &mine, &theirs);
    assert_eq!(merge.merged, numbers(&[("a", 2), ("b", 3), ("new", 5)]));
    assert!(merge.conflicts.is_empty());
}

#[test]
fn the_same_change_on_both_sides_is_no_conflict() {
    let merge = merge_answers(
        &numbers(&[("a", 1)]),
        &numbers(&[("a", 2)]),
        &numbers(&[("a", 2)]),
    );
    assert_eq!(
        merge,
        Merge {
            merged: numbers(&[("a", 2)]),
            conflicts: Vec::new()
        }
    );
}

#[test]
fn different_changes_of_a_field_are_left_to_a_person_and_mine_stays_meanwhile() {
    let merge = merge_answers(
        &numbers(&[("a", 1)]),
        &numbers(&[("a", 2)]),
        &numbers(&[("a", 3)]),
    );
    assert_eq!(merge.merged, numbers(&[("a", 2)]));
    assert_eq!(paths(&merge), ["a"]);
}

#[test]
fn a_field_that_one_side_removed_and_the_other_changed_is_a_conflict() {
    let merge = merge_answers(
        &numbers(&[("a", 1)]),
        &Answers::default(),
        &numbers(&[("a", 3)]),
    );
    assert_eq!(paths(&merge), ["a"]);
}

/// A group with a name.
pub(super) fn named(name: &str, pairs: &[(&str, i64)]) -> Answers {
    let mut group = numbers(pairs);
    group.set(item("name"), Answer::Text(parse_typed(name).unwrap()));
    group
}

#[test]
fn groups_that_keep_their_names_are_merged_one_by_one_and_field_by_field() {
    let base = files(&[named("一", &[("x", 1), ("y", 1)]), named("二", &[("x", 1)])]);
    let mine = files(&[named("一", &[("x", 2), ("y", 1)]), named("二", &[("x", 7)])]);
    let theirs = files(&[named("一", &[("x", 1), ("y", 4)]), named("二", &[("x", 8)])]);
    let merge = merge_answers(&base, &mine, &theirs);
    assert_eq!(
        merge.merged,
        files(&[named("一", &[("x", 2), ("y", 4)]), named("二", &[("x", 7)])])
    );
    assert_eq!(paths(&merge), ["II[2].x"]);
}

#[test]
fn a_group_that_only_one_side_changed_is_taken_from_it_whatever_its_name() {
    let base = files(&[numbers(&[("x", 1)]), named("二", &[])]);
    let mine = files(&[named("一", &[("x", 2)]), named("二", &[])]);
    let theirs = files(&[numbers(&[("x", 1)]), named("弐", &[])]);
    let merge = merge_answers(&base, &mine, &theirs);
    assert_eq!(
        merge.merged,
        files(&[named("一", &[("x", 2)]), named("弐", &[])])
    );
    assert!(merge.conflicts.is_empty());
}

#[test]
fn groups_that_may_have_been_exchanged_are_one_field_for_a_person_to_decide() {
    let base = files(&[named("一", &[]), named("二", &[])]);
    let mine = files(&[named("一", &[("x", 2)]), named("二", &[])]);
    let others = [
        [named("別", &[]), named("二", &[])],
        [named("二", &[]), named("一", &[])],
        [named("二", &[]), named("別", &[])],
        [named("一", &[("y", 1)]), named("一", &[])],
        [numbers(&[]), named("二", &[])],
    ];
    for theirs in others.map(|groups| files(&groups)) {
        let merge = merge_answers(&base, &mine, &theirs);
        assert_eq!(
            (paths(&merge), &merge.merged),
            (vec!["II".to_owned()], &mine)
        );
    }
    let unnamed = files(&[numbers(&[])]);
    let merge = merge_answers(
        &unnamed,
        &files(&[numbers(&[("x", 1)])]),
        &files(&[named("別", &[])]),
    );
    assert_eq!(paths(&merge), ["II"], "a group without a name may be any");
}

#[test]
fn a_recognised_group_is_merged_field_by_field_at_its_new_place() {
    let merge = merge_group(
        &form(),
        &ItemPath::parse("II[2]").unwrap(),
        &named("一", &[("x", 1), ("y", 1)]),
        &named("一", &[("x", 2), ("y", 2)]),
        &named("壱", &[("x", 3), ("y", 1)]),
    );
    assert_eq!(merge.merged, named("壱", &[("x", 2), ("y", 2)]));
    assert_eq!(paths(&merge), ["II[2].x"]);
}

#[test]
fn a_repeat_whose_groups_were_added_on_one_side_and_changed_on_the_other_is_one_field() {
    let group = |x| numbers(&[("x", x)]);
    let merge = merge_answers(
        &files(&[group(1)]),
        &files(&[group(1), group(2)]),
        &files(&[group(9)]),
    );
    assert_eq!(merge.merged, files(&[group(1), group(2)]));
    assert_eq!(paths(&merge), ["II"]);
}

fn some_answers() -> impl Strategy<Value = Answers> {
    let scope = || {
        prop::collection::btree_map("[a-c]", 0i64..3, 0..3).prop_map(|map| {
            map.into_iter()
                .map(|(id, number)| (item(&id), Answer::Number(number)))
                .collect::<Answers>()
        })
    };
    (scope(), prop::collection::vec(scope(), 0..3)).prop_map(|(mut top, groups)| {
        top.set(item("II"), Answer::Repeat(groups));
        top
    })
}

proptest! {
    #[test]
    fn who_did_not_change_anything_gets_the_others_work(base in some_answers(), other in some_answers()) {
        let theirs = merge_answers(&base, &base, &other);
        prop_assert_eq!(&theirs.merged, &other);
        prop_assert!(theirs.conflicts.is_empty());
        let mine = merge_answers(&base, &other, &base);
        prop_assert_eq!(&mine.merged, &other);
        prop_assert!(mine.conflicts.is_empty());
    }

    #[test]
    fn a_merge_without_conflicts_is_the_same_from_either_side(
        base in some_answers(), one in some_answers(), two in some_answers(),
    ) {
        let (left, right) = (merge_answers(&base, &one, &two), merge_answers(&base, &two, &one));
        prop_assert_eq!(&left.conflicts, &right.conflicts);
        if left.conflicts.is_empty() {
            prop_assert_eq!(left.merged, right.merged);
        }
    }
}
