//! What the site was made by: when this changes, every page may look different.
//!
//! Rather than a number that somebody must remember to raise, the fingerprint is taken of
//! the content, the static files and a rendered sample of every kind of page.

mod samples;

use std::fmt::Write;

use content::Content;
use publish::BaseUrl;
use sha2::{Digest, Sha256};

use crate::assets::Assets;

/// Raised when lists or open data change their shape: no sample shows them.
const FORMAT: u32 = 2;

/// The fingerprint of this program with this content.
pub(super) fn of(content: &Content, assets: &Assets, base: &BaseUrl, portal: &str) -> String {
    let mut hash = Hasher(Sha256::new());
    let _ = write!(
        hash,
        "{FORMAT} {} {base:?} {portal}",
        env!("CARGO_PKG_VERSION")
    );
    let _ = write!(
        hash,
        "{:?}{:?}{:?}",
        content.catalog, content.prefectures, content.pages
    );
    for form in &content.forms {
        let _ = write!(hash, "{}{}{:?}", form.id, form.edition, form.warning);
        let _ = write!(hash, "{:?}", form.items());
    }
    for (name, bytes) in assets.public_files() {
        let _ = write!(hash, "{name}");
        hash.0.update(&bytes);
    }
    for page in samples::pages(content) {
        let _ = hash.write_str(&page);
    }
    hex::encode(hash.0.finalize())
}

struct Hasher(Sha256);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
