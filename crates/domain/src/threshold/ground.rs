//! Grounds on which no assessment is required, and how sure a rule is.

use serde::{Deserialize, Serialize};

/// 規則4条1号～7号: grounds on which no assessment is required. Source: `rules.md` §3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExemptGround {
    /// 1号: files on the staff only.
    Staff,
    /// 2号: files handled by hand only.
    Manual,
    /// 3号: fewer than 1,000 persons. Follows from the headcount and is chosen by nobody.
    Few,
    /// 4号・5号: certain health insurance and mutual aid.
    Insurance,
    /// 6号: businesses, files outside the exchange.
    OutsideExchange,
    /// 7号: the Board of Audit.
    Audit,
}

impl ExemptGround {
    /// The grounds that somebody states; the third follows from the headcount.
    pub const STATED: [Self; 5] = [
        Self::Staff,
        Self::Manual,
        Self::Insurance,
        Self::OutsideExchange,
        Self::Audit,
    ];

    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Manual => "manual",
            Self::Few => "few",
            Self::Insurance => "insurance",
            Self::OutsideExchange => "outside-exchange",
            Self::Audit => "audit",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let all = Self::STATED.into_iter().chain([Self::Few]);
        all.into_iter().find(|ground| ground.as_str() == text)
    }

    /// The ground in Japanese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Staff => {
                "職員等の人事、給与、福利厚生に関するファイルのみを扱う事務（規則4条1号）"
            }
            Self::Manual => "手作業処理用ファイルのみを扱う事務（規則4条2号）",
            Self::Few => "対象人数が1,000人未満の事務（規則4条3号）",
            Self::Insurance => {
                "一定の健康保険組合・共済組合等のファイルのみを扱う事務（規則4条4号・5号）"
            }
            Self::OutsideExchange => {
                "情報連携を行う事業者が情報連携の対象外のファイルのみを扱う事務（規則4条6号）"
            }
            Self::Audit => "会計検査院が検査上保有するファイルのみを扱う事務（規則4条7号）",
        }
    }

    /// How sure the ground is, number included.
    #[must_use]
    pub fn certainty(self) -> Certainty {
        match self {
            Self::Few => Certainty::Confirmed,
            _ => Certainty::Unconfirmed,
        }
    }
}

/// How sure a rule is. Sources of confirmed ones are in `rules.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Read in a source.
    Confirmed,
    /// From memory or by inference: shown with a mark.
    Unconfirmed,
}

impl Certainty {
    /// The mark on screen; empty for what is confirmed.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Confirmed => "",
            Self::Unconfirmed => "（未確認）",
        }
    }
}
