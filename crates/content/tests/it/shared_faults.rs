//! Faults of `forms/shared.yaml`, and that the shipped one has none.

use std::fs;

use content::Content;

fn problems(shared: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
    copy(shipped.as_ref(), folder.path());
    fs::write(folder.path().join("forms/shared.yaml"), shared).unwrap();
    match Content::from_folder(folder.path()) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_shipped_fields_name_items_of_one_kind() {
    let content = Content::embedded().unwrap();
    assert!(content.shared.len() > 10);
    let name = content
        .shared
        .iter()
        .find(|field| field.label == "事務の名称");
    assert_eq!(name.unwrap().items.len(), 3);
}

#[test]
fn items_that_are_nowhere_in_a_group_or_of_another_kind_are_told_with_their_line() {
    let one = |items: &str| format!("shared:\n  - label: 欄\n    items: {{{items}}}\n");
    let found = problems(&one("kiso: I.1.none, juten: I.1.name"));
    assert!(
        found.contains("I.1.none") && found.contains("shared.yaml:2"),
        "{found}"
    );
    let found = problems(&one("juten: II.1, zenkomoku: II.1"));
    assert!(found.contains("inside a group"), "{found}");
    let found = problems(&one("kiso: I.1.name, juten: I.1.content"));
    assert!(found.contains("different answers"), "{found}");
    assert!(problems(&one("kiso: I.1.name")).contains("fewer than two"));
    assert_eq!(problems(&one("kiso: I.1.name, juten: I.1.name")), "");
}
