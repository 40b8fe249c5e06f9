//! What runs beside the server besides the publisher: mail, days that are due, sessions that
//! are over, and the daily verification of the trail. Everything here may be done twice, or late.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use workflow::Workflow;

use crate::config::Config;
use crate::post::{self, Mailer};
use crate::state::AppState;
use crate::trail_anchors;

/// How often to look for mail.
const MAIL_EVERY: Duration = Duration::from_secs(15);
/// How many looks for mail there are between two looks for the rest: ten minutes.
const REST_EVERY: u32 = 40;
/// How often the trail is verified.
const VERIFY_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// Starts on the current runtime, and ends with it.
///
/// # Errors
/// The mail is not configured so that it could be sent.
pub fn spawn(state: &AppState) -> anyhow::Result<()> {
    let config = state.public.config.clone();
    let mailer = post::mailer(&config)?;
    let workflow = state.workflow.clone();
    tokio::spawn(async move {
        let mut verified: Option<Timestamp> = None;
        for turn in 0_u32.. {
            if turn % REST_EVERY == 0 {
                rest(&workflow, &config, &mut verified).await;
            }
            mail(&workflow, mailer.as_ref(), &config).await;
            tokio::time::sleep(MAIL_EVERY).await;
        }
    });
    Ok(())
}

async fn mail(workflow: &Workflow, mailer: &dyn Mailer, config: &Config) {
    let address = config.portal_address();
    if let Err(error) = post::send_due(workflow, mailer, &address).await {
        tracing::error!(error = ?anyhow::Error::from(error), "mail could not be sent");
    }
}

async fn rest(workflow: &Workflow, config: &Config, verified: &mut Option<Timestamp>) {
    match workflow.tell_due().await {
        Ok(true) => tracing::info!("told what is due today"),
        Ok(false) => {}
        Err(error) => {
            tracing::error!(error = ?anyhow::Error::from(error), "what is due could not be told");
        }
    }
    if let Err(error) = workflow.tidy().await {
        tracing::error!(error = ?anyhow::Error::from(error), "old sessions could not be removed");
    }
    let now = workflow.clock().now();
    if verified.is_some_and(|at| now.duration_since(at) < VERIFY_EVERY) {
        return;
    }
    match verify_trail(workflow, config).await {
        Ok(true) => tracing::info!("the audit trail is whole"),
        Ok(false) => tracing::error!("the audit trail is broken"),
        Err(error) => {
            tracing::error!(
                error = format!("{error:#}"),
                "the trail could not be verified"
            );
            return;
        }
    }
    *verified = Some(now);
}

/// Verifies the trail against what was seen before, and keeps what is seen now; whether it
/// is whole.
///
/// # Errors
/// The database or the file fails.
pub async fn verify_trail(workflow: &Workflow, config: &Config) -> anyhow::Result<bool> {
    let path = trail_anchors::path(config);
    let seen = trail_anchors::read(&path)?;
    let (found, end) = workflow.verify_trail(&seen).await?;
    if let Some(end) = end {
        trail_anchors::add(&path, &end, found.at)?;
    }
    Ok(found.broken_at.is_none())
}
