//! Someone else saved first: both texts side by side, and a choice for each item.

use leptos::prelude::*;

use crate::components::forms::{
    Problem, csrf, hidden, hidden_fields, problem_beside, problem_summary,
};
use crate::components::inputs::textarea_text;
use crate::islands::UnsavedGuard;
use crate::render::{PortalFrame, portal_page};

/// What becomes of an item that both changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What this person typed.
    Mine,
    /// What the other saved.
    Theirs,
    /// What this person writes from both.
    Merged,
}

impl Choice {
    /// Reads the value of `choose:{path}`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "mine" => Some(Self::Mine),
            "theirs" => Some(Self::Theirs),
            "merged" => Some(Self::Merged),
            _ => None,
        }
    }
}

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
    /// What stands in the field for rewriting; `None` for items that are no text.
    pub rewrite: Option<String>,
    /// What was chosen before.
    pub chosen: Option<Choice>,
}

/// A stale revision. Posts to the same address as the editor, or as the page of the facts:
/// `op=merge`, `revision` (the newer one), `csrf`; for each item `conflict` = its path,
/// `choose:{path}` = `mine`, `theirs` or `merged`, and `merged:{path}` for texts. What was
/// typed, and what the other saved elsewhere on the page, goes along in the fields of that
/// page itself.
#[derive(Clone, Default)]
pub struct ConflictView {
    /// Where the form posts.
    pub action: String,
    /// The stage, for `data-state`.
    pub state: String,
    /// The newer revision.
    pub revision: i64,
    /// Who saved it, and when, in one line.
    pub saved: String,
    /// The items that differ.
    pub items: Vec<ConflictItem>,
    /// The editor's fields: names and values.
    pub rest: Vec<(String, String)>,
    /// What is wrong with the choices; fields are `merged:{path}` or `choose:{path}`.
    pub problems: Vec<Problem>,
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
        let items: Vec<AnyView> = view
            .items
            .iter()
            .map(|found| item(found, &view.problems))
            .collect();
        let rest = hidden_fields(&view.rest);
        view! {
            <div data-state=view.state.clone()>
                <h1>"ほかの人が先に保存しました"</h1>
                <div class="notice notice-attention" role="alert" tabindex="-1" autofocus=view.problems.is_empty()>
                    <p>{view.saved.clone()}</p>
                    <p>{format!(
                        "あなたの入力は失われていません。まだ保存もされていません。同じ欄を直していた{}か所について、どちらを残すかを選び、「選んだ内容で保存する」を押してください。ほかの欄は、両方の変更を合わせてあります。",
                        view.items.len(),
                    )}</p>
                </div>
                {problem_summary(&view.problems)}
                <form method="post" action=view.action.clone() id="conflict-form" data-unsaved="true">
                    {csrf(&token)}
                    {hidden("revision", view.revision.to_string())}
                    {rest}
                    {items}
                    <div class="save-bar"><button class="button button-main" name="op" value="merge">"選んだ内容で保存する"</button><UnsavedGuard form="conflict-form".to_owned()/></div>
                </form>
            </div>
        }
    })
}

fn item(item: &ConflictItem, problems: &[Problem]) -> AnyView {
    let choose = format!("choose:{}", item.path);
    let unchosen = message(problems, &choose);
    let by = unchosen.is_some().then(|| format!("{choose}-problem"));
    let option = |choice: Choice, value: &'static str, words: &'static str| {
        let checked = item.chosen == Some(choice);
        // The summary of what is not chosen yet leads to the first button.
        let id = (choice == Choice::Mine).then(|| choose.clone());
        view! {
            <label class="choice">
                <input type="radio" id=id name=choose.clone() value=value checked=checked required=true
                    aria-describedby=by.clone()/><span>{words}</span>
            </label>
        }
        .into_any()
    };
    let rewrite = item.rewrite.clone().map(|text| {
        let name = format!("merged:{}", item.path);
        let problem = message(problems, &name);
        let by = problem.is_some().then(|| format!("{name}-problem"));
        view! {
            {option(Choice::Merged, "merged", "下の欄に書き直したものにする")}
            <textarea class="textarea" id=name.clone() name=name.clone() rows="6" aria-describedby=by
                aria-label=format!("{}を書き直す", item.label)>
                {textarea_text(&text)}
            </textarea>
            {problem_beside(&name, problem)}
        }
    });
    let unchosen = problem_beside(&choose, unchosen);
    view! {
        <fieldset class="item" id=item.path.clone()>
            <legend>{item.label.clone()}</legend>
            <input type="hidden" name="conflict" value=item.path.clone()/>
            {unchosen}
            <div class="beside">
                <div class="beside-side">
                    {option(Choice::Mine, "mine", "あなたの入力を残す")}
                    <p class="prose-text">{item.mine.clone()}</p>
                </div>
                <div class="beside-side beside-public">
                    {option(Choice::Theirs, "theirs", "先に保存された内容にする")}
                    <p class="prose-text">{item.theirs.clone()}</p>
                </div>
            </div>
            {rewrite}
        </fieldset>
    }
    .into_any()
}

fn message(problems: &[Problem], field: &str) -> Option<String> {
    problems
        .iter()
        .find(|problem| problem.field == field)
        .map(|problem| problem.message.clone())
}
