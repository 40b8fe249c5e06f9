//! What came of a consultation: for the public, and for the items of the form.

use std::collections::BTreeMap;

use domain::digest::digest_of;
use domain::opinion::{ConsultationResult, HiddenWords, OpinionGroup};
use domain::{
    Action, Answer, ConsultationId, ConsultationItems, ItemPath, Kind, LongText, MarkedText, Phase,
};
use serde_json::json;
use store::consultations::Consultation;
use store::{Tx, assessments, consultations};
use tracing::instrument;

use super::hidden::hidden;
use super::opinions::{OpinionToAnswer, Opinions};
use super::pending::{PendingAct, PendingConsultation, enqueue};
use crate::actor::Actor;
use crate::assessment::{document, key_of};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::save_answers::Saved;
use crate::workflow::Workflow;

/// What the public would read of the result now.
#[derive(Debug, Clone)]
pub struct ResultPreview {
    /// The consultation.
    pub overview: super::ConsultationOverview,
    /// The result.
    pub result: ConsultationResult,
    /// What was seen: the act of publishing is bound to it.
    pub seen: String,
}

/// What an item of the form would say.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The item's id.
    pub item: String,
    /// Number and label.
    pub label: String,
    /// What stands there now, as it was typed; empty for nothing.
    pub now: String,
    /// What the program proposes.
    pub proposed: String,
    /// Why it cannot be written.
    pub problem: Option<String>,
}

impl std::fmt::Debug for Proposed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proposed({})", self.item)
    }
}

/// What the items would say.
struct Words {
    items: Vec<(&'static str, String)>,
    /// The opinions with their answers in which hidden words still stand.
    places: Vec<u32>,
}

impl Workflow {
    /// What the public would read of the result, as opinions and answers are now.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.preview_result", level = "debug", skip_all)]
    pub async fn preview_result(
        &self,
        actor: &Actor,
        id: &ConsultationId,
    ) -> Result<ResultPreview, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let consultation = self.readable(&mut tx, actor, id).await?;
        let all = self.all_opinions(&mut tx, consultation, false).await?;
        let result = result_of(&all.opinions);
        Ok(ResultPreview {
            seen: digest_of(result.to_json().as_bytes()).to_string(),
            overview: all.overview,
            result,
        })
    }

    /// Publishes the result, exactly as it was `seen`, in a transaction that stays open until
    /// the site is built and the leak gate has spoken.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `result` before the end of the period, while
    /// an opinion has no answer, when another result was seen, or when words that were to be
    /// hidden still stand somewhere; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.begin_result", level = "debug", skip_all)]
    pub async fn begin_result(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        seen: &str,
    ) -> Result<PendingConsultation, WorkflowError> {
        actor.require(Action::RunConsultation, id.body())?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let consultation = consultations::lock(&mut tx, id).await?;
        let consultation = consultation.ok_or(WorkflowError::NotFound)?;
        let all = self.all_opinions(&mut tx, consultation, true).await?;
        let result = result_of(&all.opinions);
        let json = result.to_json();
        let hidden = hidden(&mut tx, &all.overview.consultation.assessment).await?;
        let is_seen = digest_of(json.as_bytes()).as_str() == seen;
        check(&all, &result, &hidden, is_seen)?;
        let by = Some(&actor.user);
        let version = consultations::insert_result(&mut tx, id, &json, now, by).await?;
        let job = enqueue(&mut tx, Some(id), now).await?;
        let found = &all.overview.consultation;
        Ok(PendingConsultation {
            detail: json!({
                "version": version,
                "opinions": result.count(),
                "digest": digest_of(json.as_bytes()).as_str(),
            }),
            act: PendingAct::Result,
            assessment: AssessmentKey {
                body: found.body.clone(),
                number: found.number.clone(),
                form: found.form.clone(),
            },
            actor: actor.clone(),
            workflow: self.clone(),
            id: id.clone(),
            job,
            tx,
        })
    }

    /// What the items of the form would say of the consultation, beside what stands there; the
    /// assessment, and its revision.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.propose_items", level = "debug", skip_all)]
    pub async fn propose_items(
        &self,
        actor: &Actor,
        id: &ConsultationId,
    ) -> Result<(AssessmentKey, i64, Vec<Proposed>), WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        actor.require(Action::ReadAssessment, id.body())?;
        let consultation = self.readable(&mut tx, actor, id).await?;
        let assessment = assessments::find_by_id(&mut tx, &consultation.assessment).await?;
        let assessment = assessment.ok_or(WorkflowError::NotFound)?;
        let form = self.form_edition(&assessment.form, &assessment.form_edition)?;
        let newest = document(&mut tx, &form, &assessment, assessment.revision).await?;
        let body = crate::assessment::body(&mut tx, id.body()).await?;
        let mut proposed = Vec::new();
        let said = self.words_for_items(&mut tx, consultation).await?;
        let problem = (!said.places.is_empty()).then(|| left_over(&said.places));
        for (item, words) in said.items {
            let now = newest
                .answers
                .get(item)
                .map(|answer| typed(answer, &body.name));
            let path = ItemPath::parse(item).ok();
            proposed.push(Proposed {
                item: item.to_owned(),
                label: path.map_or_else(|| item.to_owned(), |path| form.full_label(&path)),
                now: now.unwrap_or_default(),
                proposed: words,
                problem: problem.clone(),
            });
        }
        Ok((key_of(&assessment), assessment.revision, proposed))
    }

    /// Writes these items as proposed, on top of `revision`; nothing else is changed.
    ///
    /// # Errors
    /// As [`Workflow::save_answers`]; [`WorkflowError::Invalid`] with the field `items` while
    /// words that were to be hidden still stand in an opinion or an answer.
    #[instrument(name = "workflow.fill_items", level = "debug", skip_all)]
    pub async fn fill_items(
        &self,
        actor: &Actor,
        id: &ConsultationId,
        revision: i64,
        items: &[String],
    ) -> Result<Saved, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        actor.require(Action::EditAssessment, id.body())?;
        let consultation = self.readable(&mut tx, actor, id).await?;
        let words = self.words_for_items(&mut tx, consultation.clone()).await?;
        drop(tx);
        if !words.places.is_empty() {
            return Err(WorkflowError::invalid("items", left_over(&words.places)));
        }
        let key = AssessmentKey {
            body: consultation.body,
            number: consultation.number,
            form: consultation.form,
        };
        let open = self.open_assessment(actor, &key).await?;
        let mut answers = open.document.answers;
        for (item, words) in words.items {
            let chosen = items.iter().any(|chosen| chosen == item);
            if let Some(node) = open.form.node(item).filter(|_| chosen) {
                answers.set(node.id.clone(), answer(node.kind, &words)?);
            }
        }
        self.save_answers(actor, &key, revision, answers).await
    }

    async fn words_for_items(
        &self,
        tx: &mut Tx,
        consultation: Consultation,
    ) -> Result<Words, WorkflowError> {
        let Some(items) = ConsultationItems::of(&consultation.form) else {
            return Ok(Words {
                items: Vec::new(),
                places: Vec::new(),
            });
        };
        let hidden = hidden(tx, &consultation.assessment).await?;
        let (from, to) = (consultation.from, consultation.to);
        let method = format!("公示版を公開し、意見を募集した。{}", consultation.method);
        let all = self.all_opinions(tx, consultation, false).await?;
        let result = result_of(&all.opinions);
        let said = result.proposals(&method, from, to);
        let mut words = vec![
            (items.method, said.method),
            (items.period, said.period),
            (items.opinions, said.opinions),
        ];
        words.extend(items.reflection.map(|item| (item, said.reflection)));
        Ok(Words {
            items: words,
            places: result.places_of(&hidden),
        })
    }
}

/// The answered opinions, in the groups in which they were answered.
fn result_of(opinions: &[OpinionToAnswer]) -> ConsultationResult {
    let mut groups: BTreeMap<&str, OpinionGroup> = BTreeMap::new();
    for opinion in opinions {
        let Some((answer, _)) = &opinion.answer else {
            continue;
        };
        let group = groups.entry(&answer.group).or_insert_with(|| OpinionGroup {
            opinions: Vec::new(),
            verdict: answer.verdict,
            reason: answer.reason.clone(),
        });
        group.opinions.push(opinion.public());
    }
    ConsultationResult::new(groups.into_values().collect())
}

fn check(
    all: &Opinions,
    result: &ConsultationResult,
    hidden: &HiddenWords,
    is_seen: bool,
) -> Result<(), WorkflowError> {
    let refuse = |message: String| Err(WorkflowError::invalid("result", message));
    if all.overview.consultation.withdrawn.is_some() {
        return refuse(
            "この意見聴取の公示は、公表を取り下げました。結果は公表できません。".to_owned(),
        );
    }
    if all.overview.phase != Phase::Closed {
        return refuse(
            "意見聴取の期間がまだ終わっていません。終わった後に公表してください。".to_owned(),
        );
    }
    let unanswered = all.overview.unanswered;
    if unanswered > 0 {
        return refuse(format!(
            "回答していない意見が{unanswered}件あります。全ての意見に回答してから公表してください。"
        ));
    }
    if !is_seen {
        return refuse(
            "読んだ後に、回答か公表の姿が変わりました。いまの内容を読んでから、もう一度公表してください。".to_owned(),
        );
    }
    let places = result.places_of(hidden);
    if !places.is_empty() {
        return refuse(format!("{}何も公表していません。", left_over(&places)));
    }
    Ok(())
}

/// What is to be done where hidden words still stand.
fn left_over(places: &[u32]) -> String {
    let places: Vec<String> = places.iter().map(ToString::to_string).collect();
    format!(
        "伏せた語句か、送った人のお名前や連絡先が、意見や回答の文に残っています（意見{}とその回答）。そこでも伏せるか、書き直してください。お名前や連絡先がふつうの言葉と重なるときは、それを消すと進めます。",
        places.join("、")
    )
}

fn typed(answer: &Answer, body_name: &str) -> String {
    match answer {
        Answer::Text(text) => domain::notation::to_typed(text),
        Answer::Longtext(text) => text.to_typed(body_name),
        _ => String::new(),
    }
}

fn answer(kind: Kind, words: &str) -> Result<Answer, WorkflowError> {
    let refused = |_| {
        WorkflowError::invalid(
            "answers",
            "作った文に使えない文字があります。欄に手で書いてください。",
        )
    };
    Ok(match kind {
        Kind::Text => {
            let line: Vec<&str> = words.split_whitespace().collect();
            Answer::Text(MarkedText::plain(&line.join(" ")).map_err(refused)?)
        }
        _ => Answer::Longtext(LongText::Plain(MarkedText::plain(words).map_err(refused)?)),
    })
}
