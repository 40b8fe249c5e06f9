//! Preview, and the approver's page: the full text beside what the public will read.

use domain::{Document, FormEdition};
use leptos::prelude::*;

use super::beside::beside;
use crate::components::findings::{FindingView, finding_list};
use crate::components::forms::{csrf, hidden};
use crate::components::inputs::textarea_text;
use crate::components::landmarks::state_mark;
use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// A transition that a person may make now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageButton {
    /// The value of `op`.
    pub op: String,
    /// The words on the button.
    pub label: String,
    /// Whether a reason must be given in the field `reason`.
    pub needs_reason: bool,
    /// Whether it is the main act of the page.
    pub main: bool,
    /// The reason typed before, where one was typed.
    pub reason: String,
    /// The day that is proposed, where one is asked for in the field `on`.
    pub day: Option<String>,
    /// What stands in the way; with any, the button does nothing.
    pub obstacles: Vec<String>,
}

/// Full text beside public text.
#[derive(Debug, Clone)]
pub struct PreviewView<'a> {
    /// The addresses of this assessment.
    pub paths: AssessmentPaths,
    /// The form.
    pub form: &'a FormEdition,
    /// The full document.
    pub document: &'a Document,
    /// The assessment's title.
    pub title: String,
    /// The body's name.
    pub body_name: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
}

/// The approver's page. Acts post `op`, `reason`, `revision`, `csrf` to
/// [`AssessmentPaths::stage`].
#[derive(Debug, Clone)]
pub struct ReviewView<'a> {
    /// What is compared.
    pub preview: PreviewView<'a>,
    /// The revision that the acts are bound to.
    pub revision: i64,
    /// Who edited last, and when, in one line.
    pub edited: String,
    /// Findings.
    pub findings: Vec<FindingView>,
    /// What this person may do now.
    pub buttons: Vec<StageButton>,
}

/// The forms of transitions: one for acts without a reason, one for each with.
pub fn stage_form(
    paths: &AssessmentPaths,
    revision: i64,
    token: &str,
    buttons: &[StageButton],
) -> AnyView {
    let forms: Vec<AnyView> = buttons
        .iter()
        .map(|button| {
            let class = match (button.main, button.needs_reason) {
                (true, _) => "button button-main",
                (false, true) => "button button-danger",
                (false, false) => "button",
            };
            let id = format!("reason-{}", button.op);
            let reason = button.needs_reason.then(|| {
                let label = format!("{}理由", button.label);
                view! {
                    <label class="form-label" for=id.clone()>{label}<span class="tag" data-required="true">"必須"</span></label>
                    <textarea class="textarea" id=id.clone() name="reason" rows="3" required=true>{textarea_text(&button.reason)}</textarea>
                }
            });
            let blocked = !button.obstacles.is_empty();
            let described = blocked.then(|| format!("obstacles-{}", button.op));
            view! {
                <form method="post" action=paths.stage() class="stage-form">
                    {csrf(token)}
                    {hidden("revision", revision.to_string())}
                    {reason}
                    {day_field(button)}
                    {obstacle_list(button)}
                    <p><button class=class name="op" value=button.op.clone() disabled=blocked aria-describedby=described>{button.label.clone()}</button></p>
                </form>
            }
            .into_any()
        })
        .collect();
    forms.into_any()
}

fn day_field(button: &StageButton) -> Option<AnyView> {
    let id = format!("on-{}", button.op);
    let day = button.day.clone()?;
    let field = view! {
        <label class="form-label" for=id.clone()>"日付"</label>
        <input class="input" type="date" id=id name="on" value=day required=true/>
    };
    Some(field.into_any())
}

fn obstacle_list(button: &StageButton) -> Option<AnyView> {
    if button.obstacles.is_empty() {
        return None;
    }
    let id = format!("obstacles-{}", button.op);
    let items: Vec<_> = button
        .obstacles
        .iter()
        .map(|message| view! { <li>{message.clone()}</li> })
        .collect();
    Some(view! { <ul class="obstacles" id=id>{items}</ul> }.into_any())
}

/// Full text beside public text, for anyone who may see the full text.
#[must_use]
pub fn render_preview(frame: &PortalFrame, view: &PreviewView<'_>) -> String {
    let compared = beside(view.form, view.document, &view.body_name);
    let (paths, stage, title) = (view.paths.clone(), view.stage.clone(), view.title.clone());
    portal_page(frame, move || {
        view! {
            <div data-state=stage.0.clone()>
                <h1>"公表の姿"</h1>
                <p>{state_mark(&stage.0, &stage.1)}" "<span class="meta">{title}</span></p>
                {explanation()}
                <p class="button-row"><a class="button" href=paths.overview()>"評価書の目次へ戻る"</a></p>
                {compared}
            </div>
        }
    })
}

fn explanation() -> AnyView {
    view! {
        <p class="lead">
            "左は非公表部分を含む全文、右は住民に公表される姿です。右側は、公表するときと同じ処理で作っています。"
        </p>
    }
    .into_any()
}

/// The approver's page.
#[must_use]
pub fn render_review(frame: &PortalFrame, view: &ReviewView<'_>) -> String {
    let preview = &view.preview;
    let compared = beside(preview.form, preview.document, &preview.body_name);
    let findings = finding_list(&view.findings);
    let acts = stage_form(&preview.paths, view.revision, &frame.csrf, &view.buttons);
    let none = view.buttons.is_empty();
    let (stage, edited, revision) = (preview.stage.clone(), view.edited.clone(), view.revision);
    let title = preview.title.clone();
    let count = view.findings.len();
    portal_page(frame, move || {
        view! {
            <div data-state=stage.0.clone()>
                <h1>"確認・承認"</h1>
                <p class="lead">{title}</p>
                <p>{state_mark(&stage.0, &stage.1)}" "<span class="meta">{format!("第{revision}改訂・{edited}")}</span></p>
                {explanation()}
                <section aria-labelledby="findings">
                    <h2 id="findings">{format!("検査の指摘（{count}件）")}</h2>
                    {findings}
                </section>
                <section aria-labelledby="acts">
                    <h2 id="acts">"判断"</h2>
                    {none.then(|| view! { <p>"いま、あなたができる操作はありません。"</p> })}
                    <p class="hint">"読んだ改訂に対する判断です。その後に改訂があれば、判断は受け付けません。"</p>
                    {acts}
                </section>
                <section aria-labelledby="text">
                    <h2 id="text">"全文と公表の姿"</h2>
                    {compared}
                </section>
            </div>
        }
    })
}
