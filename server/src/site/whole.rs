//! The whole site and the whole index, from the content and the database, in bounded memory:
//! one assessment at a time.

use domain::BodyCode;
use publish::{Gate, GateReport, SitePath, SiteWriter, Staging};
use search::{BoxedError, SearchEntry, SearchIndex};

use super::error::BuildError;
use super::reader::{Heads, Reader, entry};
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
    for prefecture in stage::shared_lists(&mut writer, reader, materials)? {
        stage::prefecture(&mut writer, reader, &prefecture.code, &prefecture.name)?;
    }
    writer.staging().remove_unwritten()?;
    Ok(count)
}

/// What does not depend on the database.
fn content(writer: &mut SiteWriter<'_>, materials: &Materials<'_>) -> Result<(), BuildError> {
    let content = materials.content;
    // The newest edition first: it names the items of examples.
    let forms: Vec<_> = content.forms.iter().rev().collect();
    writer.catalog(&content.catalog, &forms)?;
    for page in &content.pages {
        writer.prose(&page.id, &page.title, &page.markdown)?;
    }
    let prose: Vec<&str> = content.pages.iter().map(|page| page.id.as_str()).collect();
    writer.sitemap_of_pages(&content.catalog, &prose)?;
    writer.not_found()?;
    writer.robots()?;
    Ok(())
}

/// Every assessment and the page of every body that has one.
fn assessments(writer: &mut SiteWriter<'_>, reader: &mut Reader<'_>) -> Result<usize, BuildError> {
    let (mut heads, mut count) = (Heads::default(), 0);
    let mut last: Option<BodyCode> = None;
    while let Some(head) = heads.next(reader)? {
        let published = stage::assessment(writer, reader, &head.assessment)?;
        if last.as_ref() != Some(&head.body) {
            let listed = reader.of_body(&head.body)?;
            writer.body(&published.body, &listed)?;
            last = Some(head.body);
        }
        count += 1;
    }
    Ok(count)
}

/// Builds the index anew, if nothing in it is withheld: a hit leaves the old one. What the
/// gate saw.
pub(super) fn index(
    index: &dyn SearchIndex,
    reader: &mut Reader<'_>,
    gate: &Gate,
) -> Result<GateReport, BuildError> {
    let mut entries = Entries {
        reader,
        index,
        gate,
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
    heads: Heads,
    seen: GateReport,
    stopped: Option<BuildError>,
}

impl Entries<'_, '_> {
    fn read(&mut self) -> Result<Option<SearchEntry>, BuildError> {
        let Some(head) = self.heads.next(self.reader)? else {
            return Ok(None);
        };
        let edition = self.reader.current(&head)?;
        let entry = entry(&edition, &head.body_name);
        let mut scan = self.gate.scan();
        let name = index_name(&publish::AssessmentKey::of(&edition.assessment));
        scan.strings(&name, Some(&head.body), self.index.scan_text(&entry));
        let report = scan.finish();
        if !report.is_clean() {
            return Err(BuildError::Leaked(report));
        }
        self.seen.files += report.files;
        self.seen.bytes += report.bytes;
        Ok(Some(entry))
    }
}

impl Iterator for Entries<'_, '_> {
    type Item = Result<SearchEntry, BoxedError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Ok(entry) => entry.map(Ok),
            Err(error) => {
                self.stopped = Some(error);
                Some(Err("the entries stopped".into()))
            }
        }
    }
}

/// How reports name the entry of an assessment.
pub(super) fn index_name(key: &publish::AssessmentKey) -> String {
    format!("検索索引 {}/{}/{}", key.body, key.number, key.form)
}
