//! An assessment's content, withheld parts included.

use crate::answer::{Answer, Answers};
use crate::facts::Facts;
use crate::ids::{AssessmentNumber, BodyCode, EditionId, FormId};
use crate::notation::to_typed;

/// An assessment document: which form, whose, and the answers. For the agency, third-party
/// reviewers and the commission; the public gets what [`crate::redact()`] makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The form.
    pub form: FormId,
    /// The form's edition.
    pub form_edition: EditionId,
    /// The body.
    pub body: BodyCode,
    /// The agency within the body (評価実施機関): 札幌市長.
    pub agency: String,
    /// The number the agency gave it.
    pub number: AssessmentNumber,
    /// The facts.
    pub facts: Facts,
    /// The answers.
    pub answers: Answers,
}

impl Document {
    /// The title as typed on the cover, marks included; empty when missing.
    #[must_use]
    pub fn typed_title(&self) -> String {
        match self.answers.get("cover.title") {
            Some(Answer::Text(title)) => to_typed(title),
            _ => String::new(),
        }
    }

    /// Every withheld phrase with the path of its item, for the leak gate. Notes to
    /// reviewers and the alternative text of withheld pictures count as withheld.
    #[must_use]
    pub fn withheld_phrases(&self) -> Vec<(String, String)> {
        let mut phrases = Vec::new();
        self.answers.texts(&mut |path, text| {
            let withheld = text.withheld().map(|(phrase, _)| phrase);
            for phrase in withheld.chain(text.notes()) {
                phrases.push((path.to_string(), phrase.to_owned()));
            }
        });
        collect_withheld_diagrams(&self.answers, "", &mut phrases);
        phrases
    }
}

fn collect_withheld_diagrams(answers: &Answers, above: &str, phrases: &mut Vec<(String, String)>) {
    for (item, answer) in answers.iter() {
        let path = if above.is_empty() {
            item.to_string()
        } else {
            format!("{above}.{item}")
        };
        match answer {
            Answer::Diagram(diagram) if diagram.withheld && !diagram.alt.is_blank() => {
                phrases.push((path, diagram.alt.full_text()));
            }
            Answer::Repeat(groups) => {
                for (index, group) in (1..).zip(groups) {
                    collect_withheld_diagrams(group, &format!("{path}[{index}]"), phrases);
                }
            }
            _ => {}
        }
    }
}
