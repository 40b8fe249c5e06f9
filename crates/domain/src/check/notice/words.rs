//! The words and patterns that the rules look for, over folded text (NFKC).

use std::sync::LazyLock;

use regex_lite::Regex;
use unicode_normalization::UnicodeNormalization;

/// サーバ and サーバー both begin so.
pub(super) const SERVER: &str = "中間サーバ";
pub(super) const NETWORK: &str = "情報提供ネットワークシステム";
/// What shows that the server, or the exchange through it, is written about.
pub(super) const EXCHANGE: [&str; 4] = [SERVER, "情報照会", "情報提供", "情報連携"];
/// Who runs the shared platform, and the platform itself.
pub(super) const PLATFORM: [&str; 4] = [
    "地方公共団体情報システム機構",
    "J-LIS",
    "中間サーバー・プラットフォーム",
    "中間サーバ・プラットフォーム",
];

/// Compatibility forms composed, the two circles of templates made one.
pub(super) fn folded(text: &str) -> String {
    text.nfkc()
        .map(|c| if matches!(c, '〇' | '◯') { '○' } else { c })
        .collect()
}

fn pattern(words: &str) -> Regex {
    // Every pattern is part of the program and is compiled by a test.
    #[allow(clippy::expect_used)]
    Regex::new(words).expect("a pattern of the program")
}

/// A name that means the intermediate server and nothing else.
pub(super) fn is_server_alone(name: &str) -> bool {
    static ALONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "^中間サーバー?(・?(ソフトウェア|プラットフォーム))?(に関する事務|関係事務|事務)?(基礎項目評価書|重点項目評価書|全項目評価書)?$",
        )
    });
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    ALONE.is_match(&name)
}

/// Words of the notice's template that were to be replaced.
pub(super) fn has_template_words(text: &str) -> bool {
    static TEMPLATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern("各地方公共団体で記載する|記載例を参考に記載する|○○(市|区|町|村|県|業務システム)")
    });
    const BEGIN: [&str; 3] = ["○○", "各地方公共団体で", "記載例を参考に"];
    // Looked for plainly first: most texts hold none of them.
    BEGIN.iter().any(|words| text.contains(words)) && TEMPLATE.is_match(text)
}

/// 団体内統合宛名番号 or 団体内統合利用番号.
pub(super) fn names_integrated_number(text: &str) -> bool {
    ["団体内統合宛名番号", "団体内統合利用番号"]
        .iter()
        .any(|name| text.contains(name))
}

/// 情報提供等の記録, with or without の.
pub(super) fn names_exchange_log(text: &str) -> bool {
    ["情報提供等の記録", "情報提供等記録"]
        .iter()
        .any(|name| text.contains(name))
}

/// The parts of a list of systems as it is typed: by lines, commas and conjunctions.
pub(super) fn listed(text: &str) -> Vec<&str> {
    text.split(['\n', '、', ',', '，', ';', '/', '及', '並'])
        .map(|part| part.trim().trim_start_matches(['び', 'に']).trim())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Without blanks and circled or bracketed numerals, to compare a text with an example.
pub(super) fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !('\u{2460}'..='\u{24ff}').contains(c))
        .nfkc()
        .collect()
}
