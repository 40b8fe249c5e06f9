//! The whole site and the whole index, from the content and the database, in bounded memory:
//! one assessment at a time.

use std::collections::BTreeMap;

use domain::BodyCode;
use publish::{AssessmentKey, Gate, GateReport, SitePath, SiteWriter, Staging, paths};
use search::{BoxedError, SearchEntry, SearchIndex};
use store::editions::Address;

use super::error::BuildError;
use super::hearing::{self, HeldHearing};
use super::reader::{self, Heads, Reader, entry};
use super::renderer::AppRenderer;
use super::stage::{self, Materials};
use crate::assets::Assets;

/// Writes every page and list, and takes away what no longer belongs. How many assessments
/// there are.
pub(super) fn pages(
    staging: &mut Staging,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    assets: &Assets,
) -> Result<usize, BuildError> {
    let mut writer = SiteWriter::new(staging, &AppRenderer, materials.base);
    content(&mut writer, materials)?;
    for (name, bytes) in assets.public_files() {
        writer.asset(&SitePath::parse(&name)?, &bytes)?;
    }
    let count = assessments(&mut writer, reader)?;
    hearing::all(&mut writer, reader, materials)?;
    lists(&mut writer, reader, materials)?;
    writer.staging().remove_unwritten()?;
    Ok(count)
}

/// Leaves the pages of these as they were and writes all lists again: those that have no
/// page then are in none.
pub(super) fn hold_back(
    staging: &mut Staging,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    held: &[HeldBack],
    hearings: &[HeldHearing],
) -> Result<(), BuildError> {
    let mut writer = SiteWriter::new(staging, &AppRenderer, materials.base);
    for held in held {
        writer.staging().take_back(&held.key.folder())?;
    }
    for held in hearings {
        let folder = paths::folder_of_consultation(&held.id);
        writer.staging().take_back(&folder)?;
    }
    let unlisted = hearings.iter().filter(|held| held.is_unlisted);
    reader.hidden_hearings = unlisted.map(|held| held.id.clone()).collect();
    let unlisted = held.iter().filter(|held| held.is_unlisted);
    reader.hidden = unlisted.map(|held| held.address.clone()).collect();
    for body in held.iter().map(|held| &held.key.body) {
        let code = body.prefecture();
        writer.staging().remove(&paths::body(body))?;
        writer.staging().remove(&paths::prefecture(code))?;
        writer.staging().remove(&paths::sitemap_part(code))?;
    }
    lists(&mut writer, reader, materials)
}

/// Every list of assessments.
fn lists(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<(), BuildError> {
    let staging = writer.staging();
    reader.hide_without_page(&|page| staging.has(page))?;
    bodies(writer, reader)?;
    hearing::lists(writer, reader, materials)?;
    for prefecture in stage::shared_lists(writer, reader, materials)? {
        stage::prefecture(writer, reader, &prefecture.code, &prefecture.name)?;
    }
    Ok(())
}

/// The pages of the content, and of notices, questions and answers.
fn content(writer: &mut SiteWriter<'_>, materials: &Materials<'_>) -> Result<(), BuildError> {
    let content = materials.content;
    // The newest edition first: it names the items of examples.
    let forms: Vec<_> = content.forms.iter().rev().collect();
    writer.catalog(&materials.catalog, &forms)?;
    writer.questions(&materials.questions)?;
    for page in &content.pages {
        writer.prose(&page.id, &page.title, &page.markdown)?;
    }
    let prose: Vec<&str> = content.pages.iter().map(|page| page.id.as_str()).collect();
    writer.sitemap_of_pages(&materials.catalog, &materials.questions, &prose)?;
    writer.not_found()?;
    writer.robots()?;
    Ok(())
}

/// Every assessment.
fn assessments(writer: &mut SiteWriter<'_>, reader: &mut Reader<'_>) -> Result<usize, BuildError> {
    let (mut heads, mut count) = (Heads::default(), 0);
    while let Some(head) = heads.next(reader)? {
        stage::assessment(writer, reader, &head.assessment)?;
        count += 1;
    }
    withdrawn(writer, reader)?;
    Ok(count)
}

/// What remains of every assessment that was taken off the site.
fn withdrawn(writer: &mut SiteWriter<'_>, reader: &mut Reader<'_>) -> Result<(), BuildError> {
    let mut after: Option<Address> = None;
    let mut prefectures = BTreeMap::new();
    loop {
        let found = reader.gone_after(after.as_ref())?;
        let Some(last) = found.last() else {
            break;
        };
        after = Some(Address {
            body: last.key.body.clone(),
            number: last.key.number.clone(),
            form: last.key.form.clone(),
        });
        for gone in &found {
            stage::gone(writer, gone)?;
            let body = &gone.body;
            prefectures.insert(
                body.code.prefecture().to_owned(),
                body.prefecture_name.clone(),
            );
        }
    }
    // The ways from the pages that remain lead through them.
    prefectures
        .iter()
        .try_for_each(|(code, name)| stage::prefecture(writer, reader, code, name))
}

/// The page of every body that has an assessment to show.
fn bodies(writer: &mut SiteWriter<'_>, reader: &mut Reader<'_>) -> Result<(), BuildError> {
    let mut heads = Heads::default();
    let mut last: Option<BodyCode> = None;
    while let Some(head) = heads.next(reader)? {
        if last.as_ref() != Some(&head.body) {
            let listed = reader.of_body(&head.body)?;
            if !listed.is_empty() {
                writer.body(&reader.body(&head.body)?, &listed)?;
            }
            last = Some(head.body);
        }
    }
    Ok(())
}

/// An assessment whose new pages, or whose line in the lists, hold what must not be public.
#[derive(Debug, Clone)]
pub(super) struct HeldBack {
    pub(super) key: AssessmentKey,
    pub(super) address: Address,
    /// Whether its line is what was found.
    pub(super) is_unlisted: bool,
}

/// The assessments on whose account the gate stopped. Reads all of them once.
pub(super) fn culprits(
    reader: &mut Reader<'_>,
    gate: &Gate,
    report: &GateReport,
) -> Result<Vec<HeldBack>, BuildError> {
    let (mut heads, mut held) = (Heads::default(), Vec::new());
    while let Some(head) = heads.next(reader)? {
        let key = reader::key(&head);
        let folder = format!("{}/", key.folder());
        let mut hits = report.hits.iter();
        let has_hit = hits.any(|hit| hit.file.starts_with(&folder));
        let mut scan = gate.scan();
        // Without a body: a line stands in lists that all bodies share.
        scan.strings(&folder, None, [&head.title, &head.agency]);
        let is_unlisted = !scan.finish().is_clean();
        if has_hit || is_unlisted {
            held.push(HeldBack {
                key,
                address: Address::from(&head),
                is_unlisted,
            });
        }
    }
    Ok(held)
}

/// Builds the index anew, without what is held back and without entries in which the gate
/// finds something. What it saw.
pub(super) fn index(
    index: &dyn SearchIndex,
    reader: &mut Reader<'_>,
    gate: &Gate,
    held: &[HeldBack],
) -> Result<GateReport, BuildError> {
    let mut entries = Entries {
        reader,
        index,
        gate,
        held,
        heads: Heads::default(),
        seen: GateReport::default(),
        stopped: None,
    };
    let rebuilt = index.rebuild(&mut entries);
    match entries.stopped {
        Some(error) => Err(error),
        None => rebuilt.map(|()| entries.seen).map_err(BuildError::from),
    }
}

/// The entries, each scanned before the index gets it.
struct Entries<'a, 'r> {
    reader: &'a mut Reader<'r>,
    index: &'a dyn SearchIndex,
    gate: &'a Gate,
    held: &'a [HeldBack],
    heads: Heads,
    seen: GateReport,
    stopped: Option<BuildError>,
}

impl Entries<'_, '_> {
    /// The next entry; `Some(None)` for one that stays out.
    fn read(&mut self) -> Result<Option<Option<SearchEntry>>, BuildError> {
        let Some(head) = self.heads.next(self.reader)? else {
            return Ok(None);
        };
        if self
            .held
            .iter()
            .any(|held| held.address == Address::from(&head))
        {
            return Ok(Some(None));
        }
        let edition = self.reader.current(&head)?;
        let entry = entry(&edition, &head.body_name, head.ended_on);
        let mut scan = self.gate.scan();
        let name = index_name(&AssessmentKey::of(&edition.assessment));
        scan.strings(&name, Some(&head.body), self.index.scan_text(&entry));
        let report = scan.finish();
        self.seen.files += report.files;
        self.seen.bytes += report.bytes;
        if report.is_clean() {
            return Ok(Some(Some(entry)));
        }
        self.seen.hits.extend(report.hits);
        Ok(Some(None))
    }
}

impl Iterator for Entries<'_, '_> {
    type Item = Result<SearchEntry, BoxedError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read() {
                Ok(Some(None)) => {}
                Ok(entry) => return entry.flatten().map(Ok),
                Err(error) => {
                    self.stopped = Some(error);
                    return Some(Err("the entries stopped".into()));
                }
            }
        }
    }
}

/// How reports name the entry of an assessment.
pub(super) fn index_name(key: &AssessmentKey) -> String {
    format!("検索索引 {}/{}/{}", key.body, key.number, key.form)
}
