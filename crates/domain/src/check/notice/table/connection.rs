//! MS-09 and MS-10: entrusting, and the connection with the network.

use super::super::situation::{
    entrusts, exchanges, obtains, own_server, platform, platform_without_entrusting, provides, uses,
};
use super::super::words::{PLATFORM, SERVER};
use super::super::{Look, NoticeRule};
use super::{FULL, KEY, advice, error, warning};
use crate::facts::Facts;
use crate::layer::Layer;

/// The measures against the risks of obtaining and of providing, in the two forms. The 重点
/// form's リスク2 is the 全項目 form's リスク5 (`middle-server.md` §6).
const OBTAINING: &[(&str, &[&str])] = &[
    (
        FULL,
        &[
            "III.6.risk1.measures",
            "III.6.risk2.measures",
            "III.6.risk3.measures",
            "III.6.risk4.measures",
        ],
    ),
    (KEY, &["III.6.risk1.measures"]),
];
const PROVIDING: &[(&str, &[&str])] = &[
    (
        FULL,
        &[
            "III.6.risk5.measures",
            "III.6.risk6.measures",
            "III.6.risk7.measures",
        ],
    ),
    (KEY, &["III.6.risk2.measures"]),
];
const OTHER: &[(&str, &[&str])] = &[(FULL, &["III.6.other"]), (KEY, &["III.6.other"])];
const MEASURES: &[(&str, &[&str])] = &[
    (
        FULL,
        &[
            "III.6.risk1.measures",
            "III.6.risk2.measures",
            "III.6.risk3.measures",
            "III.6.risk4.measures",
            "III.6.risk5.measures",
            "III.6.risk6.measures",
            "III.6.risk7.measures",
        ],
    ),
    (KEY, &["III.6.risk1.measures", "III.6.risk2.measures"]),
];
const MEASURES_AND_OTHER: &[(&str, &[&str])] = &[
    (
        FULL,
        &[
            "III.6.risk1.measures",
            "III.6.risk2.measures",
            "III.6.risk3.measures",
            "III.6.risk4.measures",
            "III.6.risk5.measures",
            "III.6.risk6.measures",
            "III.6.risk7.measures",
            "III.6.other",
        ],
    ),
    (
        KEY,
        &[
            "III.6.risk1.measures",
            "III.6.risk2.measures",
            "III.6.other",
        ],
    ),
];
/// Where the notice has an example for the platform.
const WITH_PLATFORM: [&str; 4] = [
    "III.6.risk2.measures",
    "III.6.risk4.measures",
    "III.6.risk6.measures",
    "III.6.other",
];
const ADEQUACY: &[(&str, &[&str])] = &[
    (
        FULL,
        &[
            "III.6.risk1.adequacy",
            "III.6.risk2.adequacy",
            "III.6.risk3.adequacy",
            "III.6.risk4.adequacy",
            "III.6.risk5.adequacy",
            "III.6.risk6.adequacy",
            "III.6.risk7.adequacy",
        ],
    ),
    (KEY, &["III.6.risk1.adequacy", "III.6.risk2.adequacy"]),
];

pub(super) static ROWS: [NoticeRule; 14] = [
    error(
        "MS-09-1",
        "⑨",
        "委託があるのにリスク対策が「委託しない」です。",
    )
    .at(&[(FULL, &["III.4.none"]), (KEY, &["III.4.none"])])
    .when(entrusts)
    .if_item(|item| item.chooses("委託しない")),
    error(
        "MS-09-2",
        "⑨",
        "中間サーバーの委託に関するリスク対策を書いてください。",
    )
    .at(&[
        (FULL, &["III.4.risks.system"]),
        (KEY, &["III.4.risk1.contract_how"]),
    ])
    .when(entrusts)
    .if_item(|item| item.is_blank() || !care_names_server(item)),
    advice(
        "MS-09-3",
        "⑨※",
        "本通知は中間サーバー・プラットフォームの利用を委託と扱っていません。",
    )
    .below(&[(FULL, "III.4."), (KEY, "III.4.")])
    .when(platform_without_entrusting)
    .if_item(|item| item.says(&PLATFORM)),
    error(
        "MS-10-1",
        "別紙（推論）",
        "情報連携をするのに「接続しない」が選ばれています。",
    )
    .at(&[(FULL, &["III.6.none"]), (KEY, &["III.6.none"])])
    .when(exchanges)
    .if_item(|item| {
        let facts = &item.document.facts;
        (obtains(facts) && item.chooses("接続しない（入手）"))
            || (provides(facts) && item.chooses("接続しない（提供）"))
    }),
    error(
        "MS-10-2",
        "⑩",
        "＜中間サーバー・ソフトウェアにおける措置＞を書いてください。",
    )
    .at(OBTAINING)
    .when(obtains)
    .if_item(|item| item.lacks(Layer::MsSoftware)),
    error(
        "MS-10-3",
        "⑩",
        "＜中間サーバー・ソフトウェアにおける措置＞を書いてください。",
    )
    .at(PROVIDING)
    .when(provides)
    .if_item(|item| item.lacks(Layer::MsSoftware)),
    error(
        "MS-10-4",
        "⑩",
        "＜中間サーバー・ソフトウェアにおける措置＞を書いてください。",
    )
    .at(OTHER)
    .when(uses)
    .if_item(|item| item.lacks(Layer::MsSoftware)),
    error(
        "MS-10-5",
        "⑩・別紙",
        "＜中間サーバー・プラットフォームにおける措置＞を書いてください。",
    )
    .at(&[(FULL, &WITH_PLATFORM), (KEY, &["III.6.other"])])
    .when(platform)
    .if_item(|item| is_concerned(item) && item.lacks(Layer::MsPlatform)),
    advice(
        "MS-10-6",
        "別紙",
        "記載例は示されていません。中間サーバー・プラットフォーム特有の対策があれば書いてください。",
    )
    .at(&[
        (
            FULL,
            &[
                "III.6.risk1.measures",
                "III.6.risk3.measures",
                "III.6.risk5.measures",
                "III.6.risk7.measures",
            ],
        ),
        (KEY, &["III.6.risk1.measures", "III.6.risk2.measures"]),
    ])
    .when(platform)
    .if_item(|item| item.lacks(Layer::MsPlatform)),
    warning(
        "MS-10-7",
        "⑩",
        "中間サーバー・プラットフォームを使わない団体です。見出しの要否を確認してください。",
    )
    .at(MEASURES_AND_OTHER)
    .when(own_server)
    .if_item(|item| item.heads(Layer::MsPlatform)),
    warning(
        "MS-10-8",
        "⑩",
        "業務システムのソフトウェアと運用の措置は団体が書く欄です。",
    )
    .at(MEASURES)
    .when(uses)
    .if_item(|item| item.lacks(Layer::SystemSoftware) || item.lacks(Layer::SystemOperation)),
    warning(
        "MS-10-9",
        "⑩",
        "中間サーバーの運用の措置は団体が書く欄です。",
    )
    .at(MEASURES)
    .when(uses)
    .if_item(|item| item.lacks(Layer::MsOperation)),
    advice(
        "MS-10-10",
        "⑩",
        "見出しの順を通知の例にそろえると比較しやすくなります。",
    )
    .at(MEASURES_AND_OTHER)
    .when(uses)
    .if_item(|item| {
        let layers = item.layers().into_iter();
        !layers.filter(|layer| *layer != Layer::Body).is_sorted()
    }),
    error(
        "MS-10-11",
        "別紙",
        "リスクへの対策は十分かを選んでください。",
    )
    .at(ADEQUACY)
    .when(uses)
    .if_item(|item| item.is_blank() && measures_are_written(item)),
];

/// The layers of ⑩, in its order; the platform where the body uses it.
pub(super) fn prescribed(form: &str, item: &str, facts: &Facts) -> Vec<Layer> {
    let is_here = MEASURES_AND_OTHER
        .iter()
        .any(|(name, items)| *name == form && items.contains(&item));
    if !is_here || !uses(facts) {
        return Vec::new();
    }
    let mut layers = vec![
        Layer::SystemSoftware,
        Layer::SystemOperation,
        Layer::MsSoftware,
    ];
    if platform(facts) {
        layers.push(Layer::MsPlatform);
    }
    layers.push(Layer::MsOperation);
    layers
}

/// リスク2・4 are the obtainer's, リスク6 the provider's.
fn is_concerned(item: &Look<'_>) -> bool {
    let facts = &item.document.facts;
    match item.path.item().as_str() {
        "III.6.risk2.measures" | "III.6.risk4.measures" => obtains(facts),
        "III.6.risk6.measures" => provides(facts),
        _ => true,
    }
}

fn measures_are_written(item: &Look<'_>) -> bool {
    let id = item.path.item().as_str();
    let measures = id.replace(".adequacy", ".measures");
    !item.beside(&measures).trim().is_empty()
}

/// Some measure of Ⅲ4 of this file speaks of the server.
fn care_names_server(item: &Look<'_>) -> bool {
    let path = item.path;
    let group = item.document.answers.scope(path);
    group.is_some_and(|group| {
        let texts = group.iter();
        texts
            .filter(|(id, _)| id.as_str().starts_with("III.4."))
            .any(|(id, _)| item.beside(id.as_str()).contains(SERVER))
    })
}
