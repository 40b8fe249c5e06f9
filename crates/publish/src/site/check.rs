//! The only way from a staging to the live site leads through the gate.

use std::collections::BTreeSet;

use walkdir::WalkDir;

use super::staging::{Staging, SwapReport};
use super::sync;
use crate::error::SiteError;
use crate::gate::{GateReport, Scan};
use crate::path::SitePath;

/// A staging whose every changed file was scanned without a hit.
#[derive(Debug)]
pub struct Checked {
    staging: Staging,
    report: GateReport,
}

/// Why a staging may not become the live site. The live site is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Withheld words or a 個人番号 were found; the report says where.
    #[error("leak gate stopped the release: {} hits", .0.hits.len())]
    Leak(GateReport),
    /// A file could not be read.
    #[error(transparent)]
    Site(#[from] SiteError),
}

/// What the gate says of a staging.
#[derive(Debug)]
pub enum Verdict {
    /// It may become the live site.
    Clean(Box<Checked>),
    /// Something was found; the staging can be mended and judged again.
    Leaky(Box<Staging>, GateReport),
}

impl Staging {
    /// Scans every changed file, as [`Staging::check`] does, and keeps the staging on a hit.
    ///
    /// # Errors
    /// A file could not be read.
    pub fn judge(self, mut scan: Scan<'_>) -> Result<Verdict, SiteError> {
        for path in self.changed() {
            scan.file(path, &path.under(self.tree()))?;
        }
        let report = scan.finish();
        Ok(if report.is_clean() {
            Verdict::Clean(Box::new(Checked {
                staging: self,
                report,
            }))
        } else {
            Verdict::Leaky(Box::new(self), report)
        })
    }

    /// Scans what this staging leaves as it is: of these files and of everything below these
    /// folders. The cost is that of their bytes.
    ///
    /// # Errors
    /// A file could not be read.
    pub fn scan_kept(
        &self,
        scan: &mut Scan<'_>,
        files: &[SitePath],
        folders: &[SitePath],
    ) -> Result<(), SiteError> {
        let changed: BTreeSet<&SitePath> = self.changed().collect();
        let mut kept: BTreeSet<SitePath> = files.iter().cloned().collect();
        for folder in folders.iter().map(|folder| folder.under(self.tree())) {
            if !folder.is_dir() {
                continue;
            }
            for entry in WalkDir::new(&folder) {
                let entry = entry.map_err(sync::walking(&folder))?;
                let path = sync::path_within(self.tree(), &entry);
                kept.extend(path.filter(|_| entry.file_type().is_file()));
            }
        }
        for path in kept.iter().filter(|path| !changed.contains(path)) {
            let file = path.under(self.tree());
            if file.is_file() {
                scan.file(path, &file)?;
            }
        }
        Ok(())
    }

    /// Scans every changed file with `scan`, to which the caller has already shown what
    /// will be indexed. Dropped on a hit, so that the live site stays.
    ///
    /// # Errors
    /// [`CheckError::Leak`] with every hit.
    pub fn check(self, scan: Scan<'_>) -> Result<Checked, CheckError> {
        match self.judge(scan)? {
            Verdict::Clean(checked) => Ok(*checked),
            Verdict::Leaky(_, report) => Err(CheckError::Leak(report)),
        }
    }
}

impl Checked {
    /// What was scanned.
    #[must_use]
    pub fn report(&self) -> &GateReport {
        &self.report
    }

    /// The files that are new or different, in order.
    pub fn changed(&self) -> impl Iterator<Item = &SitePath> {
        self.staging.changed()
    }

    /// Makes it the live site, in one step. With nothing changed, nothing happens.
    ///
    /// # Errors
    /// [`SiteError::Io`]: the live site is the old one, unless what failed was the last
    /// flush, after the exchange.
    pub fn swap(self) -> Result<SwapReport, SiteError> {
        self.staging.swap()
    }
}
