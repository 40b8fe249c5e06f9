//! Opening a consultation: the public version of exactly the bound revision is fixed, with
//! what it withholds, and the period is counted from then on.

use domain::interchange::release_json;
use domain::notice_life::public_text;
use domain::procedure;
use domain::stage::Consultation;
use domain::{
    Command, ConsultationId, ConsultationItems, FormKind, Publication, Refusal, Stage, StageKind,
    redact_for_consultation,
};
use jiff::civil::Date;
use serde_json::json;
use store::assessments::{self, Assessment};
use store::{Tx, consultations, editions};
use tracing::instrument;

use super::pending::{PendingAct, PendingConsultation, enqueue};
use super::quotable::public_words;
use crate::actor::Actor;
use crate::assessment::{document, lock};
use crate::assessment_key::AssessmentKey;
use crate::circumstances::regime;
use crate::error::{FieldProblem, WorkflowError};
use crate::notify::tell_of_stage;
use crate::workflow::Workflow;

/// The longest text of a field, in characters.
const LONGEST: usize = 1_000;

/// A consultation to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsultation {
    /// The first day, in Japan.
    pub from: Date,
    /// The last day, in Japan.
    pub to: Date,
    /// How to send an opinion; shown as it is.
    pub method: String,
    /// Whom to ask; shown as it is.
    pub contact: String,
}

impl NewConsultation {
    /// Trimmed, or what is wrong with it.
    fn parse(self) -> Result<Self, WorkflowError> {
        let new = Self {
            method: lines(&self.method),
            contact: lines(&self.contact),
            ..self
        };
        let fields = [("method", &new.method), ("contact", &new.contact)];
        let problems = fields.into_iter().filter_map(|(field, text)| {
            let message = if text.is_empty() {
                "書いてください。公示のページに載ります。".to_owned()
            } else if text.chars().any(|c| c.is_control() && c != '\n') {
                "使えない文字があります。取り除いてください。".to_owned()
            } else {
                public_text(text, LONGEST).err()?
            };
            Some(FieldProblem { field, message })
        });
        let problems: Vec<FieldProblem> = problems.collect();
        if problems.is_empty() {
            Ok(new)
        } else {
            Err(WorkflowError::Invalid(problems))
        }
    }
}

/// What was typed, without blanks around it; browsers end lines in two characters.
fn lines(typed: &str) -> String {
    typed.trim().replace("\r\n", "\n")
}

impl Workflow {
    /// Opens the hearing of opinions about exactly the revision `seen`, or opens it again
    /// after the third-party review, in a transaction that stays open until the site is built
    /// and the leak gate has spoken.
    ///
    /// # Errors
    /// [`WorkflowError::Refused`] with the preconditions that do not hold (dates, thirty days
    /// or the reason); [`WorkflowError::Invalid`] with the field `method` or `contact`;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.begin_consultation", level = "debug", skip_all)]
    pub async fn begin_consultation(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        seen: i64,
        new: NewConsultation,
    ) -> Result<PendingConsultation, WorkflowError> {
        let form = FormKind::of(&key.form).ok_or(WorkflowError::NotFound)?;
        let mut tx = self.store.begin().await?;
        let found = lock(&mut tx, key).await?;
        let regime = regime(&mut tx, &key.body).await?;
        let command = command(&found.stage, &new);
        self.may_ever(&mut tx, actor, &found, (form, regime), command.act())
            .await?;
        let new = new.parse()?;
        let around = self
            .circumstances(&mut tx, &found, Some(&actor.user), seen)
            .await?;
        let (next, row) = procedure::apply(form, regime, &found.stage, &command, &around)?;
        if !self.may_row(&mut tx, actor, &found, row).await? {
            let now = found.stage.label();
            return Err(Refusal::NotNow { now }.into());
        }
        let now = self.now();
        let (id, phrases) = insert(self, &mut tx, &found, &new, actor).await?;
        let next = next.with_consultation_id(&id.to_string());
        let (by, from) = (Some(&actor.user), &found.stage);
        assessments::set_stage(&mut tx, &found.id, found.revision, from, &next, now, by).await?;
        tell_of_stage(&mut tx, command.act(), key, by, now).await?;
        let job = enqueue(&mut tx, Some(&id), now).await?;
        Ok(PendingConsultation {
            detail: json!({
                "revision": found.revision,
                "from": found.stage.as_str(),
                "to": next.as_str(),
                "consultation": id.to_string(),
                "first": new.from.to_string(),
                "last": new.to.to_string(),
                "withheld": phrases,
            }),
            act: PendingAct::Opening(command.act()),
            assessment: key.clone(),
            actor: actor.clone(),
            workflow: self.clone(),
            id,
            job,
            tx,
        })
    }
}

/// The command that opens it from this stage.
fn command(stage: &Stage, new: &NewConsultation) -> Command {
    let consultation = Consultation {
        id: String::new(),
        from: new.from,
        to: new.to,
        shortened: false,
    };
    match stage.kind() {
        StageKind::AmendingAfterReview => Command::ConsultAgain(consultation),
        _ => Command::OpenConsultation(consultation),
    }
}

/// Fixes the public version of the newest revision. Its id, and how many phrases it withholds.
async fn insert(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    new: &NewConsultation,
    by: &Actor,
) -> Result<(ConsultationId, usize), WorkflowError> {
    let number = consultations::count_of_body(tx, &found.body).await? + 1;
    let id = ConsultationId::new(found.body.clone(), number);
    let form = workflow.form_edition(&found.form, &found.form_edition)?;
    let document = document(tx, &form, found, found.revision).await?;
    let publication = Publication {
        edition: editions::last_number(tx, &found.id).await? + 1,
        published: new.from,
    };
    let public = redact_for_consultation(&form, &document, publication);
    let shortened = domain::consultation::is_shortened(new.from, new.to);
    let item = ConsultationItems::of(&found.form).and_then(|items| items.shortening);
    let shortening = item.filter(|_| shortened).and_then(|item| {
        let node = form.node(item)?;
        Some(public_words(node, public.answers().get(item)?))
    });
    let phrases = document.withheld_phrases();
    let row = consultations::NewConsultation {
        id: &id,
        assessment: &found.id,
        number: &found.number,
        form: &found.form,
        form_edition: &found.form_edition,
        agency: public.agency(),
        title: &public.title(),
        revision: found.revision,
        from: new.from,
        to: new.to,
        shortening: shortening.as_deref(),
        method: &new.method,
        contact: &new.contact,
        release: &release_json(&form, &public),
        at: workflow.now(),
        by: Some(&by.user),
    };
    consultations::insert(tx, &row, &phrases).await?;
    Ok((id, phrases.len()))
}
