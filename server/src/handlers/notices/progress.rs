//! How far a notice has come.

use actix_web::web;
use app::components::act_form::ActForm;
use app::pages::notice_progress::{
    NoticeBodiesView, NoticeProgressView, ProgressRow, render_notice_bodies, render_notice_progress,
};
use app::render::Link;
use app::routes;
use domain::Action;
use domain::distribution::ReceiptState;
use serde::Deserialize;
use workflow::{BelowFilter, PageRequest, PrefectureProgress};

use super::{frame, may, received};
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Bodies on a page.
const PER_PAGE: u32 = 100;

/// Which bodies.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    unread: String,
    after: Option<String>,
}

/// By prefecture.
pub(super) async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> PageResult {
    let progress = state
        .workflow
        .notice_progress(&signed_in.actor, &id)
        .await?;
    let row = |found: PrefectureProgress| ProgressRow {
        prefecture: Link::new(found.name, routes::notice_bodies(&id, &found.code)),
        counts: [
            found.bodies,
            found.arrived,
            found.read,
            found.forwarded,
            found.completed,
        ],
    };
    let remind = may(&signed_in, Action::ManageNotices).then(|| ActForm {
        id: "remind",
        action: routes::notice_act(&id, "remind"),
        heading: "催促する",
        lead: "読んでいない、又は周知が終わっていない都道府県と指定都市に知らせます。同じ団体には1日1回までです。".to_owned(),
        button: "催促する",
        ..ActForm::default()
    });
    let view = NoticeProgressView {
        heading: "周知の状況".to_owned(),
        rows: progress.into_iter().map(row).collect(),
        remind,
    };
    let above = vec![Link::new("この通知", routes::desk_notice(&id))];
    let frame = frame(&signed_in, "周知の状況", above);
    Ok(html(render_notice_progress(&frame, &view)))
}

/// The bodies of a prefecture.
pub(super) async fn bodies(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: web::Path<(String, String)>,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let (id, prefecture) = path.into_inner();
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let filter = BelowFilter {
        state: ReceiptState::parse(&asked.state),
        unread: asked.unread == "1",
    };
    let request = PageRequest {
        after: asked.after,
        limit: PER_PAGE,
    };
    let page = state
        .workflow
        .notice_bodies(&signed_in.actor, &id, &prefecture, filter, &request)
        .await?;
    let next = page.next.map(|next| {
        let href = format!(
            "{}?state={}&unread={}&after={}",
            routes::notice_bodies(&id, &prefecture),
            routes::encode(&asked.state),
            routes::encode(&asked.unread),
            routes::encode(&next)
        );
        Link::new("次のページ", href)
    });
    let name = page.items.first();
    let name = name.map_or("", |found| found.body.prefecture_name.as_str());
    let states =
        ReceiptState::ALL.map(|state| (state.as_str().to_owned(), state.label().to_owned()));
    let heading = format!("{name}の周知の状況");
    let view = NoticeBodiesView {
        heading: heading.clone(),
        states: [(String::new(), "全て".to_owned())]
            .into_iter()
            .chain(states)
            .collect(),
        state: asked.state,
        unread: filter.unread,
        rows: page.items.iter().map(received::below_row).collect(),
        pages: next.into_iter().collect(),
    };
    let above = vec![
        Link::new("この通知", routes::desk_notice(&id)),
        Link::new("周知の状況", routes::notice_progress(&id)),
    ];
    let frame = frame(&signed_in, &heading, above);
    Ok(html(render_notice_bodies(&frame, &view)))
}
