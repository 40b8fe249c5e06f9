//! Use cases: one file, one verb; authorisation is asked here.
//!
//! Every call that writes, whether from a page, a job or a command, goes through a method
//! of [`Workflow`]. Each asks first whether this person may do this to this body's things
//! ([`domain::Role::may`]); what somebody may not know of is [`WorkflowError::NotFound`],
//! like what does not exist. Each writes its audit row in its own transaction. Time comes
//! from a [`Clock`].
//!
//! An assessment is locked before anything is decided about it, so that of two people at
//! once the second decides on what the first one left. Doing the same thing twice, as a
//! double click does, is no error wherever it can be told from doing something else.
//!
//! What is deliberately absent: SQL (the store), rules (the domain), HTML, the building of
//! the site. A publication stays an open transaction ([`PendingPublication`]) until whoever
//! builds the site has decided.
//!
//! To add a use case: a file named after its verb with its errors, a method with a sentence,
//! and a line in the table of `tests/it/rights.rs`, which tries it in every role.

mod accept_invitation;
mod account_news;
mod act;
mod actor;
mod affairs;
mod assessment;
mod assessment_key;
mod assignment;
mod audit_words;
mod begin_publication;
mod calendar_feed;
mod change_password;
mod change_role;
mod changes;
mod circumstances;
mod clock;
mod commission;
mod consequences;
mod consultation;
mod create_assessment;
mod desk;
mod disable_user;
mod distribution;
mod email;
mod enrol;
mod enter_code;
mod error;
mod example_uses;
mod export_assessment;
mod forgotten_password;
mod history;
mod import_assessment;
mod import_bodies;
mod inbox;
mod inquiries;
mod invite_user;
mod list_audit;
mod list_due;
mod list_users;
mod merge_answers;
mod notices;
mod notify;
mod offers;
mod open_assessment;
mod outbox;
mod own_sessions;
mod page;
pub mod password;
mod pending_change;
mod person;
mod plans;
mod progress;
mod public_standing;
mod publication;
mod record_published;
mod recovery_code;
mod refused_document;
mod renew_link;
mod reset_second_factor;
mod save_answers;
mod save_facts;
mod schedule;
mod second_factor;
mod session;
mod set_password;
mod set_regime;
mod sign_in;
mod sign_out;
mod site_jobs;
mod third_party;
pub mod throttle;
mod tidy;
mod token;
mod totp;
mod trail;
mod verify_trail;
mod waive_finding;
mod workflow;

pub use accept_invitation::InvitedPerson;
pub use actor::{Actor, Operator};
pub use affairs::incidents::NewIncident;
pub use affairs::judging::Cause;
pub use affairs::list::{AffairFilter, JudgementEntry, OpenAffair};
pub use affairs::shared::{SharedDifference, SharedSide, TakeShared};
pub use affairs::standing::AffairEntry;
pub use assessment_key::{AssessmentAddress, AssessmentKey, KeyProblem};
pub use audit_words::{action_words, known_actions};
pub use calendar_feed::calendar_span;
pub use change_password::ChangePassword;
pub use change_role::ChangeRole;
pub use changes::{ChangeChoice, ChangeSheet, Comparison, DraftChanges, RevisionEntry};
pub use clock::{Clock, ManualClock, SystemClock, day_in_japan, today};
pub use commission::{
    AdviceEntry, BodyAdvice, NewAdvice, NewReceipt, NewSpanJudgement, NoteEntry, OpenSubmission,
    SpanEntry, SubmissionFilter, judgement_digest,
};
pub use consultation::{
    AnswerOpinions, ConsultationOverview, Masking, NewConsultation, OpinionForm, OpinionSent,
    OpinionToAnswer, Opinions, PendingConsultation, Proposed, Quoted, ReceiptStatus, ResultPreview,
    SendOpinion, SendOpinionError, SiteConsultation,
};
pub use create_assessment::NewAssessment;
pub use desk::DeskEntry;
pub use distribution::{
    BelowFilter, PrefectureProgress, ReceivedNotice, ReceivedNoticeEntry, Targets,
};
pub use enrol::Enrolment;
pub use enter_code::TypedCode;
pub use error::{Conflict, FieldProblem, WorkflowError};
pub use export_assessment::Audience;
pub use history::{HistoryEntry, ItemVersion, RecordedAct};
pub use import_assessment::ImportedAssessment;
pub use inbox::{InboxEntry, InboxFilter};
pub use inquiries::{
    InquiryEntry, InquiryFilter, InquiryMessage, NewInquiry, OpenInquiry, qa_digest,
};
pub use invite_user::{Invitation, NewUser};
pub use list_audit::{AuditFilter, AuditLine};
pub use list_due::DueEntry;
pub use list_users::{UserEntry, UserSelection};
pub use merge_answers::groups::{find_group, name_of};
pub use merge_answers::{Merge, merge_answers, merge_group};
pub use notices::{ListedNotice, NoticeEntry, NoticeHistoryEntry, OpenNotice};
pub use notify::{MessageKind, Subject, SubjectKind, Topic};
pub use offers::{acts_on, may_edit, may_ever};
pub use open_assessment::{AffairBrief, OpenAssessment};
pub use own_sessions::OwnSession;
pub use page::{Page, PageRequest};
pub use password::PasswordHashing;
pub use pending_change::{NewlyPublic, PendingChange};
pub use person::{AccountAct, Person};
pub use plans::{
    OpenPlan, PLAN_FORM, PlanChange, PlanEntry, PlanGap, PlanKey, SubmittedPlan, is_plan,
};
pub use progress::{KeptDocument, Progress, TakenStep};
pub use publication::{LeakSummary, PendingEdition, PendingPublication};
pub use recovery_code::RecoveryCode;
pub use refused_document::RefusedDocument;
pub use save_answers::{Saved, Stale};
pub use schedule::DuePublication;
pub use second_factor::SecondFactorStatus;
pub use session::{Client, Entered, HalfSession, NewSession, Owes, Session};
pub use sign_in::{SignIn, SignInError};
pub use store::StoreError;
pub use store::affairs::Content as AffairContent;
pub use store::agencies::Agency;
pub use store::bodies::Upserted;
pub use store::incidents::RegisteredIncident;
pub use store::notice_receipts::{Arrival, BodyReceipt};
pub use store::schedules::ScheduleFailure;
pub use store::union_members::Membership;
pub use store::users::UserState;
pub use third_party::{
    Assignment, BodyReview, CommentEntry, EngagementEntry, HandedOver, NewAnswer, NewComment,
    NewEngagement, NewVerdict, ReviewDraft, text_digest,
};
pub use token::Token;
pub use totp::TotpSecret;
pub use verify_trail::Verification;
pub use waive_finding::FindingWaiver;
pub use workflow::Workflow;
