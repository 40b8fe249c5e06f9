//! Before a group with something written in it goes away: what it holds, and a question.

use leptos::prelude::*;

use crate::components::forms::{csrf, hidden, hidden_fields};
use crate::islands::UnsavedGuard;
use crate::render::{PortalFrame, portal_page};

/// A removal to confirm. Posts to the editor's own address, with everything that was typed:
/// `op` = the removal and `confirmed=yes`, or `op=save` to keep the group.
#[derive(Clone, Default)]
pub struct ConfirmRemovalView {
    /// Where the form posts.
    pub action: String,
    /// The stage, for `data-state`.
    pub state: String,
    /// The revision that was edited.
    pub revision: i64,
    /// What the group is called.
    pub what: String,
    /// How many of its items are answered.
    pub answered: usize,
    /// The value of `op` that removes it.
    pub op: String,
    /// The editor's fields: names and values.
    pub rest: Vec<(String, String)>,
}

impl std::fmt::Debug for ConfirmRemovalView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConfirmRemovalView({} fields)", self.rest.len())
    }
}

/// The question.
#[must_use]
pub fn render_confirm_removal(frame: &PortalFrame, view: &ConfirmRemovalView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let rest = hidden_fields(&view.rest);
        view! {
            <div data-state=view.state.clone()>
                <h1>"削除しますか"</h1>
                <div class="notice notice-attention" role="alert" tabindex="-1" autofocus=true>
                    <p>{format!("「{}」を削除します。書いた{}欄も一緒に消えます。", view.what, view.answered)}</p>
                    <p>"ほかの欄に入力した内容は、どちらのボタンでも保存します。"</p>
                </div>
                <form method="post" action=view.action.clone() id="confirm-form" data-unsaved="true">
                    {csrf(&token)}
                    {hidden("revision", view.revision.to_string())}
                    {hidden("confirmed", "yes")}
                    {rest}
                    <p class="button-row">
                        <button class="button button-main" name="op" value="save">"削除しない（入力だけ保存する）"</button>
                        <button class="button button-danger" name="op" value=view.op.clone()>"削除する"</button>
                    </p>
                    <UnsavedGuard form="confirm-form".to_owned()/>
                </form>
            </div>
        }
    })
}
