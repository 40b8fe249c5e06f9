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

/// A consultation that was opened, or whose result was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownConsultation {
    /// Its id.
    pub id: domain::ConsultationId,
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
    /// What the gate saw. Its hits did not stop the build: see `held_back`.
    pub report: GateReport,
    /// Assessments whose new pages were not put on the site because of a hit.
    pub held_back: Vec<HeldBack>,
}

impl Built {
    /// A line for each assessment that was held back.
    #[must_use]
    pub fn held_back_lines(&self) -> Vec<String> {
        self.held_back.iter().map(ToString::to_string).collect()
    }
}

/// An assessment whose new pages were not put on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// Its address, as `011002/1/kiso`.
    pub assessment: String,
    /// Whether the page that was there before stays.
    pub has_page: bool,
}

impl std::fmt::Display for HeldBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = if self.has_page {
            "前のページのままにしました"
        } else {
            "ページを作りませんでした"
        };
        write!(f, "{}: {what}", self.assessment)
    }
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
    /// The item in which it stands for readers, if it is in a page of the same body.
    pub found_item: Option<String>,
    /// The assessment in whose file it is.
    pub found_in: Option<AssessmentKey>,
    /// The earlier edition in whose own file it is; that can no longer be changed.
    pub past_edition: Option<u32>,
}

impl Leaks {
    /// The hits of a report for the people of `body` (everything for the operator, `None`):
    /// what another body withholds, and where, is not theirs to learn.
    #[must_use]
    pub(super) fn of(
        report: &GateReport,
        body: Option<&BodyCode>,
        pending: &[(AssessmentKey, u32)],
    ) -> Self {
        let place = |hit: &Hit| {
            let owner = hit.owner.as_deref().map(AssessmentKey::parse);
            let assessment = owner.and_then(Result::ok);
            let (found_in, past_edition) = file_of(&hit.file, pending);
            let own =
                body.is_none_or(|body| assessment.as_ref().is_some_and(|key| key.body == *body));
            LeakPlace {
                file: hit.file.clone(),
                offset: hit.offset,
                is_my_number: hit.kind == HitKind::MyNumber,
                item: hit.item.clone().filter(|_| own),
                assessment: assessment.filter(|_| own),
                found_item: hit.found_in.clone(),
                found_in,
                past_edition,
            }
        };
        Self {
            places: report.hits.iter().map(place).collect(),
        }
    }

    /// Whether everything lies in earlier editions alone, which nobody can change.
    #[must_use]
    pub fn are_past(&self) -> bool {
        !self.places.is_empty() && self.places.iter().all(|place| place.past_edition.is_some())
    }

    /// A line for each place.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.places.iter().map(ToString::to_string).collect()
    }
}

impl LeakPlace {
    /// What to do about a place in an earlier edition; `None` for any other.
    #[must_use]
    pub fn past_words(&self) -> Option<String> {
        self.past_edition.map(|edition| {
            format!(
                "第{edition}版で公表した文に、今回非公表にした語があります。公表済みの版は変えられません。公表を進めるには、その語の非公表をやめるか、取りまとめ担当が第{edition}版までの公表を理由を付けて取り下げてから、もう一度公表してください。"
            )
        })
    }
}

impl std::fmt::Display for LeakPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: ", self.file, self.offset)?;
        match (&self.assessment, &self.item) {
            _ if self.is_my_number => f.write_str("個人番号とみられる12桁の数字があります。")?,
            (Some(key), Some(item)) => {
                write!(f, "{key} の項目 {item} で非公表とした文字列があります。")?;
            }
            _ => f.write_str("ほかの団体が非公表とした文字列と同じものがあります。")?,
        }
        match (&self.found_in, &self.found_item) {
            (Some(key), Some(item)) => write!(f, "公表される欄: {key} の項目 {item}。")?,
            (Some(key), None) => write!(f, "公表される評価書: {key}。")?,
            _ => {}
        }
        self.past_words()
            .map_or(Ok(()), |words| f.write_str(&words))
    }
}

/// Whose a file of the site is, and the edition if it is an earlier one of what is pending.
fn file_of(file: &str, pending: &[(AssessmentKey, u32)]) -> (Option<AssessmentKey>, Option<u32>) {
    for (key, edition) in pending {
        let folder = publish::AssessmentKey {
            body: key.body.clone(),
            number: key.number.clone(),
            form: key.form.clone(),
        };
        if let Some(rest) = file.strip_prefix(&format!("{}/", folder.folder())) {
            return (Some(key.clone()), past_edition(rest, *edition));
        }
    }
    let path = file.strip_prefix("assessments/");
    let parts: Option<Vec<&str>> = path.map(|path| path.split('/').take(3).collect());
    let key = parts.and_then(|parts| AssessmentKey::parse(&parts.join("/")).ok());
    (key, None)
}

/// The earlier edition whose text a file below the assessment's folder holds, while `edition`
/// is published. What an edition changed repeats the words of the one before it.
fn past_edition(below: &str, edition: u32) -> Option<u32> {
    let mut parts = below.strip_prefix("editions/")?.split('/');
    let number: u32 = parts.next()?.parse().ok()?;
    match parts.next() {
        Some("changes") if number == edition => number.checked_sub(1),
        _ => Some(number).filter(|past| *past < edition),
    }
}
