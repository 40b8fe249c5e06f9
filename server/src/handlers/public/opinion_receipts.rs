//! What became of an opinion, by its receipt number.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use app::public::{ReceiptFound, ReceiptView, render_receipt};
use domain::ConsultationId;

use super::opinions::{answer, frame, id_of, page_of};
use crate::errors::{PageError, PageResult};
use crate::forms::{OpenForm, client_address};
use crate::handlers::desk::words::moment;
use crate::state::AppState;

/// The page that asks for a receipt number.
pub async fn receipt(state: web::Data<AppState>, path: web::Path<String>) -> PageResult {
    let id = id_of(&path)?;
    found(&state, &id, "", ReceiptFound::NotAsked).await
}

/// What became of an opinion. The number is posted, so that no log and no history has it.
pub async fn find_receipt(
    request: HttpRequest,
    state: web::Data<AppState>,
    path: web::Path<String>,
    form: OpenForm,
) -> PageResult {
    let id = id_of(&path)?;
    let address = client_address(&request, &state.public.config);
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let wait = |retry_after_seconds| PageError::TooMany {
        retry_after_seconds,
    };
    state.public.search_limit.check(address).map_err(wait)?;
    let typed = form.fields.get("receipt").trim();
    let status = state.workflow.receipt_status(&id, typed).await?;
    let status = status.map_or(ReceiptFound::Unknown, |status| ReceiptFound::Received {
        at: moment(status.received_at),
        answered: status.answered,
    });
    found(&state, &id, typed, status).await
}

async fn found(
    state: &AppState,
    id: &ConsultationId,
    typed: &str,
    status: ReceiptFound,
) -> PageResult {
    let form = state.workflow.opinion_form(id, None).await?;
    let code = match status {
        ReceiptFound::Unknown => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let view = ReceiptView {
        id: id.to_string(),
        title: form.consultation.title,
        page: page_of(state, id),
        typed: typed.chars().take(40).collect(),
        found: status,
    };
    let html = render_receipt(&frame("送った意見の状況", id, state), &view);
    Ok(answer(code, html))
}
