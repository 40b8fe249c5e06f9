//! The page of a body, and lists of assessments.

use leptos::prelude::*;

use crate::render::{PublicFrame, public_page};

/// A published assessment in a list. All of it is public text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentLink {
    /// Its public title.
    pub title: String,
    /// The body's name.
    pub body: String,
    /// The form, as 全項目評価書.
    pub form: String,
    /// Its number.
    pub number: String,
    /// The day of publication, ISO.
    pub published: String,
    /// Its address.
    pub href: String,
}

/// A body.
#[derive(Debug, Clone, Default)]
pub struct BodyView {
    /// The body's name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The prefecture's name.
    pub prefecture: String,
    /// Its published assessments.
    pub assessments: Vec<AssessmentLink>,
}

/// The page of a body.
#[must_use]
pub fn render_body(frame: &PublicFrame, view: &BodyView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        view! {
            <h1>{view.name.clone()}</h1>
            <p class="meta">{format!("{}　団体コード {}", view.prefecture, view.code)}</p>
            <h2>{format!("公表している評価書（{}件）", view.assessments.len())}</h2>
            {assessment_list(&view.assessments, false)}
        }
    })
}

/// A list of assessments, or a sentence when there are none.
pub(super) fn assessment_list(links: &[AssessmentLink], with_body: bool) -> AnyView {
    if links.is_empty() {
        return view! { <div class="empty"><p>"公表されている評価書は、まだありません。"</p></div> }.into_any();
    }
    let items: Vec<AnyView> = links
        .iter()
        .cloned()
        .map(|link| {
            let body = if with_body {
                format!("{}・", link.body)
            } else {
                String::new()
            };
            let date = crate::components::answers::date_words(&link.published);
            view! {
                <li>
                    <a href=link.href>{link.title}</a>
                    <span class="meta">
                        {format!("{body}{}・評価書番号{}・", link.form, link.number)}
                        <time datetime=link.published>{date}</time>"公表"
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="link-list">{items}</ul> }.into_any()
}
