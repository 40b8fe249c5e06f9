//! What a submit button of the editor asks for, in its `op` field.

use domain::{Answer, Answers, ItemPath, Layer};

/// The act that a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// `save`: keep what was typed.
    Save,
    /// `insert:{path}:{layer}`: keep it, and insert the example of this layer.
    Insert(ItemPath, Layer),
    /// `add:{path}`: keep it, and add a group at the end of a repeat or a row to a table.
    Add(ItemPath),
    /// `remove:{path}[n]`: keep the rest, and remove a group.
    Remove(ItemPath),
    /// `up:{path}[n]`: keep it, and move a group before the one above.
    Up(ItemPath),
    /// `down:{path}[n]`: keep it, and move a group behind the one below.
    Down(ItemPath),
}

impl Op {
    /// Reads the value of `op`; `None` when it is no such act.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text == "save" {
            return Some(Self::Save);
        }
        let (verb, rest) = text.split_once(':')?;
        if verb == "insert" {
            let (path, layer) = rest.rsplit_once(':')?;
            return Some(Self::Insert(
                ItemPath::parse(path).ok()?,
                Layer::parse(layer)?,
            ));
        }
        let path = ItemPath::parse(rest).ok()?;
        match verb {
            "add" => Some(Self::Add(path)),
            "remove" => Some(Self::Remove(path)),
            "up" => Some(Self::Up(path)),
            "down" => Some(Self::Down(path)),
            _ => None,
        }
    }

    /// Does the act on groups of a repeat. `false` when there is nothing to do: another act,
    /// or a group that is not there.
    pub fn arrange(&self, answers: &mut Answers) -> bool {
        let (Self::Add(path) | Self::Remove(path) | Self::Up(path) | Self::Down(path)) = self
        else {
            return false;
        };
        let Some(step) = path.steps().last().cloned() else {
            return false;
        };
        let Some(scope) = answers.scope_mut(path) else {
            return false;
        };
        let mut groups = scope.groups(step.item.as_str()).to_vec();
        let at = step
            .index
            .and_then(|index| index.checked_sub(1))
            .filter(|at| *at < groups.len());
        match (self, at) {
            (Self::Add(_), _) => groups.push(Answers::default()),
            (Self::Remove(_), Some(at)) => drop(groups.remove(at)),
            (Self::Up(_), Some(at)) if at > 0 => groups.swap(at - 1, at),
            (Self::Down(_), Some(at)) if at + 1 < groups.len() => groups.swap(at, at + 1),
            _ => return false,
        }
        scope.set(step.item, Answer::Repeat(groups));
        true
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_button_value_is_read() {
        let place = ItemPath::parse("II[1].II.6.place").unwrap();
        assert_eq!(
            Op::parse("insert:II[1].II.6.place:ms-platform"),
            Some(Op::Insert(place, Layer::MsPlatform))
        );
        assert_eq!(
            Op::parse("add:II"),
            Some(Op::Add(ItemPath::parse("II").unwrap()))
        );
        assert_eq!(Op::parse("save"), Some(Op::Save));
        assert_eq!(Op::parse("erase:II"), None);
    }

    #[test]
    fn groups_are_added_moved_and_removed() {
        let mut answers = Answers::default();
        assert!(Op::parse("add:II").unwrap().arrange(&mut answers));
        assert!(Op::parse("add:II").unwrap().arrange(&mut answers));
        assert_eq!(answers.groups("II").len(), 2);
        assert!(
            !Op::parse("up:II[1]").unwrap().arrange(&mut answers),
            "the first cannot rise"
        );
        assert!(Op::parse("remove:II[2]").unwrap().arrange(&mut answers));
        assert!(
            !Op::parse("remove:II[2]").unwrap().arrange(&mut answers),
            "twice"
        );
    }
}
