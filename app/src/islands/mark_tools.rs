//! The toolbar below a textarea: withhold the selected words, and see what the public will.

use domain::notation::parse_typed;
use domain::{Layer, LongText, Reason};
use leptos::prelude::*;

use web_sys::HtmlTextAreaElement;

use super::dom;
use super::selection::{self, Edit, Refusal};

/// Works on the textarea with the id `textarea`. Hidden until it is hydrated.
#[island]
pub fn MarkTools(
    /// The id of the textarea.
    textarea: String,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let reason = RwSignal::new(Reason::Period);
    let said = RwSignal::new(Said::default());
    let inside = RwSignal::new(false);
    let body_name = RwSignal::new(String::new());
    follow(textarea.clone(), typed, body_name, ready);
    follow_selection(textarea.clone(), inside, said);

    let select_id = format!("{textarea}-reason");
    let label_for = select_id.clone();
    let choose = move |event| {
        if let Some(chosen) = Reason::parse(&event_target_value(&event)) {
            reason.set(chosen);
        }
    };
    let unmarked = textarea.clone();
    let mark = move |_| {
        let word = reason.get_untracked().word();
        let edit = |text: &str, from, to| selection::mark(text, from, to, word);
        said.set(change(&textarea, edit, "非公表にしました。"));
    };
    let unmark = move |_| {
        said.set(change(
            &unmarked,
            selection::unmark,
            "非公表の印を外しました。",
        ));
    };
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
                <button type="button" class="button button-small button-quiet" on:click=unmark
                    disabled=move || !inside.get()>
                    "非公表の印を外す"
                </button>
                <span class="count">{move || format!("{}文字", typed.get().chars().count())}</span>
            </div>
            <div class="mark-messages">
                <p class="mark-message" role="status">{move || said.get().done}</p>
                <p class="mark-message mark-refusal" role="alert">{move || said.get().refused}</p>
            </div>
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

/// What came of the last press: done, or refused and why.
#[derive(Clone, Copy, Default)]
struct Said {
    done: &'static str,
    refused: &'static str,
}

/// Keeps `inside` true while the caret or the selection is inside a mark, and takes back
/// what was said about a text that has changed.
fn follow_selection(id: String, inside: RwSignal<bool>, said: RwSignal<Said>) {
    Effect::new(move |_| {
        let Some(area) = dom::textarea(&id) else {
            return;
        };
        for event in ["select", "selectionchange", "keyup", "mouseup", "focus"] {
            let listened = area.clone();
            dom::listen(&area, event, move |_| inside.set(is_inside(&listened)));
        }
        let listened = area.clone();
        dom::listen(&area, "input", move |_| {
            said.set(Said::default());
            inside.set(is_inside(&listened));
        });
    });
}

fn selected(area: &HtmlTextAreaElement) -> (u32, u32) {
    let start = area.selection_start().ok().flatten().unwrap_or_default();
    let end = area.selection_end().ok().flatten().unwrap_or_default();
    (start, end)
}

fn is_inside(area: &HtmlTextAreaElement) -> bool {
    let (start, end) = selected(area);
    selection::is_marked(&area.value(), start, end)
}

fn change(
    id: &str,
    edit: impl Fn(&str, u32, u32) -> Result<Edit, Refusal>,
    done: &'static str,
) -> Said {
    let Some(area) = dom::textarea(id) else {
        return Said::default();
    };
    let (start, end) = selected(&area);
    match edit(&area.value(), start, end) {
        Ok(edit) => {
            dom::retype(&area, &edit.text);
            let _ = area.focus();
            let _ = area.set_selection_range(edit.start, edit.end);
            Said { done, refused: "" }
        }
        Err(refusal) => Said {
            done: "",
            refused: refusal.message(),
        },
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
