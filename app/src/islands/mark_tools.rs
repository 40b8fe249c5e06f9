//! The toolbar below a textarea: withhold the selected words, and see what the public will.

use domain::notation::parse_typed;
use domain::{Layer, LongText, Reason};
use leptos::prelude::*;

use super::{dom, selection};

/// Works on the textarea with the id `textarea`. Hidden until it is hydrated.
#[island]
pub fn MarkTools(
    /// The id of the textarea.
    textarea: String,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let reason = RwSignal::new(Reason::Period);
    let message = RwSignal::new("");
    let body_name = RwSignal::new(String::new());
    follow(textarea.clone(), typed, body_name, ready);

    let select_id = format!("{textarea}-reason");
    let label_for = select_id.clone();
    let choose = move |event| {
        if let Some(chosen) = Reason::parse(&event_target_value(&event)) {
            reason.set(chosen);
        }
    };
    let mark = move |_| message.set(mark_selection(&textarea, reason.get_untracked()));
    view! {
        <div class="mark-tools" hidden=move || !ready.get()>
            <div class="mark-bar" role="group" aria-label="非公表の指定">
                <label for=label_for>"理由"</label>
                <select id=select_id class="select" on:change=choose>
                    {Reason::ALL.into_iter().map(|reason| view! {
                        <option value=reason.as_str()>{reason.word()}</option>
                    }).collect_view()}
                </select>
                <button type="button" class="button button-small" on:click=mark>
                    "選択した部分を非公表にする"
                </button>
                <span class="count">{move || format!("{}文字", typed.get().chars().count())}</span>
            </div>
            <p class="mark-message" role="status">{move || message.get()}</p>
            <details class="public-preview">
                <summary>"公表される姿"</summary>
                <div class="public-preview-text">{move || preview(&typed.get(), &body_name.get())}</div>
            </details>
        </div>
    }
}

fn follow(id: String, typed: RwSignal<String>, body_name: RwSignal<String>, ready: RwSignal<bool>) {
    Effect::new(move |_| {
        let Some(area) = dom::textarea(&id) else {
            return;
        };
        body_name.set(area.get_attribute("data-body-name").unwrap_or_default());
        typed.set(area.value());
        ready.set(true);
        let listened = area.clone();
        dom::listen(&area, "input", move |_| typed.set(listened.value()));
    });
}

fn mark_selection(id: &str, reason: Reason) -> &'static str {
    let Some(area) = dom::textarea(id) else {
        return "";
    };
    let start = area.selection_start().ok().flatten().unwrap_or_default();
    let end = area.selection_end().ok().flatten().unwrap_or_default();
    match selection::toggle(&area.value(), start, end, reason.word()) {
        Ok(edit) => {
            dom::retype(&area, &edit.text);
            let _ = area.focus();
            let _ = area.set_selection_range(edit.start, edit.end);
            if edit.unwrapped {
                "非公表の印を外しました。"
            } else {
                "非公表にしました。"
            }
        }
        Err(refusal) => refusal.message(),
    }
}

/// What the public will read, by the very function that publishes; or what is wrong.
fn preview(typed: &str, body_name: &str) -> AnyView {
    if let Err(error) = parse_typed(typed) {
        return view! { <p class="problem">{error.to_string()}</p> }.into_any();
    }
    let Ok(text) = LongText::parse_typed(typed) else {
        return ().into_any();
    };
    let sections = text.sections().into_iter().map(|(layer, text)| {
        let heading = layer.map(|layer| heading(layer, body_name));
        view! { {heading} <p class="prose-text">{segments(&domain::redact::redact_text(&text))}</p> }
    });
    sections.collect_view().into_any()
}

fn heading(layer: Layer, body_name: &str) -> AnyView {
    let words = format!("＜{}＞", layer.heading(body_name));
    view! { <p class="layer-heading">{words}</p> }.into_any()
}

fn segments(text: &domain::PublicText) -> AnyView {
    use domain::PublicSegment::{Plain, Withheld};
    let segments = text
        .segments()
        .iter()
        .cloned()
        .map(|segment| match segment {
            Plain(text) => text.into_any(),
            Withheld(reason) => view! {
                <span class="withheld" data-reason=reason.as_str()>{reason.placeholder()}</span>
            }
            .into_any(),
        });
    segments.collect_view().into_any()
}
