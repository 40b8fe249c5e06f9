#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use app::forms::{Op, Section, Typed, fill};
use content::Content;
use domain::notation::parse_typed;
use domain::{Answer, Answers, FormEdition, ItemId, ItemPath, LongText};

use super::combine::{Combined, combine};
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

#[test]
fn the_second_of_two_equal_posts_changes_nothing() {
    let base = with_files(&["一"]);
    let mine = post(&base, "II", "add:II", &Typed::default());
    assert_eq!(mine.answers.groups("II").len(), 2);
    let again = combine(
        &section(&base, "II"),
        &Op::parse("add:II").unwrap(),
        &base,
        &mine.answers,
        &mine.answers,
    );
    let Combined::Ready { answers, .. } = again else {
        panic!("{again:?}")
    };
    assert_eq!(answers.groups("II").len(), 2);
}

fn renamed(base: &Answers, key: &str, name: &str) -> Answers {
    let typed = Typed::from_pairs([(format!("{key}.II.1"), name.to_owned())]);
    post(base, key, "save", &typed).answers
}

#[test]
fn a_group_is_found_again_where_others_moved_it() {
    let base = with_files(&["一", "二", "三"]);
    let mine = renamed(&base, "II[1]", "壱");
    let save = Op::Save;
    let after = |now: &[&str]| {
        let section = section(&base, "II[1]");
        match combine(&section, &save, &base, &mine, &with_files(now)) {
            Combined::Ready { answers, key } => Some((names(&answers), key)),
            _ => None,
        }
    };
    let owned = |names: &[&str], key: &str| {
        Some((
            names.iter().map(ToString::to_string).collect::<Vec<_>>(),
            key.to_owned(),
        ))
    };
    assert_eq!(
        after(&["二", "一", "三"]),
        owned(&["二", "壱", "三"], "II[2]")
    );
    assert_eq!(
        after(&["一", "二", "三", "四"]),
        owned(&["壱", "二", "三", "四"], "II[1]")
    );
    assert_eq!(
        after(&["零", "一", "二"]),
        owned(&["零", "壱", "二"], "II[2]")
    );
    assert_eq!(after(&["二", "三"]), None, "it was removed");
    assert_eq!(after(&["二", "三", "四"]), None, "nobody can tell");
}

#[test]
fn what_both_changed_is_for_a_person_to_decide() {
    let base = with_files(&["一", "二"]);
    let mine = renamed(&base, "II[1]", "壱");
    for other in ["二", "弐"] {
        let theirs = with_files(&["いち", other]);
        let combined = combine(&section(&base, "II[1]"), &Op::Save, &base, &mine, &theirs);
        let Combined::Conflict { answers, paths } = combined else {
            panic!("{combined:?}")
        };
        assert_eq!(names(&answers), ["壱", other]);
        assert_eq!(paths[0].to_string(), "II[1].II.1");
    }
}

#[test]
fn a_group_is_not_removed_over_unread_changes() {
    let base = with_files(&["一", "二"]);
    let remove = Op::parse("remove:II[1]").unwrap();
    let mut mine = base.clone();
    assert!(remove.arrange(&mut mine));
    let list = section(&base, "II");
    let after = |theirs: &Answers| match combine(&list, &remove, &base, &mine, theirs) {
        Combined::Ready { answers, .. } => Some(names(&answers)),
        _ => None,
    };
    assert_eq!(
        after(&with_files(&["一", "弐"])),
        Some(vec!["弐".to_owned()])
    );
    assert_eq!(after(&with_files(&["いち", "二"])), None);
}
