//! What answers requests: one module by who calls, one file by page or pair of pages.

pub mod desk;
pub mod inquiries;
pub mod notices;
pub mod ops;
pub mod people;
pub mod public;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use crate::config::Config;
use crate::flash::Flash;

/// A page.
#[must_use]
pub fn html(page: String) -> HttpResponse {
    html_status(StatusCode::OK, page)
}

/// A page with a status of its own.
#[must_use]
pub fn html_status(status: StatusCode, page: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(page)
}

/// Leads on to a page after an action.
#[must_use]
pub fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location))
        .finish()
}

/// Leads on to a page that shows a message.
#[must_use]
pub fn see_other_with(location: &str, flash: Flash, config: &Config) -> HttpResponse {
    let cookie = flash.cookie(config.secure_cookies());
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location))
        .cookie(cookie)
        .finish()
}
