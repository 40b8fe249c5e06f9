//! Addresses of the pages of one assessment in the portal.

use super::encode;

/// Names one assessment in the portal: builds the addresses of its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentPaths {
    base: String,
}

impl AssessmentPaths {
    /// For body code, number (not encoded) and form id.
    #[must_use]
    pub fn new(code: &str, number: &str, form: &str) -> Self {
        let base = format!(
            "/desk/assessments/{}/{}/{}/",
            encode(code),
            encode(number),
            encode(form)
        );
        Self { base }
    }
    /// The overview.
    #[must_use]
    pub fn overview(&self) -> String {
        self.base.clone()
    }
    /// One section of the editor, as `I` or `II[1]`.
    #[must_use]
    pub fn edit(&self, section: &str) -> String {
        format!("{}edit/{}", self.base, encode(section))
    }
    /// Full beside public.
    #[must_use]
    pub fn preview(&self) -> String {
        format!("{}preview", self.base)
    }
    /// The approver's page.
    #[must_use]
    pub fn review(&self) -> String {
        format!("{}review", self.base)
    }
    /// The third-party review.
    #[must_use]
    pub fn third_party(&self) -> String {
        format!("{}third-party", self.base)
    }
    /// The commission's advice.
    #[must_use]
    pub fn commission(&self) -> String {
        format!("{}commission", self.base)
    }
    /// Where one side of a difference is taken.
    #[must_use]
    pub fn shared(&self) -> String {
        format!("{}shared", self.base)
    }
    /// The history.
    #[must_use]
    pub fn history(&self) -> String {
        format!("{}history", self.base)
    }
    /// The table of changes of a draft.
    #[must_use]
    pub fn changes(&self) -> String {
        format!("{}changes", self.base)
    }
    /// Two revisions compared in full.
    #[must_use]
    pub fn compare(&self) -> String {
        format!("{}compare", self.base)
    }
    /// The publish page.
    #[must_use]
    pub fn publish(&self) -> String {
        format!("{}publish", self.base)
    }
    /// Opening a consultation.
    #[must_use]
    pub fn consultation(&self) -> String {
        format!("{}consultation", self.base)
    }
    /// The facts.
    #[must_use]
    pub fn facts(&self) -> String {
        format!("{}facts", self.base)
    }
    /// The page that asks once more before an act.
    #[must_use]
    pub fn confirm(&self, op: &str) -> String {
        format!("{}confirm/{}", self.base, encode(op))
    }
    /// Where waivers of findings are posted.
    #[must_use]
    pub fn waivers(&self) -> String {
        format!("{}waivers", self.base)
    }
    /// Where transitions are posted.
    #[must_use]
    pub fn stage(&self) -> String {
        format!("{}stage", self.base)
    }
}
