//! Plans (計画管理書) on the desk of the commission: what was submitted, and its receipt.
//! Posts `code`, `agency`, `n`, `number`, `on` and `csrf`.

use leptos::prelude::*;

use crate::components::forms::{Problem, csrf, hidden, problem_summary};
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledPlanRow {
    /// What names it in posts: code of the body, place of the agency, number.
    pub key: (String, i64, i64),
    /// The full text, named by the agency.
    pub open: Link,
    /// The body.
    pub body: String,
    /// Which submission and when, in words.
    pub filed: String,
    /// The receipt in words, once there is one.
    pub receipt: Option<String>,
    /// What stands in the fields of the receipt: number, day.
    pub typed: (String, String),
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct FiledPlansView {
    /// The body's code typed.
    pub body: String,
    /// The rows.
    pub rows: Vec<FiledPlanRow>,
    /// The next page.
    pub next: Option<Link>,
    /// What is wrong with what was typed.
    pub problems: Vec<Problem>,
}

/// The page.
#[must_use]
pub fn render_filed_plans(frame: &PortalFrame, view: &FiledPlansView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let none = view.rows.is_empty();
        let rows: Vec<AnyView> = view.rows.iter().map(|one| row(one, &token)).collect();
        view! {
            <h1>"提出された計画管理書"</h1>
            {problem_summary(&view.problems)}
            <p class="lead">"提出されたときの内容だけを読めます。開いたことは、団体から見える記録に残ります。"</p>
            <form method="get" action=routes::PLAN_SUBMISSIONS class="filters" role="search">
                <div class="form-item">
                    <label class="form-label" for="body">"団体コード（6桁）"</label>
                    <input class="input" id="body" name="body" type="text" inputmode="numeric" value=view.body.clone()/>
                </div>
                <p><button class="button">"絞り込む"</button></p>
            </form>
            {none.then(|| view! { <div class="empty"><p>"当てはまる提出はありません。"</p></div> })}
            {(!none).then(|| view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="提出された計画管理書">
                    <table>
                        <caption>"提出された計画管理書"</caption>
                        <thead><tr><th scope="col">"評価実施機関"</th><th scope="col">"団体"</th><th scope="col">"提出"</th><th scope="col">"受付"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
            {view.next.clone().map(|link| view! { <nav class="pages" aria-label="一覧のページ"><a class="button" href=link.href>{link.label}</a></nav> })}
        }
    })
}

fn row(row: &FiledPlanRow, token: &str) -> AnyView {
    let receipt = match row.receipt.clone() {
        Some(words) => view! { <span>{words}</span> }.into_any(),
        None => receive(row, token),
    };
    let open = row.open.clone();
    view! {
        <tr>
            <td><a href=open.href>{open.label}</a></td>
            <td>{row.body.clone()}</td><td>{row.filed.clone()}</td><td>{receipt}</td>
        </tr>
    }
    .into_any()
}

fn receive(row: &FiledPlanRow, token: &str) -> AnyView {
    let (code, agency, n) = row.key.clone();
    let id = |field: &str| format!("{field}-{code}-{agency}-{n}");
    let (number, on) = (id("number"), id("on"));
    let what = format!("{}の提出（{}）を受け付ける", row.open.label, row.filed);
    view! {
        <form method="post" action=routes::PLAN_SUBMISSIONS>
            {csrf(token)}{hidden("code", code.clone())}{hidden("agency", agency.to_string())}{hidden("n", n.to_string())}
            <label class="form-label" for=number.clone()>"受付番号"</label>
            <input class="input" id=number name="number" maxlength="40" required=true value=row.typed.0.clone()/>
            <label class="form-label" for=on.clone()>"受付日"</label>
            <input class="input" id=on name="on" type="date" required=true value=row.typed.1.clone()/>
            <p><button class="button" aria-label=what>"受け付ける"</button></p>
        </form>
    }
    .into_any()
}
