//! What one round towards an edition has gone through so far.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why an edition is written. Source: `domain/rules.md` §6.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Origin {
    /// The first one.
    #[default]
    New,
    /// 修正 (規則14条): neither an important change nor a higher threshold.
    Amendment,
    /// 再実施: the whole procedure again.
    Redo {
        /// Why.
        ground: RedoGround,
    },
}

/// Why an assessment is done again. Source: `domain/rules.md` §5, §6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RedoGround {
    /// 重要な変更 (規則11条).
    ImportantChange,
    /// しきい値判断の結果が上がった (規則14条3項).
    HigherThreshold,
    /// 5年を経過する前 (規則15条).
    FiveYears,
    /// The body's own decision.
    Voluntary,
}

impl RedoGround {
    /// Every ground.
    pub const ALL: [Self; 4] = [
        Self::ImportantChange,
        Self::HigherThreshold,
        Self::FiveYears,
        Self::Voluntary,
    ];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ImportantChange => "important-change",
            Self::HigherThreshold => "higher-threshold",
            Self::FiveYears => "five-years",
            Self::Voluntary => "voluntary",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == word)
    }

    /// The ground on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ImportantChange => "重要な変更",
            Self::HigherThreshold => "しきい値判断の結果の上昇",
            Self::FiveYears => "直近の公表から5年を経過する前",
            Self::Voluntary => "任意の再実施",
        }
    }
}

/// What a round has gone through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Why the edition is written.
    #[serde(default)]
    pub origin: Origin,
    /// The last hearing of opinions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<Consultation>,
    /// What was handed to the third party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<HandOver>,
    /// What the third party said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

impl Round {
    /// A round that has gone through nothing yet.
    #[must_use]
    pub fn of(origin: Origin) -> Self {
        Self {
            origin,
            ..Self::default()
        }
    }
}

/// A hearing of residents' opinions (意見聴取).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// Its id, as in `/consultations/{id}/`.
    pub id: String,
    /// The first day.
    pub from: Date,
    /// The last day, until its end in Japan.
    pub to: Date,
    /// Whether it is shorter than thirty days, for the reason in the item.
    #[serde(default)]
    pub shortened: bool,
}

impl Consultation {
    /// The length that needs no reason, in days. Source: 指針 (OT), `domain/rules.md` §5.
    pub const DAYS: i32 = 30;

    /// How many days it lasts, both ends included; 0 or less when it ends before it begins.
    #[must_use]
    pub fn days(&self) -> i32 {
        days(self.from, self.to)
    }
}

/// How many days lie from `from` to `to`, both ends included.
pub(crate) fn days(from: Date, to: Date) -> i32 {
    // A span of days between two dates of four-digit years always fits.
    from.until(to).map_or(0, |span| span.get_days() + 1)
}

/// The full text in the hands of a third party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The revision, withheld parts included.
    pub revision: i64,
    /// When.
    pub at: Timestamp,
}

/// What a third party said of a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The day of the review (実施日).
    pub on: Date,
    /// The revision that was reviewed.
    pub revision: i64,
    /// The result.
    pub kind: VerdictKind,
}

/// The result of a third-party review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictKind {
    /// Suitable and adequate (適合性・妥当性) as it is.
    Suitable,
    /// Something is to be mended.
    ToBeAmended,
}

impl VerdictKind {
    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suitable => "suitable",
            Self::ToBeAmended => "to-be-amended",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Suitable, Self::ToBeAmended]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// The result on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Suitable => "適合・妥当と認められる",
            Self::ToBeAmended => "修正を要する点がある",
        }
    }
}
