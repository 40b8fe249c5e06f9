//! What people are told, in the words and with the addresses of the portal.

use app::routes::{self, AssessmentPaths};
use workflow::{AssessmentKey, MessageKind, Subject, SubjectKind, Topic};

/// The page that a message leads to. A page of another sort of thing: a line here.
#[must_use]
pub fn place(kind: MessageKind, subject: &Subject) -> String {
    match (kind.topic(), subject) {
        (Topic::Due, _) if matches!(kind, MessageKind::YearlyReviewDue | MessageKind::RedoDue) => {
            of_subject(subject)
        }
        (Topic::System, _) => match kind {
            MessageKind::TrailBroken => routes::AUDIT.to_owned(),
            _ => routes::MAIL_PROBLEMS.to_owned(),
        },
        (Topic::Account, _) => match kind {
            MessageKind::PeopleChanged => routes::USERS.to_owned(),
            _ => routes::ACCOUNT.to_owned(),
        },
        (Topic::Affair, Subject::System) => routes::INCIDENTS.to_owned(),
        (Topic::Review, Subject::Assessment(key)) => of_review(kind, key),
        (Topic::Commission, Subject::Assessment(key)) => of_commission(kind, key),
        // The commission reads what was submitted, not the plan.
        (_, Subject::Numbered { id, .. }) if kind == MessageKind::PlanSubmitted => {
            let body = id.split('/').next().unwrap_or_default();
            format!("{}?body={}", routes::PLAN_SUBMISSIONS, routes::encode(body))
        }
        _ => of_subject(subject),
    }
}

fn paths(key: &AssessmentKey) -> AssessmentPaths {
    AssessmentPaths::new(key.body.as_str(), key.number.as_str(), key.form.as_str())
}

/// Reviewers go to their desk, the body to its page of the review.
fn of_review(kind: MessageKind, key: &AssessmentKey) -> String {
    match kind {
        MessageKind::HandedOver => {
            routes::assignment(key.body.as_str(), key.number.as_str(), key.form.as_str())
        }
        MessageKind::ReviewerInvited | MessageKind::ReviewerReleased => {
            routes::ASSIGNMENTS.to_owned()
        }
        _ => paths(key).third_party(),
    }
}

/// The commission goes to its inbox, to what that body submitted; the body to its page.
fn of_commission(kind: MessageKind, key: &AssessmentKey) -> String {
    match kind {
        MessageKind::SubmissionReceived
        | MessageKind::SubmissionAssigned
        | MessageKind::SubmissionWithdrawn
        | MessageKind::EndNotified
        | MessageKind::AdviceAnswered => {
            format!("{}?body={}&order=newest", routes::SUBMISSIONS, key.body)
        }
        _ => paths(key).commission(),
    }
}

fn of_subject(subject: &Subject) -> String {
    match subject {
        Subject::Assessment(key) => paths(key).overview(),
        Subject::Numbered { kind, id, number } => match kind {
            SubjectKind::Affair => routes::affair(id, number),
            SubjectKind::Plan => of_plan(id),
            SubjectKind::Notice => routes::desk_notice(id),
            SubjectKind::Inquiry => {
                let number = id.parse();
                number.map_or_else(|_| routes::INQUIRIES.to_owned(), routes::inquiry)
            }
            _ => routes::DESK.to_owned(),
        },
        Subject::Person(_) => routes::ACCOUNT.to_owned(),
        Subject::System => routes::DESK.to_owned(),
    }
}

/// The plan named by `011002/1`: body and the agency's ordinal.
fn of_plan(id: &str) -> String {
    let parts = id.split_once('/').and_then(|(body, agency)| {
        let agency = agency.parse().ok()?;
        Some(routes::plan(body, agency))
    });
    parts.unwrap_or_else(|| routes::DESK.to_owned())
}

/// Whose thing and which: 見本市　評価書番号1（全項目評価書）.
#[must_use]
pub fn about(body: Option<&str>, subject: &Subject) -> String {
    let words = [body.unwrap_or_default().to_owned(), subject.words()];
    let said = words.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join("　")
}
