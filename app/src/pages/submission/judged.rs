//! The threshold judgement, made again from what was filed.

use leptos::prelude::*;

use crate::components::landmarks::state_mark;

/// The judgement beside what was submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JudgedView {
    /// Inputs, day, result and what is required, each with its name.
    pub rows: Vec<(String, String)>,
    /// Whether what was submitted satisfies it: a word for `data-state`, and in Japanese.
    pub outcome: (String, String),
}

/// The rows and the outcome.
pub(super) fn judged(view: &JudgedView) -> AnyView {
    let (word, words) = view.outcome.clone();
    let rows: Vec<AnyView> = view
        .rows
        .iter()
        .cloned()
        .map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any())
        .collect();
    view! {
        <p class="hint">"提出された全文の入力と、登録された重大事故から、もう一度判断したものです（指針 第5の2）。"</p>
        <dl>{rows}</dl>
        <p data-judged=word.clone()>{state_mark(&word, &words)}</p>
    }
    .into_any()
}
