//! Examples (記載例) in answers: inserting one, and knowing it again.

use domain::{Answer, Answers, Catalog, Example, FormEdition, ItemPath, Kind, LongText, Node};

use app::insertion::{Insertion, holds, insert};

/// The examples for an item, with the word by which its button names each: the layer, or
/// the id where the item has several of one layer.
pub fn examples_for<'a>(
    catalog: &'a Catalog,
    form: &FormEdition,
    node: &Node,
) -> Vec<(String, &'a Example)> {
    if node.kind != Kind::Longtext {
        return Vec::new();
    }
    let examples = catalog.examples_for(form, node);
    let is_only = |example: &Example| {
        examples
            .iter()
            .filter(|other| other.layer == example.layer)
            .count()
            == 1
    };
    let key = |example: &Example| {
        if is_only(example) {
            example.layer.to_string()
        } else {
            example.id()
        }
    };
    examples
        .iter()
        .map(|example| (key(example), *example))
        .collect()
}

/// Inserts the example that a button named; `None` when there is no such example or item.
pub fn insert_into(
    answers: &mut Answers,
    path: &ItemPath,
    key: &str,
    catalog: &Catalog,
    form: &FormEdition,
) -> Option<Insertion> {
    let node = form.node(path.item().as_str())?;
    let examples = examples_for(catalog, form, node);
    let found = examples
        .iter()
        .find(|(own, example)| own == key || example.id() == key);
    let example = found
        .or_else(|| examples.iter().find(|(_, one)| one.layer.as_str() == key))?
        .1;
    let scope = answers.scope_mut(path)?;
    let answer = match scope.get(node.id.as_str()) {
        Some(Answer::Longtext(text)) => text.clone(),
        _ => LongText::Layers(Vec::new()),
    };
    let inserted = insert(answer, &example.text(), example.layer, Some(example.id()));
    if let Insertion::Done(joined) = &inserted {
        scope.set(node.id.clone(), Answer::Longtext(joined.clone()));
    }
    Some(inserted)
}

/// Notes the example in every layer of `nodes` that changed since `base` and holds one word
/// for word: so an example inserted in the browser is remembered as well.
pub fn recognise(
    nodes: &[Node],
    answers: &mut Answers,
    base: &Answers,
    catalog: &Catalog,
    form: &FormEdition,
) {
    for node in FormEdition::fields(nodes) {
        let id = node.id.as_str();
        let Some(answer) = answers
            .get(id)
            .filter(|answer| base.get(id) != Some(*answer))
        else {
            continue;
        };
        match answer.clone() {
            Answer::Longtext(LongText::Layers(mut layers)) => {
                let examples = examples_for(catalog, form, node);
                for part in layers.iter_mut().filter(|part| part.example.is_none()) {
                    let text = LongText::Layers(vec![part.clone()]);
                    let is_it = |example: &Example| holds(&text, part.layer, &example.text());
                    let found = examples.iter().find(|(_, example)| is_it(example));
                    part.example = found.map(|(_, example)| example.id());
                }
                answers.set(node.id.clone(), Answer::Longtext(LongText::Layers(layers)));
            }
            Answer::Repeat(mut groups) => {
                for (position, group) in groups.iter_mut().enumerate() {
                    let before = base.groups(id).get(position).cloned().unwrap_or_default();
                    recognise(&node.children, group, &before, catalog, form);
                }
                answers.set(node.id.clone(), Answer::Repeat(groups));
            }
            _ => {}
        }
    }
}
