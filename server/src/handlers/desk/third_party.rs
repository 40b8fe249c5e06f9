//! The third-party review and the commission's advice, as the body sees them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::answers::date_words;
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::{
    BodyCommissionView, BodyReviewView, EngagementRow, HandoverRow, PointRow, SubmissionRow,
    render_body_commission, render_body_review,
};
use domain::review::{Checklist, ItemCheck};
use domain::{Action, StageKind};
use workflow::{BodyReview, NewAnswer, NewEngagement, WorkflowError, text_digest};

use super::context::{Desk, KeyPath};
use super::talk::{advice_threads, comment_threads, refused, tokens};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::people::link_in_mail;
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// What a page shows beside what is stored.
#[derive(Default)]
struct Again {
    typed: Typed,
    problems: Vec<Problem>,
}

/// The review.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    show(&state, &signed_in, &desk, StatusCode::OK, Again::default()).await
}

/// Does what a button asks for.
pub async fn act(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let done = perform(&state, &signed_in, &desk, &fields).await;
    let (status, again) = match done {
        Ok(()) => {
            let here = desk.paths.third_party();
            return Ok(see_other_with(&here, Flash::Recorded, &state.public.config));
        }
        Err(error) => {
            let (status, problems) = refused(error)?;
            let typed = fields.typed();
            (status, Again { typed, problems })
        }
    };
    show(&state, &signed_in, &desk, status, again).await
}

async fn perform(
    state: &AppState,
    signed_in: &SignedIn,
    desk: &Desk,
    fields: &Fields,
) -> Result<(), WorkflowError> {
    let (workflow, actor, key) = (&state.workflow, &signed_in.actor, &desk.key);
    match fields.get("op") {
        "engage" => {
            let new = NewEngagement {
                email: fields.get("email").to_owned(),
                organ: fields.get("organ").to_owned(),
            };
            let link = link_in_mail(&state.public.config);
            workflow.engage_reviewer(actor, key, new, link).await?;
        }
        "release" => {
            workflow
                .end_engagement(actor, key, fields.get("engagement"))
                .await?;
        }
        "answer" => {
            let new = NewAnswer {
                token: fields.get("token"),
                thread: fields.get("thread"),
                body: fields.get("body"),
            };
            workflow.answer_comment(actor, key, &new).await?;
        }
        op @ ("settle" | "reopen") => {
            let settled = op == "settle";
            workflow
                .settle_comment(actor, key, fields.get("thread"), settled)
                .await?;
        }
        "respond" => {
            let written = (fields.get("seen"), fields.get("response"));
            workflow
                .respond_to_review(actor, key, fields.get("subject"), written)
                .await?;
        }
        _ => return Err(WorkflowError::NotFound),
    }
    Ok(())
}

async fn show(
    state: &AppState,
    signed_in: &SignedIn,
    desk: &Desk,
    status: StatusCode,
    again: Again,
) -> Result<HttpResponse, PageError> {
    let (actor, key) = (&signed_in.actor, &desk.key);
    let engagements = state.workflow.engagements(actor, key).await?;
    let review = state.workflow.body_review(actor, key).await?;
    let threads = comment_threads(&desk.open.form, &review.comments, &desk.paths.preview());
    let may_answer = actor.may(Action::EditAssessment, &key.body);
    let kind = desk.open.stage.kind();
    let view = BodyReviewView {
        action: desk.paths.third_party(),
        title: desk.title(),
        stage: desk.stage(),
        engagements: engagements
            .into_iter()
            .map(|row| EngagementRow {
                id: row.id,
                email: row.email,
                organ: row.organ,
                invited: words::moment(row.invited_at),
                ended: row.ended_at.map(words::moment),
            })
            .collect(),
        may_engage: actor.may(Action::EngageReviewer, &key.body),
        handovers: handovers(&review),
        tokens: tokens(state, if may_answer { threads.len() } else { 0 }),
        threads,
        points: points(desk, &review, &state.public.content.checklist, &again.typed),
        may_respond: may_answer && kind == StageKind::AmendingAfterReview,
        typed: again.typed,
        problems: again.problems,
    };
    let frame = desk.frame(signed_in, "第三者点検");
    Ok(html_status(status, render_body_review(&frame, &view)))
}

fn handovers(review: &BodyReview) -> Vec<HandoverRow> {
    let row = |(handover, verdict): &(
        store::handovers::Handover,
        Option<store::reviews::StoredVerdict>,
    )| HandoverRow {
        when: words::moment(handover.at),
        revision: handover.revision,
        recipients: handover.recipients.len(),
        digest: handover.digest.to_string(),
        verdict: verdict.as_ref().map_or_else(
            || "点検中".to_owned(),
            |verdict| format!("{}（{}）", verdict.kind.label(), date_words(&verdict.on)),
        ),
    };
    review.handovers.iter().map(row).collect()
}

/// The comments on the last hand-over and the questions that were answered 要修正.
fn points(desk: &Desk, review: &BodyReview, checklist: &Checklist, typed: &Typed) -> Vec<PointRow> {
    let Some((handover, Some(verdict))) = review.handovers.first() else {
        return Vec::new();
    };
    let response = |subject: &str| {
        let found = review.responses.get(subject);
        found.map_or(String::new(), |response| response.text.clone())
    };
    let questions = checklist.questions.iter().filter_map(|question| {
        let answer = verdict.answers.get(&question.id)?;
        (answer.check == Some(ItemCheck::ToAmend)).then(|| PointRow {
            subject: question.id.clone(),
            about: format!("{}: {}", question.aspect.label(), question.text),
            point: answer.note.clone(),
            seen: text_digest(&response(&question.id)).to_string(),
            response: response(&question.id),
            typed: None,
        })
    });
    let comments = review.comments.iter().filter_map(|entry| {
        let comment = &entry.comment;
        let here = comment.reply_to.is_none() && comment.handover == handover.handover;
        let about = comment.item.as_ref().map_or_else(
            || "評価書の全体".to_owned(),
            |path| words::label(&desk.open.form, &path.to_string()),
        );
        here.then(|| PointRow {
            subject: comment.id.clone(),
            about,
            point: comment.body.clone(),
            seen: text_digest(&response(&comment.id)).to_string(),
            response: response(&comment.id),
            typed: None,
        })
    });
    let typed_here = |row: PointRow| {
        let text = typed.get("response");
        let is_here = typed.get("op") == "respond" && typed.get("subject") == row.subject;
        match is_here && text != row.response {
            true => PointRow {
                typed: Some(text.to_owned()),
                ..row
            },
            false => row,
        }
    };
    questions.chain(comments).map(typed_here).collect()
}

/// Submissions and advice.
pub async fn commission(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: KeyPath,
) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    show_commission(&state, &signed_in, &desk, StatusCode::OK, Again::default()).await
}

async fn show_commission(
    state: &AppState,
    signed_in: &SignedIn,
    desk: &Desk,
    status: StatusCode,
    again: Again,
) -> Result<HttpResponse, PageError> {
    let seen = state
        .workflow
        .body_advice(&signed_in.actor, &desk.key)
        .await?;
    let threads = advice_threads(&seen.advice);
    let row = |head: &store::submissions::SubmissionHead| SubmissionRow {
        kind: head.kind.label().to_owned(),
        filed: date_words(&head.filed_on),
        revision: head.revision,
        receipt: match (&head.receipt_number, &head.received_on) {
            _ if head.withdrawn_on.is_some() => "取り戻しました".to_owned(),
            (Some(number), Some(on)) => format!("受付番号 {number}（{}）", date_words(on)),
            _ => "まだ受け付けられていません".to_owned(),
        },
    };
    let view = BodyCommissionView {
        action: desk.paths.commission(),
        title: desk.title(),
        submissions: seen.submissions.iter().map(row).collect(),
        tokens: tokens(state, if seen.may_answer { threads.len() } else { 0 }),
        threads,
        typed: again.typed,
        problems: again.problems,
    };
    let frame = desk.frame(signed_in, "委員会への提出と指導・助言");
    Ok(html_status(status, render_body_commission(&frame, &view)))
}

/// Answers advice.
pub async fn answer(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let ids = (fields.get("token"), fields.get("thread"));
    let answered = state
        .workflow
        .answer_advice(&signed_in.actor, &desk.key, ids, fields.get("body"))
        .await;
    if let Err(error) = answered {
        let (status, problems) = refused(error)?;
        let again = Again {
            typed: fields.typed(),
            problems,
        };
        return show_commission(&state, &signed_in, &desk, status, again).await;
    }
    let here = desk.paths.commission();
    Ok(see_other_with(&here, Flash::Recorded, &state.public.config))
}
