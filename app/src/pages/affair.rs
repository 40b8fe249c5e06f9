//! One affair (事務): its judgement with the table, its documents, its form, its history.
//! The form posts `name`, `legal_basis`, the facts, `ground`, `voluntary`,
//! `voluntary_reason`, `holding_from`, `exchange_from`, `late`, `late_reason`, `version`
//! and `csrf`; a new one also `number` and `agency`.

use leptos::prelude::*;

use super::facts::fact_fields;
use crate::components::forms::{
    Input, Problem, csrf, hidden, input, problem_beside, problem_summary,
};
use crate::components::landmarks::state_mark;
use crate::forms::Typed;
use crate::islands::UnsavedGuard;
use crate::render::{Link, PortalFrame, portal_page};

/// A row of the decision table: headcount, staff, incident, duty in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdRow {
    /// The four cells.
    pub cells: [String; 4],
    /// Whether the row is not confirmed in a source.
    pub unconfirmed: bool,
    /// Whether it is the one that decided.
    pub decides: bool,
}

/// What the affair's page says above its form.
#[derive(Debug, Clone, Default)]
pub struct AffairStatus {
    /// Number and agency in one line.
    pub subtitle: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// The judgement in a sentence, with its reason.
    pub judgement: String,
    /// What is done.
    pub done: String,
    /// The decision table.
    pub table: Vec<ThresholdRow>,
    /// Why it must be done again, if it must.
    pub redo: Option<String>,
    /// Problems of its days.
    pub problems: Vec<String>,
    /// Its documents, each with its stage in the words.
    pub documents: Vec<Link>,
    /// Forms that are still to be started: (value, title).
    pub to_start: Vec<(String, String)>,
    /// What was judged: day, cause, inputs, outcome, who.
    pub history: Vec<[String; 5]>,
    /// Incidents of the agency: day, in words, whether it counts.
    pub incidents: Vec<[String; 3]>,
}

/// An affair, or the blank form of one.
#[derive(Debug, Clone, Default)]
pub struct AffairView {
    /// The heading.
    pub title: String,
    /// Where the form posts.
    pub action: String,
    /// Where the answer to 再実施要 posts.
    pub redo_action: String,
    /// The version that the form is bound to.
    pub version: i64,
    /// What stands above; `None` for a new affair.
    pub status: Option<AffairStatus>,
    /// Whether it can be changed by this person.
    pub may_edit: bool,
    /// Whether this person may start documents.
    pub may_start: bool,
    /// Grounds of 規則4条: (value, words).
    pub grounds: Vec<(String, String)>,
    /// Kinds to be done voluntarily: (value, words).
    pub kinds: Vec<(String, String)>,
    /// Agencies to choose from, for a new affair.
    pub agencies: Vec<String>,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page of an affair.
#[must_use]
pub fn render_affair(frame: &PortalFrame, view: &AffairView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let state = view.status.as_ref().map(|status| status.state.0.clone());
        view! {
            <div data-state=state>
                <h1>{view.title.clone()}</h1>
                {problem_summary(&view.problems)}
                {view.status.clone().map(|status| above(&status, &view, &token))}
                {form(&view, &token)}
                {view.status.clone().map(|status| below(&status))}
            </div>
        }
    })
}

fn above(status: &AffairStatus, view: &AffairView, token: &str) -> AnyView {
    let problems: Vec<AnyView> = list(&status.problems);
    let redo = status.redo.clone().map(|reason| redo(reason, view, token));
    view! {
        <p>{state_mark(&status.state.0, &status.state.1)}" "<span class="meta">{status.subtitle.clone()}</span></p>
        {redo}
        {(!problems.is_empty()).then(|| view! {
            <div class="notice notice-error"><h2>"期日の指摘"</h2><ul>{problems}</ul></div>
        })}
        <section aria-labelledby="judgement">
            <h2 id="judgement">"しきい値判断"</h2>
            <p class="lead">{status.judgement.clone()}</p>
            <p>{format!("実施する評価: {}", status.done)}</p>
            {table(&status.table)}
        </section>
        {documents(status, view, token)}
    }
    .into_any()
}

fn redo(reason: String, view: &AffairView, token: &str) -> AnyView {
    let field = Input {
        name: "reason",
        label: "再実施が要らないとする理由",
        kind: "text",
        value: view.typed.get("reason").to_owned(),
        hint: "入力の誤りだったときなど。理由は記録に残ります。",
        required: true,
        ..Input::default()
    };
    let form = view.may_edit.then(|| {
        view! {
            <form method="post" action=view.redo_action.clone()>
                {csrf(token)}{hidden("version", view.version.to_string())}
                {input(field, &view.problems)}
                <p><button class="button">"再実施は要らないとする"</button></p>
            </form>
        }
    });
    view! {
        <div class="notice notice-attention"><h2>"再実施が必要です"</h2><p>{reason}</p>{form}</div>
    }
    .into_any()
}

fn table(rows: &[ThresholdRow]) -> AnyView {
    let rows: Vec<AnyView> = rows
        .iter()
        .cloned()
        .map(|row| {
            let [headcount, staff, incident, duty] = row.cells;
            let mark = row.unconfirmed.then_some("（未確認）");
            let here = row.decides.then_some("true");
            let says = row.decides.then(|| view! { <strong>"この行に当たります"</strong> });
            view! {
                <tr aria-current=here>
                    <td>{headcount}</td><td>{staff}</td><td>{incident}</td><td>{duty}{mark}</td><td>{says}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <details>
            <summary>"判断の表を見る"</summary>
            <p>"出典: 特定個人情報保護評価指針 第5の2。「未確認」の行は、資料の原文で確かめていません。"</p>
            <div class="table-scroll" role="region" tabindex="0" aria-label="しきい値判断の表">
                <table>
                    <caption>"対象人数・取扱者数・重大事故から決まる評価の種類"</caption>
                    <thead><tr>
                        <th scope="col">"対象人数"</th><th scope="col">"取扱者数"</th>
                        <th scope="col">"重大事故（1年以内）"</th><th scope="col">"義務"</th><th scope="col">"この事務"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn documents(status: &AffairStatus, view: &AffairView, token: &str) -> AnyView {
    let links: Vec<AnyView> = status
        .documents
        .iter()
        .cloned()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect();
    let starts: Vec<AnyView> = status
        .to_start
        .iter()
        .filter(|_| view.may_start)
        .cloned()
        .map(|(form, title)| {
            view! {
                <form method="post" action=format!("{}start", view.action)>
                    {csrf(token)}{hidden("form", form)}
                    <button class="button">{format!("{title}を作り始める")}</button>
                </form>
            }
            .into_any()
        })
        .collect();
    view! {
        <section aria-labelledby="documents">
            <h2 id="documents">"評価書"</h2>
            {links.is_empty().then(|| view! { <p>"まだ評価書はありません。"</p> })}
            <ul>{links}</ul>
            <div class="button-row">{starts}</div>
        </section>
    }
    .into_any()
}

fn field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    hint: &'static str,
    view: &AffairView,
) -> AnyView {
    let field = Input {
        name,
        label,
        kind,
        value: view.typed.get(name).to_owned(),
        hint,
        required: matches!(name, "name" | "number" | "agency"),
        ..Input::default()
    };
    input(field, &view.problems)
}

fn choose(
    name: &'static str,
    label: &'static str,
    none: &'static str,
    choices: &[(String, String)],
    view: &AffairView,
) -> AnyView {
    let chosen = view.typed.get(name).to_owned();
    let options: Vec<AnyView> = choices
        .iter()
        .cloned()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }.into_any()
        })
        .collect();
    let problem = view.problems.iter().find(|problem| problem.field == name);
    let problem = problem.map(|problem| problem.message.clone());
    view! {
        <div class="form-item">
            <label class="form-label" for=name>{label}</label>
            <select class="select" id=name name=name><option value="">{none}</option>{options}</select>
            {problem_beside(name, problem)}
        </div>
    }
    .into_any()
}

fn form(view: &AffairView, token: &str) -> AnyView {
    let is_new = view.status.is_none();
    let beginning = is_new.then(|| {
        view! {
            {field("number", "評価書番号", "text", "団体の中で重ねられません（公表ページの住所に使います）。", view)}
            {field("agency", "評価実施機関名", "text", "例: ○○市長、○○市教育委員会。登録がなければ新しく登録します。", view)}
            {(!view.agencies.is_empty()).then(|| view! { <p class="hint">{format!("登録済み: {}", view.agencies.join("、"))}</p> })}
        }
    });
    let late = view.typed.get("late") == "true";
    let disabled = !view.may_edit;
    let heading = if is_new {
        "登録する内容"
    } else {
        "事務の内容と判断の入力"
    };
    view! {
        <section aria-labelledby="inputs">
            <h2 id="inputs">{heading}</h2>
            {disabled.then(|| view! { <p>"変えられるのは作成担当と取りまとめ担当です。"</p> })}
            <form method="post" action=view.action.clone() id="affair-form" data-unsaved=(!view.problems.is_empty()).then_some("true")>
                {csrf(token)}{hidden("version", view.version.to_string())}
                <fieldset disabled=disabled>
                    <legend class="visually-hidden">{heading}</legend>
                    {beginning}
                    {field("name", "事務の名称", "text", "", view)}
                    {field("legal_basis", "法令上の根拠", "text", "番号法の条項など。", view)}
                    <h3>"事務の事実と、しきい値判断の入力"</h3>
                    <p>"対象人数は、この事務で持つ全ての特定個人情報ファイルに記録される本人の数です。境目は1,000人・1万人・10万人・30万人です。取扱者数は委託先を含めて数え、500人以上か未満かで分かれます（500人ちょうどは「500人以上」）。保存すると、作成中の評価書にも同じ内容が入ります。"</p>
                    {fact_fields(&view.typed, &view.problems)}
                    {choose("ground", "実施が義務付けられない事務（規則4条）に当たるとき", "当たらない", &view.grounds, view)}
                    <h3>"任意に行う評価"</h3>
                    {choose("voluntary", "義務より上の評価を任意に行う", "任意実施はしない", &view.kinds, view)}
                    {field("voluntary_reason", "任意に行う理由", "text", "要綱の定めなど。", view)}
                    <h3>"期日"</h3>
                    {field("holding_from", "特定個人情報ファイルの保有開始日", "date", "", view)}
                    {field("exchange_from", "情報連携の開始日", "date", "評価書の公表日より前にはできません（番号法28条6項）。", view)}
                    <label class="choice">
                        <input type="checkbox" name="late" value="true" checked=late/>
                        <span>"規則9条2項を適用する（災害その他やむを得ない事由により、保有後に実施する）"</span>
                    </label>
                    {field("late_reason", "適用する理由", "text", "適用するときは必ず書きます。", view)}
                    <p><button class="button button-main">"保存して判断する"</button></p>
                </fieldset>
                <UnsavedGuard form="affair-form".to_owned()/>
            </form>
        </section>
    }
    .into_any()
}

fn below(status: &AffairStatus) -> AnyView {
    view! {
        {rows("判断の履歴", "まだ判断していません。", &["日", "きっかけ", "入力", "結果", "操作した人"], status.history.iter().map(|row| row.to_vec()).collect())}
        {rows("評価実施機関の重大事故", "登録されている重大事故はありません。", &["発生日", "内容", "しきい値判断"], status.incidents.iter().map(|row| row.to_vec()).collect())}
    }
    .into_any()
}

/// A section with a table of words, or a sentence where there is nothing.
fn rows(
    title: &'static str,
    empty: &'static str,
    heads: &'static [&'static str],
    rows: Vec<Vec<String>>,
) -> AnyView {
    let heads: Vec<AnyView> = heads
        .iter()
        .map(|head| view! { <th scope="col">{*head}</th> }.into_any())
        .collect();
    let is_empty = rows.is_empty();
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<AnyView> = row
                .into_iter()
                .map(|cell| view! { <td>{cell}</td> }.into_any())
                .collect();
            view! { <tr>{cells}</tr> }.into_any()
        })
        .collect();
    let table = (!is_empty).then(|| {
        view! {
            <div class="table-scroll" role="region" tabindex="0" aria-label=title>
                <table><caption>{title}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
    });
    view! { <section><h2>{title}</h2>{is_empty.then(|| view! { <p>{empty}</p> })}{table}</section> }
        .into_any()
}

fn list(lines: &[String]) -> Vec<AnyView> {
    let lines = lines.iter().cloned();
    lines
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect()
}
