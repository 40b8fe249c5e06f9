//! The result of a consultation: the last look before it is published, and what the items of
//! the form would say.

use domain::opinion::ConsultationResult;
use leptos::prelude::*;

use crate::components::forms::{csrf, hidden};
use crate::public::consultations::group;
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// The last look before a result is published.
#[derive(Debug, Clone)]
pub struct ResultView {
    /// The consultation.
    pub id: String,
    /// The title of the assessment.
    pub title: String,
    /// What the public would read.
    pub result: ConsultationResult,
    /// How many opinions have no answer.
    pub unanswered: usize,
    /// What was seen, to bind the act to it.
    pub seen: String,
    /// When it was published before, in words.
    pub published: Option<String>,
    /// Whether it can be published now.
    pub may_publish: bool,
    /// Why it was not published.
    pub refused: Option<String>,
    /// The public page.
    pub page: String,
}

/// The result.
#[must_use]
pub fn render_result(frame: &PortalFrame, view: &ResultView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let groups: Vec<AnyView> = view.result.groups().iter().map(group).collect();
        let action = format!("{}result", routes::desk_consultation(&view.id));
        let refused = view.refused.clone().map(|message| view! { <div class="notice notice-error" role="alert"><p>{message}</p></div> });
        let open = view.unanswered;
        let publish = view.may_publish.then(|| {
            view! {
                <form method="post" action=action class="button-row">
                    {csrf(&token)}{hidden("seen", view.seen.clone())}
                    <button class="button button-main">"この内容で結果を公表する"</button>
                </form>
            }
        });
        let page = view.page.clone();
        let published = view.published.clone().map(|on| view! { <p>{format!("{on}に公表しています。")}<a href=page>"公表のページ"</a>" もう一度公表すると、新しい内容に置き換わります。"</p> });
        view! {
            <h1>"意見募集の結果を公表する"</h1>
            <p class="lead">{view.title.clone()}</p>
            {refused}
            {published}
            {(open > 0).then(|| view! { <div class="notice notice-attention"><p>{format!("回答していない意見が{open}件あります。全ての意見に回答してから公表します。")}</p></div> })}
            <h2>{format!("公表される姿（{}件）", view.result.count())}</h2>
            {groups}
            {publish}
            <p><a href=routes::desk_consultation(&view.id)>"意見の一覧へ戻る"</a></p>
        }
    })
}

/// What an item would say.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemProposal {
    /// The item's id.
    pub item: String,
    /// Number and label.
    pub label: String,
    /// What stands there now; empty for nothing.
    pub now: String,
    /// What the program proposes.
    pub proposed: String,
}

impl std::fmt::Debug for ItemProposal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ItemProposal({})", self.item)
    }
}

/// Proposals for the items of the form.
#[derive(Debug, Clone, Default)]
pub struct ItemsView {
    /// The consultation.
    pub id: String,
    /// The title of the assessment.
    pub title: String,
    /// The revision that was read.
    pub revision: i64,
    /// The items.
    pub items: Vec<ItemProposal>,
    /// Whether they can be written now.
    pub may_write: bool,
    /// Why they were not written.
    pub refused: Option<String>,
}

/// Proposals for the items of the form, each written only where it is ticked. What stands in
/// an item already is not ticked beforehand.
#[must_use]
pub fn render_items(frame: &PortalFrame, view: &ItemsView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let items: Vec<AnyView> = view
            .items
            .iter()
            .cloned()
            .map(|item| proposal(item, view.may_write))
            .collect();
        let action = format!("{}items", routes::desk_consultation(&view.id));
        let refused = view.refused.clone().map(|message| view! { <div class="notice notice-error" role="alert"><p>{message}</p></div> });
        let button = view.may_write.then(|| view! { <p class="button-row"><button class="button button-main">"選んだ欄に書く"</button></p> });
        let not_now = (!view.may_write).then(|| view! { <p>"評価書に書けるのは、意見聴取が終わった後の見直しの間、作成担当だけです。"</p> });
        view! {
            <h1>"評価書の欄に結果を書く"</h1>
            <p class="lead">{view.title.clone()}</p>
            {refused}
            <p>"意見と回答から作った文です。選んだ欄だけを、新しい改訂として書きます。既に書かれている欄は、選んだときだけ置き換わります。書いた後に手で直せます。"</p>
            {not_now}
            <form method="post" action=action>
                {csrf(&token)}{hidden("revision", view.revision.to_string())}
                {items}
                {button}
            </form>
            <p><a href=routes::desk_consultation(&view.id)>"意見の一覧へ戻る"</a></p>
        }
    })
}

fn proposal(item: ItemProposal, may_write: bool) -> AnyView {
    let id = format!("write-{}", item.item);
    let (blank, same) = (item.now.is_empty(), item.now == item.proposed);
    let now = if blank {
        "（記載なし）".to_owned()
    } else {
        item.now
    };
    let words = if blank {
        "この文を書く"
    } else {
        "いまの記載をこの文に置き換える"
    };
    let tick = (may_write && !same).then(|| {
        view! { <label class="choice" for=id.clone()><input type="checkbox" id=id.clone() name="item" value=item.item.clone() checked=blank/><span>{words}</span></label> }
    });
    view! {
        <section class="opinion-group">
            <h2>{item.label}</h2>
            <h3>"いまの記載"</h3><p class="prose-text">{now}</p>
            <h3>"作った文"</h3><p class="prose-text">{item.proposed}</p>
            {same.then(|| view! { <p class="meta">"いまの記載と同じです。"</p> })}
            {tick}
        </section>
    }
    .into_any()
}
