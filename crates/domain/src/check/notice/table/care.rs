//! MS-11 to MS-14: keeping, audit, training, other measures.

use super::super::situation::{always, no_platform, own_server, platform, uses};
use super::super::words::SERVER;
use super::super::{Look, NoticeRule};
use super::{FULL, KEY, error, warning};
use crate::facts::Facts;
use crate::layer::Layer;

const KEEPING: &[(&str, &[&str])] = &[(
    FULL,
    &["III.7.risk1.physical_how", "III.7.risk1.technical_how"],
)];
/// The 重点 form asks for its measures in one of two places; the finding stands at the first.
const KEEPING_OR_OTHER: &[(&str, &[&str])] = &[
    (
        FULL,
        &["III.7.risk1.physical_how", "III.7.risk1.technical_how"],
    ),
    (KEY, &["III.7.risk1.other"]),
];
const AUDIT: &[(&str, &[&str])] = &[(FULL, &["IV.1.self_how", "IV.1.audit_how"])];
const TRAINING: &[(&str, &[&str])] = &[(FULL, &["IV.2.how"]), (KEY, &["III.9.how"])];
const OTHER: &[(&str, &[&str])] = &[(FULL, &["IV.3"]), (KEY, &["III.10"])];

pub(super) static ROWS: [NoticeRule; 9] = [
    error(
        "MS-11-1",
        "⑪",
        "⑤物理的対策・⑥技術的対策の具体的な内容に、＜中間サーバー・プラットフォームにおける措置＞を書いてください。",
    )
    .at(KEEPING_OR_OTHER)
    .when(platform)
    .if_item(|item| item.lacks(Layer::MsPlatform) && !other_risks_head_platform(item)),
    error(
        "MS-11-2",
        "⑪",
        "中間サーバー・プラットフォームを使わない団体はこの見出しを書きません。",
    )
    .at(KEEPING_OR_OTHER)
    .when(own_server)
    .if_item(|item| item.heads(Layer::MsPlatform)),
    warning(
        "MS-11-3",
        "⑪",
        "団体の措置の中で中間サーバーも考慮してください。",
    )
    .at(KEEPING)
    .when(own_server)
    .if_item(|item| !item.layer_text(Layer::Body).contains(SERVER)),
    error(
        "MS-11-4",
        "⑪",
        "業務システムの対策は団体が書く欄です。",
    )
    .at(KEEPING)
    .when(always)
    .once_written()
    .if_item(|item| item.lacks(Layer::Body)),
    warning(
        "MS-11-5",
        "別紙の選択肢（推論）",
        "地方公共団体は「政府機関ではない」を選びます。",
    )
    .at(&[(FULL, &["III.7.risk1.nisc"])])
    .when(always)
    .if_item(|item| !item.around.is_national_agency && !item.chooses("政府機関ではない")),
    error(
        "MS-12-1",
        "⑫",
        "自己点検・監査に中間サーバー・プラットフォームに関する記載が要ります。",
    )
    .at(AUDIT)
    .when(platform)
    .if_item(|item| item.lacks(Layer::MsPlatform)),
    warning(
        "MS-12-2",
        "⑫（推論）",
        "中間サーバー・プラットフォームを使わない団体です。見出しの要否を確認してください。",
    )
    .at(AUDIT)
    .when(no_platform)
    .if_item(|item| item.heads(Layer::MsPlatform)),
    error(
        "MS-13-1",
        "⑬",
        "教育・啓発に中間サーバー・プラットフォームに関する記載が要ります。",
    )
    .at(TRAINING)
    .when(platform)
    .if_item(|item| item.lacks(Layer::MsPlatform)),
    error(
        "MS-14-1",
        "⑭",
        "その他のリスク対策に中間サーバー・プラットフォームに関する記載が要ります。",
    )
    .at(OTHER)
    .when(platform)
    .if_item(|item| item.lacks(Layer::MsPlatform)),
];

/// The layers of ⑦ and ⑪ to ⑭, in their order.
pub(super) fn prescribed(form: &str, item: &str, facts: &Facts) -> Vec<Layer> {
    const KEPT: &[(&str, &[&str])] = &[
        (FULL, &["II.6.place", "II.6.erase"]),
        (KEY, &["II.6.place"]),
    ];
    let is_here = [KEPT, KEEPING_OR_OTHER, AUDIT, TRAINING, OTHER]
        .into_iter()
        .flatten()
        .any(|(name, items)| *name == form && items.contains(&item));
    match (is_here && uses(facts), platform(facts)) {
        (true, true) => vec![Layer::Body, Layer::MsPlatform],
        (true, false) => vec![Layer::Body],
        (false, _) => Vec::new(),
    }
}

/// 「その他の措置の内容」又は「その他のリスク」 (`middle-server.md` §6).
fn other_risks_head_platform(item: &Look<'_>) -> bool {
    item.form.id.as_str() == KEY && item.beside_heads("III.7.other", Layer::MsPlatform)
}
