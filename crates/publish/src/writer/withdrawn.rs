//! What remains where editions were taken off the site: a page that says since when, until
//! when and why, and the same for machines. Every other file of theirs goes.

use domain::Body;
use serde_json::json;

use super::publication::{Edition, Publication};
use super::{SiteWriter, home_link, prefecture_link, prefectures_link};
use crate::error::SiteError;
use crate::pages::{Gone, PageHead, PageLink, Withdrawal, WithdrawnPage};
use crate::paths::AssessmentKey;

/// An assessment of which nothing is public any more.
#[derive(Debug, Clone, Copy)]
pub struct WithdrawnAssessment<'a> {
    /// The body.
    pub body: &'a Body,
    /// Which assessment it is.
    pub key: &'a AssessmentKey,
    /// The form's printed title.
    pub form_title: &'a str,
    /// Every withdrawal, oldest first; at least one.
    pub withdrawals: &'a [Withdrawal],
}

impl SiteWriter<'_> {
    /// Takes everything that an assessment has on the site away and leaves the pages that say
    /// so, at the address of the assessment and of each edition.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn withdrawn(&mut self, gone: &WithdrawnAssessment<'_>) -> Result<(), SiteError> {
        let Some(last) = gone.withdrawals.last() else {
            return Ok(());
        };
        self.staging.remove_tree(&gone.key.folder())?;
        self.tombstone(gone, last, None, None)?;
        for withdrawal in gone.withdrawals {
            for edition in withdrawal.first..=withdrawal.last {
                self.tombstone(gone, withdrawal, Some(edition), None)?;
            }
        }
        Ok(())
    }

    /// The pages of editions that were withdrawn before the ones that are public now.
    pub(super) fn withdrawn_editions(
        &mut self,
        publication: &Publication<'_>,
        current: &Edition<'_>,
        key: &AssessmentKey,
    ) -> Result<(), SiteError> {
        let gone = WithdrawnAssessment {
            body: publication.body,
            key,
            form_title: &current.form.title,
            withdrawals: publication.withdrawn,
        };
        let number = current.assessment.edition();
        let link = PageLink::new(format!("現在の版（第{number}版）"), key.page().address());
        for withdrawal in publication.withdrawn {
            for edition in withdrawal.first..=withdrawal.last {
                self.staging.remove_tree(&key.edition_folder(edition))?;
                self.tombstone(&gone, withdrawal, Some(edition), Some(link.clone()))?;
            }
        }
        Ok(())
    }

    fn tombstone(
        &mut self,
        gone: &WithdrawnAssessment<'_>,
        withdrawal: &Withdrawal,
        edition: Option<u32>,
        current: Option<PageLink>,
    ) -> Result<(), SiteError> {
        let key = gone.key;
        let (path, machine) = match edition {
            Some(edition) => (key.edition(edition), key.edition_withdrawn(edition)),
            None => (key.page(), key.withdrawn()),
        };
        let page = WithdrawnPage {
            body: gone.body,
            number: key.number.as_str(),
            form_title: gone.form_title,
            gone: edition.map_or(Gone::Assessment, Gone::Edition),
            published_from: withdrawal.published_from,
            withdrawn_on: withdrawal.withdrawn_on,
            reason: &withdrawal.reason,
            current,
        };
        let crumbs = vec![home_link(), prefectures_link(), prefecture_link(gone.body)];
        let title = format!(
            "公表取下げ: {}の{}（評価書番号{}）",
            gone.body.name, gone.form_title, key.number
        );
        let head = PageHead {
            canonical: None,
            ..self.head(&title, &path, crumbs)
        };
        let html = self.renderer.withdrawn(&head, &page);
        self.put(&path, &html)?;
        let json = json!({
            "status": "withdrawn",
            "body": key.body,
            "number": key.number,
            "form": key.form,
            "edition": edition.unwrap_or(withdrawal.last),
            "published_from": withdrawal.published_from.to_string(),
            "withdrawn": withdrawal.withdrawn_on.to_string(),
            "reason": withdrawal.reason,
        });
        self.staging
            .write(&machine, format!("{json:#}\n").as_bytes())
            .map(|_| ())
    }
}
