//! What the end of an affair and a withdrawal change of what the public sees: notes beside
//! the editions, which themselves stay as they are, and a job for the site.

use domain::notice_life::public_text;
use domain::{BodyCode, Command, ConsultationId};
use serde_json::json;
use store::assessments::Assessment;
use store::{StoreError, Tx, consultations, editions, withheld_phrases};
use unicode_normalization::UnicodeNormalization;

use crate::actor::Actor;
use crate::assessment::key_of;
use crate::error::WorkflowError;
use crate::site_jobs;
use crate::workflow::Workflow;

/// The longest reason, in characters: as that of every act.
const LONGEST: usize = 2_000;
/// Phrases asked for at once.
const PAGE: u32 = 1_000;

/// Notes the end, its undoing or the withdrawal beside the editions; any other act changes
/// nothing that is public.
///
/// # Errors
/// [`WorkflowError::Invalid`] with the field `reason`, when a public reason holds what must
/// not be public.
pub(crate) async fn follow(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    command: &Command,
    by: Option<&Actor>,
) -> Result<(), WorkflowError> {
    let mut taken_off = Vec::new();
    match command {
        Command::End { on } => {
            editions::set_ended(tx, &found.id, Some(*on)).await?;
        }
        Command::Resume { .. } => {
            editions::set_ended(tx, &found.id, None).await?;
        }
        Command::Unpublish { reason } => {
            check_reason(tx, &found.body, reason).await?;
            taken_off = withdraw(workflow, tx, found, reason.trim(), by).await?;
        }
        _ => return Ok(()),
    };
    Ok(enqueue(workflow, tx, found, &taken_off).await?)
}

/// Whether anything of an assessment is public: an edition, or the version that a
/// consultation shows.
pub(crate) async fn is_public(tx: &mut Tx, found: &Assessment) -> Result<bool, StoreError> {
    Ok(editions::is_public(tx, &found.id).await? || consultations::is_shown(tx, &found.id).await?)
}

/// Takes off what is public of an assessment: its editions, and the version that its
/// consultations show. The consultations that were taken off.
async fn withdraw(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    reason: &str,
    by: Option<&Actor>,
) -> Result<Vec<ConsultationId>, StoreError> {
    let (on, at) = (workflow.today(), workflow.now());
    let by = by.map(|actor| &actor.user);
    let withdrawal = editions::NewWithdrawal {
        assessment: &found.id,
        on,
        at,
        by,
        reason,
    };
    editions::withdraw(tx, &withdrawal).await?;
    let withdrawal = consultations::NewWithdrawal {
        assessment: &found.id,
        on,
        at,
        by,
        reason,
    };
    consultations::withdraw(tx, &withdrawal).await
}

/// The job that makes the site show it; whoever is fast does it at once.
async fn enqueue(
    workflow: &Workflow,
    tx: &mut Tx,
    found: &Assessment,
    taken_off: &[ConsultationId],
) -> Result<(), StoreError> {
    let edition = editions::last_number(tx, &found.id).await?;
    let now = workflow.now();
    let mut payload = json!({ "editions": [] });
    if edition > 0 {
        payload["editions"] = json!([format!("{}@{edition}", key_of(found))]);
    }
    if !taken_off.is_empty() {
        let ids: Vec<String> = taken_off.iter().map(ToString::to_string).collect();
        payload["consultations"] = json!(ids);
    }
    site_jobs::enqueue(tx, payload, now).await?;
    Ok(())
}

/// Refuses a reason that cannot be public: one that looks withheld in parts, holds a My
/// Number, or what an assessment of the body withholds.
async fn check_reason(tx: &mut Tx, body: &BodyCode, reason: &str) -> Result<(), WorkflowError> {
    if let Err(message) = public_text(reason.trim(), LONGEST) {
        let message = format!("理由は公表されます。{message}");
        return Err(WorkflowError::invalid("reason", message));
    }
    let reason = folded(reason);
    let mut after = None;
    loop {
        let page = withheld_phrases::list_of_body(tx, body, after.as_ref(), PAGE).await?;
        let mut held = page.iter().map(|found| folded(&found.phrase));
        if held.any(|phrase| is_telling(&phrase) && reason.contains(&phrase)) {
            return Err(WorkflowError::invalid(
                "reason",
                "理由に、評価書で非公表とした語句があります。理由は公表されます。その語句を使わずに書いてください。",
            ));
        }
        after = page.last().map(withheld_phrases::Cursor::from);
        if page.len() < PAGE as usize {
            return Ok(());
        }
    }
}

/// Whether finding it would tell anything: as the rule that compares answers judges it.
fn is_telling(folded: &str) -> bool {
    domain::check::is_telling(&folded.chars().collect::<Vec<char>>())
}

/// Text without what does not tell two spellings apart: width, case, blanks.
fn folded(text: &str) -> String {
    let folded = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control());
    folded.flat_map(char::to_lowercase).collect()
}
