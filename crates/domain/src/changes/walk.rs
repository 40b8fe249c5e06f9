//! Going through two sets of answers side by side, in printed order.

use similar::DiffOp;

use super::pairs::{Pair, is_in_order, pair, steps};
use super::side::{ChangeText, RowView, Side, View};
use super::{Change, ChangeKind, cell, is_compared};
use crate::form::{FormEdition, Kind, Node};
use crate::path::ItemPath;

/// So many rows of a table are written out; of the rest the number.
const ROWS: usize = 50;

/// Every change from `before` to `after`.
pub(super) fn compare<S: Side>(
    form: &FormEdition,
    before: &S,
    after: &S,
    body_name: &str,
) -> Vec<Change<S::Text>> {
    let mut walk = Walk::<S> {
        form,
        body_name,
        changes: Vec::new(),
    };
    walk.scope(form.items(), before, after, None);
    walk.changes
}

/// Puts changes into printed order: by the items on the way, then by the groups.
pub(super) fn in_printed_order<T>(form: &FormEdition, changes: &mut [Change<T>]) {
    let mut order = std::collections::HashMap::new();
    form.walk(&mut |node, _| {
        let place = order.len();
        order.insert(node.id.clone(), place);
    });
    changes.sort_by_cached_key(|change| {
        let steps = change.path.steps().iter();
        steps
            .map(|step| (order.get(&step.item).copied(), step.index))
            .collect::<Vec<_>>()
    });
}

struct Walk<'a, S: Side> {
    form: &'a FormEdition,
    body_name: &'a str,
    changes: Vec<Change<S::Text>>,
}

impl<S: Side> Walk<'_, S> {
    fn scope(&mut self, nodes: &[Node], before: &S, after: &S, above: Option<&ItemPath>) {
        for node in FormEdition::fields(nodes) {
            let id = node.id.as_str();
            let (old, new) = (before.answer(id), after.answer(id));
            if old == new || !is_compared(node) {
                continue;
            }
            let path = above.map_or_else(
                || ItemPath::top(node.id.clone()),
                |above| above.child(node.id.clone()),
            );
            match node.kind {
                Kind::Repeat => self.repeat(node, groups::<S>(old), groups::<S>(new), &path),
                Kind::Table => self.table(node, old, new, &path),
                _ => self.item(node, old, new, path),
            }
        }
    }

    fn item(
        &mut self,
        node: &Node,
        before: Option<&S::Answer>,
        after: Option<&S::Answer>,
        path: ItemPath,
    ) {
        let text = |answer: Option<&S::Answer>| {
            answer.map_or_else(blank::<S>, |answer| {
                cell::text::<S>(self.form, self.body_name, node, answer)
            })
        };
        let (before, after) = (text(before), text(after));
        self.push(path, ChangeKind::Changed, before, after);
    }

    fn push(&mut self, path: ItemPath, kind: ChangeKind, before: S::Text, after: S::Text) {
        if before == after || (before.is_blank_text() && after.is_blank_text()) {
            return;
        }
        let candidate = match kind {
            ChangeKind::GroupAdded | ChangeKind::GroupRemoved => self.any_marked(&path),
            _ => self.form.bears_mark(path.item().as_str()),
        };
        self.changes.push(Change {
            label: self.form.full_label(&path),
            path,
            kind,
            before,
            after,
            candidate,
        });
    }

    /// Whether the repeat at `path` or anything in it bears the mark.
    fn any_marked(&self, path: &ItemPath) -> bool {
        fn below(form: &FormEdition, node: &Node) -> bool {
            let mut children = node.children.iter();
            form.bears_mark(node.id.as_str()) || children.any(|child| below(form, child))
        }
        let node = self.form.node(path.item().as_str());
        node.is_some_and(|node| below(self.form, node))
    }

    fn repeat(&mut self, node: &Node, before: &[S], after: &[S], path: &ItemPath) {
        let pairs = pair(&self.names(node, before), &self.names(node, after));
        if !is_in_order(&pairs) {
            let names = |groups| cell::names(self.form, self.body_name, node, groups);
            let (old, new) = (names(before), names(after));
            self.push(path.clone(), ChangeKind::Reordered, old, new);
        }
        for Pair {
            before: old,
            after: new,
        } in pairs
        {
            let text = |group: &S| cell::group(self.form, self.body_name, node, group);
            match (old, new) {
                (Some(old), Some(new)) => {
                    let group = path.clone().group(new + 1);
                    self.scope(&node.children, &before[old], &after[new], Some(&group));
                }
                (None, Some(new)) => {
                    let text = text(&after[new]);
                    let group = path.clone().group(new + 1);
                    self.push(group, ChangeKind::GroupAdded, blank::<S>(), text);
                }
                (Some(old), None) => {
                    let text = text(&before[old]);
                    let group = path.clone().group(old + 1);
                    self.push(group, ChangeKind::GroupRemoved, text, blank::<S>());
                }
                (None, None) => {}
            }
        }
    }

    /// The name of each group, comparable; `None` where it has none.
    fn names(&self, node: &Node, groups: &[S]) -> Vec<Option<String>> {
        let name = node.name_item();
        let named = groups.iter().map(|group| {
            let name = name?;
            let answer = group.answer(name.id.as_str())?;
            let text = cell::text::<S>(self.form, self.body_name, name, answer);
            (!text.is_blank_text()).then(|| key(&text))
        });
        named.collect()
    }

    fn table(
        &mut self,
        node: &Node,
        before: Option<&S::Answer>,
        after: Option<&S::Answer>,
        path: &ItemPath,
    ) {
        let lines = |answer: Option<&S::Answer>| {
            let rows: Vec<RowView<'_, S>> = match answer.map(S::view) {
                Some(View::Rows(rows)) => rows,
                _ => Vec::new(),
            };
            cell::rows(self.form, self.body_name, node, &rows)
        };
        let (before, after) = (lines(before), lines(after));
        let keys = |rows: &[S::Text]| rows.iter().map(key).collect::<Vec<_>>();
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for step in steps(&keys(&before), &keys(&after)) {
            if !matches!(step, DiffOp::Equal { .. }) {
                gone.extend(step.old_range());
                new.extend(step.new_range());
            }
        }
        let (before, after) = (written::<S>(&before, &gone), written::<S>(&after, &new));
        self.push(path.clone(), ChangeKind::Rows, before, after);
    }
}

fn blank<S: Side>() -> S::Text {
    S::Text::assemble(Vec::new())
}

fn groups<S: Side>(answer: Option<&S::Answer>) -> &[S] {
    match answer.map(S::view) {
        Some(View::Groups(groups)) => groups,
        _ => &[],
    }
}

/// What a text says, comparable, marks included.
fn key<T: ChangeText>(text: &T) -> String {
    let mut key = String::new();
    for part in text.parts() {
        let (words, mark) = T::read(part);
        let mark = mark.map(|(reason, note)| (reason.as_str(), note));
        key.push_str(&format!("{mark:?}\u{1f}{words}\u{1e}"));
    }
    key
}

/// These rows, one a line, each with its number.
fn written<S: Side>(rows: &[S::Text], places: &[usize]) -> S::Text {
    let mut parts = Vec::new();
    for (position, place) in places.iter().take(ROWS).enumerate() {
        let end = if position > 0 { "\n" } else { "" };
        parts.push(S::Text::open(format!("{end}{}行目: ", place + 1)));
        parts.extend_from_slice(rows[*place].parts());
    }
    if places.len() > ROWS {
        let more = places.len() - ROWS;
        parts.push(S::Text::open(format!("\nほか{more}行")));
    }
    S::Text::assemble(parts)
}
