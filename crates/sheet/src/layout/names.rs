//! Names of sheets: short, allowed, different.

use std::collections::BTreeSet;

use domain::ItemPath;
use domain::form::Node;

/// What a name of a sheet may have, in characters.
const LONGEST: usize = 31;

/// The names taken so far.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name for an item's sheet: its printed number, or its label.
    pub(super) fn take(&mut self, node: &Node, suffix: &str) -> String {
        let number = node.number.trim();
        let base = if number.is_empty() {
            &node.label
        } else {
            number
        };
        let base: String = base
            .chars()
            .filter(|c| {
                !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control()
            })
            .collect();
        let mut name = cut(&base, suffix);
        let mut again = 2;
        while !self.0.insert(name.to_lowercase()) {
            name = cut(&base, &format!("{suffix}-{again}"));
            again += 1;
        }
        name
    }
}

fn cut(base: &str, suffix: &str) -> String {
    let room = LONGEST.saturating_sub(suffix.chars().count());
    let base: String = base.chars().take(room).collect();
    format!("{base}{suffix}")
}

/// `(2)` for an item of the second group.
pub(super) fn suffix(above: Option<&ItemPath>) -> String {
    let groups = above.map(ItemPath::steps).unwrap_or_default();
    let numbers = groups.iter().filter_map(|step| step.index);
    let numbers: Vec<String> = numbers.map(|index| index.to_string()).collect();
    if numbers.is_empty() {
        String::new()
    } else {
        format!("({})", numbers.join("-"))
    }
}
