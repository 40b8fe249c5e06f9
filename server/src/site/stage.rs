//! The pages that publishing some assessments changes, and no others.

use std::collections::{BTreeMap, BTreeSet};

use content::Content;
use domain::{AssessmentId, BodyCode, Catalog};
use publish::pages::{Counted, HomePage, PrefecturePage, QaEntry};
use publish::{AssessmentKey, BaseUrl, ListedAssessment, Publication, SiteWriter, Staging};
use search::SearchEntry;
use store::editions::Address;

use super::error::BuildError;
use super::reader::{Published, Reader, entry};
use super::renderer::AppRenderer;
use super::whole;

/// What pages are made from besides the database.
pub(super) struct Materials<'a> {
    pub(super) content: &'a Content,
    pub(super) base: &'a BaseUrl,
    /// The content's letters, and those of listed notices.
    pub(super) catalog: Catalog,
    /// Questions and answers that are public.
    pub(super) questions: Vec<QaEntry>,
}

/// An entry of the index, and how the gate speaks of it.
pub(super) struct Indexed {
    pub(super) name: String,
    pub(super) id: AssessmentId,
    pub(super) key: AssessmentKey,
    pub(super) edition: u32,
    pub(super) body: BodyCode,
    pub(super) entry: SearchEntry,
}

/// Writes the pages of these assessments, and every list in which they appear; their
/// entries for the index. What is not published is passed over.
pub(super) fn assessments(
    staging: &mut Staging,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    addresses: &[Address],
) -> Result<Vec<Indexed>, BuildError> {
    let mut writer = SiteWriter::new(staging, &AppRenderer, materials.base);
    let mut entries = Vec::new();
    let mut bodies = BTreeSet::new();
    for address in addresses {
        let Some(id) = reader.find(address)? else {
            continue;
        };
        let published = assessment(&mut writer, reader, &id)?;
        entries.extend(indexed(id, &published));
        bodies.insert(published.body.code);
    }
    if !entries.is_empty() {
        let staging = writer.staging();
        reader.hide_without_page(&|page| staging.has(page))?;
        places(&mut writer, reader, &bodies)?;
        shared_lists(&mut writer, reader, materials)?;
    }
    Ok(entries)
}

fn indexed(id: AssessmentId, published: &Published) -> Option<Indexed> {
    let edition = published.editions.first()?;
    let key = AssessmentKey::of(&edition.assessment);
    Some(Indexed {
        name: whole::index_name(&key),
        id,
        key,
        edition: edition.assessment.edition(),
        body: published.body.code.clone(),
        entry: entry(edition, &published.body.name),
    })
}

/// An assessment's own pages.
pub(super) fn assessment(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    id: &AssessmentId,
) -> Result<Published, BuildError> {
    let published = reader.published(id)?;
    let editions = published.editions();
    writer.assessment(&Publication {
        body: &published.body,
        editions: &editions,
    })?;
    Ok(published)
}

/// The pages of bodies and of their prefectures.
fn places(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    bodies: &BTreeSet<BodyCode>,
) -> Result<(), BuildError> {
    let mut prefectures = BTreeMap::new();
    for code in bodies {
        let body = reader.body(code)?;
        let listed = reader.of_body(code)?;
        writer.body(&body, &listed)?;
        prefectures.insert(code.prefecture().to_owned(), body.prefecture_name);
    }
    prefectures
        .iter()
        .try_for_each(|(code, name)| prefecture(writer, reader, code, name))
}

/// The page of a prefecture and its part of the sitemap.
pub(super) fn prefecture(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    code: &str,
    name: &str,
) -> Result<(), BuildError> {
    let bodies = reader.bodies_of(code)?;
    writer.prefecture(&PrefecturePage {
        code,
        name,
        bodies: &bodies,
    })?;
    if !bodies.is_empty() {
        let listed = reader.of_prefecture(&bodies)?;
        writer.sitemap_of_prefecture(code, &mut listed.into_iter().map(Ok))?;
    }
    Ok(())
}

/// The home page; the prefectures and the newest publications on it.
pub(super) fn home(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<(Vec<Counted>, Vec<ListedAssessment>), BuildError> {
    let prefectures = reader.prefectures(&materials.content.prefectures)?;
    let newest = reader.newest()?;
    writer.home(&HomePage {
        notices: &materials.catalog.notices,
        newest: &newest,
        prefectures: &prefectures,
        total: reader.total()?,
    })?;
    Ok((prefectures, newest))
}

/// The lists that all bodies share. The prefectures with their counts.
pub(super) fn shared_lists(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<Vec<Counted>, BuildError> {
    let (prefectures, newest) = home(writer, reader, materials)?;
    writer.prefectures(&prefectures)?;
    writer.feed(&newest)?;
    writer.open_data(&mut reader.list())?;
    writer.sitemap(&prefectures)?;
    Ok(prefectures)
}
