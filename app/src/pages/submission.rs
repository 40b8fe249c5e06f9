//! A submission in full, as the commission examines it.

use domain::{Document, FormEdition, Regime};
use leptos::prelude::*;

mod decisions;
mod judged;
mod spans;

pub use decisions::DecisionView;
pub use judged::JudgedView;
pub use spans::SpanRow;

use decisions::decisions;
use judged::judged;
use spans::spans;

use super::beside::beside;
use super::submissions::{Select, select};
use super::talk::{TalkForm, Thread, Utterance, threads, utterance};
use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
use crate::components::inputs::textarea_text;
use crate::components::landmarks::state_mark;
use crate::forms::Typed;
use crate::render::{Link, PortalFrame, portal_page};

/// The page. Forms post `op`, `version` and `csrf` to `action`.
#[derive(Clone)]
pub struct SubmissionView<'a> {
    /// Where forms post to.
    pub action: String,
    /// The form.
    pub form: &'a FormEdition,
    /// Exactly what was filed.
    pub document: &'a Document,
    /// The body's name.
    pub body_name: String,
    /// The title.
    pub title: String,
    /// Body, number, agency, kind, day, revision in lines.
    pub lines: Vec<String>,
    /// The state: word and Japanese.
    pub state: (String, String),
    /// The version of the row.
    pub version: i64,
    /// The receipt in words, once there is one.
    pub receipt: Option<String>,
    /// Whether the body took it back: nothing is received or decided any more.
    pub is_withdrawn: bool,
    /// The officers to choose from.
    pub officers: Select,
    /// The states to choose from.
    pub states: Select,
    /// Which law the body follows.
    pub regime: Regime,
    /// Decisions that are this person's to make, now or later.
    pub decisions: Vec<DecisionView>,
    /// The threshold judgement made again from what was filed.
    pub judged: JudgedView,
    /// Withheld spans.
    pub spans: Vec<SpanRow>,
    /// Judgements to choose from.
    pub judgements: Vec<(String, String)>,
    /// What differs from the submission before: (label, way there).
    pub changed: Option<Vec<Link>>,
    /// The residents' opinions and their answers, where there was a consultation.
    pub opinions: Option<Link>,
    /// Notes within the commission.
    pub notes: Vec<Utterance>,
    /// Advice with its answers.
    pub threads: Vec<Thread>,
    /// Kinds of advice.
    pub kinds: Vec<(String, String)>,
    /// Ids for a note and for advice.
    pub tokens: [String; 2],
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page.
#[must_use]
pub fn render_submission(frame: &PortalFrame, view: &SubmissionView<'_>) -> String {
    let compared = beside(view.form, view.document, &view.body_name);
    let token = &frame.csrf;
    let problems = problem_summary(&view.problems);
    let desk = desk(view, token);
    let decisions = decisions(view, token);
    let spans = spans(view, token);
    let notes = notes(view, token);
    let advice = advice(view, token);
    let changed = view.changed.clone().map(changed);
    let judged = judged(&view.judged);
    let opinions = view.opinions.clone();
    let (title, lines, state) = (view.title.clone(), view.lines.clone(), view.state.clone());
    portal_page(frame, move || {
        let lines: Vec<AnyView> = lines
            .into_iter()
            .map(|line| view! { <p class="meta">{line}</p> }.into_any())
            .collect();
        view! {
            <div data-state=state.0.clone()>
                <h1>{title}</h1>
                <p>{state_mark(&state.0, &state.1)}</p>
                {lines}
                {problems}
                <div class="notice notice-attention">
                    <p>"提出されたとおりの全文です。非公表部分を含みます。この画面を開いたことは記録されます。"</p>
                </div>
                <nav aria-label="この画面の中">
                    <ul class="link-list">
                        <li><a href="#desk">"受付と担当"</a></li>
                        <li><a href="#decision">"承認の手続"</a></li>
                        <li><a href="#judged">"しきい値判断の確認"</a></li>
                        <li><a href="#spans">"非公表の範囲"</a></li>
                        <li><a href="#advice">"指導・助言"</a></li>
                        <li><a href="#notes">"メモ（委員会の中だけ）"</a></li>
                        <li><a href="#text">"全文と公表の姿"</a></li>
                        {opinions.map(|link| view! { <li><a href=link.href>{link.label}</a></li> })}
                    </ul>
                </nav>
                <section aria-labelledby="desk"><h2 id="desk">"受付と担当"</h2>{desk}</section>
                <section aria-labelledby="decision"><h2 id="decision">"承認の手続"</h2>{decisions}</section>
                <section aria-labelledby="judged"><h2 id="judged">"しきい値判断の確認"</h2>{judged}</section>
                {changed}
                <section aria-labelledby="spans"><h2 id="spans">"非公表の範囲"</h2>{spans}</section>
                <section aria-labelledby="advice"><h2 id="advice">"指導・助言"</h2>{advice}</section>
                <section aria-labelledby="notes"><h2 id="notes">"メモ（委員会の中だけ）"</h2>{notes}</section>
                <section aria-labelledby="text"><h2 id="text">"全文と公表の姿"</h2>{compared}</section>
            </div>
        }
    })
}

fn message(problems: &[Problem], field: &str) -> Option<String> {
    let found = problems.iter().find(|problem| problem.field == field);
    found.map(|problem| problem.message.clone())
}

/// A form of this page with its hidden fields and its button.
fn form_of(
    view: &SubmissionView<'_>,
    token: &str,
    at: &str,
    fields: AnyView,
    (op, words): (&str, &str),
) -> AnyView {
    view! {
        <form method="post" action=format!("{}#{at}", view.action) class="stage-form">
            {csrf(token)}
            {hidden("version", view.version.to_string())}
            {fields}
            <p><button class="button" name="op" value=op.to_owned()>{words.to_owned()}</button></p>
        </form>
    }
    .into_any()
}

fn desk(view: &SubmissionView<'_>, token: &str) -> AnyView {
    if view.is_withdrawn {
        let receipt = view.receipt.clone().map(|words| view! { <p>{words}</p> });
        return view! { {receipt}<p>"団体が提出を取り戻しました。受付・担当・状態は変えられません。"</p> }.into_any();
    }
    let receipt = match &view.receipt {
        Some(words) => view! { <p>{words.clone()}</p> }.into_any(),
        None => {
            let number = Input {
                name: "number",
                label: "受付番号",
                kind: "text",
                value: view.typed.get("number").to_owned(),
                required: true,
                ..Input::default()
            };
            let on = Input {
                name: "on",
                label: "受付日",
                kind: "date",
                value: view.typed.get("on").to_owned(),
                required: true,
                ..Input::default()
            };
            let fields = view! { {input(number, &view.problems)}{input(on, &view.problems)} };
            form_of(
                view,
                token,
                "desk",
                fields.into_any(),
                ("receive", "受け付ける"),
            )
        }
    };
    let officer = view! { {select(view.officers.clone())}{problem_beside("officer", message(&view.problems, "officer"))} };
    let assign = form_of(
        view,
        token,
        "desk",
        officer.into_any(),
        ("assign", "担当を決める"),
    );
    let state = view.receipt.is_some().then(|| {
        let fields = select(view.states.clone());
        form_of(view, token, "desk", fields, ("state", "状態を変える"))
    });
    view! { {receipt}{assign}{state} }.into_any()
}

fn changed(items: Vec<Link>) -> AnyView {
    let none = items.is_empty();
    let items: Vec<AnyView> = items
        .into_iter()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect();
    view! {
        <section aria-labelledby="changed">
            <h2 id="changed">"前の提出から変わった項目"</h2>
            {none.then(|| view! { <p>"変わった項目はありません。"</p> })}
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}

fn notes(view: &SubmissionView<'_>, token: &str) -> AnyView {
    let said: Vec<AnyView> = view.notes.iter().map(utterance).collect();
    let typed = view.typed.get("memo").to_owned();
    let fields = view! {
        {hidden("token", view.tokens[0].clone())}
        <label class="form-label" for="memo">"メモ"</label>
        <textarea class="textarea" id="memo" name="memo" rows="3" maxlength="2000" required=true>{textarea_text(&typed)}</textarea>
        {problem_beside("memo", message(&view.problems, "memo"))}
    };
    let form = form_of(
        view,
        token,
        "notes",
        fields.into_any(),
        ("note", "メモを加える"),
    );
    view! { {said}{form} }.into_any()
}

fn advice(view: &SubmissionView<'_>, token: &str) -> AnyView {
    let talk = TalkForm {
        action: &view.action,
        csrf: token,
        tokens: &[],
        answer: "",
        typed: &view.typed,
        problems: &view.problems,
    };
    let said = threads(&view.threads, &talk);
    let options: Vec<AnyView> = view
        .kinds
        .iter()
        .cloned()
        .map(|(value, words)| {
            let selected = view.typed.get("kind") == value;
            view! { <option value=value selected=selected>{words}</option> }.into_any()
        })
        .collect();
    let typed = view.typed.get("body").to_owned();
    let fields = view! {
        {hidden("token", view.tokens[1].clone())}
        <label class="form-label" for="kind">"種別"</label>
        <select class="select" id="kind" name="kind">{options}</select>
        <label class="form-label" for="body">"内容（団体に送られます。公表されません）"</label>
        <textarea class="textarea" id="body" name="body" rows="4" maxlength="2000" required=true>{textarea_text(&typed)}</textarea>
        {problem_beside("body", message(&view.problems, "body"))}
    };
    let form = form_of(
        view,
        token,
        "advice",
        fields.into_any(),
        ("advise", "団体に送る"),
    );
    view! { {said}{form} }.into_any()
}
