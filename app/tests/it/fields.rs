//! Field names: what is filled reads back, and what is wrong is said at its field.

use app::forms::{Op, Section, Typed, fill, read, sections};
use domain::Answer;

use crate::samples::{answers, form};

const BODY: &str = "見本市";

#[test]
fn every_section_reads_back_as_it_was_filled() {
    let (form, answers) = (form(), answers());
    for section in sections(&form, &answers) {
        let typed = fill(&section, &answers, BODY);
        let read = read(&section, &typed, &answers, BODY);
        assert_eq!(read.as_ref(), Ok(&answers), "section {}", section.key);
    }
}

#[test]
fn sections_are_pages_for_top_level_items_and_groups() {
    let keys: Vec<String> = sections(&form(), &answers())
        .into_iter()
        .map(|section| section.key)
        .collect();
    assert_eq!(keys, ["cover", "I", "II", "II[1]", "att3"]);
}

#[test]
fn full_width_digits_and_slashes_are_understood() {
    let (form, answers) = (form(), answers());
    let cover = Section::find(&form, &answers, "cover").unwrap();
    let typed = Typed::from_pairs([(
        "cover.published".to_owned(),
        "２０２６／０１／０２".to_owned(),
    )]);
    let read = read(&cover, &typed, &answers, BODY).unwrap();
    assert_eq!(
        read.get("cover.published"),
        Some(&Answer::Date("2026-01-02".parse().unwrap()))
    );
    assert_eq!(read.get("cover.title"), None, "an emptied field is removed");
}

#[test]
fn problems_name_their_field_and_save_nothing() {
    let (form, answers) = (form(), answers());
    let file = Section::find(&form, &answers, "II[1]").unwrap();
    let typed = Typed::from_pairs([(
        "II[1].II.6.place".to_owned(),
        "一行目\n二行目｛非公表:期間｜30日".to_owned(),
    )]);
    let problems = read(&file, &typed, &answers, BODY).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].field, "II[1].II.6.place");
    assert!(
        problems[0].message.starts_with("2行4文字目"),
        "{}",
        problems[0].message
    );
}

#[test]
fn a_choice_that_is_not_printed_is_refused() {
    let (form, answers) = (form(), answers());
    let section = Section::find(&form, &answers, "I").unwrap();
    let typed = Typed::from_pairs([("I.3".to_owned(), "7".to_owned())]);
    let problems = read(&section, &typed, &answers, BODY).unwrap_err();
    assert_eq!(problems[0].field, "I.3");
}

#[test]
fn a_group_added_within_a_page_is_kept_when_saved() {
    let (form, mut answers) = (form(), answers());
    assert!(Op::parse("add:I.sys").unwrap().arrange(&mut answers));
    let section = Section::find(&form, &answers, "I").unwrap();
    let typed = fill(&section, &answers, BODY);
    assert_eq!(typed.count("I.sys"), 3);
    assert_eq!(
        read(&section, &typed, &answers, BODY).as_ref(),
        Ok(&answers)
    );
}

#[test]
fn what_was_typed_stays_out_of_debug_output() {
    let typed = Typed::from_pairs([("a".to_owned(), "秘密".to_owned())]);
    assert_eq!(format!("{typed:?}"), "Typed(1 fields)");
}

#[test]
fn progress_counts_what_must_be_answered() {
    let (form, answers) = (form(), answers());
    let cover = Section::find(&form, &answers, "cover").unwrap();
    assert_eq!(cover.progress(&answers), (2, 2));
    assert_eq!(cover.progress(&domain::Answers::default()), (0, 2));
    let general = Section::find(&form, &answers, "I").unwrap();
    assert_eq!(
        general.progress(&answers),
        (7, 7),
        "two groups count one each"
    );
}
