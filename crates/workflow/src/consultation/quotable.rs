//! The items that an opinion can be about: those that the public version shows.

use domain::{
    FormEdition, ItemPath, Kind, Node, PublicAnswer, PublicAnswers, PublicAssessment, PublicRow,
};

/// So many characters of an item are quoted.
const QUOTED: usize = 600;

/// An item with what is written there, in public words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Its path.
    pub path: String,
    /// Number and label.
    pub label: String,
    /// What is written there, shortened where it is long.
    pub quote: String,
}

/// The item at `path`, if the public version shows it.
pub(super) fn quote(form: &FormEdition, shown: &PublicAssessment, path: &str) -> Option<Quoted> {
    let path = ItemPath::parse(path).ok()?;
    let node = find(form.items(), None, shown.answers(), &path)?;
    let words = match shown.answers().at(&path) {
        Some(answer) => public_words(node, answer),
        None => "（記載なし）".to_owned(),
    };
    let mut quote: String = words.chars().take(QUOTED).collect();
    if words.chars().count() > QUOTED {
        quote.push('…');
    }
    Some(Quoted {
        label: label(form, Some(&path.to_string())),
        path: path.to_string(),
        quote,
    })
}

/// Where an opinion belongs, in words; empty for the whole.
pub(super) fn label(form: &FormEdition, path: Option<&str>) -> String {
    let path = path.and_then(|path| ItemPath::parse(path).ok());
    path.map_or_else(String::new, |path| form.full_label(&path))
}

/// The node at a path of which every group is there.
fn find<'f>(
    nodes: &'f [Node],
    within: Option<&ItemPath>,
    answers: &PublicAnswers,
    wanted: &ItemPath,
) -> Option<&'f Node> {
    for node in nodes {
        let top = || ItemPath::top(node.id.clone());
        let path = within.map_or_else(top, |group| group.child(node.id.clone()));
        let found = match node.kind {
            Kind::Section => find(&node.children, within, answers, wanted),
            Kind::Repeat => {
                let count = match answers.at(&path) {
                    Some(PublicAnswer::Repeat(groups)) => groups.len(),
                    _ => 0,
                };
                (1..=count).find_map(|index| {
                    let group = path.clone().group(index);
                    find(&node.children, Some(&group), answers, wanted)
                })
            }
            _ => (!node.printed && path == *wanted).then_some(node),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// An answer in plain words, from public values only.
pub(super) fn public_words(node: &Node, answer: &PublicAnswer) -> String {
    let choice = |n: u32| {
        node.choice(n)
            .map_or_else(|| n.to_string(), |it| it.label.clone())
    };
    match answer {
        PublicAnswer::Text(text) => text.to_plain(),
        PublicAnswer::Longtext(text) => {
            let sections = text.sections().iter();
            let sections: Vec<String> = sections.map(|section| section.text.to_plain()).collect();
            sections.join("\n")
        }
        PublicAnswer::Choice(n) => choice(*n),
        PublicAnswer::Multichoice(chosen) => {
            let words: Vec<String> = chosen.keys().map(|n| choice(*n)).collect();
            words.join("、")
        }
        PublicAnswer::Date(day) => day.to_string(),
        PublicAnswer::Number(number) => number.to_string(),
        PublicAnswer::Boolean(true) => "はい".to_owned(),
        PublicAnswer::Boolean(false) => "いいえ".to_owned(),
        PublicAnswer::Table(rows) => {
            let rows: Vec<String> = rows.iter().filter_map(row_words).collect();
            rows.join("\n")
        }
        PublicAnswer::Repeat(_) => String::new(),
        PublicAnswer::Diagram { alt, .. } => alt.to_plain(),
        PublicAnswer::WithheldDiagram => domain::Reason::Other.placeholder().to_owned(),
    }
}

fn row_words(row: &PublicRow) -> Option<String> {
    match row {
        PublicRow::Text(text) => Some(text.to_plain()),
        PublicRow::Cells(_) => None,
    }
}
