//! Style sheets, scripts and icons: read once at the start, from the folders of the project
//! where they are, else from the copies in the binary.
//!
//! To add a style sheet, add its name to `STYLES` at its place in the cascade. A file in
//! `public/` is served, and published, without more.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use actix_web::web::Bytes;
use anyhow::Context;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// The style sheets in the order of the cascade.
const STYLES: [&str; 5] = [
    "tokens.css",
    "base.css",
    "components.css",
    "portal.css",
    "print.css",
];

/// What only the portal's pages load; the published folder does without.
const PORTAL_ONLY: &str = "islands.js";

#[derive(RustEmbed)]
#[folder = "../style"]
#[include = "*.css"]
struct Styles;

#[derive(RustEmbed)]
#[folder = "../public"]
struct Public;

/// A file for the browser.
#[derive(Clone)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its content type.
    pub content_type: &'static str,
    /// A hash of its bytes, for `ETag`.
    pub hash: String,
}

/// The files below `/assets/`, by the rest of their path.
pub struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// Reads every file: of `style/` and `public/` below `root` or in the binary, and of the
    /// built browser part, if its folder is given.
    ///
    /// # Errors
    /// A folder or file cannot be read.
    pub fn load(root: Option<&Path>, pkg: Option<&Path>) -> anyhow::Result<Self> {
        let mut assets = Self(BTreeMap::new());
        assets.add("style.css".to_owned(), style_sheet(root)?.into());
        match root {
            Some(root) => assets.add_folder("", &root.join("public"))?,
            None => {
                for name in Public::iter() {
                    let file = Public::get(&name).context("an embedded file is gone")?;
                    assets.add(name.into_owned(), Bytes::from(file.data.into_owned()));
                }
            }
        }
        if let Some(pkg) = pkg {
            assets.add_folder("pkg/", pkg)?;
        }
        Ok(assets)
    }

    fn add_folder(&mut self, prefix: &str, folder: &Path) -> anyhow::Result<()> {
        let unreadable = || format!("cannot read the folder {}", folder.display());
        for entry in std::fs::read_dir(folder).with_context(unreadable)? {
            let path = entry.with_context(unreadable)?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            if let Some(name) = name.filter(|name| path.is_file() && !name.starts_with('.')) {
                let bytes = std::fs::read(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                self.add(format!("{prefix}{name}"), bytes.into());
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String, bytes: Bytes) {
        let hash = hex::encode(&Sha256::digest(&bytes)[..16]);
        let asset = Asset {
            content_type: content_type(&name),
            hash,
            bytes,
        };
        self.0.insert(name, asset);
    }

    /// The file at `/assets/{name}`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// What the pages of the public site refer to, for the published folder: paths in it
    /// and bytes.
    #[must_use]
    pub fn public_files(&self) -> Vec<(String, Bytes)> {
        let is_public = |name: &str| name != PORTAL_ONLY && !name.starts_with("pkg/");
        let files = self.0.iter().filter(|(name, _)| is_public(name));
        files
            .map(|(name, asset)| (format!("assets/{name}"), asset.bytes.clone()))
            .collect()
    }
}

fn style_sheet(root: Option<&Path>) -> anyhow::Result<String> {
    let mut whole = String::new();
    for name in STYLES {
        let part = match root {
            Some(root) => {
                let path = root.join("style").join(name);
                let text = std::fs::read(&path);
                Cow::Owned(text.with_context(|| format!("cannot read {}", path.display()))?)
            }
            None => {
                Styles::get(name)
                    .with_context(|| format!("style/{name} is not in the binary"))?
                    .data
            }
        };
        whole.push_str(
            std::str::from_utf8(&part).with_context(|| format!("style/{name} is not UTF-8"))?,
        );
    }
    Ok(whole)
}

/// The content type of a file by its ending.
#[must_use]
pub fn content_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "ndjson" => "application/x-ndjson; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" if name.ends_with("feed.xml") => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn project() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
    }

    #[test]
    fn the_copies_in_the_binary_are_the_files_of_the_project() {
        let (embedded, read) = (
            Assets::load(None, None).unwrap(),
            Assets::load(Some(project()), None).unwrap(),
        );
        assert_eq!(embedded.public_files(), read.public_files());
        assert!(embedded.get("islands.js").is_some());
    }

    #[test]
    fn the_style_sheet_begins_with_the_tokens_and_ends_with_print() {
        let assets = Assets::load(None, None).unwrap();
        let css = std::str::from_utf8(&assets.get("style.css").unwrap().bytes).unwrap();
        let (tokens, print) = (
            css.find(":root").unwrap(),
            css.find("@media print").unwrap(),
        );
        assert!(tokens < print);
    }

    #[test]
    fn the_published_folder_gets_no_script() {
        let files = Assets::load(None, Some(&project().join("style")))
            .unwrap()
            .public_files();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["assets/icon.svg", "assets/style.css"]);
    }
}
