//! The pages of consultations.

use domain::{AssessmentNumber, Body, ConsultationId};
use jiff::civil::Date;
use serde_json::json;

use super::{SiteWriter, home_link};
use crate::consultations::ListedConsultation;
use crate::error::SiteError;
use crate::machine::SitemapPart;
use crate::pages::{ConsultationPage, ConsultationsPage, Gone, PageHead, PageLink, WithdrawnPage};
use crate::paths;

const CONSULTATIONS: &str = "意見の募集";

/// A consultation of which nothing is public any more.
#[derive(Debug, Clone, Copy)]
pub struct WithdrawnConsultation<'a> {
    /// The body.
    pub body: &'a Body,
    /// Which consultation it is.
    pub id: &'a ConsultationId,
    /// The number of the assessment.
    pub number: &'a AssessmentNumber,
    /// The form's printed title.
    pub form_title: &'a str,
    /// Since when it had been shown.
    pub published_from: Date,
    /// The day on which it was taken off.
    pub withdrawn_on: Date,
    /// Why. Public.
    pub reason: &'a str,
}

impl SiteWriter<'_> {
    /// Writes the list of consultations.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn consultations(&mut self, page: &ConsultationsPage<'_>) -> Result<(), SiteError> {
        let path = paths::consultations();
        let head = self.head(CONSULTATIONS, &path, vec![home_link()]);
        let html = self.renderer.consultations(&head, page);
        self.put(&path, &html)
    }

    /// Writes the page of a consultation.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn consultation(&mut self, page: &ConsultationPage<'_>) -> Result<(), SiteError> {
        let listed = page.listed;
        let path = paths::consultation(&listed.id);
        let list = PageLink::new(CONSULTATIONS, paths::consultations().address());
        let title = format!("意見の募集: {}", listed.title);
        let head = PageHead {
            description: format!(
                "{}の{}「{}」についての意見の募集（{}から{}まで）",
                listed.agency, listed.form_title, listed.title, listed.from, listed.to
            ),
            ..self.head(&title, &path, vec![home_link(), list])
        };
        let html = self.renderer.consultation(&head, page);
        self.put(&path, &html)
    }

    /// Takes everything that a consultation has on the site away and leaves the page that says
    /// so.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn withdrawn_consultation(
        &mut self,
        gone: &WithdrawnConsultation<'_>,
    ) -> Result<(), SiteError> {
        self.staging
            .remove_tree(&paths::folder_of_consultation(gone.id))?;
        let path = paths::consultation(gone.id);
        let list = PageLink::new(CONSULTATIONS, paths::consultations().address());
        let title = format!(
            "公表取下げ: {}の{}（評価書番号{}）についての意見の募集",
            gone.body.name, gone.form_title, gone.number
        );
        let head = PageHead {
            canonical: None,
            ..self.head(&title, &path, vec![home_link(), list])
        };
        let page = WithdrawnPage {
            body: gone.body,
            number: gone.number.as_str(),
            form_title: gone.form_title,
            gone: Gone::Consultation,
            published_from: gone.published_from,
            withdrawn_on: gone.withdrawn_on,
            reason: gone.reason,
            current: None,
        };
        let html = self.renderer.withdrawn(&head, &page);
        self.put(&path, &html)?;
        let json = json!({
            "status": "withdrawn",
            "consultation": gone.id.to_string(),
            "published_from": gone.published_from.to_string(),
            "withdrawn": gone.withdrawn_on.to_string(),
            "reason": gone.reason,
        });
        let machine = paths::consultation_withdrawn(gone.id);
        self.staging
            .write(&machine, format!("{json:#}\n").as_bytes())
            .map(|_| ())
    }

    /// Writes the part of the sitemap with the consultations: the list and these.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn sitemap_of_consultations<'c>(
        &mut self,
        listed: impl Iterator<Item = &'c ListedConsultation>,
    ) -> Result<(), SiteError> {
        let path = paths::sitemap_of_consultations();
        let write = |out: Vec<u8>| {
            let mut part = SitemapPart::begin(out, self.base)?;
            part.add(&paths::consultations(), None)?;
            for one in listed {
                part.add(&paths::consultation(&one.id), one.result)?;
            }
            part.finish()
        };
        let xml = write(Vec::new()).map_err(SiteError::io("write", path.as_str().as_ref()))?;
        self.staging.write(&path, &xml).map(|_| ())
    }
}
