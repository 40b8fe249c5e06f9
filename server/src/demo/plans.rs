//! The plans (計画管理書) of the demo's bodies, kept by their coordinators.

use workflow::{Actor, PlanKey};

use super::Stage;
use crate::commands::Failure;

/// Brings the plan of every agency of the coordinator's body up to date and submits it.
pub(super) async fn keep(stage: &Stage, coordinator: &Actor) -> Result<(), Failure> {
    let Some(body) = coordinator.body.clone() else {
        return Ok(());
    };
    let workflow = &stage.workflow;
    for plan in workflow.list_plans(coordinator, &body).await? {
        let key = PlanKey {
            body: body.clone(),
            agency: plan.agency.ordinal,
        };
        let revision = match plan.revision {
            None => {
                workflow.create_plan(coordinator, &key).await?;
                workflow.open_plan(coordinator, &key).await?.entry.revision
            }
            Some(revision) => {
                let refreshed = workflow.refresh_plan(coordinator, &key, revision);
                Some(refreshed.await?)
            }
        };
        if let Some(revision) = revision {
            workflow.submit_plan(coordinator, &key, revision).await?;
        }
    }
    Ok(())
}
