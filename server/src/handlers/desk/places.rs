//! Where a person mends what stands in the way: a [`Place`] as words and an address.

use app::forms::{Section, sections};
use app::pages::ObstacleView;
use app::routes::{self, AssessmentPaths};
use domain::ItemPath;
use domain::procedure::{ItemFor, Obstacle, Place};
use workflow::OpenAssessment;

/// What stands in the way, each with the way to it: the words of the refusal.
pub fn views(
    obstacles: &[Obstacle],
    open: &OpenAssessment,
    paths: &AssessmentPaths,
) -> Vec<ObstacleView> {
    let view = |obstacle: &Obstacle| ObstacleView {
        message: obstacle.message.clone(),
        link: link(obstacle, open, paths),
    };
    obstacles.iter().map(view).collect()
}

/// The words of a link and its address; `None` where the form of the act itself is the place,
/// or no page is.
fn link(
    obstacle: &Obstacle,
    open: &OpenAssessment,
    paths: &AssessmentPaths,
) -> Option<(String, String)> {
    let (words, href) = match obstacle.place {
        Place::Newest => ("新しい改訂を読む", paths.review()),
        Place::Findings => ("指摘を見る", format!("{}#findings", paths.overview())),
        Place::Kiso => ("基礎項目評価書を開く", kiso(open)),
        Place::Item(item) => ("評価書の欄を開く", item_page(item, open, paths)?),
        Place::Affair => ("事務の画面を開く", affair(open)),
        Place::Plan => ("計画管理書を開く", routes::PLANS.to_owned()),
        Place::Consultation => ("意見聴取の画面を開く", consultation(open)?),
        Place::Review => ("第三者点検の画面を開く", paths.third_party()),
        Place::Changes => ("変更箇所の表を開く", paths.changes()),
        Place::ThisForm => return None,
    };
    Some((words.to_owned(), href))
}

fn affair(open: &OpenAssessment) -> String {
    routes::affair(open.key.body.as_str(), open.key.number.as_str())
}

fn consultation(open: &OpenAssessment) -> Option<String> {
    let heard = open.stage.round()?.consultation?;
    Some(routes::desk_consultation(&heard.id))
}

fn kiso(open: &OpenAssessment) -> String {
    let key = &open.key;
    AssessmentPaths::new(key.body.as_str(), key.number.as_str(), "kiso").overview()
}

/// The page of the first of these items that the form has.
fn item_page(item: ItemFor, open: &OpenAssessment, paths: &AssessmentPaths) -> Option<String> {
    let ids: &[&str] = match item {
        ItemFor::Shortening => &["VI.2.short", "V.2.short"],
        ItemFor::Opinions => &["VI.2.opinions", "V.2.opinions"],
        ItemFor::Review => &["VI.3.date", "V.3.date"],
    };
    let id = ids.iter().find(|id| open.form.node(id).is_some())?;
    let path = ItemPath::parse(id).ok()?;
    let all = sections(&open.form, &open.document.answers);
    let key = Section::of(&all, &path)?;
    Some(format!("{}#{id}", paths.edit(&key)))
}
