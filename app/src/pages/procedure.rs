//! Where an assessment stands in its procedure, and pages that ask once more before an act.

use leptos::prelude::*;

use super::review::{ObstacleView, StageButton, obstacle_list};
use crate::components::forms::{csrf, hidden};
use crate::components::inputs::textarea_text;
use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// A step of the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// The stage in Japanese.
    pub label: String,
    /// `done`, `now`, `next` or `left-out`.
    pub standing: String,
    /// The same in Japanese, for those who do not see colours.
    pub words: String,
    /// When it was left, by whom and by what; empty where that is not known.
    pub how: String,
    /// Whether it may be left out (任意).
    pub is_optional: bool,
}

/// A document that was kept on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptView {
    /// Which.
    pub label: String,
    /// With which act it came about.
    pub act: String,
    /// When and by whom.
    pub how: String,
    /// The revision; empty where none is bound.
    pub revision: String,
}

/// The steps of this round, in order.
pub fn step_list(steps: &[StepView]) -> AnyView {
    let items: Vec<AnyView> = steps
        .iter()
        .cloned()
        .map(|step| {
            let here = (step.standing == "now").then_some("step");
            let optional = step.is_optional.then_some("（任意）");
            let how =
                (!step.how.is_empty()).then(|| view! { " "<span class="meta">{step.how}</span> });
            view! {
                <li data-standing=step.standing aria-current=here>
                    <span class="tag">{step.words}</span>" "{step.label}{optional}{how}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="steps">{items}</ol> }.into_any()
}

/// The documents of this round.
pub fn kept_list(kept: &[KeptView]) -> AnyView {
    if kept.is_empty() {
        return view! { <p class="meta">"まだありません。手続を進めると、残した文書がここに並びます。"</p> }
            .into_any();
    }
    let rows: Vec<AnyView> = kept
        .iter()
        .cloned()
        .map(|kept| {
            view! { <tr><th scope="row">{kept.label}</th><td>{kept.act}</td><td>{kept.how}</td><td>{kept.revision}</td></tr> }
                .into_any()
        })
        .collect();
    view! {
        <table>
            <caption class="visually-hidden">"残した文書"</caption>
            <thead><tr><th scope="col">"文書"</th><th scope="col">"操作"</th><th scope="col">"日時と人"</th><th scope="col">"改訂"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// An act that is asked about once more. Posts `op`, `revision`, `csrf`, and `on`, `reason`,
/// `confirmed` as the act needs them, to [`AssessmentPaths::stage`].
#[derive(Debug, Clone)]
pub struct ConfirmActView {
    /// The addresses of this assessment.
    pub paths: AssessmentPaths,
    /// The stage, for `data-state`.
    pub state: String,
    /// Its title.
    pub title: String,
    /// The revision that the act is bound to.
    pub revision: i64,
    /// The act.
    pub button: StageButton,
    /// What it does, a sentence each.
    pub effects: Vec<String>,
    /// What is unusual about the day.
    pub warnings: Vec<String>,
    /// The day to which the warnings belong: posted back as `confirmed`.
    pub confirmed: Option<String>,
}

/// The page that asks once more.
#[must_use]
pub fn render_confirm_act(frame: &PortalFrame, view: &ConfirmActView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let button = view.button.clone();
        let effects: Vec<AnyView> = lines(&view.effects);
        let warnings = (!view.warnings.is_empty()).then(|| {
            let warnings = lines(&view.warnings);
            view! { <div class="notice notice-attention" role="status"><ul>{warnings}</ul></div> }
        });
        let reason = button.needs_reason.then(|| {
            view! {
                <label class="form-label" for="reason">{format!("{}理由", button.label)}<span class="tag" data-required="true">"必須"</span></label>
                <textarea class="textarea" id="reason" name="reason" rows="4" required=true>{textarea_text(&button.reason)}</textarea>
            }
        });
        let day = button.day.clone().map(|day| {
            view! {
                <label class="form-label" for="on">{button.day_label.clone()}</label>
                <input class="input" type="date" id="on" name="on" value=day required=true/>
            }
        });
        let blocked = !button.obstacles.is_empty();
        let described = blocked.then(|| format!("obstacles-{}", button.op));
        view! {
            <div data-state=view.state.clone()>
                <h1>{format!("{}（確認）", button.label)}</h1>
                <p class="lead">{view.title.clone()}</p>
                {warnings}
                <ul>{effects}</ul>
                <form method="post" action=view.paths.stage() class="stage-form">
                    {csrf(&token)}
                    {hidden("revision", view.revision.to_string())}
                    {view.confirmed.clone().map(|day| hidden("confirmed", day))}
                    {reason}
                    {day}
                    {obstacle_list(&button)}
                    <p class="button-row">
                        <a class="button" href=view.paths.overview()>"やめて戻る"</a>
                        <button class="button button-danger" name="op" value=button.op.clone() disabled=blocked aria-describedby=described>{button.label.clone()}</button>
                    </p>
                </form>
            </div>
        }
    })
}

fn lines(lines: &[String]) -> Vec<AnyView> {
    lines
        .iter()
        .map(|line| view! { <li>{line.clone()}</li> }.into_any())
        .collect()
}

/// A finding that may be waived, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverView {
    /// The rule.
    pub rule: String,
    /// The path of the item.
    pub item: String,
    /// The revision that is shown.
    pub revision: i64,
    /// A reason that was typed before.
    pub typed: String,
    /// Its label.
    pub label: String,
    /// What was found.
    pub message: String,
    /// Why it was waived, by whom and when; `None`: it was not.
    pub waived: Option<(String, String)>,
}

/// Waived findings with their reasons; with `writable`, the forms to waive others and to take
/// a waiver back.
pub fn waivers(
    paths: &AssessmentPaths,
    token: &str,
    found: &[WaiverView],
    writable: bool,
) -> Option<AnyView> {
    let held: Vec<AnyView> = found
        .iter()
        .filter_map(|one| held_waiver(paths, token, one, writable))
        .collect();
    let open: Vec<AnyView> = found
        .iter()
        .filter(|one| writable && one.waived.is_none())
        .map(|one| waiver_form(paths, token, one))
        .collect();
    if held.is_empty() && open.is_empty() {
        return None;
    }
    let count = held.len();
    let held = (!held.is_empty()).then(|| view! { <ul>{held}</ul> });
    let again = found.iter().any(|one| !one.typed.is_empty());
    let open = (!open.is_empty()).then(|| {
        view! {
            <details class="help" open=again>
                <summary>"直さずに、理由を書いて指摘を解除する"</summary>
                <p class="hint">"解除は、その欄の記載が変わると効力を失います。理由は確認する人にも見えます。"</p>
                {open}
            </details>
        }
    });
    Some(
        view! {
            <section aria-labelledby="waivers">
                <h2 id="waivers">{format!("理由を付けて解除した指摘（{count}件）")}</h2>
                {held}{open}
            </section>
        }
        .into_any(),
    )
}

fn held_waiver(
    paths: &AssessmentPaths,
    token: &str,
    one: &WaiverView,
    writable: bool,
) -> Option<AnyView> {
    let (reason, how) = one.waived.clone()?;
    let back = writable.then(|| {
        view! {
            <form method="post" action=paths.waivers()>
                {csrf(token)}{place(one)}
                <button class="button" name="op" value="end">{format!("「{}」の解除を取り消す", one.label)}</button>
            </form>
        }
    });
    Some(
        view! {
            <li>
                <span class="finding-rule">{one.rule.clone()}</span>" "{one.label.clone()}
                <p class="prose-text">{format!("理由: {reason}")}</p><p class="meta">{how}</p>{back}
            </li>
        }
        .into_any(),
    )
}

/// Which finding, in which revision.
fn place(one: &WaiverView) -> AnyView {
    view! {
        {hidden("rule", one.rule.clone())}{hidden("item", one.item.clone())}
        {hidden("revision", one.revision.to_string())}
    }
    .into_any()
}

fn waiver_form(paths: &AssessmentPaths, token: &str, one: &WaiverView) -> AnyView {
    let id = format!("waive-{}-{}", one.rule, one.item);
    let label = format!("「{}」の指摘（{}）を解除する理由", one.label, one.rule);
    view! {
        <form method="post" action=paths.waivers() class="stage-form">
            {csrf(token)}{place(one)}
            <p>{one.message.clone()}</p>
            <label class="form-label" for=id.clone()>{label}</label>
            <textarea class="textarea" id=id name="reason" rows="2" required=true>{textarea_text(&one.typed)}</textarea>
            <p><button class="button" name="op" value="waive">"この指摘を解除する"</button></p>
        </form>
    }
    .into_any()
}

/// The words for an obstacle as a view.
#[must_use]
pub fn obstacle(message: impl Into<String>, link: Option<(String, String)>) -> ObstacleView {
    ObstacleView {
        message: message.into(),
        link,
    }
}
