//! The list of notices, for each in their own way.

use actix_web::web;
use app::pages::notices::{NoticeRow, NoticesDeskView, render_notices_desk};
use app::render::Link;
use app::routes;
use domain::Action;
use domain::notice_life::NoticeAct;
use serde::Deserialize;
use workflow::{NoticeEntry, PageRequest, ReceivedNoticeEntry};

use super::{keeps_notices, may, stage_words, state_words};
use crate::errors::PageResult;
use crate::handlers::desk::words::moment;
use crate::handlers::{desk, html};
use crate::session::SignedIn;
use crate::state::AppState;

/// Notices on a page.
const PER_PAGE: u32 = 50;

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
}

/// The list.
pub(super) async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let view = if keeps_notices(&signed_in) {
        kept(&state, &signed_in, asked).await?
    } else {
        received(&state, &signed_in).await?
    };
    let crumbs = vec![Link::new("作業一覧", routes::DESK)];
    let frame = signed_in.frame("通知", crumbs);
    Ok(html(render_notices_desk(&frame, &view)))
}

async fn kept(
    state: &AppState,
    signed_in: &SignedIn,
    asked: Asked,
) -> Result<NoticesDeskView, crate::errors::PageError> {
    let is_provider = may(signed_in, Action::ManageNotices);
    let request = PageRequest {
        after: asked.after,
        limit: PER_PAGE,
    };
    let page = state
        .workflow
        .list_notices(&signed_in.actor, None, &request)
        .await?;
    let next = page.next.as_ref().map(|next| {
        let href = format!("{}?after={}", routes::PROVIDER, routes::encode(next));
        Link::new("次のページ", href)
    });
    let (lead, empty) = if is_provider {
        (
            "通知を起草し、個人情報保護委員会の了承を得て、都道府県・指定都市に周知し、公表サイトに掲載します。",
            "起草した通知はまだありません。",
        )
    } else {
        (
            "了承を求められた通知です。了承は、情報提供に対する委員会の手続で、評価書の承認とは別のものです。",
            "了承を求められた通知はまだありません。",
        )
    };
    Ok(NoticesDeskView {
        heading: "通知".to_owned(),
        lead: lead.to_owned(),
        rows: page.items.into_iter().map(kept_row).collect(),
        empty: empty.to_owned(),
        may_draft: is_provider,
        pages: next.into_iter().collect(),
        shipped: match is_provider {
            true => desk::shipped_notices(state),
            false => Vec::new(),
        },
    })
}

fn kept_row(entry: NoticeEntry) -> NoticeRow {
    let next = entry
        .acts
        .iter()
        .find(|act| !matches!(act, NoticeAct::Edit | NoticeAct::Revise | NoticeAct::Expire));
    let number = entry.number.map(|number| format!("{number}・"));
    NoticeRow {
        title: entry.title,
        href: routes::desk_notice(&entry.id),
        state: stage_words(&entry.stage),
        remark: format!(
            "{}最終更新 {}",
            number.unwrap_or_default(),
            moment(entry.changed_at)
        ),
        next_step: next.map_or_else(String::new, |act| format!("次の操作: {}", act.label())),
        mine: next.is_some(),
    }
}

async fn received(
    state: &AppState,
    signed_in: &SignedIn,
) -> Result<NoticesDeskView, crate::errors::PageError> {
    let received = state.workflow.received_notices(&signed_in.actor).await?;
    Ok(NoticesDeskView {
        heading: format!("{}に届いた通知", signed_in.body_name),
        lead: "読んだことを記録し、周知先があるときは周知します。".to_owned(),
        rows: received.iter().map(received_row).collect(),
        empty: "届いた通知はまだありません。".to_owned(),
        may_draft: false,
        pages: Vec::new(),
        shipped: Vec::new(),
    })
}

fn received_row(entry: &ReceivedNoticeEntry) -> NoticeRow {
    let letter = &entry.issued.notice;
    let is_ended = matches!(entry.stage, domain::notice_life::NoticeStage::Ended { .. });
    let is_done = entry.receipt.completed.is_some();
    let next_step = match (is_ended, is_done, &entry.receipt.read) {
        (true, ..) => format!("この通知は{}しました。", entry.stage.label()),
        (_, true, _) => String::new(),
        (_, _, None) => "読んだことを記録してください。".to_owned(),
        _ => "周知の状況を確かめて、完了にしてください。".to_owned(),
    };
    NoticeRow {
        title: letter.title().to_owned(),
        href: routes::desk_notice(&entry.id),
        state: state_words(entry.receipt.state()),
        remark: format!(
            "{}・{}・{}に届きました",
            letter.number(),
            letter.from(),
            moment(entry.receipt.arrived)
        ),
        next_step,
        mine: !is_done && !is_ended,
    }
}
