//! What this person meant, together with what others saved since the page was shown.

use app::forms::{Op, Section};
use domain::{Answer, Answers, FormEdition, ItemPath};
use workflow::{Merge, find_group, merge_answers, merge_group, name_of};

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Combined {
    /// To be saved.
    Ready {
        /// The answers of the whole document.
        answers: Answers,
        /// The section's key now: groups may have moved.
        key: String,
    },
    /// Both changed the same fields: a person must decide.
    Conflict {
        /// Everything else combined; in those fields what this person meant.
        answers: Answers,
        /// Those fields.
        paths: Vec<ItemPath>,
        /// The section's key now.
        key: String,
    },
    /// The section, or the group that the act is about, is not there any more, or nobody
    /// can tell which one it is.
    Gone,
}

/// A section on three sides.
pub struct Sides<'a> {
    /// The form.
    pub form: &'a FormEdition,
    /// The section as it was when the page was shown.
    pub section: &'a Section,
    /// What the button asks for.
    pub op: &'a Op,
    /// The answers when the page was shown.
    pub base: &'a Answers,
    /// What this person made of them.
    pub mine: &'a Answers,
    /// The answers that are saved now.
    pub current: &'a Answers,
}

impl Sides<'_> {
    /// Combines what was made of `base` with `current`.
    pub fn combine(&self) -> Combined {
        let ready = |answers: &Answers| Combined::Ready {
            answers: answers.clone(),
            key: self.section.key.clone(),
        };
        let (base, mine, current) = (self.base, self.mine, self.current);
        // The second of two equal posts, as after a double click, finds its work done.
        if base == current || mine == current {
            return ready(mine);
        }
        if mine == base {
            return ready(current);
        }
        if self.section.is_list() {
            return self.in_list().unwrap_or(Combined::Gone);
        }
        match &self.section.within {
            Some(group) => self.in_group(group).unwrap_or(Combined::Gone),
            None => {
                let merge = merge_answers(self.form, base, mine, current);
                combined(merge.merged, merge.conflicts, self.section.key.clone())
            }
        }
    }

    /// A page of one group: only that group changed, so it is found again among the groups
    /// that are there now, and everything around it is taken from there.
    fn in_group(&self, group: &ItemPath) -> Option<Combined> {
        let repeat = group.item();
        let at = group.steps().last()?.index?.checked_sub(1)?;
        let [before, meant] = [self.base, self.mine].map(|side| side.groups(repeat.as_str()));
        let (group, meant) = (before.get(at)?, meant.get(at)?);
        let mut groups = self.current.groups(repeat.as_str()).to_vec();
        let name = name_of(self.form, repeat);
        let now = find_group(name, before, &groups, at, Some(meant))?;
        let path = ItemPath::top(repeat.clone()).group(now + 1);
        let Merge { merged, conflicts } = merge_group(self.form, &path, group, meant, &groups[now]);
        groups[now] = merged;
        let mut answers = self.current.clone();
        answers.set(repeat.clone(), Answer::Repeat(groups));
        Some(combined(answers, conflicts, path.to_string()))
    }

    /// The page that lists the groups: the act is done again on what is there now.
    fn in_list(&self) -> Option<Combined> {
        let again = match self.op {
            Op::Add(_) => self.op.clone(),
            other => self.elsewhere(other.arranged()?)?,
        };
        let mut answers = self.current.clone();
        again.arrange(&mut answers).then(|| Combined::Ready {
            answers,
            key: self.section.key.clone(),
        })
    }

    /// The same act on the same group, where it stands now. Removing is for a group that is
    /// as it was when the person saw it.
    fn elsewhere(&self, path: &ItemPath) -> Option<Op> {
        let repeat = path.item();
        let at = path.steps().last()?.index?.checked_sub(1)?;
        let [before, now] = [self.base, self.current].map(|side| side.groups(repeat.as_str()));
        let found = find_group(name_of(self.form, repeat), before, now, at, None)?;
        let path = ItemPath::top(repeat.clone()).group(found + 1);
        match self.op {
            Op::Remove(_) if now.get(found) != before.get(at) => None,
            Op::Remove(_) => Some(Op::Remove(path)),
            Op::Up(_) => Some(Op::Up(path)),
            Op::Down(_) => Some(Op::Down(path)),
            _ => None,
        }
    }
}

fn combined(answers: Answers, paths: Vec<ItemPath>, key: String) -> Combined {
    if paths.is_empty() {
        Combined::Ready { answers, key }
    } else {
        Combined::Conflict {
            answers,
            paths,
            key,
        }
    }
}
