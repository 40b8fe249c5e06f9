//! Guidance: `guidance/<id>.md`, and its items in `guidance/<id>.items.yaml`.

use std::collections::HashSet;

use domain::{Guidance, GuidanceItem};
use serde::Deserialize;

use crate::loader::{Loader, line_of_item};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    title: String,
    issued: String,
    notice: String,
}

/// Loads the guidance, newest first: ids are dates and sort so.
pub(crate) fn load(loader: &mut Loader<'_>) -> Vec<Guidance> {
    let paths = loader.files.paths("guidance", ".md");
    paths
        .into_iter()
        .rev()
        .filter_map(|path| load_one(loader, path))
        .collect()
}

/// The path of a guidance text.
pub(crate) fn path_of(id: &str) -> String {
    format!("guidance/{id}.md")
}

/// The path of a guidance text's items.
pub(crate) fn items_path(id: &str) -> String {
    format!("guidance/{id}.items.yaml")
}

fn load_one(loader: &mut Loader<'_>, path: &str) -> Option<Guidance> {
    let document = loader.document::<Head>(path)?;
    let tree = loader.markdown(path, &document);
    let Head {
        id,
        title,
        issued,
        notice,
    } = document.head;
    loader.check_id(path, &id);
    let items: Vec<GuidanceItem> = loader.yaml(&items_path(&id))?;
    if let Some(tree) = tree {
        let anchors: HashSet<String> = tree
            .headings()
            .into_iter()
            .map(|heading| heading.id)
            .collect();
        check_items(loader, &items_path(&id), &items, &anchors);
    }
    Some(Guidance {
        id,
        title,
        issued,
        notice,
        markdown: document.body.trim().to_owned(),
        items,
    })
}

fn check_items(
    loader: &mut Loader<'_>,
    path: &str,
    items: &[GuidanceItem],
    anchors: &HashSet<String>,
) {
    let mut seen = HashSet::new();
    for item in items {
        let symbol = &item.symbol;
        if !seen.insert(symbol) {
            symbol_problem(loader, path, symbol, "the symbol is used twice");
        }
        if !anchors.contains(&item.anchor) {
            let message = format!("the guidance has no heading {{#{}}}", item.anchor);
            symbol_problem(loader, path, symbol, &message);
        }
    }
}

/// Notes a problem at the line of a symbol.
pub(crate) fn symbol_problem(loader: &mut Loader<'_>, path: &str, symbol: &str, message: &str) {
    let line = loader
        .files
        .get(path)
        .and_then(|text| line_of_item(text, "symbol", symbol));
    loader.problem(path, line, format!("{symbol}: {message}"));
}
