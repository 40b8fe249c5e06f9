//! Withheld spans, each with what the commission thinks of its scope.

use leptos::prelude::*;

use super::{SubmissionView, form_of};
use crate::components::forms::hidden;
use crate::components::inputs::textarea_text;

/// A withheld span.
#[derive(Clone, PartialEq, Eq)]
pub struct SpanRow {
    /// The item's path.
    pub path: String,
    /// The item's label.
    pub label: String,
    /// Which of its spans, from 1.
    pub ordinal: u32,
    /// Its digest.
    pub digest: String,
    /// The reason's word, and in Japanese with its note.
    pub reason: (String, String),
    /// The text.
    pub text: String,
    /// The judgement's word; empty when there is none.
    pub judgement: String,
    /// The note on it.
    pub note: String,
    /// What names judgement and note as they are stored, posted as `seen`.
    pub seen: String,
    /// What is stored, where something else was typed.
    pub now: Option<String>,
}

/// The spans with a form each.
pub(super) fn spans(view: &SubmissionView<'_>, token: &str) -> AnyView {
    let intro = view! {
        <p class="hint">"非公表は、公表するとセキュリティ上のリスクがある部分に限られます（規則13条、総官企第285号 3.(3)）。一つずつ、範囲が適切かを記録します。"</p>
    };
    if view.spans.is_empty() {
        return view! { {intro}<p>"非公表の部分はありません。"</p> }.into_any();
    }
    let rows: Vec<AnyView> = view
        .spans
        .iter()
        .enumerate()
        .map(|(n, span)| one_span(view, token, n, span))
        .collect();
    view! { {intro}{rows} }.into_any()
}

fn one_span(view: &SubmissionView<'_>, token: &str, n: usize, span: &SpanRow) -> AnyView {
    let radios: Vec<AnyView> = view
        .judgements
        .iter()
        .cloned()
        .map(|(value, words)| {
            let id = format!("judgement-{n}-{value}");
            let checked = span.judgement == value;
            view! {
                <label class="choice" for=id.clone()>
                    <input type="radio" id=id.clone() name="judgement" value=value checked=checked required=true/>{words}
                </label>
            }
            .into_any()
        })
        .collect();
    let note = format!("span-note-{n}");
    let fields = view! {
        {hidden("item", span.path.clone())}
        {hidden("ordinal", span.ordinal.to_string())}
        {hidden("digest", span.digest.clone())}
        {hidden("seen", span.seen.clone())}
        {span.now.clone().map(|now| view! { <p class="meta">{format!("いまの記録: {now}")}</p> })}
        <fieldset class="form-item"><legend>"範囲の判断"</legend>{radios}</fieldset>
        <label class="form-label" for=note.clone()>"所見"</label>
        <textarea class="textarea" id=note.clone() name="note" rows="2" maxlength="2000">{textarea_text(&span.note)}</textarea>
    };
    let at = format!("span-{n}");
    let form = form_of(
        view,
        token,
        &at,
        fields.into_any(),
        ("judge", "判断を記録する"),
    );
    view! {
        <article class="thread" id=at.clone()>
            <h3><a href=format!("#{}", span.path)>{span.label.clone()}</a>{format!("（{}）", span.ordinal)}</h3>
            <p><mark class="withheld" data-reason=span.reason.0.clone()>{span.text.clone()}</mark></p>
            <p class="meta">{format!("理由: {}", span.reason.1)}</p>
            {form}
        </article>
    }
    .into_any()
}
