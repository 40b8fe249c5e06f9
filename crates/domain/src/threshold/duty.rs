//! The kinds of assessment, from none to the most.

use serde::{Deserialize, Serialize};

/// The kinds of assessment that must, or need not, be made. Ordered from less to more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// No assessment is required; one may be made.
    None,
    /// 基礎項目評価
    Kiso,
    /// 基礎項目評価及び重点項目評価
    KisoJuten,
    /// 基礎項目評価及び全項目評価
    KisoZenkomoku,
}

impl Duty {
    /// Every duty, from none to the most.
    pub const ALL: [Self; 4] = [Self::None, Self::Kiso, Self::KisoJuten, Self::KisoZenkomoku];

    /// The word of the database and of addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Kiso => "kiso",
            Self::KisoJuten => "kiso-juten",
            Self::KisoZenkomoku => "kiso-zenkomoku",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.as_str() == text)
    }

    /// The duty in a few words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "義務なし",
            Self::Kiso => "基礎項目評価",
            Self::KisoJuten => "基礎項目評価及び重点項目評価",
            Self::KisoZenkomoku => "基礎項目評価及び全項目評価",
        }
    }

    /// The forms to be made, the basic one first: 重点 and 全項目 never come alone.
    #[must_use]
    pub fn forms(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Kiso => &["kiso"],
            Self::KisoJuten => &["kiso", "juten"],
            Self::KisoZenkomoku => &["kiso", "zenkomoku"],
        }
    }

    /// What documents of these forms together amount to.
    #[must_use]
    pub fn of_forms<'a>(forms: impl IntoIterator<Item = &'a str>) -> Self {
        let each = forms.into_iter().map(|form| match form {
            "zenkomoku" => Self::KisoZenkomoku,
            "juten" => Self::KisoJuten,
            "kiso" => Self::Kiso,
            _ => Self::None,
        });
        each.max().unwrap_or(Self::None)
    }

    /// The forms that this duty asks for and that are not among those `made`. A form that says
    /// more takes the place of one that says less; the basic one is always asked for.
    #[must_use]
    pub fn lacking(self, made: &[&str]) -> Vec<&'static str> {
        let most = Self::of_forms(made.iter().copied());
        let asked = self.forms().iter().copied();
        asked
            .filter(|form| !made.contains(form) && (*form == "kiso" || most < self))
            .collect()
    }

    /// The printed choice of the item しきい値判断結果 in a form: 基礎 `III.result`, 重点
    /// `V.1.result`, 全項目 `VI.1.result`, 計画管理書 `plan.threshold`.
    #[must_use]
    pub fn choice_in(self, form: &str) -> Option<u32> {
        let order: &[Self] = match form {
            "kiso" | "keikaku" => &[Self::Kiso, Self::KisoJuten, Self::KisoZenkomoku, Self::None],
            "juten" => &[Self::KisoJuten, Self::Kiso, Self::None],
            "zenkomoku" => &[Self::KisoZenkomoku, Self::KisoJuten, Self::Kiso, Self::None],
            _ => &[],
        };
        let found = (1..).zip(order).find(|(_, duty)| **duty == self);
        found.map(|(n, _)| n)
    }
}
