//! The editor: one section of the form.

use leptos::prelude::*;

use super::assessment_desk::{SectionLink, section_nav};
use crate::components::field::{FieldContext, fields};
use crate::components::forms::{csrf, hidden, problem_summary};
use crate::components::groups::tools;
use crate::components::landmarks::state_mark;
use crate::forms::Section;
use crate::islands::UnsavedGuard;
use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// One section of an assessment to edit. The form posts to its own address
/// ([`AssessmentPaths::edit`]) with the fields of [`crate::forms`].
#[derive(Debug, Clone)]
pub struct EditorView {
    /// The addresses of this assessment.
    pub paths: AssessmentPaths,
    /// The assessment's title, or its affair; may be empty.
    pub title: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
    /// The revision that is edited; posted back as `revision`.
    pub revision: i64,
    /// The section.
    pub section: Section,
    /// Every section, for the navigation.
    pub nav: Vec<SectionLink>,
    /// What is typed (or [`crate::forms::fill`]ed), problems, help.
    pub context: FieldContext,
    /// `true` when it may be read but not changed: the page says why in its flash.
    pub read_only: bool,
}

/// The editor's page.
#[must_use]
pub fn render_editor(frame: &PortalFrame, view: &EditorView) -> String {
    let token = frame.csrf.clone();
    let view = view.clone();
    portal_page(frame, move || {
        let heading = view.section.title.clone();
        let nav = section_nav(&view.nav, &view.section.key);
        let form = form(&view, &token);
        let state = view.stage.0.clone();
        view! {
            <h1>{heading}</h1>
            <p class="meta">{view.title.clone()}" "{state_mark(&view.stage.0, &view.stage.1)}</p>
            <div class="form-page form-page-editor" data-state=state>
                {nav}
                <div class="editor">{form}</div>
            </div>
        }
    })
}

fn form(view: &EditorView, token: &str) -> AnyView {
    let action = view.paths.edit(&view.section.key);
    let summary = problem_summary(&view.context.problems);
    let body = body(view);
    let preview = view.paths.preview();
    let overview = view.paths.overview();
    let off = view.read_only;
    view! {
        {summary}
        <p class="to-sections"><a href="#sections">"ほかの項目へ"</a></p>
        <p class="hint">
            "公表しない部分は ｛非公表:期間｜30日｝ のように囲みます。理由は 期間・回数・技術・構成・場所・その他 です。"
        </p>
        <form method="post" action=action id="editor-form">
            {csrf(token)}
            {hidden("revision", view.revision.to_string())}
            <button class="visually-hidden" name="op" value="save" tabindex="-1" aria-hidden="true">"保存する"</button>
            <fieldset disabled=off><legend class="visually-hidden">{view.section.title.clone()}</legend>{body}</fieldset>
            <div class="save-bar">
                <button class="button button-main" name="op" value="save" disabled=off>"保存する"</button>
                <a class="button" href=preview>"公表の姿を見る"</a>
                <a href=overview>"一覧へ戻る"</a>
                <UnsavedGuard form="editor-form".to_owned()/>
            </div>
        </form>
    }
    .into_any()
}

fn body(view: &EditorView) -> AnyView {
    let section = &view.section;
    if !section.is_list() {
        return fields(&section.nodes, section.within.as_ref(), &view.context, 0);
    }
    let name = section.key.clone();
    let label = section
        .nodes
        .first()
        .map(|node| node.label.clone())
        .unwrap_or_default();
    let count = view.context.typed.count(&name);
    let groups: Vec<AnyView> = (1..=count)
        .map(|index| {
            let group = format!("{name}[{index}]");
            let href = view.paths.edit(&group);
            view! {
                <section class="item-group" id=group.clone()>
                    {tools(&group, index, count, &label)}
                    <p><a href=href>{format!("{label}（{index}）を書く")}</a></p>
                </section>
            }
            .into_any()
        })
        .collect();
    view! {
        <p>"特定個人情報ファイルごとに1組ずつ作ります。順序と件数をここで決めます。"</p>
        {groups}
        <button class="button" name="op" value=format!("add:{name}")>"1件足す"</button>
    }
    .into_any()
}
