//! One fault each: the message must name the file, the line where there is one, and the place.

use std::fs;

use content::Content;

use crate::broken::{ZENKOMOKU, copy, fault, line_of};

#[test]
fn an_unknown_key_is_named_with_its_path_and_line() {
    let line = fault(
        ZENKOMOKU,
        "    kind: text\n",
        "    kindd: text\n",
        &["items[0].children[0]", "kindd"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "kind: text")));
}

#[test]
fn an_unknown_kind_is_named_with_its_path_and_line() {
    let line = fault(
        ZENKOMOKU,
        "    kind: text\n",
        "    kind: essay\n",
        &["items[0].children[0].kind", "essay"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "kind: text")));
}

#[test]
fn yaml_that_is_no_yaml_is_named_with_its_line() {
    let line = fault(
        "coverage/2014-08.yaml",
        "{form: keikaku",
        "{form keikaku: [",
        &[],
    );
    assert!(line.is_some());
}

#[test]
fn an_id_that_is_used_twice_is_named_with_its_line() {
    let line = fault(
        ZENKOMOKU,
        "- id: cover.remarks",
        "- id: cover.title",
        &["cover.title", "twice"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: cover.remarks")));
}

#[test]
fn choices_that_are_not_numbered_in_order_are_named() {
    let line = fault(
        ZENKOMOKU,
        "{n: 2,",
        "{n: 3,",
        &["I.1.headcount", "numbered 1, 2, 3"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: I.1.headcount")));
}

#[test]
fn a_condition_on_a_choice_that_does_not_exist_is_named() {
    let line = fault(
        ZENKOMOKU,
        "{item: I.6.do, is: [1, 3]}",
        "{item: I.6.do, is: [1, 9]}",
        &["I.6.law", "I.6.do"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: I.6.law")));
}

#[test]
fn a_condition_on_an_item_in_another_scope_is_named() {
    let to = "{item: II.4.has, is: [1]}";
    let line = fault(
        ZENKOMOKU,
        "{item: I.6.do, is: [1, 3]}",
        to,
        &["I.6.law", "II.4.has", "scope"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: I.6.law")));
}

#[test]
fn an_item_that_got_lost_is_noticed_by_the_counts() {
    fault(
        ZENKOMOKU,
        "    nodes: 294",
        "    nodes: 295",
        &["form.counts", "295", "294"],
    );
}

#[test]
fn an_edition_in_the_wrong_place_is_named() {
    fault(
        ZENKOMOKU,
        "edition: 2014-04",
        "edition: 2016-01",
        &["forms/zenkomoku/2016-01.yaml"],
    );
}

#[test]
fn a_block_under_another_layers_heading_is_named() {
    let line = fault(
        ZENKOMOKU,
        "layer: ms-platform",
        "layer: ms-software",
        &["II.6.place", "ms-software"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: II.6.place")));
}

#[test]
fn a_symbol_without_guidance_is_named() {
    let line = fault(
        ZENKOMOKU,
        "guidance: [①]",
        "guidance: [⑳]",
        &["item I.1:", "⑳"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: I.1")));
}

#[test]
fn a_promise_of_an_example_that_is_not_there_is_named() {
    let line = fault(
        ZENKOMOKU,
        "example_sw: true",
        "example_pf: true",
        &["III.6.risk1.measures", "ms-platform"],
    );
    assert_eq!(line, Some(line_of(ZENKOMOKU, "- id: III.6.risk1.measures")));
}

#[test]
fn borrowing_from_an_item_without_an_example_is_named() {
    let path = "forms/juten/2014-04.yaml";
    let line = fault(
        path,
        "example_from: [II.6.place]",
        "example_from: [II.7]",
        &["II.6.place", "example_from"],
    );
    assert_eq!(line, Some(line_of(path, "- id: II.6.place")));
}

#[test]
fn another_edition_of_a_form_is_a_file_and_nothing_else() {
    let folder = copy();
    let text = fs::read_to_string(folder.path().join(ZENKOMOKU)).unwrap();
    let newer = text
        .replace("edition: 2014-04", "edition: 2018-05")
        .replace("平成26年4月\n", "平成30年5月\n");
    fs::write(folder.path().join("forms/zenkomoku/2018-05.yaml"), newer).unwrap();
    let content = Content::from_folder(folder.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        content.newest("zenkomoku").unwrap().edition_label,
        "平成30年5月"
    );
    assert!(content.form("zenkomoku", "2014-04").is_some());
}
