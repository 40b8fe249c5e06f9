//! Preview, and the page of the check in the house: the full text beside what the public will
//! read.

use domain::{Document, FormEdition};
use leptos::prelude::*;

use super::beside::beside;
use super::procedure::{WaiverView, waivers};
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
    /// What the day is.
    pub day_label: String,
    /// Choices of the field `ground`, where one is asked for: value and words.
    pub choices: Vec<(String, String)>,
    /// The last day, where a period is asked for in `from` and `to`: `day` is the first.
    pub until: Option<String>,
    /// The page that asks once more, in the place of a form.
    pub confirm: Option<String>,
    /// Items for which a reason of their own may be given in `reason:{item}`: path, label and
    /// what was typed.
    pub items: Vec<(String, String, String)>,
    /// What stands in the way; with any, the button does nothing.
    pub obstacles: Vec<ObstacleView>,
}

/// What stands in the way of an act: the same words as in its refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObstacleView {
    /// What is missing and what to do.
    pub message: String,
    /// Where to do it: words and address.
    pub link: Option<(String, String)>,
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
    /// Findings that were waived with a reason.
    pub waivers: Vec<WaiverView>,
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
            // A reason of one item is enough.
            let must = button.items.is_empty();
            let reason = button.needs_reason.then(|| {
                let label = format!("{}理由", button.label);
                view! {
                    <label class="form-label" for=id.clone()>{label}<span class="tag" data-required="true">"必須"</span></label>
                    <textarea class="textarea" id=id.clone() name="reason" rows="3" required=must>{textarea_text(&button.reason)}</textarea>
                }
            });
            let blocked = !button.obstacles.is_empty();
            let described = blocked.then(|| format!("obstacles-{}", button.op));
            if let Some(confirm) = button.confirm.clone().filter(|_| !blocked) {
                return view! { <p class="stage-form"><a class="button" href=confirm>{format!("{}…", button.label)}</a></p> }
                    .into_any();
            }
            view! {
                <form method="post" action=paths.stage() class="stage-form">
                    {csrf(token)}
                    {hidden("revision", revision.to_string())}
                    {reason}
                    {item_reasons(button)}
                    {choice_field(button)}
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
    if let Some(until) = button.until.clone() {
        let end = format!("to-{}", button.op);
        let field = view! {
            <label class="form-label" for=id.clone()>"意見聴取の開始日"</label>
            <input class="input" type="date" id=id name="from" value=day required=true/>
            <label class="form-label" for=end.clone()>"意見聴取の終了日（この日の終わりまで受け付けます）"</label>
            <input class="input" type="date" id=end name="to" value=until required=true/>
        };
        return Some(field.into_any());
    }
    let field = view! {
        <label class="form-label" for=id.clone()>{button.day_label.clone()}</label>
        <input class="input" type="date" id=id name="on" value=day required=true/>
    };
    Some(field.into_any())
}

fn choice_field(button: &StageButton) -> Option<AnyView> {
    if button.choices.is_empty() {
        return None;
    }
    let choices: Vec<AnyView> = button
        .choices
        .iter()
        .cloned()
        .map(|(value, words)| {
            let id = format!("ground-{value}");
            view! {
                <li><input type="radio" id=id.clone() name="ground" value=value required=true/>" "<label for=id>{words}</label></li>
            }
            .into_any()
        })
        .collect();
    let field = view! {
        <fieldset><legend class="form-label">{format!("{}理由", button.label)}</legend><ul class="chosen">{choices}</ul></fieldset>
    };
    Some(field.into_any())
}

/// Fields for reasons of single items, folded away.
fn item_reasons(button: &StageButton) -> Option<AnyView> {
    if button.items.is_empty() {
        return None;
    }
    let any = button.items.iter().any(|(_, _, typed)| !typed.is_empty());
    let rows: Vec<AnyView> = button
        .items
        .iter()
        .cloned()
        .map(|(item, label, typed)| {
            let (id, name) = (format!("reason-of-{item}"), format!("reason:{item}"));
            view! {
                <label class="form-label" for=id.clone()>{label}</label>
                <input class="input" type="text" id=id name=name value=typed/>
            }
            .into_any()
        })
        .collect();
    let fields = view! {
        <details class="help" open=any>
            <summary>"項目ごとに理由を書く"</summary>
            <p class="hint">"書いた項目だけが、作成担当の画面でその欄のそばに表示されます。"</p>
            {rows}
        </details>
    };
    Some(fields.into_any())
}

/// What stands in the way of a button, with the way to it.
pub fn obstacle_list(button: &StageButton) -> Option<AnyView> {
    obstacles(&button.op, &button.obstacles)
}

/// What stands in the way of the button `op`, with the way to it; the button is described by
/// `obstacles-{op}`.
pub fn obstacles(op: &str, obstacles: &[ObstacleView]) -> Option<AnyView> {
    if obstacles.is_empty() {
        return None;
    }
    let id = format!("obstacles-{op}");
    let items: Vec<_> = obstacles
        .iter()
        .cloned()
        .map(|obstacle| {
            let link = obstacle
                .link
                .map(|(words, href)| view! { " "<a href=href>{words}</a> });
            view! { <li>{obstacle.message}{link}</li> }
        })
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
    let waived = waivers(&preview.paths, &frame.csrf, &view.waivers, false);
    let (stage, edited, revision) = (preview.stage.clone(), view.edited.clone(), view.revision);
    let title = preview.title.clone();
    let count = view.findings.len();
    portal_page(frame, move || {
        view! {
            <div data-state=stage.0.clone()>
                <h1>"庁内の確認"</h1>
                <p class="lead">{title}</p>
                <p>{state_mark(&stage.0, &stage.1)}" "<span class="meta">{format!("第{revision}改訂・{edited}")}</span></p>
                {explanation()}
                <section aria-labelledby="findings">
                    <h2 id="findings">{format!("検査の指摘（{count}件）")}</h2>
                    {findings}
                </section>
                {waived}
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
