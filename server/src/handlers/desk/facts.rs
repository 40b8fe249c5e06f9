//! The facts of an assessment's affair.
//!
//! Who saves on top of facts that somebody else changed gets both put together; where both
//! changed the same one, the page of a conflict shows both and lets the person choose.

mod conflict;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::forms::{Typed, fill_facts, merge_facts, read_facts};
use app::pages::{ConflictView, FactsView, render_conflict, render_facts};
use domain::{Action, Facts};
use workflow::{Conflict, OpenAssessment, PageRequest, RecordedAct, WorkflowError};

use super::context::{Desk, KeyPath, UNPROCESSABLE, key_of};
use super::save::shown::saved_by;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;
use conflict::{again, both, chosen, unchosen, with_theirs};

const TITLE: &str = "事務の事実";

/// How often a save starts over when somebody saves at the very moment.
const TRIES: usize = 4;

/// The facts as saved.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let typed = fill_facts(&desk.open.document.facts);
    let view = view(&desk, desk.open.revision, typed, Vec::new());
    Ok(html(render_facts(&desk.frame(&signed_in, TITLE), &view)))
}

/// Saves them.
pub async fn save(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    let saving = Saving {
        state: &state,
        signed_in: &signed_in,
        typed: fields.typed(),
        fields: &fields,
    };
    for _ in 0..TRIES {
        let desk = Desk::open(&state, &signed_in, key.clone()).await?;
        if !signed_in.actor.may_on(Action::EditAssessment, &key) {
            return Err(PageError::NotFound);
        }
        if let Some(response) = saving.attempt(&desk).await? {
            return Ok(response);
        }
    }
    Err(PageError::kept(
        WorkflowError::Conflict(Conflict::Meanwhile).user_message(),
        &fields,
    ))
}

fn view(desk: &Desk, revision: i64, typed: Typed, problems: Vec<Problem>) -> FactsView {
    FactsView {
        paths: desk.paths.clone(),
        title: desk.title(),
        state: desk.stage().0,
        revision,
        read_only: desk.read_only(),
        typed,
        problems,
    }
}

/// Posted facts, while they are being saved.
struct Saving<'a> {
    state: &'a AppState,
    signed_in: &'a SignedIn,
    fields: &'a Fields,
    typed: Typed,
}

impl Saving<'_> {
    /// One attempt; `None` when somebody saved in between.
    async fn attempt(&self, desk: &Desk) -> Result<Option<HttpResponse>, PageError> {
        if let Some(why) = desk.read_only() {
            let why = format!("{why}入力は保存していません。");
            return Err(PageError::kept(why, self.fields));
        }
        let base = self.base(desk).await?;
        let before = base.as_ref().map(|base| &base.document.facts);
        let saved = &desk.open.document.facts;
        let chosen = chosen(&self.typed);
        let undecided = unchosen(&chosen);
        if !undecided.is_empty() {
            let theirs = base.as_ref().unwrap_or(&desk.open);
            let page = ConflictView {
                problems: undecided,
                ..again(desk, theirs, &self.typed, &chosen)
            };
            return Ok(Some(self.conflict(desk, page).await?));
        }
        let typed = with_theirs(&self.typed, &chosen, before);
        let mine = match read_facts(&typed, before.unwrap_or(saved)) {
            Ok(mine) => mine,
            Err(problems) => return Ok(Some(self.wrong(desk, typed, problems))),
        };
        let merge = merge_facts(before, &mine, saved);
        if !merge.conflicts.is_empty() {
            let page = both(desk, &merge);
            return Ok(Some(self.conflict(desk, page).await?));
        }
        match read_facts(&merge.typed, saved) {
            Ok(facts) => self.store(desk, &mine, facts).await,
            Err(problems) => Ok(Some(self.wrong(desk, typed, problems))),
        }
    }

    /// The assessment as it was when the page was shown.
    async fn base(&self, desk: &Desk) -> Result<Option<OpenAssessment>, PageError> {
        let Some(revision) = self.fields.number("revision") else {
            return Ok(None);
        };
        if revision == desk.open.revision {
            return Ok(Some(desk.open.clone()));
        }
        let (workflow, actor) = (&self.state.workflow, &self.signed_in.actor);
        match workflow.open_revision(actor, &desk.key, revision).await {
            Ok(open) => Ok(Some(open)),
            Err(WorkflowError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn store(
        &self,
        desk: &Desk,
        mine: &Facts,
        facts: Facts,
    ) -> Result<Option<HttpResponse>, PageError> {
        let flash = if facts == *mine {
            Flash::FactsSaved
        } else {
            Flash::Combined
        };
        let (workflow, actor) = (&self.state.workflow, &self.signed_in.actor);
        match workflow
            .save_facts(actor, &desk.key, desk.open.revision, facts)
            .await
        {
            Ok(_) => Ok(Some(see_other_with(
                &desk.paths.overview(),
                flash,
                &self.state.public.config,
            ))),
            // Somebody saved, submitted or withdrew since the assessment was opened above.
            Err(WorkflowError::Stale(_) | WorkflowError::Refused(_)) => Ok(None),
            Err(error) => Err(PageError::from(error).with_kept(self.fields)),
        }
    }

    /// The form again. It keeps the revision at which it was shown: what others saved since
    /// is still to be put together with it.
    fn wrong(&self, desk: &Desk, typed: Typed, problems: Vec<Problem>) -> HttpResponse {
        let shown = self.fields.number("revision").unwrap_or_default();
        let view = view(desk, shown, typed, problems);
        let frame = desk.frame(self.signed_in, TITLE);
        html_status(UNPROCESSABLE, render_facts(&frame, &view))
    }

    async fn conflict(&self, desk: &Desk, page: ConflictView) -> Result<HttpResponse, PageError> {
        let page = ConflictView {
            saved: self.saved(desk, page.revision).await?,
            ..page
        };
        let frame = desk.frame(self.signed_in, "ほかの人が先に保存しました");
        let page = render_conflict(&frame, &page);
        Ok(html_status(StatusCode::CONFLICT, page))
    }

    /// Who saved the facts of a revision, and when.
    async fn saved(&self, desk: &Desk, revision: i64) -> Result<String, PageError> {
        let (workflow, actor) = (&self.state.workflow, &self.signed_in.actor);
        let newest = PageRequest::first(PageRequest::MOST);
        let history = workflow.history(actor, &desk.key, &newest).await?;
        let facts = [
            RecordedAct::FactsSaved,
            RecordedAct::Imported,
            RecordedAct::Created,
        ];
        let found = history.items.iter().find_map(|entry| {
            let at = entry.revision.filter(|at| *at <= revision)?;
            facts.contains(&entry.act).then_some((entry, at))
        });
        let open = &desk.open;
        Ok(match found {
            Some((entry, at)) => saved_by(entry.actor.as_deref(), entry.at, at),
            None => saved_by(open.changed_by.as_deref(), open.changed_at, open.revision),
        })
    }
}
