//! Words that may stand only in one place, or nowhere.

/// A word, the folder that may use it, and why.
struct Rule {
    word: &'static str,
    home: Option<&'static str>,
    reason: &'static str,
}

// Written in two parts, so that this file does not break its own rules.
const RULES: &[Rule] = &[
    Rule {
        word: concat!("sqlx", "::"),
        home: Some("crates/store/"),
        reason: "only store contains SQL",
    },
    Rule {
        word: concat!("pulldown", "_cmark"),
        home: Some("crates/markup/"),
        reason: "only markup holds the parser's options",
    },
    Rule {
        word: concat!("todo", "!("),
        home: None,
        reason: "unfinished code",
    },
    Rule {
        word: concat!("unimplemented", "!("),
        home: None,
        reason: "unfinished code",
    },
    Rule {
        word: concat!("#[", "ignore"),
        home: None,
        reason: "a test that does not run promises nothing",
    },
];

/// Every broken rule in one file, as `file:line: reason`.
pub fn problems(file: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for rule in RULES {
            let at_home = rule.home.is_some_and(|home| file.starts_with(home));
            if !at_home && line.contains(rule.word) {
                let number = index + 1;
                problems.push(format!("{file}:{number}: `{}`: {}", rule.word, rule.reason));
            }
        }
    }
    problems
}
