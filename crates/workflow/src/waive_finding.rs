//! Findings that need not be mended (E の指摘0、解除理由可): a person writes why, and the
//! waiver holds as long as the item is as it was.

use domain::check::{Finding, Severity, check, is_due, is_waivable};
use domain::interchange::answer_to_value;
use domain::procedure::Need;
use domain::{Action, Circumstances, Digest, Document, FormEdition, ItemPath, Refusal, digest_of};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use store::assessments::Assessment;
use store::waivers::{self, NewWaiver, Waiver};
use store::{StoreError, Tx};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{People, document, document_at, find, lock};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::trail::record;
use crate::workflow::Workflow;

/// The longest reason, in characters.
const LONGEST: usize = 1_000;

/// A waiver that holds now.
#[derive(Clone, PartialEq, Eq)]
pub struct FindingWaiver {
    /// The rule.
    pub rule: String,
    /// The path of the item.
    pub item: String,
    /// Why.
    pub reason: String,
    /// Who, as an e-mail address.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl std::fmt::Debug for FindingWaiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FindingWaiver({} of {})", self.rule, self.item)
    }
}

impl Workflow {
    /// Excuses the error that `rule` finds at `item` in the revision `seen`, for a reason.
    /// Saying the same twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `reason` (blank, too long) or `item` (nothing
    /// found there, or nothing that may be waived); [`WorkflowError::Refused`] while the
    /// assessment cannot be written or when the item changed since; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.waive_finding", level = "debug", skip_all)]
    pub async fn waive_finding(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        seen: i64,
        (rule, item): (&str, &str),
        reason: &str,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::EditAssessment, &key.body)?;
        let reason = checked(reason)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, form, document) = self.writable(&mut tx, key).await?;
        is_as_seen(&mut tx, &found, (&form, &document), seen, item).await?;
        let findings = check(&form, &document);
        let there = findings
            .iter()
            .any(|finding| finding.rule == rule && finding.item == item && is_waivable(finding));
        if !there {
            return Err(WorkflowError::invalid(
                "item",
                "この欄に、解除できる指摘はありません。画面を開き直して、指摘を確かめてください。",
            ));
        }
        let digest = subject_of(&form, &document, item);
        let held = waivers::list(&mut tx, &found.id).await?;
        let same = |waiver: &Waiver| {
            (waiver.rule.as_str(), waiver.item.as_str()) == (rule, item)
                && waiver.digest == digest
                && waiver.reason == reason
        };
        if held.iter().any(same) {
            return Ok(());
        }
        let now = self.now();
        waivers::end(&mut tx, &found.id, (rule, item), &actor.user, now).await?;
        let new = NewWaiver {
            assessment: &found.id,
            body: &found.body,
            rule,
            item,
            digest: &digest,
            reason,
            by: &actor.user,
            at: now,
        };
        waivers::insert(&mut tx, &new).await?;
        self.note(
            &mut tx,
            RecordedAct::Waived,
            key,
            actor,
            (rule, item),
            &found,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Takes a waiver back that was seen in the revision `seen`; the finding counts again. Doing
    /// it twice is no error.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`] while the assessment cannot be written or when the item
    /// changed since;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.end_waiver", level = "debug", skip_all)]
    pub async fn end_waiver(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        seen: i64,
        (rule, item): (&str, &str),
    ) -> Result<(), WorkflowError> {
        actor.require(Action::EditAssessment, &key.body)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, form, document) = self.writable(&mut tx, key).await?;
        is_as_seen(&mut tx, &found, (&form, &document), seen, item).await?;
        let now = self.now();
        if !waivers::end(&mut tx, &found.id, (rule, item), &actor.user, now).await? {
            return Ok(());
        }
        self.note(
            &mut tx,
            RecordedAct::WaiverEnded,
            key,
            actor,
            (rule, item),
            &found,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// The waivers that hold for the newest revision.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.finding_waivers", level = "debug", skip_all)]
    pub async fn finding_waivers(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Vec<FindingWaiver>, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(&mut tx, &form, &found, found.revision).await?;
        let (mut people, mut held) = (People::default(), Vec::new());
        for waiver in holding(&mut tx, &found, &form, &document).await? {
            held.push(FindingWaiver {
                by: people
                    .email(&mut tx, Some(&waiver.by))
                    .await?
                    .unwrap_or_default(),
                rule: waiver.rule,
                item: waiver.item,
                reason: waiver.reason,
                at: waiver.at,
            });
        }
        Ok(held)
    }

    /// The assessment, locked, whose answers may be changed now.
    async fn writable(
        &self,
        tx: &mut Tx,
        key: &AssessmentKey,
    ) -> Result<(Assessment, std::sync::Arc<FormEdition>, Document), WorkflowError> {
        let found = lock(tx, key).await?;
        if !found.stage.is_editable() {
            let now = found.stage.label();
            return Err(Refusal::NotNow { now }.into());
        }
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, &found, found.revision).await?;
        Ok((found, form, document))
    }

    async fn note(
        &self,
        tx: &mut Tx,
        act: RecordedAct,
        key: &AssessmentKey,
        actor: &Actor,
        (rule, item): (&str, &str),
        found: &Assessment,
    ) -> Result<(), StoreError> {
        let detail = json!({ "revision": found.revision, "rule": rule, "item": item });
        record(tx, act, key, actor, self.now(), detail).await
    }
}

/// The errors among these findings that nobody waived.
pub(crate) async fn unwaived(
    tx: &mut Tx,
    found: &Assessment,
    form: &FormEdition,
    document: &Document,
) -> Result<Vec<Finding>, StoreError> {
    let held = holding(tx, found, form, document).await?;
    let excused = |finding: &Finding| {
        is_waivable(finding)
            && held
                .iter()
                .any(|waiver| waiver.rule == finding.rule && waiver.item == finding.item)
    };
    let errors = check(form, document)
        .into_iter()
        .filter(|finding| is_due(&found.form, &found.stage, finding))
        .filter(|finding| finding.severity == Severity::Error && !excused(finding));
    Ok(errors.collect())
}

/// The waivers whose item is as it was.
async fn holding(
    tx: &mut Tx,
    found: &Assessment,
    form: &FormEdition,
    document: &Document,
) -> Result<Vec<Waiver>, StoreError> {
    let mut held = waivers::list(tx, &found.id).await?;
    held.retain(|waiver| subject_of(form, document, &waiver.item) == waiver.digest);
    Ok(held)
}

/// Refuses what was decided about an item that reads otherwise by now.
async fn is_as_seen(
    tx: &mut Tx,
    found: &Assessment,
    (form, document): (&FormEdition, &Document),
    seen: i64,
    item: &str,
) -> Result<(), WorkflowError> {
    if seen == found.revision {
        return Ok(());
    }
    let before = document_at(tx, form, found, seen).await?;
    let is_same = before
        .is_some_and(|before| subject_of(form, &before, item) == subject_of(form, document, item));
    if is_same {
        return Ok(());
    }
    let around = Circumstances {
        newest: found.revision,
        ..Circumstances::clear(None, Timestamp::UNIX_EPOCH, Date::ZERO, seen)
    };
    let obstacle = Need::SeenNewest.obstacle(&found.stage, None, &around);
    Err(Refusal::Obstacles(obstacle.into_iter().collect()).into())
}

/// The digest of what a finding at `item` is about: the answer there, or that there is none.
fn subject_of(form: &FormEdition, document: &Document, item: &str) -> Digest {
    let path = ItemPath::parse(item).ok();
    let answer = path.as_ref().and_then(|path| {
        let node = form.node(path.item().as_str())?;
        Some(answer_to_value(node, document.answers.at(path)?))
    });
    let text = answer.map_or_else(String::new, |value| value.to_string());
    digest_of(format!("{item}\n{text}").as_bytes())
}

fn checked(reason: &str) -> Result<&str, WorkflowError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(WorkflowError::invalid(
            "reason",
            "解除する理由を書いてください。",
        ));
    }
    if reason.chars().count() > LONGEST {
        let message = format!("理由は{LONGEST}文字以内で書いてください。");
        return Err(WorkflowError::invalid("reason", message));
    }
    Ok(reason)
}
