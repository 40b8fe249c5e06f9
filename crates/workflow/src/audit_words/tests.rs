#![allow(clippy::unwrap_used)]
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::*;

#[test]
fn every_action_has_words_of_its_own() {
    let all = known_actions();
    let words: BTreeSet<_> = all.iter().map(|(word, _)| word).collect();
    assert_eq!(words.len(), all.len());
    for (word, label) in all {
        assert_eq!(action_words(&word), label);
    }
}

#[test]
fn an_action_of_a_later_program_is_shown_as_it_is() {
    assert_eq!(action_words("x.y"), "ほかの操作（x.y）");
}

/// Words of the same shape that are no actions.
fn is_something_else(word: &str) -> bool {
    // "plan.": items of the plan's form; the secret of one-time tokens is kept under a name.
    let names = [
        "workflow.",
        "db.",
        "cover.",
        "plan.",
        "audit.verified",
        "due.told",
        "opinions.secret",
    ];
    names.iter().any(|name| word.starts_with(name))
        || word.ends_with(".invalid")
        || word.ends_with(".json")
        || crate::notify::MessageKind::parse(word).is_some()
}

/// Text literals of the shape `word.word-word`.
fn literals(code: &str) -> Vec<String> {
    let part = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let quoted = code.split('"').skip(1).step_by(2);
    let shaped = quoted.filter(|text| {
        text.split_once('.')
            .is_some_and(|(a, b)| part(a) && part(b))
    });
    shaped.map(str::to_owned).collect()
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            sources(&path, found);
        } else if name != "tests.rs" {
            let code = fs::read_to_string(&path).unwrap();
            let code = code.split("mod tests {").next().unwrap();
            // Lines of comments may hold single quotation marks.
            let lines = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let code: Vec<_> = lines.collect();
            found.extend(literals(&code.join("\n")));
        }
    }
}

#[test]
fn every_action_in_the_code_has_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&folder, &mut found);
    let known: BTreeSet<_> = known_actions().into_iter().map(|(word, _)| word).collect();
    let missing: BTreeSet<_> = found
        .iter()
        .filter(|word| !known.contains(*word) && !is_something_else(word))
        .collect();
    assert!(found.iter().any(|word| word == "session.sign-in"));
    assert!(
        missing.is_empty(),
        "without words in audit_words.rs: {missing:?}"
    );
}

#[test]
fn a_detail_tells_numbers_and_no_text() {
    let detail = json!({
        "revision": 3, "items": ["I.1", "II"], "reason": "地下1階の電算室", "role": "editor",
        "format": "地下1階の電算室", "places": ["地下1階の電算室"],
    });
    assert_eq!(
        detail_words(&detail),
        "第3改訂、2項目、作成担当（業務主管課）"
    );
}
