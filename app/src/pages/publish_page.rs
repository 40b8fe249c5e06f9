//! Publishing: the last look, and what came of it.

use leptos::prelude::*;

use super::review::{ObstacleView, obstacles};
use crate::components::findings::{FindingView, finding_list};
use crate::components::forms::{csrf, hidden};
use crate::render::{PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// A hit of the leak gate: where, never what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakHit {
    /// The item whose withheld text was found.
    pub item: String,
    /// Number and label of the item.
    pub label: String,
    /// The item in which it stands for readers; empty if that is not known.
    pub found_item: String,
    /// Number and label of that item, with the assessment if it is another one.
    pub found_label: String,
    /// The file it was found in, relative to the site.
    pub file: String,
    /// The byte offset in it.
    pub offset: u64,
}

/// What came of publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishOutcome {
    /// Not tried yet.
    Ready,
    /// It is public.
    Done {
        /// The public address.
        href: String,
        /// The edition's number.
        edition: u32,
    },
    /// It is stored and on its way to the site.
    Queued,
    /// The leak gate stopped it: nothing was published.
    Leaked(Vec<LeakHit>),
    /// It cannot be published: why, and what stands in the way.
    Refused(String, Vec<FindingView>),
}

/// The publish page. Posts `revision` and `csrf` to [`AssessmentPaths::publish`].
#[derive(Debug, Clone)]
pub struct PublishView {
    /// The addresses of this assessment.
    pub paths: AssessmentPaths,
    /// The stage, for `data-state`.
    pub state: String,
    /// Its title.
    pub title: String,
    /// The revision to publish.
    pub revision: i64,
    /// How many parts will be withheld.
    pub withheld: usize,
    /// What is unusual about publishing today.
    pub warnings: Vec<String>,
    /// What stands in the way of publishing, in the words of the refusal.
    pub obstacles: Vec<ObstacleView>,
    /// What came of it.
    pub outcome: PublishOutcome,
}

/// The publish page.
#[must_use]
pub fn render_publish(frame: &PortalFrame, view: &PublishView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let body = match &view.outcome {
            PublishOutcome::Ready => ready(&view, &token),
            PublishOutcome::Done { href, edition } => done(href, *edition),
            PublishOutcome::Queued => view! {
                <div class="notice notice-done" role="status"><p>"公表を受け付けました。まもなく公表のページに出ます。"</p></div>
            }
            .into_any(),
            PublishOutcome::Leaked(hits) => leaked(hits),
            PublishOutcome::Refused(why, findings) => view! {
                <div class="notice notice-error" role="alert"><p>{why.clone()}</p></div>
                {(!findings.is_empty()).then(|| finding_list(findings))}
            }
            .into_any(),
        };
        view! {
            <div data-state=view.state.clone()>
                <h1>"公表する"</h1>
                <p class="lead">{view.title.clone()}</p>
                {body}
                <p class="button-row"><a href=view.paths.overview()>"評価書の目次へ戻る"</a></p>
            </div>
        }
    })
}

fn ready(view: &PublishView, token: &str) -> AnyView {
    let warnings: Vec<AnyView> = view
        .warnings
        .iter()
        .map(|warning| view! { <li>{warning.clone()}</li> }.into_any())
        .collect();
    let warnings = (!warnings.is_empty()).then(
        || view! { <div class="notice notice-attention" role="status"><ul>{warnings}</ul></div> },
    );
    let list = obstacles("publish", &view.obstacles);
    let blocked = list.is_some();
    let described = blocked.then_some("obstacles-publish");
    view! {
        {warnings}
        <p>{format!("第{}改訂を公表します。非公表にする部分は{}か所です。", view.revision, view.withheld)}</p>
        <p>"公表した版は変えられません。直すときは、新しい版を公表します。"</p>
        <form method="post" action=view.paths.publish() class="button-row">
            {csrf(token)}
            {hidden("revision", view.revision.to_string())}
            {list}
            <a class="button" href=view.paths.preview()>"もう一度、公表の姿を見る"</a>
            <button class="button button-main" disabled=blocked aria-describedby=described>"公表する"</button>
        </form>
    }
    .into_any()
}

fn done(href: &str, edition: u32) -> AnyView {
    let href = href.to_owned();
    view! {
        <div class="notice notice-done" role="status">
            <h2>{format!("第{edition}版を公表しました")}</h2>
            <p><a href=href>"公表のページを見る"</a></p>
        </div>
    }
    .into_any()
}

fn leaked(hits: &[LeakHit]) -> AnyView {
    let rows: Vec<AnyView> = hits
        .iter()
        .cloned()
        .map(|hit| {
            view! { <tr><td>{hit.label}" "<code>{hit.item}</code></td><td>{hit.found_label}" "<code>{hit.found_item}</code></td><td><code>{format!("{}:{}", hit.file, hit.offset)}</code></td></tr> }
                .into_any()
        })
        .collect();
    view! {
        <div class="notice notice-error" role="alert">
            <h2>"非公表の部分が見つかったため、公表を止めました"</h2>
            <p>"何も公表していません。非公表にした語が、公表されるどこかに残っています。下の項目の語がほかの欄にも書かれていないかを確かめ、その欄でも非公表にしてください。"</p>
        </div>
        <table>
            <thead><tr><th scope="col">"非公表にした項目"</th><th scope="col">"公表される欄"</th><th scope="col">"見つかったファイル"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
