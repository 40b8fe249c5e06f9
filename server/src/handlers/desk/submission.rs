//! A submission on the commission's desk: receipt, officer, spans, advice, decisions.

mod decisions;
mod judged;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::answers::date_words;
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::{Select, SpanRow, SubmissionView, Utterance, render_submission};
use app::render::Link;
use app::routes;
use domain::procedure::form_label;
use domain::review::{AdviceKind, ScopeJudgement, SubmissionState};
use domain::{Digest, ItemPath, UserId};
use store::submissions::SubmissionHead;
use workflow::{
    NewAdvice, NewReceipt, NewSpanJudgement, OpenSubmission, SpanEntry, WorkflowError,
    judgement_digest,
};

use super::submissions::body_words;
use super::talk::{self, advice_threads, refused, tokens, unread};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// A submission.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> PageResult {
    show(
        &state,
        &signed_in,
        &id,
        Typed::default(),
        (StatusCode::OK, Vec::new()),
    )
    .await
}

/// Does what a button asks for.
pub async fn act(state: web::Data<AppState>, id: web::Path<String>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    match perform(&state, &signed_in, &id, &fields).await {
        Ok(()) => {
            let here = routes::submission(&id);
            Ok(see_other_with(&here, Flash::Recorded, &state.public.config))
        }
        Err(error) => {
            let again = refused(error)?;
            show(&state, &signed_in, &id, fields.typed(), again).await
        }
    }
}

async fn perform(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    fields: &Fields,
) -> Result<(), WorkflowError> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let version = fields.number("version").unwrap_or(-1);
    let day = |field: &'static str| {
        let parsed = fields.get(field).parse();
        parsed.map_err(|_| unread(field, "日付を書いてください。"))
    };
    match fields.get("op") {
        "receive" => {
            let new = NewReceipt {
                number: fields.get("number").to_owned(),
                on: day("on")?,
            };
            workflow.receive_submission(actor, id, version, &new).await
        }
        "assign" => {
            let officer = UserId::parse(fields.get("officer")).ok();
            workflow
                .assign_submission(actor, id, version, officer.as_ref())
                .await
        }
        "state" => {
            let wanted = SubmissionState::parse(fields.get("state"));
            let wanted = wanted.ok_or_else(|| unread("state", "状態を選んでください。"))?;
            workflow
                .set_submission_state(actor, id, version, wanted)
                .await
        }
        "note" => {
            let (token, memo) = (fields.get("token"), fields.get("memo"));
            workflow.note_on_submission(actor, id, token, memo).await
        }
        "advise" => {
            let kind = AdviceKind::parse(fields.get("kind"));
            let new = NewAdvice {
                token: fields.get("token"),
                kind: kind.ok_or_else(|| unread("kind", "種別を選んでください。"))?,
                body: fields.get("body"),
            };
            workflow.advise(actor, id, &new).await
        }
        "judge" => judge(state, signed_in, id, fields).await,
        op => decisions::decide(state, signed_in, id, (op, fields)).await,
    }
}

async fn judge(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    fields: &Fields,
) -> Result<(), WorkflowError> {
    let item = ItemPath::parse(fields.get("item")).map_err(|_| WorkflowError::NotFound)?;
    let digest = Digest::parse(fields.get("digest")).map_err(|_| WorkflowError::NotFound)?;
    let judgement = ScopeJudgement::parse(fields.get("judgement"));
    let new = NewSpanJudgement {
        item: &item,
        ordinal: fields
            .get("ordinal")
            .parse()
            .map_err(|_| WorkflowError::NotFound)?,
        digest: &digest,
        judgement: judgement.ok_or_else(|| unread("judgement", "範囲の判断を選んでください。"))?,
        note: fields.get("note"),
        seen: fields.get("seen"),
    };
    state.workflow.judge_span(&signed_in.actor, id, &new).await
}

async fn show(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    typed: Typed,
    (status, problems): (StatusCode, Vec<Problem>),
) -> Result<HttpResponse, PageError> {
    let actor = &signed_in.actor;
    let seen = state.workflow.open_submission(actor, id).await?;
    let officers = state.workflow.commission_officers(actor).await?;
    let head = &seen.head;
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let ids = tokens(state, 2);
    let view = SubmissionView {
        action: routes::submission(id),
        form: &seen.form,
        document: &seen.document,
        body_name: head.body_name.clone(),
        title: words::named(&head.title),
        lines: lines(head),
        state: (
            head.state.as_str().to_owned(),
            head.state.label().to_owned(),
        ),
        version: head.version,
        receipt: head
            .receipt_number
            .as_ref()
            .zip(head.received_on)
            .map(|(number, on)| {
                format!("受付番号 {number}・{}に受け付けました。", date_words(&on))
            }),
        is_withdrawn: head.withdrawn_on.is_some(),
        officers: Select {
            name: "officer",
            label: "担当",
            options: std::iter::once((String::new(), "担当なし".to_owned()))
                .chain(
                    officers
                        .into_iter()
                        .map(|(user, email)| (user.to_string(), email)),
                )
                .collect(),
            chosen: head
                .assigned_to
                .as_ref()
                .map(|(user, _)| user.to_string())
                .unwrap_or_default(),
        },
        states: Select {
            name: "state",
            label: "状態",
            options: SubmissionState::SET
                .iter()
                .map(|state| pair(state.as_str(), state.label()))
                .collect(),
            chosen: head.state.as_str().to_owned(),
        },
        regime: head.regime,
        decisions: decisions::views(state, signed_in, &seen).await?,
        judged: judged::view(&seen),
        spans: seen
            .spans
            .iter()
            .map(|entry| span(&seen, entry, &typed))
            .collect(),
        judgements: ScopeJudgement::ALL
            .map(|found| pair(found.as_str(), found.label()))
            .into(),
        changed: seen.former.as_ref().map(|_| {
            let link = |item: &domain::ItemId| {
                Link::new(words::label(&seen.form, item.as_str()), format!("#{item}"))
            };
            seen.changed.iter().map(link).collect()
        }),
        opinions: seen.heard.as_ref().map(talk::opinions_link),
        notes: seen
            .notes
            .iter()
            .map(|note| Utterance {
                who: note.author.clone(),
                when: words::moment(note.at),
                text: note.body.clone(),
            })
            .collect(),
        threads: advice_threads(&seen.advice),
        kinds: AdviceKind::ALL
            .map(|kind| pair(kind.as_str(), kind.label()))
            .into(),
        tokens: [ids[0].clone(), ids[1].clone()],
        typed,
        problems,
    };
    let crumbs = vec![Link::new("提出された評価書", routes::SUBMISSIONS)];
    let frame = signed_in.frame(view.title.clone(), crumbs);
    Ok(html_status(status, render_submission(&frame, &view)))
}

fn lines(head: &SubmissionHead) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}・{}・評価書番号 {}・{}",
            body_words(&head.prefecture_name, &head.body_name, head.regime),
            head.agency,
            head.number,
            form_label(&head.form)
        ),
        format!(
            "{}・{}に提出・第{}改訂",
            head.kind.label(),
            date_words(&head.filed_on),
            head.revision
        ),
    ];
    lines.extend(head.withdrawn_on.map(|on| {
        let on = date_words(&on);
        format!("{on}に団体が提出を取り戻しました。審査は不要です。")
    }));
    lines
}

fn span(seen: &OpenSubmission, entry: &SpanEntry, typed: &Typed) -> SpanRow {
    let span = &entry.span;
    let path = span.path.to_string();
    let reason = span.note.as_ref().map_or_else(
        || span.reason.word().to_owned(),
        |note| format!("{}（{note}）", span.reason.word()),
    );
    let judgement = entry.judgement.as_ref();
    let stored = (
        judgement.map_or("", |found| found.judgement.as_str()),
        judgement.map_or("", |found| found.note.as_str()),
    );
    let here = (path.as_str(), span.ordinal.to_string());
    let is_typed = typed.get("op") == "judge"
        && (typed.get("item"), typed.get("ordinal")) == (here.0, here.1.as_str());
    let shown = match is_typed {
        true => (typed.get("judgement"), typed.get("note")),
        false => stored,
    };
    let now = judgement.filter(|_| shown != stored);
    SpanRow {
        seen: judgement_digest(judgement).to_string(),
        now: now.map(|found| format!("{} {}", found.judgement.label(), found.note)),
        judgement: shown.0.to_owned(),
        note: shown.1.to_owned(),
        label: words::label(&seen.form, &path),
        path,
        ordinal: span.ordinal,
        digest: span.digest.to_string(),
        reason: (span.reason.as_str().to_owned(), reason),
        text: span.text.clone(),
    }
}
