//! The only way from a staging to the live site leads through the gate.

use super::staging::{Staging, SwapReport};
use crate::error::SiteError;
use crate::gate::{GateReport, Scan};

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

impl Staging {
    /// Scans every changed file with `scan`, to which the caller has already shown what
    /// will be indexed. Dropped on a hit, so that the live site stays.
    ///
    /// # Errors
    /// [`CheckError::Leak`] with every hit.
    pub fn check(self, mut scan: Scan<'_>) -> Result<Checked, CheckError> {
        for path in self.changed() {
            scan.file(path, &path.under(self.tree()))?;
        }
        let report = scan.finish();
        if report.is_clean() {
            Ok(Checked {
                staging: self,
                report,
            })
        } else {
            Err(CheckError::Leak(report))
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
    pub fn changed(&self) -> impl Iterator<Item = &crate::SitePath> {
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
