//! Plans (計画管理書): the agencies of a body with theirs, and one plan with what refreshing
//! would change. A plan posts `op` (`create`, `refresh`, `submit`), `revision` and `csrf`.

use leptos::prelude::*;

use crate::components::forms::{Input, Problem, csrf, hidden, input, problem_summary};
use crate::forms::Typed;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// An agency in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// The plan's page, named by the agency.
    pub page: Link,
    /// How many affairs.
    pub affairs: String,
    /// How far the plan is, in words.
    pub state: String,
    /// The last submission, in words.
    pub submitted: String,
}

/// The agencies of a body.
#[derive(Debug, Clone, Default)]
pub struct PlansView {
    /// The agencies.
    pub rows: Vec<PlanRow>,
    /// Whether this person may add an agency.
    pub may_add: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A plan.
#[derive(Debug, Clone, Default)]
pub struct PlanView {
    /// The agency's name.
    pub agency: String,
    /// Where it posts.
    pub action: String,
    /// The revision that acts are bound to; `None` while there is none.
    pub revision: Option<i64>,
    /// Where it is written.
    pub edit: Vec<Link>,
    /// What it lacks.
    pub gaps: Vec<String>,
    /// What refreshing would change: number, item, before, after.
    pub changes: Vec<[String; 4]>,
    /// What a person wrote and is kept: number, item, what stands, what the affair says.
    pub kept: Vec<[String; 4]>,
    /// Submissions.
    pub submissions: Vec<Link>,
    /// Whether this person may write and submit it.
    pub may_manage: bool,
    /// What was refused.
    pub problems: Vec<Problem>,
}

/// The list.
#[must_use]
pub fn render_plans(frame: &PortalFrame, view: &PlansView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view
            .rows
            .iter()
            .cloned()
            .map(|row| {
                view! {
                    <tr><th scope="row"><a href=row.page.href>{row.page.label}</a></th>
                    <td>{row.affairs}</td><td>{row.state}</td><td>{row.submitted}</td></tr>
                }
                .into_any()
            })
            .collect();
        let empty = rows.is_empty();
        let name = Input {
            name: "agency",
            label: "評価実施機関名",
            kind: "text",
            value: view.typed.get("agency").to_owned(),
            hint: "例: ○○市長、○○市教育委員会",
            required: true,
            ..Input::default()
        };
        view! {
            <h1>"評価実施機関と計画管理書"</h1>
            {problem_summary(&view.problems)}
            <p>"計画管理書は評価実施機関ごとに1つです。委員会に提出しますが、公表しません。"</p>
            {empty.then(|| view! { <div class="empty"><p>"まだ評価実施機関は登録されていません。"</p></div> })}
            {(!empty).then(|| view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="評価実施機関">
                    <table>
                        <caption>"評価実施機関と計画管理書"</caption>
                        <thead><tr><th scope="col">"評価実施機関"</th><th scope="col">"事務"</th>
                        <th scope="col">"計画管理書"</th><th scope="col">"最後の提出"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
            {view.may_add.then(|| view! {
                <h2>"評価実施機関を登録する"</h2>
                <form method="post" action=routes::AGENCIES>
                    {csrf(&token)}{input(name, &view.problems)}
                    <p><button class="button">"登録する"</button></p>
                </form>
            })}
        }
    })
}

/// A plan.
#[must_use]
pub fn render_plan(frame: &PortalFrame, view: &PlanView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let body = match view.revision {
            Some(revision) => written(&view, revision, &token),
            None => unwritten(&view, &token),
        };
        view! {
            <h1>{format!("計画管理書（{}）", view.agency)}</h1>
            {problem_summary(&view.problems)}
            <p>"委員会に提出する文書です。公表しません。様式1は実物を確認できていないため、欄の構成は復元したもの（未確認）です。"</p>
            {body}
        }
    })
}

fn unwritten(view: &PlanView, token: &str) -> AnyView {
    view! {
        <div class="empty"><p>"この評価実施機関の計画管理書は、まだありません。"</p></div>
        {view.may_manage.then(|| act(view, "create", "事務から計画管理書を作る", 0, token, true))}
    }
    .into_any()
}

fn act(
    view: &PlanView,
    op: &'static str,
    words: &'static str,
    revision: i64,
    token: &str,
    main: bool,
) -> AnyView {
    let class = if main { "button button-main" } else { "button" };
    view! {
        <form method="post" action=view.action.clone()>
            {csrf(token)}{hidden("op", op)}{hidden("revision", revision.to_string())}
            <button class=class>{words}</button>
        </form>
    }
    .into_any()
}

fn written(view: &PlanView, revision: i64, token: &str) -> AnyView {
    let gaps: Vec<AnyView> = view
        .gaps
        .iter()
        .cloned()
        .map(|gap| view! { <li>{gap}</li> }.into_any())
        .collect();
    let state = if gaps.is_empty() {
        view! { <p class="lead">"登録されている事務の内容と合っています。"</p> }.into_any()
    } else {
        view! { <div class="notice notice-attention"><h2>"更新が必要です"</h2><ul>{gaps}</ul></div> }.into_any()
    };
    let links = |links: &[Link]| -> Vec<AnyView> {
        let links = links.iter().cloned();
        links
            .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
            .collect()
    };
    let refresh = (view.may_manage && !view.changes.is_empty())
        .then(|| act(view, "refresh", "事務から更新する", revision, token, true));
    let submit = (view.may_manage && view.gaps.is_empty()).then(|| {
        act(
            view,
            "submit",
            "委員会への提出を記録する",
            revision,
            token,
            view.changes.is_empty(),
        )
    });
    let submissions = links(&view.submissions);
    view! {
        {state}
        {cells("更新すると変わる欄", &view.changes)}
        {refresh}
        {cells("手で書いたので残す欄", &view.kept)}
        <h2>"書く"</h2>
        <ul>{links(&view.edit)}</ul>
        <h2>"提出"</h2>
        {submissions.is_empty().then(|| view! { <p>"まだ提出していません。"</p> })}
        <ul>{submissions}</ul>
        {submit}
    }
    .into_any()
}

fn cells(title: &'static str, rows: &[[String; 4]]) -> Option<AnyView> {
    let body: Vec<AnyView> = rows
        .iter()
        .cloned()
        .map(|[number, item, before, after]| {
            view! { <tr><td>{number}</td><th scope="row">{item}</th><td>{before}</td><td>{after}</td></tr> }.into_any()
        })
        .collect();
    (!body.is_empty()).then(|| {
        view! {
            <h2>{title}</h2>
            <div class="table-scroll" role="region" tabindex="0" aria-label=title>
                <table><caption>{title}</caption>
                    <thead><tr><th scope="col">"評価書番号"</th><th scope="col">"欄"</th><th scope="col">"いまの記載"</th><th scope="col">"事務の内容"</th></tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}
