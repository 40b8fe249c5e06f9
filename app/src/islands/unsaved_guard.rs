//! Asks before typed text is lost by leaving the page.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;

use super::dom;

/// Watches the form with the id `form`: typing arms it, sending disarms it. A form with
/// `data-unsaved` holds text that came back without being saved: it is armed from the start.
#[island]
pub fn UnsavedGuard(
    /// The id of the form.
    form: String,
) -> impl IntoView {
    let changed = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(target) = dom::element(&form) else {
            return;
        };
        changed.set(target.has_attribute("data-unsaved"));
        dom::listen(&target, "input", move |_| changed.set(true));
        dom::listen(&target, "submit", move |_| changed.set(false));
        dom::listen(&window(), "beforeunload", move |event| {
            if changed.get_untracked() {
                event.prevent_default();
                event
                    .unchecked_ref::<BeforeUnloadEvent>()
                    .set_return_value("unsaved");
            }
        });
    });
    view! {
        <p class="unsaved" role="status">
            {move || changed.get().then_some("保存していない変更があります。")}
        </p>
    }
}
