//! The desk's pages for consultations: opening one, opinions and their answers, the result.

use leptos::prelude::*;

use super::review::{ObstacleView, obstacles};
use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
use crate::components::inputs::textarea_text;
use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

mod opinion;
mod result;

pub use opinion::{AnswerVersion, OpinionView, render_opinion};
pub use result::{ItemProposal, ItemsView, ResultView, render_items, render_result};

/// A consultation in the list of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskConsultation {
    /// Its id.
    pub id: String,
    /// The title of the assessment.
    pub title: String,
    /// The period, in words.
    pub period: String,
    /// A word for `data-state`, and where it stands in words.
    pub state: (String, String),
    /// How many opinions came.
    pub opinions: usize,
    /// How many have no answer.
    pub unanswered: usize,
}

/// The consultations of a body.
#[must_use]
pub fn render_desk_consultations(frame: &PortalFrame, rows: &[DeskConsultation]) -> String {
    let rows = rows.to_vec();
    portal_page(frame, move || {
        let none = rows.is_empty();
        let rows: Vec<AnyView> = rows.into_iter().map(row).collect();
        view! {
            <h1>"意見聴取"</h1>
            {none.then(|| view! { <div class="empty"><p>"まだありません。"</p><p>"公示の準備ができた評価書のページから、取りまとめ課の担当が期間と問合せ先を書いて始めます。"</p></div> })}
            <ul class="desk-list">{rows}</ul>
        }
    })
}

fn row(row: DeskConsultation) -> AnyView {
    let href = routes::desk_consultation(&row.id);
    view! {
        <li class="desk-row" data-state=row.state.0.clone()>
            <div>
                <h2><a href=href>{row.title}</a></h2>
                <p class="meta">{row.period}</p>
                <p>{state_mark(&row.state.0, &row.state.1)}" "{format!("意見{}件・回答していないもの{}件", row.opinions, row.unanswered)}</p>
            </div>
        </li>
    }
    .into_any()
}

/// The page that opens a consultation.
#[derive(Debug, Clone, Default)]
pub struct OpenConsultationView {
    /// Where it is posted.
    pub action: String,
    /// The overview of the assessment.
    pub overview: String,
    /// Full beside public.
    pub preview: String,
    /// Its title.
    pub title: String,
    /// The revision that was read.
    pub revision: i64,
    /// How many parts are withheld in the version to be shown.
    pub withheld: usize,
    /// What was typed: the first day.
    pub from: String,
    /// What was typed: the last day.
    pub to: String,
    /// What was typed: how to send an opinion.
    pub method: String,
    /// What was typed: whom to ask.
    pub contact: String,
    /// What the item says about a shorter period; `None` when it is empty.
    pub shortening: Option<String>,
    /// What is wrong, beside fields.
    pub problems: Vec<Problem>,
    /// What stands in the way of opening it now, in the words of the refusal.
    pub obstacles: Vec<ObstacleView>,
    /// Why what was posted was refused, as a whole.
    pub refused: Option<String>,
}

/// The page that opens a consultation.
#[must_use]
pub fn render_open_consultation(frame: &PortalFrame, view: &OpenConsultationView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let day = |name, label, value: &str, hint| {
            let field = Input {
                name,
                label,
                kind: "date",
                value: value.to_owned(),
                hint,
                autocomplete: "off",
                required: true,
            };
            input(field, &view.problems)
        };
        let shortening = match &view.shortening {
            Some(words) => view! {
                <p>"期間を短縮する特段の理由の欄に、次のように書かれています。30日より短いときは、この理由を公示します。"</p>
                <blockquote class="opinion prose-text">{words.clone()}</blockquote>
            }
            .into_any(),
            None => view! { <p>"期間を短縮する特段の理由の欄は空です。期間は、初日と最終日を含めて30日以上にしてください。"</p> }.into_any(),
        };
        let list = obstacles("open", &view.obstacles);
        let blocked = list.is_some();
        let described = blocked.then_some("obstacles-open");
        let refused = view.refused.clone().map(|message| view! { <div class="notice notice-error" role="alert"><p>{message}</p></div> });
        view! {
            <h1>"公示して意見聴取を始める"</h1>
            <p class="lead">{view.title.clone()}</p>
            {refused}
            {problem_summary(&view.problems)}
            <p>{format!("第{}改訂の公示版を公開します。非公表にする部分は{}か所です。", view.revision, view.withheld)}" "<a href=view.preview.clone()>"公示版を全文と並べて見る"</a></p>
            {shortening}
            <form method="post" action=view.action.clone()>
                {csrf(&token)}
                {hidden("revision", view.revision.to_string())}
                {day("from", "開始日", &view.from, "今日以後の日。この日の午前0時から受け付けます。")}
                {day("to", "終了日", &view.to, "この日の終わり（24時）まで受け付けます。途中で短くすることはできません。")}
                {area("method", "意見の出し方", &view.method, "公示のページにそのまま載ります。", &view.problems)}
                {area("contact", "問合せ先", &view.contact, "課の名前と連絡先。公示のページにそのまま載ります。", &view.problems)}
                {list}
                <p class="button-row"><a class="button" href=view.overview.clone()>"やめる"</a><button class="button button-main" disabled=blocked aria-describedby=described>"公示して始める"</button></p>
            </form>
        }
    })
}

/// A labelled textarea that must be filled.
pub(super) fn area(
    name: &'static str,
    label: &'static str,
    value: &str,
    hint: &'static str,
    problems: &[Problem],
) -> AnyView {
    let found = problems.iter().find(|problem| problem.field == name);
    let problem = found.map(|problem| problem.message.clone());
    let hint_id = format!("{name}-hint");
    let described = match &problem {
        Some(_) => format!("{name}-problem {hint_id}"),
        None => hint_id.clone(),
    };
    let invalid = problem.is_some().then_some("true");
    view! {
        <div class="form-item">
            <label class="form-label" for=name>{label}<span class="tag" data-required="true">"必須"</span></label>
            <p class="hint" id=hint_id>{hint}</p>
            <textarea class="textarea" id=name name=name rows="4" required=true aria-describedby=described aria-invalid=invalid>{textarea_text(value)}</textarea>
            {problem_beside(name, problem)}
        </div>
    }
    .into_any()
}

/// An opinion in the list of a consultation.
#[derive(Clone, PartialEq, Eq)]
pub struct OpinionRow {
    /// Its number.
    pub number: u32,
    /// Where it belongs, in words.
    pub about: String,
    /// What it says.
    pub text: String,
    /// When it came, in words.
    pub received: String,
    /// Who wrote it and how to reach the person, for the body's own staff; `None` for others.
    pub contact: Option<String>,
    /// The newest answer: verdict and reason.
    pub answer: Option<(String, String)>,
    /// The numbers that share it, if there are others.
    pub together: Vec<u32>,
    /// The version of the answer, 0 without any.
    pub version: u32,
    /// Whether something of it is not shown to the public.
    pub masked: bool,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl std::fmt::Debug for OpinionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpinionRow({})", self.number)
    }
}

/// The opinions of a consultation.
#[derive(Debug, Clone, Default)]
pub struct OpinionsView {
    /// The consultation.
    pub id: String,
    /// The title of the assessment.
    pub title: String,
    /// The period, in words.
    pub period: String,
    /// A word for `data-state`, and where it stands in words.
    pub state: (String, String),
    /// The public page.
    pub page: String,
    /// The overview of the assessment at the desk, for whoever may open it.
    pub overview: Option<String>,
    /// The opinions of this page.
    pub rows: Vec<OpinionRow>,
    /// How many there are on all pages.
    pub total: u32,
    /// Whether this person may take them out as a file.
    pub may_export: bool,
    /// How many have no answer.
    pub unanswered: usize,
    /// Whether this person may answer now.
    pub may_answer: bool,
    /// Whether this person may publish the result.
    pub may_publish: bool,
    /// Whether this person may write into the items of the form now.
    pub may_fill: bool,
    /// Whether this person may erase contacts.
    pub may_erase: bool,
    /// What was chosen and typed, where it comes back.
    pub verdict: String,
    /// The same.
    pub reason: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Other pages of the list.
    pub pages: Vec<Link>,
}

/// The opinions of a consultation.
#[must_use]
pub fn render_opinions(frame: &PortalFrame, view: &OpinionsView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let none = view.rows.is_empty();
        let base = routes::desk_consultation(&view.id);
        let rows: Vec<AnyView> = view
            .rows
            .iter()
            .map(|row| opinion_row(row, &view))
            .collect();
        let answer = (view.may_answer && !none).then(|| answer_fields(&view));
        let pages = view
            .pages
            .iter()
            .cloned()
            .map(|link| view! { <a class="button" href=link.href>{link.label}</a> });
        let pages = pages.collect_view();
        let erase = (view.may_erase && !none).then(|| {
            view! {
                <form method="post" action=format!("{base}erase") class="button-row">
                    {csrf(&token)}{hidden("number", "")}
                    <button class="button button-danger">"全ての意見の名前と連絡先を消す"</button>
                    <span class="hint">"元に戻せません。意見の文は残ります。"</span>
                </form>
            }
        });
        view! {
            <div data-state=view.state.0.clone()>
                <h1>"寄せられた意見"</h1>
                <p class="lead">{view.title.clone()}</p>
                <p>{state_mark(&view.state.0, &view.state.1)}" "<span class="meta">{view.period.clone()}</span></p>
                {problem_summary(&view.problems)}
                <p>{format!("意見{}件・回答していないもの{}件", view.total, view.unanswered)}</p>
                <ul>
                    <li><a href=view.page.clone()>"公示しているページ"</a></li>
                    {view.overview.clone().map(|href| view! { <li><a href=href>"評価書のページ"</a></li> })}
                    {view.may_export.then(|| view! { <li><a href=format!("{base}opinions.csv")>"全ての意見（CSV）"</a></li> })}
                    {view.may_fill.then(|| view! { <li><a href=format!("{base}items")>"評価書の欄に結果を書く"</a></li> })}
                    {view.may_publish.then(|| view! { <li><a href=format!("{base}result")>"結果を公表する"</a></li> })}
                </ul>
                {none.then(|| view! { <div class="empty"><p>"意見はまだありません。"</p></div> })}
                <form method="post" action=format!("{base}answers")>
                    {csrf(&token)}
                    {rows}
                    {answer}
                </form>
                <nav class="pages" aria-label="一覧のページ">{pages}</nav>
                {erase}
            </div>
        }
    })
}

fn opinion_row(row: &OpinionRow, view: &OpinionsView) -> AnyView {
    let href = routes::desk_opinion(&view.id, row.number);
    let id = format!("opinion-{}", row.number);
    let tick = view.may_answer.then(|| {
        let value = format!("{}@{}", row.number, row.version);
        let ticked = row.ticked;
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name="opinion" value=value checked=ticked/>
                <span>{format!("意見{}に回答する", row.number)}</span>
            </label>
        }
    });
    let contact = row
        .contact
        .clone()
        .map(|words| view! { <p class="meta">{words}</p> });
    let together = (!row.together.is_empty()).then(|| {
        let numbers: Vec<String> = row.together.iter().map(ToString::to_string).collect();
        format!("（意見{}と同じ回答）", numbers.join("、"))
    });
    let answer = match row.answer.clone() {
        Some((verdict, reason)) => view! { <p><strong>{format!("回答: {verdict}")}</strong>{together}</p><p class="prose-text">{reason}</p> }.into_any(),
        None => view! { <p><span class="state" data-tone="attention">"回答していません"</span></p> }.into_any(),
    };
    view! {
        <section class="opinion-group">
            <h2><a href=href>{format!("意見{}", row.number)}</a>{format!("（{}）", row.about)}</h2>
            <p class="meta">{row.received.clone()}{row.masked.then_some("・公表では一部を伏せます")}</p>
            <p class="prose-text">{row.text.clone()}</p>
            {contact}
            {answer}
            {tick}
        </section>
    }
    .into_any()
}

fn answer_fields(view: &OpinionsView) -> AnyView {
    let problem = |name: &str| {
        let found = view.problems.iter().find(|problem| problem.field == name);
        found.map(|problem| problem.message.clone())
    };
    let radio = |word: &'static str, label: &'static str| {
        let id = format!("verdict-{word}");
        let checked = view.verdict == word;
        view! { <label class="choice" for=id.clone()><input type="radio" id=id.clone() name="verdict" value=word checked=checked required=true/><span>{label}</span></label> }
    };
    view! {
        <section aria-labelledby="answer">
            <h2 id="answer">"選んだ意見に回答する"</h2>
            <p class="hint">"似た意見は、まとめて選ぶと1つの回答になります。前の回答は履歴に残ります。"</p>
            {problem_beside("opinion", problem("opinion"))}
            <fieldset id="verdict">
                <legend>"評価書への反映"</legend>
                {radio("reflected", "反映する")}
                {radio("not-reflected", "反映しない")}
                {problem_beside("verdict", problem("verdict"))}
            </fieldset>
            {area("reason", "理由", &view.reason, "結果の公表にそのまま載ります。", &view.problems)}
            <p class="button-row"><button class="button button-main">"回答を保存する"</button></p>
        </section>
    }
    .into_any()
}
