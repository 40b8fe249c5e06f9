//! What happened to an assessment, and what an answer was.

use std::fmt;

use domain::interchange::answer_from_value;
use domain::{Action, Answer, ItemId};
use jiff::Timestamp;
use serde_json::Value;
use store::audit::AuditEntry;
use store::{StoreError, answers, audit};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::{People, find};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// An act on an assessment, as the audit trail names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordedAct {
    /// It was started.
    Created,
    /// Answers were saved.
    AnswersSaved,
    /// Facts were saved.
    FactsSaved,
    /// A document was imported.
    Imported,
    /// It was sent to review.
    Submitted,
    /// It was taken back from review.
    Withdrawn,
    /// It was approved.
    Approved,
    /// It was returned.
    SentBack,
    /// It was published.
    Published,
    /// The leak gate refused its publication.
    PublicationRefused,
    /// An edition that was public before was brought in.
    PublishedRecorded,
    /// Its next edition was started.
    Revised,
}

impl RecordedAct {
    const ALL: [Self; 12] = [
        Self::Created,
        Self::AnswersSaved,
        Self::FactsSaved,
        Self::Imported,
        Self::Submitted,
        Self::Withdrawn,
        Self::Approved,
        Self::SentBack,
        Self::Published,
        Self::PublicationRefused,
        Self::PublishedRecorded,
        Self::Revised,
    ];

    /// The word of the audit trail.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "assessment.create",
            Self::AnswersSaved => "answers.save",
            Self::FactsSaved => "facts.save",
            Self::Imported => "assessment.import",
            Self::Submitted => "assessment.submit",
            Self::Withdrawn => "assessment.withdraw",
            Self::Approved => "assessment.approve",
            Self::SentBack => "assessment.send-back",
            Self::Published => "assessment.publish",
            Self::PublicationRefused => "assessment.publish-refused",
            Self::PublishedRecorded => "assessment.record-published",
            Self::Revised => "assessment.revise",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// What was done, for screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Created => "作成を始めました",
            Self::AnswersSaved => "記載を保存しました",
            Self::FactsSaved => "基本の事実を保存しました",
            Self::Imported => "ファイルから取り込みました",
            Self::Submitted => "庁内確認に提出しました",
            Self::Withdrawn => "提出を取り下げました",
            Self::Approved => "承認しました",
            Self::SentBack => "差し戻しました",
            Self::Published => "公表しました",
            Self::PublicationRefused => "非公表の語句が見つかったため、公表を中止しました",
            Self::PublishedRecorded => "公表済みの版を取り込みました",
            Self::Revised => "次の版の作成を始めました",
        }
    }
}

/// An act in the history.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// Who, as an e-mail address; `None` is the operator's command.
    pub actor: Option<String>,
    /// What.
    pub act: RecordedAct,
    /// The revision it made or was bound to.
    pub revision: Option<i64>,
    /// The edition it made.
    pub edition: Option<u32>,
    /// The top-level items that it changed.
    pub changed_items: Vec<ItemId>,
    /// The reason given, of a return.
    pub reason: Option<String>,
}

impl fmt::Debug for HistoryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "HistoryEntry({}, {}, {:?})",
            self.act.as_str(),
            self.at,
            self.revision
        )
    }
}

/// An answer as it was from a revision on.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemVersion {
    /// The revision that changed it.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
    /// By whom, as an e-mail address; `None` is the operator's command.
    pub author: Option<String>,
    /// The answer; `None`: it was taken away.
    pub answer: Option<Answer>,
}

impl fmt::Debug for ItemVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemVersion({}, {})", self.revision, self.at)
    }
}

impl Workflow {
    /// What happened to an assessment, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.history", level = "debug", skip_all)]
    pub async fn history(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        request: &PageRequest,
    ) -> Result<Page<HistoryEntry>, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let before = place(request)?;
        let mut tx = self.store.begin_read().await?;
        find(&mut tx, key).await?;
        let subject = key.to_string();
        let found =
            audit::list_of_subject(&mut tx, &key.body, &subject, before, request.asked()).await?;
        let page = Page::cut(found, request, |last| last.seq.to_string());
        let mut people = People::default();
        let mut items = Vec::with_capacity(page.items.len());
        for entry in page.items {
            let email = people.email(&mut tx, entry.actor.as_ref()).await?;
            items.extend(history_entry(&entry, email));
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// What the answer to a top-level item was, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for an item that the form does not have.
    #[instrument(name = "workflow.item_history", level = "debug", skip_all)]
    pub async fn item_history(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        item: &ItemId,
        request: &PageRequest,
    ) -> Result<Page<ItemVersion>, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let before = place(request)?;
        let mut tx = self.store.begin_read().await?;
        let found = find(&mut tx, key).await?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let node = form.node(item.as_str()).ok_or(WorkflowError::NotFound)?;
        let versions = answers::history(&mut tx, &found.id, item, before, request.asked()).await?;
        let page = Page::cut(versions, request, |last| last.revision.to_string());
        let mut people = People::default();
        let mut items = Vec::with_capacity(page.items.len());
        for version in page.items {
            let answer = version
                .value
                .map(|value| answer_from_value(node, &value))
                .transpose();
            items.push(ItemVersion {
                revision: version.revision,
                at: version.at,
                author: people.email(&mut tx, version.author.as_ref()).await?,
                answer: answer.map_err(|_| corrupt(key))?,
            });
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }
}

fn place(request: &PageRequest) -> Result<Option<i64>, WorkflowError> {
    let parsed = request.after.as_deref().map(str::parse).transpose();
    parsed.map_err(|_| WorkflowError::NotFound)
}

fn corrupt(key: &AssessmentKey) -> StoreError {
    StoreError::Corrupt {
        table: "answers",
        column: "value",
        row: key.to_string(),
    }
}

/// The entry, if this program knows the act.
fn history_entry(entry: &AuditEntry, actor: Option<String>) -> Option<HistoryEntry> {
    let detail = &entry.detail;
    let items = detail["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let items = items
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|item| ItemId::parse(item).ok());
    Some(HistoryEntry {
        at: entry.at,
        actor,
        act: RecordedAct::parse(&entry.action)?,
        revision: detail["revision"].as_i64(),
        edition: detail["edition"]
            .as_u64()
            .and_then(|edition| edition.try_into().ok()),
        changed_items: items.collect(),
        reason: detail["reason"].as_str().map(ToOwned::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for act in RecordedAct::ALL {
            assert_eq!(RecordedAct::parse(act.as_str()), Some(act));
        }
    }
}
