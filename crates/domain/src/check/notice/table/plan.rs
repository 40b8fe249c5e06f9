//! MS-A: the intermediate server in the 計画管理書.

use super::super::look::cell;
use super::super::situation::uses;
use super::super::words::{SERVER, is_server_alone, listed};
use super::super::{Look, NoticeRule};
use super::{PLAN, advice, error, warning};
use crate::answer::{Answer, Answers};
use crate::facts::Facts;

/// しきい値判断の結果が「実施が義務付けられない」である選択肢の番号 of `plan.threshold`.
const EXEMPT: u32 = 4;

pub(super) static ROWS: [NoticeRule; 7] = [
    error(
        "MS-A-1",
        "(ア)",
        "中間サーバーを独立した事務として計画管理書に書く必要はありません。",
    )
    .at(&[(PLAN, &["plan.name"])])
    .if_item(|item| is_server_alone(item.text())),
    error(
        "MS-A-2",
        "(ア)",
        "この事務は中間サーバーを使います。「システムの名称」に業務システム等と並べて中間サーバーを書いてください。",
    )
    .at(&[(PLAN, &["plan.system"])])
    .if_item(|item| affair_uses(item) && !item.says(&[SERVER])),
    warning(
        "MS-A-3",
        "(ア)",
        "業務システム等の名称も併せて書いてください。",
    )
    .at(&[(PLAN, &["plan.system"])])
    .if_item(|item| {
        affair_uses(item) && listed(item.text()).iter().all(|name| name.contains(SERVER))
    }),
    error(
        "MS-A-4",
        "(ア)・※",
        "中間サーバーは情報提供用個人識別符号を持つため、「個人番号を直接保有するシステム」（オレンジ色の網掛けなし）で書いてください。",
    )
    .at(&[(PLAN, &["att1.direct"])])
    .when(uses)
    .if_item(|item| {
        !only_exempt(item) && (!is_yes(item.answer) || is_yes(item.answer_beside("att1.orange")))
    }),
    error(
        "MS-A-5",
        "(ア)",
        "評価の実施義務の対象外の事務だけの団体では、オレンジ色の網掛けで書いてください。",
    )
    .at(&[(PLAN, &["att1.orange"])])
    .when(uses)
    .if_item(|item| only_exempt(item) && !is_yes(item.answer)),
    warning(
        "MS-A-6",
        "3.(1)",
        "別添2の「個人番号を直接保有するシステム」に中間サーバーを挙げてください。",
    )
    .at(&[(PLAN, &["att2.1.direct"])])
    .when(uses)
    .even_if_blank()
    .if_item(|item| !item.says(&[SERVER])),
    advice(
        "MS-A-7",
        "(ア)",
        "導入の形態に応じ、中間サーバーと既存システムのネットワーク構成を書いてください。",
    )
    .at(&[(PLAN, &["att1.network"])])
    .when(uses)
    .even_if_blank()
    .if_item(|item| !item.says(&[SERVER])),
];

/// Whether the affair of the item's row uses the server: as the affair says, or the plan.
fn affair_uses(item: &Look<'_>) -> bool {
    let facts: &Facts = &item.document.facts;
    let number = item.beside("plan.number");
    let told = item
        .around
        .affair_uses_ms
        .and_then(|ask| ask(number.trim()));
    told.unwrap_or_else(|| item.around.affair_uses_ms.is_none() && uses(facts))
}

/// 評価の実施義務の対象外の事務だけの団体.
fn only_exempt(item: &Look<'_>) -> bool {
    let rows = item.document.answers.groups("plan");
    let is_exempt = |row: &Answers| row.get("plan.threshold") == Some(&Answer::Choice(EXEMPT));
    let named = rows.iter().filter(|row| !cell(row, "plan.name").is_empty());
    let mut named = named.peekable();
    named.peek().is_some() && named.all(is_exempt)
}

fn is_yes(answer: Option<&Answer>) -> bool {
    answer == Some(&Answer::Boolean(true))
}
