//! Taking in which bodies are members of which unions.

use domain::BodyKind;
use domain::distribution::hands_on;
use serde_json::json;
use store::bodies;
use store::union_members::{self, Membership};
use tracing::instrument;

use crate::actor::Operator;
use crate::error::WorkflowError;
use crate::trail::{By, record_on};
use crate::workflow::Workflow;

impl Workflow {
    /// Makes these the members of each union that they name: all or nothing. How many
    /// memberships were taken in.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `members` for codes that are not registered,
    /// are no union, or may be no member of one.
    #[instrument(name = "workflow.import_union_members", level = "debug", skip_all)]
    pub async fn import_union_members(
        &self,
        _: Operator,
        memberships: &[Membership],
    ) -> Result<u64, WorkflowError> {
        let mut tx = self.store.begin().await?;
        for Membership { union, member } in memberships {
            for code in [union, member] {
                if bodies::find(&mut tx, code).await?.is_none() {
                    let message = format!(
                        "団体コード {code} の団体は登録されていません。先に body import で取り込んでください。"
                    );
                    return Err(WorkflowError::invalid("members", message));
                }
            }
            if BodyKind::of(union) != BodyKind::Union || !hands_on(member, union, true) {
                let message = format!(
                    "{member} は {union} の構成団体になりません。組合・広域連合のコードと、構成する市区町村・都道府県のコードを書いてください。"
                );
                return Err(WorkflowError::invalid("members", message));
            }
        }
        let count = union_members::replace(&mut tx, memberships).await?;
        let detail = json!({ "memberships": count });
        let (action, by) = ("bodies.import-members", By::OPERATOR);
        record_on(&mut tx, action, None, "bodies", by, self.now(), detail).await?;
        tx.commit().await?;
        Ok(count)
    }
}
