//! Posted forms: read strictly, checked for where they come from, and never lost.
//!
//! [`DeskForm`] is the argument of every handler for POST; [`GuestForm`] of those that come
//! before sign-in, [`HalfForm`] of those of the second factor. All read the body, then check it. Whatever is refused after the
//! body was read, the person gets a page with everything typed, passwords excepted; of a
//! body that is not text throughout, everything that is.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures::StreamExt;
use subtle::ConstantTimeEq;
use workflow::{Client, Token};

pub use fields::{Fields, FormProblem};

use crate::config::{BaseUrl, Config};
use crate::errors::PageError;
use crate::half::{self, HalfWay};
use crate::session::{self, Guest, LocalFuture, SignedIn};
use crate::state::AppState;

mod fields;

/// The biggest form of the desk: a whole section of the largest form stays far below.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A form posted by a person who is signed in.
pub struct DeskForm {
    /// Who posted it.
    pub signed_in: SignedIn,
    /// What was typed.
    pub fields: Fields,
}

/// The biggest form that anybody may post: 4,000 characters of three bytes, each byte as
/// three, and as much again for the rest.
pub const MAX_OPEN_BYTES: usize = 64 * 1024;

/// A form posted by anybody, without a session: it carries a token of its own.
pub struct OpenForm {
    /// What was typed; of a body that is not text throughout, with U+FFFD.
    pub fields: Fields,
    /// Whether all of it is text.
    pub is_text: bool,
}

/// A form posted before signing in.
pub struct GuestForm {
    /// Whoever posted it.
    pub guest: Guest,
    /// What was typed.
    pub fields: Fields,
}

/// A form posted between the password and the second factor.
pub struct HalfForm {
    /// Who posted it.
    pub half_way: HalfWay,
    /// What was typed.
    pub fields: Fields,
}

impl FromRequest for HalfForm {
    type Error = PageError;
    type Future = LocalFuture<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let (_, body) = read(&request, payload).await?;
            let fields = parse(&body)?;
            // What is typed here is a code: nothing to give back.
            let half_way = half::find(&request).await?.ok_or(PageError::NotSignedIn {
                next: fields.get("next").to_owned(),
            })?;
            check_token(Some(&half_way.token), &fields)
                .map_err(|_| PageError::Csrf { kept: Vec::new() })?;
            Ok(Self { half_way, fields })
        })
    }
}

impl FromRequest for DeskForm {
    type Error = PageError;
    type Future = LocalFuture<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let (state, body) = read(&request, payload).await?;
            let token = session::session_token(&request, &state.public.config);
            // Asked first, so that an error page has the person's navigation.
            let signed_in = session::find(&request).await?;
            let fields = parse(&body)?;
            let Some(signed_in) = signed_in else {
                return Err(PageError::SessionEnded {
                    kept: fields.kept(),
                });
            };
            check_token(token.as_ref(), &fields)?;
            Ok(Self { signed_in, fields })
        })
    }
}

impl FromRequest for GuestForm {
    type Error = PageError;
    type Future = LocalFuture<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let (state, body) = read(&request, payload).await?;
            let fields = parse(&body)?;
            let config = &state.public.config;
            check_token(session::guest_token(&request, config).as_ref(), &fields)?;
            Ok(Self {
                guest: Guest::of(&request, config),
                fields,
            })
        })
    }
}

impl FromRequest for OpenForm {
    type Error = PageError;
    type Future = LocalFuture<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let body = read_at_most(&request, payload, MAX_OPEN_BYTES).await?.1;
            match Fields::parse(&body) {
                Ok(fields) => Ok(Self {
                    fields,
                    is_text: true,
                }),
                Err(FormProblem::NotText) => Ok(Self {
                    fields: Fields::parse_lossy(&body)?,
                    is_text: false,
                }),
                Err(other) => Err(other.into()),
            }
        })
    }
}

async fn read(
    request: &HttpRequest,
    payload: Payload,
) -> Result<(web::Data<AppState>, web::BytesMut), PageError> {
    read_at_most(request, payload, MAX_BYTES).await
}

async fn read_at_most(
    request: &HttpRequest,
    payload: Payload,
    most: usize,
) -> Result<(web::Data<AppState>, web::BytesMut), PageError> {
    let state = request.app_data::<web::Data<AppState>>().cloned();
    let state =
        state.ok_or_else(|| PageError::Internal(anyhow::anyhow!("the portal is not mounted")))?;
    if !is_same_site(request, state.public.config.portal_base()) {
        return Err(PageError::CrossSite);
    }
    if !is_form(request) {
        return Err(FormProblem::ContentType.into());
    }
    Ok((state, collect(payload, most).await?))
}

fn parse(body: &[u8]) -> Result<Fields, PageError> {
    Fields::parse(body).map_err(|problem| match problem {
        FormProblem::NotText => PageError::NotText {
            kept: Fields::parse_lossy(body).unwrap_or_default().kept(),
        },
        other => other.into(),
    })
}

fn is_form(request: &HttpRequest) -> bool {
    let value = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    kind.trim()
        .eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

async fn collect(mut payload: Payload, most: usize) -> Result<web::BytesMut, PageError> {
    let mut body = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| FormProblem::Broken)?;
        if body.len() + chunk.len() > most {
            return Err(FormProblem::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Whether the form comes from a page of this site, as far as the browser tells.
fn is_same_site(request: &HttpRequest, base: Option<&BaseUrl>) -> bool {
    let of = |name: &str| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or("?"))
    };
    if of("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let Some(origin) = of("origin") else {
        return true;
    };
    let authority = origin.split_once("://").map_or("", |(_, rest)| rest);
    let is_host = of("host").is_some_and(|host| host.eq_ignore_ascii_case(authority));
    let is_base = base.is_some_and(|base| base.as_str().eq_ignore_ascii_case(origin));
    is_host || is_base
}

fn check_token(token: Option<&Token>, fields: &Fields) -> Result<(), PageError> {
    let given = fields.get("csrf").as_bytes();
    let is_right = token.is_some_and(|token| bool::from(token.csrf().as_bytes().ct_eq(given)));
    if is_right {
        Ok(())
    } else {
        Err(PageError::Csrf {
            kept: fields.kept(),
        })
    }
}

/// From where somebody asks, as the sign-in keeps it.
pub struct Whence {
    address: String,
    user_agent: String,
}

impl Whence {
    /// That of a request.
    #[must_use]
    pub fn of(request: &HttpRequest, config: &Config) -> Self {
        let address = client_address(request, config).map(|address| address.to_string());
        let agent = request.headers().get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Self {
            address: address.unwrap_or_default(),
            user_agent: agent.unwrap_or_default().to_owned(),
        }
    }

    /// For a use case.
    #[must_use]
    pub fn client(&self) -> Client<'_> {
        Client {
            address: &self.address,
            user_agent: &self.user_agent,
        }
    }
}

/// The address of whoever asks: the peer's, or what a configured proxy says.
#[must_use]
pub fn client_address(request: &HttpRequest, config: &Config) -> Option<std::net::IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = &config.server.trusted_proxies;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let lines = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let parsed = hops.iter().rev().map_while(|hop| hop.parse().ok());
    // The last one that none of our own proxies added for another; what is left of it
    // anybody may have written.
    Some(
        parsed
            .into_iter()
            .find(|address| !trusted.contains(address))
            .unwrap_or(peer),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use actix_web::test::TestRequest;

    use super::*;

    fn request(headers: &[(&'static str, &'static str)]) -> HttpRequest {
        let start = TestRequest::post().peer_addr("10.0.0.1:9".parse().unwrap());
        let filled = headers
            .iter()
            .fold(start, |request, header| request.insert_header(*header));
        filled.to_http_request()
    }

    #[test]
    fn a_form_of_another_site_is_told_from_ones_own() {
        let base = BaseUrl::try_from("https://site.example".to_owned()).unwrap();
        let same = |headers| is_same_site(&request(headers), Some(&base));
        assert!(same(&[]));
        assert!(same(&[
            ("host", "127.0.0.1:8080"),
            ("origin", "http://127.0.0.1:8080")
        ]));
        assert!(same(&[
            ("host", "inside:80"),
            ("origin", "https://site.example")
        ]));
        assert!(same(&[("sec-fetch-site", "same-origin")]));
        assert!(!same(&[
            ("host", "site.example"),
            ("origin", "https://evil.example")
        ]));
        assert!(!same(&[("host", "site.example"), ("origin", "null")]));
        assert!(!same(&[("sec-fetch-site", "cross-site")]));
        assert!(!same(&[("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn only_a_configured_proxy_is_believed() {
        let mut config = Config::default();
        let asked = request(&[("x-forwarded-for", "1.1.1.1, 192.0.2.7, 10.0.0.2")]);
        let address = |config: &Config| client_address(&asked, config).unwrap().to_string();
        assert_eq!(address(&config), "10.0.0.1");
        config.server.trusted_proxies = vec!["10.0.0.1".parse().unwrap()];
        assert_eq!(address(&config), "10.0.0.2");
        config
            .server
            .trusted_proxies
            .push("10.0.0.2".parse().unwrap());
        assert_eq!(address(&config), "192.0.2.7");
    }
}
