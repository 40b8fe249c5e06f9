//! Inserts an example (記載例) into a textarea without a round trip. The page already has a
//! submit button that does the same on the server; this takes its click.

use domain::{Layer, LongText};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom;
use crate::insertion::{self, Insertion};

/// Takes over the button with the id `button`: its example is the text of `source`, its
/// layer the button's `data-layer`, the body's name the textarea's `data-body-name`.
#[island]
pub fn InsertExample(
    /// The id of the textarea.
    textarea: String,
    /// The id of the element that shows the example.
    source: String,
    /// The id of the submit button.
    button: String,
) -> impl IntoView {
    let message = RwSignal::new("");
    Effect::new(move |_| {
        let Some(target) = dom::element(&button) else {
            return;
        };
        let (textarea, source, layer) = (textarea.clone(), source.clone(), layer_of(&target));
        dom::listen(&target, "click", move |event| {
            if let Some(said) = insert(&textarea, &source, layer) {
                event.prevent_default();
                message.set(said);
            }
        });
    });
    view! { <span class="mark-message" role="status">{move || message.get()}</span> }
}

fn layer_of(button: &web_sys::Element) -> Layer {
    let word = button.get_attribute("data-layer").unwrap_or_default();
    Layer::parse(&word).unwrap_or(Layer::Body)
}

/// What to say; `None` when the server must answer: it can tell the place of a problem.
fn insert(textarea: &str, source: &str, layer: Layer) -> Option<&'static str> {
    let area = dom::textarea(textarea)?;
    let example = dom::element(source)?.text_content()?;
    let body = area.get_attribute("data-body-name").unwrap_or_default();
    let answer = LongText::parse_typed(&area.value()).ok()?;
    match insertion::insert(answer, &example, layer, None) {
        Insertion::Done(joined) => {
            dom::retype(&area, &joined.to_typed(&body));
            area.unchecked_ref::<HtmlElement>().focus().ok()?;
            Some("記載例を入れました。まだ保存していません。")
        }
        Insertion::AlreadyThere => Some("この記載例は、すでに入っています。"),
        Insertion::Unfit => None,
    }
}
