//! What an assessment's body has submitted to the commission, and what the commission said.

use leptos::prelude::*;

use super::talk::{TalkForm, Thread, threads};
use crate::components::forms::{Problem, problem_summary};
use crate::forms::Typed;
use crate::render::{PortalFrame, portal_page};

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionRow {
    /// 提出, 修正の提出 or 承認の申請.
    pub kind: String,
    /// The day, in words.
    pub filed: String,
    /// The revision.
    pub revision: i64,
    /// The receipt in words.
    pub receipt: String,
}

/// The page.
#[derive(Clone)]
pub struct BodyCommissionView {
    /// Where answers post to.
    pub action: String,
    /// The title of the assessment.
    pub title: String,
    /// Submissions, newest first.
    pub submissions: Vec<SubmissionRow>,
    /// Advice with its answers.
    pub threads: Vec<Thread>,
    /// Ids for answers; none for who may not answer.
    pub tokens: Vec<String>,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page.
#[must_use]
pub fn render_body_commission(frame: &PortalFrame, view: &BodyCommissionView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let talk = TalkForm {
            action: &view.action,
            csrf: &token,
            tokens: &view.tokens,
            answer: "対応を書く",
            typed: &view.typed,
            problems: &view.problems,
        };
        let said = threads(&view.threads, &talk);
        let rows: Vec<AnyView> = view
            .submissions
            .iter()
            .cloned()
            .map(|row| view! { <tr><td>{row.kind}</td><td>{row.filed}</td><td>{format!("第{}改訂", row.revision)}</td><td>{row.receipt}</td></tr> }.into_any())
            .collect();
        let none = rows.is_empty();
        view! {
            <h1>"委員会への提出と指導・助言"</h1>
            <p class="lead">{view.title.clone()}</p>
            {problem_summary(&view.problems)}
            <h2>"提出の記録"</h2>
            {none.then(|| view! { <p>"まだ提出していません。"</p> })}
            {(!none).then(|| view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="提出の記録">
                    <table>
                        <caption>"委員会へ提出した記録（新しい順）"</caption>
                        <thead><tr><th scope="col">"種別"</th><th scope="col">"提出日"</th><th scope="col">"改訂"</th><th scope="col">"受付"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
            <h2>"指導・助言"</h2>
            <p class="hint">"委員会とこの団体だけが読めます。公表されません。"</p>
            {view.threads.is_empty().then(|| view! { <p>"指導・助言はありません。"</p> })}
            {said}
        }
    })
}
