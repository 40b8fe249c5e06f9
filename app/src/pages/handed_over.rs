//! What was handed over to a third-party reviewer: full text beside public text, comments,
//! the checklist and the verdict.

use domain::{Document, FormEdition};
use leptos::prelude::*;

use super::beside::beside;
use super::talk::{TalkForm, Thread, is_answer, threads};
use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
use crate::components::inputs::textarea_text;
use crate::forms::Typed;
use crate::render::{Link, PortalFrame, portal_page};

/// An item that can be commented on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentItem {
    /// Its path.
    pub path: String,
    /// Its label.
    pub label: String,
}

/// A question of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRow {
    /// Its id; the fields are `check~{id}` and `note~{id}`.
    pub id: String,
    /// 適合性 or 妥当性.
    pub aspect: String,
    /// The question.
    pub text: String,
    /// Where it comes from.
    pub source: String,
    /// Whether that was confirmed.
    pub confirmed: bool,
}

/// The page. Forms post to `action`.
#[derive(Clone)]
pub struct HandedOverView<'a> {
    /// Where forms post to.
    pub action: String,
    /// The form.
    pub form: &'a FormEdition,
    /// Exactly what was handed over.
    pub document: &'a Document,
    /// The body's name.
    pub body_name: String,
    /// The title.
    pub title: String,
    /// Number, agency and when it was handed over, in one line.
    pub subtitle: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
    /// The revision that was handed over.
    pub revision: i64,
    /// The version of the draft.
    pub version: i64,
    /// Whether comments, checklist and verdict may be written now.
    pub may_write: bool,
    /// The residents' opinions and their answers, where there was a consultation.
    pub opinions: Option<Link>,
    /// The verdict in words, once it is given.
    pub verdict: Option<String>,
    /// Comments.
    pub threads: Vec<Thread>,
    /// Items that can be commented on.
    pub items: Vec<CommentItem>,
    /// The checklist.
    pub questions: Vec<QuestionRow>,
    /// Answers that may be given: (value, words).
    pub checks: Vec<(String, String)>,
    /// Verdicts that may be given: (value, words).
    pub kinds: Vec<(String, String)>,
    /// What was typed or saved: `check~{id}`, `note~{id}`, `method`, `result`, `on`, `kind`,
    /// `item`, `body`.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Ids for new comments and answers.
    pub tokens: Vec<String>,
}

/// The page.
#[must_use]
pub fn render_handed_over(frame: &PortalFrame, view: &HandedOverView<'_>) -> String {
    let compared = beside(view.form, view.document, &view.body_name);
    let talk = TalkForm {
        action: &view.action,
        csrf: &frame.csrf,
        tokens: view.tokens.get(1..).unwrap_or_default(),
        answer: "回答を書く",
        typed: &view.typed,
        problems: &view.problems,
    };
    let said = threads(&view.threads, &talk);
    let no_thread = view.threads.is_empty();
    let comment = view.may_write.then(|| comment_form(view, &frame.csrf));
    let review = review_form(view, &frame.csrf);
    let problems = problem_summary(&view.problems);
    let (title, subtitle, verdict) = (
        view.title.clone(),
        view.subtitle.clone(),
        view.verdict.clone(),
    );
    let state = view.stage.0.clone();
    let opinions = view.opinions.clone();
    portal_page(frame, move || {
        view! {
            <div data-state=state>
                <h1>"第三者点検"</h1>
                <p class="lead">{title}</p>
                <p class="meta">{subtitle}</p>
                {problems}
                <div class="notice notice-attention">
                    <p>"非公表部分を含む全文です。印の付いた部分を外に出さないでください。この画面を開いたことは記録されます。"</p>
                </div>
                {verdict.map(|words| view! { <div class="notice notice-done"><h2>"点検の結果"</h2><p>{words}</p></div> })}
                <nav aria-label="この画面の中">
                    <ul class="link-list">
                        <li><a href="#text">"全文と公表の姿"</a></li>
                        <li><a href="#comments">"項目への意見"</a></li>
                        <li><a href="#checklist">"点検の観点と結果"</a></li>
                        {opinions.map(|link| view! { <li><a href=link.href>{link.label}</a></li> })}
                    </ul>
                </nav>
                <section aria-labelledby="text">
                    <h2 id="text">"全文と公表の姿"</h2>
                    <p class="hint">"左が全文（非公表部分に印）、右が公表される姿です。印の上で非公表の理由を読めます。"</p>
                    {compared}
                </section>
                <section aria-labelledby="comments">
                    <h2 id="comments">"項目への意見"</h2>
                    {no_thread.then(|| view! { <p>"意見はまだありません。"</p> })}
                    {said}
                    {comment}
                </section>
                <section aria-labelledby="checklist">
                    <h2 id="checklist">"点検の観点と結果"</h2>
                    {review}
                </section>
            </div>
        }
    })
}

fn comment_form(view: &HandedOverView<'_>, token: &str) -> AnyView {
    let options: Vec<AnyView> = view
        .items
        .iter()
        .cloned()
        .map(|item| {
            let selected = view.typed.get("item") == item.path;
            view! { <option value=item.path selected=selected>{item.label}</option> }.into_any()
        })
        .collect();
    let id = view.tokens.first().cloned().unwrap_or_default();
    let body = if is_answer(&view.typed) {
        String::new()
    } else {
        view.typed.get("body").to_owned()
    };
    view! {
        <form method="post" action=format!("{}#comments", view.action)>
            <h3>"意見を書く"</h3>
            {csrf(token)}
            {hidden("revision", view.revision.to_string())}
            {hidden("token", id)}
            <div class="form-item">
                <label class="form-label" for="item">"項目"</label>
                <select class="select" id="item" name="item"><option value="">"評価書の全体"</option>{options}</select>
                {problem_beside("item", message(&view.problems, "item"))}
            </div>
            <div class="form-item">
                <label class="form-label" for="body">"意見"<span class="tag" data-required="true">"必須"</span></label>
                <textarea class="textarea" id="body" name="body" rows="4" maxlength="2000" required=true>{textarea_text(&body)}</textarea>
                {problem_beside("body", message(&view.problems, "body"))}
            </div>
            <p><button class="button" name="op" value="comment">"意見を加える"</button></p>
        </form>
    }
    .into_any()
}

fn message(problems: &[Problem], field: &str) -> Option<String> {
    let found = problems.iter().find(|problem| problem.field == field);
    found.map(|problem| problem.message.clone())
}

fn review_form(view: &HandedOverView<'_>, token: &str) -> AnyView {
    let disabled = !view.may_write;
    let mut aspect = String::new();
    let questions: Vec<AnyView> = view
        .questions
        .iter()
        .map(|question| {
            let heading = (question.aspect != aspect).then(|| {
                aspect.clone_from(&question.aspect);
                view! { <h3>{question.aspect.clone()}</h3> }
            });
            let body = question_fields(view, question, disabled);
            view! { {heading}{body} }.into_any()
        })
        .collect();
    let on = Input {
        name: "on",
        label: "点検の実施日",
        kind: "date",
        value: view.typed.get("on").to_owned(),
        hint: "評価書の「実施日」の欄に入ります。結果を記録するときに書きます。",
        ..Input::default()
    };
    let kinds: Vec<AnyView> = view
        .kinds
        .iter()
        .cloned()
        .map(|(value, words)| {
            radio(
                "kind",
                &value,
                words,
                view.typed.get("kind") == value,
                disabled,
            )
        })
        .collect();
    let method = long_field(
        view,
        (
            "method",
            "方法",
            "評価書の「方法」の欄に、このまま記載されます。点検した人の個人名は書かないでください。",
        ),
        disabled,
    );
    let result = long_field(
        view,
        (
            "result",
            "結果",
            "評価書の「結果」の欄に、このまま記載され、公表されます。",
        ),
        disabled,
    );
    let buttons = view.may_write.then(|| {
        view! {
            <p class="button-row">
                <button class="button" name="op" value="save">"下書きを保存する"</button>
                <button class="button button-main" name="op" value="verdict">"点検の結果を記録する"</button>
            </p>
            <p class="hint">"結果を記録すると、評価書の第三者点検の欄に書き込まれ、取り消せません。"</p>
        }
    });
    view! {
        <form method="post" action=format!("{}#checklist", view.action)>
            {csrf(token)}
            {hidden("revision", view.revision.to_string())}
            {hidden("version", view.version.to_string())}
            {problem_beside("answers", message(&view.problems, "answers"))}
            {questions}
            <h3>"結果"</h3>
            {input(on, &view.problems)}
            <fieldset class="form-item" id="kind"><legend>"結論"</legend>{kinds}{problem_beside("kind", message(&view.problems, "kind"))}</fieldset>
            {method}
            {result}
            {buttons}
        </form>
    }
    .into_any()
}

fn radio(name: &str, value: &str, words: String, checked: bool, disabled: bool) -> AnyView {
    let id = format!("{name}-{value}");
    view! {
        <label class="choice" for=id.clone()>
            <input type="radio" id=id.clone() name=name.to_owned() value=value.to_owned() checked=checked disabled=disabled/>
            {words}
        </label>
    }
    .into_any()
}

fn question_fields(view: &HandedOverView<'_>, question: &QuestionRow, disabled: bool) -> AnyView {
    let (check, note) = (
        format!("check~{}", question.id),
        format!("note~{}", question.id),
    );
    let chosen = view.typed.get(&check).to_owned();
    let radios: Vec<AnyView> = view
        .checks
        .iter()
        .cloned()
        .map(|(value, words)| radio(&check, &value, words, chosen == value, disabled))
        .collect();
    let source = if question.confirmed {
        format!("根拠: {}", question.source)
    } else {
        format!("根拠: {}（未確認）", question.source)
    };
    let text = view.typed.get(&note).to_owned();
    view! {
        <fieldset class="form-item question" id=question.id.clone()>
            <legend>{question.text.clone()}</legend>
            <p class="hint">{source}</p>
            {radios}
            <label class="form-label" for=note.clone()>"所見"</label>
            <textarea class="textarea" id=note.clone() name=note.clone() rows="2" maxlength="2000" readonly=disabled>{textarea_text(&text)}</textarea>
        </fieldset>
    }
    .into_any()
}

fn long_field(
    view: &HandedOverView<'_>,
    (name, label, hint): (&'static str, &'static str, &'static str),
    disabled: bool,
) -> AnyView {
    let text = view.typed.get(name).to_owned();
    view! {
        <div class="form-item">
            <label class="form-label" for=name>{label}</label>
            <p class="hint">{hint}</p>
            <textarea class="textarea" id=name name=name rows="4" readonly=disabled>{textarea_text(&text)}</textarea>
            {problem_beside(name, message(&view.problems, name))}
        </div>
    }
    .into_any()
}
