//! MS-04 to MS-08: the file: how it is obtained, entrusted, provided, kept, and its items.

use std::collections::BTreeSet;

use super::super::look::{cell, scope_text};
use super::super::situation::{
    always, entrusts, obtains, own_server, platform, platform_without_entrusting, provides, uses,
};
use super::super::words::{
    NETWORK, PLATFORM, SERVER, bare, names_exchange_log, names_integrated_number,
};
use super::super::{Look, NoticeRule};
use super::{FULL, KEY, advice, error, warning};
use crate::answer::Answer;
use crate::layer::Layer;

/// 保管場所 and 消去方法; the 重点 form has no 消去方法.
const KEPT: &[(&str, &[&str])] = &[
    (FULL, &["II.6.place", "II.6.erase"]),
    (KEY, &["II.6.place"]),
];
/// The list of recorded items.
const ITEMS: &[(&str, &[&str])] = &[(FULL, &["II.att2"]), (KEY, &["II.att1"])];

pub(super) static ROWS: [NoticeRule; 17] = [
    error(
        "MS-04-1",
        "④（推論）",
        "中間サーバーを使って入手するため、入手方法に情報提供ネットワークシステムを選んでください。",
    )
    .at(&[(FULL, &["II.3.method"]), (KEY, &["II.3.method"])])
    .when(obtains)
    .if_item(|item| !item.chooses(NETWORK)),
    warning(
        "MS-04-2",
        "④",
        "中間サーバーを使って入手する旨を書いてください。",
    )
    .at(&[(FULL, &["II.3.source"]), (KEY, &["II.3.source"])])
    .when(obtains)
    .if_item(|item| !tells_obtaining(item)),
    warning(
        "MS-04-3",
        "④※",
        "⑥使用目的から⑨使用開始日までに中間サーバーの記載は想定されていません。①～⑤に移せるか確認してください。",
    )
    .at(&[
        (
            FULL,
            &[
                "II.3.purpose",
                "II.3.purpose_change",
                "II.3.user.dept",
                "II.3.use",
                "II.3.match",
                "II.3.stats",
                "II.3.decision",
            ],
        ),
        (
            KEY,
            &["II.3.purpose", "II.3.user.dept", "II.3.use", "II.3.match"],
        ),
    ])
    .when(uses)
    .if_item(|item| item.says(&[SERVER])),
    error(
        "MS-05-1",
        "⑤",
        "中間サーバー内の特定個人情報ファイルの取扱いを委託しています。委託事項に書いてください。",
    )
    .at(&[(FULL, &["II.4.item"]), (KEY, &["II.4.item"])])
    .when(entrusts)
    .if_item(|item| !item.says(&[SERVER])),
    warning(
        "MS-05-2",
        "⑤※",
        "本通知は中間サーバー・プラットフォームの利用を特定個人情報ファイルの取扱いの委託と扱っていません。委託に当たるか確認してください。",
    )
    .at(&[(FULL, &["II.4.item"]), (KEY, &["II.4.item"])])
    .when(platform_without_entrusting)
    .if_item(|item| item.says(&PLATFORM)),
    error(
        "MS-06-1",
        "⑥",
        "中間サーバーで他団体へ提供しています。提供先を書いてください。",
    )
    .at(&[(FULL, &["II.5.to"]), (KEY, &["II.5.to"])])
    .when(provides)
    .if_item(|item| !provides_over_network(item)),
    error(
        "MS-06-2",
        "⑥",
        "提供の有無を「提供を行っている」にしてください。",
    )
    .at(&[(FULL, &["II.5.has"]), (KEY, &["II.5.has"])])
    .when(provides)
    .if_item(|item| !item.chooses("提供を行っている")),
    error(
        "MS-07-1",
        "⑦",
        "①保管場所・③消去方法に＜中間サーバー・プラットフォームにおける措置＞を書いてください。",
    )
    .at(KEPT)
    .when(platform)
    .if_item(|item| item.lacks(Layer::MsPlatform)),
    error(
        "MS-07-2",
        "⑦",
        "中間サーバー・プラットフォームを使わない団体はこの見出しを書きません。",
    )
    .at(KEPT)
    .when(own_server)
    .if_item(|item| item.heads(Layer::MsPlatform)),
    warning(
        "MS-07-3",
        "⑦",
        "団体の措置の中で、中間サーバーも考慮した内容を書いてください。",
    )
    .at(KEPT)
    .when(own_server)
    .if_item(|item| !item.layer_text(Layer::Body).contains(SERVER)),
    error(
        "MS-07-4",
        "⑦",
        "業務システムの保管・消去は団体が書く欄です。",
    )
    .at(KEPT)
    .when(always)
    .once_written()
    .if_item(|item| item.lacks(Layer::Body)),
    warning(
        "MS-07-5",
        "⑦",
        "団体の措置と中間サーバー・プラットフォームの措置を見出しで分けてください。",
    )
    .at(KEPT)
    .when(platform)
    .if_item(|item| {
        item.heads(Layer::MsPlatform) && item.has_words_above_headings()
    }),
    error(
        "MS-08-1",
        "⑧",
        "記録項目に情報提供用個人識別符号を加えてください。",
    )
    .at(ITEMS)
    .when(uses)
    .if_item(|item| !item.says(&["情報提供用個人識別符号"])),
    error(
        "MS-08-2",
        "⑧",
        "記録項目に団体内統合宛名番号（又は団体内統合利用番号）を加えてください。",
    )
    .at(ITEMS)
    .when(uses)
    .if_item(|item| !names_integrated_number(item.text())),
    error(
        "MS-08-3",
        "⑧",
        "記録項目に情報提供等の記録を加えてください。",
    )
    .at(ITEMS)
    .when(uses)
    .if_item(|item| !names_exchange_log(item.text())),
    advice(
        "MS-08-4",
        "⑧",
        "業務システムと重なる項目を二重に書く必要はありません。",
    )
    .at(ITEMS)
    .when(uses)
    .if_item(|item| {
        let mut seen = BTreeSet::new();
        let mut rows = item.rows().into_iter().map(|row| bare(&row));
        rows.any(|row| !row.is_empty() && !seen.insert(row))
    }),
    warning(
        "MS-08-5",
        "推論（番号法2条8項）",
        "情報提供用個人識別符号を記録する場合、識別情報の選択（個人番号対応符号）を確認してください。",
    )
    .at(&[(FULL, &["II.2.items_main.id"]), (KEY, &["II.2.items_main.id"])])
    .when(uses)
    .if_item(|item| !item.chooses("個人番号対応符号")),
];

/// ① to ⑤ speak of it. The 重点 form has choices only, so there the choice of the network
/// says it.
fn tells_obtaining(item: &Look<'_>) -> bool {
    const PLACES: [&str; 5] = [
        "II.3.source",
        "II.3.method",
        "II.3.timing",
        "II.3.valid",
        "II.3.notice",
    ];
    const WORDS: [&str; 3] = [SERVER, "情報連携", "情報照会"];
    let told = PLACES.iter().any(|place| {
        let text = item.beside(place);
        WORDS.iter().any(|word| text.contains(word))
    });
    told || (item.form.id.as_str() == KEY && network_is_chosen(item, "II.3.method"))
}

fn network_is_chosen(item: &Look<'_>, place: &str) -> bool {
    chosen_network(item, item.answer_beside(place), place)
}

fn provides_over_network(item: &Look<'_>) -> bool {
    const METHOD: &str = "II.5.to.method";
    item.groups()
        .iter()
        .filter(|group| !cell(group, "II.5.to.title").is_empty() || !scope_text(group).is_empty())
        .any(|group| chosen_network(item, group.get(METHOD), METHOD))
}

fn chosen_network(item: &Look<'_>, answer: Option<&Answer>, place: &str) -> bool {
    let Some(Answer::Multichoice(chosen)) = answer else {
        return false;
    };
    let node = item.form.node(place);
    let mut choices = node.into_iter().flat_map(|node| &node.choices);
    choices.any(|choice| choice.label.starts_with(NETWORK) && chosen.contains_key(&choice.n))
}
