//! Changing what is known about an affair.

use domain::name::parse_name;
use domain::{Action, AssessmentNumber, BodyCode, Duty};
use serde_json::json;
use store::affairs::Content;
use tracing::instrument;

use super::carry::Carrying;
use super::from_document::FactsChange;
use super::judging::Cause;
use super::{lock, subject};
use crate::actor::Actor;
use crate::error::{Conflict, WorkflowError};
use crate::trail::record_on;
use crate::workflow::Workflow;

/// The longest name and text of an affair, in characters.
pub(crate) const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 2_000;

/// Content that can be stored.
///
/// # Errors
/// [`WorkflowError::Invalid`] with every field that is wrong. `duty` is the judgement's, to
/// see whether what is done voluntarily is more.
pub(crate) fn checked(mut content: Content, duty: Option<Duty>) -> Result<Content, WorkflowError> {
    let mut problems = Vec::new();
    let mut wrong = |field: &'static str, message: &str| {
        problems.push(crate::error::FieldProblem {
            field,
            message: message.to_owned(),
        });
    };
    match parse_name(&content.name, LONGEST_NAME) {
        Ok(name) => content.name = name,
        Err(domain::name::NameProblem::Blank) => wrong("name", "事務の名称を書いてください。"),
        Err(other) => wrong("name", &other.to_string()),
    }
    for text in [&mut content.legal_basis, &mut content.voluntary_reason] {
        *text = text.trim().to_owned();
    }
    content.late_reason = content.late_reason.map(|text| text.trim().to_owned());
    let long = |text: &str| text.chars().count() > LONGEST_TEXT;
    if long(&content.legal_basis) {
        wrong("legal_basis", "2,000文字以内で書いてください。");
    }
    if content.voluntary.is_some() && content.voluntary_reason.is_empty() {
        wrong(
            "voluntary_reason",
            "任意に実施する理由を書いてください（要綱の定めなど）。",
        );
    }
    if content
        .voluntary
        .zip(duty)
        .is_some_and(|(voluntary, duty)| voluntary <= duty)
    {
        wrong(
            "voluntary",
            "しきい値判断の結果と同じか、それより少ない種類です。義務より上の種類を選ぶか、「任意実施はしない」を選んでください。",
        );
    }
    match content.late_reason.as_deref() {
        Some("") => wrong(
            "late_reason",
            "規則9条2項を適用する理由を書いてください（災害その他やむを得ない事由）。",
        ),
        Some(text) if long(text) => wrong("late_reason", "2,000文字以内で書いてください。"),
        _ => {}
    }
    if problems.is_empty() {
        Ok(content)
    } else {
        Err(WorkflowError::Invalid(problems))
    }
}

impl Workflow {
    /// Saves everything that can be changed of an affair on top of `version`, judges it
    /// again, and carries facts and judgement into its drafts. Saving what is there already
    /// is no error, whatever was expected.
    ///
    /// # Errors
    /// [`WorkflowError::Conflict`] with [`Conflict::Meanwhile`] when somebody saved in
    /// between; [`WorkflowError::Invalid`]; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.save_affair", level = "debug", skip_all)]
    pub async fn save_affair(
        &self,
        actor: &Actor,
        body: &BodyCode,
        number: &AssessmentNumber,
        version: i64,
        content: Content,
    ) -> Result<i64, WorkflowError> {
        actor.require(Action::ManageAffairs, body)?;
        let (at, by) = (self.now(), Some(&actor.user));
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = lock(&mut tx, body, number).await?;
        let content = checked(content, None)?;
        if content == found.content {
            return Ok(found.version);
        }
        if found.version != version {
            return Err(WorkflowError::Conflict(Conflict::Meanwhile));
        }
        let change = FactsChange {
            cause: Cause::Inputs,
            carry: true,
            carrying: Carrying {
                except: None,
                by,
                at,
            },
        };
        let changed = self
            .change_affair(&mut tx, &found, &content, change)
            .await?;
        if let Some(after) = changed
            .after
            .duty
            .filter(|_| content.voluntary != found.content.voluntary)
        {
            checked(content, Some(after))?;
        }
        let now = lock(&mut tx, body, number).await?;
        changed.pending.record(&mut tx, actor, at).await?;
        let detail = json!({ "version": now.version, "duty": changed.after.duty });
        let subject = subject(body, number);
        record_on(
            &mut tx,
            "affair.save",
            Some(body),
            &subject,
            actor,
            at,
            detail,
        )
        .await?;
        tx.commit().await?;
        Ok(now.version)
    }
}
