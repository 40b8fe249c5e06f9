//! Examples (記載例) and the table of what has one: `examples/<version>.yaml`,
//! `coverage/<version>.yaml`.

use std::collections::HashSet;

use domain::catalog::ExampleSet;
use domain::{Coverage, Example, ItemId, Layer};
use serde::Deserialize;

use crate::loader::{Loader, line_of_item};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    version: String,
    notice: String,
    title: String,
    examples: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    item: ItemId,
    layer: Layer,
    paragraphs: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
}

/// Loads the examples, newest set first.
pub(crate) fn load(loader: &mut Loader<'_>) -> (Vec<ExampleSet>, Vec<Example>) {
    let (mut sets, mut examples) = (Vec::new(), Vec::new());
    for path in loader.files.paths("examples", ".yaml").into_iter().rev() {
        let Some(file) = loader.yaml::<ExampleFile>(path) else {
            continue;
        };
        loader.check_id(path, &file.version);
        let set = ExampleSet {
            version: file.version,
            notice: file.notice,
            title: file.title,
        };
        let mut seen = HashSet::new();
        for entry in file.examples {
            if !seen.insert((entry.item.clone(), entry.layer)) {
                let message = format!("a second example for {}", entry.layer);
                entry_problem(loader, path, &entry.item, &message);
            }
            if entry.paragraphs.is_empty()
                || entry.paragraphs.iter().any(|text| text.trim().is_empty())
            {
                entry_problem(loader, path, &entry.item, "a paragraph is missing or blank");
            }
            examples.push(example(&set, entry));
        }
        sets.push(set);
    }
    (sets, examples)
}

fn example(set: &ExampleSet, entry: Entry) -> Example {
    Example {
        version: set.version.clone(),
        notice: set.notice.clone(),
        item: entry.item,
        layer: entry.layer,
        paragraphs: entry.paragraphs,
        notes: entry.notes,
    }
}

/// The path of a set of examples.
pub(crate) fn path_of(version: &str) -> String {
    format!("examples/{version}.yaml")
}

/// Notes a problem at the line of an example's item.
pub(crate) fn entry_problem(loader: &mut Loader<'_>, path: &str, item: &ItemId, message: &str) {
    let line = loader
        .files
        .get(path)
        .and_then(|text| line_of_item(text, "item", item.as_str()));
    loader.problem(path, line, format!("item {item}: {message}"));
}

/// Loads the tables of coverage, newest first.
pub(crate) fn load_coverage(loader: &mut Loader<'_>) -> Vec<Coverage> {
    let paths = loader.files.paths("coverage", ".yaml").into_iter().rev();
    paths
        .filter_map(|path| loader.yaml::<Vec<Coverage>>(path))
        .flatten()
        .collect()
}
