//! The small set of outcomes that pages and commands match on.

use domain::Refusal;
use domain::check::{Finding, Severity};
use domain::distribution::ReceiptRefusal;
use domain::inquiry::InquiryRefusal;
use domain::notice_life::NoticeRefusal;
use store::StoreError;

use crate::password::HashingError;
use crate::save_answers::Stale;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum WorkflowError {
    /// It does not exist, or this person may not know of it: the two look the same.
    #[error("not found, or not this person's to see or do")]
    NotFound,
    /// Somebody else saved first; nothing of either text is lost.
    #[error("the revision is stale")]
    Stale(Box<Stale>),
    /// The stage does not allow it.
    #[error("refused by the stage")]
    Refused(#[source] Refusal),
    /// The life of a notice does not allow it.
    #[error("refused by the notice's stage")]
    Notice(#[source] NoticeRefusal),
    /// The distribution of a notice does not allow it.
    #[error("refused by the distribution")]
    Receipt(#[source] ReceiptRefusal),
    /// The state of an inquiry does not allow it.
    #[error("refused by the inquiry's state")]
    Inquiry(#[source] InquiryRefusal),
    /// Findings stand in the way of submission.
    #[error("{} findings stand in the way", .0.len())]
    Incomplete(Vec<Finding>),
    /// Something typed cannot be taken.
    #[error("invalid: {}", fields(.0))]
    Invalid(Vec<FieldProblem>),
    /// It is there already.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// The stored form edition is not among those this program knows.
    #[error("form {form} {edition} is not among the content")]
    UnknownForm {
        /// The form.
        form: String,
        /// Its edition.
        edition: String,
    },
    /// The database.
    #[error("the store failed")]
    Store(#[source] StoreError),
    /// A password could not be hashed.
    #[error("cannot hash a password")]
    Hashing(#[from] HashingError),
}

/// What is wrong with a field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name: `email`, `password`, `number`, ….
    pub field: &'static str,
    /// What is wrong and what to do, in Japanese.
    pub message: String,
}

/// What is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// An assessment of this body with this number and form.
    Number,
    /// Somebody wrote at the same moment; the same may work now.
    Meanwhile,
    /// Somebody wrote another text in its place since it was read.
    OtherText,
}

impl WorkflowError {
    /// One field and what is wrong with it.
    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem {
            field,
            message: message.into(),
        }])
    }

    /// What happened, what was kept and what to do, for the person who asked.
    #[must_use]
    pub fn user_message(&self) -> String {
        match self {
            Self::NotFound => {
                "見つかりません。アドレスが正しいか、この操作をする役割で入っているかを確かめてください。何も変わっていません。".to_owned()
            }
            Self::Stale(_) => {
                "ほかの人が先に保存しました。入力は失われていません。両方の内容を見比べて、残すものを選んでください。".to_owned()
            }
            Self::Refused(refusal) => format!("{refusal}何も変わっていません。"),
            Self::Notice(refusal) => format!("{refusal}何も変わっていません。"),
            Self::Receipt(refusal) => format!("{refusal}何も変わっていません。"),
            Self::Inquiry(refusal) => format!("{refusal}何も変わっていません。"),
            Self::Incomplete(findings) => format!(
                "提出できません。直す必要のある指摘が{}件あります。入力は保存されています。指摘の欄を直してから、もう一度提出してください。",
                errors(findings)
            ),
            Self::Invalid(problems) => {
                let messages: Vec<&str> =
                    problems.iter().map(|problem| problem.message.as_str()).collect();
                messages.join("")
            }
            Self::Conflict(Conflict::Number) => {
                "同じ様式で同じ評価書番号の評価書が、この団体に既にあります。別の番号にするか、作業一覧から既にある評価書を開いてください。".to_owned()
            }
            Self::Conflict(Conflict::Meanwhile) => {
                "同じ時にほかの人が操作しました。この操作は行われていません。画面を開き直して、もう一度操作してください。".to_owned()
            }
            Self::Conflict(Conflict::OtherText) => {
                "ほかの人が先に書いたため、まだ記録していません。入力は残っています。「いまの記録」と見比べて、残すものを書き、もう一度記録してください。".to_owned()
            }
            Self::UnknownForm { .. } => {
                "この評価書の様式の版が、いまのシステムにありません。評価書は保存されたままです。システムの管理者に知らせてください。".to_owned()
            }
            Self::Store(StoreError::NulCharacter) => {
                "使えない文字（NUL）があります。保存していません。取り除いてから、もう一度保存してください。".to_owned()
            }
            Self::Store(_) | Self::Hashing(_) => {
                "システムの都合で処理できませんでした。この操作は行われていません。少し待ってから、もう一度操作してください。続くときはシステムの管理者に知らせてください。".to_owned()
            }
        }
    }
}

fn errors(findings: &[Finding]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count()
}

fn fields(problems: &[FieldProblem]) -> String {
    let names: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
    names.join(", ")
}

impl From<Refusal> for WorkflowError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<NoticeRefusal> for WorkflowError {
    fn from(refusal: NoticeRefusal) -> Self {
        Self::Notice(refusal)
    }
}

impl From<ReceiptRefusal> for WorkflowError {
    fn from(refusal: ReceiptRefusal) -> Self {
        Self::Receipt(refusal)
    }
}

impl From<InquiryRefusal> for WorkflowError {
    fn from(refusal: InquiryRefusal) -> Self {
        Self::Inquiry(refusal)
    }
}

impl From<StoreError> for WorkflowError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy { .. } | StoreError::Conflict { .. } | StoreError::Stale { .. } => {
                Self::Conflict(Conflict::Meanwhile)
            }
            other => Self::Store(other),
        }
    }
}
