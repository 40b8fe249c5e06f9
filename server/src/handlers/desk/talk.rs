//! What the pages of reviews and of the commission share: threads, new ids, what was refused.

use actix_web::http::StatusCode;
use app::components::forms::Problem;
use app::pages::{Thread, Utterance};
use app::render::Link;
use app::routes;
use domain::{ConsultationId, FormEdition};
use workflow::{AdviceEntry, CommentEntry, WorkflowError};

use super::context::UNPROCESSABLE;
use super::words;
use crate::errors::PageError;
use crate::state::AppState;

/// New ids for forms, so that posting one twice adds one row.
pub fn tokens(state: &AppState, count: usize) -> Vec<String> {
    let now = state.workflow.clock().now();
    (0..count).map(|_| store::new_id(now)).collect()
}

/// What to show beside a form again.
///
/// # Errors
/// What is no answer to a form.
pub fn refused(error: WorkflowError) -> Result<(StatusCode, Vec<Problem>), PageError> {
    let problem = |field: &str, message: String| Problem {
        field: field.to_owned(),
        label: String::new(),
        message,
    };
    match error {
        WorkflowError::Invalid(problems) => {
            let problems = problems.into_iter();
            let problems = problems.map(|found| problem(found.field, found.message));
            Ok((UNPROCESSABLE, problems.collect()))
        }
        WorkflowError::Refused(_) | WorkflowError::Conflict(_) => {
            let message = error.user_message();
            Ok((StatusCode::CONFLICT, vec![problem("", message)]))
        }
        other => Err(other.into()),
    }
}

/// The way to the opinions of a consultation and their answers, with how many came.
pub fn opinions_link((id, count): &(ConsultationId, u32)) -> Link {
    let words = format!("寄せられた意見と回答（{count}件）");
    Link::new(words, routes::desk_consultation(&id.to_string()))
}

/// A single problem of a field that cannot be read.
pub fn unread(field: &'static str, message: &str) -> WorkflowError {
    WorkflowError::Invalid(vec![workflow::FieldProblem {
        field,
        message: message.to_owned(),
    }])
}

/// Comments as threads; items lead to `href` and their anchor.
pub fn comment_threads(form: &FormEdition, all: &[CommentEntry], href: &str) -> Vec<Thread> {
    let utterance = |entry: &CommentEntry| Utterance {
        who: match (entry.mine, entry.by_reviewer) {
            (true, _) => "あなた",
            (false, true) => "点検の委員",
            (false, false) => "団体",
        }
        .to_owned(),
        when: words::moment(entry.at),
        text: entry.comment.body.clone(),
    };
    let roots = all.iter().filter(|entry| entry.comment.reply_to.is_none());
    let thread = |root: &CommentEntry| {
        let id = &root.comment.id;
        let answers = all
            .iter()
            .filter(|entry| entry.comment.reply_to.as_ref() == Some(id));
        let item = root.comment.item.as_ref();
        Thread {
            about: item.map_or_else(
                || "評価書の全体".to_owned(),
                |path| words::label(form, &path.to_string()),
            ),
            href: item.map(|path| format!("{href}#{path}")),
            said: std::iter::once(root)
                .chain(answers)
                .map(utterance)
                .collect(),
            settled: Some(root.comment.settled),
            id: id.clone(),
        }
    };
    roots.map(thread).collect()
}

/// Advice as threads.
pub fn advice_threads(all: &[AdviceEntry]) -> Vec<Thread> {
    let utterance = |entry: &AdviceEntry| Utterance {
        who: if entry.by_commission {
            "個人情報保護委員会"
        } else {
            "団体"
        }
        .to_owned(),
        when: words::moment(entry.advice.at),
        text: entry.advice.body.clone(),
    };
    let thread = |root: &AdviceEntry| {
        let kind = root.advice.kind?;
        let id = &root.advice.id;
        let answers = all
            .iter()
            .filter(|entry| entry.advice.reply_to.as_ref() == Some(id));
        Some(Thread {
            id: id.clone(),
            about: kind.label().to_owned(),
            href: None,
            said: std::iter::once(root)
                .chain(answers)
                .map(utterance)
                .collect(),
            settled: None,
        })
    };
    all.iter().filter_map(thread).collect()
}
