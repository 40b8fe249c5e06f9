//! The editor: one section of the form.

use leptos::prelude::*;

use super::assessment_desk::{SectionLink, section_nav};
use crate::components::field::{FieldContext, fields};
use crate::components::findings::findings_beside;
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
    /// Why it may be read but not changed, in a sentence; `None` when it may be changed.
    pub read_only: Option<String>,
    /// Why it came back from review, if it did.
    pub returned: Option<String>,
}

/// The editor's page.
#[must_use]
pub fn render_editor(frame: &PortalFrame, view: &EditorView) -> String {
    let token = frame.csrf.clone();
    let view = view.clone();
    portal_page(frame, move || {
        let heading =
            title_of(&view, &view.section.key).unwrap_or_else(|| view.section.title.clone());
        let nav = section_nav(&view.nav, &view.section.key);
        let form = form(&view, &token);
        let state = view.stage.0.clone();
        view! {
            <h1>{heading}</h1>
            <p class="meta">{view.title.clone()}" "{state_mark(&view.stage.0, &view.stage.1)}</p>
            {notes(&view)}
            <div class="form-page form-page-editor" data-state=state>
                {nav}
                <div class="editor">{form}</div>
            </div>
        }
    })
}

/// What the navigation calls a page: the page of a file by the file's name.
fn title_of(view: &EditorView, key: &str) -> Option<String> {
    let link = view.nav.iter().find(|link| link.key == key)?;
    Some(link.title.clone())
}

fn notes(view: &EditorView) -> AnyView {
    let read_only = view.read_only.clone().map(|why| {
        view! { <div class="notice notice-attention"><p>{why}</p></div> }
    });
    let returned = view.returned.clone().map(|reason| {
        view! {
            <details class="help" open=true>
                <summary>"差し戻された理由"</summary><p class="prose-text">{reason}</p>
            </details>
        }
    });
    view! { {read_only}{returned} }.into_any()
}

fn form(view: &EditorView, token: &str) -> AnyView {
    let action = view.paths.edit(&view.section.key);
    let summary = problem_summary(&view.context.problems);
    let body = body(view);
    let off = view.read_only.is_some();
    // The section itself is an item: the element around its fields carries its id.
    let own_field = view.section.within.is_none()
        && !view.section.is_list()
        && view
            .section
            .nodes
            .iter()
            .any(|node| node.id.as_str() == view.section.key);
    let id = (!own_field).then(|| view.section.key.clone());
    let unsaved = (!view.context.problems.is_empty()).then_some("true");
    let bar = if off {
        reading_bar(view)
    } else {
        save_bar(view)
    };
    view! {
        {summary}
        <p class="to-sections"><a href="#sections">"ほかの項目へ"</a></p>
        {(!off).then(notation_hint)}
        <form method="post" action=action id="editor-form" data-unsaved=unsaved>
            {csrf(token)}
            {hidden("revision", view.revision.to_string())}
            <button class="visually-hidden" name="op" value="save" tabindex="-1" aria-hidden="true" disabled=off>"保存する"</button>
            <fieldset id=id disabled=off><legend class="visually-hidden">{view.section.title.clone()}</legend>{body}</fieldset>
            {bar}
        </form>
    }
    .into_any()
}

fn notation_hint() -> AnyView {
    view! {
        <details class="help">
            <summary>"公表しない部分の書き方"</summary>
            <p>"伏せる文字を ｛非公表:期間｜30日｝ のように囲みます。かっこ・コロン・縦棒は半角でもかまいません。"</p>
            <p>"理由は 期間・回数・技術・構成・場所・その他 から選びます。住民には理由だけが見え、文字も長さも伝わりません。"</p>
        </details>
    }
    .into_any()
}

fn save_bar(view: &EditorView) -> AnyView {
    let is_last = view
        .nav
        .last()
        .is_none_or(|last| last.key == view.section.key);
    let next = (!is_last).then(|| {
        view! { <button class="button" name="op" value="next">"保存して次の項目へ"</button> }
    });
    view! {
        <div class="save-bar">
            <button class="button button-main" name="op" value="save">"保存する"</button>
            {next}
            <button class="button" name="op" value="preview">"保存して公表の姿を見る"</button>
            <button class="button button-quiet" name="op" value="close">"保存して目次へ戻る"</button>
            <UnsavedGuard form="editor-form".to_owned()/>
        </div>
    }
    .into_any()
}

fn reading_bar(view: &EditorView) -> AnyView {
    let (preview, overview) = (view.paths.preview(), view.paths.overview());
    view! {
        <p class="button-row">
            <a class="button" href=preview>"公表の姿を見る"</a><a href=overview>"評価書の目次へ戻る"</a>
        </p>
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
            let title = title_of(view, &group).unwrap_or_else(|| format!("{label}（{index}）"));
            view! {
                <section class="item-group" id=group.clone()>
                    {tools(&group, index, count, &label)}
                    <p><a href=href>{format!("{title}を書く")}</a></p>
                </section>
            }
            .into_any()
        })
        .collect();
    let none = count == 0;
    view! {
        <p>"特定個人情報ファイルごとに1組ずつ作ります。順序と件数をここで決めます。"</p>
        <input type="hidden" name=format!("{name}~count") value=count.to_string()/>
        {none.then(|| view! { <p class="blank-answer">"まだありません。「1件足す」から始めます。"</p> })}
        {groups}
        {findings_beside(view.context.findings.iter().filter(|finding| finding.item == name))}
        <button class="button" name="op" value=format!("add:{name}")>"1件足す"</button>
    }
    .into_any()
}
