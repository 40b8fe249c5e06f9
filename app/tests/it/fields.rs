//! Field names: what is filled reads back, and what is wrong is said at its field.

use app::forms::{Op, Section, Typed, fill, read, sections};
use domain::{Answer, ItemPath, Layer, LayerText, LongText, MarkedText};

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
    let typed = Typed::from_pairs([
        (
            "cover.published".to_owned(),
            "２０２６／０１／０２".to_owned(),
        ),
        ("cover.title".to_owned(), String::new()),
    ]);
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
    assert_eq!(cover.progress(&form, &answers), (2, 2));
    assert_eq!(cover.progress(&form, &domain::Answers::default()), (0, 2));
    let general = Section::find(&form, &answers, "I").unwrap();
    assert_eq!(
        general.progress(&form, &answers),
        (7, 7),
        "two groups count one each"
    );
}

#[test]
fn what_was_not_posted_is_left_as_it_is() {
    let (form, answers) = (form(), answers());
    for section in sections(&form, &answers) {
        let nothing = Typed::default();
        assert_eq!(
            read(&section, &nothing, &answers, BODY).as_ref(),
            Ok(&answers),
            "section {}",
            section.key
        );
    }
    let section = Section::find(&form, &answers, "I").unwrap();
    let foreign = Typed::from_pairs([
        ("cover.title".to_owned(), "他の項目".to_owned()),
        ("nobody.knows".to_owned(), "x".to_owned()),
        ("II[1].II.6.place".to_owned(), "x".to_owned()),
    ]);
    assert_eq!(
        read(&section, &foreign, &answers, BODY).as_ref(),
        Ok(&answers)
    );
}

#[test]
fn a_section_without_answers_posts_blank_fields_that_read_as_no_answers() {
    let form = form();
    let blank = domain::Answers::default();
    for section in sections(&form, &blank) {
        let typed = fill(&section, &blank, BODY);
        assert_eq!(read(&section, &typed, &blank, BODY).as_ref(), Ok(&blank));
    }
}

#[test]
fn a_list_of_a_thousand_lines_is_kept_and_a_bad_line_is_named() {
    let (form, answers) = (form(), answers());
    let file = Section::find(&form, &answers, "II[1]").unwrap();
    let mut lines: Vec<String> = (1..=1000).map(|n| format!("項目{n}")).collect();
    let post =
        |lines: &[String]| Typed::from_pairs([("II[1].II.att2".to_owned(), lines.join("\n"))]);
    let saved = read(&file, &post(&lines), &answers, BODY).unwrap();
    let rows = |answers: &domain::Answers| match answers.groups("II")[0].get("II.att2") {
        Some(Answer::Table(rows)) => rows.len(),
        _ => 0,
    };
    assert_eq!(rows(&saved), 1000);
    lines.remove(0);
    assert_eq!(
        rows(&read(&file, &post(&lines), &saved, BODY).unwrap()),
        999
    );
    lines[499] = "｛非公表:期間｜".to_owned();
    let problems = read(&file, &post(&lines), &saved, BODY).unwrap_err();
    assert!(
        problems[0].message.starts_with("500行1文字目"),
        "{}",
        problems[0].message
    );
}

#[test]
fn more_rows_than_a_page_has_spare_are_read() {
    let (form, answers) = (form(), answers());
    let section = Section::find(&form, &answers, "att3").unwrap();
    let mut typed = Typed::default();
    typed.add("att3~count", "1000");
    for n in 1..=1000 {
        typed.add(format!("att3[{n}].att3.before"), format!("前{n}"));
    }
    let read = read(&section, &typed, &answers, BODY).unwrap();
    let Some(Answer::Table(rows)) = read.get("att3") else {
        panic!("a table");
    };
    assert_eq!(rows.len(), 1000);
    let section = Section::find(&form, &read, "att3").unwrap();
    assert_eq!(fill(&section, &read, BODY).last_filled("att3"), 1000);
}

#[test]
fn words_for_a_choice_that_is_not_chosen_are_not_dropped_silently() {
    let (form, answers) = (form(), answers());
    let section = Section::find(&form, &answers, "I").unwrap();
    let typed = Typed::from_pairs([
        ("I.4".to_owned(), String::new()),
        ("I.4~2".to_owned(), "介護保険システム".to_owned()),
    ]);
    let problems = read(&section, &typed, &answers, BODY).unwrap_err();
    assert_eq!(problems[0].field, "I.4~2");
    let none = Typed::from_pairs([("I.4".to_owned(), String::new())]);
    assert_eq!(
        read(&section, &none, &answers, BODY).unwrap().get("I.4"),
        None
    );
}

#[test]
fn the_example_of_a_layer_is_remembered_while_a_line_of_it_stands() {
    let (form, answers) = (form(), answers());
    let file = Section::find(&form, &answers, "II[1]").unwrap();
    let name = "II[1].II.6.place";
    let path = ItemPath::parse(name).unwrap();
    let mut saved = answers.clone();
    let example = Some("2014-08/II.6.place/ms-platform".to_owned());
    let layers = vec![LayerText {
        layer: Layer::MsPlatform,
        text: MarkedText::plain("一行目\n二行目").unwrap(),
        example: example.clone(),
    }];
    let scope = saved.scope_mut(&path).unwrap();
    scope.set(
        path.item().clone(),
        Answer::Longtext(LongText::Layers(layers)),
    );
    let source_after = |text: &str| {
        let typed = format!(
            "＜見本市における措置＞\n追記\n＜中間サーバー・プラットフォームにおける措置＞\n{text}"
        );
        let typed = Typed::from_pairs([(name.to_owned(), typed)]);
        let read = read(&file, &typed, &saved, BODY).unwrap();
        match read.at(&path) {
            Some(Answer::Longtext(LongText::Layers(layers))) => layers[1].example.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(source_after("一行目\n二行目"), example);
    assert_eq!(source_after("一行目\n書き足した行"), example);
    assert_eq!(source_after("まったく別の文"), None);
}

#[test]
fn a_section_knows_the_items_on_it() {
    let (form, answers) = (form(), answers());
    let all = sections(&form, &answers);
    let of = |path: &str| Section::of(&all, &ItemPath::parse(path).unwrap());
    assert_eq!(of("II[1].II.6.place").as_deref(), Some("II[1]"));
    assert_eq!(of("II").as_deref(), Some("II"));
    assert_eq!(of("I.sys[2].I.sys.name").as_deref(), Some("I"));
    assert_eq!(of("att3[1].att3.date").as_deref(), Some("att3"));
    assert_eq!(of("II[9].II.6.place"), None);
}
