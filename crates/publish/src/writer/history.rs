//! The page of all editions, and for each what it changed in the one before.
//!
//! Neighbouring editions are compared here, in files. Any other two are compared by the
//! program that serves the site, out of these same files: pages for all pairs would grow with
//! the square of the editions. What is compared is public types only.

use std::collections::BTreeSet;

use domain::public_changes_between;

use super::publication::{edition_link, edition_links, history_link};
use super::{
    Edition, Publication, SiteWriter, body_link, home_link, prefecture_link, prefectures_link,
};
use crate::error::SiteError;
use crate::pages::{ChangesPage, HistoryPage, PageHead, PageLink};
use crate::path::SitePath;
use crate::paths::AssessmentKey;

impl SiteWriter<'_> {
    /// Writes the page of all editions and the page of each edition's changes. The cost grows
    /// with the assessment's own editions, and with nothing else.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn history(&mut self, publication: &Publication<'_>) -> Result<(), SiteError> {
        let Some(current) = publication.editions.first() else {
            return Ok(());
        };
        let key = AssessmentKey::of(current.assessment);
        let title = current.assessment.title();
        let path = key.history();
        let mut head = self.history_head(publication, &key, &path, &format!("{title}の版の履歴"));
        head.crumbs.pop();
        let page = HistoryPage {
            assessment: current.assessment,
            body: publication.body,
            page: PageLink::new(title, key.page().address()),
            editions: edition_links(publication, &key),
            compare: (publication.editions.len() > 1).then(|| key.compare_address()),
        };
        let html = self.renderer.history(&head, &page);
        self.put(&path, &html)?;
        for pair in publication.editions.windows(2) {
            if let [after, before] = pair {
                self.changes(publication, before, after, &key)?;
            }
        }
        Ok(())
    }

    fn changes(
        &mut self,
        publication: &Publication<'_>,
        before: &Edition<'_>,
        after: &Edition<'_>,
        key: &AssessmentKey,
    ) -> Result<(), SiteError> {
        let number = after.assessment.edition();
        let title = after.assessment.title();
        let path = key.changes(number);
        let heading = format!("{title}（第{number}版）の変更点");
        let head = self.history_head(publication, key, &path, &heading);
        let withheld: BTreeSet<_> = after
            .assessment
            .withheld_changed()
            .iter()
            .cloned()
            .collect();
        let page = ChangesPage {
            body: publication.body,
            title,
            before: edition_link(before.assessment, key),
            after: edition_link(after.assessment, key),
            changes: public_changes_between(
                after.form,
                before.assessment,
                after.assessment,
                &withheld,
                &publication.body.name,
            ),
            other_form: before.form.edition != after.form.edition,
            history: history_link(key),
        };
        let html = self.renderer.changes(&head, &page);
        self.put(&path, &html)
    }

    fn history_head(
        &self,
        publication: &Publication<'_>,
        key: &AssessmentKey,
        path: &SitePath,
        title: &str,
    ) -> PageHead {
        let body = publication.body;
        let current = publication.editions[0].assessment.title();
        let crumbs = vec![
            home_link(),
            prefectures_link(),
            prefecture_link(body),
            body_link(body),
            PageLink::new(current, key.page().address()),
            history_link(key),
        ];
        self.head(title, path, crumbs)
    }
}
