//! Full-text search over the public texts of assessments.
//!
//! # What it is for
//!
//! [`SearchIndex`] is what the public site, the publishing job and the leak gate know of a
//! search engine. [`TantivyIndex`] is the embedded one: files in a folder, no service.
//!
//! ```
//! use search::{Query, SearchIndex, TantivyIndex};
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path();
//! let index = TantivyIndex::open(path)?;
//! let page = index.search(&Query::from_params([("q", "中間サーバー 暗号"), ("prefecture", "01")]))?;
//! assert_eq!(page.total, 0);
//! # Ok::<(), search::SearchError>(())
//! ```
//!
//! # What it promises
//!
//! - Any two or more characters that stand next to each other in a public item are found,
//!   whatever their width and case, and so is any single character. How, `fold.rs` tells.
//! - Words parted by blanks of any width: assessments with the whole string come first, then
//!   those with all the words, in whatever items, title or name.
//! - A match never crosses from one item into the next. Titles and names weigh more.
//! - A change is on disk and visible when the call returns. Whoever dies in between, readers
//!   have the old state or the new one; damage is reported and mended by building anew.
//! - No query is an error.
//!
//! # What it leaves out
//!
//! - Withheld text. A [`SearchEntry`] is made from public types only, and
//!   [`SearchIndex::scan_text`] shows the leak gate what would be indexed, before it is.
//! - Where entries come from. This crate knows neither store nor publishing; it is handed
//!   entries and an iterator that may fail.
//! - Dictionaries, synonyms, spelling. 「サーバ」 finds 「サーバー」 because it is a part of it.
//! - Async. Calls block; servers use `spawn_blocking`.
//! - Logs of queries.
//!
//! A removed text stays in the files of [`TantivyIndex`], unreachable, until its segment is
//! merged. To erase it at once, rebuild.
//!
//! # How to add an engine
//!
//! 1. A feature and a module beside `tantivy_index`; implement [`SearchIndex`] there.
//!    `entry::Record` is the document to store; `snippet::snippets` makes the excerpts.
//! 2. Index what `fold` yields, not raw text: the promise above rests on it. An engine with
//!    its own word splitting gets `Gram::term`s parted by blanks, and phrases of them.
//! 3. One line at the end of `tests/it/main.rs` runs the whole list of behaviours against it.
//! 4. A change to folding, to the record or to the fields raises `schema::FORMAT`, and every
//!    site rebuilds its index once.

// Without any engine there is nobody to fold for.
#![cfg_attr(not(feature = "tantivy"), allow(dead_code))]

mod entry;
mod error;
mod fold;
mod index;
mod page;
mod query;
mod snippet;
#[cfg(feature = "tantivy")]
mod tantivy_index;

pub use entry::{EntryKey, SearchEntry};
pub use error::{BoxedError, SearchError};
pub use index::{Change, SearchIndex};
pub use page::{Hit, Page, Snippet};
pub use query::{MAX_QUERY_CHARS, PAGE_SIZE, Query};
pub use snippet::MAX_SNIPPETS;
#[cfg(feature = "tantivy")]
pub use tantivy_index::TantivyIndex;
