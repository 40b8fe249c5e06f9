//! Who is half-way in: the password was right, the second factor is still to come. Handlers
//! of the second step take [`HalfWay`]; every other handler takes a [`crate::session::SignedIn`],
//! which such a person is not.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use app::render::PortalFrame;
use app::routes;
use workflow::{HalfSession, Token};

use crate::errors::PageError;
use crate::flash::Flash;
use crate::middleware::RequestContext;
use crate::session::{LocalFuture, session_token, shown_flash, state};

/// A person between the password and the second factor.
pub struct HalfWay {
    /// What is known, and what is owed.
    pub half: HalfSession,
    /// The half-open session's token.
    pub token: Token,
    nonce: String,
    flash: Option<Flash>,
}

impl HalfWay {
    /// The frame of a page: without navigation, for nothing else opens.
    #[must_use]
    pub fn frame(&self, title: &str) -> PortalFrame {
        PortalFrame {
            title: title.to_owned(),
            nonce: self.nonce.clone(),
            csrf: self.token.csrf(),
            flash: self.flash.map(Flash::view),
            ..PortalFrame::default()
        }
    }
}

/// The person behind a request who is half-way in, if there is one.
///
/// # Errors
/// The database fails.
pub async fn find(request: &HttpRequest) -> Result<Option<HalfWay>, PageError> {
    let state = state(request)?;
    let Some(token) = session_token(request, &state.public.config) else {
        return Ok(None);
    };
    let half = state.workflow.half_session(&token).await?;
    Ok(half.map(|half| HalfWay {
        half,
        token,
        nonce: RequestContext::of(request).nonce,
        flash: shown_flash(request),
    }))
}

impl FromRequest for HalfWay {
    type Error = PageError;
    type Future = LocalFuture<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let next = routes::DESK.to_owned();
            find(&request).await?.ok_or(PageError::NotSignedIn { next })
        })
    }
}
