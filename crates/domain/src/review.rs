//! What those who read a full text say about it: third-party reviewers by a checklist, the
//! commission per withheld span. Sources: 指針 第10 (適合性・妥当性, `domain/rules.md` §1),
//! 規則13条 and 総官企第285号 3.(3) for withheld parts (`domain/rules.md` §7).
//!
//! The questions are content (`content/review/`), not code. What is deliberately absent: who
//! may ask and answer, and how answers are kept.

mod checklist;
mod spans;
mod submission;

pub use checklist::{Aspect, Checklist, ItemCheck, Question, QuestionAnswer};
pub use spans::{WithheldSpan, withheld_spans};
pub use submission::{AdviceKind, ScopeJudgement, SubmissionKind, SubmissionState};
