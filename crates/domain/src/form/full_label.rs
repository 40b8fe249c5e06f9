//! What names an item among all others: its printed number from the top, the groups it is
//! in, its label.

use super::{FormEdition, Kind, Node};
use crate::path::ItemPath;

impl FormEdition {
    /// Number and label of an item, so that no other has the same: 「Ⅱ（1）6. ② 期間」,
    /// 「Ⅰ 2. システム2 ① システムの名称」. The path itself when the form has no such item.
    #[must_use]
    pub fn full_label(&self, path: &ItemPath) -> String {
        let chain = self.chain(path.item().as_str());
        let Some((node, above)) = chain.split_last() else {
            return path.to_string();
        };
        let mut number = String::new();
        for part in above {
            extend(&mut number, part, index_of(path, part), false);
        }
        let index = index_of(path, node);
        extend(&mut number, node, index, true);
        let named = index.is_some() && !is_full(&node.number);
        match (number.is_empty(), named) {
            (true, _) => node.label.clone(),
            (false, true) => number,
            (false, false) => format!("{number} {}", node.label),
        }
    }
}

impl Node {
    /// The item that names a group of this repeat: its first line of text.
    #[must_use]
    pub fn name_item(&self) -> Option<&Node> {
        let first = self.children.first()?;
        (self.kind == Kind::Repeat && first.kind == Kind::Text).then_some(first)
    }

    /// The label without its bracketed remark: システム（1件ごと） is a システム.
    #[must_use]
    pub fn short_label(&self) -> &str {
        self.label
            .split(['（', '('])
            .next()
            .filter(|short| !short.is_empty())
            .unwrap_or(&self.label)
    }
}

fn index_of(path: &ItemPath, node: &Node) -> Option<usize> {
    let step = path.steps().iter().find(|step| step.item == node.id)?;
    step.index
}

/// Whether a printed number stands for itself: Ⅱ 6. ①, （別添1）.
fn is_full(number: &str) -> bool {
    number.starts_with(|c: char| ('Ⅰ'..='Ⅻ').contains(&c)) || number.starts_with("（別添")
}

/// Adds what `node` adds to the number of an item in it.
fn extend(number: &mut String, node: &Node, index: Option<usize>, is_last: bool) {
    let printed = node.number.trim_start_matches('・');
    let group = index.map(|index| match node.kind {
        Kind::Table => format!("{index}行目"),
        _ if is_full(printed) => format!("（{index}）"),
        _ => format!("{}{index}", node.short_label()),
    });
    if is_full(printed) {
        *number = continued(number, printed);
        number.push_str(&group.unwrap_or_default());
        return;
    }
    let more = match group {
        Some(group) => group,
        None if is_last && node.label.starts_with(printed) => return,
        None if number.ends_with(printed) => return,
        None if node.kind == Kind::Repeat => return,
        None => printed.to_owned(),
    };
    if !(number.is_empty() || more.is_empty()) {
        number.push(' ');
    }
    number.push_str(&more);
}

/// A number that repeats its part's numeral continues the group of that part: Ⅱ（1）6. ①.
fn continued(above: &str, printed: &str) -> String {
    let Some(close) = above.find('）').filter(|_| !above.starts_with('（')) else {
        return printed.to_owned();
    };
    let group = &above[..close + '）'.len_utf8()];
    let rest = printed.trim_start_matches(|c: char| ('Ⅰ'..='Ⅻ').contains(&c));
    format!("{group}{}", rest.trim_start())
}
