//! Judging again whenever something changed that decides.

use domain::affair::demands_redo;
use domain::threshold::{Inputs, Judgement};
use domain::{Duty, Role, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use store::affairs::{self, Affair};
use store::{StoreError, Tx, affair_judgements, incidents};

use crate::notify::{Message, MessageKind, Subject, tell_roles};

/// Why an affair was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It was registered.
    Registered,
    /// An input changed.
    Inputs,
    /// An incident of the agency was registered.
    Incident,
    /// An incident was cancelled.
    IncidentCancelled,
    /// A document came in with its facts.
    Document,
}

impl Cause {
    const ALL: [Self; 5] = [
        Self::Registered,
        Self::Inputs,
        Self::Incident,
        Self::IncidentCancelled,
        Self::Document,
    ];

    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Inputs => "inputs",
            Self::Incident => "incident",
            Self::IncidentCancelled => "incident-cancelled",
            Self::Document => "document",
        }
    }

    /// What happened, for screens; the word itself where it is not known.
    #[must_use]
    pub fn label_of(word: &str) -> &str {
        let known = Self::ALL.into_iter().find(|cause| cause.as_str() == word);
        known.map_or(word, |cause| match cause {
            Self::Registered => "事務の登録",
            Self::Inputs => "入力の変更",
            Self::Incident => "重大事故の登録",
            Self::IncidentCancelled => "重大事故の登録の取消し",
            Self::Document => "評価書からの取込み",
        })
    }
}

/// Who judges, when and why.
#[derive(Clone, Copy)]
pub(crate) struct Judging<'a> {
    pub cause: Cause,
    pub by: Option<&'a UserId>,
    pub at: Timestamp,
    pub today: Date,
}

/// What the affair is judged from today.
pub(crate) async fn inputs_of(
    tx: &mut Tx,
    affair: &Affair,
    today: Date,
) -> Result<Inputs, StoreError> {
    let found = incidents::list(tx, &affair.body, Some(&affair.agency)).await?;
    let registered = found.iter().any(|incident| incident.counts_on(today));
    Ok(Inputs::of(
        &affair.content.facts,
        affair.content.exempt_ground,
        registered,
    ))
}

/// What was judged before and after a change.
pub(crate) struct Changed<'a> {
    pub before: Option<Duty>,
    pub inputs: &'a Inputs,
    pub judgement: &'a Judgement,
    pub published: Option<Duty>,
}

/// Records a judgement of a locked affair, if it is the first or says something new, and
/// raises 再実施要 where the result came out higher. Whether it did.
pub(crate) async fn record(
    tx: &mut Tx,
    affair: &Affair,
    judging: Judging<'_>,
    changed: &Changed<'_>,
) -> Result<bool, StoreError> {
    let after = changed.judgement.duty();
    let redo = affair.ended_on.is_none() && demands_redo(changed.before, after, changed.published);
    let new = affair_judgements::Judgement {
        at: judging.at,
        judged_on: judging.today,
        author: judging.by.cloned(),
        cause: judging.cause.as_str().to_owned(),
        inputs: *changed.inputs,
        as_of: affair.content.facts.as_of,
        reason: changed.judgement.reason_id().map(ToOwned::to_owned),
        duty: after,
        redo,
    };
    let last = affair_judgements::list(tx, &affair.id, 1).await?;
    let is_new = last.first().is_none_or(|last| {
        (last.inputs, last.as_of, &last.reason) != (new.inputs, new.as_of, &new.reason)
    });
    if !is_new {
        return Ok(false);
    }
    affair_judgements::append(tx, &affair.id, &new).await?;
    if redo {
        let reason = redo_reason(changed.before, after);
        affairs::set_redo(tx, &affair.id, Some(&reason), judging.at).await?;
        notify_redo(tx, affair, judging).await?;
    }
    Ok(redo)
}

fn redo_reason(before: Option<Duty>, after: Option<Duty>) -> String {
    let label = |duty: Option<Duty>| duty.map_or("未判断", Duty::label);
    format!(
        "しきい値判断の結果が「{}」から「{}」に上がりました。速やかに再実施してください。公表中の評価書はそのまま残ります。",
        label(before),
        label(after)
    )
}

/// Tells those who write it and those who keep the plan.
async fn notify_redo(tx: &mut Tx, affair: &Affair, judging: Judging<'_>) -> Result<(), StoreError> {
    let subject = Subject::affair(affair.body.as_str(), affair.number.as_str());
    let kind = MessageKind::RedoRequired;
    let message = Message::new(kind, subject, &affair.body, judging.by);
    let roles = [Role::Editor, Role::Coordinator];
    tell_roles(tx, &roles, &affair.body, &message, judging.at).await
}
