//! What this person meant, together with what others saved since the page was shown.

use app::forms::{Op, Section};
use domain::{Answer, Answers, ItemPath};
use workflow::merge_answers;

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
    },
    /// The section, or the group that the act is about, is not there any more, or nobody
    /// can tell which one it is.
    Gone,
}

/// Combines what was made of `base` with `current`.
pub fn combine(
    section: &Section,
    op: &Op,
    base: &Answers,
    mine: &Answers,
    current: &Answers,
) -> Combined {
    let ready = |answers: &Answers| Combined::Ready {
        answers: answers.clone(),
        key: section.key.clone(),
    };
    // The second of two equal posts, as after a double click, finds its work done.
    if base == current || mine == current {
        return ready(mine);
    }
    if mine == base {
        return ready(current);
    }
    if section.is_list() {
        return in_list(section, op, base, current);
    }
    match &section.within {
        Some(group) => in_group(group, base, mine, current),
        None => merged(base, mine, current, section.key.clone()),
    }
}

fn merged(base: &Answers, mine: &Answers, current: &Answers, key: String) -> Combined {
    let merge = merge_answers(base, mine, current);
    if merge.conflicts.is_empty() {
        Combined::Ready {
            answers: merge.merged,
            key,
        }
    } else {
        Combined::Conflict {
            answers: merge.merged,
            paths: merge.conflicts,
        }
    }
}

/// A page of one group: only that group changed, so it is found again among the groups that
/// are there now, and everything around it is taken from there.
fn in_group(group: &ItemPath, base: &Answers, mine: &Answers, current: &Answers) -> Combined {
    let repeat = group.item();
    let Some(at) = group
        .steps()
        .last()
        .and_then(|step| step.index?.checked_sub(1))
    else {
        return Combined::Gone;
    };
    let [before, meant] = [base, mine].map(|side| side.groups(repeat.as_str()).get(at).cloned());
    let (Some(before), Some(meant)) = (before, meant) else {
        return Combined::Gone;
    };
    let Some(now) = find_again(
        base.groups(repeat.as_str()),
        current.groups(repeat.as_str()),
        at,
    ) else {
        return Combined::Gone;
    };
    let with = |group: Answers| {
        let mut groups = current.groups(repeat.as_str()).to_vec();
        groups[now] = group;
        let mut answers = current.clone();
        answers.set(repeat.clone(), Answer::Repeat(groups));
        answers
    };
    let key = ItemPath::top(repeat.clone()).group(now + 1).to_string();
    merged(&with(before), &with(meant), current, key)
}

/// Where the group that stood at `at` stands now; `None` when nobody can tell.
fn find_again(before: &[Answers], now: &[Answers], at: usize) -> Option<usize> {
    let group = before.get(at)?;
    if now.get(at) == Some(group) {
        return Some(at);
    }
    let same = |groups: &[Answers]| groups.iter().filter(|other| *other == group).count() == 1;
    if same(before) && same(now) {
        return now.iter().position(|other| other == group);
    }
    // The group itself was changed. Its neighbours tell whether it still stands there; one
    // of them in its place tells that it does not.
    if now.get(at).is_none_or(|there| before.contains(there)) {
        return None;
    }
    let others_stay = (0..before.len())
        .filter(|other| *other != at)
        .all(|other| before.get(other) == now.get(other));
    let is_there = now.len() == before.len() || (now.len() > before.len() && others_stay);
    is_there.then_some(at)
}

/// The page that lists the groups: the act is done again on what is there now.
fn in_list(section: &Section, op: &Op, base: &Answers, current: &Answers) -> Combined {
    let mut answers = current.clone();
    let again = match (op, op.arranged()) {
        (Op::Add(_), _) => Some(op.clone()),
        (_, Some(path)) => elsewhere(op, path, base, current),
        (_, None) => None,
    };
    match again {
        Some(again) if again.arrange(&mut answers) => Combined::Ready {
            answers,
            key: section.key.clone(),
        },
        _ => Combined::Gone,
    }
}

/// The same act on the same group, where it stands now. Removing is for a group that is as
/// it was when the person saw it.
fn elsewhere(op: &Op, path: &ItemPath, base: &Answers, current: &Answers) -> Option<Op> {
    let repeat = path.item().as_str();
    let at = path.steps().last()?.index?.checked_sub(1)?;
    let (before, now) = (base.groups(repeat), current.groups(repeat));
    let found = find_again(before, now, at)?;
    let path = ItemPath::top(path.item().clone()).group(found + 1);
    match op {
        Op::Remove(_) if now.get(found) != before.get(at) => None,
        Op::Remove(_) => Some(Op::Remove(path)),
        Op::Up(_) => Some(Op::Up(path)),
        Op::Down(_) => Some(Op::Down(path)),
        _ => None,
    }
}
