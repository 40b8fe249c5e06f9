#![allow(clippy::unwrap_used)]
use super::super::tests::named;
use super::*;

fn name() -> ItemId {
    ItemId::parse("name").unwrap()
}

fn groups(names: &[&str]) -> Vec<Answers> {
    names.iter().map(|name| named(name, &[])).collect()
}

fn find(before: &[Answers], now: &[Answers], at: usize) -> Option<usize> {
    find_group(Some(&name()), before, now, at, None)
}

#[test]
fn an_unchanged_group_is_found_wherever_it_stands() {
    let before = groups(&["一", "二", "三"]);
    assert_eq!(find(&before, &groups(&["三", "一"]), 0), Some(1));
    assert_eq!(find(&before, &before, 2), Some(2));
    assert_eq!(find(&before, &groups(&["三", "一"]), 1), None);
}

#[test]
fn a_changed_group_is_known_by_its_name_as_long_as_no_other_has_it() {
    let before = groups(&["一", "二"]);
    let changed = named("一", &[("x", 5)]);
    let two = groups(&["二"]).remove(0);
    assert_eq!(find(&before, &[two.clone(), changed.clone()], 0), Some(1));
    assert_eq!(find(&before, &[changed.clone(), changed], 0), None);
    assert_eq!(find(&before, &[named("壱", &[("x", 5)]), two], 0), None);
}

#[test]
fn groups_without_a_name_are_told_apart_by_their_place_only() {
    let before = groups(&["", "二"]);
    assert_eq!(find(&before, &groups(&["", "弐"]), 0), Some(0));
    assert_eq!(find(&before, &groups(&["", "二", "三"]), 0), Some(0));
    assert_eq!(find(&before, &groups(&["二", ""]), 0), None);
    assert_eq!(find(&before, &groups(&["", "三", "四"]), 0), None);
    let unnamed =
        |before: &[&str], now: &[&str]| find_group(None, &groups(before), &groups(now), 0, None);
    assert_eq!(unnamed(&["一"], &["一", "二"]), Some(0));
    assert_eq!(unnamed(&["一"], &["二"]), None);
}

#[test]
fn a_name_that_both_gave_tells_the_group() {
    let (before, now) = (groups(&["", "二"]), groups(&["二", "一"]));
    let mine = named("一", &[("x", 1)]);
    let find = |mine| find_group(Some(&name()), &before, &now, 0, mine);
    assert_eq!((find(Some(&mine)), find(None)), (Some(1), None));
    let taken = named("二", &[]);
    assert_eq!(find(Some(&taken)), None, "that is the name of another");
}
