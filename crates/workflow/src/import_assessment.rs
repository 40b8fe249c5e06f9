//! Taking in documents in the interchange format.

use domain::interchange::Imported;
use domain::{Document, Facts, Refusal};
use serde_json::json;
use store::affairs::{self, Affair};
use store::assessments::{self, Assessment};
use store::revisions::RevisionKind;
use store::{Tx, answers};
use tracing::instrument;

use crate::actor::Operator;
use crate::affairs::carry::Carrying;
use crate::affairs::from_document::FactsChange;
use crate::affairs::judging::Cause;
use crate::assessment::{NextRevision, append, changes, document, stored};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::plans::is_plan;
use crate::refused_document::RefusedDocument;
use crate::trail::{By, record};
use crate::workflow::Workflow;

/// What an import did to one assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedAssessment {
    /// Which one.
    pub key: AssessmentKey,
    /// Whether it is new.
    pub created: bool,
    /// The revision that holds it now; the one before when nothing changed.
    pub revision: i64,
}

impl Workflow {
    /// Makes drafts of documents, or changes what they name in drafts that exist: all or
    /// nothing.
    ///
    /// # Errors
    /// [`RefusedDocument`]: [`WorkflowError::Refused`] when an assessment is not a draft,
    /// [`WorkflowError::Invalid`] with the field `body` or `form_edition`.
    #[instrument(name = "workflow.import_assessments", level = "debug", skip_all)]
    pub async fn import_assessments(
        &self,
        _: Operator,
        documents: &[Imported],
    ) -> Result<Vec<ImportedAssessment>, RefusedDocument> {
        let mut tx = self.store.begin().await?;
        let mut done = Vec::with_capacity(documents.len());
        for (position, imported) in documents.iter().enumerate() {
            let result = self.import_one(&mut tx, imported).await;
            let refused = |why| RefusedDocument::One {
                key: key(imported),
                position,
                why,
            };
            done.push(result.map_err(refused)?);
        }
        tx.commit().await?;
        Ok(done)
    }

    async fn import_one(
        &self,
        tx: &mut Tx,
        imported: &Imported,
    ) -> Result<ImportedAssessment, WorkflowError> {
        let key = key(imported);
        no_plan(&key)?;
        self.take_facts(tx, imported).await?;
        let done = match self.locked_if_any(tx, &key).await? {
            Some(found) if !found.stage.is_editable() => {
                let now = found.stage.label();
                return Err(Refusal::NotNow { now }.into());
            }
            Some(found) => {
                let form = self.form_edition(&found.form, &found.form_edition)?;
                let before = document(tx, &form, &found, found.revision).await?;
                let after = imported.apply_to(Some(&before));
                let revision = self.replace(tx, &found, &before, &after).await?;
                if revision == found.revision {
                    return Ok(ImportedAssessment {
                        key,
                        created: false,
                        revision,
                    });
                }
                ImportedAssessment {
                    key,
                    created: false,
                    revision,
                }
            }
            None => {
                let document = imported.apply_to(None);
                let form = self.form_edition(&document.form, &document.form_edition)?;
                self.insert(tx, &form, &document, RevisionKind::Import, None)
                    .await?;
                ImportedAssessment {
                    key,
                    created: true,
                    revision: 1,
                }
            }
        };
        let items: Vec<_> = imported.answers.keys().collect();
        let detail = json!({ "revision": done.revision, "items": items });
        record(
            tx,
            RecordedAct::Imported,
            &done.key,
            By::OPERATOR,
            self.now(),
            detail,
        )
        .await?;
        Ok(done)
    }

    /// The facts that a document names become the affair's; its other documents are left
    /// alone, so that what comes in is what was sent.
    async fn take_facts(&self, tx: &mut Tx, imported: &Imported) -> Result<(), WorkflowError> {
        let affair = affairs::lock(tx, &imported.body, &imported.number).await?;
        let Some(affair) = affair else {
            return Ok(());
        };
        let facts = affair.content.facts.merged(&imported.facts);
        self.imported_facts(tx, &affair, &facts).await
    }

    /// Makes the facts of an imported document the affair's.
    pub(crate) async fn imported_facts(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        facts: &Facts,
    ) -> Result<(), WorkflowError> {
        if *facts == affair.content.facts {
            return Ok(());
        }
        let change = FactsChange {
            cause: Cause::Document,
            carry: false,
            carrying: Carrying {
                except: None,
                by: None,
                at: self.now(),
            },
        };
        self.change_facts(tx, affair, facts, change).await.map(drop)
    }

    pub(crate) async fn locked_if_any(
        &self,
        tx: &mut Tx,
        key: &AssessmentKey,
    ) -> Result<Option<Assessment>, WorkflowError> {
        match assessments::find(tx, &key.body, &key.number, &key.form).await? {
            Some(found) => Ok(assessments::lock(tx, &found.id).await?),
            None => Ok(None),
        }
    }

    /// Makes `after` the newest revision; the number before when it is the same document.
    pub(crate) async fn replace(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        before: &Document,
        after: &Document,
    ) -> Result<i64, WorkflowError> {
        if after.form_edition != found.form_edition {
            return Err(WorkflowError::invalid(
                "form_edition",
                format!(
                    "評価書の様式の版は{}で、取り込む文書の版（{}）と違います。同じ版の文書を取り込んでください。",
                    found.form_edition, after.form_edition
                ),
            ));
        }
        if before == after {
            return Ok(found.revision);
        }
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let old = answers::load_at(tx, &found.id, found.revision).await?;
        let next = NextRevision {
            form: &form,
            assessment: found,
            document: after,
            changes: &changes(&old, &stored(&form, &after.answers)?),
            kind: RevisionKind::Import,
            author: None,
            at: self.now(),
        };
        Ok(append(tx, &next).await?)
    }
}

/// Refuses a plan: it is made from the affairs, and nothing of it is ever published.
pub(crate) fn no_plan(key: &AssessmentKey) -> Result<(), WorkflowError> {
    if is_plan(&key.form) {
        let message = "計画管理書は取り込めません。評価実施機関のページで作ってください。";
        return Err(WorkflowError::invalid("form", message));
    }
    Ok(())
}

fn key(imported: &Imported) -> AssessmentKey {
    AssessmentKey {
        body: imported.body.clone(),
        number: imported.number.clone(),
        form: imported.form.clone(),
    }
}
