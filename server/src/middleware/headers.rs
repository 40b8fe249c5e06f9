//! The headers of every response: what a page may load, who may frame it, who may keep it.
//!
//! Pages are compressed. That is safe with a secret in them as long as no page repeats, in
//! answer to a GET from another site, what that site chose: the portal's do not.

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::is_portal;
use crate::errors::page::Asked;
use crate::flash;
use crate::state::PublicState;

/// Pages of the public site: no script at all.
const PUBLIC_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Puts them on a response.
pub(super) fn put(
    response: &mut HttpResponse,
    asked: &Asked,
    state: &PublicState,
    had_flash: bool,
) {
    let portal = is_portal(&asked.path);
    // What a page has shown; a redirect leads to the page that will.
    let ends_flash = portal && had_flash && !response.status().is_redirection();
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    put_text(headers, REQUEST_ID, &asked.context.id);
    if portal {
        put_text(
            headers,
            header::CONTENT_SECURITY_POLICY,
            &portal_policy(&asked.context.nonce),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    } else {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(PUBLIC_POLICY),
        );
        // What is published is for everybody, also from pages of other sites.
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    if state.config.is_https() {
        let a_year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, a_year);
    }
    if ends_flash {
        // A header that cannot be added leaves a message that is shown twice.
        response.add_removal_cookie(&flash::removal()).ok();
    }
}

/// The portal: its one script, which fetches the browser library, and nothing inline.
fn portal_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

fn put_text(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
