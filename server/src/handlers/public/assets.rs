//! Style sheets, scripts and icons. Their addresses carry no version, so that published
//! pages never refer to one that is gone; a hash tells browsers when they have changed.

use actix_web::http::header::{CacheControl, CacheDirective, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::assets::Asset;
use crate::errors::{PageError, PageResult};
use crate::state::PublicState;

/// A file below `/assets/`.
pub async fn file(
    request: HttpRequest,
    name: web::Path<String>,
    state: web::Data<PublicState>,
) -> PageResult {
    let asset = state.assets.get(&name).ok_or(PageError::NotFound)?;
    // The two files of the browser part fit only each other: always ask.
    let always_ask = name.starts_with("pkg/");
    Ok(answer(&request, asset, always_ask))
}

/// The icon that browsers ask for on pages that name none.
pub async fn favicon() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header(("location", "/assets/icon.svg"))
        .finish()
}

fn answer(request: &HttpRequest, asset: &Asset, always_ask: bool) -> HttpResponse {
    let tag = EntityTag::new_weak(asset.hash.clone());
    let is_known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    let how_long = if always_ask {
        CacheDirective::NoCache
    } else {
        CacheDirective::MaxAge(300)
    };
    response
        .insert_header(ETag(tag))
        .insert_header(CacheControl(vec![CacheDirective::Public, how_long]))
        .content_type(asset.content_type);
    if is_known {
        response.finish()
    } else {
        response.body(asset.bytes.clone())
    }
}
