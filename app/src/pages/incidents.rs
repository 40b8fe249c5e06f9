//! Incidents (重大事故) of the agencies of a body, and the form that registers one. Posts
//! `agency`, `occurred_on`, `known_on`, `subject`, `persons`, `deliberate`, `attributable`,
//! `summary` and `csrf`; cancelling posts `incident`, `reason` and `csrf`.

use leptos::prelude::*;

use crate::components::forms::{Input, Problem, csrf, hidden, input, problem_summary};
use crate::forms::Typed;
use crate::render::{PortalFrame, portal_page};
use crate::routes;

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// The id, posted to cancel it.
    pub id: String,
    /// The day it happened.
    pub occurred: String,
    /// The agency.
    pub agency: String,
    /// What it was, in words.
    pub summary: String,
    /// Whether it counts, and until when or why not.
    pub counts: String,
    /// Whether it may be cancelled.
    pub may_cancel: bool,
}

/// The register.
#[derive(Debug, Clone, Default)]
pub struct IncidentsView {
    /// The incidents.
    pub rows: Vec<IncidentRow>,
    /// Agencies to choose from: (id, name).
    pub agencies: Vec<(String, String)>,
    /// Whether this person may register one.
    pub may_register: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The page.
#[must_use]
pub fn render_incidents(frame: &PortalFrame, view: &IncidentsView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view
            .rows
            .iter()
            .cloned()
            .map(|found| row(found, &token))
            .collect();
        let table = if rows.is_empty() {
            view! { <div class="empty"><p>"登録されている重大事故はありません。"</p></div> }
                .into_any()
        } else {
            view! {
                <div class="table-scroll" role="region" tabindex="0" aria-label="重大事故">
                    <table>
                        <caption>"発生日の新しい順"</caption>
                        <thead><tr>
                            <th scope="col">"発生日"</th><th scope="col">"評価実施機関"</th><th scope="col">"内容"</th>
                            <th scope="col">"しきい値判断"</th><th scope="col">"操作"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            <h1>"重大事故"</h1>
            {problem_summary(&view.problems)}
            <p>"しきい値判断で数えるのは、特定個人情報に関する事故のうち、故意によるもの又は本人（従業者を除く）が101人以上のもの（未確認）です。配送事故などで評価実施機関の責めに帰さないものは除きます。発生日から1年間（応当日を含む。未確認）、その機関の全ての事務の判断に入ります。"</p>
            {table}
            {view.may_register.then(|| form(&view, &token))}
        }
    })
}

fn row(row: IncidentRow, token: &str) -> AnyView {
    let cancel = row.may_cancel.then(|| {
        let say = format!("{}の登録を取り消す理由", row.occurred);
        view! {
            <form method="post" action=routes::INCIDENTS_CANCEL>
                {csrf(token)}{hidden("incident", row.id.clone())}
                <input class="input" name="reason" aria-label=say required=true/>
                <button class="button button-small button-quiet">"取り消す"</button>
            </form>
        }
    });
    view! {
        <tr><td>{row.occurred}</td><td>{row.agency}</td><td>{row.summary}</td><td>{row.counts}</td><td>{cancel}</td></tr>
    }
    .into_any()
}

fn field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    hint: &'static str,
    view: &IncidentsView,
) -> AnyView {
    let field = Input {
        name,
        label,
        kind,
        value: view.typed.get(name).to_owned(),
        hint,
        required: true,
        ..Input::default()
    };
    input(field, &view.problems)
}

fn form(view: &IncidentsView, token: &str) -> AnyView {
    let options: Vec<AnyView> = view
        .agencies
        .iter()
        .cloned()
        .map(|(id, name)| {
            let selected = view.typed.get("agency") == id;
            view! { <option value=id selected=selected>{name}</option> }.into_any()
        })
        .collect();
    if options.is_empty() {
        return view! { <p>"先に事務を登録してください。評価実施機関は事務と一緒に登録されます。"</p> }.into_any();
    }
    let check = |name: &'static str, words: &'static str, on: bool| {
        view! { <label class="choice"><input type="checkbox" name=name value="true" checked=on/><span>{words}</span></label> }
    };
    let specific = view.typed.get("subject") != "personal";
    view! {
        <h2>"登録する"</h2>
        <form method="post" action=routes::INCIDENTS>
            {csrf(token)}
            <div class="form-item">
                <label class="form-label" for="agency">"評価実施機関"</label>
                <select class="select" id="agency" name="agency">{options}</select>
            </div>
            {field("occurred_on", "発生した日", "date", "", view)}
            {field("known_on", "知った日", "date", "", view)}
            <fieldset id="subject">
                <legend>"対象"</legend>
                <label class="choice"><input type="radio" name="subject" value="specific" checked=specific/><span>"特定個人情報"</span></label>
                <label class="choice"><input type="radio" name="subject" value="personal" checked=!specific/><span>"特定個人情報以外の個人情報（しきい値判断では数えません）"</span></label>
            </fieldset>
            {field("persons", "本人の数（従業者を除く）", "number", "", view)}
            {check("deliberate", "故意によるもの", view.typed.get("deliberate") == "true")}
            {check("not_attributable", "配送事故などで、評価実施機関の責めに帰さないもの", view.typed.get("not_attributable") == "true")}
            {field("summary", "概要", "text", "個人の氏名などは書かないでください。", view)}
            <p><button class="button button-main">"登録して判断し直す"</button></p>
        </form>
    }
    .into_any()
}
