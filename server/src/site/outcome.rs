//! What publishing comes to.

use std::time::Duration;

use domain::BodyCode;
use publish::{GateReport, Hit, HitKind};
use workflow::AssessmentKey;

/// An edition that exists now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedEdition {
    /// Its number, from 1.
    pub edition: u32,
    /// The address of the assessment's page.
    pub href: String,
    /// Whether the site shows it already; else it follows by itself.
    pub is_shown: bool,
}

/// What a build did.
#[derive(Debug, Clone)]
pub struct Built {
    /// Assessments whose pages were written.
    pub assessments: usize,
    /// Files that are new or different.
    pub written: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// How long it took.
    pub took: Duration,
    /// What the gate saw.
    pub report: GateReport,
}

/// What bringing the site up to date came to.
#[derive(Debug)]
pub enum Mended {
    /// The whole site was built.
    Built(Box<Built>),
    /// So many publications that had been cut off are shown now.
    Jobs(usize),
}

/// Places at which the gate found something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leaks {
    /// The places.
    pub places: Vec<LeakPlace>,
}

/// A place at which something was found; never what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeakPlace {
    /// The file of the site, or the index.
    pub file: String,
    /// The offset in bytes.
    pub offset: usize,
    /// Whether it is a 個人番号.
    pub is_my_number: bool,
    /// The item that withholds it; `None` for a 個人番号 or another body's phrase.
    pub item: Option<String>,
    /// The assessment that withholds it, under the same conditions.
    pub assessment: Option<AssessmentKey>,
}

impl Leaks {
    /// The hits of a report for the people of `body` (everything for the operator, `None`):
    /// what another body withholds, and where, is not theirs to learn.
    #[must_use]
    pub(super) fn of(
        report: &GateReport,
        body: Option<&BodyCode>,
        key_of: impl Fn(&str) -> Option<AssessmentKey>,
    ) -> Self {
        let place = |hit: &Hit| {
            let assessment = hit.owner.as_deref().and_then(&key_of);
            let own =
                body.is_none_or(|body| assessment.as_ref().is_some_and(|key| key.body == *body));
            LeakPlace {
                file: hit.file.clone(),
                offset: hit.offset,
                is_my_number: hit.kind == HitKind::MyNumber,
                item: hit.item.clone().filter(|_| own),
                assessment: assessment.filter(|_| own),
            }
        };
        Self {
            places: report.hits.iter().map(place).collect(),
        }
    }

    /// A line for each place.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.places.iter().map(ToString::to_string).collect()
    }
}

impl std::fmt::Display for LeakPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: ", self.file, self.offset)?;
        match (&self.assessment, &self.item) {
            _ if self.is_my_number => f.write_str("個人番号とみられる12桁の数字があります。"),
            (Some(key), Some(item)) => {
                write!(f, "{key} の項目 {item} で非公表とした文字列があります。")
            }
            _ => f.write_str("ほかの団体が非公表とした文字列と同じものがあります。"),
        }
    }
}
