#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use app::forms::{Op, Section, Typed, fill};
use content::Content;
use domain::notation::parse_typed;
use domain::{Answer, Answers, FormEdition, ItemId, ItemPath, LongText};

use super::combine::{Combined, Sides};
use super::{Mine, Posted};
use crate::flash::Flash;

const BODY: &str = "見本市";
const PLACE: &str = "II[1].II.6.place";

static CONTENT: LazyLock<Content> = LazyLock::new(|| Content::embedded().unwrap());

fn form() -> &'static FormEdition {
    CONTENT.newest("zenkomoku").unwrap()
}

fn text(typed: &str) -> Answer {
    Answer::Text(parse_typed(typed).unwrap())
}

fn named(name: &str) -> Answers {
    Answers::from_iter([(ItemId::parse("II.1").unwrap(), text(name))])
}

fn with_files(names: &[&str]) -> Answers {
    let groups = names.iter().map(|name| named(name)).collect();
    Answers::from_iter([(ItemId::parse("II").unwrap(), Answer::Repeat(groups))])
}

fn names(answers: &Answers) -> Vec<String> {
    let name = |group: &Answers| match group.get("II.1") {
        Some(Answer::Text(text)) => text.full_text(),
        _ => String::new(),
    };
    answers.groups("II").iter().map(name).collect()
}

fn section(answers: &Answers, key: &str) -> Section {
    Section::find(form(), answers, key).unwrap()
}

fn post(base: &Answers, key: &str, op: &str, typed: &Typed) -> Mine {
    let section = section(base, key);
    let posted = Posted {
        form: form(),
        content: &CONTENT,
        body_name: BODY,
        section: &section,
        base,
        op: &Op::parse(op).unwrap(),
        typed,
    };
    posted.mine().unwrap()
}

fn place(answers: &Answers) -> LongText {
    match answers.at(&ItemPath::parse(PLACE).unwrap()) {
        Some(Answer::Longtext(text)) => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_example_is_inserted_with_its_source_and_only_once() {
    let base = with_files(&["台帳"]);
    let typed = Typed::from_pairs([(PLACE.to_owned(), "庁舎内に置く。".to_owned())]);
    let op = format!("insert:{PLACE}:ms-platform");
    let mine = post(&base, "II[1]", &op, &typed);
    let LongText::Layers(layers) = place(&mine.answers) else {
        panic!("layers")
    };
    assert_eq!(
        layers[1].example.as_deref(),
        Some("2014-08/II.6.place/ms-platform")
    );
    assert_eq!(
        (mine.flash, mine.place.unwrap().to_string()),
        (Flash::ExampleInserted, PLACE.to_owned())
    );
    let again = fill(&section(&mine.answers, "II[1]"), &mine.answers, BODY);
    let twice = post(&mine.answers, "II[1]", &op, &again);
    assert_eq!(
        (twice.flash, &twice.answers),
        (Flash::ExampleThere, &mine.answers)
    );
}

#[test]
fn an_example_inserted_in_the_browser_is_known_again() {
    let base = with_files(&["台帳"]);
    let example = CONTENT
        .catalog
        .example("2014-08/II.6.place/ms-platform")
        .unwrap();
    let typed = format!(
        "＜中間サーバー・プラットフォームにおける措置＞\n{}",
        example.text()
    );
    let typed = Typed::from_pairs([(PLACE.to_owned(), typed)]);
    let LongText::Layers(layers) = place(&post(&base, "II[1]", "save", &typed).answers) else {
        panic!("layers")
    };
    assert_eq!(layers[0].example, Some(example.id()));
}

#[test]
fn an_act_on_groups_of_another_page_is_not_done() {
    let base = with_files(&["一", "二"]);
    let mine = post(&base, "I", "remove:II[1]", &Typed::default());
    assert_eq!(mine.answers, base);
}

fn combine(key: &str, op: &str, base: &Answers, mine: &Answers, current: &Answers) -> Combined {
    let sides = Sides {
        form: form(),
        section: &section(base, key),
        op: &Op::parse(op).unwrap(),
        base,
        mine,
        current,
    };
    sides.combine()
}

#[test]
fn the_second_of_two_equal_posts_changes_nothing() {
    let base = with_files(&["一"]);
    let mine = post(&base, "II", "add:II", &Typed::default());
    assert_eq!(mine.answers.groups("II").len(), 2);
    let again = combine("II", "add:II", &base, &mine.answers, &mine.answers);
    let Combined::Ready { answers, .. } = again else {
        panic!("{again:?}")
    };
    assert_eq!(answers.groups("II").len(), 2);
}

/// What somebody typed into the first file, whose `II.6.place` was blank.
fn placed(base: &Answers) -> Answers {
    let typed = Typed::from_pairs([(PLACE.to_owned(), "庁舎内".to_owned())]);
    post(base, "II[1]", "save", &typed).answers
}

/// Saves in `II[1]` what somebody typed into [`PLACE`] when the files were `before`, now that
/// they are `now`: the name of the file in which it stands, and its section; `None` when it
/// was not saved.
fn lands(before: &Answers, now: &Answers) -> Option<(String, String)> {
    let Combined::Ready { answers, key } = combine("II[1]", "save", before, &placed(before), now)
    else {
        return None;
    };
    let place = ItemId::parse("II.6.place").unwrap();
    let has_it: Vec<String> = (answers.groups("II").iter())
        .zip(names(&answers))
        .filter(|(group, _)| group.get(place.as_str()).is_some())
        .map(|(_, name)| name)
        .collect();
    assert_eq!(has_it.len(), 1, "it stands once");
    Some((has_it[0].clone(), key))
}

fn somewhere(name: &str, key: &str) -> Option<(String, String)> {
    Some((name.to_owned(), key.to_owned()))
}

#[test]
fn a_group_is_found_again_where_others_moved_it() {
    let base = with_files(&["一", "二", "三"]);
    let after = |now: &[&str]| lands(&base, &with_files(now));
    assert_eq!(after(&["二", "一", "三"]), somewhere("一", "II[2]"));
    assert_eq!(after(&["一", "二", "三", "四"]), somewhere("一", "II[1]"));
    assert_eq!(after(&["零", "一", "二"]), somewhere("一", "II[2]"));
    assert_eq!(after(&["二", "三"]), None, "it was removed");
}

#[test]
fn nothing_lands_in_a_group_that_took_anothers_place() {
    let base = with_files(&["一", "二"]);
    for now in [["別", "二"], ["二", "別"], ["別", "に"], ["", "二"]] {
        assert_eq!(lands(&base, &with_files(&now)), None, "{now:?}");
    }
    // The same where the file had no name yet, or is the only one.
    assert_eq!(
        lands(&with_files(&["", "二"]), &with_files(&["別", "二"])),
        None
    );
    assert_eq!(lands(&with_files(&["一"]), &with_files(&["別"])), None);
    let blank = |count: usize| {
        let groups = vec![Answers::default(); count];
        Answers::from_iter([(ItemId::parse("II").unwrap(), Answer::Repeat(groups))])
    };
    assert_eq!(lands(&blank(1), &with_files(&["別"])), None);
    assert_eq!(lands(&blank(2), &blank(1)), None, "either may be gone");
    assert_eq!(lands(&blank(1), &blank(2)), somewhere("", "II[1]"));
}

/// The answers with a field of the group at `at` changed.
fn changed(mut answers: Answers, path: &str, typed: &str) -> Answers {
    let path = ItemPath::parse(path).unwrap();
    let scope = answers.scope_mut(&path).unwrap();
    scope.set(path.item().clone(), text(typed));
    answers
}

#[test]
fn a_group_that_was_moved_and_changed_is_known_by_its_name() {
    let base = with_files(&["一", "二"]);
    let theirs = changed(with_files(&["二", "一"]), "II[2].II.2.dept", "総務課");
    assert_eq!(lands(&base, &theirs), somewhere("一", "II[2]"));
    let twice = changed(with_files(&["一", "一"]), "II[1].II.2.dept", "総務課");
    assert_eq!(lands(&base, &twice), None, "two have that name");
}

#[test]
fn a_group_that_two_people_named_alike_is_known_by_that_name() {
    let base = with_files(&[""]);
    let typed = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        post(&base, "II[1]", "save", &Typed::from_pairs(pairs)).answers
    };
    let name = ("II[1].II.1", "台帳");
    let (mine, theirs) = (typed(&[name, (PLACE, "庁舎内")]), typed(&[name]));
    let Combined::Ready { answers, .. } = combine("II[1]", "save", &base, &mine, &theirs) else {
        panic!("not combined")
    };
    assert_eq!(answers, mine);
}

#[test]
fn what_both_changed_is_for_a_person_to_decide_where_the_group_stands_now() {
    let dept = "II.2.dept";
    let base = with_files(&["一", "二"]);
    let mine = changed(base.clone(), &format!("II[1].{dept}"), "総務課");
    for (now, at) in [(["一", "二"], 1), (["一", "弐"], 1), (["二", "一"], 2)] {
        let path = format!("II[{at}].{dept}");
        let theirs = changed(with_files(&now), &path, "税務課");
        let combined = combine("II[1]", "save", &base, &mine, &theirs);
        let Combined::Conflict {
            answers,
            paths,
            key,
        } = combined
        else {
            panic!("{combined:?}")
        };
        assert_eq!(
            (names(&answers), key),
            (names(&theirs), format!("II[{at}]"))
        );
        assert_eq!(paths[0].to_string(), path);
        assert_eq!(answers.at(&paths[0]), Some(&text("総務課")), "mine for now");
    }
}

#[test]
fn a_group_is_not_removed_over_unread_changes() {
    let base = with_files(&["一", "二"]);
    let mut mine = base.clone();
    assert!(Op::parse("remove:II[1]").unwrap().arrange(&mut mine));
    let after = |theirs: &Answers| match combine("II", "remove:II[1]", &base, &mine, theirs) {
        Combined::Ready { answers, .. } => Some(names(&answers)),
        _ => None,
    };
    assert_eq!(
        after(&with_files(&["一", "弐"])),
        Some(vec!["弐".to_owned()])
    );
    assert_eq!(after(&with_files(&["いち", "二"])), None);
    let theirs = changed(base.clone(), "II[1].II.2.dept", "総務課");
    assert_eq!(after(&theirs), None, "written since");
}
