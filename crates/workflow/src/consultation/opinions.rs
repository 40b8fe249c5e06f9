//! Opinions for those who read them: the body's staff, the commission, the reviewers of the
//! assessment. Names and contacts are for the body's own staff.

use std::collections::HashMap;

use domain::opinion::{OpinionMask, PublicOpinion};
use domain::{Action, BodyCode, ConsultationId, Phase};
use jiff::Timestamp;
use serde_json::json;
use store::consultations::Consultation;
use store::opinion_answers::OpinionAnswer;
use store::opinions::Contact;
use store::{StoreError, Tx, assessments, consultations, opinion_answers, opinions};
use tracing::instrument;

use super::quotable::label;
use super::trail::{EXPORTED, note};
use super::{found, key_of};
use crate::actor::Actor;
use crate::assessment::People;
use crate::assignment::is_permitted;
use crate::error::WorkflowError;
use crate::trail::record_reading;
use crate::workflow::Workflow;

/// So many opinions are read at once.
const PAGE: u32 = 500;
/// So many consultations of a body are listed.
const LISTED: u32 = 200;

/// A consultation in a list.
#[derive(Debug, Clone)]
pub struct ConsultationOverview {
    /// What it is.
    pub consultation: Consultation,
    /// Where it stands today.
    pub phase: Phase,
    /// How many opinions have no answer.
    pub unanswered: u32,
    /// When its result was published, if it was.
    pub result: Option<Timestamp>,
}

/// An opinion as it is answered.
#[derive(Debug, Clone)]
pub struct OpinionToAnswer {
    /// What was written.
    pub opinion: opinions::Opinion,
    /// Where it belongs, in words; empty for the whole.
    pub about: String,
    /// Who wrote it; `None` for people of other bodies, or where nothing was given.
    pub contact: Option<Contact>,
    /// The newest answer, and who gave it.
    pub answer: Option<(OpinionAnswer, String)>,
    /// The numbers of the other opinions that share this answer.
    pub together: Vec<u32>,
    /// What is not shown to the public.
    pub mask: OpinionMask,
    /// The version of that, 0 without any.
    pub mask_version: u32,
}

impl OpinionToAnswer {
    /// As the public would read it.
    #[must_use]
    pub fn public(&self) -> PublicOpinion {
        PublicOpinion::new(
            self.opinion.number,
            &self.about,
            &self.opinion.text,
            &self.mask,
        )
    }
}

/// The opinions of a consultation.
#[derive(Debug, Clone)]
pub struct Opinions {
    /// The consultation.
    pub overview: ConsultationOverview,
    /// The opinions asked for, by number.
    pub opinions: Vec<OpinionToAnswer>,
}

impl Workflow {
    /// The consultations of a body, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for who may not read opinions of the body.
    #[instrument(name = "workflow.consultations", level = "debug", skip_all)]
    pub async fn consultations(
        &self,
        actor: &Actor,
        body: &BodyCode,
    ) -> Result<Vec<ConsultationOverview>, WorkflowError> {
        actor.require(Action::ReadOpinions, body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let listed = consultations::list_of_body(&mut tx, body, LISTED).await?;
        let mut all = Vec::with_capacity(listed.len());
        for consultation in listed {
            all.push(self.overview(&mut tx, consultation).await?);
        }
        Ok(all)
    }

    /// The newest consultation of an assessment, if it had one.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for who may not read its opinions.
    #[instrument(name = "workflow.consultation_of", level = "debug", skip_all)]
    pub async fn consultation_of(
        &self,
        actor: &Actor,
        key: &crate::AssessmentKey,
    ) -> Result<Option<ConsultationOverview>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let assessment = crate::assessment::find(&mut tx, key).await?;
        if !is_permitted(&mut tx, actor, Action::ReadOpinions, &assessment).await? {
            return Err(WorkflowError::NotFound);
        }
        let listed = consultations::list_of_assessment(&mut tx, &assessment.id).await?;
        match listed.into_iter().next() {
            Some(newest) => Ok(Some(self.overview(&mut tx, newest).await?)),
            None => Ok(None),
        }
    }

    pub(super) async fn overview(
        &self,
        tx: &mut Tx,
        consultation: Consultation,
    ) -> Result<ConsultationOverview, StoreError> {
        Ok(ConsultationOverview {
            phase: Phase::on(consultation.from, consultation.to, self.today()),
            unanswered: opinion_answers::count_open(tx, &consultation.id).await?,
            result: consultation.result_at,
            consultation,
        })
    }

    /// Every opinion of a consultation, with its answer. That somebody outside the body
    /// reads them, as they were written, is recorded.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.opinions", level = "debug", skip_all)]
    pub async fn opinions(
        &self,
        actor: &Actor,
        id: &ConsultationId,
    ) -> Result<Opinions, WorkflowError> {
        self.opinions_page(actor, id, (0, u32::MAX)).await
    }

    /// As [`Workflow::opinions`], `limit` of them that have numbers above `after`.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.opinions_page", level = "debug", skip_all)]
    pub async fn opinions_page(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        (after, limit): (u32, u32),
    ) -> Result<Opinions, WorkflowError> {
        let is_own = actor.body.as_ref() == Some(id.body());
        let mut tx = if is_own {
            self.store.begin_read_as(&actor.scope()).await?
        } else {
            self.store.begin_as(&actor.scope()).await?
        };
        let consultation = self.readable(&mut tx, actor, id).await?;
        let (key, revision) = (key_of(&consultation), consultation.revision);
        let found = self
            .opinions_of(&mut tx, consultation, is_own, (after, limit))
            .await?;
        if !is_own {
            record_reading(&mut tx, actor, &key, revision, self.now()).await?;
            tx.commit().await?;
        }
        Ok(found)
    }

    /// As [`Workflow::opinions`], to be taken out as a file: that is recorded.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for people of other bodies.
    #[instrument(name = "workflow.export_opinions", level = "debug", skip_all)]
    pub async fn export_opinions(
        &self,
        actor: &Actor,
        id: &ConsultationId,
    ) -> Result<Opinions, WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let consultation = self.readable(&mut tx, actor, id).await?;
        if actor.body.as_ref() != Some(id.body()) {
            return Err(WorkflowError::NotFound);
        }
        let all = self.all_opinions(&mut tx, consultation, true).await?;
        let detail = json!({ "opinions": all.opinions.len() });
        note(&mut tx, EXPORTED, id, actor, self.now(), detail).await?;
        tx.commit().await?;
        Ok(all)
    }

    /// The answers to one opinion, newest first, each with who gave it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.answers_to_opinion", level = "debug", skip_all)]
    pub async fn answers_to_opinion(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        number: u32,
    ) -> Result<Vec<(OpinionAnswer, String)>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        self.readable(&mut tx, actor, id).await?;
        let opinion = opinions::find(&mut tx, id, number).await?;
        let opinion = opinion.ok_or(WorkflowError::NotFound)?;
        let mut people = People::default();
        let mut all = Vec::new();
        for answer in opinion_answers::list_of_opinion(&mut tx, &opinion.id).await? {
            let by = people.email(&mut tx, Some(&answer.by)).await?;
            all.push((answer, by.unwrap_or_default()));
        }
        Ok(all)
    }

    /// The consultation, for who may read its opinions.
    pub(super) async fn readable(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: &ConsultationId,
    ) -> Result<Consultation, WorkflowError> {
        let consultation = found(tx, id).await?;
        let assessment = assessments::find_by_id(tx, &consultation.assessment).await?;
        let assessment = assessment.ok_or(WorkflowError::NotFound)?;
        if is_permitted(tx, actor, Action::ReadOpinions, &assessment).await? {
            Ok(consultation)
        } else {
            Err(WorkflowError::NotFound)
        }
    }

    pub(super) async fn all_opinions(
        &self,
        tx: &mut Tx,
        consultation: Consultation,
        with_contacts: bool,
    ) -> Result<Opinions, WorkflowError> {
        self.opinions_of(tx, consultation, with_contacts, (0, u32::MAX))
            .await
    }

    async fn opinions_of(
        &self,
        tx: &mut Tx,
        consultation: Consultation,
        with_contacts: bool,
        (first, limit): (u32, u32),
    ) -> Result<Opinions, WorkflowError> {
        let id = consultation.id.clone();
        let form = self.form_edition(&consultation.form, &consultation.form_edition)?;
        let mut contacts = HashMap::new();
        if with_contacts {
            let all = opinions::list_contacts(tx, &id).await?;
            contacts.extend(
                all.into_iter()
                    .map(|contact| (contact.opinion.clone(), contact)),
            );
        }
        let masks = opinion_answers::list_masks(tx, &id).await?.into_iter();
        let mut masks: HashMap<String, _> =
            masks.map(|mask| (mask.opinion.clone(), mask)).collect();
        let (mut people, mut answers) = (People::default(), Answers::new());
        for answer in opinion_answers::list_newest(tx, &id).await? {
            let by = people
                .email(tx, Some(&answer.by))
                .await?
                .unwrap_or_default();
            answers.insert(answer.opinion.clone(), (answer, by));
        }
        let groups = groups(&opinions::numbers(tx, &id).await?, &answers);
        let mut all: Vec<OpinionToAnswer> = Vec::new();
        loop {
            let after = all.last().map_or(first, |last| last.opinion.number);
            let left = limit.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
            let asked = left.min(PAGE);
            let page = opinions::list(tx, &id, after, asked).await?;
            let is_last = page.len() < asked as usize || left <= PAGE;
            all.extend(page.into_iter().map(|opinion| {
                let mask = masks.remove(&opinion.id);
                OpinionToAnswer {
                    about: label(&form, opinion.item.as_deref()),
                    contact: contacts.remove(&opinion.id),
                    together: together(&groups, answers.get(&opinion.id), opinion.number),
                    answer: answers.remove(&opinion.id),
                    mask_version: mask.as_ref().map_or(0, |mask| mask.version),
                    mask: mask.map(|mask| mask.mask).unwrap_or_default(),
                    opinion,
                }
            }));
            if is_last {
                break;
            }
        }
        Ok(Opinions {
            overview: self.overview(tx, consultation).await?,
            opinions: all,
        })
    }
}

/// The newest answers by opinion, each with who gave it.
type Answers = HashMap<String, (OpinionAnswer, String)>;

/// The numbers of the opinions that share an answer, by the answer's group.
fn groups(numbers: &[(String, u32)], answers: &Answers) -> HashMap<String, Vec<u32>> {
    let mut groups: HashMap<String, Vec<u32>> = HashMap::new();
    for (opinion, number) in numbers {
        if let Some((answer, _)) = answers.get(opinion) {
            groups
                .entry(answer.group.clone())
                .or_default()
                .push(*number);
        }
    }
    groups
}

fn together(
    groups: &HashMap<String, Vec<u32>>,
    answer: Option<&(OpinionAnswer, String)>,
    own: u32,
) -> Vec<u32> {
    let group = answer.and_then(|(answer, _)| groups.get(&answer.group));
    let others = group.into_iter().flatten().copied();
    others.filter(|number| *number != own).collect()
}
