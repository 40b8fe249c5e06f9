//! How far a section is written.

use domain::form::Required;
use domain::{Answer, Answers, FormEdition, Kind, Node, Row};

use super::Section;
use super::fill::group_at;

impl Section {
    /// Items answered and items that must always be answered, nested groups included.
    /// (Whether a conditional item is asked is for the rule engine to say.)
    #[must_use]
    pub fn progress(&self, answers: &Answers) -> (usize, usize) {
        if self.is_list() {
            return (0, 0);
        }
        let blank = Answers::default();
        let scope = match &self.within {
            Some(group) => group_at(answers, group).unwrap_or(&blank),
            None => answers,
        };
        count(&self.nodes, scope)
    }
}

fn count(nodes: &[Node], answers: &Answers) -> (usize, usize) {
    let mut done = 0;
    let mut asked = 0;
    for node in FormEdition::fields(nodes) {
        if node.required != Required::Fixed(true) {
            continue;
        }
        let answer = answers
            .get(node.id.as_str())
            .filter(|answer| !answer.is_blank());
        asked += 1;
        done += usize::from(answer.is_some());
        if matches!(node.kind, Kind::Repeat | Kind::Table) {
            for group in groups(answer) {
                let (inner_done, inner_asked) = count(&node.children, group);
                done += inner_done;
                asked += inner_asked;
            }
        }
    }
    (done, asked)
}

fn groups(answer: Option<&Answer>) -> Vec<&Answers> {
    match answer {
        Some(Answer::Repeat(groups)) => groups.iter().collect(),
        Some(Answer::Table(rows)) => rows
            .iter()
            .filter_map(|row| match row {
                Row::Cells(cells) => Some(cells),
                Row::Text(_) => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
