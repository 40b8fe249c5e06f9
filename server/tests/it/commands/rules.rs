//! Rules about parts that must agree, on the shipped forms.

use domain::{Document, Finding};
use serde_json::{Value, json};

use crate::helpers::content;
use crate::publish::house::{demo, with};

fn findings(value: &Value) -> Vec<Finding> {
    let content = content();
    let find = |form: &domain::FormId, _: Option<&domain::EditionId>| content.newest(form.as_str());
    let imported = domain::interchange::import(&value.to_string(), &find).unwrap();
    let document: Document = imported.apply_to(None);
    let form = content.newest(document.form.as_str()).unwrap();
    domain::check(form, &document)
}

fn fires(value: &Value, rule: &str) -> Vec<String> {
    let found = findings(value).into_iter();
    found
        .filter(|finding| finding.rule == rule)
        .map(|finding| finding.message)
        .collect()
}

#[test]
fn the_demo_agrees_with_itself() {
    for name in [
        "mihon-1-zenkomoku",
        "mihon-1-kiso",
        "mihon-2-juten",
        "shisaku-1-juten",
        "kaku-2-kiso",
    ] {
        for rule in ["OPEN-1", "FILES-1", "NUMBER-1"] {
            assert_eq!(fires(&demo(name), rule), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn files_described_and_files_assessed_must_be_equally_many() {
    let mut document = demo("mihon-1-zenkomoku");
    document["answers"]["III"].as_array_mut().unwrap().pop();
    let told = fires(&document, "FILES-1");
    let expected = "Ⅱの特定個人情報ファイルは2件、Ⅲは1件です。ファイルごとにⅢを書いてください。";
    assert_eq!(told, [expected]);
}

#[test]
fn the_number_on_the_cover_is_the_assessments() {
    let document = with(&demo("mihon-1-kiso"), "cover.number", json!("7"));
    assert_eq!(fires(&document, "NUMBER-1").len(), 1);
    let wide = with(&demo("mihon-1-kiso"), "cover.number", json!("１"));
    assert_eq!(fires(&wide, "NUMBER-1"), Vec::<String>::new());
}
