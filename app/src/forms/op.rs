//! What a submit button of the editor asks for, in its `op` field.

use domain::{Answer, Answers, ItemPath};

/// The act that a button asks for. Every act also keeps what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// `save`: keep what was typed, and stay.
    Save,
    /// `next`, `preview`, `close`: keep it, and go on.
    SaveThen(Then),
    /// `merge`: keep what was chosen on the page of a conflict.
    Merge,
    /// `insert:{path}:{example}`: insert an example. It is named by its id, or by its layer
    /// where the item has one example of that layer.
    Insert(ItemPath, String),
    /// `add:{path}`: add a group at the end of a repeat.
    Add(ItemPath),
    /// `remove:{path}[n]`: remove a group.
    Remove(ItemPath),
    /// `up:{path}[n]`: move a group before the one above.
    Up(ItemPath),
    /// `down:{path}[n]`: move a group behind the one below.
    Down(ItemPath),
}

/// Where to go after saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The next section.
    Next,
    /// Full text beside public text.
    Preview,
    /// The overview.
    Overview,
}

impl Op {
    /// Reads the value of `op`; `None` when it is no such act.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "" | "save" => return Some(Self::Save),
            "next" => return Some(Self::SaveThen(Then::Next)),
            "preview" => return Some(Self::SaveThen(Then::Preview)),
            "close" => return Some(Self::SaveThen(Then::Overview)),
            "merge" => return Some(Self::Merge),
            _ => {}
        }
        let (verb, rest) = text.split_once(':')?;
        if verb == "insert" {
            let (path, example) = rest.split_once(':')?;
            let path = ItemPath::parse(path).ok()?;
            return Some(Self::Insert(path, example.to_owned()));
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

    /// The repeat, or the group of it, that the act arranges.
    #[must_use]
    pub fn arranged(&self) -> Option<&ItemPath> {
        match self {
            Self::Add(path) | Self::Remove(path) | Self::Up(path) | Self::Down(path) => Some(path),
            Self::Save | Self::SaveThen(_) | Self::Merge | Self::Insert(..) => None,
        }
    }

    /// Does the act on groups of a repeat. `false` when there is nothing to do: another act,
    /// a group that is not there, or something that is no repeat.
    pub fn arrange(&self, answers: &mut Answers) -> bool {
        let Some(path) = self.arranged() else {
            return false;
        };
        let Some(step) = path.steps().last().cloned() else {
            return false;
        };
        let Some(scope) = answers.scope_mut(path) else {
            return false;
        };
        let is_repeat = matches!(
            scope.get(step.item.as_str()),
            None | Some(Answer::Repeat(_))
        );
        if !is_repeat {
            return false;
        }
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
        for example in ["ms-platform", "2014-08/II.6.place/ms-platform"] {
            assert_eq!(
                Op::parse(&format!("insert:II[1].II.6.place:{example}")),
                Some(Op::Insert(place.clone(), example.to_owned()))
            );
        }
        assert_eq!(
            Op::parse("add:II"),
            Some(Op::Add(ItemPath::parse("II").unwrap()))
        );
        assert_eq!(Op::parse("save"), Some(Op::Save));
        assert_eq!(Op::parse("next"), Some(Op::SaveThen(Then::Next)));
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

    #[test]
    fn what_is_no_repeat_is_left_alone() {
        let text = Answer::Text(domain::MarkedText::plain("文").unwrap());
        let mut answers = Answers::from_iter([(domain::ItemId::parse("I").unwrap(), text)]);
        let before = answers.clone();
        assert!(!Op::parse("add:I").unwrap().arrange(&mut answers));
        assert_eq!(answers, before);
    }
}
