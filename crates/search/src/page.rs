//! A page of results, in the shape of `/api/v1/search`.

use jiff::civil::Date;
use serde::Serialize;

/// One page of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// How many assessments match, on all pages.
    pub total: usize,
    /// Time spent, in milliseconds.
    pub took_ms: u64,
    /// At most [`PAGE_SIZE`](crate::PAGE_SIZE) of them, best first.
    pub hits: Vec<Hit>,
}

/// One published assessment that matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Six digits.
    pub body_code: String,
    /// Name of the local government.
    pub body_name: String,
    /// The agency that made the assessment, as 札幌市長.
    pub agency: String,
    /// Number of the assessment within the body.
    pub number: String,
    /// Form id, as `zenkomoku`.
    pub form: String,
    /// Title of the assessment.
    pub title: String,
    /// Day of publication.
    pub published: Date,
    /// Address of its page.
    pub url: String,
    /// At most [`MAX_SNIPPETS`](crate::MAX_SNIPPETS), the best items first; none when only
    /// the title or a name matches.
    pub snippets: Vec<Snippet>,
}

/// An excerpt of one item around what was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// Item path, as `II[1].II.6.place`; also the fragment of the page's address.
    pub item: String,
    /// The item's printed label.
    pub label: String,
    /// Escaped text with `<mark>`; no other markup.
    pub html: String,
}
