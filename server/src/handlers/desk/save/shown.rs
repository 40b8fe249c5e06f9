//! An answer in words, for people who compare two of them.

use domain::notation::to_typed;
use domain::{Answer, Answers, FormEdition, MarkedText, Node, Row};
use jiff::Timestamp;

use super::super::words::moment;

/// Who saved a revision, and when, in a sentence.
pub fn saved_by(who: Option<&str>, at: Timestamp, revision: i64) -> String {
    let who = who.unwrap_or("システムの操作");
    format!(
        "{who} が {} に保存しました（第{revision}改訂）。",
        moment(at)
    )
}

/// The answer as text; a remark when there is none.
pub fn shown(node: &Node, answer: Option<&Answer>, body_name: &str) -> String {
    let text = answer
        .map(|answer| in_words(node, answer, body_name))
        .unwrap_or_default();
    if text.trim().is_empty() {
        "（空欄）".to_owned()
    } else {
        text
    }
}

fn in_words(node: &Node, answer: &Answer, body_name: &str) -> String {
    match answer {
        Answer::Text(text) => to_typed(text),
        Answer::Longtext(text) => text.to_typed(body_name),
        Answer::Choice(n) => choice(node, *n, None),
        Answer::Multichoice(chosen) => {
            let lines: Vec<String> = chosen
                .iter()
                .map(|(n, words)| choice(node, *n, words.as_ref()))
                .collect();
            lines.join("\n")
        }
        Answer::Date(date) => date.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Boolean(yes) => (if *yes { "はい" } else { "いいえ" }).to_owned(),
        Answer::Diagram(diagram) => {
            let withheld = if diagram.withheld {
                "（図の全体を非公表）\n"
            } else {
                ""
            };
            format!("{withheld}{}", to_typed(&diagram.alt))
        }
        Answer::Table(rows) => {
            let lines: Vec<String> = rows
                .iter()
                .map(|row| row_in_words(node, row, body_name))
                .collect();
            lines.join("\n")
        }
        Answer::Repeat(groups) => {
            let parts = (1..).zip(groups).map(|(number, group)| {
                format!(
                    "〔{number}〕\n{}",
                    scope_in_words(&node.children, group, body_name, "\n")
                )
            });
            parts.collect::<Vec<_>>().join("\n")
        }
    }
}

fn choice(node: &Node, n: u32, words: Option<&MarkedText>) -> String {
    let label = node
        .choice(n)
        .map(|choice| choice.label.as_str())
        .unwrap_or_default();
    match words {
        Some(words) => format!("{n}）{label} {}", to_typed(words)),
        None => format!("{n}）{label}"),
    }
}

fn row_in_words(node: &Node, row: &Row, body_name: &str) -> String {
    match row {
        Row::Text(text) => to_typed(text),
        Row::Cells(cells) => scope_in_words(&node.children, cells, body_name, " / "),
    }
}

fn scope_in_words(nodes: &[Node], answers: &Answers, body_name: &str, between: &str) -> String {
    let parts = FormEdition::fields(nodes).into_iter().filter_map(|node| {
        let answer = answers.get(node.id.as_str())?;
        Some(format!(
            "{}: {}",
            node.label,
            in_words(node, answer, body_name)
        ))
    });
    parts.collect::<Vec<_>>().join(between)
}
