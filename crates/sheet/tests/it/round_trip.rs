use domain::interchange::{export, export_public, to_text};
use domain::redact;
use domain::sample::{documents, publications};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use sheet::Reader;

use super::{BODY, CONTENT, demo, read, written};

/// Any document of a form comes back as it was.
fn comes_back(form: &str, cases: u32) {
    let form = CONTENT.newest(form).unwrap();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(cases));
    runner
        .run(&documents(form), |document| {
            let again = read(&written(form, &document));
            let again = to_text(&export(form, &again));
            let before = to_text(&export(form, &document));
            let mut lines = again.lines().zip(before.lines());
            prop_assert_eq!(lines.find(|(one, other)| one != other), None);
            prop_assert_eq!(again.lines().count(), before.lines().count());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_basic_form_comes_back_as_it_was() {
    comes_back("kiso", 24);
}

#[test]
fn a_key_form_comes_back_as_it_was() {
    comes_back("juten", 12);
}

#[test]
fn a_full_form_comes_back_as_it_was() {
    comes_back("zenkomoku", 8);
}

#[test]
fn a_plan_comes_back_as_it_was() {
    comes_back("keikaku", 12);
}

#[test]
fn the_documents_of_the_demo_come_back_with_their_marks_layers_and_examples() {
    for name in ["mihon-1-zenkomoku", "mihon-2-juten", "shisaku-1-kiso"] {
        let (form, document) = demo(name);
        assert_eq!(read(&written(form, &document)), document, "{name}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (form, document) = demo("mihon-1-zenkomoku");
    assert_eq!(written(form, &document), written(form, &document));
}

#[test]
fn a_text_longer_than_a_cell_comes_back_whole() {
    let (form, mut document) = demo("shisaku-1-kiso");
    let long = "長い文章。".repeat(15_000);
    let item = domain::ItemId::parse("I.1.summary").unwrap();
    let text = domain::MarkedText::plain(&long).unwrap();
    let answer = domain::Answer::Longtext(domain::LongText::Plain(text));
    document.answers.set(item, answer);
    assert_eq!(read(&written(form, &document)), document);
}

#[test]
fn a_public_copy_holds_no_withheld_word_and_cannot_be_taken_in() {
    let form = CONTENT.newest("zenkomoku").unwrap();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(8));
    runner
        .run(
            &(documents(form), publications()),
            |(document, publication)| {
                let public = redact(form, &document, publication);
                let bytes =
                    sheet::workbook(form, &export_public(form, &public), BODY, Reader::Public)
                        .unwrap();
                let problems = sheet::read(&bytes).unwrap_err();
                prop_assert!(problems[0].message.contains("公表版"), "{}", problems[0]);
                Ok(())
            },
        )
        .unwrap();
}
