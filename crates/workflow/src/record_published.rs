//! Bringing in documents that were public before.

use domain::{Document, Publication, Refusal, Stage};
use jiff::Timestamp;
use jiff::civil::Date;
use store::assessments::{self, Assessment};
use store::revisions::RevisionKind;
use store::{StoreError, Tx, editions};
use tracing::instrument;

use crate::actor::Operator;
use crate::assessment::document;
use crate::assessment_key::AssessmentKey;
use crate::begin_publication::{NewEdition, check_day, enqueue_site, publish};
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::import_assessment::no_plan;
use crate::publication::{PendingEdition, PendingPublication};
use crate::refused_document::RefusedDocument;
use crate::workflow::Workflow;

impl Workflow {
    /// Makes each document the next edition of its assessment, published on `published`,
    /// without review: who runs the command vouches for it. The same redaction, the same
    /// open transaction and the same leak gate as [`Workflow::begin_publication`]; all
    /// documents or none.
    ///
    /// An assessment that somebody is writing is refused: their draft would be overtaken.
    ///
    /// # Errors
    /// [`RefusedDocument`]: [`WorkflowError::Refused`], [`WorkflowError::Invalid`] with the
    /// field `body`, `form_edition` or `published`.
    #[instrument(name = "workflow.record_published", level = "debug", skip_all)]
    pub async fn record_published(
        &self,
        _: Operator,
        documents: Vec<Document>,
        published: Date,
    ) -> Result<PendingPublication, RefusedDocument> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let mut editions = Vec::with_capacity(documents.len());
        for (position, document) in documents.into_iter().enumerate() {
            let key = key(&document);
            let done = self
                .record_one(&mut tx, &key, document, published, now)
                .await;
            editions.push(done.map_err(|why| RefusedDocument::One { key, position, why })?);
        }
        let job = enqueue_site(&mut tx, &editions, now).await?;
        let act = RecordedAct::PublishedRecorded;
        Ok(PendingPublication {
            editions,
            job,
            tx,
            workflow: self.clone(),
            by: None,
            act,
        })
    }

    async fn record_one(
        &self,
        tx: &mut Tx,
        key: &AssessmentKey,
        document: Document,
        published: Date,
        now: Timestamp,
    ) -> Result<PendingEdition, WorkflowError> {
        let found = self.with_document(tx, key, &document).await?;
        let earlier = editions::list_of_assessment(tx, &found.id).await?;
        let last = earlier.first();
        check_day(
            published,
            self.today(),
            last.map(|edition| edition.published),
        )?;
        let edition = last.map_or(0, |edition| edition.edition) + 1;
        let stage = Stage::Published {
            edition,
            revision: found.revision,
        };
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let publication = Publication { edition, published };
        let new = NewEdition {
            found: &found,
            form,
            document,
            publication,
            by: None,
            now,
        };
        Ok(publish(tx, new, &stage).await?)
    }

    /// The assessment, locked, with the document as its newest revision.
    async fn with_document(
        &self,
        tx: &mut Tx,
        key: &AssessmentKey,
        new: &Document,
    ) -> Result<Assessment, WorkflowError> {
        no_plan(key)?;
        if let Some(affair) = store::affairs::lock(tx, &key.body, &key.number).await? {
            let facts = affair.content.facts.merged(&new.facts);
            self.imported_facts(tx, &affair, &facts).await?;
        }
        let id = match self.locked_if_any(tx, key).await? {
            Some(found) if !may_be_overtaken(&found) => {
                let now = found.stage.label();
                return Err(Refusal::NotNow { now }.into());
            }
            Some(found) => {
                let form = self.form_edition(&found.form, &found.form_edition)?;
                let before = document(tx, &form, &found, found.revision).await?;
                self.replace(tx, &found, &before, new).await?;
                found.id
            }
            None => {
                let form = self.form_edition(&new.form, &new.form_edition)?;
                self.insert(tx, &form, new, RevisionKind::Import, None)
                    .await?
                    .0
            }
        };
        let found = assessments::lock(tx, &id).await?;
        Ok(found.ok_or(StoreError::Absent {
            table: "assessments",
        })?)
    }
}

/// Published, or a draft that only commands have touched.
fn may_be_overtaken(found: &Assessment) -> bool {
    match found.stage {
        Stage::Published { .. } => true,
        Stage::Draft { .. } => found.changed_by.is_none(),
        _ => false,
    }
}

fn key(document: &Document) -> AssessmentKey {
    AssessmentKey {
        body: document.body.clone(),
        number: document.number.clone(),
        form: document.form.clone(),
    }
}
