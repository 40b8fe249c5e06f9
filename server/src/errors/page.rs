//! From an error to the page that the person sees.

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use app::pages::{PortalErrorView, render_portal_error};
use app::public::{render_not_found, render_server_error};
use app::render::{Link, PortalFrame, PublicFrame};
use app::routes;

use super::{PageError, nearby, words};
use crate::handlers::{html_status, see_other};
use crate::middleware::RequestContext;
use crate::routes::is_below;
use crate::session::SignedIn;
use crate::state::PublicState;

/// After so many seconds a site that is being built may be there.
const NOT_BUILT_SECONDS: u64 = 10;

/// What is known of the request when its page is made. (The request itself may be gone.)
pub struct Asked {
    /// Its path, as it came.
    pub path: String,
    /// How it was asked.
    pub method: Method,
    /// Its id and nonce.
    pub context: RequestContext,
    /// Who asked, as far as that is known.
    pub signed_in: Option<SignedIn>,
}

/// The page for an error; `error` is `None` where a library reported only a status.
#[must_use]
pub fn render(
    error: Option<&PageError>,
    status: StatusCode,
    asked: &Asked,
    state: &PublicState,
) -> HttpResponse {
    if let Some(PageError::NotSignedIn { next }) = error {
        return see_other(&format!(
            "{}?next={}",
            routes::SIGN_IN,
            routes::encode(next)
        ));
    }
    let mut response = match Frame::of(&asked.path) {
        Frame::Portal => portal(error, status, asked),
        Frame::Api => api(status, asked),
        Frame::Public => public(error, status, asked, state),
    };
    let retry_after_seconds = match error {
        Some(PageError::TooMany {
            retry_after_seconds,
        }) => Some(*retry_after_seconds),
        Some(PageError::NotBuilt) => Some(NOT_BUILT_SECONDS),
        _ => None,
    };
    if let Some(seconds) = retry_after_seconds {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// Which frame belongs to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The portal.
    Portal,
    /// For programs.
    Api,
    /// The public site.
    Public,
}

impl Frame {
    /// The frame of a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        if is_below(path, "/desk") {
            Self::Portal
        } else if is_below(path, "/api") {
            Self::Api
        } else {
            Self::Public
        }
    }
}

fn portal(error: Option<&PageError>, status: StatusCode, asked: &Asked) -> HttpResponse {
    let words = words::of(error, status);
    let frame = match &asked.signed_in {
        Some(signed_in) => signed_in.frame(words.heading, Vec::new()),
        None => PortalFrame {
            title: words.heading.to_owned(),
            nonce: asked.context.nonce.clone(),
            ..PortalFrame::default()
        },
    };
    let kept = match error {
        Some(
            PageError::SessionEnded { kept }
            | PageError::Csrf { kept }
            | PageError::NotText { kept }
            | PageError::Refused { kept, .. },
        ) => kept.clone(),
        _ => Vec::new(),
    };
    let view = PortalErrorView {
        heading: words.heading.to_owned(),
        message: words.message,
        reference: status.is_server_error().then(|| asked.context.id.clone()),
        typed: kept,
        links: links(error, asked),
    };
    html_status(status, render_portal_error(&frame, &view))
}

/// The way back: to the page of a form, or to the sign-in page and from there to it.
fn links(error: Option<&PageError>, asked: &Asked) -> Vec<Link> {
    let back = || Link::new("元の画面を開き直す", asked.path.clone());
    match error {
        Some(PageError::SessionEnded { .. }) if has_a_page(&asked.path) => {
            let next = routes::encode(&asked.path);
            let href = format!("{}?next={next}", routes::SIGN_IN);
            vec![Link::new("サインインして元の画面に戻る", href)]
        }
        Some(PageError::SessionEnded { .. } | PageError::InvitationGone) => {
            vec![Link::new("サインインする", routes::SIGN_IN)]
        }
        Some(PageError::Csrf { .. }) if asked.signed_in.is_none() => vec![back()],
        Some(
            PageError::Csrf { .. }
            | PageError::NotText { .. }
            | PageError::Refused { .. }
            | PageError::Form(_),
        ) if has_a_page(&asked.path) => {
            vec![back()]
        }
        _ => Vec::new(),
    }
}

/// Whether the address that a form posts to is also that of its page.
fn has_a_page(path: &str) -> bool {
    path.contains("/edit/") || path.ends_with("/facts") || path == routes::NEW_ASSESSMENT
}

fn api(status: StatusCode, asked: &Asked) -> HttpResponse {
    let title = status.canonical_reason().unwrap_or("Error");
    HttpResponseBuilder::new(status)
        .content_type("application/problem+json")
        .json(serde_json::json!({
            "title": title,
            "status": status.as_u16(),
            "request_id": asked.context.id,
        }))
}

fn public(
    error: Option<&PageError>,
    status: StatusCode,
    asked: &Asked,
    state: &PublicState,
) -> HttpResponse {
    if status == StatusCode::NOT_FOUND {
        let frame = frame("ページが見つかりません");
        let links = nearby::links(&state.site_dir, &asked.path);
        return html_status(status, render_not_found(&frame, &links));
    }
    if status.is_server_error() && !matches!(error, Some(PageError::NotBuilt)) {
        let frame = frame("うまく表示できませんでした");
        return html_status(status, render_server_error(&frame, &asked.context.id));
    }
    let words = words::of(error, status);
    let page = app::public::error::render_refused(&frame(words.heading), &words.message);
    html_status(status, page)
}

fn frame(title: &str) -> PublicFrame {
    PublicFrame {
        title: title.to_owned(),
        ..PublicFrame::default()
    }
}
