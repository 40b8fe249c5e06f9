//! The audit trail: who did what, when, from where.

use leptos::prelude::*;

use crate::components::forms::{Input, Problem, csrf, input, problem_summary};
use crate::forms::Typed;
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// An act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place in the chain.
    pub seq: i64,
    /// The time for machines (RFC 3339).
    pub time: String,
    /// The time as people write it.
    pub time_label: String,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Of which body.
    pub body: String,
    /// Numbers.
    pub detail: String,
    /// From which network address.
    pub origin: String,
}

/// The trail. Filters are GET `from`, `to`, `person`, `action`, `subject`, `body`.
#[derive(Debug, Clone, Default)]
pub struct AuditView {
    /// The acts, newest first.
    pub rows: Vec<AuditRow>,
    /// What was asked for.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Actions: (value, words).
    pub actions: Vec<(String, String)>,
    /// Whether the body is asked for (the system's administrator).
    pub ask_body: bool,
    /// What the last verification found, in a sentence.
    pub verification: String,
    /// Whether this person may have the chain verified now.
    pub may_verify: bool,
    /// The same as a table.
    pub csv: String,
    /// Where older ones are, if there are any.
    pub older: Option<String>,
}

/// The page.
#[must_use]
pub fn render_audit(frame: &PortalFrame, view: &AuditView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let verify = view.may_verify.then(|| {
            view! {
                <form method="post" action=routes::AUDIT_VERIFY>
                    {csrf(&token)}
                    <button class="button">"いま検証する"</button>
                </form>
            }
        });
        view! {
            <h1>"記録（監査証跡）"</h1>
            <p>"だれが、いつ、どこから、何をしたかの記録です。評価書や意見の文は含みません。書き換えや削除は、検証で分かります。"</p>
            <p>{view.verification.clone()}</p>
            {verify}
            {filters(&view)}
            <p><a class="button" href=view.csv.clone() download="audit.csv">"この条件のCSVを取り出す"</a></p>
            {table(&view.rows)}
            {view.older.clone().map(|href| view! { <p><a class="button" href=href rel="next">"さらに前の記録"</a></p> })}
        }
    })
}

fn table(rows: &[AuditRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="blank-answer">"この条件の記録はありません。"</p> }.into_any();
    }
    let rows = rows.iter().cloned().map(|row| {
        view! {
            <tr>
                <td>{row.seq}</td>
                <td><time datetime=row.time>{row.time_label}</time></td>
                <td>{row.actor}</td>
                <td>{row.action}</td>
                <td>{row.subject}<span class="meta">{row.body}</span></td>
                <td>{row.detail}</td>
                <td>{row.origin}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label="記録">
            <table class="audit">
                <caption>"新しい順"</caption>
                <thead><tr>
                    <th scope="col">"番号"</th><th scope="col">"日時"</th><th scope="col">"だれが"</th>
                    <th scope="col">"したこと"</th><th scope="col">"対象"</th><th scope="col">"内容"</th>
                    <th scope="col">"どこから"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn filters(view: &AuditView) -> AnyView {
    let field =
        |name: &'static str, label: &'static str, kind: &'static str, hint: &'static str| {
            let field = Input {
                name,
                label,
                kind,
                hint,
                value: view.typed.get(name).to_owned(),
                ..Input::default()
            };
            input(field, &view.problems)
        };
    let chosen = view.typed.get("action").to_owned();
    let options = view.actions.iter().cloned().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let options = options.collect_view();
    view! {
        {problem_summary(&view.problems)}
        <form method="get" action=routes::AUDIT role="search" aria-label="記録の絞り込み">
            <div class="filters">
                {field("from", "この日から", "date", "")}
                {field("to", "この日まで", "date", "")}
                {field("person", "人（メールアドレス）", "text", "")}
                <div class="form-item">
                    <label class="form-label" for="action">"したこと"</label>
                    <select class="select" id="action" name="action"><option value="">"全て"</option>{options}</select>
                </div>
                {field("subject", "対象", "text", "評価書は「団体コード/番号/様式」の形です。始めの部分だけでもさがせます。")}
                {view.ask_body.then(|| field("body", "団体コード（6桁）", "text", ""))}
            </div>
            <p><button class="button button-main">"絞り込む"</button></p>
        </form>
    }
    .into_any()
}
