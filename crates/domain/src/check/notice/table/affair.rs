//! MS-01 to MS-03: the affair, its systems, its flow.

use super::super::look::cell;
use super::super::situation::{integrated_file, uses};
use super::super::words::{EXCHANGE, NETWORK, SERVER};
use super::super::{Look, NoticeRule};
use super::{BASIC, FULL, KEY, advice, error, warning};

pub(super) static ROWS: [NoticeRule; 6] = [
    warning(
        "MS-01-1",
        "①",
        "事務の内容に、中間サーバーを使う処理（照会・提供）を書いてください。",
    )
    .at(&[
        (FULL, &["I.1.content"]),
        (KEY, &["I.1.content"]),
        (BASIC, &["I.1.summary"]),
    ])
    .when(uses)
    .if_item(|item| !item.says(&EXCHANGE)),
    error(
        "MS-02-1",
        "②",
        "使用するシステムに中間サーバーを加えてください。",
    )
    .at(&[
        (FULL, &["I.2.system"]),
        (KEY, &["I.2.system"]),
        (BASIC, &["I.1.system"]),
    ])
    .when(uses)
    .if_item(|item| !names_server(item)),
    error(
        "MS-02-2",
        "②",
        "中間サーバーの機能を書いてください。",
    )
    .at(&[(FULL, &["I.2.system.function"]), (KEY, &["I.2.system.function"])])
    .when(uses)
    .if_item(|item| is_server(item) && item.is_blank()),
    warning(
        "MS-02-3",
        "②（推論）",
        "中間サーバーの接続先に情報提供ネットワークシステムを選んでください。",
    )
    .at(&[(FULL, &["I.2.system.links"]), (KEY, &["I.2.system.links"])])
    .when(uses)
    .if_item(|item| is_server(item) && !item.chooses(NETWORK)),
    warning(
        "MS-03-1",
        "③",
        "事務の内容の図に中間サーバーの流れを書いてください。",
    )
    .at(&[(FULL, &["I.att1"])])
    .when(uses)
    .if_item(|item| !item.says(&[SERVER]) && !item.beside("I.att1_note").contains(SERVER)),
    advice(
        "MS-03-2",
        "③",
        "中間サーバーの副本等が業務システムの特定個人情報ファイルと一体であることが分かるようにしてください。",
    )
    .at(&[(FULL, &["I.att1"])])
    .when(integrated_file)
    .if_item(|item| {
        let note = item.beside("I.att1_note");
        !["副本", "一体"].iter().any(|word| item.says(&[*word]) || note.contains(*word))
    }),
];

/// A system named so is there; the basic form lists names in one text.
fn names_server(item: &Look<'_>) -> bool {
    let groups = item.groups();
    if groups.is_empty() {
        return item.says(&[SERVER]);
    }
    groups
        .iter()
        .any(|group| cell(group, "I.2.system.name").contains(SERVER))
}

/// The row that the item stands in is the server's.
fn is_server(item: &Look<'_>) -> bool {
    item.beside("I.2.system.name").contains(SERVER)
}
