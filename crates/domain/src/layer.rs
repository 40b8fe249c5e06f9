//! The layers of an answer: whose measure a passage describes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A layer of an answer, in the order in which the notice prints them.
/// Source: 総官企第285号 3.(2) ⑦⑩⑪ and its 別紙.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// ＜○○市における措置＞, and text without a heading.
    Body,
    /// ＜○○業務システムのソフトウェアにおける措置＞
    SystemSoftware,
    /// ＜○○業務システムの運用における措置＞
    SystemOperation,
    /// ＜中間サーバー・ソフトウェアにおける措置＞
    MsSoftware,
    /// ＜中間サーバー・プラットフォームにおける措置＞
    MsPlatform,
    /// ＜中間サーバーの運用における措置＞
    MsOperation,
}

impl Layer {
    /// Every layer in the notice's order.
    pub const ALL: [Self; 6] = [
        Self::Body,
        Self::SystemSoftware,
        Self::SystemOperation,
        Self::MsSoftware,
        Self::MsPlatform,
        Self::MsOperation,
    ];

    /// The word of the interchange format and of `data-layer`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::SystemSoftware => "system-software",
            Self::SystemOperation => "system-operation",
            Self::MsSoftware => "ms-software",
            Self::MsPlatform => "ms-platform",
            Self::MsOperation => "ms-operation",
        }
    }

    /// Reads the interchange word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.as_str() == text)
    }

    /// The heading without brackets; the body's own layer takes the body's name.
    #[must_use]
    pub fn heading(self, body_name: &str) -> String {
        match self {
            Self::Body => format!("{body_name}における措置"),
            Self::SystemSoftware => "業務システムのソフトウェアにおける措置".to_owned(),
            Self::SystemOperation => "業務システムの運用における措置".to_owned(),
            Self::MsSoftware => "中間サーバー・ソフトウェアにおける措置".to_owned(),
            Self::MsPlatform => "中間サーバー・プラットフォームにおける措置".to_owned(),
            Self::MsOperation => "中間サーバーの運用における措置".to_owned(),
        }
    }

    /// Recognises a heading line in the spellings that occur (`domain/middle-server.md` §2):
    /// angle brackets of any width, サーバ or サーバー, with or without the middle dot.
    #[must_use]
    pub fn from_heading_line(line: &str) -> Option<Self> {
        let line = line.trim();
        let inner = line
            .strip_prefix(['<', '＜', '〈'])?
            .strip_suffix(['>', '＞', '〉'])?;
        let core = inner.trim().strip_suffix("における措置")?;
        let core: String = core
            .replace("サーバー", "サーバ")
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '・' | '･'))
            .collect();
        (!core.is_empty()).then(|| Self::from_core(&core))
    }

    fn from_core(core: &str) -> Self {
        match core {
            "中間サーバソフトウェア"
            | "中間サーバのソフトウェア機能"
            | "中間サーバのソフトウェア" => Self::MsSoftware,
            "中間サーバプラットフォーム" | "中間サーバのプラットフォーム" => {
                Self::MsPlatform
            }
            "中間サーバの運用" | "中間サーバ運用" => Self::MsOperation,
            "ソフトウェア" => Self::SystemSoftware,
            "運用" => Self::SystemOperation,
            other if other.ends_with("システムのソフトウェア") => Self::SystemSoftware,
            other if other.ends_with("システムの運用") => Self::SystemOperation,
            _ => Self::Body,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_in_the_spellings_of_the_notice() {
        let cases = [
            ("<○○市における措置>", Layer::Body),
            ("＜見本市における措置＞", Layer::Body),
            ("<ソフトウェアにおける措置>", Layer::SystemSoftware),
            (
                "＜○○業務システムの運用における措置＞",
                Layer::SystemOperation,
            ),
            (
                "<中間サーバーのソフトウェア機能における措置>",
                Layer::MsSoftware,
            ),
            ("〈中間サーバソフトウェアにおける措置〉", Layer::MsSoftware),
            (
                "　＜中間サーバー･プラットフォームにおける措置＞",
                Layer::MsPlatform,
            ),
            ("＜中間サーバの運用における措置＞", Layer::MsOperation),
        ];
        for (line, layer) in cases {
            assert_eq!(Layer::from_heading_line(line), Some(layer), "{line}");
        }
    }

    #[test]
    fn a_sentence_is_not_a_heading() {
        for line in [
            "中間サーバーにおける措置",
            "＜注＞",
            "＜における措置＞",
            "本文＜見本市における措置＞",
        ] {
            assert_eq!(Layer::from_heading_line(line), None, "{line}");
        }
    }
}
