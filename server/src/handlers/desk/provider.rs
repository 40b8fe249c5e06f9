//! The provider's pages: what is provided, and how much it is used. The texts are files
//! under `content/`.

use actix_web::web;
use app::pages::{ProviderView, render_provider};
use app::render::Link;
use app::routes;
use domain::{Action, Example, Notice};

use super::help::{examples_of, source};
use crate::errors::{PageError, PageResult};
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Letters and guidance that came with the program, each with a remark.
pub fn shipped(state: &AppState) -> Vec<(Link, String)> {
    let catalog = &state.content.catalog;
    let letters = catalog.notices.iter().map(letter);
    let guidance = catalog.guidance.iter().map(|guidance| {
        let remark = format!("{}・留意事項{}件", guidance.issued, guidance.items.len());
        (
            Link::new(&guidance.title, routes::guidance(&guidance.id)),
            remark,
        )
    });
    letters.chain(guidance).collect()
}

fn letter(notice: &Notice) -> (Link, String) {
    let examples = if examples_of(notice).is_some() {
        "・記載例あり"
    } else {
        ""
    };
    let remark = format!("{}・{}{examples}", notice.kind.label(), notice.date);
    (
        Link::new(
            format!("{} {}", notice.number, notice.title),
            routes::notice(&notice.id),
        ),
        remark,
    )
}

/// The examples, and how many published assessments use each.
pub async fn examples(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    require(&signed_in)?;
    let catalog = &state.content.catalog;
    let sets = catalog.example_sets.iter().map(|set| {
        let count = catalog
            .examples
            .iter()
            .filter(|example| example.version == set.version)
            .count();
        (
            Link::new(&set.title, routes::examples(&set.version)),
            format!("{count}件・{}", set.version),
        )
    });
    let used = state.workflow.example_uses(&signed_in.actor).await?;
    let row = |example: &Example| {
        let name = format!(
            "{} {}（{}）",
            item_name(&state, example),
            example.layer.heading("団体"),
            source(&state.content, example)
        );
        (name, used.get(&example.id()).copied().unwrap_or_default())
    };
    let view = ProviderView {
        heading: "記載例".to_owned(),
        lead: "いま提供している記載例と、公表中の評価書のうち、それを使っているものの数です。評価書の中身は表示しません。".to_owned(),
        entries: sets.collect(),
        uses: catalog.examples.iter().map(row).collect(),
    };
    Ok(html(render_provider(&frame(&signed_in, "記載例"), &view)))
}

fn item_name(state: &AppState, example: &Example) -> String {
    let form = state.content.newest(domain::catalog::FULL_FORM);
    let node = form.and_then(|form| form.node(example.item.as_str()));
    node.map_or_else(|| example.item.to_string(), domain::Node::heading)
}

fn require(signed_in: &SignedIn) -> Result<(), PageError> {
    let actor = &signed_in.actor;
    let may = actor
        .role
        .may(actor.body.as_ref(), Action::ManageNotices, None);
    if may {
        Ok(())
    } else {
        Err(PageError::NotFound)
    }
}

fn frame(signed_in: &SignedIn, title: &str) -> app::render::PortalFrame {
    signed_in.frame(title, vec![Link::new("作業一覧", routes::DESK)])
}
