//! All opinions of a consultation as CSV, for the body's own staff.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use workflow::{OpinionToAnswer, Opinions};

use super::super::words::moment;
use super::{about, id_of};
use crate::csv::line;
use crate::errors::PageResult;
use crate::session::SignedIn;
use crate::state::AppState;

/// The columns.
const HEAD: [&str; 10] = [
    "番号",
    "受付日時",
    "項目",
    "意見",
    "公表される文",
    "名前（非公表）",
    "連絡先（非公表）",
    "反映",
    "理由",
    "同じ回答の印",
];

/// The file.
pub async fn file(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: web::Path<String>,
) -> PageResult {
    let id = id_of(&path)?;
    let found = state
        .workflow
        .export_opinions(&signed_in.actor, &id)
        .await?;
    let name = format!("attachment; filename=\"opinions-{id}.csv\"");
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(render(&found)))
}

/// UTF-8 with a byte order mark, CR LF, every cell quoted.
fn render(found: &Opinions) -> String {
    let mut text = String::from('\u{FEFF}');
    text.push_str(&line(HEAD));
    for row in &found.opinions {
        text.push_str(&line(cells(row).iter().map(String::as_str)));
    }
    text
}

fn cells(row: &OpinionToAnswer) -> [String; 10] {
    let contact = row.contact.clone().unwrap_or_default();
    let answer = row.answer.as_ref().map(|(answer, _)| answer);
    [
        row.opinion.number.to_string(),
        moment(row.opinion.received_at),
        about(row),
        row.opinion.text.clone(),
        row.public().to_plain(),
        contact.name.unwrap_or_default(),
        contact.contact.unwrap_or_default(),
        answer
            .map_or("", |answer| answer.verdict.label())
            .to_owned(),
        answer.map_or_else(String::new, |answer| answer.reason.clone()),
        answer.map_or_else(String::new, |answer| answer.group.clone()),
    ]
}
