//! What happened to an assessment, and what an answer was.

use std::fmt;

use domain::interchange::answer_from_value;
use domain::{Act, Action, Answer, ItemId};
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
    /// Something was decided on its changes (変更箇所).
    ChangesDecided,
    /// The leak gate refused its publication.
    PublicationRefused,
    /// An edition that was public before was brought in.
    PublishedRecorded,
    /// It was approved in the house: written by earlier versions only.
    Approved,
    /// A planned publication did not take place.
    ScheduleFailed,
    /// A finding was waived with a reason.
    Waived,
    /// A waiver was taken back.
    WaiverEnded,
    /// Its next edition was started: written by earlier versions only.
    Revised,
    /// An act of the procedure.
    Did(Act),
}

/// What the words of acts of the procedure begin with.
pub(crate) const ASSESSMENT: &str = "assessment.";

impl RecordedAct {
    const OTHERS: [Self; 12] = [
        Self::Created,
        Self::AnswersSaved,
        Self::FactsSaved,
        Self::Imported,
        Self::ChangesDecided,
        Self::PublicationRefused,
        Self::PublishedRecorded,
        Self::Approved,
        Self::Revised,
        Self::ScheduleFailed,
        Self::Waived,
        Self::WaiverEnded,
    ];

    /// Every act.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let acts = Act::ALL.into_iter().map(Self::Did);
        Self::OTHERS.into_iter().chain(acts).collect()
    }

    /// The word of the audit trail.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Created => "assessment.create".to_owned(),
            Self::AnswersSaved => "answers.save".to_owned(),
            Self::FactsSaved => "facts.save".to_owned(),
            Self::Imported => "assessment.import".to_owned(),
            Self::ChangesDecided => "changes.decide".to_owned(),
            Self::PublicationRefused => "assessment.publish-refused".to_owned(),
            Self::PublishedRecorded => "assessment.record-published".to_owned(),
            Self::Approved => "assessment.approve".to_owned(),
            Self::Revised => "assessment.revise".to_owned(),
            Self::ScheduleFailed => "assessment.schedule-failed".to_owned(),
            Self::Waived => "finding.waive".to_owned(),
            Self::WaiverEnded => "finding.waiver-end".to_owned(),
            Self::Did(act) => format!("{ASSESSMENT}{}", act.as_str()),
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let other = Self::OTHERS.into_iter().find(|act| act.word() == text);
        let did = || Act::parse(text.strip_prefix(ASSESSMENT)?).map(Self::Did);
        other.or_else(did)
    }

    /// What was done, for screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Created => "作成を始めました",
            Self::AnswersSaved => "記載を保存しました",
            Self::FactsSaved => "基本の事実を保存しました",
            Self::Imported => "ファイルから取り込みました",
            Self::ChangesDecided => "変更箇所を決めました",
            Self::PublicationRefused => "非公表の語句が見つかったため、公表を中止しました",
            Self::PublishedRecorded => "公表済みの版を取り込みました",
            Self::Approved => "承認しました",
            Self::Revised => "次の版の作成を始めました",
            Self::ScheduleFailed => "予約した公表ができませんでした",
            Self::Waived => "指摘を理由を付けて解除しました",
            Self::WaiverEnded => "指摘の解除を取り消しました",
            Self::Did(act) => act.done_label(),
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
            self.act.word(),
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
        actor.require_on(Action::ReadAssessment, key)?;
        let before = place(request)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        find(&mut tx, key).await?;
        let subject = key.to_string();
        let found =
            audit::list_of_subject(&mut tx, &key.body, &subject, before, request.asked()).await?;
        let page = Page::cut(found, request, |last| last.seq.to_string());
        let mut people = People::seen_from(actor.body.as_ref());
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
        actor.require_on(Action::ReadAssessment, key)?;
        let before = place(request)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let node = form.node(item.as_str()).ok_or(WorkflowError::NotFound)?;
        let versions = answers::history(&mut tx, &found.id, item, before, request.asked()).await?;
        let page = Page::cut(versions, request, |last| last.revision.to_string());
        let mut people = People::seen_from(actor.body.as_ref());
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
        for act in RecordedAct::all() {
            assert_eq!(RecordedAct::parse(&act.word()), Some(act));
        }
    }
}
