//! The fields that the forms of one affair share: `forms/shared.yaml`.

use std::collections::BTreeMap;

use domain::{FormEdition, FormId, ItemId, Kind, Node, SharedField};
use serde::Deserialize;

use crate::loader::{Loader, line_of_item};

const PATH: &str = "forms/shared.yaml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedFile {
    shared: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    label: String,
    items: BTreeMap<FormId, ItemId>,
}

/// Whether a path is this file, and no edition of a form.
pub(crate) fn is_it(path: &str) -> bool {
    path == PATH
}

/// Loads the file; without one nothing is shared.
pub(crate) fn load(loader: &mut Loader<'_>, forms: &[FormEdition]) -> Vec<SharedField> {
    if loader.files.get(PATH).is_none() {
        return Vec::new();
    }
    let Some(file) = loader.yaml::<SharedFile>(PATH) else {
        return Vec::new();
    };
    let fields = file.shared.into_iter().map(|entry| SharedField {
        label: entry.label,
        items: entry.items,
    });
    let fields: Vec<SharedField> = fields.collect();
    for field in &fields {
        for message in problems(field, forms) {
            let line = loader
                .files
                .get(PATH)
                .and_then(|text| line_of_item(text, "label", &field.label));
            loader.problem(PATH, line, message);
        }
    }
    fields
}

/// What is wrong with a field: an item that is nowhere or inside a group, or items of
/// different kinds.
fn problems(field: &SharedField, forms: &[FormEdition]) -> Vec<String> {
    let mut found = Vec::new();
    let mut kinds: Vec<(Kind, Vec<u32>)> = Vec::new();
    for (form, item) in &field.items {
        let editions = forms.iter().filter(|edition| edition.id == *form);
        let chains: Vec<Vec<&Node>> = editions
            .map(|edition| edition.chain(item.as_str()))
            .collect();
        if chains.iter().all(Vec::is_empty) {
            found.push(format!("no edition of the form {form} has the item {item}"));
        }
        for chain in chains.iter().filter(|chain| !chain.is_empty()) {
            let inside = &chain[..chain.len() - 1];
            if inside.iter().any(|above| above.kind != Kind::Section) {
                found.push(format!("the item {item} of {form} is inside a group"));
            }
            let node = chain[chain.len() - 1];
            kinds.push((
                node.kind,
                node.choices.iter().map(|choice| choice.n).collect(),
            ));
        }
    }
    if kinds.windows(2).any(|pair| pair[0] != pair[1]) {
        found.push(format!(
            "the items of 「{}」 take different answers",
            field.label
        ));
    }
    if field.items.len() < 2 {
        found.push(format!(
            "「{}」 is shared by fewer than two forms",
            field.label
        ));
    }
    found
}
