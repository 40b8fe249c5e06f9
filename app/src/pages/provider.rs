//! The provider's desk: notices, guidance and examples that are in force.

use leptos::prelude::*;

use crate::render::{Link, PortalFrame, portal_page};

/// What the provider keeps. The texts themselves are files under `content/`.
#[derive(Debug, Clone, Default)]
pub struct ProviderView {
    /// The heading.
    pub heading: String,
    /// What the list is for, in a sentence.
    pub lead: String,
    /// The entries: a link and a remark (date, edition, items).
    pub entries: Vec<(Link, String)>,
    /// How many assessments use each: (what, how many), for examples.
    pub uses: Vec<(String, usize)>,
}

/// The provider's list.
#[must_use]
pub fn render_provider(frame: &PortalFrame, view: &ProviderView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let entries: Vec<AnyView> = view
            .entries
            .iter()
            .cloned()
            .map(|(link, remark)| {
                view! { <li><a href=link.href>{link.label}</a><span class="meta">{remark}</span></li> }.into_any()
            })
            .collect();
        let uses: Vec<AnyView> = view
            .uses
            .iter()
            .cloned()
            .map(|(what, count)| view! { <tr><td>{what}</td><td>{count}</td></tr> }.into_any())
            .collect();
        let any_use = !uses.is_empty();
        view! {
            <h1>{view.heading.clone()}</h1>
            <p class="lead">{view.lead.clone()}</p>
            <ul class="link-list">{entries}</ul>
            {any_use.then(|| view! {
                <h2>"使われている数"</h2>
                <table>
                    <thead><tr><th scope="col">"記載例"</th><th scope="col">"評価書の数"</th></tr></thead>
                    <tbody>{uses}</tbody>
                </table>
            })}
        }
    })
}
