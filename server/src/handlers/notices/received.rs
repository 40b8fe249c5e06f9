//! A notice as a body received it.

use actix_web::http::StatusCode;
use app::components::act_form::ActForm;
use app::pages::notice_received::{BelowRow, NoticeReceivedView, render_notice_received};
use app::render::Link;
use app::routes;
use domain::notice_life::NoticeStage;
use domain::{Action, NoticeKind};
use workflow::{BodyReceipt, ReceivedNotice};

use super::forms::Refused;
use super::{desk, failed, frame, may, standing, state_words};
use crate::errors::PageResult;
use crate::handlers::desk::words::moment;
use crate::handlers::html_status;
use crate::session::SignedIn;
use crate::state::AppState;

/// The page, with what was refused on top.
pub(super) async fn page(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    refused: Option<Refused<'_>>,
) -> PageResult {
    let open = state
        .workflow
        .open_received_notice(&signed_in.actor, id)
        .await?;
    let status = match refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::CONFLICT,
    };
    let title = open.issued.notice.title().to_owned();
    let view = NoticeReceivedView {
        title: title.clone(),
        state: state_words(open.receipt.state()),
        facts: facts(&open),
        warning: matches!(open.stage, NoticeStage::Ended { .. }).then(|| {
            format!(
                "この通知は{}しました。周知する操作はできません。",
                open.stage.label()
            )
        }),
        links: links(signed_in, &open),
        letter: Some(desk::letter_view(NoticeKind::Notice, &open.issued.notice)),
        forms: forms(&open),
        below: open.below.iter().map(below_row).collect(),
        unreached: open.unreached,
        forward: open
            .stage
            .is_passed_on()
            .then(|| routes::notice_act(&open.id, "forward")),
    };
    let message = refused.and_then(|refused| refused.message);
    let frame = failed(frame(signed_in, &title, Vec::new()), message);
    Ok(html_status(status, render_notice_received(&frame, &view)))
}

fn facts(open: &ReceivedNotice) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = open
        .arrivals
        .iter()
        .enumerate()
        .map(|(index, (arrival, via))| {
            let from = via.as_ref().map_or("国", |body| body.name.as_str());
            let what = if index == 0 {
                "届いた"
            } else {
                "別の経路でも届いた"
            };
            (
                what.to_owned(),
                format!("{}（{from}から）", moment(arrival.at)),
            )
        })
        .collect();
    let acts = [
        ("読んだ", &open.receipt.read),
        ("周知した", &open.receipt.forwarded),
        ("完了にした", &open.receipt.completed),
    ];
    for (what, done) in acts {
        let when = done.as_ref().map(|done| moment(done.at));
        let when = when.unwrap_or_else(|| "まだ".to_owned());
        facts.push((what.to_owned(), when));
    }
    facts
}

fn links(signed_in: &SignedIn, open: &ReceivedNotice) -> Vec<Link> {
    let mut links = Vec::new();
    if may(signed_in, Action::OverseeNotices) {
        let prefecture = signed_in.actor.body.as_ref();
        let prefecture = prefecture.map_or("", |body| body.prefecture());
        let href = routes::notice_bodies(&open.id, prefecture);
        links.push(Link::new("管内の周知の状況", href));
    }
    if open.stage.listed_on().is_some() {
        links.push(Link::new("公表サイトのページ", routes::notice(&open.id)));
    }
    links
}

fn forms(open: &ReceivedNotice) -> Vec<ActForm> {
    let form = |id: &'static str, heading, lead: &str, button, is_main| ActForm {
        id,
        action: routes::notice_act(&open.id, id),
        heading,
        lead: lead.to_owned(),
        button,
        is_main,
        ..ActForm::default()
    };
    let mut forms = Vec::new();
    if open.receipt.read.is_none() {
        let lead = "この団体の誰かが読めば、団体として読んだことになります。";
        let heading = "読んだことを記録する";
        forms.push(form("read", heading, lead, "読みました", true));
    }
    if open.receipt.completed.is_none() && open.unreached == 0 {
        let lead = "この団体がすることが全て終わったときに押します。";
        forms.push(form("complete", "完了にする", lead, "完了にする", false));
    }
    let is_waiting = open.below.iter().any(|found| {
        let receipt = found.receipt.as_ref();
        receipt.is_some_and(|receipt| receipt.completed.is_none())
    });
    if is_waiting && open.stage.is_passed_on() {
        let lead = "届いていて、読んでいない団体や周知していない団体に知らせます。同じ団体には1日1回までです。";
        forms.push(form("remind", "催促する", lead, "催促する", false));
    }
    forms
}

/// A body below, as pages show it.
pub(super) fn below_row(found: &BodyReceipt) -> BelowRow {
    let receipt = found.receipt.as_ref();
    let state = receipt.map_or(
        domain::distribution::ReceiptState::Pending,
        domain::distribution::Receipt::state,
    );
    let read = receipt.and_then(|receipt| receipt.read.as_ref());
    BelowRow {
        code: found.body.code.to_string(),
        name: found.body.name.clone(),
        standing: standing(&found.body.code),
        state: state_words(state),
        arrived: receipt.map_or_else(String::new, |receipt| moment(receipt.arrived)),
        read: read.map_or_else(String::new, |done| moment(done.at)),
    }
}
