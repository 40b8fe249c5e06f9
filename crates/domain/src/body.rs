//! Local governments, which carry out assessments.

use serde::{Deserialize, Serialize};

use crate::ids::BodyCode;

/// What kind of local government a code stands for. Source: `domain/records.md` §5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyKind {
    /// 都道府県
    Prefecture,
    /// 市区町村, designated cities among them
    Municipality,
    /// 一部事務組合・広域連合等
    Union,
}

impl BodyKind {
    /// The kind by the third to fifth digit: 000 a prefecture, 8xx and 9xx a union.
    #[must_use]
    pub fn of(code: &BodyCode) -> Self {
        match &code.as_str()[2..5] {
            "000" => Self::Prefecture,
            middle if middle.starts_with(['8', '9']) => Self::Union,
            _ => Self::Municipality,
        }
    }

    /// The word of the database and of open data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prefecture => "prefecture",
            Self::Municipality => "municipality",
            Self::Union => "union",
        }
    }
}

/// A local government (地方公共団体).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Six digits.
    pub code: BodyCode,
    /// The prefecture's name: 北海道.
    pub prefecture_name: String,
    /// The body's own name: 札幌市; a prefecture's is its `prefecture_name`.
    pub name: String,
    /// The name in full-width katakana; may be empty.
    #[serde(default)]
    pub kana: String,
}

impl Body {
    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> BodyKind {
        BodyKind::of(&self.code)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_kind_follows_from_the_code() {
        let kind = |code: &str| BodyKind::of(&BodyCode::parse(code).unwrap());
        assert_eq!(kind("010006"), BodyKind::Prefecture);
        assert_eq!(kind("011002"), BodyKind::Municipality);
        assert_eq!(kind("138011"), BodyKind::Union);
    }
}
