//! What came of a consultation, as anyone may read it, and what the form's items say of it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::hidden::HiddenWords;
use super::public::PublicOpinion;
use crate::consultation::period_words;
use crate::digest::{Digest, digest_of};

/// What an answer says. Source: 様式4 Ⅵ2⑤ 評価書への反映.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpinionVerdict {
    /// 反映する.
    Reflected,
    /// 反映しない.
    NotReflected,
}

impl OpinionVerdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Reflected, Self::NotReflected];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reflected => "reflected",
            Self::NotReflected => "not-reflected",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }

    /// The verdict on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reflected => "反映する",
            Self::NotReflected => "反映しない",
        }
    }
}

/// Opinions under one answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionGroup {
    /// The opinions, by number; never empty.
    pub opinions: Vec<PublicOpinion>,
    /// Whether the assessment changes for them.
    pub verdict: OpinionVerdict,
    /// Why.
    pub reason: String,
}

impl fmt::Debug for OpinionGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpinionGroup({} opinions)", self.opinions.len())
    }
}

/// The result of a consultation: every opinion with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultationResult {
    groups: Vec<OpinionGroup>,
}

/// Why a stored result is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResultReadError {
    /// It is not the text that was published.
    #[error("the result's digest does not fit")]
    Digest,
    /// It has another shape.
    #[error("the result is of another shape")]
    Shape,
}

/// What the items of the form would say: ① method, ② period, ④ opinions, ⑤ reflection.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposals {
    /// ①
    pub method: String,
    /// ②
    pub period: String,
    /// ④
    pub opinions: String,
    /// ⑤
    pub reflection: String,
}

/// So many characters of an opinion stand in the proposal for ④.
const QUOTED: usize = 200;

impl ConsultationResult {
    /// From groups; in the order of their first opinions.
    #[must_use]
    pub fn new(mut groups: Vec<OpinionGroup>) -> Self {
        for group in &mut groups {
            group.opinions.sort_by_key(PublicOpinion::number);
        }
        groups.retain(|group| !group.opinions.is_empty());
        groups.sort_by_key(|group| group.opinions.first().map(PublicOpinion::number));
        Self { groups }
    }

    /// The groups.
    #[must_use]
    pub fn groups(&self) -> &[OpinionGroup] {
        &self.groups
    }

    /// How many opinions came.
    #[must_use]
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.opinions.len()).sum()
    }

    /// The numbers of opinions and answers in whose words one of `hidden` still stands: those
    /// were to be shown to nobody.
    #[must_use]
    pub fn places_of(&self, hidden: &HiddenWords) -> Vec<u32> {
        let mut places = Vec::new();
        for group in &self.groups {
            let first = group.opinions.first().map(PublicOpinion::number);
            if hidden.stand_in(&group.reason) {
                places.extend(first);
            }
            let found = group
                .opinions
                .iter()
                .filter(|opinion| opinion.shown().any(|words| hidden.stand_in(words)));
            places.extend(found.map(PublicOpinion::number));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The text that is stored; the same for the same result.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a stored result whose SHA-256 is `digest`.
    ///
    /// # Errors
    /// [`ResultReadError`].
    pub fn read(json: &str, digest: &Digest) -> Result<Self, ResultReadError> {
        if digest_of(json.as_bytes()) != *digest {
            return Err(ResultReadError::Digest);
        }
        serde_json::from_str(json).map_err(|_| ResultReadError::Shape)
    }

    /// What the form's items would say, from public words only.
    #[must_use]
    pub fn proposals(&self, method: &str, from: Date, to: Date) -> Proposals {
        let mut proposals = Proposals {
            method: method.to_owned(),
            period: period_words(from, to),
            opinions: "意見の提出はなかった。".to_owned(),
            reflection: "意見の提出がなかったため、評価書への反映はない。".to_owned(),
        };
        if self.groups.is_empty() {
            return proposals;
        }
        let mut opinions = vec![format!("提出された意見は{}件である。", self.count())];
        let mut reflection = Vec::new();
        for group in &self.groups {
            opinions.extend(group.opinions.iter().map(line));
            let numbers: Vec<String> = group.opinions.iter().map(name).collect();
            reflection.push(format!(
                "・{}: {}。{}",
                numbers.join("、"),
                group.verdict.label(),
                group.reason
            ));
        }
        proposals.opinions = opinions.join("\n");
        proposals.reflection = reflection.join("\n");
        proposals
    }
}

fn name(opinion: &PublicOpinion) -> String {
    format!("意見{}", opinion.number())
}

fn line(opinion: &PublicOpinion) -> String {
    let words = opinion.to_plain();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    let mut shown: String = words.chars().take(QUOTED).collect();
    if words.chars().count() > QUOTED {
        shown.push('…');
    }
    if opinion.about().is_empty() {
        format!("・{}（全体について） {shown}", name(opinion))
    } else {
        format!("・{}（{}について） {shown}", name(opinion), opinion.about())
    }
}
