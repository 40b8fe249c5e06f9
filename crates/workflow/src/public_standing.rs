//! What the end of an affair and a withdrawal change of what the public sees: notes beside
//! the editions, which themselves stay as they are, and a job for the site.

use domain::my_number::find_my_numbers;
use domain::{BodyCode, Command};
use serde_json::json;
use store::assessments::Assessment;
use store::{StoreError, Tx, editions, jobs, withheld_phrases};
use unicode_normalization::UnicodeNormalization;

use crate::actor::Actor;
use crate::assessment::key_of;
use crate::error::WorkflowError;
use crate::site_jobs::SITE;
use crate::workflow::Workflow;

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
    match command {
        Command::End { on } => editions::set_ended(tx, &found.id, Some(*on)).await?,
        Command::Resume { .. } => editions::set_ended(tx, &found.id, None).await?,
        Command::Unpublish { reason } => {
            check_reason(tx, &found.body, reason).await?;
            let withdrawal = editions::NewWithdrawal {
                assessment: &found.id,
                on: workflow.today(),
                at: workflow.now(),
                by: by.map(|actor| &actor.user),
                reason: reason.trim(),
            };
            editions::withdraw(tx, &withdrawal).await?
        }
        _ => return Ok(()),
    };
    Ok(enqueue(workflow, tx, found).await?)
}

/// The job that makes the site show it; whoever is fast does it at once.
async fn enqueue(workflow: &Workflow, tx: &mut Tx, found: &Assessment) -> Result<(), StoreError> {
    let edition = editions::last_number(tx, &found.id).await?;
    let now = workflow.now();
    let new = jobs::NewJob {
        kind: SITE,
        payload: json!({ "editions": [format!("{}@{edition}", key_of(found))] }),
        dedupe: None,
        run_at: now,
        at: now,
    };
    jobs::enqueue(tx, &new).await?;
    Ok(())
}

/// Refuses a reason that holds a My Number, or what an assessment of the body withholds.
async fn check_reason(tx: &mut Tx, body: &BodyCode, reason: &str) -> Result<(), WorkflowError> {
    if !find_my_numbers(reason).is_empty() {
        return Err(WorkflowError::invalid(
            "reason",
            "理由に個人番号とみられる12桁の数字があります。理由は公表されます。取り除いてください。",
        ));
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
