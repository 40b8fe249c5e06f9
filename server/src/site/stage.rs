//! The pages that publishing some assessments changes, and no others.

use std::collections::{BTreeMap, BTreeSet};

use content::Content;
use domain::{AssessmentId, BodyCode, Catalog, ConsultationId};
use publish::pages::{Counted, HomePage, PrefecturePage, QaEntry};
use publish::{
    AssessmentKey, BaseUrl, ListedAssessment, Publication, SiteWriter, Staging,
    WithdrawnAssessment, paths,
};
use search::{EntryKey, SearchEntry};
use store::editions::Address;
use workflow::Workflow;

use super::error::BuildError;
use super::hearing;
use super::reader::{Gone, Published, Reader, entry};
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
    /// For what consultations are and which day it is.
    pub(super) workflow: &'a Workflow,
    /// Before the addresses of the portal, where it is another host; else empty.
    pub(super) portal: &'a str,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Assessments.
    pub(super) assessments: Vec<Address>,
    /// Consultations.
    pub(super) consultations: Vec<ConsultationId>,
    /// Whether the lists of consultations are to be written though none of them changed.
    pub(super) lists: bool,
}

impl Work {
    fn is_about_consultations(&self) -> bool {
        self.lists || !self.consultations.is_empty()
    }
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

/// What the index is told.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) added: Vec<Indexed>,
    /// Those of assessments that were taken off the site.
    pub(super) removed: Vec<EntryKey>,
}

/// Writes the pages of these assessments and consultations, and every list in which they
/// appear; their entries for the index. What was taken off the site leaves a page that says
/// so; what never was published is passed over.
pub(super) fn assessments(
    staging: &mut Staging,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    work: &Work,
) -> Result<Entries, BuildError> {
    let mut writer = SiteWriter::new(staging, &AppRenderer, materials.base);
    let mut entries = Entries::default();
    let mut bodies = BTreeSet::new();
    for address in &work.assessments {
        if let Some(id) = reader.find(address)? {
            let published = assessment(&mut writer, reader, &id)?;
            entries.added.extend(indexed(id, &published));
            bodies.insert(published.body.code);
        } else if let Some(found) = reader.gone(address)? {
            gone(&mut writer, &found)?;
            entries.removed.push(entry_key(&found.key));
            bodies.insert(found.body.code);
        }
    }
    for id in &work.consultations {
        hearing::page(&mut writer, reader, materials, id)?;
    }
    if !bodies.is_empty() || work.is_about_consultations() {
        let staging = writer.staging();
        reader.hide_without_page(&|page| staging.has(page))?;
    }
    if !bodies.is_empty() {
        places(&mut writer, reader, &bodies)?;
        shared_lists(&mut writer, reader, materials)?;
    }
    if work.is_about_consultations() {
        hearing::lists(&mut writer, reader, materials)?;
        home(&mut writer, reader, materials)?;
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
        entry: entry(
            edition,
            &published.body.name,
            published.ended.map(|ended| ended.on),
        ),
    })
}

fn entry_key(key: &AssessmentKey) -> EntryKey {
    EntryKey::new(key.body.as_str(), key.number.as_str(), key.form.as_str())
}

/// What remains of an assessment that was taken off the site.
pub(super) fn gone(writer: &mut SiteWriter<'_>, gone: &Gone) -> Result<(), BuildError> {
    writer.withdrawn(&WithdrawnAssessment {
        body: &gone.body,
        key: &gone.key,
        form_title: &gone.form_title,
        withdrawals: &gone.withdrawals,
    })?;
    Ok(())
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
        withdrawn: &published.withdrawn,
        ended: published.ended,
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
        if listed.is_empty() {
            writer.staging().remove(&paths::body(code))?;
        } else {
            writer.body(&body, &listed)?;
        }
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
    } else {
        writer.staging().remove(&paths::sitemap_part(code))?;
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
    let consultations = hearing::open(writer, reader, materials)?;
    writer.home(&HomePage {
        notices: &materials.catalog.notices,
        newest: &newest,
        prefectures: &prefectures,
        total: reader.total()?,
        consultations: &consultations,
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
    writer.feed(&newest, &reader.newest_withdrawals()?)?;
    writer.open_data(&mut reader.list())?;
    writer.sitemap(&prefectures)?;
    Ok(prefectures)
}
