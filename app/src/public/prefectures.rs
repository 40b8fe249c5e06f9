//! Prefectures, and the bodies of one.

use leptos::prelude::*;

use crate::render::{Link, PublicFrame, public_page};

/// The list of prefectures.
#[derive(Debug, Clone, Default)]
pub struct PrefecturesView {
    /// A link and the number of published assessments for each, in the order of codes.
    pub prefectures: Vec<(Link, usize)>,
}

/// A prefecture.
#[derive(Debug, Clone, Default)]
pub struct PrefectureView {
    /// Its name.
    pub name: String,
    /// A link and the number of published assessments for each body, in the order of codes.
    pub bodies: Vec<(Link, usize)>,
}

/// The list of prefectures.
#[must_use]
pub fn render_prefectures(frame: &PublicFrame, view: &PrefecturesView) -> String {
    let items = counted(&view.prefectures);
    public_page(frame, move || {
        view! { <h1>"都道府県からさがす"</h1><ul class="grid-links">{items}</ul> }
    })
}

/// The bodies of a prefecture.
#[must_use]
pub fn render_prefecture(frame: &PublicFrame, view: &PrefectureView) -> String {
    let items = counted(&view.bodies);
    let name = view.name.clone();
    // Bodies without a published assessment are no answer to somebody who looks for one.
    let is_empty = view.bodies.iter().all(|(_, count)| *count == 0);
    public_page(frame, move || {
        let bodies = if is_empty {
            view! {
                <div class="empty"><p>"この都道府県の団体が公表した評価書は、まだありません。"</p></div>
                {(!items.is_empty()).then(|| view! { <ul class="grid-links">{items}</ul> })}
            }
            .into_any()
        } else {
            view! {
                <p>"評価書を公表している団体です。かっこの中は、公表している評価書の数です。"</p>
                <ul class="grid-links">{items}</ul>
            }
            .into_any()
        };
        view! { <h1>{name}</h1>{bodies} }
    })
}

fn counted(links: &[(Link, usize)]) -> Vec<AnyView> {
    links
        .iter()
        .cloned()
        .map(|(link, count)| {
            let label = if count == 0 {
                link.label
            } else {
                format!("{}（{count}）", link.label)
            };
            view! { <li><a href=link.href>{label}</a></li> }.into_any()
        })
        .collect()
}
