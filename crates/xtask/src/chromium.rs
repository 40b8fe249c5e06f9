//! The browser of the browser tests, and its driver.

use std::path::PathBuf;

use crate::shell::find_program;

/// Chromium under the names distributions give it.
pub fn find_browser() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| find_program(name))
}

/// The driver that belongs to it.
pub fn find_driver() -> Option<PathBuf> {
    find_program("chromedriver")
}
