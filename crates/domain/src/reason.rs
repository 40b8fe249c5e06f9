//! Why a part of an assessment is not made public.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The ground for withholding a part: figures such as periods and counts, or concrete
/// methods down to technical detail. Source: 総官企第285号 3.(3); 規則13条.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// 期間
    Period,
    /// 回数
    Count,
    /// 技術的細目
    Technical,
    /// ネットワーク構成
    Network,
    /// 設置場所
    Location,
    /// その他
    Other,
}

impl Reason {
    /// Every reason, in the order in which screens offer them.
    pub const ALL: [Self; 6] = [
        Self::Period,
        Self::Count,
        Self::Technical,
        Self::Network,
        Self::Location,
        Self::Other,
    ];

    /// The word of the interchange format and of `data-reason`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::Count => "count",
            Self::Technical => "technical",
            Self::Network => "network",
            Self::Location => "location",
            Self::Other => "other",
        }
    }

    /// The word of the typed notation: 期間 回数 技術 構成 場所 その他.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Period => "期間",
            Self::Count => "回数",
            Self::Technical => "技術",
            Self::Network => "構成",
            Self::Location => "場所",
            Self::Other => "その他",
        }
    }

    /// What the public reads in place of the withheld text. It depends on nothing else.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Period => "非公表（期間）",
            Self::Count => "非公表（回数）",
            Self::Technical => "非公表（技術的細目）",
            Self::Network => "非公表（ネットワーク構成）",
            Self::Location => "非公表（設置場所）",
            Self::Other => "非公表（セキュリティ上のリスク）",
        }
    }

    /// Reads the interchange word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }

    /// Reads the word of the typed notation.
    #[must_use]
    pub fn parse_word(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == text)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
