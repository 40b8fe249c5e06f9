//! What happens around every request, in this order: an id and a nonce, the handler (a
//! panic is an error like others), the page for an error, the headers, a count, a log line.

mod headers;
mod observe;
#[cfg(test)]
mod tests;

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use futures::FutureExt;
use tracing::Instrument;

use crate::errors::PageError;
use crate::errors::page::{self, Asked, Frame};
use crate::session;
use crate::state::PublicState;

/// What belongs to one request.
#[derive(Debug, Clone, Default)]
pub struct RequestContext {
    /// Names the request in the log and, if it fails, to the person.
    pub id: String,
    /// The nonce of the page's Content-Security-Policy.
    pub nonce: String,
}

impl RequestContext {
    /// Names a new request.
    #[must_use]
    fn new() -> Self {
        let id = hex::encode(rand::random::<[u8; 6]>());
        Self {
            id: format!("{}-{}-{}", &id[..4], &id[4..8], &id[8..]),
            nonce: hex::encode(rand::random::<[u8; 16]>()),
        }
    }

    /// That of a request which has passed [`around`].
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_default()
    }
}

/// The one middleware of the program.
///
/// # Errors
/// Only with a whole response in it: that of a handler that panicked.
pub async fn around(
    state: web::Data<PublicState>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let context = RequestContext::new();
    request.extensions_mut().insert(context.clone());
    let asked = Asked {
        path: request.uri().path().to_owned(),
        method: request.method().clone(),
        context,
        signed_in: None,
    };
    // A handler for GET also answers HEAD: the connection leaves the body out.
    if asked.method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let span = tracing::info_span!("http.request", request.id = asked.context.id);
    // The request must not be held on to here: the router needs it alone.
    let call = async move { next.call(request).await };
    let outcome = AssertUnwindSafe(call)
        .catch_unwind()
        .instrument(span.clone())
        .await;
    let _entered = span.enter();
    match outcome {
        Ok(Ok(response)) => Ok(finish(
            response.map_into_boxed_body(),
            asked,
            &state,
            started,
        )),
        Ok(Err(error)) => Err(alone(&error, &asked, &state, started)),
        Err(_panic) => {
            let error = PageError::Internal(anyhow::anyhow!("a handler panicked")).into();
            Err(alone(&error, &asked, &state, started))
        }
    }
}

/// The usual end: a response that knows its request.
fn finish(
    response: ServiceResponse<BoxBody>,
    mut asked: Asked,
    state: &PublicState,
    started: Instant,
) -> ServiceResponse<BoxBody> {
    asked.signed_in = session::known(response.request());
    let route = response.request().match_pattern();
    let had_flash = response.request().cookie(crate::flash::COOKIE).is_some();
    let (request, mut response) = response.into_parts();
    if let Some(page) = page_for(&response, &asked, state) {
        response = page;
    }
    headers::put(&mut response, &asked, state, had_flash);
    observe::record(&asked, route.as_deref(), response.status(), state, started);
    ServiceResponse::new(request, response)
}

/// The end without a request: the response travels as an error.
fn alone(error: &Error, asked: &Asked, state: &PublicState, started: Instant) -> Error {
    let status = error.as_response_error().status_code();
    observe::log_cause(error, &asked.context);
    let mut response = page::render(error.as_error(), status, asked, state);
    headers::put(&mut response, asked, state, false);
    observe::record(asked, None, status, state, started);
    actix_web::error::InternalError::from_response("", response).into()
}

/// The page that replaces an error or a bare status.
fn page_for(response: &HttpResponse, asked: &Asked, state: &PublicState) -> Option<HttpResponse> {
    let status = response.status();
    if let Some(error) = response.error() {
        observe::log_cause(error, &asked.context);
        return Some(page::render(error.as_error(), status, asked, state));
    }
    let is_bare = matches!(response.body().size(), BodySize::None | BodySize::Sized(0));
    let is_error = status.is_client_error() || status.is_server_error();
    // These two answer a condition that the browser set; there is nobody to read a page.
    let is_answer = matches!(
        status,
        StatusCode::PRECONDITION_FAILED | StatusCode::RANGE_NOT_SATISFIABLE
    );
    (is_error && is_bare && !is_answer).then(|| page::render(None, status, asked, state))
}

/// Whether a path belongs to the portal.
fn is_portal(path: &str) -> bool {
    Frame::of(path) == Frame::Portal
}
