//! References from one file to another: they must lead somewhere, and say what is true.

use domain::catalog::{Attachment, FULL_FORM};
use domain::{Catalog, Coverage, Example, FormEdition, GuidanceItem, Layer, Node, Notice};

use crate::examples::entry_problem;
use crate::forms::item_problem;
use crate::guidance::symbol_problem;
use crate::loader::{Loader, line_of_item};
use crate::{examples, forms, guidance, notices};

/// Checks every reference between files.
pub(crate) fn references(loader: &mut Loader<'_>, forms: &[FormEdition], catalog: &Catalog) {
    for form in forms {
        form.walk(&mut |node, _| item(loader, forms, catalog, form, node));
    }
    for notice in &catalog.notices {
        letter(loader, catalog, notice);
    }
    for text in &catalog.guidance {
        known_notice(loader, catalog, &guidance::path_of(&text.id), &text.notice);
        for part in &text.items {
            guidance_item(loader, forms, &guidance::items_path(&text.id), part);
        }
    }
    for set in &catalog.example_sets {
        known_notice(
            loader,
            catalog,
            &examples::path_of(&set.version),
            &set.notice,
        );
    }
    for example in &catalog.examples {
        example_fits(loader, forms, example);
    }
    for row in &catalog.coverage {
        coverage(loader, forms, catalog, row);
    }
}

/// The item in every edition of the form that has it.
fn nodes<'a>(forms: &'a [FormEdition], form: &str, item: &str) -> Vec<&'a Node> {
    let editions = forms.iter().filter(|edition| edition.id.as_str() == form);
    editions.filter_map(|edition| edition.node(item)).collect()
}

fn item(
    loader: &mut Loader<'_>,
    forms: &[FormEdition],
    catalog: &Catalog,
    form: &FormEdition,
    node: &Node,
) {
    let mut problem = |message: String| {
        let message = format!("item {}: {message}", node.id);
        item_problem(loader, &forms::path_of(form), node.id.as_str(), &message);
    };
    for symbol in &node.guidance {
        if catalog
            .guidance_for(std::slice::from_ref(symbol))
            .is_empty()
        {
            problem(format!("no guidance has the symbol {symbol}"));
        }
    }
    for (flag, layer) in [
        (node.example_sw, Layer::MsSoftware),
        (node.example_pf, Layer::MsPlatform),
    ] {
        let found = catalog
            .examples_for(form, node)
            .iter()
            .any(|example| example.layer == layer);
        if flag && !found {
            problem(format!(
                "it promises an example for {layer} and there is none"
            ));
        }
    }
    for from in &node.example_from {
        if !nodes(forms, FULL_FORM, from.as_str())
            .iter()
            .any(|n| n.example_sw || n.example_pf)
        {
            problem(format!(
                "example_from: {FULL_FORM} has no item {from} with an example"
            ));
        }
    }
}

fn letter(loader: &mut Loader<'_>, catalog: &Catalog, notice: &Notice) {
    let path = notices::path_of(&notice.id);
    for (relation, id) in &notice.related {
        match catalog.notice(id) {
            None => loader.problem(&path, None, format!("related: there is no letter {id}")),
            Some(other) if other.kind != *relation => {
                let message = format!("related: {id} is a {:?}, not a {relation:?}", other.kind);
                loader.problem(&path, None, message);
            }
            Some(other) if !other.related.iter().any(|(_, back)| *back == notice.id) => {
                loader.problem(&path, None, format!("related: {id} does not link back"));
            }
            Some(_) => {}
        }
    }
    for attachment in &notice.attachments {
        let (known, what, id) = match attachment {
            Attachment::Guidance(id) => (catalog.guidance(id).is_some(), "guidance", id),
            Attachment::Examples(id) => (catalog.example_set(id).is_some(), "examples", id),
        };
        if !known {
            loader.problem(&path, None, format!("attachments: there is no {what} {id}"));
        }
    }
}

fn known_notice(loader: &mut Loader<'_>, catalog: &Catalog, path: &str, notice: &str) {
    if catalog.notice(notice).is_none() {
        let line = loader
            .files
            .get(path)
            .and_then(|text| line_of_item(text, "notice", notice));
        loader.problem(path, line, format!("notice: there is no letter {notice}"));
    }
}

fn guidance_item(loader: &mut Loader<'_>, forms: &[FormEdition], path: &str, part: &GuidanceItem) {
    for (form, items) in &part.forms {
        for item in items {
            let found = nodes(forms, form.as_str(), item.as_str());
            let message = if found.is_empty() {
                format!("{form} has no item {item}")
            } else if !found
                .iter()
                .any(|node| node.guidance.contains(&part.symbol))
            {
                format!("item {item} of {form} does not name this symbol")
            } else {
                continue;
            };
            symbol_problem(loader, path, &part.symbol, &message);
        }
    }
}

fn example_fits(loader: &mut Loader<'_>, forms: &[FormEdition], example: &Example) {
    let path = examples::path_of(&example.version);
    let found = nodes(forms, FULL_FORM, example.item.as_str());
    let promised = |node: &&Node| match example.layer {
        Layer::MsSoftware => node.example_sw,
        Layer::MsPlatform => node.example_pf,
        _ => false,
    };
    if found.is_empty() {
        entry_problem(
            loader,
            &path,
            &example.item,
            &format!("{FULL_FORM} has no such item"),
        );
    } else if !found.iter().any(promised) {
        let message = format!("the form has no example for {} there", example.layer);
        entry_problem(loader, &path, &example.item, &message);
    }
}

fn coverage(loader: &mut Loader<'_>, forms: &[FormEdition], catalog: &Catalog, row: &Coverage) {
    for message in coverage_problems(forms, catalog, row) {
        for path in loader.files.paths("coverage", ".yaml") {
            let place = |text: &str| text.lines().position(|line| line.contains(&row.place));
            if let Some(line) = loader.files.get(path).and_then(place) {
                loader.problem(path, Some(line + 1), format!("{}: {message}", row.place));
            }
        }
    }
}

fn coverage_problems(forms: &[FormEdition], catalog: &Catalog, row: &Coverage) -> Vec<String> {
    let mut problems = Vec::new();
    for item in &row.items {
        if nodes(forms, row.form.as_str(), item.as_str()).is_empty() {
            problems.push(format!("{} has no item {item}", row.form));
        }
    }
    if catalog
        .guidance_for(std::slice::from_ref(&row.guidance))
        .is_empty()
    {
        problems.push(format!("no guidance has the symbol {}", row.guidance));
    }
    for (said, layer) in [(row.sw, Layer::MsSoftware), (row.pf, Layer::MsPlatform)] {
        let found = row.form.as_str() == FULL_FORM
            && catalog
                .examples
                .iter()
                .any(|example| example.layer == layer && is_covered(forms, row, example));
        if said != found {
            problems.push(format!(
                "the mark for {layer} does not agree with the examples"
            ));
        }
    }
    problems
}

/// Whether the example's item is one of the row's, or below one.
fn is_covered(forms: &[FormEdition], row: &Coverage, example: &Example) -> bool {
    let editions = forms.iter().filter(|form| form.id == row.form);
    editions
        .map(|form| form.chain(example.item.as_str()))
        .any(|chain| chain.iter().any(|node| row.items.contains(&node.id)))
}
