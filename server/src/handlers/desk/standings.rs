//! How things stand among all bodies, for the commission; also as CSV.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use app::components::answers::date_words;
use app::pages::{StandingRow, StandingsView, render_standings};
use app::render::Link;
use app::routes;
use serde::Deserialize;
use store::commission_overview::{BodyStanding, Standing};
use workflow::PageRequest;

use super::submissions::{PER_PAGE, body_words, prefectures};
use crate::csv;
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Which bodies.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    prefecture: String,
    after: String,
}

/// How things stand among all bodies.
pub async fn standings(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Which>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let (actor, workflow) = (&signed_in.actor, &state.workflow);
    let prefecture = Some(asked.prefecture.as_str()).filter(|code| !code.is_empty());
    let request = match asked.after.as_str() {
        "" => PageRequest::first(PER_PAGE),
        after => PageRequest::after(after, PER_PAGE),
    };
    let bodies = workflow
        .overview_of_bodies(actor, prefecture, &request)
        .await?;
    let all = workflow.overview_of_prefectures(actor).await?;
    let here = |code: &str| format!("{}?prefecture={}", routes::STANDINGS, routes::encode(code));
    let view = StandingsView {
        filter: prefectures(&state, &asked.prefecture),
        prefectures: if prefecture.is_none() && asked.after.is_empty() {
            all.iter()
                .map(|row| standing((&row.code, row.name.clone()), here(&row.code), row.standing))
                .collect()
        } else {
            Vec::new()
        },
        bodies: bodies.items.iter().map(body_row).collect(),
        next: bodies.next.map(|next| {
            let href = format!(
                "{}&after={}",
                here(&asked.prefecture),
                routes::encode(&next)
            );
            Link::new("次のページ", href)
        }),
        csv: format!(
            "{}?prefecture={}",
            routes::STANDINGS_CSV,
            routes::encode(&asked.prefecture)
        ),
    };
    let crumbs = vec![Link::new("提出された評価書", routes::SUBMISSIONS)];
    let frame = signed_in.frame("団体の状況", crumbs);
    Ok(html(render_standings(&frame, &view)))
}

fn body_row(row: &BodyStanding) -> StandingRow {
    let name = body_words(&row.prefecture_name, &row.name, row.regime);
    let href = format!("{}?body={}", routes::SUBMISSIONS, row.code);
    standing((row.code.as_str(), name), href, row.standing)
}

fn standing((code, name): (&str, String), href: String, counts: Standing) -> StandingRow {
    StandingRow {
        name,
        href,
        code: code.to_owned(),
        published: counts.published,
        submitted: counts.submitted,
        last_filed: counts
            .last_filed
            .map_or_else(|| "—".to_owned(), |on| date_words(&on)),
        overdue: counts.overdue,
    }
}

/// The same as CSV, with a mark for spreadsheets; no cell begins a formula.
pub async fn standings_csv(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Which>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let prefecture = Some(asked.prefecture.as_str()).filter(|code| !code.is_empty());
    let mut text = String::from(
        "\u{feff}団体コード,都道府県,団体,区分,公表中,提出の数,最後の提出,公表から1年を過ぎたもの\r\n",
    );
    let mut request = PageRequest::first(PageRequest::MOST);
    loop {
        let page = state
            .workflow
            .overview_of_bodies(&signed_in.actor, prefecture, &request)
            .await?;
        for row in &page.items {
            let counts = row.standing;
            let last = counts
                .last_filed
                .map(|on| on.to_string())
                .unwrap_or_default();
            let cells = [
                row.code.to_string(),
                row.prefecture_name.clone(),
                row.name.clone(),
                row.regime.label().to_owned(),
                counts.published.to_string(),
                counts.submitted.to_string(),
                last,
                counts.overdue.to_string(),
            ];
            text.push_str(&csv::line(cells.iter().map(String::as_str)));
        }
        match page.next {
            Some(next) => request = PageRequest::after(next, PageRequest::MOST),
            None => break,
        }
    }
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"standings.csv\"",
        ))
        .body(text))
}
