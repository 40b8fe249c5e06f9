//! The demo at the commission: what was submitted is received, all but the newest, and one of
//! it looked at: a note, the judgement of what is withheld, advice and its answer.

use domain::review::{AdviceKind, ScopeJudgement};
use jiff::SignedDuration;
use store::meta;
use workflow::{
    AssessmentKey, NewAdvice, NewReceipt, NewSpanJudgement, PageRequest, SubmissionFilter,
    judgement_digest,
};

use super::course::actor;
use super::{Stage, present};
use crate::commands::Failure;
use crate::state::AppState;

/// The value in the store that tells that it was done.
const DONE: &str = "demo.commission";
const NOTE: &str = "前に提出されたものと比べること。（見本のメモです）";
const ADVICE: &str =
    "非公表とする部分を、必要な範囲に限っているか確かめてください。（見本の助言です）";
const REPLY: &str = "確かめました。いまの範囲は必要なものに限っています。（見本の回答です）";

/// Does it, unless it was done.
pub(super) async fn follow(state: &AppState) -> Result<(), Failure> {
    let mut tx = state.workflow.store().begin_read().await?;
    let done = meta::get(&mut tx, DONE).await?.is_some();
    drop(tx);
    if done {
        return Ok(());
    }
    let stage = Stage::new(state, present() - SignedDuration::from_hours(24))?;
    let officer = actor(&stage, "ppc-reviewer@demo.invalid").await?;
    let workflow = &stage.workflow;
    let (filter, page) = (
        SubmissionFilter::default(),
        PageRequest::first(PageRequest::MOST),
    );
    let found = workflow.submissions(&officer, &filter, &page).await?.items;
    let received = found.split_last().map_or(&[][..], |(_, before)| before);
    for (number, head) in (1..).zip(received) {
        if head.receipt_number.is_some() {
            continue;
        }
        let new = NewReceipt {
            number: format!("見本第{number}号"),
            on: workflow.today(),
        };
        workflow
            .receive_submission(&officer, &head.id, head.version, &new)
            .await?;
    }
    if let Some(head) = received.first() {
        look_at(&stage, &head.id).await?;
    }
    let mut tx = state.workflow.store().begin().await?;
    meta::set(&mut tx, DONE, "1").await?;
    tx.commit().await?;
    Ok(())
}

async fn look_at(stage: &Stage, id: &str) -> Result<(), Failure> {
    let workflow = &stage.workflow;
    let officer = actor(stage, "ppc-reviewer@demo.invalid").await?;
    let seen = workflow.open_submission(&officer, id).await?;
    let (version, me) = (seen.head.version, Some(&officer.user));
    workflow
        .assign_submission(&officer, id, version, me)
        .await?;
    if let Some(entry) = seen.spans.first() {
        let span = &entry.span;
        let before = judgement_digest(entry.judgement.as_ref()).to_string();
        let judgement = NewSpanJudgement {
            item: &span.path,
            ordinal: span.ordinal,
            digest: &span.digest,
            judgement: ScopeJudgement::Appropriate,
            note: "",
            seen: &before,
        };
        workflow.judge_span(&officer, id, &judgement).await?;
    }
    let ids = [0, 1, 2].map(|seconds| {
        let at = workflow.clock().now() + SignedDuration::from_secs(seconds);
        store::new_id(at)
    });
    workflow
        .note_on_submission(&officer, id, &ids[0], NOTE)
        .await?;
    let advice = NewAdvice {
        token: &ids[1],
        kind: AdviceKind::Advice,
        body: ADVICE,
    };
    workflow.advise(&officer, id, &advice).await?;
    let key: &AssessmentKey = &seen.key;
    let email = match key.body.as_str() {
        "992011" => "editor@demo.invalid",
        "993018" => "editor.shisaku@demo.invalid",
        _ => return Ok(()),
    };
    let editor = actor(stage, email).await?;
    let answer = (ids[2].as_str(), ids[1].as_str());
    workflow.answer_advice(&editor, key, answer, REPLY).await?;
    Ok(())
}
