//! Who is behind a request: [`SignedIn`] for pages of the portal, [`Guest`] for the pages
//! before sign-in. The sessions themselves live in the workflow; here are their cookies.
//!
//! Both cookies have the path `/` so that, over TLS, they can carry the prefix `__Host-`:
//! then no neighbouring site below the same domain can plant one. They are `HttpOnly`, and
//! `SameSite=Lax` so that links in e-mail still lead to a page as the person signed in.
//! They end with the browser; the session behind them ends on its own.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use app::render::{self, Link, PortalFrame};
use app::routes;
use domain::{Action, BodyCode, Role};
use workflow::{Actor, Token};

use crate::config::Config;
use crate::errors::PageError;
use crate::flash::{self, Flash};
use crate::forms::client_address;
use crate::middleware::RequestContext;
use crate::state::AppState;

const SESSION: &str = "hyokasho-session";
const GUEST: &str = "hyokasho-guest";

/// A boxed future, as extractors return it.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// The person who is signed in. As an argument of a handler for GET; a person who is not
/// signed in is led to the sign-in page and from there back.
#[derive(Clone)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// The name of the person's body; empty for roles without one.
    pub body_name: String,
    /// The value of every form's hidden field `csrf`.
    pub csrf: String,
    /// The nonce of the page's Content-Security-Policy.
    pub nonce: String,
    /// What the action before this page said.
    pub flash: Option<Flash>,
    /// The session's token, for signing out.
    pub token: Token,
    /// How many messages the person has not read, up to a bound.
    pub unread: u32,
}

/// Unread messages are counted up to here.
const MOST_UNREAD: u32 = 100;

impl SignedIn {
    /// The frame of a page with this title and the way to it.
    #[must_use]
    pub fn frame(&self, title: impl Into<String>, crumbs: Vec<Link>) -> PortalFrame {
        PortalFrame {
            title: title.into(),
            nonce: self.nonce.clone(),
            csrf: self.csrf.clone(),
            user: Some(render::SignedIn {
                name: self.actor.email.clone(),
                role: self.actor.role.label().to_owned(),
                body: self.body_name.clone(),
            }),
            nav: navigation(self.actor.role, self.actor.body.as_ref(), self.unread),
            crumbs,
            flash: self.flash.map(Flash::view),
        }
    }
}

/// The main navigation beside 「作業一覧」.
fn navigation(role: Role, body: Option<&BodyCode>, unread: u32) -> Vec<Link> {
    let inbox = match unread {
        0 => "お知らせ".to_owned(),
        MOST_UNREAD.. => format!("お知らせ（未読{MOST_UNREAD}件以上）"),
        few => format!("お知らせ（未読{few}件）"),
    };
    let places = [
        (
            Action::AnswerOpinions,
            "意見聴取",
            routes::DESK_CONSULTATIONS,
        ),
        (Action::ReviewSubmission, "提出", routes::SUBMISSIONS),
        (Action::ManageNotices, "通知", routes::PROVIDER),
        (Action::AcknowledgeNotice, "通知", routes::PROVIDER),
        (Action::FollowNotices, "通知", routes::PROVIDER),
        (Action::SendInquiry, "問合せ", routes::INQUIRIES),
        (Action::AnswerInquiry, "問合せ", routes::INQUIRIES),
        (Action::ManageNotices, "記載例", routes::PROVIDER_EXAMPLES),
        (Action::ReadAssessment, "期日", routes::CALENDAR),
        (Action::ReadAssessment, "事務", routes::AFFAIRS),
        (Action::ReadAssessment, "計画管理書", routes::PLANS),
        (Action::ReadAssessment, "重大事故", routes::INCIDENTS),
        (Action::ListUsers, "利用者", routes::USERS),
        (Action::ReadAudit, "記録", routes::AUDIT),
    ];
    let mine = places
        .into_iter()
        .filter(|(action, ..)| role.may(body, *action, body));
    let mine = mine.map(|(_, label, href)| Link::new(label, href));
    let reviews = role.may_if_assigned(Action::ReviewAssessment);
    let reviews = reviews.then(|| Link::new("第三者点検", routes::ASSIGNMENTS));
    std::iter::once(Link::new(inbox, routes::INBOX))
        .chain(reviews)
        .chain(mine)
        .collect()
}

impl FromRequest for SignedIn {
    type Error = PageError;
    type Future = LocalFuture<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let here = request
                .uri()
                .path_and_query()
                .map_or("", |here| here.as_str());
            let not_signed_in = || PageError::NotSignedIn {
                next: here.to_owned(),
            };
            find(&request).await?.ok_or_else(not_signed_in)
        })
    }
}

/// The person behind a request, if there is one.
///
/// # Errors
/// The database fails.
pub async fn find(request: &HttpRequest) -> Result<Option<SignedIn>, PageError> {
    if let Some(known) = known(request) {
        return Ok(Some(known));
    }
    let state = state(request)?;
    let Some(token) = session_token(request, &state.public.config) else {
        return Ok(None);
    };
    let Some(mut session) = state.workflow.session(&token).await? else {
        return Ok(None);
    };
    session.actor.origin = client_address(request, &state.public.config);
    let body_name = match &session.actor.body {
        Some(code) => body_name(&state, code).await?,
        None => String::new(),
    };
    let unread = state
        .workflow
        .count_unread(&session.actor, MOST_UNREAD)
        .await?;
    let signed_in = SignedIn {
        unread,
        body_name,
        csrf: token.csrf(),
        nonce: RequestContext::of(request).nonce,
        flash: shown_flash(request),
        actor: session.actor,
        token,
    };
    request.extensions_mut().insert(signed_in.clone());
    Ok(Some(signed_in))
}

/// The person, if this request has been asked before.
#[must_use]
pub fn known(request: &HttpRequest) -> Option<SignedIn> {
    request.extensions().get::<SignedIn>().cloned()
}

async fn body_name(state: &AppState, code: &BodyCode) -> Result<String, PageError> {
    let mut tx = state
        .workflow
        .store()
        .begin_read()
        .await
        .map_err(anyhow::Error::from)?;
    let body = store::bodies::find(&mut tx, code)
        .await
        .map_err(anyhow::Error::from)?;
    Ok(body.map(|body| body.name).unwrap_or_default())
}

pub(crate) fn state(request: &HttpRequest) -> Result<web::Data<AppState>, PageError> {
    let state = request.app_data::<web::Data<AppState>>().cloned();
    state.ok_or_else(|| PageError::Internal(anyhow::anyhow!("the portal is not mounted")))
}

pub(crate) fn shown_flash(request: &HttpRequest) -> Option<Flash> {
    Flash::parse(request.cookie(flash::COOKIE)?.value())
}

/// Whoever is before a page without having signed in. The token in the cookie is what the
/// `csrf` field of the sign-in form is compared with.
pub struct Guest {
    token: Token,
    nonce: String,
    flash: Option<Flash>,
}

impl Guest {
    /// The frame of a page.
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

    /// The cookie that goes with the page.
    #[must_use]
    pub fn cookie(&self, config: &Config) -> Cookie<'static> {
        cookie(GUEST, self.token.reveal(), config)
    }

    /// The guest of a request; a new one without a usable cookie.
    #[must_use]
    pub fn of(request: &HttpRequest, config: &Config) -> Self {
        let token = guest_token(request, config);
        Self {
            token: token.unwrap_or_else(|| Token::generate(&mut rand::rng())),
            nonce: RequestContext::of(request).nonce,
            flash: shown_flash(request),
        }
    }
}

impl FromRequest for Guest {
    type Error = PageError;
    type Future = std::future::Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(state(request).map(|state| Self::of(request, &state.public.config)))
    }
}

/// The session's token in a request.
#[must_use]
pub fn session_token(request: &HttpRequest, config: &Config) -> Option<Token> {
    token_in(request, SESSION, config)
}

/// The token of [`Guest`] in a request.
#[must_use]
pub fn guest_token(request: &HttpRequest, config: &Config) -> Option<Token> {
    token_in(request, GUEST, config)
}

fn token_in(request: &HttpRequest, name: &str, config: &Config) -> Option<Token> {
    Token::parse(request.cookie(&cookie_name(name, config))?.value())
}

/// The cookies of a person who has just signed in: the session, and no guest any more.
#[must_use]
pub fn signed_in_cookies(token: &Token, config: &Config) -> [Cookie<'static>; 2] {
    [
        cookie(SESSION, token.reveal(), config),
        removal(GUEST, config),
    ]
}

/// Takes the session's cookie away.
#[must_use]
pub fn signed_out_cookie(config: &Config) -> Cookie<'static> {
    removal(SESSION, config)
}

fn removal(name: &str, config: &Config) -> Cookie<'static> {
    let mut cookie = cookie(name, "", config);
    cookie.make_removal();
    cookie
}

fn cookie_name(name: &str, config: &Config) -> String {
    let prefix = if config.secure_cookies() {
        "__Host-"
    } else {
        ""
    };
    format!("{prefix}{name}")
}

fn cookie(name: &str, value: &str, config: &Config) -> Cookie<'static> {
    Cookie::build(cookie_name(name, config), value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.secure_cookies())
        .finish()
}

/// Where to go after signing in: `next` if it is a path of the portal, else the desk.
#[must_use]
pub fn safe_next(next: &str) -> &str {
    let is_plain = next
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let here = next.starts_with(routes::DESK) && !next.starts_with(routes::SIGN_IN);
    if is_plain && here { next } else { routes::DESK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_portal_are_followed_after_signing_in() {
        let good = "/desk/assessments/011002/%E7%AC%AC1/kiso/edit/I?x=1";
        assert_eq!(safe_next(good), good);
        for bad in [
            "",
            "/",
            "//evil.example",
            "https://evil.example/desk/",
            "/\\evil.example",
            "/desk/\\evil",
            "/desk/\r\nSet-Cookie: a=b",
            "/desk/あ",
            "/deskx",
            "/desk/sign-in?next=/",
            " /desk/",
            "javascript:alert(1)",
        ] {
            assert_eq!(safe_next(bad), routes::DESK, "{bad:?}");
        }
    }

    #[test]
    fn over_tls_the_cookies_belong_to_this_host_alone() {
        let mut config = Config::default();
        config.server.secure_cookies = Some(true);
        let token = Token::generate(&mut rand::rng());
        let [session, guest] = signed_in_cookies(&token, &config);
        assert_eq!(session.name(), "__Host-hyokasho-session");
        assert_eq!(session.secure(), Some(true));
        assert_eq!(session.http_only(), Some(true));
        assert_eq!(session.same_site(), Some(SameSite::Lax));
        assert_eq!((session.path(), session.domain()), (Some("/"), None));
        assert_eq!((guest.value(), guest.secure()), ("", Some(true)));
    }
}
