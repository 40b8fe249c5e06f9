//! Starting an assessment.

use domain::name::{LONGEST_AGENCY, NameProblem, parse_name};
use domain::{
    Action, Answer, Answers, AssessmentId, AssessmentNumber, Document, Facts, FormEdition, FormId,
    Kind, MarkedText, UserId,
};
use serde_json::json;
use std::sync::Arc;
use store::{Tx, answers, assessments, bodies, revisions};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{changes, digest, public_title, stored, taken};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::history::RecordedAct;
use crate::trail::record;
use crate::workflow::{Workflow, corrupt_id};

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
        let agency = agency(&new.agency)?;
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
        let kind = revisions::RevisionKind::Created;
        let (_, key) = self
            .insert(&mut tx, &form, &document, kind, Some(&actor.user))
            .await?;
        let detail = json!({ "revision": 1, "form_edition": document.form_edition });
        record(
            &mut tx,
            RecordedAct::Created,
            &key,
            actor,
            self.now(),
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(key)
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
        if bodies::find(tx, &document.body).await?.is_none() {
            return Err(WorkflowError::invalid(
                "body",
                format!(
                    "団体コード{}の団体は登録されていません。先に団体を取り込んでください。",
                    document.body
                ),
            ));
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

fn agency(typed: &str) -> Result<String, WorkflowError> {
    parse_name(typed, LONGEST_AGENCY).map_err(|problem| match problem {
        NameProblem::Blank => WorkflowError::invalid(
            "agency",
            "評価実施機関の名称を書いてください（例: ○○市長）。",
        ),
        other => WorkflowError::invalid("agency", other.to_string()),
    })
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
