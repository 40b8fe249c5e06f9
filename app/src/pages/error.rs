//! What went wrong, what was kept, what to do.

use leptos::prelude::*;

use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// An error page of the portal.
#[derive(Debug, Clone, Default)]
pub struct PortalErrorView {
    /// What happened.
    pub heading: String,
    /// What was kept and what to do.
    pub message: String,
    /// The id under which the operator finds the details.
    pub reference: Option<String>,
    /// What was typed and could not be kept by the server: names and values, to copy.
    pub typed: Vec<(String, String)>,
    /// Where to go on.
    pub links: Vec<Link>,
}

/// An error page of the portal.
#[must_use]
pub fn render_portal_error(frame: &PortalFrame, view: &PortalErrorView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let typed: Vec<AnyView> = view
            .typed
            .iter()
            .cloned()
            .map(|(name, value)| {
                view! { <dt>{name}</dt><dd class="prose-text">{value}</dd> }.into_any()
            })
            .collect();
        let links: Vec<AnyView> = view
            .links
            .iter()
            .cloned()
            .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
            .collect();
        let any = !typed.is_empty();
        view! {
            <h1>{view.heading.clone()}</h1>
            <p class="lead">{view.message.clone()}</p>
            {view.reference.clone().map(|id| view! { <p class="meta">{format!("問い合わせ番号 {id}")}</p> })}
            {any.then(|| view! { <h2>"入力した内容"</h2><dl>{typed}</dl> })}
            <ul>{links}<li><a href=routes::DESK>"作業一覧へ戻る"</a></li></ul>
        }
    })
}
