//! Form editions: `forms/<form>/<edition>.yaml`.

use domain::form::{Conditional, FormHead, Required, When};
use domain::{EditionId, FormEdition, FormId, Kind, Layer, Node};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::loader::{Loader, line_of_item};
use crate::shared;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    form: Head,
    items: Vec<Node>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: FormId,
    edition: EditionId,
    edition_label: String,
    title: String,
    style: String,
    #[serde(default)]
    warning: Option<String>,
    /// What the file says that it holds: a check against lost items.
    #[serde(default)]
    counts: Option<Counts>,
    /// For whoever edits the file: what it rests on, how later editions differ.
    #[serde(default, rename = "remarks")]
    _remarks: IgnoredAny,
}

/// How many items an edition has. A field is what is neither a heading nor a repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    nodes: usize,
    fields: usize,
    confirmed_nodes: usize,
    unconfirmed_nodes: usize,
    confirmed_fields: usize,
}

impl Counts {
    fn of(form: &FormEdition) -> Self {
        let mut counts = Self::default();
        form.walk(&mut |node, _| {
            let field = !matches!(node.kind, Kind::Section | Kind::Repeat);
            counts.nodes += 1;
            counts.fields += usize::from(field);
            counts.confirmed_nodes += usize::from(node.confirmed);
            counts.unconfirmed_nodes += usize::from(!node.confirmed);
            counts.confirmed_fields += usize::from(field && node.confirmed);
        });
        counts
    }
}

/// Loads the editions, by form and then from the oldest to the newest: paths sort so.
pub(crate) fn load(loader: &mut Loader<'_>) -> Vec<FormEdition> {
    let paths = loader.files.paths("forms", ".yaml");
    paths
        .into_iter()
        .filter(|path| !shared::is_it(path))
        .filter_map(|path| load_one(loader, path))
        .collect()
}

/// The path of an edition.
pub(crate) fn path_of(form: &FormEdition) -> String {
    format!("forms/{}/{}.yaml", form.id, form.edition)
}

fn load_one(loader: &mut Loader<'_>, path: &str) -> Option<FormEdition> {
    let FormFile { form: head, items } = loader.yaml(path)?;
    let expected = format!("forms/{}/{}.yaml", head.id, head.edition);
    if path != expected {
        loader.problem(
            path,
            None,
            format!("form {} {} belongs in {expected}", head.id, head.edition),
        );
    }
    let counts = head.counts;
    let head = FormHead {
        id: head.id,
        edition: head.edition,
        edition_label: head.edition_label,
        title: head.title,
        style: head.style,
        warning: head.warning,
    };
    match FormEdition::new(head, items) {
        Ok(form) => {
            check_counts(loader, path, &form, counts);
            form.walk(&mut |node, _| check_node(loader, path, &form, node));
            Some(form)
        }
        Err(problems) => {
            for problem in problems {
                item_problem(loader, path, problem.item().as_str(), &problem.to_string());
            }
            None
        }
    }
}

/// Notes a problem at the line of an item.
pub(crate) fn item_problem(loader: &mut Loader<'_>, path: &str, item: &str, message: &str) {
    let line = loader
        .files
        .get(path)
        .and_then(|text| line_of_item(text, "id", item));
    loader.problem(path, line, message);
}

fn check_counts(loader: &mut Loader<'_>, path: &str, form: &FormEdition, said: Option<Counts>) {
    let found = Counts::of(form);
    if let Some(said) = said.filter(|said| *said != found) {
        loader.problem(
            path,
            None,
            format!("form.counts: says {said:?}, the items are {found:?}"),
        );
    }
}

fn check_node(loader: &mut Loader<'_>, path: &str, form: &FormEdition, node: &Node) {
    let mut problem = |message: String| {
        item_problem(
            loader,
            path,
            node.id.as_str(),
            &format!("item {}: {message}", node.id),
        );
    };
    for block in &node.blocks {
        if Layer::from_heading_line(&block.heading) != Some(block.layer) {
            problem(format!(
                "the heading {:?} is not that of layer {}",
                block.heading, block.layer
            ));
        }
    }
    for (flag, layer) in [
        (node.example_sw, Layer::MsSoftware),
        (node.example_pf, Layer::MsPlatform),
    ] {
        if flag && !node.blocks.iter().any(|block| block.layer == layer) {
            problem(format!(
                "it promises an example for {layer} and has no such block"
            ));
        }
    }
    for word in &node.example_by_analogy {
        if !["sw", "pf"].contains(&word.as_str()) {
            problem(format!("example_by_analogy knows sw and pf, not {word:?}"));
        }
    }
    if let Required::Conditional(Conditional {
        when: Some(when), ..
    }) = &node.required
    {
        check_when(form, node, when, &mut problem);
    }
}

/// A condition can read only answers of its own scope or of one around it: an item in a
/// repeat elsewhere has many answers, and the condition would never hold.
fn check_when(form: &FormEdition, node: &Node, when: &When, problem: &mut dyn FnMut(String)) {
    let scope = scope_of(form, node.id.as_str());
    for item in when.items() {
        if !scope.starts_with(&scope_of(form, item.as_str())) {
            problem(format!(
                "its condition reads {item}, which is in another scope"
            ));
        }
    }
    check_agency(when, problem);
}

fn check_agency(when: &When, problem: &mut dyn FnMut(String)) {
    match when {
        When::Agency { agency } if agency != "national" => {
            problem(format!(
                "its condition knows the agency national, not {agency:?}"
            ));
        }
        When::Any { any: list } | When::All { all: list } => {
            list.iter().for_each(|when| check_agency(when, problem));
        }
        _ => {}
    }
}

/// The repeats and tables around an item, outermost first.
fn scope_of<'a>(form: &'a FormEdition, item: &str) -> Vec<&'a str> {
    let mut chain = form.chain(item);
    chain.pop();
    let holds_groups = |node: &&Node| matches!(node.kind, Kind::Repeat | Kind::Table);
    chain
        .into_iter()
        .filter(holds_groups)
        .map(|node| node.id.as_str())
        .collect()
}
