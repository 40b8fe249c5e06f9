//! A copy in full as one page, for those who may read everything: third-party reviewers and
//! the commission. It is a file, not a page of the portal: no navigation, no script.

use domain::{Document, FormEdition};
use leptos::prelude::*;

use crate::components::answers::{FullSource, items};
use crate::render::static_fragment;
use crate::routes;

/// A copy in full.
#[derive(Debug, Clone)]
pub struct FullCopyView<'a> {
    /// The form.
    pub form: &'a FormEdition,
    /// The document, withheld parts included.
    pub document: &'a Document,
    /// The body's name.
    pub body_name: String,
    /// Whom it is for, for `data-audience`.
    pub audience: String,
    /// Whom it is for, in Japanese.
    pub audience_label: String,
}

/// A copy in full. Withheld parts are marked, and the page says that they must not get out.
#[must_use]
pub fn render_full_copy(view: &FullCopyView<'_>) -> String {
    let source = FullSource {
        answers: &view.document.answers,
        body_name: &view.body_name,
    };
    let answers = items(view.form.items(), None, &source, 0);
    let document = view.document;
    let number = document.number.to_string();
    let title = format!("{} {}（{}）", view.body_name, view.form.title, number);
    let label = view.audience_label.clone();
    let audience = view.audience.clone();
    let agency = document.agency.clone();
    let html = static_fragment(move || {
        view! {
            <html lang="ja">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex"/>
                    <title>{title.clone()}</title>
                    <link rel="stylesheet" href=routes::STYLESHEET/>
                </head>
                <body>
                    <main id="main" class="wrap">
                        <article data-audience=audience>
                            <h1>{title}</h1>
                            <p class="meta">{format!("{agency}・評価書番号 {number}")}</p>
                            <div class="notice notice-attention">
                                <p>{format!("{label}の写しです。印の付いた部分は非公表です。公開しないでください。")}</p>
                            </div>
                            {answers}
                        </article>
                    </main>
                </body>
            </html>
        }
    });
    format!("<!DOCTYPE html>{html}\n")
}
