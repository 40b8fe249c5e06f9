//! A submission in full, as the commission examines it.

use domain::{Document, FormEdition, Regime};
use leptos::prelude::*;

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

/// A withheld span.
#[derive(Clone, PartialEq, Eq)]
pub struct SpanRow {
    /// The item's path.
    pub path: String,
    /// The item's label.
    pub label: String,
    /// Which of its spans, from 1.
    pub ordinal: u32,
    /// Its digest.
    pub digest: String,
    /// The reason's word, and in Japanese with its note.
    pub reason: (String, String),
    /// The text.
    pub text: String,
    /// The judgement's word; empty when there is none.
    pub judgement: String,
    /// The note on it.
    pub note: String,
}

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
    /// The officers to choose from.
    pub officers: Select,
    /// The states to choose from.
    pub states: Select,
    /// Which law the body follows.
    pub regime: Regime,
    /// Decisions that this person may make now: (`op`, words, whether a reason is needed,
    /// whether a day is needed).
    pub decisions: Vec<(String, String, bool, bool)>,
    /// Withheld spans.
    pub spans: Vec<SpanRow>,
    /// Judgements to choose from.
    pub judgements: Vec<(String, String)>,
    /// What differs from the submission before: (label, way there).
    pub changed: Option<Vec<Link>>,
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
                        <li><a href="#spans">"非公表の範囲"</a></li>
                        <li><a href="#advice">"指導・助言"</a></li>
                        <li><a href="#notes">"メモ（委員会の中だけ）"</a></li>
                        <li><a href="#text">"全文と公表の姿"</a></li>
                    </ul>
                </nav>
                <section aria-labelledby="desk"><h2 id="desk">"受付と担当"</h2>{desk}</section>
                <section aria-labelledby="decision"><h2 id="decision">"承認の手続"</h2>{decisions}</section>
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

fn decisions(view: &SubmissionView<'_>, token: &str) -> AnyView {
    if view.regime == Regime::Local {
        return view! {
            <p>"地方公共団体等の評価書です。了承・承認の手続はありません。気付いたことは、指導・助言として団体に伝えます。"</p>
        }
        .into_any();
    }
    if view.decisions.is_empty() {
        return view! { <p>"いま、あなたができる手続はありません。"</p> }.into_any();
    }
    let forms: Vec<AnyView> = view
        .decisions
        .iter()
        .map(|(op, words, needs_reason, needs_day)| {
            let reason = needs_reason.then(|| {
                let typed = view.typed.get("reason").to_owned();
                view! {
                    <label class="form-label" for="reason">"理由"<span class="tag" data-required="true">"必須"</span></label>
                    <textarea class="textarea" id="reason" name="reason" rows="4" required=true>{textarea_text(&typed)}</textarea>
                }
            });
            let day = needs_day.then(|| {
                view! {
                    <label class="form-label" for="approved-on">"承認日"</label>
                    <input class="input" type="date" id="approved-on" name="approved_on" value=view.typed.get("approved_on").to_owned() required=true/>
                }
            });
            let fields = view! { {reason}{day} }.into_any();
            form_of(view, token, "decision", fields, (op, words))
        })
        .collect();
    forms.into_any()
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

fn spans(view: &SubmissionView<'_>, token: &str) -> AnyView {
    let intro = view! {
        <p class="hint">"非公表は、公表するとセキュリティ上のリスクがある部分に限られます（規則13条、総官企第285号 3.(3)）。一つずつ、範囲が適切かを記録します。"</p>
    };
    if view.spans.is_empty() {
        return view! { {intro}<p>"非公表の部分はありません。"</p> }.into_any();
    }
    let rows: Vec<AnyView> = view
        .spans
        .iter()
        .enumerate()
        .map(|(n, span)| one_span(view, token, n, span))
        .collect();
    view! { {intro}{rows} }.into_any()
}

fn one_span(view: &SubmissionView<'_>, token: &str, n: usize, span: &SpanRow) -> AnyView {
    let radios: Vec<AnyView> = view
        .judgements
        .iter()
        .cloned()
        .map(|(value, words)| {
            let id = format!("judgement-{n}-{value}");
            let checked = span.judgement == value;
            view! {
                <label class="choice" for=id.clone()>
                    <input type="radio" id=id.clone() name="judgement" value=value checked=checked required=true/>{words}
                </label>
            }
            .into_any()
        })
        .collect();
    let note = format!("span-note-{n}");
    let fields = view! {
        {hidden("item", span.path.clone())}
        {hidden("ordinal", span.ordinal.to_string())}
        {hidden("digest", span.digest.clone())}
        <fieldset class="form-item"><legend>"範囲の判断"</legend>{radios}</fieldset>
        <label class="form-label" for=note.clone()>"所見"</label>
        <textarea class="textarea" id=note.clone() name="note" rows="2" maxlength="2000">{textarea_text(&span.note)}</textarea>
    };
    let at = format!("span-{n}");
    let form = form_of(
        view,
        token,
        &at,
        fields.into_any(),
        ("judge", "判断を記録する"),
    );
    view! {
        <article class="thread" id=at.clone()>
            <h3><a href=format!("#{}", span.path)>{span.label.clone()}</a>{format!("（{}）", span.ordinal)}</h3>
            <p><mark class="withheld" data-reason=span.reason.0.clone()>{span.text.clone()}</mark></p>
            <p class="meta">{format!("理由: {}", span.reason.1)}</p>
            {form}
        </article>
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
