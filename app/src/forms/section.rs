//! The pages of the editor: one per top-level section, one per group of a top-level repeat.

use domain::{Answers, FormEdition, ItemPath, Kind, Node};

/// One page of the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// How it stands in the address: `I`, `II[1]`; `II` alone lists the groups.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// The items on it.
    pub nodes: Vec<Node>,
    /// The group around the items; `None` at the top level.
    pub within: Option<ItemPath>,
}

impl Section {
    /// The path of an item on this page.
    #[must_use]
    pub fn path(&self, node: &Node) -> ItemPath {
        child(self.within.as_ref(), node)
    }

    /// Whether this is the page that lists the groups of a top-level repeat.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.within.is_none() && self.nodes.len() == 1 && self.nodes[0].kind == Kind::Repeat
    }

    /// Whether an item, or a group of a repeat, stands on this page.
    #[must_use]
    pub fn holds(&self, path: &ItemPath) -> bool {
        let around = self.within.as_ref().map_or(&[][..], ItemPath::steps);
        let Some(inner) = path.steps().strip_prefix(around) else {
            return false;
        };
        let mut nodes = self.nodes.as_slice();
        for (position, step) in inner.iter().enumerate() {
            let Some(node) = FormEdition::fields(nodes)
                .into_iter()
                .find(|node| node.id == step.item)
            else {
                return false;
            };
            let is_last = position + 1 == inner.len();
            if !is_last && (step.index.is_none() || self.is_list()) {
                return false;
            }
            nodes = &node.children;
        }
        !inner.is_empty()
    }

    /// The section on which the item at `path` is edited: its address ends in the key.
    #[must_use]
    pub fn of(sections: &[Self], path: &ItemPath) -> Option<String> {
        let found = sections.iter().find(|section| section.holds(path));
        found.map(|section| section.key.clone())
    }

    /// Finds a section by its key; `None` when the form has none, or the group is not there.
    #[must_use]
    pub fn find(form: &FormEdition, answers: &Answers, key: &str) -> Option<Self> {
        sections(form, answers)
            .into_iter()
            .find(|section| section.key == key)
    }
}

/// The path of `node` within a group, or at the top level.
pub(crate) fn child(within: Option<&ItemPath>, node: &Node) -> ItemPath {
    within.map_or_else(
        || ItemPath::top(node.id.clone()),
        |group| group.child(node.id.clone()),
    )
}

/// Every section in printed order. A repeat has a page for its list of groups, then one for
/// each group.
#[must_use]
pub fn sections(form: &FormEdition, answers: &Answers) -> Vec<Section> {
    let mut found = Vec::new();
    for node in form.items() {
        match node.kind {
            Kind::Section if node.children.is_empty() => {}
            Kind::Section => found.push(page(node, node.heading(), node.children.clone(), None)),
            Kind::Repeat => push_groups(&mut found, node, answers),
            _ => found.push(page(node, node.heading(), vec![node.clone()], None)),
        }
    }
    found
}

fn page(node: &Node, title: String, nodes: Vec<Node>, within: Option<ItemPath>) -> Section {
    let key = within
        .as_ref()
        .map_or_else(|| node.id.to_string(), ToString::to_string);
    Section {
        key,
        title,
        nodes,
        within,
    }
}

fn push_groups(found: &mut Vec<Section>, node: &Node, answers: &Answers) {
    found.push(page(
        node,
        format!("{}（一覧）", node.heading()),
        vec![node.clone()],
        None,
    ));
    for index in 1..=answers.groups(node.id.as_str()).len() {
        let within = ItemPath::top(node.id.clone()).group(index);
        let title = format!("{}（{index}）", node.heading());
        found.push(page(node, title, node.children.clone(), Some(within)));
    }
}
