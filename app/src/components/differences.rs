//! Fields that two documents of an affair answer differently, each with two buttons. They
//! post `from`, `from_revision`, `into`, `into_revision`, `item` and `csrf`.

use leptos::prelude::*;

use super::forms::{csrf, hidden};

/// One side.
#[derive(Clone, PartialEq, Eq)]
pub struct DifferenceSide {
    /// The form's id.
    pub form: String,
    /// Its title.
    pub form_title: String,
    /// The item.
    pub item: String,
    /// The revision that was read.
    pub revision: i64,
    /// What stands there.
    pub words: String,
    /// Whether the other side can be made to say this.
    pub may_be_taken: bool,
}

impl std::fmt::Debug for DifferenceSide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DifferenceSide")
    }
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceView {
    /// What it is about.
    pub label: String,
    /// Where it posts.
    pub action: String,
    /// This document.
    pub here: DifferenceSide,
    /// The other one.
    pub there: DifferenceSide,
}

/// The differences; nothing when there are none. With `token` they can be settled.
pub fn differences(found: &[DifferenceView], token: Option<&str>) -> Option<AnyView> {
    if found.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = found.iter().map(|found| difference(found, token)).collect();
    Some(
        view! {
            <section aria-labelledby="differences">
                <h2 id="differences">"同じ事務の評価書と違う記載"</h2>
                <p>"同じことを書く欄の記載が違います。どちらかにそろえるか、違う理由があればそのままにしてください。"</p>
                {items}
            </section>
        }
        .into_any(),
    )
}

fn difference(found: &DifferenceView, token: Option<&str>) -> AnyView {
    let side = |from: &DifferenceSide, into: &DifferenceSide| {
        let button = token.filter(|_| from.may_be_taken).map(|token| {
            view! {
                <form method="post" action=found.action.clone()>
                    {csrf(token)}
                    {hidden("from", from.form.clone())}
                    {hidden("from_revision", from.revision.to_string())}
                    {hidden("into", into.form.clone())}
                    {hidden("into_revision", into.revision.to_string())}
                    {hidden("item", into.item.clone())}
                    <button class="button button-small">{format!("{}の記載にそろえる", from.form_title)}</button>
                </form>
            }
        });
        view! { <dt>{from.form_title.clone()}</dt><dd><p class="prose-text">{from.words.clone()}</p>{button}</dd> }
    };
    view! {
        <h3>{found.label.clone()}</h3>
        <dl>{side(&found.here, &found.there)}{side(&found.there, &found.here)}</dl>
    }
    .into_any()
}
