//! Inserts an example (記載例) into a textarea without a round trip. The page already has a
//! submit button that does the same on the server; this takes its click.

use domain::notation::parse_typed;
use domain::{Layer, LongText};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom;

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
    let done = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(target) = dom::element(&button) else {
            return;
        };
        let (textarea, source, layer) = (textarea.clone(), source.clone(), layer_of(&target));
        dom::listen(&target, "click", move |event| {
            if insert(&textarea, &source, layer).is_some() {
                event.prevent_default();
                done.set(true);
            }
        });
    });
    view! { <span class="mark-message" role="status">{move || done.get().then_some("記載例を入れました。")}</span> }
}

fn layer_of(button: &web_sys::Element) -> Layer {
    let word = button.get_attribute("data-layer").unwrap_or_default();
    Layer::parse(&word).unwrap_or(Layer::Body)
}

fn insert(textarea: &str, source: &str, layer: Layer) -> Option<()> {
    let area = dom::textarea(textarea)?;
    let example = dom::element(source)?.text_content()?;
    let body = area.get_attribute("data-body-name").unwrap_or_default();
    let joined = with_example(&area.value(), &example, layer, &body)?;
    dom::retype(&area, &joined);
    area.unchecked_ref::<HtmlElement>().focus().ok()
}

/// The typed text with the example under its heading, in the notice's order. `None` when
/// what is typed cannot be read: then the server answers, with the place of the problem.
fn with_example(typed: &str, example: &str, layer: Layer, body: &str) -> Option<String> {
    let passage = parse_typed(example.trim()).ok()?;
    let text = LongText::parse_typed(typed).ok()?;
    let joined = text.with_passage(layer, &passage, None).ok()?;
    Some(joined.to_typed(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_comes_under_its_heading_in_order() {
        let typed = "＜中間サーバーの運用における措置＞\n運用";
        let joined = with_example(typed, "例", Layer::MsPlatform, "見本市");
        let expected = "＜中間サーバー・プラットフォームにおける措置＞\n例\n＜中間サーバーの運用における措置＞\n運用";
        assert_eq!(joined.as_deref(), Some(expected));
    }

    #[test]
    fn text_that_cannot_be_read_is_left_alone() {
        assert_eq!(
            with_example("｛非公表:期間｜", "例", Layer::Body, "見本市"),
            None
        );
    }
}
