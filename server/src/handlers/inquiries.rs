//! Inquiries in the portal: a body asks, a desk answers, both may make it public.

mod act;
mod list;
mod one;

use app::routes;
use domain::inquiry::{Category, InquiryState};

use crate::routes::list::{RouteList, get, post};

/// The pages of inquiries.
pub fn configure(cfg: &mut RouteList<'_>) {
    cfg.route(routes::INQUIRIES, get().to(list::page))
        .route(routes::INQUIRY_NEW, get().to(list::blank))
        .route(routes::INQUIRY_NEW, post().to(list::send))
        .route(routes::PATTERN_INQUIRY, get().to(one::page))
        .route(routes::PATTERN_INQUIRY_ACT, post().to(act::act));
}

/// Categories to choose from.
fn categories() -> Vec<(String, String)> {
    Category::ALL
        .map(|category| (category.as_str().to_owned(), category.label().to_owned()))
        .into()
}

/// A state, for `data-state`, and in Japanese.
fn state_words(state: InquiryState) -> (String, String) {
    (state.as_str().to_owned(), state.label().to_owned())
}
