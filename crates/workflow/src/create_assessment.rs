//! Starting an assessment.

use domain::threshold::fill;
use domain::{
    Action, Answer, Answers, AssessmentId, AssessmentNumber, BodyCode, Document, Facts,
    FormEdition, FormId, Kind, MarkedText, UserId,
};
use serde_json::json;
use std::sync::Arc;
use store::affairs::Affair;
use store::{Tx, agencies, answers, assessments, bodies, revisions};
use tracing::instrument;

use crate::actor::Actor;
use crate::affairs::carry::Carrying;
use crate::affairs::from_document::FactsChange;
use crate::affairs::judging::Cause;
use crate::affairs::register::agency_name;
use crate::assessment::{changes, digest, public_title, stored, taken};
use crate::assessment_key::AssessmentKey;
use crate::error::{Conflict, WorkflowError};
use crate::history::RecordedAct;
use crate::plans::is_plan;
use crate::trail::record;
use crate::workflow::{Workflow, corrupt_id};

/// Why a plan is no assessment.
const NO_PLAN: &str = "計画管理書は、評価実施機関のページで作ります。";

/// What to start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssessment {
    /// The form; its newest edition is taken.
    pub form: FormId,
    /// The number, unique for the form within the body.
    pub number: AssessmentNumber,
    /// The agency within the body: 札幌市長.
    pub agency: String,
    /// The facts, as far as they are known.
    pub facts: Facts,
}

impl Workflow {
    /// Starts an assessment of the actor's body: a draft without answers.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for roles that start none; [`WorkflowError::Conflict`]
    /// when the number is taken; [`WorkflowError::Invalid`] with the field `form` or
    /// `agency`.
    #[instrument(name = "workflow.create_assessment", level = "debug", skip_all)]
    pub async fn create_assessment(
        &self,
        actor: &Actor,
        new: NewAssessment,
    ) -> Result<AssessmentKey, WorkflowError> {
        let body = actor.body.clone().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::CreateAssessment, &body)?;
        let form = self.forms.newest(&new.form).cloned();
        let form = form.ok_or_else(|| {
            WorkflowError::invalid("form", "この様式はありません。一覧から選んでください。")
        })?;
        if is_plan(&new.form) {
            return Err(WorkflowError::invalid("form", NO_PLAN));
        }
        let agency = agency_name(&new.agency)?;
        let document = Document {
            answers: cover(
                &form,
                [
                    ("cover.number", new.number.as_str()),
                    ("cover.agency", &agency),
                ],
            ),
            form: new.form,
            form_edition: form.edition.clone(),
            body,
            agency,
            number: new.number,
            facts: new.facts,
        };
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let key = self.start(&mut tx, actor, &form, document).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Starts a document of its affair, with what the affair and its other documents say;
    /// before a 重点 or 全項目 the 基礎 that it needs, where there is none.
    async fn start(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        form: &Arc<FormEdition>,
        document: Document,
    ) -> Result<AssessmentKey, WorkflowError> {
        let (by, now) = (Some(&actor.user), self.now());
        self.known_body(tx, &document.body).await?;
        let affair = self.affair_of(tx, &document, by).await?;
        let key = key_of_document(&document);
        if assessments::find(tx, &key.body, &key.number, &key.form)
            .await?
            .is_some()
        {
            return Err(WorkflowError::Conflict(Conflict::Number));
        }
        self.same_agency(tx, &affair, &document).await?;
        let facts = affair.content.facts.merged(&document.facts);
        let change = FactsChange {
            cause: Cause::Document,
            carry: true,
            carrying: Carrying {
                except: None,
                by,
                at: now,
            },
        };
        let changed = self.change_facts(tx, &affair, &facts, change).await?;
        let mut started = Vec::new();
        for form in self
            .missing_basis(tx, form, &document)
            .await?
            .iter()
            .chain([form])
        {
            let mut document = Document {
                form: form.id.clone(),
                form_edition: form.edition.clone(),
                facts: facts.clone(),
                answers: cover(
                    form,
                    [
                        ("cover.number", document.number.as_str()),
                        ("cover.agency", &document.agency),
                    ],
                ),
                ..document.clone()
            };
            for (item, answer) in self.shared_answers(tx, &key_of_document(&document)).await? {
                document.answers.set(item, answer);
            }
            fill(
                &mut document.answers,
                &Answers::default(),
                &changed.after.items(form),
            );
            let kind = revisions::RevisionKind::Created;
            let (_, key) = self.insert(tx, form, &document, kind, by).await?;
            started.push((key, document.form_edition));
        }
        let last = started.last().map(|(key, _)| key.clone());
        changed.pending.record(tx, actor, now).await?;
        for (key, edition) in started {
            let detail = json!({ "revision": 1, "form_edition": edition });
            record(tx, RecordedAct::Created, &key, actor, now, detail).await?;
        }
        last.ok_or(WorkflowError::NotFound)
    }

    /// The basic form, if `form` needs one beside it and the affair has none.
    async fn missing_basis(
        &self,
        tx: &mut Tx,
        form: &FormEdition,
        document: &Document,
    ) -> Result<Option<Arc<FormEdition>>, WorkflowError> {
        let kiso = FormId::parse("kiso").ok();
        let kiso = kiso.and_then(|kiso| self.forms.newest(&kiso)).cloned();
        let Some(kiso) = kiso.filter(|kiso| kiso.id != form.id) else {
            return Ok(None);
        };
        let found = assessments::find(tx, &document.body, &document.number, &kiso.id).await?;
        Ok(found.is_none().then_some(kiso))
    }

    /// Refuses a document of another agency than the affair's.
    async fn same_agency(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        document: &Document,
    ) -> Result<(), WorkflowError> {
        let agency = agencies::find(tx, &affair.agency).await?;
        match agency {
            Some(agency) if agency.name != document.agency => Err(WorkflowError::invalid(
                "agency",
                format!(
                    "評価書番号{}の事務は、「{}」のものとして登録されています。番号は公表ページの住所に使うので、評価実施機関が違っても団体の中で重ねられません。評価実施機関名をそろえるか、別の番号にしてください。",
                    document.number, agency.name
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Refuses a body that nobody registered.
    async fn known_body(&self, tx: &mut Tx, body: &BodyCode) -> Result<(), WorkflowError> {
        if bodies::find(tx, body).await?.is_some() {
            return Ok(());
        }
        let message =
            format!("団体コード{body}の団体は登録されていません。先に団体を取り込んでください。");
        Err(WorkflowError::invalid("body", message))
    }

    /// Adds an assessment whose first revision is `document`.
    pub(crate) async fn insert(
        &self,
        tx: &mut Tx,
        form: &Arc<FormEdition>,
        document: &Document,
        kind: revisions::RevisionKind,
        author: Option<&UserId>,
    ) -> Result<(AssessmentId, AssessmentKey), WorkflowError> {
        let at = self.now();
        self.known_body(tx, &document.body).await?;
        if !is_plan(&document.form) {
            self.affair_of(tx, document, author).await?;
        }
        let changes = changes(&Default::default(), &stored(form, &document.answers)?);
        let id = AssessmentId::parse(&store::new_id(at)).map_err(|_| corrupt_id("assessments"))?;
        let row = assessments::NewAssessment {
            id: &id,
            body: &document.body,
            number: &document.number,
            form: &document.form,
            form_edition: &document.form_edition,
            agency: &document.agency,
            title: &public_title(form, document),
            at,
            by: author,
        };
        assessments::insert(tx, &row).await.map_err(taken)?;
        let revision = revisions::Revision {
            revision: 1,
            author: author.cloned(),
            at,
            kind,
            facts: document.facts.clone(),
            changed: changes.keys().map(ToString::to_string).collect(),
            digest: digest(form, document),
        };
        revisions::append(tx, &id, &revision).await?;
        answers::append(tx, &id, 1, &changes).await?;
        let key = AssessmentKey {
            body: document.body.clone(),
            number: document.number.clone(),
            form: document.form.clone(),
        };
        Ok((id, key))
    }
}

/// What the cover repeats of the beginning, so that nobody types it twice or differently.
fn cover(form: &FormEdition, known: [(&str, &str); 2]) -> Answers {
    let answers = known.into_iter().filter_map(|(id, text)| {
        let node = form.node(id).filter(|node| node.kind == Kind::Text)?;
        Some((node.id.clone(), Answer::Text(MarkedText::plain(text).ok()?)))
    });
    answers.collect()
}

fn key_of_document(document: &Document) -> AssessmentKey {
    AssessmentKey {
        body: document.body.clone(),
        number: document.number.clone(),
        form: document.form.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use domain::EditionId;
    use domain::form::FormHead;

    use super::*;

    #[test]
    fn the_cover_repeats_what_is_known_where_the_form_has_a_line_for_it() {
        let items = r#"[
            {"id":"cover.number","number":"","label":"評価書番号","kind":"text","required":true,"confirmed":true},
            {"id":"cover.agency","number":"","label":"機関","kind":"longtext","required":true,"confirmed":true}]"#;
        let head = FormHead {
            id: FormId::parse("kiso").unwrap(),
            edition: EditionId::parse("2014-04").unwrap(),
            edition_label: String::new(),
            title: String::new(),
            style: String::new(),
            warning: None,
        };
        let form = FormEdition::new(head, serde_json::from_str(items).unwrap()).unwrap();
        let answers = cover(
            &form,
            [("cover.number", "007"), ("cover.agency", "見本市長")],
        );
        let number = Answer::Text(MarkedText::plain("007").unwrap());
        assert_eq!(answers.get("cover.number"), Some(&number));
        assert_eq!(answers.get("cover.agency"), None, "no line for it");
    }
}
