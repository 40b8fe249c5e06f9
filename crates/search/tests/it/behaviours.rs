//! Behaviours in the words of the trait, so that every engine runs the same list.

use search::{Page, Query, SearchIndex};

pub mod finding;
pub mod listing;
pub mod withholding;
pub mod writing;

/// The page for a text without filters.
fn page(index: &dyn SearchIndex, text: &str) -> Page {
    index.search(&Query::text(text)).unwrap()
}

/// The numbers of the assessments found, in order.
fn numbers(index: &dyn SearchIndex, query: &Query) -> Vec<String> {
    index
        .search(query)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.number)
        .collect()
}

/// The numbers found for a text.
fn found(index: &dyn SearchIndex, text: &str) -> Vec<String> {
    numbers(index, &Query::text(text))
}
