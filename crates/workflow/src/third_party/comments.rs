//! Comments of reviewers on items, answers to them, and whether a thread is settled.

use std::fmt;

use domain::{Action, ItemPath, Role, StageKind};
use jiff::Timestamp;
use serde_json::json;
use store::Tx;
use store::assessments::Assessment;
use store::engagements::Engagement;
use store::handovers;
use store::review_comments::{self, Comment};
use tracing::instrument;

use super::{engaged, form_token, handed_to, is_addressed, record, written};
use crate::actor::Actor;
use crate::assessment::{document, find};
use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;
use crate::notify::{Message, MessageKind, Subject, tell_roles};
use crate::workflow::Workflow;

/// A comment on what was handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct NewComment<'a> {
    /// The id that the page gave the form.
    pub token: &'a str,
    /// The revision that was read.
    pub revision: i64,
    /// The path of the item; empty for the whole.
    pub item: &'a str,
    /// The text.
    pub body: &'a str,
}

/// An answer to a comment.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAnswer<'a> {
    /// The id that the page gave the form.
    pub token: &'a str,
    /// The first comment of the thread.
    pub thread: &'a str,
    /// The text.
    pub body: &'a str,
}

/// A comment as pages show it.
#[derive(Clone, PartialEq, Eq)]
pub struct CommentEntry {
    /// The comment.
    pub comment: Comment,
    /// Whether this person wrote it.
    pub mine: bool,
    /// Whether a reviewer wrote it; else the body did.
    pub by_reviewer: bool,
    /// When.
    pub at: Timestamp,
}

impl fmt::Debug for CommentEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommentEntry({})", self.comment.id)
    }
}

/// The comments that this person may read: a reviewer, those on what was handed to it.
pub(super) async fn entries(
    tx: &mut Tx,
    found: &Assessment,
    actor: &Actor,
    engagement: Option<&Engagement>,
) -> Result<Vec<CommentEntry>, WorkflowError> {
    let mut entries = Vec::new();
    let shown = match engagement {
        Some(engagement) => Some(numbers(tx, found, engagement).await?),
        None => None,
    };
    for comment in review_comments::list(tx, &found.id).await? {
        if shown
            .as_ref()
            .is_some_and(|shown| !shown.contains(&comment.handover))
        {
            continue;
        }
        let author = store::users::find(tx, &comment.author).await?;
        entries.push(CommentEntry {
            mine: comment.author == actor.user,
            by_reviewer: author.is_some_and(|user| user.role == Role::ThirdPartyReviewer),
            at: comment.at,
            comment,
        });
    }
    Ok(entries)
}

/// The numbers of the hand-overs that are for a reviewer.
async fn numbers(
    tx: &mut Tx,
    found: &Assessment,
    engagement: &Engagement,
) -> Result<Vec<u32>, WorkflowError> {
    let mut numbers = Vec::new();
    for handover in handovers::list(tx, &found.id).await? {
        if is_addressed(tx, found, &handover, engagement).await? {
            numbers.push(handover.handover);
        }
    }
    Ok(numbers)
}

impl Workflow {
    /// Adds a reviewer's comment on an item, or on the whole. Adding it twice adds it once.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `item` or `body`; [`WorkflowError::Refused`]
    /// when the review is over; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.comment_on_item", level = "debug", skip_all)]
    pub async fn comment_on_item(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        new: &NewComment<'_>,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, engagement) = engaged(&mut tx, actor, key).await?;
        let handover = handed_to(&mut tx, &found, &engagement).await?;
        super::review_draft::under_review(&found, &handover, new.revision)?;
        let comment = Comment {
            id: form_token(new.token)?,
            handover: handover.handover,
            item: self
                .item(&mut tx, &found, handover.revision, new.item)
                .await?,
            reply_to: None,
            author: actor.user.clone(),
            at: self.now(),
            body: written("body", "意見", new.body)?,
            settled: false,
        };
        self.add(&mut tx, (actor, key), &found, comment).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds an answer to a thread, by the reviewer or by an editor of the body.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `body`; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.answer_comment", level = "debug", skip_all)]
    pub async fn answer_comment(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        new: &NewAnswer<'_>,
    ) -> Result<(), WorkflowError> {
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (found, thread) = party(&mut tx, actor, key, new.thread).await?;
        let comment = Comment {
            id: form_token(new.token)?,
            reply_to: Some(thread.id.clone()),
            author: actor.user.clone(),
            at: self.now(),
            body: written("body", "回答", new.body)?,
            ..thread
        };
        self.add(&mut tx, (actor, key), &found, comment).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Marks a thread as settled, or as open again.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.settle_comment", level = "debug", skip_all)]
    pub async fn settle_comment(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        thread_id: &str,
        settled: bool,
    ) -> Result<(), WorkflowError> {
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let (_, thread) = party(&mut tx, actor, key, thread_id).await?;
        let changed = if settled {
            review_comments::settle(&mut tx, &thread.id, &actor.user, now).await?
        } else {
            review_comments::reopen(&mut tx, &thread.id).await?
        };
        if changed {
            let action = if settled {
                "review.settle"
            } else {
                "review.reopen"
            };
            let detail = json!({ "comment": thread.id });
            record(&mut tx, action, key, actor, now, detail).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn add(
        &self,
        tx: &mut Tx,
        (actor, key): (&Actor, &AssessmentKey),
        found: &Assessment,
        comment: Comment,
    ) -> Result<(), WorkflowError> {
        if !review_comments::insert(tx, &found.id, &comment).await? {
            return Ok(());
        }
        if actor.body.is_none() {
            let subject = Subject::Assessment(key.clone());
            let kind = MessageKind::ReviewCommented;
            let message = Message::new(kind, subject, &key.body, Some(&actor.user));
            tell_roles(tx, &[Role::Editor], &key.body, &message, comment.at).await?;
        }
        let detail = json!({ "comment": comment.id, "handover": comment.handover });
        record(tx, "review.comment", key, actor, comment.at, detail).await
    }

    /// The item of a path that is in the document; `None` for the whole.
    async fn item(
        &self,
        tx: &mut Tx,
        found: &Assessment,
        revision: i64,
        path: &str,
    ) -> Result<Option<ItemPath>, WorkflowError> {
        if path.is_empty() {
            return Ok(None);
        }
        let unknown = || WorkflowError::invalid("item", "その項目はこの評価書にありません。");
        let parsed = ItemPath::parse(path).map_err(|_| unknown())?;
        let form = self.form_edition(&found.form, &found.form_edition)?;
        let document = document(tx, &form, found, revision).await?;
        let known = form.node(parsed.item().as_str()).is_some();
        if known && document.answers.scope(&parsed).is_some() {
            Ok(Some(parsed))
        } else {
            Err(unknown())
        }
    }
}

/// The assessment with a thread, for a reviewer to whom was handed what it is about, or for an
/// editor of its body.
async fn party(
    tx: &mut Tx,
    actor: &Actor,
    key: &AssessmentKey,
    id: &str,
) -> Result<(Assessment, Comment), WorkflowError> {
    let (found, thread) = if actor.may(Action::EditAssessment, &key.body) {
        let found = find(tx, key).await?;
        let thread = thread(tx, &found, id).await?;
        (found, thread)
    } else {
        let (found, engagement) = engaged(tx, actor, key).await?;
        let thread = thread(tx, &found, id).await?;
        if !numbers(tx, &found, &engagement)
            .await?
            .contains(&thread.handover)
        {
            return Err(WorkflowError::NotFound);
        }
        (found, thread)
    };
    // What was published is not talked about any more.
    match found.stage.kind() {
        StageKind::Published | StageKind::Unpublished | StageKind::Ended => {
            let now = found.stage.label();
            Err(domain::Refusal::NotNow { now }.into())
        }
        _ => Ok((found, thread)),
    }
}

/// The first comment of a thread.
async fn thread(tx: &mut Tx, found: &Assessment, id: &str) -> Result<Comment, WorkflowError> {
    let comment = review_comments::find(tx, &found.id, id).await?;
    comment
        .filter(|comment| comment.reply_to.is_none())
        .ok_or(WorkflowError::NotFound)
}
