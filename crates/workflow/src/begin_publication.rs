//! Publishing an approved assessment: first half. The second is building the site.

use std::sync::Arc;

use domain::changes::withheld_changes;
use domain::interchange::release_json;
use domain::procedure;
use domain::{
    Act, Action, Command, Document, EditionKind, FormEdition, FormKind, Origin, PublicAssessment,
    Publication, Stage, UserId, redact,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use store::assessments::Assessment;
use store::{StoreError, Tx, assessments, editions, withheld_phrases};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{self, document, key_of, lock};
use crate::assessment_key::AssessmentKey;
use crate::circumstances::regime;
use crate::consultation::refuse_hidden_words;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::publication::{PendingEdition, PendingPublication};
use crate::site_jobs;
use crate::workflow::Workflow;

impl Workflow {
    /// Makes the next edition of exactly this approved revision, dated today in Japan, in a
    /// transaction that stays open until the site is built and the leak gate has spoken.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`] out of turn or for another revision than the approved one;
    /// [`WorkflowError::Invalid`] when items tell hidden words of opinions;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.begin_publication", level = "debug", skip_all)]
    pub async fn begin_publication(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        revision: i64,
    ) -> Result<PendingPublication, WorkflowError> {
        actor.require_on(Action::PublishAssessment, key)?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let affair = store::affairs::lock(&mut tx, &key.body, &key.number).await?;
        let found = lock(&mut tx, key).await?;
        let edition = editions::last_number(&mut tx, &found.id).await? + 1;
        let kind = FormKind::of(&key.form).ok_or(WorkflowError::NotFound)?;
        let regime = regime(&mut tx, &key.body).await?;
        let around = self
            .circumstances(&mut tx, &found, Some(&actor.user), revision)
            .await?;
        let publish_today = Command::Publish {
            edition,
            on: self.today(),
        };
        let (stage, _) = procedure::apply(kind, regime, &found.stage, &publish_today, &around)?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(&mut tx, &form, &found, revision).await?;
        refuse_hidden_words(&mut tx, &found, &document).await?;
        let publication = Publication {
            edition,
            published: self.today(),
        };
        let new = NewEdition {
            found: &found,
            form,
            document,
            publication,
            by: Some(&actor.user),
            now,
        };
        let pending = publish(&mut tx, new, &stage).await?;
        if let Some(affair) = &affair {
            self.redone(&mut tx, affair, key.form.as_str(), now).await?;
        }
        let job = enqueue_site(&mut tx, std::slice::from_ref(&pending), now).await?;
        let act = RecordedAct::Did(Act::Publish);
        Ok(PendingPublication {
            editions: vec![pending],
            job,
            tx,
            workflow: self.clone(),
            by: Some(actor.clone()),
            act,
        })
    }
}

/// An edition to be made of a locked assessment's newest revision.
pub(crate) struct NewEdition<'a> {
    pub found: &'a Assessment,
    pub form: Arc<FormEdition>,
    pub document: Document,
    pub publication: Publication,
    pub by: Option<&'a UserId>,
    pub now: Timestamp,
}

/// Redacts and writes edition, phrases and stage.
pub(crate) async fn publish(
    tx: &mut Tx,
    new: NewEdition<'_>,
    stage: &Stage,
) -> Result<PendingEdition, StoreError> {
    let NewEdition {
        found,
        form,
        document,
        publication,
        by,
        now,
    } = new;
    let public = with_history(tx, &form, &document, publication, found).await?;
    let release_json = release_json(&form, &public);
    let row = editions::NewEdition {
        assessment: &found.id,
        edition: publication.edition,
        body: &found.body,
        number: &found.number,
        form: &found.form,
        form_edition: &found.form_edition,
        agency: public.agency(),
        title: &public.title(),
        published: publication.published,
        published_at: now,
        published_by: by,
        revision: found.revision,
        release: &release_json,
    };
    let digest = editions::insert(tx, &row).await?;
    let phrases = document.withheld_phrases();
    withheld_phrases::insert_all(tx, &found.id, publication.edition, &found.body, &phrases).await?;
    assessments::set_stage(tx, &found.id, found.revision, &found.stage, stage, now, by).await?;
    let body = assessment::body(tx, &found.body).await?;
    let (key, revision) = (key_of(found), found.revision);
    Ok(PendingEdition {
        key,
        body,
        form,
        public,
        release_json,
        digest,
        phrases,
        revision,
    })
}

/// The public version, with why it was made and where only withheld parts changed.
async fn with_history(
    tx: &mut Tx,
    form: &FormEdition,
    document: &Document,
    publication: Publication,
    found: &Assessment,
) -> Result<PublicAssessment, StoreError> {
    let public = redact(form, document, publication);
    if publication.edition == 1 {
        return Ok(public.with_history(Some(EditionKind::New), Vec::new()));
    }
    // What an operator brings in does not say why it was made.
    let round = found
        .stage
        .round()
        .filter(|round| round.origin != Origin::New);
    let origin = round.map(|round| EditionKind::from(&round.origin));
    // Editions that were withdrawn are compared with nothing any more.
    let before = editions::list_standing(tx, &found.id).await?;
    let Some(before) = before.first() else {
        return Ok(public.with_history(origin, Vec::new()));
    };
    let before = assessment::document(tx, form, found, before.revision).await?;
    let withheld = withheld_changes(form, &before, document);
    Ok(public.with_history(origin, withheld))
}

/// The job that makes a site which was not built to the end catch up at the next start.
pub(crate) async fn enqueue_site(
    tx: &mut Tx,
    editions: &[PendingEdition],
    now: Timestamp,
) -> Result<String, StoreError> {
    let addresses: Vec<String> = editions
        .iter()
        .map(|edition| format!("{}@{}", edition.key, edition.public.edition()))
        .collect();
    site_jobs::enqueue(tx, json!({ "editions": addresses }), now).await
}

/// Refuses days that no publication can have.
pub(crate) fn check_day(day: Date, today: Date, last: Option<Date>) -> Result<(), WorkflowError> {
    if day > today {
        return Err(WorkflowError::invalid(
            "published",
            "公表日が未来の日です。公表した日を指定してください。",
        ));
    }
    match last.filter(|last| day < *last) {
        Some(last) => Err(WorkflowError::invalid(
            "published",
            format!("前の版の公表日（{last}）より前の日です。古い版から順に取り込んでください。"),
        )),
        None => Ok(()),
    }
}
