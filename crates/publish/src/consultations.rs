//! A consultation as lists show it: public facts only.

use domain::{ConsultationId, Phase};
use jiff::civil::Date;

/// A hearing of residents' opinions as lists and its page show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedConsultation {
    /// Its id.
    pub id: ConsultationId,
    /// The body's name.
    pub body_name: String,
    /// The agency.
    pub agency: String,
    /// The public title of the assessment.
    pub title: String,
    /// The form, in words.
    pub form_title: String,
    /// The number of the assessment.
    pub number: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Where it stands on the day of the page.
    pub phase: Phase,
    /// Why it is shorter than thirty days, if it is.
    pub shortening: Option<String>,
    /// How to send an opinion, as the body wrote it.
    pub method: String,
    /// Whom to ask, as the body wrote it.
    pub contact: String,
    /// The day on which its result was published, if it was.
    pub result: Option<Date>,
}

impl ListedConsultation {
    /// The address of its page.
    #[must_use]
    pub fn address(&self) -> String {
        crate::paths::consultation(&self.id).address()
    }
}
