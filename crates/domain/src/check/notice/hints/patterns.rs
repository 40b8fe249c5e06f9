//! The ten patterns and the five masks of `middle-server.md` §5, as printed there.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use super::super::super::Severity;

/// Words that are worth a look.
#[derive(Debug)]
pub struct Pattern {
    /// Its number: `NP-01`.
    pub id: &'static str,
    /// What it finds, in Japanese: 「期間の具体的な数値」.
    pub name: &'static str,
    /// How much a find weighs.
    pub severity: Severity,
    /// Weighs so only with a telling word nearby (NP-01, NP-02).
    pub(super) needs_neighbour: bool,
    /// Words without one of which it finds nothing; for figures, [`FIGURES`].
    needs: &'static [&'static str],
    regex: LazyLock<Regex>,
}

/// What figures are written with, once folded.
const FIGURES: &[&str] = &[
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "一", "二", "三", "四", "五", "六", "七",
    "八", "九", "十",
];

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Pattern {}

impl Pattern {
    /// Whether it may find something in a folded text: far cheaper than to look.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.needs.iter().any(|word| text.contains(word))
    }

    /// Where it is found in a masked text, in bytes.
    pub(super) fn places(&self, text: &str) -> Vec<Range<usize>> {
        self.regex
            .find_iter(text)
            .map(|found| found.range())
            .collect()
    }
}

fn compiled(pattern: &str) -> Regex {
    // Every pattern is part of the program and is compiled by a test.
    #[allow(clippy::expect_used)]
    Regex::new(pattern).expect("a pattern of the program")
}

macro_rules! pattern {
    ($id:literal, $name:literal, $severity:ident, $near:literal, $needs:expr, $regex:literal) => {
        Pattern {
            id: $id,
            name: $name,
            severity: Severity::$severity,
            needs_neighbour: $near,
            needs: $needs,
            regex: LazyLock::new(|| compiled($regex)),
        }
    };
}

/// What is looked for, in the order of the table.
pub static PATTERNS: [Pattern; 10] = [
    pattern!(
        "NP-01",
        "期間の具体的な数値",
        Warning,
        true,
        FIGURES,
        r"([0-9０-９]+|[一二三四五六七八九十]+)\s*(年|か月|ヶ月|ヵ月|カ月|箇月|週間|日|時間|分|秒)(間|毎|ごと|おき|以内|以上|経過|後|前|保存|保管|で(自動|ロック|失効|消去|削除))"
    ),
    pattern!(
        "NP-02",
        "回数の具体的な数値",
        Warning,
        true,
        &["回", "度"],
        r"([0-9０-９]+|[一二三四五六七八九十]+)\s*(回|度)(以上|以内|まで|連続|続けて|目|の|失敗|誤|、|に|実施)|(年|月|週|日)に?([0-9０-９]+|[一二三四五六七八九十]+)回"
    ),
    pattern!(
        "NP-03",
        "認証情報の強度",
        Warning,
        false,
        &["文字", "桁", "ビット", "bit"],
        r"[0-9０-９]+\s*(文字|桁|ビット|bit)(以上|以下|以内|の)?"
    ),
    pattern!(
        "NP-04",
        "IPアドレス",
        Error,
        false,
        &["."],
        r"(^|[^0-9.])(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}(/[0-9]{1,2})?($|[^0-9.])"
    ),
    pattern!(
        "NP-05",
        "ポート・VLAN・MAC",
        Error,
        false,
        &["TCP", "UDP", "tcp", "udp", "ポート", "VLAN", ":", "-"],
        r"(TCP|UDP|tcp|udp|ポート)\s*(番号)?\s*[:：/／]?\s*[0-9]{2,5}|VLAN\s*(ID)?\s*[:：=＝]?\s*[0-9]+|([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"
    ),
    pattern!(
        "NP-06",
        "製品名・版",
        Warning,
        false,
        &[
            "Windows",
            "Oracle",
            "SQL",
            "Red",
            "RHEL",
            "CentOS",
            "Apache",
            "nginx",
            "Tomcat",
            "VMware",
            "Cisco",
            "FortiGate",
            "Palo"
        ],
        r"(Windows( Server)?|Oracle|SQL ?Server|Red ?Hat|RHEL|CentOS|Apache|nginx|Tomcat|PostgreSQL|MySQL|VMware|Cisco|FortiGate|Palo ?Alto)\s*(Database|Enterprise|Linux|ESXi)?\s*(R?[0-9]+[0-9A-Za-z.]*)?"
    ),
    pattern!(
        "NP-07",
        "暗号方式・鍵",
        Advice,
        false,
        &["AES", "RSA", "SHA", "3DES", "ECDSA", "TLS", "SSL", "IPsec"],
        r"(^|[^A-Za-z])(AES|RSA|SHA|3DES|ECDSA|TLS|SSL|IPsec)[- ]?([0-9]+(\.[0-9]+)?)?($|[^A-Za-z])"
    ),
    pattern!(
        "NP-08",
        "設置場所の特定",
        Warning,
        false,
        &["階"],
        r"(地下)?[0-9０-９一二三四五六七八九十]+階(の)?[^。]{0,12}(サーバ|機械室|電算室|マシン室)|(サーバ|機械室|電算室|マシン室)[^。]{0,12}(地下)?[0-9０-９一二三四五六七八九十]+階"
    ),
    pattern!(
        "NP-09",
        "ネットワーク構成図等の図",
        Warning,
        false,
        &["構成", "配置"],
        r"(ネットワーク|ＮＷ|NW|論理|物理|機器|ラック)(接続)?(構成|配置)(図|一覧)"
    ),
    pattern!(
        "NP-10",
        "設計書の引用",
        Advice,
        false,
        &["設計書", "仕様書"],
        r"(システム方式|基本|詳細|外部|内部|インターフェース|インタフェース)設計書|仕様書[^。]{0,10}(抜粋|転記|引用)"
    ),
];

/// Dates, articles, 12桁の個人番号, the words of choices, and references to figures.
static MASKS: [LazyLock<Regex>; 5] = [
    LazyLock::new(|| {
        compiled(
            r"(平成|令和|昭和)\s*(元|[0-9０-９]{1,2})年(\s*[0-9０-９]{1,2}月(\s*[0-9０-９]{1,2}日)?)?|[0-9]{4}年[0-9]{1,2}月([0-9]{1,2}日)?|[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}",
        )
    }),
    LazyLock::new(|| {
        compiled(
            r"第?[0-9０-９一二三四五六七八九十百]+(条|項|号|章|節)(の[0-9０-９一二三四五六七八九十]+)*|別表第?[0-9０-９一二三四]*(の[0-9０-９]+の項)?|法律第[0-9０-９]+号",
        )
    }),
    LazyLock::new(|| {
        compiled(r"(12|１２|十二)桁の(個人番号|番号)|(11|１１|十一)桁の住民票コード|[4４四]情報")
    }),
    LazyLock::new(|| {
        compiled(r"[0-9０-９]+(人|項目|件)(以上|未満|以下)?([0-9０-９]+(人|項目|件)(未満|以下)?)?")
    }),
    LazyLock::new(|| {
        compiled(r"(図|表|別紙|別添|資料|リスク|項番)\s*[0-9０-９]+([.．-][0-9０-９]+)*")
    }),
];

/// The text with everything masked that is no find, byte for byte as long.
pub(super) fn masked(text: &str) -> String {
    let mut masked = text.to_owned();
    for mask in &MASKS {
        let found = mask.replace_all(&masked, |found: &regex_lite::Captures<'_>| {
            " ".repeat(found[0].len())
        });
        masked = found.into_owned();
    }
    masked
}
