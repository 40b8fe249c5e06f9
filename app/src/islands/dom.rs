//! The little that islands need of the page.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventInit, EventTarget, HtmlTextAreaElement};

/// The textarea with this id.
pub fn textarea(id: &str) -> Option<HtmlTextAreaElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The element with this id.
pub fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Calls `handler` for the rest of the page's life.
pub fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(handler);
    let added = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    if added.is_ok() {
        closure.forget();
    }
}

/// Replaces the text of a textarea as if it had been typed: listeners hear of it.
pub fn retype(area: &HtmlTextAreaElement, text: &str) {
    area.set_value(text);
    // It bubbles, as typing does: the form hears of it too.
    let bubbling = EventInit::new();
    bubbling.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &bubbling) {
        let _ = area.dispatch_event(&event);
    }
}
