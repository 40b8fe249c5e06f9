//! The machine-readable lists.

use domain::Catalog;

use super::{Entries, SiteWriter};
use crate::error::SiteError;
use crate::listed::{ListedAssessment, ListedWithdrawal};
use crate::machine::{OpenData, SitemapPart, render_feed, render_robots, render_sitemap_index};
use crate::pages::{Counted, QaEntry};
use crate::path::SitePath;
use crate::paths;

/// The part of the sitemap that no prefecture has.
const PAGES: &str = "pages";
/// The part with the consultations.
const CONSULTATIONS: &str = "consultations";

impl SiteWriter<'_> {
    /// Writes both files of open data from every published assessment, in the order in which
    /// lines shall stand: by body code, number and form.
    ///
    /// # Errors
    /// [`SiteError::Source`], [`SiteError::Io`].
    pub fn open_data(&mut self, all: &mut Entries<'_>) -> Result<(), SiteError> {
        let path = paths::open_data_csv();
        let writing = || SiteError::io("write", path.as_str().as_ref());
        let csv = self.staging.draft(&path)?;
        let ndjson = self.staging.draft(&paths::open_data_ndjson())?;
        let mut data = OpenData::begin(csv, ndjson, self.base).map_err(writing())?;
        for listed in all {
            data.add(&listed.map_err(SiteError::Source)?)
                .map_err(writing())?;
        }
        let (csv, ndjson) = data.finish().map_err(writing())?;
        self.staging.place(csv)?;
        self.staging.place(ndjson)?;
        Ok(())
    }

    /// Writes the feed from the newest publications and withdrawals, each newest first.
    ///
    /// # Errors
    /// [`SiteError::Encode`], [`SiteError::Io`].
    pub fn feed(
        &mut self,
        newest: &[ListedAssessment],
        withdrawn: &[ListedWithdrawal],
    ) -> Result<(), SiteError> {
        let feed = render_feed(newest, withdrawn, self.base)?;
        self.staging.write(&paths::feed(), &feed).map(|_| ())
    }

    /// Writes the part of the sitemap that belongs to a prefecture: its page, and its bodies
    /// and assessments in the order in which they are given. Assessments of one body must
    /// follow each other.
    ///
    /// # Errors
    /// [`SiteError::Source`], [`SiteError::Io`].
    pub fn sitemap_of_prefecture(
        &mut self,
        code: &str,
        all: &mut Entries<'_>,
    ) -> Result<(), SiteError> {
        let path = paths::sitemap_part(code);
        let writing = || SiteError::io("write", path.as_str().as_ref());
        let mut part =
            SitemapPart::begin(self.staging.draft(&path)?, self.base).map_err(writing())?;
        part.add(&paths::prefecture(code), None)
            .map_err(writing())?;
        let mut body = None;
        for listed in all {
            let listed = listed.map_err(SiteError::Source)?;
            if body.as_ref() != Some(&listed.key().body) {
                part.add(&paths::body(&listed.key().body), None)
                    .map_err(writing())?;
                body = Some(listed.key().body.clone());
            }
            let published = listed.row().published;
            part.add(&listed.key().page(), Some(published))
                .map_err(writing())?;
        }
        self.staging.place(part.finish().map_err(writing())?)?;
        Ok(())
    }

    /// Writes the part of the sitemap for the pages that no prefecture has. `prose` names
    /// the pages of prose.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn sitemap_of_pages(
        &mut self,
        catalog: &Catalog,
        questions: &[QaEntry],
        prose: &[&str],
    ) -> Result<(), SiteError> {
        let path = paths::sitemap_part(PAGES);
        let write = |out: Vec<u8>| {
            let mut part = SitemapPart::begin(out, self.base)?;
            let qa = questions.iter().map(|entry| paths::qa(entry.number));
            for page in pages(catalog, prose).into_iter().chain(qa) {
                part.add(&page, None)?;
            }
            part.finish()
        };
        let xml = write(Vec::new()).map_err(SiteError::io("write", path.as_str().as_ref()))?;
        self.staging.write(&path, &xml).map(|_| ())
    }

    /// Writes the index of the sitemap: the pages, and each prefecture with publications.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn sitemap(&mut self, prefectures: &[Counted]) -> Result<(), SiteError> {
        let path = paths::sitemap();
        let published = prefectures.iter().filter(|prefecture| prefecture.count > 0);
        let parts = [PAGES, CONSULTATIONS]
            .into_iter()
            .chain(published.map(|prefecture| prefecture.code.as_str()));
        let xml = render_sitemap_index(parts, self.base)
            .map_err(SiteError::io("write", path.as_str().as_ref()))?;
        self.staging.write(&path, &xml).map(|_| ())
    }

    /// Writes `robots.txt`.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn robots(&mut self) -> Result<(), SiteError> {
        let robots = render_robots(self.base);
        self.staging
            .write(&paths::robots(), robots.as_bytes())
            .map(|_| ())
    }

    /// Copies a static file to `path`.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn asset(&mut self, path: &SitePath, bytes: &[u8]) -> Result<(), SiteError> {
        self.staging.write(path, bytes).map(|_| ())
    }
}

fn pages(catalog: &Catalog, prose: &[&str]) -> Vec<SitePath> {
    let mut pages = vec![
        paths::home(),
        paths::notices(),
        paths::qa_list(),
        paths::prefectures(),
    ];
    pages.extend(
        catalog
            .notices
            .iter()
            .map(|notice| paths::notice(&notice.id)),
    );
    pages.extend(
        catalog
            .guidance
            .iter()
            .map(|guidance| paths::guidance(&guidance.id)),
    );
    pages.extend(
        catalog
            .example_sets
            .iter()
            .map(|set| paths::examples(&set.version)),
    );
    pages.extend(prose.iter().map(|name| paths::prose(name)));
    pages
}
