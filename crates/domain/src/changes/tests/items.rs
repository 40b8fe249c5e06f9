//! Which items changed.

use super::*;

#[test]
fn a_changed_item_is_named_by_its_printed_number_and_shown_before_and_after() {
    let form = marked_form();
    let before = document(answers(&[(
        "II",
        Answer::Repeat(vec![file("住民", "1階")]),
    )]));
    let after = document(answers(&[(
        "II",
        Answer::Repeat(vec![file("住民", "2階")]),
    )]));
    let changes = changes_between(&form, &before, &after, "見本市");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].path.to_string(), "II[1].II.6.place");
    let path = ItemPath::parse("II[1].II.6.place").unwrap();
    assert_eq!(changes[0].label, form.full_label(&path));
    assert!(changes[0].label.contains("保管場所"));
}

#[test]
fn items_with_the_mark_are_candidates_and_the_exception_of_the_print_is_none() {
    let before = answers(&[
        ("III.other", text("甲")),
        ("III.incident", Answer::Choice(2)),
    ]);
    let after = answers(&[
        ("cover.title", text("題")),
        ("I.5", long("利用")),
        ("III.other", text("乙")),
        ("III.incident", Answer::Choice(1)),
    ]);
    let candidates: Vec<(String, bool)> = found(&before, &after)
        .into_iter()
        .map(|(path, _, _, _, candidate)| (path, candidate))
        .collect();
    let named = |path: &str, candidate| (path.to_owned(), candidate);
    assert_eq!(
        candidates,
        [
            named("cover.title", false),
            named("I.5", true),
            named("III.other", true),
            named("III.incident", false),
        ]
    );
}

#[test]
fn a_choice_is_said_by_its_printed_words() {
    let before = answers(&[("III.incident", Answer::Choice(2))]);
    let after = answers(&[("III.incident", Answer::Choice(1))]);
    let (_, _, before, after, _) = found(&before, &after).remove(0);
    assert_eq!((before.as_str(), after.as_str()), ("発生なし", "発生あり"));
}

#[test]
fn groups_are_followed_by_name_and_added_or_removed_as_a_whole() {
    let of = |groups| answers(&[("II", Answer::Repeat(groups))]);
    let before = of(vec![file("甲", "1階"), file("乙", "2階")]);
    let after = of(vec![file("乙", "2階"), file("丙", "3階")]);
    assert_eq!(
        found(&before, &after),
        [
            (
                "II[2]".to_owned(),
                ChangeKind::GroupAdded,
                String::new(),
                "【Ⅱ 1. ファイル名】丙\n【Ⅱ 6. ① 保管場所】3階".to_owned(),
                true
            ),
            (
                "II[1]".to_owned(),
                ChangeKind::GroupRemoved,
                "【Ⅱ 1. ファイル名】甲\n【Ⅱ 6. ① 保管場所】1階".to_owned(),
                String::new(),
                true
            ),
        ]
    );
}

#[test]
fn groups_in_another_order_are_one_change() {
    let of = |groups| answers(&[("II", Answer::Repeat(groups))]);
    let before = of(vec![file("甲", "1階"), file("乙", "2階")]);
    let after = of(vec![file("乙", "2階"), file("甲", "1階")]);
    let changes = found(&before, &after);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].1, ChangeKind::Reordered);
    assert_eq!(changes[0].2, "（1）甲\n（2）乙");
}

#[test]
fn of_a_table_only_the_rows_that_differ_are_said_with_their_numbers() {
    let of = |rows: &[&str]| {
        let rows = rows.iter();
        let rows = rows
            .map(|row| Row::Text(parse_typed(row).unwrap()))
            .collect();
        let mut group = file("甲", "1階");
        group.set(item("II.list"), Answer::Table(rows));
        answers(&[("II", Answer::Repeat(vec![group]))])
    };
    let (path, kind, before, after, _) = found(
        &of(&["氏名", "住所", "生年月日"]),
        &of(&["氏名", "住所1", "生年月日", "性別"]),
    )
    .remove(0);
    assert_eq!((path.as_str(), kind), ("II[1].II.list", ChangeKind::Rows));
    assert_eq!(before, "2行目: 住所");
    assert_eq!(after, "2行目: 住所1\n4行目: 性別");
}

#[test]
fn the_table_itself_and_what_publication_fills_in_are_no_changes() {
    let day = Answer::Date(jiff::civil::date(2015, 1, 5));
    let after = answers(&[("cover.day", day), ("att", Answer::Table(vec![]))]);
    assert_eq!(found(&Answers::default(), &after), []);
}

#[test]
fn the_public_side_says_of_withheld_parts_only_that_they_changed() {
    let form = marked_form();
    let of = |secret: &str| {
        let place = format!("｛非公表:場所｜{secret}｝に置く。");
        document(answers(&[("II", Answer::Repeat(vec![file("甲", &place)]))]))
    };
    let (before, after) = (of("地下1階の電算室"), of("別棟の二階にある保管庫"));
    let withheld = withheld_changes(&form, &before, &after);
    let public = |document, number| redact(&form, document, edition(number));
    let (before, after) = (public(&before, 1), public(&after, 2));
    let nothing = BTreeSet::new();
    assert_eq!(
        public_changes_between(&form, &before, &after, &nothing, "見本市"),
        []
    );
    let withheld = withheld.into_iter().collect();
    let changes = public_changes_between(&form, &before, &after, &withheld, "見本市");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].kind, ChangeKind::WithheldOnly);
    assert_eq!(changes[0].before, changes[0].after);
    let placeholder = crate::Reason::Location.placeholder();
    assert_eq!(
        changes[0].after.to_plain(),
        format!("{placeholder}に置く。")
    );
}

#[test]
fn another_remark_to_reviewers_is_no_change_of_withheld_parts() {
    let form = marked_form();
    let of = |place: &str| document(answers(&[("II", Answer::Repeat(vec![file("甲", place)]))]));
    let before = of("｛非公表:その他（契約で定める）｜別棟の二階｝に置く。");
    let after = of("｛非公表:その他（協定で定める）｜別棟の二階｝に置く。");
    assert_ne!(before, after);
    assert_eq!(withheld_changes(&form, &before, &after), []);
}

proptest! {
    #[test]
    fn a_document_does_not_differ_from_itself(document in documents(&sample::form())) {
        let form = sample::form();
        prop_assert_eq!(changes_between(&form, &document, &document, "見本市"), vec![]);
        let public = redact(&form, &document, edition(1));
        let nothing = BTreeSet::new();
        prop_assert_eq!(public_changes_between(&form, &public, &public, &nothing, "見本市"), vec![]);
    }

    #[test]
    fn what_is_changed_both_ways_is_changed_in_the_same_items(
        one in documents(&sample::form()), other in documents(&sample::form()),
    ) {
        let form = sample::form();
        let there = changes_between(&form, &one, &other, "見本市");
        let back = changes_between(&form, &other, &one, "見本市");
        prop_assert_eq!(there.len(), back.len());
        let paths = |changes: &[Change<MarkedText>]| {
            let changed = changes.iter().filter(|change| change.kind == ChangeKind::Changed);
            let mut items: Vec<String> = changed.map(|change| change.path.item().to_string()).collect();
            items.sort();
            items
        };
        prop_assert_eq!(paths(&there), paths(&back));
    }

    #[test]
    fn a_new_word_anywhere_is_named(document in documents(&sample::form()), word in "[Q-Z]{8}") {
        let form = sample::form();
        for id in ["cover.title", "I.content", "III.any"] {
            let mut after = document.clone();
            let answer = if id == "I.content" { long(&word) } else { text(&word) };
            after.answers.set(item(id), answer);
            let changes = changes_between(&form, &document, &after, "見本市");
            prop_assert_eq!(changes.len(), 1);
            prop_assert_eq!(changes[0].path.to_string(), id);
            prop_assert_eq!(changes[0].after.full_text(), word.clone());
        }
    }

    #[test]
    fn public_changes_never_hold_a_withheld_phrase(
        one in documents(&sample::form()), other in documents(&sample::form()), secret in "[Q-Z]{8}",
    ) {
        let form = sample::form();
        let hide = |mut document: Document, with: &str| {
            document.answers.set(item("I.content"), long(&format!("前。{with}｛非公表:技術｜{secret}{with}｝後")));
            document
        };
        let (one, other) = (hide(one, "甲"), hide(other, "乙"));
        let withheld = withheld_changes(&form, &one, &other).into_iter().collect();
        let (one, other) = (redact(&form, &one, edition(1)), redact(&form, &other, edition(2)));
        for change in public_changes_between(&form, &one, &other, &withheld, "見本市") {
            let shown = format!("{:?}", runs::runs(&change.before, &change.after));
            prop_assert!(!shown.contains(&secret));
            prop_assert!(!change.before.to_plain().contains(&secret));
            prop_assert!(!change.after.to_plain().contains(&secret));
        }
    }
}
