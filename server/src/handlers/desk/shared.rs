//! Taking one side where documents of an affair answer the same field differently.

use actix_web::web;
use app::components::differences::{DifferenceSide, DifferenceView};
use domain::{Answer, FormId, ItemId};
use workflow::{SharedDifference, SharedSide, TakeShared};

use super::context::{Desk, KeyPath, key_of, paths_of};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::see_other_with;
use crate::state::AppState;

/// Takes one side.
pub async fn take(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    let form = |name: &str| FormId::parse(fields.get(name)).map_err(|_| PageError::NotFound);
    let revision = |name: &str| fields.number(name).ok_or(PageError::NotFound);
    let take = TakeShared {
        from: form("from")?,
        from_revision: revision("from_revision")?,
        into: form("into")?,
        into_revision: revision("into_revision")?,
        item: ItemId::parse(fields.get("item")).map_err(|_| PageError::NotFound)?,
    };
    state
        .workflow
        .take_shared(&signed_in.actor, &key, &take)
        .await?;
    let overview = paths_of(&key).overview();
    Ok(see_other_with(
        &overview,
        Flash::SharedTaken,
        &state.public.config,
    ))
}

/// The differences as the overview shows them.
pub fn views(desk: &Desk, found: &[SharedDifference]) -> Vec<DifferenceView> {
    let side = |side: &SharedSide, other: &SharedSide| DifferenceSide {
        form: side.form.to_string(),
        form_title: side.form_title.clone(),
        item: side.item.to_string(),
        revision: side.revision,
        words: side.answer.as_ref().map(said).unwrap_or_default(),
        may_be_taken: other.is_draft,
    };
    let view = |found: &SharedDifference| DifferenceView {
        label: found.label.clone(),
        action: desk.paths.shared(),
        here: side(&found.here, &found.there),
        there: side(&found.there, &found.here),
    };
    found.iter().map(view).collect()
}

/// An answer in words, withheld parts in the typed notation: the reader belongs to the body.
fn said(answer: &Answer) -> String {
    match answer {
        Answer::Text(text) => domain::notation::to_typed(text),
        Answer::Longtext(text) => text.to_typed(""),
        Answer::Choice(n) => format!("選択肢{n}"),
        Answer::Date(day) => day.to_string(),
        _ => String::new(),
    }
}
