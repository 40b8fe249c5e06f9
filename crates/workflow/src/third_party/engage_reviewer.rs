//! Inviting a third-party reviewer to one assessment, and taking that back.
//!
//! An account of a reviewer belongs to no body: several may engage the same person. A link that
//! opens it goes to the address of the account and to nobody else, and only as long as the
//! person has chosen no password.

use std::fmt;

use domain::name::parse_name;
use domain::procedure::transitions;
use domain::{Act, Action, FormKind, Refusal, Role};
use jiff::Timestamp;
use serde_json::json;
use store::assessments::Assessment;
use store::engagements::{self, Engagement};
use store::users::{self, User, UserState};
use store::{Tx, new_id};
use tracing::instrument;

use super::{record, round};
use crate::actor::Actor;
use crate::assessment::{People, find, lock};
use crate::assessment_key::AssessmentKey;
use crate::circumstances::regime;
use crate::email;
use crate::error::WorkflowError;
use crate::invite_user::{NewUser, VALID, new_link, record_invitation};
use crate::notify::{Message, MessageKind, Subject, To, tell};
use crate::renew_link::mail_link;
use crate::token::Token;
use crate::workflow::Workflow;

/// Whom to invite.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEngagement {
    /// The e-mail address as typed.
    pub email: String,
    /// The name of the reviewing organ, as it may stand in the assessment.
    pub organ: String,
}

impl fmt::Debug for NewEngagement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewEngagement")
    }
}

/// An engagement as the body sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementEntry {
    /// The id.
    pub id: String,
    /// The reviewer's address.
    pub email: String,
    /// The organ.
    pub organ: String,
    /// When the person was invited.
    pub invited_at: Timestamp,
    /// When that was taken back.
    pub ended_at: Option<Timestamp>,
}

impl Workflow {
    /// Invites a reviewer to an assessment; an account is made where there is none, and who has
    /// no password yet is sent a link. Inviting the same person twice engages once and sends
    /// the link again. `address` makes the link's absolute address; the id of the engagement.
    ///
    /// # Errors
    /// [`WorkflowError::Invalid`] with the field `email` or `organ`;
    /// [`WorkflowError::Refused`] when the kind of assessment has no third-party review or no
    /// edition is under way; [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.engage_reviewer", level = "debug", skip_all)]
    pub async fn engage_reviewer(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        new: NewEngagement,
        address: impl Fn(&Token) -> String + Send,
    ) -> Result<String, WorkflowError> {
        actor.require(Action::EngageReviewer, &key.body)?;
        let email = email::parse(&new.email)?;
        let organ = parse_name(&new.organ, 100).map_err(|_| {
            let message =
                "点検する機関の名称を100文字以内で書いてください。評価書の方法の欄に使われます。";
            WorkflowError::invalid("organ", message)
        })?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = lock(&mut tx, key).await?;
        has_review(&mut tx, &found).await?;
        let user = self.reviewer(&mut tx, &email).await?;
        let invitation = match user.password_hash {
            Some(_) => None,
            None => Some(new_link(&mut tx, Some(&actor.user), &user, VALID, now).await?),
        };
        if let Some(invitation) = &invitation {
            mail_link(&mut tx, &user, &address(&invitation.token), VALID, now).await?;
        }
        if let Some(before) = engagements::active(&mut tx, &found.id, &user.id).await? {
            if let Some(invitation) = &invitation {
                record_invitation(&mut tx, user, invitation, actor, now).await?;
            }
            tx.commit().await?;
            return Ok(before.id);
        }
        let engagement = Engagement {
            id: new_id(now),
            assessment: found.id.clone(),
            reviewer: user.id.clone(),
            organ,
            round: round(&mut tx, &found).await?,
            invited_by: actor.user.clone(),
            invited_at: now,
            ended_at: None,
        };
        engagements::insert(&mut tx, &engagement).await?;
        self.tell_reviewer(&mut tx, MessageKind::ReviewerInvited, (actor, key), &user)
            .await?;
        let detail = json!({ "engagement": engagement.id, "reviewer": user.id });
        if let Some(invitation) = &invitation {
            record_invitation(&mut tx, user, invitation, actor, now).await?;
        }
        record(&mut tx, "review.engage", key, actor, now, detail).await?;
        tx.commit().await?;
        Ok(engagement.id)
    }

    /// Takes an invitation to an assessment back: the person sees it no more. Doing it twice
    /// is no error.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.end_engagement", level = "debug", skip_all)]
    pub async fn end_engagement(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
        id: &str,
    ) -> Result<(), WorkflowError> {
        actor.require(Action::EngageReviewer, &key.body)?;
        let now = self.now();
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let found = lock(&mut tx, key).await?;
        let all = engagements::list_of_assessment(&mut tx, &found.id).await?;
        let known = all.iter().find(|engagement| engagement.id == id);
        let known = known.ok_or(WorkflowError::NotFound)?;
        if !engagements::end(&mut tx, &found.id, id, &actor.user, now).await? {
            return Ok(());
        }
        if let Some(user) = users::find(&mut tx, &known.reviewer).await? {
            self.tell_reviewer(&mut tx, MessageKind::ReviewerReleased, (actor, key), &user)
                .await?;
        }
        let detail = json!({ "engagement": id, "reviewer": known.reviewer });
        record(&mut tx, "review.release", key, actor, now, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who was invited to review an assessment, active ones first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.engagements", level = "debug", skip_all)]
    pub async fn engagements(
        &self,
        actor: &Actor,
        key: &AssessmentKey,
    ) -> Result<Vec<EngagementEntry>, WorkflowError> {
        actor.require(Action::ReadAssessment, &key.body)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let found = find(&mut tx, key).await?;
        let mut people = People::default();
        let mut entries = Vec::new();
        for engagement in engagements::list_of_assessment(&mut tx, &found.id).await? {
            let email = people.email(&mut tx, Some(&engagement.reviewer)).await?;
            entries.push(EngagementEntry {
                id: engagement.id,
                email: email.unwrap_or_default(),
                organ: engagement.organ,
                invited_at: engagement.invited_at,
                ended_at: engagement.ended_at,
            });
        }
        Ok(entries)
    }

    /// The account of a reviewer, made when the address is new.
    async fn reviewer(&self, tx: &mut Tx, email: &str) -> Result<User, WorkflowError> {
        match users::find_by_email(tx, email).await? {
            Some(user)
                if user.role == Role::ThirdPartyReviewer && user.state != UserState::Disabled =>
            {
                Ok(user)
            }
            // Where the address is in use is nobody's business here.
            Some(_) => Err(WorkflowError::invalid(
                "email",
                "このメールアドレスは招待できません。アドレスを確かめ、正しいときはシステムの管理者に相談してください。",
            )),
            None => {
                let new = NewUser {
                    email: email.to_owned(),
                    role: Role::ThirdPartyReviewer,
                    body: None,
                };
                self.add_user(tx, email, &new).await
            }
        }
    }

    async fn tell_reviewer(
        &self,
        tx: &mut Tx,
        kind: MessageKind,
        (by, key): (&Actor, &AssessmentKey),
        user: &User,
    ) -> Result<(), WorkflowError> {
        let subject = Subject::Assessment(key.clone());
        let message = Message::new(kind, subject, &key.body, Some(&by.user));
        tell(tx, To::User(&user.id), &message, self.now()).await?;
        Ok(())
    }
}

/// Refuses where the procedure has no third-party review, or nothing is under way.
async fn has_review(tx: &mut Tx, found: &Assessment) -> Result<(), WorkflowError> {
    let regime = regime(tx, &found.body).await?;
    let known = FormKind::of(&found.form)
        .is_some_and(|form| transitions(form, regime).any(|row| row.act == Act::HandOver));
    if known && found.stage.round().is_some() {
        return Ok(());
    }
    let now = found.stage.label();
    Err(Refusal::NotNow { now }.into())
}
