//! Pages of prose: `site/<id>.md`.

use serde::Deserialize;

use crate::loader::Loader;

/// A page of prose that a public site carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePage {
    /// Its id and its address: `terms`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub markdown: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    title: String,
}

/// Loads the pages by id.
pub(crate) fn load(loader: &mut Loader<'_>) -> Vec<SitePage> {
    let paths = loader.files.paths("site", ".md");
    paths
        .into_iter()
        .filter_map(|path| load_one(loader, path))
        .collect()
}

fn load_one(loader: &mut Loader<'_>, path: &str) -> Option<SitePage> {
    let document = loader.document::<Head>(path)?;
    loader.markdown(path, &document);
    let Head { id, title } = document.head;
    loader.check_id(path, &id);
    Some(SitePage {
        id,
        title,
        markdown: document.body.trim().to_owned(),
    })
}
