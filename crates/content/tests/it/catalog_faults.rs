//! One fault each: the message must name the file, the line where there is one, and the place.

use std::fs;

use content::Content;

use crate::broken::{copy, expect, fault, line_of, load, replace};

#[test]
fn an_example_for_an_unknown_item_or_layer_is_named() {
    let path = "examples/2014-08.yaml";
    let first = Some(line_of(path, "item: II.6.place"));
    assert_eq!(
        fault(
            path,
            "item: II.6.place",
            "item: II.6.nowhere",
            &["II.6.nowhere"]
        ),
        first
    );
    assert_eq!(
        fault(
            path,
            "layer: ms-platform",
            "layer: ms-software",
            &["II.6.place", "ms-software"]
        ),
        first
    );
    let line = fault(
        path,
        "layer: ms-platform",
        "layer: cloud",
        &["examples[0].layer", "cloud"],
    );
    assert_eq!(line, first.map(|line| line + 1));
}

#[test]
fn a_second_example_for_the_same_place_is_named() {
    let path = "examples/2014-08.yaml";
    let line = fault(
        path,
        "item: II.6.erase",
        "item: II.6.place",
        &["II.6.place", "second"],
    );
    assert_eq!(line, Some(line_of(path, "item: II.6.erase")));
}

#[test]
fn a_mark_of_the_table_that_is_not_true_is_named() {
    let path = "coverage/2014-08.yaml";
    let line = fault(
        path,
        "guidance: ⑦, sw: false",
        "guidance: ⑦, sw: true",
        &["①保管場所", "ms-software"],
    );
    assert_eq!(line, Some(line_of(path, "①保管場所")));
}

#[test]
fn guidance_items_must_have_a_heading_a_symbol_of_their_own_and_known_items() {
    let path = "guidance/2014-08.items.yaml";
    let line = Some(line_of(path, "symbol: \"①\""));
    assert_eq!(
        fault(path, "anchor: i01", "anchor: i99", &["①", "{#i99}"]),
        line
    );
    assert_eq!(
        fault(
            path,
            "[I.1, I.1.content]",
            "[I.1, I.1.nowhere]",
            &["①", "I.1.nowhere"]
        ),
        line
    );
    assert_eq!(
        fault(
            path,
            "[I.1, I.1.content]",
            "[I.1, I.1.name]",
            &["①", "I.1.name"]
        ),
        line
    );
    fault(path, "symbol: \"②\"", "symbol: \"①\"", &["①", "twice"]);
}

#[test]
fn letters_must_link_to_letters_of_that_kind_that_link_back() {
    let path = "notices/sokanki-285.md";
    fault(
        path,
        "id: tokko-364,",
        "id: tokko-999,",
        &["there is no letter tokko-999"],
    );
    fault(
        path,
        "relation: request",
        "relation: notice",
        &["sokanki-276"],
    );
    fault(
        path,
        "{kind: guidance, id: 2014-08}",
        "{kind: guidance, id: 2015-01}",
        &["no guidance 2015-01"],
    );
    let back = "  - {id: tokko-364, relation: acknowledgement}\n";
    let folder = copy();
    replace(&folder, path, back, "");
    expect(
        &load(&folder),
        &folder,
        "notices/tokko-364.md",
        &["sokanki-285 does not link back"],
    );
}

#[test]
fn guidance_and_examples_of_an_unknown_notice_are_named() {
    for path in ["guidance/2014-08.md", "examples/2014-08.yaml"] {
        let line = fault(
            path,
            "notice: sokanki-285",
            "notice: sokanki-1",
            &["no letter sokanki-1"],
        );
        assert_eq!(line, Some(line_of(path, "notice: sokanki-285")));
    }
}

#[test]
fn a_head_with_a_fault_counts_lines_of_the_file() {
    let path = "notices/sokanki-285.md";
    let line = fault(path, "date: 2014-08-08", "date: 2014-13-08", &["date"]);
    assert_eq!(line, Some(line_of(path, "date: 2014-08-08")));
    fault(path, "---\n", "", &["head"]);
    fault(
        path,
        "id: sokanki-285",
        "id: sokanki-286",
        &["sokanki-286", "named"],
    );
}

#[test]
fn html_and_unsafe_links_in_a_text_are_named_with_the_line_of_the_file() {
    let path = "site/terms.md";
    let line = Some(line_of(path, "## 免責"));
    assert_eq!(
        fault(
            path,
            "## 免責",
            "<script>x</script>\n\n## 免責",
            &["raw HTML"]
        ),
        line
    );
    let link = "[x](javascript:alert(1))\n\n## 免責";
    assert_eq!(fault(path, "## 免責", link, &["javascript"]), line);
}

#[test]
fn a_prefecture_with_a_wrong_check_digit_is_named_with_its_line() {
    let path = "prefectures.csv";
    assert_eq!(
        fault(path, "010006,", "010007,", &["010007", "検査数字"]),
        Some(2)
    );
    assert_eq!(
        fault(path, "020001,", "010006,", &["010006", "twice"]),
        Some(3)
    );
    assert_eq!(
        fault(path, "020001,", "011002,", &["011002", "prefecture"]),
        Some(3)
    );
    assert_eq!(
        fault(
            path,
            "アオモリケン",
            "あおもりけん",
            &["020001", "katakana"]
        ),
        Some(3)
    );
    assert_eq!(
        fault(path, "青森県,アオモリケン", "青森県", &["2 column"]),
        Some(3)
    );
}

#[test]
fn a_missing_or_unreadable_file_is_named() {
    let folder = copy();
    fs::remove_file(folder.path().join("guidance/2014-08.items.yaml")).unwrap();
    fs::write(folder.path().join("prefectures.csv"), [0xff, 0xfe]).unwrap();
    let error = load(&folder);
    expect(&error, &folder, "guidance/2014-08.items.yaml", &["missing"]);
    expect(&error, &folder, "prefectures.csv", &["UTF-8"]);
}

#[test]
fn a_folder_that_does_not_exist_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Content::from_folder(&folder.path().join("nowhere")).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
}

#[test]
fn all_faults_are_reported_at_once() {
    let folder = copy();
    replace(
        &folder,
        "coverage/2014-08.yaml",
        "guidance: ⑦, sw: false",
        "guidance: ⑦, sw: true",
    );
    replace(&folder, "prefectures.csv", "010006,", "010007,");
    replace(&folder, "site/terms.md", "## 免責", "<b>");
    let error = load(&folder);
    assert_eq!(error.problems().len(), 3, "{error}");
}
