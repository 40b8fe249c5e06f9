//! A page of prose: terms of use, the accessibility statement.

use leptos::prelude::*;

use crate::render::{PublicFrame, public_page};

/// A page of prose.
#[derive(Debug, Clone, Default)]
pub struct ProseView {
    /// Its heading.
    pub heading: String,
    /// Its text as safe HTML from `markup`.
    pub html: String,
}

/// A page of prose.
#[must_use]
pub fn render_prose(frame: &PublicFrame, view: &ProseView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        view! { <h1>{view.heading}</h1><div class="prose" inner_html=view.html></div> }
    })
}
