//! The pages of the public site. They take public types only, so that there is nothing to
//! remember: what was withheld is not in any value that reaches this module.

pub mod answers;
pub mod assessment;
pub mod body;
pub mod changes;
pub mod consultations;
pub mod error;
pub mod home;
pub mod notices;
pub mod opinion_form;
pub mod prefectures;
pub mod prose;
pub mod qa;
pub mod search;
pub mod withdrawn;

pub use assessment::{AssessmentView, EditionLink, EndedView, render_assessment};
pub use body::{AssessmentLink, BodyView, render_body};
pub use changes::{ChangesView, Chooser, HistoryView, render_changes, render_editions};
pub use consultations::{
    ConsultationLink, ConsultationView, ConsultationsView, render_consultation,
    render_consultations,
};
pub use error::{render_not_found, render_server_error};
pub use home::{HomeView, render_home};
pub use notices::{
    ExampleView, ExamplesView, GuidanceView, NoticeLetterView, NoticeLink, NoticesView,
    render_examples, render_guidance, render_notice, render_notices,
};
pub use opinion_form::{
    OpinionAccepted, OpinionFormView, QuotedItem, ReceiptFound, ReceiptView, render_not_open,
    render_opinion_accepted, render_opinion_form, render_receipt,
};
pub use prefectures::{PrefectureView, PrefecturesView, render_prefecture, render_prefectures};
pub use prose::{ProseView, render_prose};
pub use qa::{QaListView, QaView, render_qa, render_qa_list};
pub use search::{SearchHit, SearchView, Snippet, render_search};
pub use withdrawn::{GoneView, WithdrawnView, render_withdrawn};
