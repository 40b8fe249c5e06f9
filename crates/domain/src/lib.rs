//! The words and rules of a My Number privacy impact assessment (特定個人情報保護評価).
//!
//! What is here: form editions as data, answers of every kind, text with withheld
//! spans ([`MarkedText`]), the typed notation for them, [`redact()`], the public types
//! that only `redact` can make, the interchange format, facts, stages and roles.
//!
//! What is deliberately absent: I/O, a clock, randomness, a database, HTML. This crate
//! knows nobody and also compiles for the browser, where the preview of the public
//! version runs the very function that publishes.
//!
//! To add a kind of item: a variant in [`form::Kind`], one in [`Answer`], one in
//! [`PublicAnswer`], and the compiler names every place that must answer.

pub mod affair;
pub mod answer;
pub mod applicability;
pub mod body;
pub mod catalog;
pub mod changes;
pub mod check;
pub mod consultation;
mod days;
pub mod digest;
pub mod distribution;
pub mod document;
pub mod due;
pub mod facts;
pub mod form;
pub mod forms;
pub mod ids;
pub mod inquiry;
pub mod interchange;
pub mod layer;
mod longtext;
pub mod marked_text;
pub mod my_number;
pub mod name;
pub mod notation;
pub mod notice_life;
pub mod opinion;
pub mod path;
pub mod procedure;
pub mod public;
pub mod reason;
pub mod redact;
pub mod review;
pub mod role;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
pub mod stage;
pub mod threshold;

pub use affair::AffairState;
pub use answer::{Answer, Answers, Diagram, LayerText, LongText, Row};
pub use applicability::{AnswerState, answer_state, is_applicable, is_required};
pub use body::{Body, BodyKind};
pub use catalog::{
    Catalog, Coverage, Example, Guidance, GuidanceItem, Notice, NoticeEnd, NoticeKind,
};
pub use changes::{Change, ChangeKind, changes_between, public_changes_between};
pub use check::{Finding, Severity, check};
pub use consultation::{ConsultationId, ConsultationItems, Phase};
pub use days::day_words;
pub use digest::{Digest, digest_of};
pub use document::Document;
pub use due::{Due, DueKind};
pub use facts::{Facts, FileUnit};
pub use form::{Choice, FormEdition, Kind, Node};
pub use forms::{Forms, SharedField};
pub use ids::{
    AffairId, AgencyId, AssessmentId, AssessmentNumber, BodyCode, EditionId, FormId, IncidentId,
    ItemId, UserId,
};
pub use layer::Layer;
pub use marked_text::{MarkedText, Segment, TextProblem};
pub use path::{ItemPath, Step};
pub use procedure::{Act, Circumstances, Command, FormKind, Obstacle, Place, Refusal, Regime};
pub use public::{
    EditionKind, PublicAnswer, PublicAnswers, PublicAssessment, PublicLongText, PublicRow,
    PublicSection, PublicSegment, PublicText,
};
pub use reason::Reason;
pub use redact::{Publication, redact, redact_for_consultation};
pub use role::{Action, Role};
pub use stage::{Origin, Returned, Round, Stage, StageKind, Submitted};
pub use threshold::{Duty, ExemptGround};
