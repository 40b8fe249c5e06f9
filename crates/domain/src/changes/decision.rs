//! What a person decides on each change, and what is still open or does not agree.
//!
//! Source: `domain/rules.md` §6, §8. When a change was submitted (提出時期) and why is for a
//! person to say; so is whether a candidate is an important change, which is always dismissed
//! with a reason. A decision is about a change with its very words: what is edited later is
//! another change, and open again.

use std::fmt;

use jiff::civil::Date;

use super::Change;
use crate::answer::LongText;
use crate::check::{Finding, Severity};
use crate::digest::Digest;
use crate::marked_text::MarkedText;
use crate::stage::{Origin, RedoGround};

/// When the change was submitted and published: before it was made, or after (提出時期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timing {
    /// 事前.
    Before,
    /// 事後.
    After,
}

impl Timing {
    /// Both, as printed.
    pub const ALL: [Self; 2] = [Self::Before, Self::After];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|timing| timing.as_str() == word)
    }

    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Before => "事前",
            Self::After => "事後",
        }
    }

    /// The number of the printed choice.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Before => 1,
            Self::After => 2,
        }
    }

    /// Reads that number.
    #[must_use]
    pub fn of_number(number: u32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|timing| timing.number() == number)
    }
}

/// What a person says of a candidate.
#[derive(Clone, PartialEq, Eq)]
pub enum Weight {
    /// It is an important change (重要な変更): the way is 再実施.
    Important,
    /// It is none.
    Dismissed {
        /// Why; never blank.
        reason: String,
    },
}

impl Weight {
    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Important => "important",
            Self::Dismissed { .. } => "dismissed",
        }
    }
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A reason may quote the text: only its length is for logs.
        match self {
            Self::Important => f.write_str("Important"),
            Self::Dismissed { reason } => {
                write!(f, "Dismissed({} chars)", reason.chars().count())
            }
        }
    }
}

/// What a person decided on a change.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// The day of the change (変更日).
    pub changed_on: Date,
    /// 提出時期; `None` while it is not chosen.
    pub timing: Option<Timing>,
    /// 提出時期に係る説明, in the typed notation; may be empty.
    pub note: String,
    /// Whether it is important; `None` while nobody said so.
    pub weight: Option<Weight>,
}

impl Decision {
    /// The explanation as an answer; `None` when there is none that can be read.
    #[must_use]
    pub fn note_text(&self) -> Option<LongText> {
        let note = LongText::parse_typed(&self.note).ok()?;
        (!note.is_blank()).then_some(note)
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("timing", &self.timing)
            .field("weight", &self.weight)
            .finish_non_exhaustive()
    }
}

/// A change with what was decided on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The change.
    pub change: Change<MarkedText>,
    /// What it is told by.
    pub digest: Digest,
    /// The newest decision on it.
    pub decision: Option<Decision>,
    /// Whether a person wrote its row into the table: the program then writes none.
    pub by_hand: bool,
    /// 提出時期 and whether it is explained, as the row by hand says.
    pub in_row: (Option<Timing>, bool),
}

impl Line {
    /// A line without a row by hand.
    #[must_use]
    pub fn new(change: Change<MarkedText>, decision: Option<Decision>) -> Self {
        Self {
            digest: change.digest(),
            change,
            decision,
            by_hand: false,
            in_row: (None, false),
        }
    }

    /// 提出時期, as decided or as the row by hand says.
    #[must_use]
    pub fn timing(&self) -> Option<Timing> {
        if self.by_hand {
            return self.in_row.0;
        }
        self.decision.as_ref()?.timing
    }

    /// What was said of its weight.
    #[must_use]
    pub fn weight(&self) -> Option<&Weight> {
        self.decision.as_ref()?.weight.as_ref()
    }

    fn is_explained(&self) -> bool {
        if self.by_hand {
            return self.in_row.1;
        }
        let decision = self.decision.as_ref();
        decision.is_some_and(|decision| decision.note_text().is_some())
    }

    /// Whether 提出時期 or its explanation is missing.
    #[must_use]
    pub fn lacks_timing(&self) -> bool {
        self.timing().is_none() || !self.is_explained()
    }

    /// Whether it stands in the way of an amendment: a candidate that nobody dismissed.
    #[must_use]
    pub fn lacks_weight(&self, origin: &Origin) -> bool {
        let is_dismissed = matches!(self.weight(), Some(Weight::Dismissed { .. }));
        let is_important = matches!(self.weight(), Some(Weight::Important));
        *origin == Origin::Amendment && (is_important || (self.change.candidate && !is_dismissed))
    }
}

/// The state of a draft's table of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// Why the edition is written.
    pub origin: &'a Origin,
    /// Whether the exception of 規則9条2項 is claimed.
    pub late_by_exception: bool,
    /// Every change.
    pub lines: &'a [Line],
    /// Whether the table in the answers is what the program would write.
    pub is_written: bool,
    /// How many rows of earlier editions are gone.
    pub missing_rows: usize,
}

impl Sheet<'_> {
    /// How many things stand in the way of submission: lines that lack a choice, candidates
    /// that are not dismissed in an amendment, contradictions, and a table not written yet.
    #[must_use]
    pub fn open(&self) -> usize {
        let lines = self.lines.iter();
        let lacking = lines
            .filter(|line| line.lacks_timing() || line.lacks_weight(self.origin))
            .count();
        let wrong = self.findings();
        let wrong = wrong
            .iter()
            .filter(|finding| finding.rule == "CHG-1")
            .count();
        let unwritten = usize::from(!self.is_written && lacking == 0);
        lacking + wrong + unwritten
    }

    /// What does not agree, in the order of the lines.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .lines
            .iter()
            .flat_map(|line| self.findings_of(line))
            .collect();
        if self.missing_rows > 0 {
            findings.push(Finding {
                rule: "CHG-4",
                severity: Severity::Warning,
                item: String::new(),
                message: format!(
                    "前の版の変更箇所の行が{}行なくなっています。前の版の行は残してください。",
                    self.missing_rows
                ),
            });
        }
        findings
    }

    fn findings_of(&self, line: &Line) -> Vec<Finding> {
        let found = |rule, severity, message: String| Finding {
            rule,
            severity,
            item: line.change.path.to_string(),
            message,
        };
        let label = &line.change.label;
        let is_after = line.timing() == Some(Timing::After);
        let is_important = matches!(line.weight(), Some(Weight::Important));
        let mut findings = Vec::new();
        if is_important && is_after && !self.late_by_exception {
            findings.push(found(
                "CHG-1",
                Severity::Error,
                format!(
                    "「{label}」は重要な変更ですが、提出時期が「事後」です。重要な変更は変更の前に提出・公表します。災害等でやむを得ないとき（規則9条2項）は、事務の画面でその理由を書いてください。"
                ),
            ));
        }
        let is_redo = matches!(self.origin, Origin::Redo { .. });
        if is_redo && is_after && line.change.candidate && line.weight().is_none() {
            findings.push(found(
                "CHG-2",
                Severity::Warning,
                format!(
                    "「{label}」は重要な変更の候補（※の項目）ですが、提出時期が「事後」です。重要な変更でなければ、その理由を書いてください。"
                ),
            ));
        }
        if is_important && *self.origin == Origin::Amendment {
            findings.push(found(
                "CHG-3",
                Severity::Error,
                format!(
                    "「{label}」を重要な変更としたので、修正では提出できません。再実施として進めてください。"
                ),
            ));
        }
        findings
    }

    /// Whether a redo for an important change has none that is said to be one.
    #[must_use]
    pub fn lacks_important(&self) -> bool {
        let ground = RedoGround::ImportantChange;
        *self.origin == Origin::Redo { ground }
            && !self
                .lines
                .iter()
                .any(|line| matches!(line.weight(), Some(Weight::Important)))
    }
}
