//! One opinion: what is not to be shown of it, its answers, who wrote it.

use leptos::prelude::*;

use crate::components::forms::{Problem, csrf, hidden, problem_beside, problem_summary};
use crate::components::inputs::textarea_text;
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// A version of the answer.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerVersion {
    /// The verdict, in words.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// When and by whom, in words.
    pub by: String,
}

impl std::fmt::Debug for AnswerVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnswerVersion")
    }
}

/// One opinion.
#[derive(Clone, Default)]
pub struct OpinionView {
    /// The consultation.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// Where it belongs, in words.
    pub about: String,
    /// What it says.
    pub text: String,
    /// What the public would read.
    pub public: String,
    /// When it came, in words.
    pub received: String,
    /// Who wrote it; `None` for people of other bodies.
    pub contact: Option<String>,
    /// Whether there is something to erase.
    pub may_erase: bool,
    /// Answers, newest first.
    pub answers: Vec<AnswerVersion>,
    /// Whether this person may decide what is shown.
    pub may_mask: bool,
    /// The version of what is not shown, 0 without any.
    pub version: u32,
    /// What was typed: words that are not shown, one a line.
    pub phrases: String,
    /// What was chosen: the reason.
    pub reason: String,
    /// What was typed: a summary.
    pub summary: String,
    /// The reasons that can be chosen: word and label.
    pub reasons: Vec<(String, String)>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl std::fmt::Debug for OpinionView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpinionView({})", self.number)
    }
}

/// One opinion.
#[must_use]
pub fn render_opinion(frame: &PortalFrame, view: &OpinionView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let answers: Vec<AnyView> = view.answers.iter().cloned().map(answer).collect();
        let none = answers.is_empty();
        let contact = view.contact.clone().map(|words| {
            view! { <h2>"送った人"</h2><p>{words}</p> }
        });
        let erase = view.may_erase.then(|| {
            let action = format!("{}erase", routes::desk_consultation(&view.id));
            view! {
                <form method="post" action=action class="button-row">
                    {csrf(&token)}{hidden("number", view.number.to_string())}
                    <button class="button button-danger">"名前と連絡先を消す"</button>
                    <span class="hint">"元に戻せません。意見の文は残ります。"</span>
                </form>
            }
        });
        let mask = view.may_mask.then(|| mask_form(&view, &token));
        view! {
            <h1>{format!("意見{}（{}）", view.number, view.about)}</h1>
            {problem_summary(&view.problems)}
            <p class="meta">{view.received.clone()}</p>
            <p class="prose-text">{view.text.clone()}</p>
            <h2>"公表される姿"</h2>
            <p class="prose-text">{view.public.clone()}</p>
            {mask}
            {contact}
            {erase}
            <h2>"回答の履歴"</h2>
            {none.then(|| view! { <p>"まだ回答していません。"</p> })}
            {answers}
            <p><a href=routes::desk_consultation(&view.id)>"意見の一覧へ戻る"</a></p>
        }
    })
}

fn answer(answer: AnswerVersion) -> AnyView {
    view! {
        <div class="opinion"><p><strong>{answer.verdict}</strong>" "<span class="meta">{answer.by}</span></p><p class="prose-text">{answer.reason}</p></div>
    }
    .into_any()
}

fn mask_form(view: &OpinionView, token: &str) -> AnyView {
    let problem = |name: &str| {
        let found = view.problems.iter().find(|problem| problem.field == name);
        found.map(|problem| problem.message.clone())
    };
    let options: Vec<AnyView> = view
        .reasons
        .iter()
        .cloned()
        .map(|(word, label)| {
            let selected = word == view.reason;
            view! { <option value=word selected=selected>{label}</option> }.into_any()
        })
        .collect();
    let (phrases, summary) = (problem("phrases"), problem("summary"));
    view! {
        <form method="post" action=routes::desk_opinion(&view.id, view.number)>
            {csrf(token)}{hidden("version", view.version.to_string())}
            <div class="form-item">
                <label class="form-label" for="phrases">"公表で伏せる語句"</label>
                <p class="hint" id="phrases-hint">"1行に1つ。意見の中のその語句が全て「（伏せています…）」に置き換わります。伏せないときは空にします。"</p>
                <textarea class="textarea" id="phrases" name="phrases" rows="3" aria-describedby="phrases-hint" aria-invalid=phrases.is_some().then_some("true")>{textarea_text(&view.phrases)}</textarea>
                {problem_beside("phrases", phrases)}
            </div>
            <div class="form-item">
                <label class="form-label" for="mask_reason">"伏せる理由"</label>
                <select class="select" id="mask_reason" name="mask_reason">{options}</select>
            </div>
            <div class="form-item">
                <label class="form-label" for="summary">"要旨（全文の代わりに公表するときだけ）"</label>
                <textarea class="textarea" id="summary" name="summary" rows="3" aria-invalid=summary.is_some().then_some("true")>{textarea_text(&view.summary)}</textarea>
                {problem_beside("summary", summary)}
            </div>
            <p class="button-row"><button class="button">"公表の姿を決める"</button></p>
        </form>
    }
    .into_any()
}
