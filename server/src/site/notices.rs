//! The pages of notices that are kept in the database, beside those of the content, and of
//! questions and answers that both sides agreed to make public.

use std::cmp::Reverse;

use content::Content;
use domain::notice_life::{Ending, Letter};
use domain::{Catalog, Notice, NoticeEnd, NoticeKind};
use publish::pages::QaEntry;
use publish::{SiteWriter, Staging, paths};
use store::notices::NoticeRow;
use store::{StoreError, Tx, inquiries, notices};
use workflow::NewlyPublic;

use super::error::BuildError;
use super::reader::Reader;
use super::renderer::AppRenderer;
use super::stage::{self, Materials};

impl Reader<'_> {
    /// The content's catalogue together with the notices that were listed.
    pub(super) fn catalog(&mut self, content: &Content) -> Result<Catalog, BuildError> {
        let listed = self.handle.block_on(notices::list_public(self.tx))?;
        let mut catalog = content.catalog.clone();
        let letters = listed.iter().flat_map(letters);
        catalog.notices.extend(letters);
        catalog
            .notices
            .sort_by_key(|notice| Reverse((notice.date, notice.id.clone())));
        Ok(catalog)
    }

    /// The questions and answers that are public, newest first.
    pub(super) fn questions(&mut self) -> Result<Vec<QaEntry>, BuildError> {
        let published = self.handle.block_on(inquiries::list_published(self.tx))?;
        let entries = published.into_iter().filter_map(|found| {
            Some(QaEntry {
                number: found.number,
                category: found.category,
                question: found.qa.question,
                answer: found.qa.answer,
                published: found.qa.published?,
            })
        });
        Ok(entries.collect())
    }
}

/// The three letters of a listed notice.
fn letters(found: &NoticeRow) -> Vec<Notice> {
    let address = |kind| match kind {
        NoticeKind::Request => format!("{}-request", found.id),
        NoticeKind::Acknowledgement => format!("{}-acknowledgement", found.id),
        NoticeKind::Notice => found.id.clone(),
    };
    let all = found.stage.letters();
    let others = |own: NoticeKind| {
        let others = all.iter().map(|(kind, _)| *kind);
        let others = others.filter(|kind| *kind != own);
        others.map(|kind| (kind, address(kind))).collect()
    };
    let letter = |(kind, letter): &(NoticeKind, &Letter)| Notice {
        id: address(*kind),
        kind: *kind,
        number: letter.number().to_owned(),
        date: letter.date(),
        title: letter.title().to_owned(),
        to: letter.to().to_vec(),
        from: letter.from().to_owned(),
        related: others(*kind),
        attachments: Vec::new(),
        body_markdown: letter.body().to_owned(),
        revises: found
            .revises
            .clone()
            .filter(|_| *kind == NoticeKind::Notice),
        end: end(found).filter(|_| *kind == NoticeKind::Notice),
    };
    all.iter().map(letter).collect()
}

fn end(found: &NoticeRow) -> Option<NoticeEnd> {
    let domain::notice_life::NoticeStage::Ended { ending, .. } = &found.stage else {
        return None;
    };
    Some(match ending {
        Ending::Revised { by, on } => NoticeEnd {
            on: *on,
            revised_by: Some(by.clone()),
        },
        Ending::Expired { on, .. } => NoticeEnd {
            on: *on,
            revised_by: None,
        },
    })
}

/// Writes every page that listing a notice or publishing an answer may change.
pub(super) fn pages(
    staging: &mut Staging,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<(), BuildError> {
    for number in reader
        .handle
        .block_on(inquiries::list_unpublished(reader.tx))?
    {
        staging.remove(&paths::qa(number))?;
    }
    let mut writer = SiteWriter::new(staging, &AppRenderer, materials.base);
    writer.letters(&materials.catalog)?;
    writer.questions(&materials.questions)?;
    let prose: Vec<&str> = materials
        .content
        .pages
        .iter()
        .map(|page| page.id.as_str())
        .collect();
    writer.sitemap_of_pages(&materials.catalog, &materials.questions, &prose)?;
    let staging = writer.staging();
    reader.hide_without_page(&|page| staging.has(page))?;
    stage::home(&mut writer, reader, materials)?;
    Ok(())
}

/// The texts that are public whatever else is published, without what becomes public just
/// now: in that one the gate looks for withheld text.
pub(super) async fn texts(tx: &mut Tx, newly: &NewlyPublic) -> Result<Vec<String>, StoreError> {
    let mut texts = Vec::new();
    for found in notices::list_public(tx).await? {
        if *newly == NewlyPublic::Notice(found.id.clone()) {
            continue;
        }
        for (_, letter) in found.stage.letters() {
            texts.extend([letter.number(), letter.title(), letter.from()].map(str::to_owned));
            texts.extend(letter.to().iter().cloned());
            let text = markup::parse(letter.body()).map(|tree| tree.to_text());
            texts.push(text.unwrap_or_else(|_| letter.body().to_owned()));
        }
    }
    for found in inquiries::list_published(tx).await? {
        if *newly != NewlyPublic::Qa(found.number) {
            texts.extend([found.qa.question, found.qa.answer]);
        }
    }
    Ok(texts)
}
