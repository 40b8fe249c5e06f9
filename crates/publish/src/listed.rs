//! A published assessment as lists show it.

use domain::ids::IdProblem;
use domain::{AssessmentNumber, Body, BodyCode, EditionId, FormId, PublicAssessment};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::paths::AssessmentKey;

/// The current edition of a published assessment as lists show it: public facts only.
///
/// Two doors: [`ListedAssessment::new`] from a public assessment, and
/// [`ListedAssessment::from_release_row`] for what the first wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAssessment {
    key: AssessmentKey,
    row: ReleaseRow,
}

/// What the store keeps of a listed assessment, in its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRow {
    /// Six digits.
    pub body_code: String,
    /// The body's name.
    pub body_name: String,
    /// The prefecture's name.
    pub prefecture_name: String,
    /// The agency within the body.
    pub agency: String,
    /// The number that the agency gave it.
    pub number: String,
    /// The form's id.
    pub form: String,
    /// The form's printed title.
    pub form_title: String,
    /// The form's edition.
    pub form_edition: String,
    /// The public title, with the mark of an affair that ended
    /// ([`domain::procedure::ended_title`]).
    pub title: String,
    /// The edition's number, from 1.
    pub edition: u32,
    /// The day of publication.
    pub published: Date,
    /// The instant of publication.
    pub published_at: Timestamp,
}

/// An assessment that was taken off the site, as the feed tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWithdrawal {
    /// Which assessment it was.
    pub key: AssessmentKey,
    /// The body's name.
    pub body_name: String,
    /// The form's printed title.
    pub form_title: String,
    /// The last edition that was public.
    pub edition: u32,
    /// The day on which it was taken off.
    pub withdrawn_on: Date,
    /// The instant.
    pub withdrawn_at: Timestamp,
}

impl ListedAssessment {
    /// The listing of a public assessment.
    #[must_use]
    pub fn new(
        assessment: &PublicAssessment,
        body: &Body,
        form_title: &str,
        published_at: Timestamp,
    ) -> Self {
        let row = ReleaseRow {
            body_code: assessment.body().to_string(),
            body_name: body.name.clone(),
            prefecture_name: body.prefecture_name.clone(),
            agency: assessment.agency().to_owned(),
            number: assessment.number().to_string(),
            form: assessment.form().to_string(),
            form_title: form_title.to_owned(),
            form_edition: assessment.form_edition().to_string(),
            title: assessment.title(),
            edition: assessment.edition(),
            published: assessment.published(),
            published_at,
        };
        Self {
            key: AssessmentKey::of(assessment),
            row,
        }
    }

    /// Reads back what [`ListedAssessment::row`] gave to the store. The caller vouches that
    /// these columns were written from a public assessment, in the transaction that published
    /// it; this crate cannot see that. The gate scans what is made of it all the same.
    ///
    /// # Errors
    /// [`IdProblem`] when code, number, form or edition is none.
    pub fn from_release_row(row: ReleaseRow) -> Result<Self, IdProblem> {
        EditionId::parse(&row.form_edition)?;
        let key = AssessmentKey {
            body: BodyCode::parse(&row.body_code)?,
            number: AssessmentNumber::parse(&row.number)?,
            form: FormId::parse(&row.form)?,
        };
        Ok(Self { key, row })
    }

    /// What the store keeps.
    #[must_use]
    pub fn row(&self) -> &ReleaseRow {
        &self.row
    }

    /// Which assessment it is.
    #[must_use]
    pub fn key(&self) -> &AssessmentKey {
        &self.key
    }

    /// The public title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.row.title
    }

    /// The address of its page, from `/`.
    #[must_use]
    pub fn address(&self) -> String {
        self.key.page().address()
    }
}
