//! Questions and answers that both sides agreed to make public.

use super::SiteWriter;
use super::content::crumbs;
use crate::error::SiteError;
use crate::pages::{PageLink, QaEntry, QaListPage};
use crate::paths;

pub(super) const QA: &str = "問合せと回答（Q&A）";
/// Characters of a question in the title of its page.
const TITLE: usize = 40;

impl SiteWriter<'_> {
    /// Writes the list of questions and answers, and a page for each.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn questions(&mut self, entries: &[QaEntry]) -> Result<(), SiteError> {
        let path = paths::qa_list();
        let head = self.head(QA, &path, crumbs());
        let html = self.renderer.qa_list(&head, &QaListPage { entries });
        self.put(&path, &html)?;
        entries.iter().try_for_each(|entry| self.question(entry))
    }

    fn question(&mut self, entry: &QaEntry) -> Result<(), SiteError> {
        let path = paths::qa(entry.number);
        let mut way = crumbs();
        way.push(PageLink::new(QA, paths::qa_list().address()));
        let line = entry.question.lines().next().unwrap_or_default();
        let mut title: String = line.chars().take(TITLE).collect();
        if title != entry.question {
            title.push('…');
        }
        let head = self.head(&title, &path, way);
        let html = self.renderer.qa(&head, entry);
        self.put(&path, &html)
    }
}
