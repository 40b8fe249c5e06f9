//! The public side: the published folder, the search, the API, files for the browser.

pub mod api;
pub mod assets;
pub mod compare;
pub mod opinion_receipts;
pub mod opinions;
pub mod search;
pub mod site;
