//! Lists for machines: open data, the feed, the sitemap. Written by streams: none holds more
//! than one assessment in memory.

mod feed;
mod open_data;
mod sitemap;

pub use feed::{FEED_ENTRIES, render_feed};
pub use open_data::{CSV_HEADER, OpenData};
pub use sitemap::{SitemapPart, render_robots, render_sitemap_index};
