//! One assessment's own files, and everything that publishing it changes.

use domain::interchange::ended_release;
use domain::procedure::ended_title;
use domain::{Body, FormEdition, PublicAssessment};

use super::{Entries, SiteWriter, body_link, home_link, prefecture_link, prefectures_link};
use crate::error::SiteError;
use crate::listed::{ListedAssessment, ListedWithdrawal};
use crate::pages::{
    AssessmentPage, Counted, EditionLink, EndedAffair, HomePage, PageHead, PageLink,
    PrefecturePage, Withdrawal,
};
use crate::paths::AssessmentKey;

/// A published edition with its machine-readable form.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The public content.
    pub assessment: &'a PublicAssessment,
    /// The form's edition that it was written for.
    pub form: &'a FormEdition,
    /// The release's JSON, as stored.
    pub release_json: &'a str,
}

/// An assessment with all its editions.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The body.
    pub body: &'a Body,
    /// Every edition that is public, newest first. Without any, nothing is written: see
    /// [`SiteWriter::withdrawn`].
    pub editions: &'a [Edition<'a>],
    /// What was taken off before these, oldest first.
    pub withdrawn: &'a [Withdrawal],
    /// The end of the affair, if it ended.
    pub ended: Option<EndedAffair>,
}

impl Publication<'_> {
    /// The title of an edition, with the mark of an affair that ended.
    fn title(&self, assessment: &PublicAssessment) -> String {
        ended_title(&assessment.title(), self.ended.map(|ended| ended.on))
    }
}

/// What surrounds an assessment once it is published: the lists in which it appears.
pub struct Surroundings<'a> {
    /// The home page; its newest publications are also the feed.
    pub home: HomePage<'a>,
    /// The newest withdrawals, newest first.
    pub withdrawn: &'a [ListedWithdrawal],
    /// The prefecture's bodies, in the order of codes.
    pub prefecture_bodies: &'a [Counted],
    /// The body's published assessments.
    pub body_assessments: &'a [ListedAssessment],
    /// The prefecture's published assessments, by body.
    pub prefecture_assessments: &'a mut Entries<'a>,
    /// Every published assessment, by body code, number and form.
    pub all: &'a mut Entries<'a>,
}

impl SiteWriter<'_> {
    /// Writes everything that publishing an assessment changes: the files named by
    /// [`AssessmentKey::touched_by_publication`], and no others.
    ///
    /// # Errors
    /// Every [`SiteError`] but those of content.
    pub fn publication(
        &mut self,
        publication: &Publication<'_>,
        around: &mut Surroundings<'_>,
    ) -> Result<(), SiteError> {
        let body = publication.body;
        self.assessment(publication)?;
        self.body(body, around.body_assessments)?;
        self.prefecture(&PrefecturePage {
            code: body.code.prefecture(),
            name: &body.prefecture_name,
            bodies: around.prefecture_bodies,
        })?;
        self.prefectures(around.home.prefectures)?;
        self.home(&around.home)?;
        self.feed(around.home.newest, around.withdrawn)?;
        self.open_data(around.all)?;
        self.sitemap_of_prefecture(body.code.prefecture(), around.prefecture_assessments)?;
        self.sitemap(around.home.prefectures)
    }

    /// Writes an assessment's own files: the current edition's page and JSON, those of every
    /// edition, whose pages link to each other, and what each changed in the one before.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn assessment(&mut self, publication: &Publication<'_>) -> Result<(), SiteError> {
        let Some(current) = publication.editions.first() else {
            return Ok(());
        };
        self.history(publication)?;
        let key = AssessmentKey::of(current.assessment);
        self.edition_page(publication, current, &key, false)?;
        let json = ended_release(
            current.release_json,
            &current.assessment.title(),
            publication.ended.map(|ended| ended.on),
        );
        self.staging.write(&key.json(), json.as_bytes())?;
        self.staging.remove(&key.withdrawn())?;
        for edition in publication.editions {
            let number = edition.assessment.edition();
            self.edition_page(publication, edition, &key, true)?;
            self.staging
                .write(&key.edition_json(number), edition.release_json.as_bytes())?;
        }
        self.withdrawn_editions(publication, current, &key)
    }

    /// The page of an edition, at its own address or at that of the current one.
    fn edition_page(
        &mut self,
        publication: &Publication<'_>,
        edition: &Edition<'_>,
        key: &AssessmentKey,
        own_address: bool,
    ) -> Result<(), SiteError> {
        let number = edition.assessment.edition();
        let newest = publication.editions[0].assessment.edition();
        let path = if own_address {
            key.edition(number)
        } else {
            key.page()
        };
        let json = if own_address {
            key.edition_json(number)
        } else {
            key.json()
        };
        let current = (number != newest)
            .then(|| PageLink::new(format!("現在の版（第{newest}版）"), key.page().address()));
        let page = AssessmentPage {
            form: edition.form,
            assessment: edition.assessment,
            title: publication.title(edition.assessment),
            ended: publication.ended,
            body: publication.body,
            editions: edition_links(publication, key),
            history: history_link(key),
            current,
            downloads: vec![PageLink::new("JSON", json.address())],
        };
        let head = self.edition_head(publication, edition, key, newest);
        let html = self.renderer.assessment(&head, &page);
        self.put(&path, &html)
    }

    fn edition_head(
        &self,
        publication: &Publication<'_>,
        edition: &Edition<'_>,
        key: &AssessmentKey,
        newest: u32,
    ) -> PageHead {
        let (assessment, body) = (edition.assessment, publication.body);
        let (title, number) = (publication.title(assessment), assessment.edition());
        let crumbs = vec![
            home_link(),
            prefectures_link(),
            prefecture_link(body),
            body_link(body),
        ];
        // The newest edition has two addresses; the one without a number stands for both.
        let (path, full_title) = if number == newest {
            (key.page(), title.clone())
        } else {
            (key.edition(number), format!("{title}（第{number}版）"))
        };
        let description = format!(
            "{}の{}「{title}」（第{number}版、{}公表）",
            assessment.agency(),
            edition.form.title,
            assessment.published()
        );
        PageHead {
            description,
            ..self.head(&full_title, &path, crumbs)
        }
    }
}

pub(super) fn history_link(key: &AssessmentKey) -> PageLink {
    PageLink::new("版の履歴", key.history().address())
}

pub(super) fn edition_links(
    publication: &Publication<'_>,
    key: &AssessmentKey,
) -> Vec<EditionLink> {
    let editions = publication
        .editions
        .iter()
        .map(|edition| edition.assessment);
    let first = publication.withdrawn.last().map_or(1, |gone| gone.last + 1);
    let shown = editions.map(|assessment| {
        let mut link = edition_link(assessment, key);
        // What it changed in a withdrawn edition would show that edition.
        link.changes = link.changes.filter(|_| assessment.edition() > first);
        link
    });
    let withdrawn = publication.withdrawn.iter().rev().flat_map(|gone| {
        let numbers = (gone.first..=gone.last).rev();
        numbers.map(|edition| EditionLink {
            edition,
            published: gone.published_from,
            href: key.edition(edition).address(),
            kind: None,
            changes: None,
            is_withdrawn: true,
        })
    });
    shown.chain(withdrawn).collect()
}

pub(super) fn edition_link(assessment: &PublicAssessment, key: &AssessmentKey) -> EditionLink {
    let edition = assessment.edition();
    EditionLink {
        edition,
        published: assessment.published(),
        href: key.edition(edition).address(),
        kind: assessment.origin(),
        changes: (edition > 1).then(|| key.changes(edition).address()),
        is_withdrawn: false,
    }
}
