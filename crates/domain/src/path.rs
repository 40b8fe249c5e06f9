//! Addresses of answers within a document: `II[1].II.6.place`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;

/// One step: an item, and for a group of a repeat or a row of a table its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The item.
    pub item: ItemId,
    /// The number of the group or row, from 1; `None` for the item as a whole.
    pub index: Option<usize>,
}

/// The address of an answer, of a group (`II[2]`) or of a table cell (`att3[1].att3.date`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ItemPath(Vec<Step>);

/// A string that is no address of an item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("項目の位置「{0}」を読めません。")]
pub struct PathProblem(String);

impl ItemPath {
    /// The path of a top-level item.
    #[must_use]
    pub fn top(item: ItemId) -> Self {
        Self(vec![Step { item, index: None }])
    }

    /// This path with its last step numbered: the `index`th group (from 1) of a repeat.
    #[must_use]
    pub fn group(mut self, index: usize) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.index = Some(index);
        }
        self
    }

    /// The path of an item within this group.
    #[must_use]
    pub fn child(&self, item: ItemId) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step { item, index: None });
        Self(steps)
    }

    /// The steps, outermost first; never empty.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The item at the end of the path.
    #[must_use]
    pub fn item(&self) -> &ItemId {
        &self.0[self.0.len() - 1].item
    }

    /// The groups around the last step, as a path; `None` at the top level.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (self.0.len() > 1).then(|| Self(self.0[..self.0.len() - 1].to_vec()))
    }

    /// A sibling: the same groups, another item.
    #[must_use]
    pub fn sibling(&self, item: ItemId) -> Self {
        let mut steps = self.0[..self.0.len() - 1].to_vec();
        steps.push(Step { item, index: None });
        Self(steps)
    }

    /// Parses `II[1].II.6.place`.
    ///
    /// # Errors
    /// [`PathProblem`] when a step is no item id or a number is not 1 or more.
    pub fn parse(text: &str) -> Result<Self, PathProblem> {
        let problem = || PathProblem(text.chars().take(60).collect());
        let mut steps = Vec::new();
        let mut rest = text;
        while let Some((head, tail)) = rest.split_once('[') {
            let (index, after) = tail.split_once(']').ok_or_else(problem)?;
            let index = parse_index(index).ok_or_else(problem)?;
            steps.push(Step {
                item: ItemId::parse(head).map_err(|_| problem())?,
                index: Some(index),
            });
            match after.strip_prefix('.') {
                Some(next) => rest = next,
                None if after.is_empty() => return Ok(Self(steps)),
                None => return Err(problem()),
            }
        }
        steps.push(Step {
            item: ItemId::parse(rest).map_err(|_| problem())?,
            index: None,
        });
        Ok(Self(steps))
    }
}

fn parse_index(text: &str) -> Option<usize> {
    let plain =
        text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if plain { text.parse().ok() } else { None }
}

impl fmt::Display for ItemPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str(".")?;
            }
            write!(f, "{}", step.item)?;
            if let Some(index) = step.index {
                write!(f, "[{index}]")?;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for ItemPath {
    type Error = PathProblem;
    fn try_from(text: String) -> Result<Self, PathProblem> {
        Self::parse(&text)
    }
}

impl From<ItemPath> for String {
    fn from(path: ItemPath) -> String {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written_alike() {
        for text in [
            "cover.title",
            "II[1].II.6.place",
            "II[2].II.4.item[13].II.4.item.title",
            "II[3]",
        ] {
            assert_eq!(
                ItemPath::parse(text).map(|path| path.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn malformed_paths_are_refused() {
        for text in [
            "",
            "II[0].II.1",
            "II[1]II.1",
            "II[01].II.1",
            "II[x].II.1",
            "II[1",
            "あ",
            "II[1].",
        ] {
            assert!(ItemPath::parse(text).is_err(), "{text}");
        }
    }
}
