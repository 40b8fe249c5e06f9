//! Notices in the portal: the provider drafts, sends, lists; the commission acknowledges;
//! bodies read and pass on; those above see how far it has come.
//!
//! One address shows a notice to each in their own way. An act that is refused gives the
//! page back, everything typed in place, the problem beside its field.

mod act;
mod desk;
mod forms;
mod list;
mod progress;
mod received;

pub(crate) use act::{Refusal, problems};

use actix_web::web;
use app::render::{self, Link, PortalFrame};
use app::routes;
use domain::distribution::{ReceiptState, Standing};
use domain::notice_life::NoticeStage;
use domain::{Action, BodyCode};

use crate::errors::PageResult;
use crate::routes::list::{RouteList, get, post};
use crate::session::SignedIn;
use crate::state::AppState;

/// The pages of notices.
pub fn configure(cfg: &mut RouteList<'_>) {
    cfg.route(routes::PROVIDER, get().to(list::page))
        .route(routes::NOTICE_NEW, get().to(desk::blank))
        .route(routes::NOTICE_NEW, post().to(desk::create))
        .route(routes::PATTERN_NOTICE_PROGRESS, get().to(progress::page))
        .route(routes::PATTERN_NOTICE_BODIES, get().to(progress::bodies))
        .route(routes::PATTERN_DESK_NOTICE, get().to(page))
        .route(routes::PATTERN_NOTICE_ACT, post().to(act::act));
}

/// A notice, as this person sees it.
async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> PageResult {
    if keeps_notices(&signed_in) {
        desk::page(&state, &signed_in, &id, None).await
    } else {
        received::page(&state, &signed_in, &id, None).await
    }
}

/// Whether this person sees notices as their provider or the commission does.
fn keeps_notices(signed_in: &SignedIn) -> bool {
    may(signed_in, Action::ManageNotices) || may(signed_in, Action::AcknowledgeNotice)
}

fn may(signed_in: &SignedIn, action: Action) -> bool {
    let actor = &signed_in.actor;
    let own = actor.body.as_ref();
    actor.role.may(own, action, own)
}

/// The frame of a page below the list of notices.
fn frame(signed_in: &SignedIn, title: &str, above: Vec<Link>) -> PortalFrame {
    let mut crumbs = vec![
        Link::new("作業一覧", routes::DESK),
        Link::new("通知", routes::PROVIDER),
    ];
    crumbs.extend(above);
    signed_in.frame(title, crumbs)
}

/// As [`frame`], saying that something could not be done.
fn failed(frame: PortalFrame, message: Option<String>) -> PortalFrame {
    let Some(message) = message else { return frame };
    PortalFrame {
        flash: Some(render::Flash {
            failed: true,
            message,
        }),
        ..frame
    }
}

/// A notice's stage, for `data-state`, and in Japanese.
fn stage_words(stage: &NoticeStage) -> (String, String) {
    (stage.as_str().to_owned(), stage.label().to_owned())
}

/// A receipt's state, for `data-state`, and in Japanese.
fn state_words(state: ReceiptState) -> (String, String) {
    (state.as_str().to_owned(), state.label().to_owned())
}

fn standing(code: &BodyCode) -> String {
    let standing = Standing::of(code).map(Standing::label);
    standing.unwrap_or("宛先外").to_owned()
}

/// Markdown as safe HTML; the text itself where it is not well formed.
fn html(markdown: &str) -> String {
    match markup::parse(markdown) {
        Ok(tree) => tree.to_html_with(markup::HtmlOptions {
            level_offset: 2,
            ..markup::HtmlOptions::default()
        }),
        Err(_) => String::from("<p>本文の書式に誤りがあります。草案を直してください。</p>"),
    }
}
