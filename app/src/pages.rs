//! The portal's pages, one file each: a view struct and a pure function to HTML.

pub mod account;
pub mod affair;
pub mod affairs;
pub mod assessment_desk;
pub mod assignments;
pub mod audit;
pub mod beside;
pub mod body_commission;
pub mod body_review;
pub mod calendar;
pub mod changes;
pub mod confirm_removal;
pub mod conflict;
pub mod consultations;
pub mod desk;
pub mod editor;
pub mod error;
pub mod facts;
pub mod forgotten_password;
pub mod full_copy;
pub mod handed_over;
pub mod history;
pub mod inbox;
pub mod incidents;
pub mod inquiries;
pub mod invitation;
pub mod mail;
pub mod new_assessment;
pub mod notice_desk;
pub mod notice_progress;
pub mod notice_received;
pub mod notices;
pub mod person;
pub mod plan_submissions;
pub mod plans;
pub mod procedure;
pub mod provider;
pub mod publish_page;
pub mod review;
pub mod second_factor;
pub mod second_step;
pub mod sign_in;
pub mod standings;
pub mod submission;
pub mod submissions;
pub mod talk;
pub mod users;

pub use account::{AccountView, ActLine, SessionRow, render_account};
pub use assessment_desk::{AssessmentDeskView, FindingView, SectionLink, render_assessment_desk};
pub use assignments::{AssignmentRow, render_assignments};
pub use audit::{AuditRow, AuditView, render_audit};
pub use body_commission::{BodyCommissionView, SubmissionRow, render_body_commission};
pub use body_review::{BodyReviewView, EngagementRow, HandoverRow, PointRow, render_body_review};
pub use calendar::{CalendarView, DueRow, render_calendar};
pub use changes::{
    ChangeLineView, ChangesDeskView, RevisionOption, RevisionsView, render_changes_desk,
    render_revisions,
};
pub use confirm_removal::{ConfirmRemovalView, render_confirm_removal};
pub use conflict::{Choice, ConflictItem, ConflictView, render_conflict};
pub use desk::{DeskRow, DeskView, render_desk};
pub use editor::{EditorView, render_editor};
pub use error::{PortalErrorView, render_portal_error};
pub use facts::{FactsView, fact_in_words, fact_label, render_facts};
pub use forgotten_password::{ForgottenPasswordView, render_forgotten_password};
pub use full_copy::{FullCopyView, render_full_copy};
pub use handed_over::{CommentItem, HandedOverView, QuestionRow, render_handed_over};
pub use history::{HistoryEntry, HistoryView, render_history};
pub use inbox::{InboxRow, InboxView, render_inbox};
pub use invitation::{InvitationView, render_invitation};
pub use mail::{
    MailKind, MailPreferencesView, MailProblem, MailProblemsView, render_mail_preferences,
    render_mail_problems,
};
pub use new_assessment::{FormOption, NewAssessmentView, render_new_assessment};
pub use person::{PersonView, RoleChoice, render_person};
pub use procedure::{ConfirmActView, KeptView, StepView, WaiverView, render_confirm_act};
pub use provider::{ProviderView, render_provider};
pub use publish_page::{LeakHit, PublishOutcome, PublishView, render_publish};
pub use review::{
    ObstacleView, PreviewView, ReviewView, StageButton, render_preview, render_review,
};
pub use second_factor::{
    EnrolmentView, Qr, RecoveryCodesView, SecondFactorView, SecretView, render_enrolment,
    render_recovery_codes, render_second_factor,
};
pub use second_step::{CodeView, FirstEnrolmentView, render_code, render_first_enrolment};
pub use sign_in::{SignInView, render_sign_in};
pub use standings::{StandingRow, StandingsView, render_standings};
pub use submission::{DecisionView, JudgedView, SpanRow, SubmissionView, render_submission};
pub use submissions::{Select, SubmissionListRow, SubmissionListView, render_submissions};
pub use talk::{Thread, Utterance};
pub use users::{UserFilterView, UserRow, UsersView, render_users};
