//! The third-party review as the body sees it: who is invited, what was handed over, what the
//! reviewers wrote, and what was done about it.

use leptos::prelude::*;

use super::talk::{TalkForm, Thread, threads};
use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
use crate::components::inputs::textarea_text;
use crate::forms::Typed;
use crate::render::{PortalFrame, portal_page};

/// Somebody who was invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementRow {
    /// The id.
    pub id: String,
    /// The address.
    pub email: String,
    /// The organ.
    pub organ: String,
    /// When, in words.
    pub invited: String,
    /// When it ended, in words.
    pub ended: Option<String>,
}

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// When, in words.
    pub when: String,
    /// The revision.
    pub revision: i64,
    /// How many were handed it.
    pub recipients: usize,
    /// The digest of the full text.
    pub digest: String,
    /// The verdict in words.
    pub verdict: String,
}

/// A point to respond to.
#[derive(Clone, PartialEq, Eq)]
pub struct PointRow {
    /// The id of the comment or question.
    pub subject: String,
    /// What it is about.
    pub about: String,
    /// What the reviewer wrote.
    pub point: String,
    /// What was done.
    pub response: String,
    /// What names that text, posted as `seen`.
    pub seen: String,
    /// Another text that was typed and is not recorded yet.
    pub typed: Option<String>,
}

/// The page.
#[derive(Clone)]
pub struct BodyReviewView {
    /// Where forms post to.
    pub action: String,
    /// The title of the assessment.
    pub title: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
    /// Who was invited.
    pub engagements: Vec<EngagementRow>,
    /// Whether this person may invite and take back.
    pub may_engage: bool,
    /// Hand-overs, newest first.
    pub handovers: Vec<HandoverRow>,
    /// Comments.
    pub threads: Vec<Thread>,
    /// Ids for answers; none for who may not answer.
    pub tokens: Vec<String>,
    /// Points of the last verdict.
    pub points: Vec<PointRow>,
    /// Whether responses may be written now.
    pub may_respond: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page.
#[must_use]
pub fn render_body_review(frame: &PortalFrame, view: &BodyReviewView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let talk = TalkForm {
            action: &view.action,
            csrf: &token,
            tokens: &view.tokens,
            answer: "回答を書く",
            typed: &view.typed,
            problems: &view.problems,
        };
        let said = threads(&view.threads, &talk);
        view! {
            <div data-state=view.stage.0.clone()>
                <h1>"第三者点検"</h1>
                <p class="lead">{view.title.clone()}</p>
                {problem_summary(&view.problems)}
                <section aria-labelledby="reviewers">
                    <h2 id="reviewers">"点検する人"</h2>
                    <p class="hint">"招いた人だけが、渡した改訂の全文を読めます。評価書には機関の名称だけが載り、個人の名前は公表されません。"</p>
                    {engagements(&view, &token)}
                    {view.may_engage.then(|| engage_form(&view, &token))}
                </section>
                <section aria-labelledby="handovers">
                    <h2 id="handovers">"渡した記録"</h2>
                    {handovers(&view.handovers)}
                </section>
                <section aria-labelledby="comments">
                    <h2 id="comments">"項目への意見"</h2>
                    {view.threads.is_empty().then(|| view! { <p>"意見はありません。"</p> })}
                    {said}
                </section>
                <section aria-labelledby="points">
                    <h2 id="points">"対応表"</h2>
                    {points(&view, &token)}
                </section>
            </div>
        }
    })
}

fn engagements(view: &BodyReviewView, token: &str) -> AnyView {
    if view.engagements.is_empty() {
        return view! { <p>"まだ誰も招いていません。全文を渡すには、先に点検する人を招きます。"</p> }.into_any();
    }
    let rows: Vec<AnyView> = view
        .engagements
        .iter()
        .cloned()
        .map(|row| {
            let release = (view.may_engage && row.ended.is_none()).then(|| {
                let say = format!("{} の招待を取り消す", row.email);
                view! {
                    <form method="post" action=view.action.clone()>
                        {csrf(token)}
                        {hidden("engagement", row.id.clone())}
                        <button class="button button-small button-quiet" name="op" value="release" aria-label=say>"取り消す"</button>
                    </form>
                }
            });
            let state = row.ended.map_or_else(|| "招待中".to_owned(), |when| format!("{when} に終了"));
            view! { <tr><td>{row.email}</td><td>{row.organ}</td><td>{row.invited}</td><td>{state}</td><td>{release}</td></tr> }.into_any()
        })
        .collect();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label="点検する人">
            <table>
                <caption>"点検に招いた人"</caption>
                <thead><tr><th scope="col">"メールアドレス"</th><th scope="col">"機関の名称"</th><th scope="col">"招いた日時"</th><th scope="col">"状態"</th><th scope="col">"操作"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn engage_form(view: &BodyReviewView, token: &str) -> AnyView {
    let email = Input {
        name: "email",
        label: "メールアドレス",
        kind: "email",
        value: view.typed.get("email").to_owned(),
        required: true,
        ..Input::default()
    };
    let organ = Input {
        name: "organ",
        label: "点検する機関の名称",
        kind: "text",
        value: view.typed.get("organ").to_owned(),
        hint: "例: ○○市個人情報保護審議会。評価書の「方法」の欄に使われます。",
        required: true,
        ..Input::default()
    };
    view! {
        <h3>"点検する人を招く"</h3>
        <form method="post" action=view.action.clone()>
            {csrf(token)}
            <p class="hint">"招待を、このメールアドレスに知らせます。まだ利用者でない人には、パスワードを決めるリンクを送ります。"</p>
            {input(email, &view.problems)}
            {input(organ, &view.problems)}
            <p><button class="button button-main" name="op" value="engage">"招く"</button></p>
        </form>
    }
    .into_any()
}

fn handovers(rows: &[HandoverRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p>"まだ渡していません。"</p> }.into_any();
    }
    let rows: Vec<AnyView> = rows
        .iter()
        .cloned()
        .map(|row| {
            let short = format!("{}…", row.digest.chars().take(12).collect::<String>());
            view! {
                <tr><td>{row.when}</td><td>{format!("第{}改訂", row.revision)}</td><td>{format!("{}人", row.recipients)}</td><td><code title=row.digest>{short}</code></td><td>{row.verdict}</td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label="渡した記録">
            <table>
                <caption>"全文を渡した記録（新しい順）"</caption>
                <thead><tr><th scope="col">"日時"</th><th scope="col">"改訂"</th><th scope="col">"渡した相手"</th><th scope="col">"全文のダイジェスト"</th><th scope="col">"結果"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn points(view: &BodyReviewView, token: &str) -> AnyView {
    if view.points.is_empty() {
        return view! { <p>"点検の結果が記録されると、指摘と対応がここに並びます。"</p> }
            .into_any();
    }
    let rows: Vec<AnyView> = view
        .points
        .iter()
        .map(|point| {
            let id = format!("response-{}", point.subject);
            let mine = point.typed.is_some();
            let problems = view.problems.iter().filter(|one| mine && one.field == "response");
            let problem = problems.map(|problem| problem.message.clone()).next();
            let beside = problem_beside(&id, problem);
            let form = view.may_respond.then(|| {
                let text = point.typed.as_ref().unwrap_or(&point.response);
                view! {
                    <form method="post" action=format!("{}#points", view.action)>
                        {csrf(token)}
                        {hidden("subject", point.subject.clone())}
                        {hidden("seen", point.seen.clone())}
                        {stands(point)}
                        <label class="form-label" for=id.clone()>"対応した内容"</label>
                        <textarea class="textarea" id=id.clone() name="response" rows="3" maxlength="2000" required=true>{textarea_text(text)}</textarea>
                        {beside}
                        <p><button class="button" name="op" value="respond">"対応を記録する"</button></p>
                    </form>
                }
            });
            let done = (!view.may_respond).then(|| point.response.clone());
            view! {
                <article class="thread">
                    <h3>{point.about.clone()}</h3>
                    <p class="prose-text">{point.point.clone()}</p>
                    {form}
                    {done.map(|text| view! { <p class="meta">"対応"</p><p class="prose-text">{if text.is_empty() { "（記録なし）".to_owned() } else { text }}</p> })}
                </article>
            }
            .into_any()
        })
        .collect();
    rows.into_any()
}

/// What is recorded, beside what was typed.
fn stands(point: &PointRow) -> Option<AnyView> {
    point.typed.as_ref()?;
    let text = match point.response.as_str() {
        "" => "（記録なし）".to_owned(),
        text => text.to_owned(),
    };
    Some(view! { <p class="meta">"いまの記録"</p><p class="prose-text">{text}</p> }.into_any())
}
