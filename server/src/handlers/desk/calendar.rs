//! What is due: the page, the file, and the secret address for calendar programs.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use app::pages::{CalendarView, DueRow, render_calendar};
use app::routes;
use domain::day_words;
use domain::digest_of;
use jiff::civil::Date;
use serde::Deserialize;
use workflow::{DueEntry, Token, calendar_span};

use super::context::paths_of;
use super::words::{moment, named};
use crate::config::Config;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, see_other_with};
use crate::ical::{self, Event};
use crate::session::SignedIn;
use crate::state::AppState;

/// How it is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    view: Option<String>,
}

/// The page.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let as_list = asked.is_some_and(|asked| asked.view.as_deref() == Some("list"));
    let view = CalendarView {
        as_list,
        ..view(&state, &signed_in).await?
    };
    Ok(render(&signed_in, &view))
}

/// The same for calendar programs.
pub async fn download(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let (from, to) = calendar_span(state.workflow.today());
    let entries = state.workflow.list_due(&signed_in.actor, from, to).await?;
    Ok(calendar(
        &entries,
        &state,
        "attachment; filename=\"due.ics\"",
    ))
}

/// The same for whoever has the secret address.
pub async fn feed(state: web::Data<AppState>, token: web::Path<String>) -> PageResult {
    let token = Token::parse(&token).ok_or(PageError::NotFound)?;
    let entries = state.workflow.calendar(&token).await?;
    Ok(calendar(&entries, &state, "inline"))
}

/// Makes the secret address, which is shown once, or takes it away.
pub async fn change(
    request: HttpRequest,
    form: DeskForm,
    state: web::Data<AppState>,
) -> PageResult {
    let (actor, config) = (&form.signed_in.actor, &state.public.config);
    match form.fields.get("op") {
        "subscribe" => {
            let token = state.workflow.subscribe_calendar(actor).await?;
            let path = routes::calendar_feed(token.reveal());
            let view = CalendarView {
                new_address: Some(address(&request, config, &path)),
                ..view(&state, &form.signed_in).await?
            };
            Ok(render(&form.signed_in, &view))
        }
        "revoke" => {
            state.workflow.revoke_calendar(actor).await?;
            Ok(see_other_with(
                routes::CALENDAR,
                Flash::CalendarRevoked,
                config,
            ))
        }
        _ => Err(PageError::NotFound),
    }
}

/// The secret address: as configured, else as this page was asked for.
fn address(request: &HttpRequest, config: &Config, path: &str) -> String {
    if let Some(base) = config.portal_base() {
        return format!("{}{path}", base.as_str());
    }
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    format!("http://{}{path}", host.unwrap_or_default())
}

async fn view(state: &AppState, signed_in: &SignedIn) -> Result<CalendarView, PageError> {
    let (workflow, today) = (&state.workflow, state.workflow.today());
    let (from, to) = calendar_span(today);
    let entries = workflow.list_due(&signed_in.actor, from, to).await?;
    let since = workflow.calendar_since(&signed_in.actor).await?;
    Ok(CalendarView {
        rows: entries.iter().map(|entry| row(entry, today)).collect(),
        as_list: false,
        span: format!("{}から{}までの期日です。", day_words(from), day_words(to)),
        subscribed_since: since.map(moment),
        new_address: None,
    })
}

fn row(entry: &DueEntry, today: Date) -> DueRow {
    let (on, kind) = (entry.due.on, entry.due.kind);
    DueRow {
        date: on.to_string(),
        date_label: day_words(on),
        month: format!("{}年{}月", on.year(), on.month()),
        what: kind.label().to_owned(),
        why: kind.source().to_owned(),
        since: since(entry),
        title: format!("{}（{}）", named(&entry.title), entry.key.number),
        href: paths_of(&entry.key).overview(),
        is_effort: kind.is_effort(),
        unconfirmed: kind.unconfirmed().map(str::to_owned),
        is_past: on < today,
    }
}

/// The day it counts from, in words; empty for a day that somebody chose.
fn since(entry: &DueEntry) -> String {
    let since = entry
        .since
        .map(|day| format!("起算の日: {}", day_words(day)));
    since.unwrap_or_default()
}

fn render(signed_in: &SignedIn, view: &CalendarView) -> HttpResponse {
    html(render_calendar(&signed_in.frame("期日", Vec::new()), view))
}

fn calendar(entries: &[DueEntry], state: &AppState, disposition: &str) -> HttpResponse {
    let address = state.public.config.portal_address();
    let events: Vec<Event> = entries.iter().map(|entry| event(entry, &address)).collect();
    let name = "特定個人情報保護評価の期日";
    let text = ical::render(name, &events, state.workflow.clock().now());
    HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}

fn event(entry: &DueEntry, address: &str) -> Event {
    let kind = entry.due.kind;
    let effort = if kind.is_effort() {
        "（努力義務）"
    } else {
        ""
    };
    let unconfirmed = kind.unconfirmed().map(|what| format!("未確認: {what}\n"));
    let digest = digest_of(entry.key.to_string().as_bytes());
    Event {
        uid: format!(
            "{}-{}-{}@hyokasho",
            kind.as_str(),
            entry.due.on,
            &digest.as_str()[..16]
        ),
        on: entry.due.on,
        summary: format!("{}{effort} {}", kind.label(), named(&entry.title)),
        description: format!(
            "{}\n{}{}{address}{}",
            kind.source(),
            Some(since(entry))
                .filter(|since| !since.is_empty())
                .map_or(String::new(), |since| format!("{since}\n")),
            unconfirmed.unwrap_or_default(),
            paths_of(&entry.key).overview()
        ),
    }
}
