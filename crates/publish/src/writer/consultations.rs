//! The pages of consultations.

use super::{SiteWriter, home_link};
use crate::consultations::ListedConsultation;
use crate::error::SiteError;
use crate::machine::SitemapPart;
use crate::pages::{ConsultationPage, ConsultationsPage, PageHead, PageLink};
use crate::paths;

const CONSULTATIONS: &str = "意見の募集";

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
