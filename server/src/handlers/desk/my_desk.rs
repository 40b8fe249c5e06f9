//! My desk: what is there, and what waits for me.

use std::cmp::Reverse;

use actix_web::web;
use app::pages::{DeskRow, DeskView, render_desk};
use app::render::Link;
use app::routes;
use domain::{Act, Action, Role};
use jiff::civil::Date;
use serde::Deserialize;
use workflow::{DeskEntry, PageRequest};

use super::context::paths_of;
use super::{next_step, words};
use crate::errors::{PageError, PageResult};
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Assessments on a page.
const PER_PAGE: usize = 50;
/// The most assessments of a body that are sorted; more than any body has affairs.
const MOST: usize = 5_000;

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<usize>,
}

/// The desk of whoever is signed in.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let may = |action| {
        let body = signed_in.actor.body.as_ref();
        signed_in.actor.role.may(body, action, body)
    };
    let entries = if may(Action::ReadAssessment) {
        entries(&state, &signed_in).await?
    } else {
        Vec::new()
    };
    let asked = asked.and_then(|asked| asked.page).unwrap_or(1).max(1);
    let view = DeskView {
        heading: heading(&signed_in),
        rows: rows(&entries, asked),
        may_create: may(Action::CreateAssessment),
        notices: notices(&state).await?,
        places: places(&signed_in),
        pages: pages(entries.len(), asked),
    };
    Ok(html(render_desk(
        &signed_in.frame("作業一覧", Vec::new()),
        &view,
    )))
}

fn heading(signed_in: &SignedIn) -> String {
    if signed_in.body_name.is_empty() {
        "作業一覧".to_owned()
    } else {
        format!("{}の評価書", signed_in.body_name)
    }
}

/// Every assessment of the body: those that wait for this person first, then by change.
async fn entries(state: &AppState, signed_in: &SignedIn) -> Result<Vec<DeskEntry>, PageError> {
    let mut found = Vec::new();
    let mut request = PageRequest::first(PageRequest::MOST);
    loop {
        let page = state.workflow.desk(&signed_in.actor, &request).await?;
        found.extend(page.items);
        match page.next {
            Some(next) if found.len() < MOST => {
                request = PageRequest::after(next, PageRequest::MOST);
            }
            _ => break,
        }
    }
    found.sort_by_key(|entry| !waits(entry));
    Ok(found)
}

/// Whether the next step is this person's.
fn waits(entry: &DeskEntry) -> bool {
    let forward = |act: &Act| {
        !act.needs_reason()
            && !matches!(
                act,
                Act::Withdraw | Act::CancelSchedule | Act::Amend | Act::Redo | Act::End
            )
    };
    entry.may_edit || entry.acts.iter().any(forward)
}

fn rows(entries: &[DeskEntry], page: usize) -> Vec<DeskRow> {
    entries
        .iter()
        .skip((page - 1).saturating_mul(PER_PAGE))
        .take(PER_PAGE)
        .map(row)
        .collect()
}

fn row(entry: &DeskEntry) -> DeskRow {
    let paths = paths_of(&entry.key);
    let may = |act| entry.acts.contains(&act);
    let action = if entry.may_edit {
        Some(Link::new("続きを書く", paths.overview()))
    } else if may(Act::Check) {
        Some(Link::new("確認する", paths.review()))
    } else if may(Act::Publish) {
        Some(Link::new("公表へ進む", paths.publish()))
    } else {
        None
    };
    DeskRow {
        title: words::named(&entry.title),
        subtitle: format!(
            "評価書番号 {}・{}・{}",
            entry.key.number, entry.form_title, entry.agency
        ),
        href: paths.overview(),
        stage: words::stage_words(&entry.stage),
        next_step: next_step::next_step(&entry.stage, &entry.acts, entry.may_edit, None),
        mine: waits(entry),
        action,
        changed: words::moment(entry.changed_at),
    }
}

fn pages(count: usize, page: usize) -> Vec<Link> {
    let last = count.div_ceil(PER_PAGE);
    let link = |label: &str, page: usize| Link::new(label, format!("{}?page={page}", routes::DESK));
    let before = (page > 1).then(|| link("前のページ", (page - 1).min(last.max(1))));
    let after = (page < last).then(|| link("次のページ", page + 1));
    before.into_iter().chain(after).collect()
}

/// The newest notices of the public site: shipped, or listed since.
async fn notices(state: &AppState) -> Result<Vec<Link>, PageError> {
    let link = |id: &str, number: &str, title: &str| {
        Link::new(format!("{number} {title}"), routes::notice(id))
    };
    let shipped = state.content.catalog.notices.iter();
    let shipped = shipped.map(|one| (one.date, link(&one.id, &one.number, &one.title)));
    let listed = state.workflow.listed_notices().await?;
    let listed = listed
        .iter()
        .map(|one| (one.date, link(&one.id, &one.number, &one.title)));
    let mut all: Vec<(Date, Link)> = listed.chain(shipped).collect();
    all.sort_by_key(|(date, _)| Reverse(*date));
    Ok(all.into_iter().map(|(_, link)| link).take(3).collect())
}

fn places(signed_in: &SignedIn) -> Vec<(Link, String)> {
    let place = |label: &str, href: &str, words: &str| (Link::new(label, href), words.to_owned());
    let users = place("利用者", routes::USERS, "利用者を招待し、利用を止めます。");
    match signed_in.actor.role {
        Role::Provider => vec![
            place(
                "通知・留意事項",
                routes::PROVIDER,
                "提供している通知と留意事項を見ます。",
            ),
            place(
                "記載例",
                routes::PROVIDER_EXAMPLES,
                "記載例と、それを使っている評価書の数を見ます。",
            ),
        ],
        Role::SystemAdmin => vec![
            users,
            place("公表サイト", routes::HOME, "公表されているページを見ます。"),
        ],
        Role::BodyAdmin => vec![users],
        _ => Vec::new(),
    }
}
