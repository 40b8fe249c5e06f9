//! The desk of a third-party reviewer: what was handed over, comments, checklist, verdict.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::{
    AssignmentRow, CommentItem, HandedOverView, QuestionRow, render_assignments, render_handed_over,
};
use app::render::Link;
use app::routes;
use domain::review::{ItemCheck, QuestionAnswer};
use domain::stage::VerdictKind;
use domain::{Answers, FormEdition, ItemPath, Kind, Node};
use workflow::{
    AssessmentKey, Assignment, NewAnswer, NewComment, NewVerdict, ReviewDraft, WorkflowError,
};

use super::context::{KeyPath, key_of};
use super::talk::{comment_threads, opinions_link, refused, tokens, unread};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// The list.
pub async fn list(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let assigned = state.workflow.assignments(&signed_in.actor).await?;
    let rows: Vec<AssignmentRow> = assigned.iter().map(row).collect();
    let frame = signed_in.frame("第三者点検", Vec::new());
    Ok(html(render_assignments(&frame, &rows)))
}

fn address(key: &AssessmentKey) -> String {
    routes::assignment(key.body.as_str(), key.number.as_str(), key.form.as_str())
}

fn row(assigned: &Assignment) -> AssignmentRow {
    let key = &assigned.key;
    let next_step = match (&assigned.handed_over_at, &assigned.verdict_on) {
        (None, _) => "まだ全文が渡されていません。渡されると知らせが届きます。".to_owned(),
        (Some(at), None) => format!("{}に渡されました。点検してください。", words::moment(*at)),
        (Some(_), Some(_)) => "点検の結果は記録済みです。".to_owned(),
    };
    AssignmentRow {
        title: match &assigned.title {
            Some(title) => words::named(title),
            None => "まだ渡されていない評価書".to_owned(),
        },
        subtitle: format!(
            "{}・{}・評価書番号 {}・{}",
            assigned.body_name, assigned.agency, key.number, assigned.organ
        ),
        stage: words::stage_words(&assigned.stage),
        next_step,
        open: assigned
            .handed_over_at
            .map(|_| Link::new("全文を開く", address(key))),
    }
}

/// What was handed over.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let key = key_of(&path.0, &path.1, &path.2)?;
    show(&state, &signed_in, &key, None, (StatusCode::OK, Vec::new())).await
}

/// Does what a button asks for.
pub async fn act(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    match perform(&state, &signed_in, &key, &fields).await {
        Ok(()) => Ok(see_other_with(
            &address(&key),
            Flash::Recorded,
            &state.public.config,
        )),
        Err(error) => {
            let problems = refused(error)?;
            show(&state, &signed_in, &key, Some(fields.typed()), problems).await
        }
    }
}

async fn perform(
    state: &AppState,
    signed_in: &SignedIn,
    key: &AssessmentKey,
    fields: &Fields,
) -> Result<(), WorkflowError> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let revision = fields.number("revision").unwrap_or(-1);
    let checklist = &state.public.content.checklist;
    match fields.get("op") {
        "comment" => {
            let new = NewComment {
                token: fields.get("token"),
                revision,
                item: fields.get("item"),
                body: fields.get("body"),
            };
            workflow.comment_on_item(actor, key, &new).await
        }
        "answer" => {
            let new = NewAnswer {
                token: fields.get("token"),
                thread: fields.get("thread"),
                body: fields.get("body"),
            };
            workflow.answer_comment(actor, key, &new).await
        }
        op @ ("settle" | "reopen") => {
            let settled = op == "settle";
            workflow
                .settle_comment(actor, key, fields.get("thread"), settled)
                .await
        }
        "save" => {
            let draft = draft(state, fields);
            workflow
                .save_review_draft(actor, key, checklist, revision, &draft)
                .await
                .map(drop)
        }
        "verdict" => {
            let draft = draft(state, fields);
            // What was typed is kept even when the rest cannot be read.
            let (on, kind) = (
                fields.get("on").parse(),
                VerdictKind::parse(fields.get("kind")),
            );
            let (Ok(on), Some(kind)) = (on, kind) else {
                workflow
                    .save_review_draft(actor, key, checklist, revision, &draft)
                    .await?;
                let field = if kind.is_none() { "kind" } else { "on" };
                return Err(unread(
                    field,
                    "点検の実施日と結論を書いてください。ほかの入力は下書きに保存しました。",
                ));
            };
            let new = NewVerdict { on, kind, draft };
            workflow
                .give_verdict(actor, key, checklist, revision, &new)
                .await
                .map(drop)
        }
        _ => Err(WorkflowError::NotFound),
    }
}

fn draft(state: &AppState, fields: &Fields) -> ReviewDraft {
    let questions = &state.public.content.checklist.questions;
    let answer = |id: &str| QuestionAnswer {
        check: ItemCheck::parse(fields.get(&format!("check~{id}"))),
        note: fields.get(&format!("note~{id}")).trim().to_owned(),
    };
    let answers = questions.iter().map(|q| (q.id.clone(), answer(&q.id)));
    ReviewDraft {
        answers: answers
            .filter(|(_, answer)| *answer != QuestionAnswer::default())
            .collect(),
        method: fields.get("method").to_owned(),
        result: fields.get("result").to_owned(),
        version: fields.number("version").unwrap_or(0),
    }
}

async fn show(
    state: &AppState,
    signed_in: &SignedIn,
    key: &AssessmentKey,
    typed: Option<Typed>,
    (status, problems): (StatusCode, Vec<Problem>),
) -> Result<HttpResponse, PageError> {
    let seen = state
        .workflow
        .open_handed_over(&signed_in.actor, key)
        .await?;
    let (form, open) = (&seen.open.form, &seen.open);
    let threads = comment_threads(form, &seen.comments, "");
    let mut shown = saved(&seen.draft, &seen.organ);
    for (name, value) in typed.iter().flat_map(Typed::pairs) {
        shown.set(name, value);
    }
    let mut items = Vec::new();
    collect(form, form.items(), None, &open.document.answers, &mut items);
    let question = |q: &domain::review::Question| QuestionRow {
        id: q.id.clone(),
        aspect: q.aspect.label().to_owned(),
        text: q.text.clone(),
        source: q.source.clone(),
        confirmed: q.confirmed,
    };
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let kinds = [VerdictKind::Suitable, VerdictKind::ToBeAmended];
    let view = HandedOverView {
        action: address(key),
        form,
        document: &open.document,
        body_name: open.body.name.clone(),
        title: words::title(&open.document),
        subtitle: format!(
            "{}・{}・評価書番号 {}・第{}改訂・{}に渡されたもの",
            open.body.name,
            open.document.agency,
            key.number,
            seen.handover.revision,
            words::moment(seen.handover.at)
        ),
        stage: words::stage_words(&open.stage),
        revision: seen.handover.revision,
        version: seen.draft.version,
        may_write: seen.may_write,
        opinions: seen.heard.as_ref().map(opinions_link),
        verdict: seen.verdict.as_ref().map(|verdict| {
            let on = app::components::answers::date_words(&verdict.on);
            format!("{on}・{}", verdict.kind.label())
        }),
        tokens: tokens(state, threads.len() + 1),
        threads,
        items,
        questions: state
            .public
            .content
            .checklist
            .questions
            .iter()
            .map(question)
            .collect(),
        checks: ItemCheck::ALL.map(|c| pair(c.as_str(), c.label())).into(),
        kinds: kinds.map(|k| pair(k.as_str(), k.label())).into(),
        typed: shown,
        problems,
    };
    let crumbs = vec![Link::new("第三者点検", routes::ASSIGNMENTS)];
    let frame = signed_in.frame(view.title.clone(), crumbs);
    Ok(html_status(status, render_handed_over(&frame, &view)))
}

/// What is saved, as fields.
fn saved(draft: &ReviewDraft, organ: &str) -> Typed {
    let mut typed = Typed::default();
    for (id, answer) in &draft.answers {
        if let Some(check) = answer.check {
            typed.set(format!("check~{id}"), check.as_str());
        }
        typed.set(format!("note~{id}"), answer.note.clone());
    }
    let method = if draft.version == 0 {
        format!("{organ}による点検")
    } else {
        draft.method.clone()
    };
    typed.set("method", method);
    typed.set("result", draft.result.clone());
    typed
}

/// Every item that takes an answer and is in the document.
fn collect(
    form: &FormEdition,
    nodes: &[Node],
    within: Option<&ItemPath>,
    answers: &Answers,
    items: &mut Vec<CommentItem>,
) {
    for node in nodes {
        let path = within.map_or_else(
            || ItemPath::top(node.id.clone()),
            |group| group.child(node.id.clone()),
        );
        match node.kind {
            Kind::Section => collect(form, &node.children, within, answers, items),
            _ if node.printed => {}
            Kind::Repeat => {
                let scope = answers.scope(&path);
                let count = scope.map_or(0, |scope| scope.groups(node.id.as_str()).len());
                for index in 1..=count {
                    let group = path.clone().group(index);
                    collect(form, &node.children, Some(&group), answers, items);
                }
            }
            _ => items.push(CommentItem {
                label: form.full_label(&path),
                path: path.to_string(),
            }),
        }
    }
}
