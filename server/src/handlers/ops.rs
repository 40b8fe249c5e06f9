//! For whoever runs the program: is it alive, is it ready, what are its figures.

use std::net::IpAddr;
use std::path::Path;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::config::Secret;
use crate::errors::{PageError, PageResult};
use crate::state::{AppState, PublicState};

/// Less than this on the disk, and saving may fail soon.
const MIN_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// The process lives.
pub async fn healthz() -> HttpResponse {
    no_store(HttpResponse::Ok().json(json!({ "status": "ok" })))
}

/// Database, index and disk can be used. 503 names what cannot; the log says why.
pub async fn readyz(request: HttpRequest, state: web::Data<PublicState>) -> PageResult {
    let mut parts = serde_json::Map::new();
    if let Some(app) = request.app_data::<web::Data<AppState>>() {
        let database = app.workflow.store().check_schema().await;
        parts.insert(
            "database".to_owned(),
            tell("database", database.map_err(Into::into)),
        );
    }
    if let Some(app) = request.app_data::<web::Data<AppState>>()
        && app.publisher.is_without_site()
    {
        let missing = anyhow::anyhow!("there is no site, and it could not be built");
        parts.insert("site".to_owned(), tell("site", Err(missing)));
    }
    let (index, disk) = {
        let state = state.clone();
        web::block(move || (state.index.check(), check_disk(&state))).await?
    };
    parts.insert("index".to_owned(), tell("index", index.map_err(Into::into)));
    parts.insert("disk".to_owned(), tell("disk", disk));
    let is_ready = parts.values().all(|value| value == "ok");
    let mut response = if is_ready {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    Ok(no_store(response.json(parts)))
}

fn tell(part: &'static str, outcome: anyhow::Result<()>) -> Value {
    match outcome {
        Ok(()) => json!("ok"),
        Err(error) => {
            tracing::warn!(part, error = format!("{error:#}"), "not ready: {part}");
            json!("failed")
        }
    }
}

fn check_disk(state: &PublicState) -> anyhow::Result<()> {
    let data = state.config.data_dir();
    // A public host may have no folder of data, only the published one.
    let folder: &Path = if data.is_dir() {
        &data
    } else {
        &state.site_dir
    };
    let room = rustix::fs::statvfs(folder)?;
    let free = room.f_bavail.saturating_mul(room.f_frsize);
    anyhow::ensure!(
        free >= MIN_FREE_BYTES,
        "only {free} bytes are free on the disk"
    );
    Ok(())
}

/// Figures for Prometheus, for this machine or with the token.
pub async fn metrics(request: HttpRequest, state: web::Data<PublicState>) -> PageResult {
    if !may_see_metrics(&request, state.config.metrics.token.as_ref()) {
        return Err(PageError::NotFound);
    }
    let text = state.metrics.render().map_err(anyhow::Error::from)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(no_store(HttpResponse::Ok().content_type(kind).body(text)))
}

fn may_see_metrics(request: &HttpRequest, token: Option<&Secret>) -> bool {
    let headers = request.headers();
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer "));
    if let (Some(token), Some(given)) = (token, given) {
        return bool::from(token.reveal().as_bytes().ct_eq(given.as_bytes()));
    }
    // What a proxy on this machine passes on does not come from this machine.
    let is_passed_on =
        headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
    let peer: Option<IpAddr> = request.peer_addr().map(|peer| peer.ip());
    !is_passed_on && peer.is_some_and(|peer| peer.is_loopback())
}

fn no_store(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}
