//! Scanning files and strings.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::BodyCode;
use domain::my_number::find_my_numbers;
use walkdir::WalkDir;

use super::fold::Folded;
use super::reading::{self, Unit};
use super::report::{GateReport, Hit, HitKind};
use super::{Gate, Pattern};
use crate::error::SiteError;
use crate::path::SitePath;

/// Files are scanned in windows of this many bytes, in bounded memory.
const WINDOW: usize = 1024 * 1024;
/// So many bytes belong to two windows, so that what lies across their border is found. A
/// pattern of 256 characters fits, each of them an entity among tags.
const OVERLAP: usize = 64 * 1024;

/// A scan of any number of files and strings, with one report.
#[derive(Debug)]
pub struct Scan<'g> {
    gate: &'g Gate,
    report: GateReport,
}

/// What is being scanned, and what was found in it so far.
struct Place<'a> {
    file: &'a str,
    owner: Option<&'a BodyCode>,
    phrases: HashSet<usize>,
    numbers: HashSet<usize>,
}

impl<'a> Place<'a> {
    fn new(file: &'a str, owner: Option<&'a BodyCode>) -> Self {
        Self {
            file,
            owner,
            phrases: HashSet::new(),
            numbers: HashSet::new(),
        }
    }
}

impl Gate {
    /// Scans a folder with everything in it, hidden files too; links are not followed.
    /// Paths tell which body a file belongs to, as in the published folder.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn scan_folder(&self, dir: &Path) -> Result<GateReport, SiteError> {
        let mut scan = self.scan();
        for entry in WalkDir::new(dir).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(dir).to_owned();
                SiteError::io("read", &path)(error.into())
            })?;
            if entry.file_type().is_file() {
                let relative = entry.path().strip_prefix(dir).unwrap_or(entry.path());
                let owner = SitePath::of_relative(relative).and_then(|path| path.owner());
                let name = relative.to_string_lossy();
                scan.open_file(&name, owner.as_ref(), entry.path())?;
            }
        }
        Ok(scan.finish())
    }

    /// Scans the bytes of one file.
    #[must_use]
    pub fn scan_bytes(&self, path: &SitePath, bytes: &[u8]) -> GateReport {
        let mut scan = self.scan();
        scan.bytes(path, bytes);
        scan.finish()
    }
}

impl<'g> Scan<'g> {
    pub(super) fn new(gate: &'g Gate) -> Self {
        Self {
            gate,
            report: gate.report(),
        }
    }

    /// Scans a file that will be at `path` of the site and lies at `file` now.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn file(&mut self, path: &SitePath, file: &Path) -> Result<(), SiteError> {
        self.open_file(path.as_str(), path.owner().as_ref(), file)
    }

    /// Scans the bytes of a file that will be at `path` of the site.
    pub fn bytes(&mut self, path: &SitePath, bytes: &[u8]) {
        self.report.files += 1;
        let owner = path.owner();
        let mut place = Place::new(path.as_str(), owner.as_ref());
        for (begin, window) in windows(bytes) {
            self.window(&mut place, window, begin);
        }
        self.report.bytes += bytes.len() as u64;
    }

    /// Scans strings, each by itself, as a search index would store them. `name` stands for
    /// them in the report; `owner` is the body whose they are, `None` for shared lists.
    pub fn strings(
        &mut self,
        name: &str,
        owner: Option<&BodyCode>,
        texts: impl IntoIterator<Item = impl AsRef<str>>,
    ) {
        self.report.files += 1;
        let mut place = Place::new(name, owner);
        for text in texts {
            let bytes = text.as_ref().as_bytes();
            for (begin, window) in windows(bytes) {
                self.window(&mut place, window, begin);
            }
            self.report.bytes += bytes.len() as u64;
        }
    }

    /// The report.
    #[must_use]
    pub fn finish(self) -> GateReport {
        self.report
    }

    fn open_file(
        &mut self,
        name: &str,
        owner: Option<&BodyCode>,
        path: &Path,
    ) -> Result<(), SiteError> {
        let file = File::open(path).map_err(SiteError::io("open", path))?;
        let before = self.report.hits.len();
        self.read(&mut Place::new(name, owner), file)
            .map_err(SiteError::io("read", path))?;
        let hits = &mut self.report.hits[before..];
        if !hits.is_empty() && name.ends_with(".html") {
            let page = std::fs::read(path).map_err(SiteError::io("read", path))?;
            for hit in hits {
                hit.found_in = nearest_item(&page, hit.offset);
            }
        }
        Ok(())
    }

    fn read(&mut self, place: &mut Place<'_>, mut file: File) -> io::Result<()> {
        self.report.files += 1;
        let (mut buffer, mut begin) = (Vec::new(), 0);
        loop {
            let wanted = (WINDOW - buffer.len()) as u64;
            let read = file.by_ref().take(wanted).read_to_end(&mut buffer)?;
            self.report.bytes += read as u64;
            if read > 0 || begin == 0 {
                self.window(place, &buffer, begin);
            }
            if (read as u64) < wanted {
                return Ok(());
            }
            begin += WINDOW - OVERLAP;
            buffer.drain(..WINDOW - OVERLAP);
        }
    }

    fn window(&mut self, place: &mut Place<'_>, bytes: &[u8], begin: usize) {
        reading::each(&reading::units(bytes), &mut |units| {
            self.find_phrases(place, units, begin);
            self.find_numbers(place, units, begin);
        });
    }

    fn find_phrases(&mut self, place: &mut Place<'_>, units: &[Unit], begin: usize) {
        let Some(finder) = &self.gate.finder else {
            return;
        };
        let folded = Folded::new(units);
        for found in finder.find_overlapping_iter(folded.text()) {
            let number = found.pattern().as_usize();
            if place.phrases.contains(&number) || folded.tears(found.end()) {
                continue;
            }
            let offset = begin + folded.offset(found.start()) as usize;
            let hits = hits(place, &self.gate.patterns[number], offset);
            if !hits.is_empty() {
                place.phrases.insert(number);
                self.report.hits.extend(hits);
            }
        }
    }

    fn find_numbers(&mut self, place: &mut Place<'_>, units: &[Unit], begin: usize) {
        if !may_hold_number(units) {
            return;
        }
        let mut text = String::with_capacity(units.len());
        let mut places = Vec::with_capacity(units.len());
        for &(c, offset) in units {
            places.push((text.len(), offset));
            text.push(c);
        }
        for found in find_my_numbers(&text) {
            let unit = places.partition_point(|(begin, _)| *begin < found.start);
            let offset = begin + places.get(unit).map_or(0, |(_, offset)| *offset as usize);
            if place.numbers.insert(offset) {
                self.report.hits.push(Hit {
                    file: place.file.to_owned(),
                    offset,
                    kind: HitKind::MyNumber,
                    found_in: None,
                    item: None,
                    owner: None,
                });
            }
        }
    }
}

/// A hit for each owner in whose scope the place is.
fn hits(place: &Place<'_>, pattern: &Pattern, offset: usize) -> Vec<Hit> {
    let in_scope =
        |body: &BodyCode| pattern.anywhere || place.owner.is_none_or(|owner| owner == body);
    let owners = pattern.owners.iter().filter(|owner| in_scope(&owner.body));
    owners
        .map(|owner| Hit {
            file: place.file.to_owned(),
            offset,
            kind: HitKind::Phrase,
            found_in: None,
            item: Some(owner.item.clone()),
            owner: Some(owner.assessment.clone()),
        })
        .collect()
}

/// The id of the last element before `offset` whose id is an item's: those have a dot.
fn nearest_item(page: &[u8], offset: usize) -> Option<String> {
    const ID: &[u8] = b" id=\"";
    let mut before = &page[..offset.min(page.len())];
    while let Some(at) = before.windows(ID.len()).rposition(|part| part == ID) {
        let value = page[at + ID.len()..].split(|byte| *byte == b'"').next();
        let id = value.and_then(|value| std::str::from_utf8(value).ok());
        if let Some(id) = id.filter(|id| id.contains('.')) {
            return Some(id.to_owned());
        }
        before = &before[..at];
    }
    None
}

/// Pieces of at most [`WINDOW`] bytes, each with its offset.
fn windows(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let last = bytes.len().saturating_sub(OVERLAP + 1);
    (0..=last)
        .step_by(WINDOW - OVERLAP)
        .map(|begin| (begin, &bytes[begin..bytes.len().min(begin + WINDOW)]))
}

/// Whether twelve digits stand in a row, with single characters between them at most: a
/// quick look before the real one.
fn may_hold_number(units: &[Unit]) -> bool {
    let (mut digits, mut gap) = (0, 0);
    for (c, _) in units {
        if is_digit(*c) {
            digits += 1;
            gap = 0;
        } else {
            gap += 1;
            if gap > 1 {
                digits = 0;
            }
        }
        if digits == 12 {
            return true;
        }
    }
    false
}

/// Anything that may be a digit once it is folded; quick for what most texts consist of.
fn is_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_digit(),
        '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' => false,
        _ => c.is_numeric(),
    }
}
