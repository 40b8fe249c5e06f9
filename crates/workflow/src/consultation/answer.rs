//! Answering opinions, deciding what of them is shown, erasing who wrote them.

use std::fmt;

use domain::notice_life::public_text;
use domain::opinion::{HiddenWords, MaskReason, OpinionMask, OpinionVerdict};
use domain::{Action, ConsultationId, Phase, Role};
use serde_json::json;
use store::opinion_answers::OpinionAnswer;
use store::opinions::Opinion;
use store::{Tx, consultations, opinion_answers, opinions};
use tracing::instrument;

use super::found;
use super::trail::{ANSWERED, ERASED, MASKED, note};
use crate::actor::Actor;
use crate::assessment_key::AssessmentKey;
use crate::error::{Conflict, FieldProblem, WorkflowError};
use crate::notify::{Message, MessageKind, Subject, tell_roles};
use crate::workflow::Workflow;

/// The longest reason or summary, in characters.
const LONGEST: usize = 4_000;
/// So many words of an opinion can be hidden.
const MOST_PHRASES: usize = 50;

/// One answer to opinions that are alike.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerOpinions {
    /// The opinions by number, each with the version of its answer that was seen (0: none).
    pub opinions: Vec<(u32, u32)>,
    /// Whether the assessment changes for them.
    pub verdict: Option<OpinionVerdict>,
    /// Why; published as it is.
    pub reason: String,
}

impl fmt::Debug for AnswerOpinions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnswerOpinions({} opinions)", self.opinions.len())
    }
}

/// What is not to be shown of an opinion.
#[derive(Clone, PartialEq, Eq)]
pub struct Masking {
    /// The opinion.
    pub number: u32,
    /// The version of the decision that was seen (0: none).
    pub seen: u32,
    /// Words that are hidden wherever they stand, one a line.
    pub phrases: String,
    /// Why.
    pub reason: MaskReason,
    /// A summary in the opinion's place; blank for none.
    pub summary: String,
}

impl fmt::Debug for Masking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masking({}@{})", self.number, self.seen)
    }
}

impl Workflow {
    /// Answers opinions, all of them together with one answer. Earlier answers stay in the
    /// history. While opinions still come in, none is answered.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `opinion`, `verdict` or `reason`;
    /// [`WorkflowError::Conflict`] when somebody answered one of them meanwhile;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.answer_opinions", level = "debug", skip_all)]
    pub async fn answer_opinions(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        new: AnswerOpinions,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::AnswerOpinions, id.body())?;
        let reason = new.reason.trim().to_owned();
        let verdict = check(&new, &reason)?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let consultation = consultations::lock(&mut tx, id).await?;
        let consultation = consultation.ok_or(WorkflowError::NotFound)?;
        if Phase::on(consultation.from, consultation.to, self.today()) != Phase::Closed {
            let message = "意見聴取の期間が終わってから回答してください。期間中は、意見が増えることがあります。";
            return Err(WorkflowError::invalid("opinion", message));
        }
        let group = store::new_id(now);
        let mut numbers = Vec::new();
        for (number, seen) in new.opinions {
            let opinion = self.opinion(&mut tx, id, number).await?;
            let answer = OpinionAnswer {
                opinion: opinion.id,
                version: seen + 1,
                group: group.clone(),
                verdict,
                reason: reason.clone(),
                at: now,
                by: actor.user.clone(),
            };
            if !opinion_answers::insert(&mut tx, id, &answer, seen).await? {
                return Err(WorkflowError::Conflict(Conflict::Meanwhile));
            }
            numbers.push(number);
        }
        if opinion_answers::count_open(&mut tx, id).await? == 0 {
            let key = AssessmentKey {
                body: consultation.body,
                number: consultation.number,
                form: consultation.form,
            };
            let kind = MessageKind::OpinionsAnswered;
            let mut message =
                Message::new(kind, Subject::Assessment(key), id.body(), Some(&actor.user));
            message.once = Some(format!("answered {id}"));
            tell_roles(&mut tx, &[Role::Coordinator], id.body(), &message, now).await?;
        }
        let detail = json!({ "opinions": numbers, "verdict": verdict.as_str() });
        note(&mut tx, ANSWERED, id, actor, now, detail).await?;
        Ok(tx.commit().await?)
    }

    /// Decides what the public does not read of an opinion.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `phrases` or `summary`;
    /// [`WorkflowError::Conflict`] when somebody decided meanwhile;
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.mask_opinion", level = "debug", skip_all)]
    pub async fn mask_opinion(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        new: Masking,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::AnswerOpinions, id.body())?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        found(&mut tx, id).await?;
        let opinion = self.opinion(&mut tx, id, new.number).await?;
        let mask = mask_of(&new, &opinion)?;
        if let Some(release) = consultations::release(&mut tx, id).await? {
            check_secret(&mask, &release)?;
        }
        let (seen, by) = (new.seen, &actor.user);
        if !opinion_answers::insert_mask(&mut tx, id, &opinion.id, &mask, seen, now, by).await? {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        let detail = json!({
            "opinion": new.number,
            "phrases": mask.phrases.len(),
            "reason": mask.reason.map(MaskReason::as_str),
            "summary": mask.summary.is_some(),
        });
        note(&mut tx, MASKED, id, actor, now, detail).await?;
        Ok(tx.commit().await?)
    }

    /// Erases who wrote an opinion, or all of them; how many were erased. The opinions stay.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.erase_contacts", level = "debug", skip_all)]
    pub async fn erase_contacts(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        number: Option<u32>,
    ) -> Result<usize, WorkflowError> {
        actor.require(Action::AnswerOpinions, id.body())?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        found(&mut tx, id).await?;
        let wanted = match number {
            Some(number) => vec![self.opinion(&mut tx, id, number).await?.id],
            None => {
                let all = opinions::list_contacts(&mut tx, id).await?;
                all.into_iter().map(|contact| contact.opinion).collect()
            }
        };
        let mut erased = 0;
        for opinion in wanted {
            if opinions::erase_contact(&mut tx, &opinion, now, &actor.user).await? {
                erased += 1;
            }
        }
        if erased > 0 {
            let detail = json!({ "opinion": number, "erased": erased });
            note(&mut tx, ERASED, id, actor, now, detail).await?;
        }
        tx.commit().await?;
        Ok(erased)
    }

    async fn opinion(
        &self,
        tx: &mut Tx,
        id: &ConsultationId,
        number: u32,
    ) -> Result<Opinion, WorkflowError> {
        let found = opinions::find(tx, id, number).await?;
        found.ok_or(WorkflowError::NotFound)
    }
}

fn check(new: &AnswerOpinions, reason: &str) -> Result<OpinionVerdict, WorkflowError> {
    let mut problems = Vec::new();
    let mut problem = |field, message: &str| {
        problems.push(FieldProblem {
            field,
            message: message.to_owned(),
        });
    };
    if new.opinions.is_empty() {
        problem("opinion", "回答する意見を1つ以上選んでください。");
    }
    if new.verdict.is_none() {
        problem("verdict", "反映するかどうかを選んでください。");
    }
    if reason.is_empty() {
        problem("reason", "理由を書いてください。");
    } else if let Err(message) = public_text(reason, LONGEST) {
        problem("reason", &message);
    }
    match new.verdict {
        Some(verdict) if problems.is_empty() => Ok(verdict),
        _ => Err(WorkflowError::Invalid(problems)),
    }
}

fn mask_of(new: &Masking, opinion: &Opinion) -> Result<OpinionMask, WorkflowError> {
    let phrases: Vec<String> = new
        .phrases
        .lines()
        .map(str::trim)
        .filter(|phrase| !phrase.is_empty())
        .map(str::to_owned)
        .collect();
    if phrases.len() > MOST_PHRASES {
        return Err(WorkflowError::invalid(
            "phrases",
            "伏せる語句は50個までです。要旨の公表も使えます。",
        ));
    }
    let missing = phrases
        .iter()
        .position(|phrase| !opinion.text.contains(phrase.as_str()));
    if let Some(at) = missing {
        let message = format!(
            "{}行目の語句は、意見の中にありません。意見から写してください。",
            at + 1
        );
        return Err(WorkflowError::invalid("phrases", message));
    }
    let summary = new.summary.trim();
    public_text(summary, LONGEST).map_err(|message| WorkflowError::invalid("summary", message))?;
    Ok(OpinionMask {
        reason: (!phrases.is_empty()).then_some(new.reason),
        phrases,
        summary: (!summary.is_empty()).then(|| summary.to_owned()),
    })
}

/// Refuses to hide a telling word that the version shown says itself: it is no secret, and the
/// leak gate would stop every page that says it.
fn check_secret(mask: &OpinionMask, release: &str) -> Result<(), WorkflowError> {
    let is_public = |phrase: &String| {
        let chars: Vec<char> = phrase.chars().collect();
        domain::check::is_telling(&chars) && HiddenWords::new([phrase]).stand_in(release)
    };
    let Some(at) = mask.phrases.iter().position(is_public) else {
        return Ok(());
    };
    let message = format!(
        "{}行目の語句は、公示している評価書にも書かれているため、伏せられません。前後の語を含めて写すか、要旨を公表してください。",
        at + 1
    );
    Err(WorkflowError::invalid("phrases", message))
}
