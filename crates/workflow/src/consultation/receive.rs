//! Taking opinions from whoever sends one: no account, no cookie, no script.

use std::sync::Arc;

use domain::interchange::read_release;
use domain::opinion::{NewOpinion, OpinionProblem};
use domain::{ConsultationId, FormEdition, Phase, PublicAssessment, Role};
use jiff::{SignedDuration, Timestamp};
use store::consultations::Consultation;
use store::opinions::Opinion;
use store::{StoreError, Tx, consultations, opinions};
use tracing::instrument;

use super::found;
use super::quotable::{Quoted, quote};
use super::token::{Age, FASTEST, Secret, receipt_digest};
use crate::assessment_key::AssessmentKey;
use crate::error::{FieldProblem, WorkflowError};
use crate::notify::{Message, MessageKind, Subject, tell_roles};
use crate::workflow::Workflow;

/// So many opinions an hour are taken in one consultation: what keeps the disk from filling
/// up. Whoever sends too often is slowed down long before.
const PER_HOUR: u32 = 5_000;

/// The form for an opinion.
#[derive(Debug, Clone)]
pub struct OpinionForm {
    /// The consultation.
    pub consultation: Consultation,
    /// Where it stands now.
    pub phase: Phase,
    /// The item, if one that exists was named.
    pub item: Option<Quoted>,
    /// The one-time token.
    pub token: String,
}

/// An opinion as it was typed.
#[derive(Clone, Default)]
pub struct SendOpinion {
    /// The path of the item; empty for the whole.
    pub item: String,
    /// What it says.
    pub text: String,
    /// A name, perhaps.
    pub name: String,
    /// How to reach the person, perhaps.
    pub contact: String,
    /// Whether publication was consented to.
    pub consent: bool,
    /// The form's token.
    pub token: String,
}

impl std::fmt::Debug for SendOpinion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SendOpinion({} chars)", self.text.chars().count())
    }
}

/// An opinion that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionSent {
    /// The receipt number, as ABCD-EFGH-JKMN-PQRS: shown once, stored nowhere.
    pub receipt: String,
    /// When it came.
    pub received_at: Timestamp,
}

/// Why an opinion was not taken. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum SendOpinionError {
    /// Before the first day or after the last.
    #[error("opinions are not accepted now")]
    NotOpen(Phase),
    /// Something typed cannot be taken.
    #[error("{} fields cannot be taken", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// Sent faster than a person reads.
    #[error("sent too fast")]
    TooFast,
    /// Something else was sent with this form and taken.
    #[error("the form was sent with another text")]
    AlreadySent,
    /// The form is too old, or of another consultation.
    #[error("the form is gone")]
    FormGone,
    /// Too many opinions came within an hour.
    #[error("too many opinions within an hour")]
    TooMany,
    /// There is no such consultation, or the store failed.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
}

impl From<StoreError> for SendOpinionError {
    fn from(error: StoreError) -> Self {
        Self::Workflow(error.into())
    }
}

/// What became of an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptStatus {
    /// When it came.
    pub received_at: Timestamp,
    /// Its number in the published result, once there is one.
    pub answered: Option<u32>,
}

/// What a form that was taken already is answered, when it comes once more.
fn repeated(
    earlier: &Opinion,
    sent: &SendOpinion,
    receipt: String,
) -> Result<OpinionSent, SendOpinionError> {
    let parsed = NewOpinion::parse(&sent.text, &sent.name, &sent.contact);
    let is_same = parsed.is_ok_and(|opinion| opinion.text() == earlier.text)
        && earlier.item.as_deref().unwrap_or_default() == sent.item;
    if !is_same {
        return Err(SendOpinionError::AlreadySent);
    }
    Ok(OpinionSent {
        receipt,
        received_at: earlier.received_at,
    })
}

impl Workflow {
    /// The form for an opinion on an item (its path), or on the whole. An item that the
    /// version does not show is left out.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.opinion_form", level = "debug", skip_all)]
    pub async fn opinion_form(
        &self,
        id: &ConsultationId,
        item: Option<&str>,
    ) -> Result<OpinionForm, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        let consultation = shown_to_the_public(&mut tx, id).await?;
        let item = match item.filter(|item| !item.is_empty()) {
            Some(item) => {
                let (form, shown) = self.shown(&mut tx, &consultation).await?;
                quote(&form, &shown, item)
            }
            None => None,
        };
        drop(tx);
        let secret = Secret::load(&self.store, &mut rand::rng()).await?;
        Ok(OpinionForm {
            phase: Phase::on(consultation.from, consultation.to, self.today()),
            token: secret.issue(id, self.now(), &mut rand::rng()),
            consultation,
            item,
        })
    }

    /// A token for a page that gives everything typed back: it need not be read again first.
    ///
    /// # Errors
    /// [`WorkflowError::Store`].
    pub async fn renewed_opinion_token(
        &self,
        id: &ConsultationId,
    ) -> Result<String, WorkflowError> {
        let secret = Secret::load(&self.store, &mut rand::rng()).await?;
        Ok(secret.issue(id, self.now() - FASTEST, &mut rand::rng()))
    }

    /// Takes an opinion, if its consultation accepts any at this instant. The same form sent
    /// twice is taken once and has the same receipt; with another text it is refused.
    ///
    /// # Errors
    /// [`SendOpinionError`].
    #[instrument(name = "workflow.send_opinion", level = "debug", skip_all)]
    pub async fn send_opinion(
        &self,
        id: &ConsultationId,
        sent: &SendOpinion,
    ) -> Result<OpinionSent, SendOpinionError> {
        let secret = Secret::load(&self.store, &mut rand::rng()).await?;
        let now = self.now();
        let receipt = secret.receipt(&sent.token);
        let hash = receipt_digest(&receipt).ok_or(SendOpinionError::FormGone)?;
        let age = secret.judge(id, &sent.token, now);
        let mut tx = self.store.begin_read().await?;
        let consultation = shown_to_the_public(&mut tx, id).await?;
        if age == Age::Right
            && let Some(earlier) = opinions::find_by_receipt(&mut tx, id, &hash).await?
        {
            return repeated(&earlier, sent, receipt);
        }
        let phase = Phase::on(consultation.from, consultation.to, self.today());
        if !phase.is_open() {
            return Err(SendOpinionError::NotOpen(phase));
        }
        let opinion = self.parse_opinion(&mut tx, &consultation, sent).await?;
        match age {
            Age::Right => {}
            Age::TooYoung => return Err(SendOpinionError::TooFast),
            Age::Gone => return Err(SendOpinionError::FormGone),
        }
        drop(tx);
        self.keep(id, sent, &opinion, (receipt, hash)).await
    }

    /// Stores it. The clock is asked again with the consultation locked.
    async fn keep(
        &self,
        id: &ConsultationId,
        sent: &SendOpinion,
        opinion: &NewOpinion,
        (receipt, hash): (String, domain::Digest),
    ) -> Result<OpinionSent, SendOpinionError> {
        let mut tx = self.store.begin().await?;
        let consultation = consultations::lock(&mut tx, id).await?;
        let shown = consultation.filter(|found| found.withdrawn.is_none());
        let consultation = shown.ok_or(WorkflowError::NotFound)?;
        let now = self.now();
        let phase = Phase::on(consultation.from, consultation.to, self.today());
        if !phase.is_open() {
            return Err(SendOpinionError::NotOpen(phase));
        }
        if let Some(earlier) = opinions::find_by_receipt(&mut tx, id, &hash).await? {
            return repeated(&earlier, sent, receipt);
        }
        let since = now - SignedDuration::from_hours(1);
        if opinions::count_since(&mut tx, id, since).await? >= PER_HOUR {
            return Err(SendOpinionError::TooMany);
        }
        let number = consultations::next_number(&mut tx, id).await?;
        let new = opinions::NewOpinion {
            id: &store::new_id(now),
            consultation: id,
            number,
            item: Some(sent.item.as_str()).filter(|item| !item.is_empty()),
            text: opinion.text(),
            receipt_hash: &hash,
            at: now,
            name: opinion.name(),
            contact: opinion.contact(),
        };
        opinions::insert(&mut tx, &new).await?;
        self.tell_of_opinion(&mut tx, &consultation).await?;
        tx.commit().await?;
        Ok(OpinionSent {
            receipt,
            received_at: now,
        })
    }

    /// Once a day, that there is something new to read.
    async fn tell_of_opinion(
        &self,
        tx: &mut Tx,
        consultation: &Consultation,
    ) -> Result<(), StoreError> {
        let key = AssessmentKey {
            body: consultation.body.clone(),
            number: consultation.number.clone(),
            form: consultation.form.clone(),
        };
        let (subject, body) = (Subject::Assessment(key), &consultation.body);
        let mut message = Message::new(MessageKind::OpinionReceived, subject, body, None);
        message.once = Some(format!("opinion {} {}", consultation.id, self.today()));
        tell_roles(tx, &[Role::Coordinator], body, &message, self.now()).await
    }

    async fn parse_opinion(
        &self,
        tx: &mut Tx,
        consultation: &Consultation,
        sent: &SendOpinion,
    ) -> Result<NewOpinion, SendOpinionError> {
        let mut problems = Vec::new();
        let parsed = NewOpinion::parse(&sent.text, &sent.name, &sent.contact);
        if let Err(found) = &parsed {
            let told = |(field, problem): &(&'static str, OpinionProblem)| FieldProblem {
                field,
                message: problem.to_string(),
            };
            problems.extend(found.iter().map(told));
        }
        if !sent.item.is_empty() {
            let (form, shown) = self.shown(tx, consultation).await?;
            if quote(&form, &shown, &sent.item).is_none() {
                problems.push(FieldProblem {
                    field: "item",
                    message: "その項目は、公示している評価書にありません。公示のページの項目から進み直してください。".to_owned(),
                });
            }
        }
        if !sent.consent {
            problems.push(FieldProblem {
                field: "consent",
                message: "意見の内容の公表に同意するときは、ここに印を付けてください。".to_owned(),
            });
        }
        match parsed {
            Ok(opinion) if problems.is_empty() => Ok(opinion),
            _ => Err(SendOpinionError::Invalid(problems)),
        }
    }

    /// The version that a consultation shows.
    pub(super) async fn shown(
        &self,
        tx: &mut Tx,
        consultation: &Consultation,
    ) -> Result<(Arc<FormEdition>, PublicAssessment), WorkflowError> {
        let form = self.form_edition(&consultation.form, &consultation.form_edition)?;
        let release = consultations::release(tx, &consultation.id).await?;
        let release = release.ok_or(StoreError::Absent {
            table: "consultations",
        })?;
        let shown = read_release(&form, &release, &consultation.digest);
        let shown = shown.map_err(|_| StoreError::Corrupt {
            table: "consultations",
            column: "release",
            row: consultation.id.to_string(),
        })?;
        Ok((form, shown))
    }

    /// What became of the opinion with this receipt number, however it was typed; `None` when
    /// this consultation has none with it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for the consultation.
    #[instrument(name = "workflow.receipt_status", level = "debug", skip_all)]
    pub async fn receipt_status(
        &self,
        id: &ConsultationId,
        typed: &str,
    ) -> Result<Option<ReceiptStatus>, WorkflowError> {
        let mut tx = self.store.begin_read().await?;
        found(&mut tx, id).await?;
        let Some(hash) = receipt_digest(typed) else {
            return Ok(None);
        };
        let Some(opinion) = opinions::find_by_receipt(&mut tx, id, &hash).await? else {
            return Ok(None);
        };
        let result = consultations::last_result(&mut tx, id).await?;
        Ok(Some(ReceiptStatus {
            received_at: opinion.received_at,
            answered: result.map(|_| opinion.number),
        }))
    }
}

/// The consultation, unless its page was taken off the site: nothing of it is quoted then.
async fn shown_to_the_public(
    tx: &mut Tx,
    id: &ConsultationId,
) -> Result<Consultation, WorkflowError> {
    let found = found(tx, id).await?;
    match found.withdrawn {
        Some(_) => Err(WorkflowError::NotFound),
        None => Ok(found),
    }
}
