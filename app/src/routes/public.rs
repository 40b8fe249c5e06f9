//! Addresses of the public site.

use super::encode;

/// The home page.
pub const HOME: &str = "/";
/// The list of notices.
pub const NOTICES: &str = "/notices/";
/// The list of prefectures.
pub const PREFECTURES: &str = "/prefectures/";
/// The list of consultations (意見の募集).
pub const CONSULTATIONS: &str = "/consultations/";
/// GET the form for an opinion (`item`: the path of an item, empty for the whole). Served by
/// the portal's process, also where the public site is another host.
pub const PATTERN_OPINION_NEW: &str = "/consultations/{id}/opinions/new";
/// POST `item`, `text`, `name`, `contact`, `consent`, `token`: an opinion.
pub const PATTERN_OPINIONS: &str = "/consultations/{id}/opinions";
/// GET, POST `receipt`: what became of an opinion.
pub const PATTERN_RECEIPT: &str = "/consultations/{id}/receipt";
/// The search page (GET `q`, `prefecture`, `body`, `form`, `from`, `to`, `page`).
pub const SEARCH: &str = "/search";
/// Terms of use.
pub const TERMS: &str = "/terms/";
/// Accessibility statement.
pub const ACCESSIBILITY: &str = "/accessibility/";
/// All published assessments as CSV.
pub const OPEN_DATA_CSV: &str = "/open-data/assessments.csv";
/// All published assessments as NDJSON.
pub const OPEN_DATA_NDJSON: &str = "/open-data/assessments.ndjson";
/// The Atom feed.
pub const FEED: &str = "/feed.xml";
/// The stylesheet: the files of `style/` in order, as one.
pub const STYLESHEET: &str = "/assets/style.css";
/// The module that hydrates islands.
pub const ISLANDS_SCRIPT: &str = "/assets/islands.js";

/// A notice.
#[must_use]
pub fn notice(id: &str) -> String {
    format!("/notices/{}/", encode(id))
}
/// A guidance document.
#[must_use]
pub fn guidance(id: &str) -> String {
    format!("/guidance/{}/", encode(id))
}
/// The examples (記載例) of a notice.
#[must_use]
pub fn examples(id: &str) -> String {
    format!("/examples/{}/", encode(id))
}
/// The list of questions and answers.
pub const QA: &str = "/qa/";
/// A question and its answer.
#[must_use]
pub fn qa(number: i64) -> String {
    format!("/qa/{number}/")
}
/// A consultation.
#[must_use]
pub fn consultation(id: &str) -> String {
    format!("/consultations/{}/", encode(id))
}
/// The form for an opinion on an item, or on the whole.
#[must_use]
pub fn opinion_new(id: &str, item: Option<&str>) -> String {
    let item = item.map_or_else(String::new, |item| format!("?item={}", encode(item)));
    format!("{}opinions/new{item}", consultation(id))
}
/// Where an opinion is posted.
#[must_use]
pub fn opinions(id: &str) -> String {
    format!("{}opinions", consultation(id))
}
/// What became of an opinion.
#[must_use]
pub fn receipt(id: &str) -> String {
    format!("{}receipt", consultation(id))
}
/// A prefecture (two digits).
#[must_use]
pub fn prefecture(code: &str) -> String {
    format!("/prefectures/{}/", encode(code))
}
/// A body (six digits).
#[must_use]
pub fn body(code: &str) -> String {
    format!("/bodies/{}/", encode(code))
}
/// The current published edition of an assessment.
#[must_use]
pub fn assessment(code: &str, number: &str, form: &str) -> String {
    format!(
        "/assessments/{}/{}/{}/",
        encode(code),
        encode(number),
        encode(form)
    )
}
/// A published edition of an assessment.
#[must_use]
pub fn edition(code: &str, number: &str, form: &str, edition: u32) -> String {
    format!("{}editions/{edition}/", assessment(code, number, form))
}

/// GET `from`, `to`: two published editions compared, out of the published files.
pub const PATTERN_COMPARE: &str = "/assessments/{code}/{number}/{form}/compare";
