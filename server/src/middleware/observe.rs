//! A log line and a count for every answer. Routes are logged as patterns, without the
//! query: what people look for and who they are stays out.

use std::fmt::Write as _;
use std::time::Instant;

use actix_web::Error;
use actix_web::http::StatusCode;

use super::RequestContext;
use crate::errors::PageError;
use crate::errors::page::Asked;
use crate::metrics::Group;
use crate::state::PublicState;

/// Logs and counts an answer.
pub(super) fn record(
    asked: &Asked,
    route: Option<&str>,
    status: StatusCode,
    state: &PublicState,
    started: Instant,
) {
    let took = started.elapsed();
    let (method, route, status) = (asked.method.as_str(), route.unwrap_or("-"), status.as_u16());
    state
        .metrics
        .count_answer(Group::of(&asked.path), status, took);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        http.method = method,
        http.route = route,
        http.status = status,
        duration_ms,
        "{method} {route} answered {status} in {duration_ms} ms"
    );
}

/// Logs why a request failed, once, with the id that the person is shown.
pub(super) fn log_cause(error: &Error, context: &RequestContext) {
    if let Some(PageError::Internal(cause)) = error.as_error::<PageError>() {
        let chain = chain(cause);
        tracing::error!(
            request.id = context.id,
            error = chain,
            "request {} failed: {chain}",
            context.id
        );
    }
}

/// An error and what caused it, in one line.
fn chain(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain() {
        let part = if text.is_empty() { "" } else { ": " };
        // Writing to a string cannot fail.
        write!(text, "{part}{cause}").ok();
    }
    text
}
