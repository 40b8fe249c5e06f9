//! Someone else saved first: both texts side by side, and a choice for each item.

use leptos::prelude::*;

use crate::components::forms::{csrf, hidden};
use crate::render::{PortalFrame, portal_page};

/// An item that both changed.
#[derive(Clone)]
pub struct ConflictItem {
    /// The item's path.
    pub path: String,
    /// Number and label.
    pub label: String,
    /// What this person typed.
    pub mine: String,
    /// What is saved now.
    pub theirs: String,
}

/// A stale revision. Posts to the same address as the editor: `op=merge`, `revision` (the
/// newer one), `csrf`; for each item `choose:{path}` = `mine`, `theirs` or `merged`, and
/// `merged:{path}`, `mine:{path}`. What else was typed goes along in hidden fields.
#[derive(Clone, Default)]
pub struct ConflictView {
    /// Where the form posts.
    pub action: String,
    /// The newer revision.
    pub revision: i64,
    /// Who saved it, and when, in one line.
    pub saved: String,
    /// The items that differ.
    pub items: Vec<ConflictItem>,
    /// The other fields as typed: names and values.
    pub rest: Vec<(String, String)>,
}

impl std::fmt::Debug for ConflictView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConflictView({} items)", self.items.len())
    }
}

/// The conflict page.
#[must_use]
pub fn render_conflict(frame: &PortalFrame, view: &ConflictView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let items: Vec<AnyView> = view.items.iter().map(item).collect();
        let rest: Vec<AnyView> = view
            .rest
            .iter()
            .cloned()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect();
        view! {
            <h1>"ほかの人が先に保存しました"</h1>
            <div class="notice notice-attention">
                <p>{view.saved.clone()}</p>
                <p>"あなたの入力は失われていません。欄ごとに、どちらを残すかを選んでください。"</p>
            </div>
            <form method="post" action=view.action.clone()>
                {csrf(&token)}
                {hidden("revision", view.revision.to_string())}
                {rest}
                {items}
                <div class="save-bar"><button class="button button-main" name="op" value="merge">"選んだ内容で保存する"</button></div>
            </form>
        }
    })
}

fn item(item: &ConflictItem) -> AnyView {
    let choose = format!("choose:{}", item.path);
    let merged = format!("merged:{}", item.path);
    let merged_id = merged.clone();
    let mine_name = format!("mine:{}", item.path);
    view! {
        <fieldset class="item" id=item.path.clone()>
            <legend>{item.label.clone()}</legend>
            <div class="beside">
                <div class="beside-side">
                    <label class="choice">
                        <input type="radio" name=choose.clone() value="mine" required=true/><span>"あなたの入力を残す"</span>
                    </label>
                    <p class="prose-text">{item.mine.clone()}</p>
                    <input type="hidden" name=mine_name value=item.mine.clone()/>
                </div>
                <div class="beside-side beside-public">
                    <label class="choice">
                        <input type="radio" name=choose.clone() value="theirs"/><span>"先に保存された内容にする"</span>
                    </label>
                    <p class="prose-text">{item.theirs.clone()}</p>
                </div>
            </div>
            <label class="choice">
                <input type="radio" name=choose value="merged"/><span>"両方をもとに書き直す"</span>
            </label>
            <textarea class="textarea" id=merged_id name=merged rows="6" aria-label=format!("{}を書き直す", item.label)>
                {item.mine.clone()}
            </textarea>
        </fieldset>
    }
    .into_any()
}
