//! Neutral sentences, and phrases to withhold.

use domain::{MarkedText, Reason, Segment};

use super::chance::Chance;

const WHO: [&str; 8] = [
    "担当する課は、",
    "情報管理の責任者は、",
    "委託先は、",
    "窓口の職員は、",
    "保守の担当者は、",
    "事務を行う職員は、",
    "監査の担当者は、",
    "システムの管理者は、",
];
const WHEN: [&str; 8] = [
    "事務の始まる前に、",
    "毎月の初めに、",
    "四半期ごとに、",
    "申請を受けた都度、",
    "年度の終わりに、",
    "異動のあったときに、",
    "処理を終えた後に、",
    "必要に応じて、",
];
const WHAT: [&str; 10] = [
    "記録の内容を確認する。",
    "台帳の記載を照合する。",
    "利用の状況を点検する。",
    "権限の割当てを見直す。",
    "書類を施錠した棚に保管する。",
    "複数の者で入力の誤りを確かめる。",
    "取扱いの手順を周知する。",
    "操作の履歴を保存する。",
    "結果を文書で報告する。",
    "不要になった情報を消去する。",
];

/// About so many bytes of text, with a withheld phrase in it or not.
pub(super) fn text(chance: &mut Chance, bytes: usize, withheld: bool) -> Option<MarkedText> {
    let mut segments = vec![Segment::Plain(prose(chance, bytes / 2))];
    if withheld {
        let reason = chance.one_of(&[
            Reason::Period,
            Reason::Count,
            Reason::Technical,
            Reason::Network,
            Reason::Location,
        ]);
        segments.push(Segment::Plain("保管の区画は、".to_owned()));
        segments.push(Segment::Withheld {
            text: phrase(chance),
            reason,
            note: None,
        });
        segments.push(Segment::Plain("とする。".to_owned()));
    }
    segments.push(Segment::Plain(prose(chance, bytes / 2)));
    MarkedText::from_segments(segments).ok()
}

/// Words that stand nowhere else.
fn phrase(chance: &mut Chance) -> String {
    format!(
        "合成棟{}の第{}保管区画",
        chance.letters(6),
        chance.letters(4)
    )
}

fn prose(chance: &mut Chance, bytes: usize) -> String {
    let mut prose = String::new();
    while prose.len() < bytes {
        prose.push_str(chance.one_of(&WHO));
        prose.push_str(chance.one_of(&WHEN));
        prose.push_str(chance.one_of(&WHAT));
        if chance.below(4) == 0 {
            prose.push('\n');
        }
    }
    prose
}
