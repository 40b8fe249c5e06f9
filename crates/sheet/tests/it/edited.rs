//! What people do to a file in a spreadsheet.

use domain::{Answer, ItemPath};
use rust_xlsxwriter::Workbook;

use super::{demo, read, written};
use crate::hostile::unpacked;

/// A workbook as a spreadsheet would save it: cells of one sheet, and the head.
fn workbook(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Ⅰ").unwrap();
    for (row, (path, mark, answer)) in (1..).zip(rows) {
        sheet.write_string(row, 0, *path).unwrap();
        sheet.write_string(row, 1, *mark).unwrap();
        match answer.strip_prefix('=') {
            Some(formula) => sheet.write_formula(row, 4, formula).unwrap(),
            None => sheet.write_string(row, 4, *answer).unwrap(),
        };
    }
    let about = book.add_worksheet();
    about.set_name("hyokasho").unwrap();
    let head = [
        ("format", "\"hyokasho/assessment\""),
        ("version", "1"),
        ("form", "\"kiso\""),
        ("body", "\"992011\""),
        ("agency", "\"見本市長\""),
        ("number", "\"1\""),
        ("for", "full"),
    ];
    for (row, (key, value)) in (0..).zip(head) {
        about.write_string(row, 0, key).unwrap();
        about.write_string(row, 1, value).unwrap();
    }
    book.save_to_buffer().unwrap()
}

const TEXT: &str = r#"{"kind":"text"}"#;
const LONG: &str = r#"{"kind":"longtext"}"#;

#[test]
fn typed_marks_and_headings_are_read_in_any_width() {
    let document = read(&workbook(&[
        ("I.1.name", TEXT, "住民基本台帳に関する事務"),
        ("I.1.summary", LONG, "保存は{非公表:期間|7年}とする。"),
        ("I.4.do", r#"{"kind":"choice"}"#, "１) 実施する"),
        ("II.1.asof", r#"{"kind":"date"}"#, "２０２６年４月１日"),
    ]));
    let answer = |path: &str| {
        document
            .answers
            .at(&ItemPath::parse(path).unwrap())
            .unwrap()
    };
    assert_eq!(*answer("I.4.do"), Answer::Choice(1));
    assert_eq!(
        *answer("II.1.asof"),
        Answer::Date("2026-04-01".parse().unwrap())
    );
    let phrases = document.withheld_phrases();
    assert_eq!(phrases, [("I.1.summary".to_owned(), "7年".to_owned())]);
}

#[test]
fn faults_name_sheet_and_cell_and_all_are_told_at_once() {
    let problems = sheet::read(&workbook(&[
        ("I.1.summary", LONG, "｛非公表:期限｜7年｝"),
        ("I.4.do", r#"{"kind":"choice"}"#, "実施"),
        ("II.1.asof", r#"{"kind":"date"}"#, "来年"),
        ("I.1.name", "消した", "事務"),
    ]))
    .unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    for (fault, cell) in told.iter().zip(["E2", "E3", "E4", "A5"]) {
        assert!(
            fault.starts_with(&format!("シート「Ⅰ」のセル {cell}: ")),
            "{fault}"
        );
        assert!(!fault.contains("7年"), "{fault}");
    }
}

#[test]
fn a_row_that_was_cut_names_nothing() {
    let document = read(&workbook(&[("I.1.name", TEXT, "事務")]));
    assert_eq!(document.answers.iter().count(), 1);
}

#[test]
fn a_formula_is_never_evaluated_and_a_text_that_looks_like_one_is_text() {
    let (form, mut document) = demo("shisaku-1-kiso");
    let text = "=HYPERLINK(\"http://example.invalid\")";
    let item = domain::ItemId::parse("I.1.name").unwrap();
    document
        .answers
        .set(item, Answer::Text(domain::MarkedText::plain(text).unwrap()));
    let bytes = written(form, &document);
    assert!(!unpacked(&bytes).contains("<f>"));
    assert_eq!(read(&bytes), document);
    // What a formula shows is taken as it is shown; this one shows 0 until somebody opens it.
    let document = read(&workbook(&[("I.1.name", TEXT, "=1+1")]));
    assert_eq!(document.answers.iter().count(), 1);
}
