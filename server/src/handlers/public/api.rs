//! Descriptions of the JSON API, for programs.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;

/// The description of the API, written by hand and compared with the routes by a test.
pub const OPENAPI: &str = include_str!("openapi.json");

static SCHEMA: LazyLock<String> = LazyLock::new(|| domain::interchange::schema().to_string());

/// `/api/v1/openapi.json`
pub async fn openapi() -> HttpResponse {
    json(OPENAPI)
}

/// `/api/v1/assessment.schema.json`
pub async fn schema() -> HttpResponse {
    json(&SCHEMA)
}

fn json(text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(text)
}
