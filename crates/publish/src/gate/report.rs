//! What a scan found, for operators: where, never what.

use std::fmt;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HitKind {
    /// A withheld phrase.
    Phrase,
    /// A 個人番号.
    MyNumber,
}

/// A find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The file, relative to the scanned folder, or the name of other scanned strings.
    pub file: String,
    /// The offset in bytes from the beginning of the file.
    pub offset: usize,
    /// What was found.
    pub kind: HitKind,
    /// The id of the nearest element before it that has the id of an item: where it stands
    /// for readers. `None` where there is none, and in what is not a page.
    pub found_in: Option<String>,
    /// The item whose phrase it is; `None` for a 個人番号.
    pub item: Option<String>,
    /// The assessment whose phrase it is, as the caller named it; `None` for a 個人番号.
    pub owner: Option<String>,
}

/// What a scan found and how much it saw. No part of a phrase is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GateReport {
    /// The finds: of each phrase the first in each file.
    pub hits: Vec<Hit>,
    /// How many files, or lists of strings, were scanned.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
    /// How many phrases were looked for.
    pub phrases_searched: usize,
    /// How many phrases are not telling enough to be looked for; they are guarded by type.
    pub phrases_too_short: usize,
    /// How many phrases stand in public texts anyway; they are guarded by type, too.
    pub phrases_in_print: usize,
}

/// So many hits are listed in words.
const LISTED: usize = 50;

impl GateReport {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.hits.is_empty()
    }
}

impl fmt::Display for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.offset)?;
        match (self.kind, &self.owner, &self.item) {
            (HitKind::MyNumber, ..) => f.write_str("個人番号とみられる12桁の数字があります")?,
            (HitKind::Phrase, Some(owner), Some(item)) => {
                write!(f, "{owner} の項目 {item} で非公表とした文字列があります")?;
            }
            (HitKind::Phrase, ..) => f.write_str("非公表とした文字列があります")?,
        }
        match &self.found_in {
            Some(item) => write!(f, "（公表される欄: {item}）"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for GateReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hits.len() {
            0 => write!(f, "漏えい検査: 問題はありません。")?,
            count => write!(f, "漏えい検査: {count}件見つかりました。")?,
        }
        write!(
            f,
            "ファイル {}件、{}バイトを検査し、非公表の文字列 {}件を探しました。",
            self.files, self.bytes, self.phrases_searched
        )?;
        let guarded = self.phrases_too_short + self.phrases_in_print;
        if guarded > 0 {
            write!(
                f,
                "ほかに {guarded}件は、短い・数量だけである・様式などの公表文にあるため探さず、データの型で守っています。"
            )?;
        }
        for hit in self.hits.iter().take(LISTED) {
            write!(f, "\n{hit}")?;
        }
        match self.hits.len().checked_sub(LISTED) {
            Some(more) if more > 0 => write!(f, "\nほか {more}件"),
            _ => Ok(()),
        }
    }
}
