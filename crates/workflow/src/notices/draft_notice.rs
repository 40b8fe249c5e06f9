//! Beginning a notice and writing its draft.

use domain::Action;
use domain::notice_life::{DraftForm, NoticeAct, NoticeDraft, NoticeRefusal};
use serde_json::json;
use store::notices::{self, Change};
use tracing::instrument;

use super::{Found, invalid, lock, record, require};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::workflow::Workflow;

impl Workflow {
    /// Begins a notice with a draft; its id.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`]; [`WorkflowError::Invalid`] with the letter's fields.
    #[instrument(name = "workflow.draft_notice", level = "debug", skip_all)]
    pub async fn draft_notice(
        &self,
        actor: &Actor,
        form: &DraftForm,
    ) -> Result<String, WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let draft = NoticeDraft::parse(form).map_err(invalid)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let now = self.now();
        let last = notices::list(&mut tx, Some("draft"), None, 1).await?;
        if let Some(same) = last.into_iter().next().filter(|last| {
            // Sent twice by a double click.
            last.version == 1
                && last.draft == draft
                && now.as_second() - last.created_at.as_second() < 60
        }) {
            return Ok(same.id);
        }
        let change = Change {
            author: &actor.user,
            at: now,
            act: NoticeAct::Edit.as_str(),
        };
        let id = notices::insert(&mut tx, &draft, None, change).await?;
        record(
            &mut tx,
            NoticeAct::Edit,
            &id,
            actor,
            now,
            json!({ "version": 1 }),
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Saves the draft of a notice that is not before the commission; the new version.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], [`WorkflowError::Invalid`], [`WorkflowError::Notice`].
    #[instrument(name = "workflow.save_notice_draft", level = "debug", skip_all)]
    pub async fn save_notice_draft(
        &self,
        actor: &Actor,
        id: &str,
        version: i64,
        form: &DraftForm,
    ) -> Result<i64, WorkflowError> {
        require(actor, Action::ManageNotices)?;
        let draft = NoticeDraft::parse(form).map_err(invalid)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = match lock(&mut tx, actor, id, version, NoticeAct::Edit).await {
            Ok(Found::Fresh(found)) => found,
            Ok(Found::Repeated) => return Err(NoticeRefusal::OtherVersion.into()),
            Err(WorkflowError::Notice(NoticeRefusal::OtherVersion)) => {
                // The very text was saved already, as by a double click.
                let now = notices::find(&mut tx, id).await?;
                return match now.filter(|now| now.draft == draft) {
                    Some(same) => Ok(same.version),
                    None => Err(NoticeRefusal::OtherVersion.into()),
                };
            }
            Err(error) => return Err(error),
        };
        if found.draft == draft {
            return Ok(found.version);
        }
        let now = self.now();
        let change = Change {
            author: &actor.user,
            at: now,
            act: NoticeAct::Edit.as_str(),
        };
        let next = found.version + 1;
        notices::change(&mut tx, id, found.version, &found.stage, &draft, change).await?;
        record(
            &mut tx,
            NoticeAct::Edit,
            id,
            actor,
            now,
            json!({ "version": next }),
        )
        .await?;
        tx.commit().await?;
        Ok(next)
    }
}
