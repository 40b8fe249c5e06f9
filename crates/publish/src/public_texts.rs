//! Texts that are public whatever anyone publishes: the printed forms and the shipped content.
//! What stands in them tells nothing when it is found ([`crate::Gate::with_public_texts`]).

use domain::{Catalog, FormEdition};

/// Every printed text of a form: labels, choices, conditions, headings.
#[must_use]
pub fn texts_of_form(form: &FormEdition) -> Vec<String> {
    let mut texts = vec![
        form.title.clone(),
        form.edition_label.clone(),
        form.style.clone(),
    ];
    texts.extend(form.warning.clone());
    form.walk(&mut |node, _| {
        texts.push(node.heading());
        texts.extend(node.note.clone());
        texts.extend(node.repeat_per.clone());
        texts.extend(node.columns.iter().cloned());
        texts.extend(node.choices.iter().map(|choice| choice.label.clone()));
        texts.extend(node.blocks.iter().map(|block| block.heading.clone()));
    });
    texts
}

/// Every text of the letters, the guidance and the examples.
#[must_use]
pub fn texts_of_catalog(catalog: &Catalog) -> Vec<String> {
    let letters = catalog.notices.iter();
    let letters = letters.flat_map(|notice| {
        [
            notice.title.clone(),
            notice.number.clone(),
            notice.from.clone(),
            text(&notice.body_markdown),
        ]
    });
    let guidance = catalog.guidance.iter();
    let guidance = guidance.flat_map(|guidance| {
        [
            guidance.title.clone(),
            guidance.issued.clone(),
            text(&guidance.markdown),
        ]
    });
    let examples = catalog.examples.iter().map(domain::Example::text);
    letters.chain(guidance).chain(examples).collect()
}

/// Markdown as text; as it stands if it is not well formed, which its page reports.
fn text(markdown: &str) -> String {
    markup::parse(markdown).map_or_else(|_| markdown.to_owned(), |tree| tree.to_text())
}
