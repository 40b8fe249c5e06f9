//! Guidance and examples beside the items of a section.

use std::collections::BTreeMap;

use app::components::help::{ExampleHelp, GuidanceHelp, Help};
use app::routes;
use content::Content;
use domain::catalog::Attachment;
use domain::{Example, FormEdition, Guidance, GuidanceItem, Node};
use markup::{HtmlOptions, Tree};

use super::examples::examples_for;

/// Levels that headings of guidance sink by, below those of the page.
const BELOW_THE_PAGE: u8 = 3;

/// The help for every item below `nodes`, by item id.
pub fn help_for(content: &Content, form: &FormEdition, nodes: &[Node]) -> BTreeMap<String, Help> {
    let mut finder = Finder {
        content,
        form,
        trees: BTreeMap::new(),
        found: BTreeMap::new(),
    };
    finder.look(nodes);
    finder.found
}

struct Finder<'a> {
    content: &'a Content,
    form: &'a FormEdition,
    /// Guidance documents that were read already, by id.
    trees: BTreeMap<&'a str, Option<Tree>>,
    found: BTreeMap<String, Help>,
}

impl<'a> Finder<'a> {
    fn look(&mut self, nodes: &[Node]) {
        for node in nodes {
            let help = Help {
                guidance: self.guidance(node),
                examples: self.examples(node),
            };
            if !(help.guidance.is_empty() && help.examples.is_empty()) {
                self.found.insert(node.id.to_string(), help);
            }
            self.look(&node.children);
        }
    }

    fn guidance(&mut self, node: &Node) -> Vec<GuidanceHelp> {
        let parts = self.content.catalog.guidance_for(&node.guidance);
        parts
            .into_iter()
            .map(|(guidance, item)| self.passage(guidance, item))
            .collect()
    }

    fn passage(&mut self, guidance: &'a Guidance, item: &GuidanceItem) -> GuidanceHelp {
        let tree = self
            .trees
            .entry(&guidance.id)
            .or_insert_with(|| markup::parse(&guidance.markdown).ok());
        let section = tree.as_ref().and_then(|tree| tree.section(&item.anchor));
        let options = HtmlOptions {
            level_offset: BELOW_THE_PAGE,
            ids: false,
        };
        GuidanceHelp {
            symbol: item.symbol.clone(),
            title: item.title.clone(),
            html: section
                .map(|section| section.to_html_with(options))
                .unwrap_or_default(),
            href: format!("{}#{}", routes::guidance(&guidance.id), item.anchor),
        }
    }

    fn examples(&self, node: &Node) -> Vec<ExampleHelp> {
        let examples = examples_for(&self.content.catalog, self.form, node);
        let view = |(key, example): (String, &Example)| ExampleHelp {
            key,
            layer: example.layer,
            text: example.text(),
            source: source(self.content, example),
        };
        examples.into_iter().map(view).collect()
    }
}

/// Where an example comes from: the number of its notice, and its title.
pub fn source(content: &Content, example: &Example) -> String {
    let notice = content.catalog.notice(&example.notice);
    let number = notice.map_or(example.notice.as_str(), |notice| notice.number.as_str());
    match content.catalog.example_set(&example.version) {
        Some(set) => format!("{number} {}", set.title),
        None => number.to_owned(),
    }
}

/// The examples that a notice came with, as an address, if it came with any.
pub fn examples_of(notice: &domain::Notice) -> Option<String> {
    notice
        .attachments
        .iter()
        .find_map(|attachment| match attachment {
            Attachment::Examples(version) => Some(routes::examples(version)),
            Attachment::Guidance(_) => None,
        })
}
