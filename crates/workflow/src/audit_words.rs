//! The words of the audit trail in plain Japanese.
//!
//! To add an action: a line in [`OTHER_ACTS`], unless it is a [`RecordedAct`], which brings
//! its own. A test looks for the words in the code of this crate and misses none.

use domain::notice_life::NoticeAct;
use serde_json::Value;

use crate::history::RecordedAct;

/// What is recorded beside acts on assessments: (word of the trail, what was done).
pub(crate) const OTHER_ACTS: &[(&str, &str)] = &[
    ("affair.dismiss-redo", "再実施は要らないとしました"),
    ("affair.register", "事務を登録しました"),
    ("affair.save", "事務の内容・判断の入力を変えました"),
    ("agency.add", "評価実施機関を登録しました"),
    ("assessment.read-withheld", "団体の外の人が全文を読みました"),
    ("assessment.export-full", "全文の写しを取り出しました"),
    ("audit.export", "監査証跡をCSVで取り出しました"),
    ("bodies.import", "団体を取り込みました"),
    (
        "bodies.import-members",
        "組合・広域連合等の構成団体を取り込みました",
    ),
    ("bodies.regime", "団体の区分を変えました"),
    (
        "calendar.subscribe",
        "期日のカレンダーの秘密のアドレスを作りました",
    ),
    (
        "calendar.revoke",
        "期日のカレンダーの秘密のアドレスを取り消しました",
    ),
    ("consultation.answer", "寄せられた意見に回答しました"),
    (
        "consultation.erase-contacts",
        "意見を寄せた人の連絡先を消しました",
    ),
    (
        "consultation.export-opinions",
        "寄せられた意見をCSVで取り出しました",
    ),
    ("consultation.mask", "意見の一部を公表しないとしました"),
    (
        "consultation.publish-result",
        "意見聴取の結果を公表しました",
    ),
    (
        "consultation.refused",
        "非公表の語句が見つかったため、公示又は結果の公表を中止しました",
    ),
    ("review.comment", "第三者点検の意見を書きました"),
    ("review.engage", "第三者点検の委員を招きました"),
    ("review.release", "第三者点検の委員の役割を終えました"),
    ("review.reopen", "第三者点検の意見を未解決に戻しました"),
    ("review.respond", "第三者点検の指摘への対応を書きました"),
    ("review.save", "第三者点検の途中の記録を保存しました"),
    ("review.settle", "第三者点検の意見を解決済みにしました"),
    ("submission.advise", "委員会が指導・助言をしました"),
    ("submission.answer-advice", "指導・助言に答えました"),
    ("submission.assign", "提出の担当を決めました"),
    (
        "submission.judge-span",
        "非公表の範囲について判断を記録しました",
    ),
    ("submission.note", "委員会内の覚え書きを書きました"),
    ("submission.receive", "提出を受け付けました"),
    ("submission.state", "提出の処理の状態を変えました"),
    ("incident.cancel", "重大事故の登録を取り消しました"),
    ("incident.register", "重大事故を登録しました"),
    ("inquiry.close", "問合せを終えました"),
    ("inquiry.consent-qa", "質問と回答としての公開に答えました"),
    ("inquiry.propose-qa", "質問と回答としての公開を提案しました"),
    ("inquiry.publish-qa", "質問と回答として公開しました"),
    ("inquiry.reassign", "問合せの窓口を変えました"),
    ("inquiry.remove-qa", "質問と回答の公開をやめました"),
    ("inquiry.send", "問い合わせました"),
    ("inquiry.write", "問合せに書きました"),
    ("notice.complete", "通知の周知を終えました"),
    ("notice.forward", "通知を再び周知しました"),
    ("notice.read", "通知を読みました"),
    ("notice.remind", "通知の確認を促しました"),
    ("plan.create", "計画管理書を作りました"),
    ("plan.refresh", "計画管理書を事務から更新しました"),
    ("plan.submit", "計画管理書の提出を記録しました"),
    ("plan.receive", "計画管理書の提出を受け付けました"),
    ("second-factor.enrol", "2段階認証の設定を始めました"),
    ("second-factor.failed", "確認コードを間違えました"),
    ("second-factor.remove", "2段階認証をやめました"),
    (
        "second-factor.renew-recovery-codes",
        "回復コードを作り直しました",
    ),
    ("second-factor.reset", "2段階認証を解除しました（管理操作）"),
    ("second-factor.set", "2段階認証を設定しました"),
    ("session.end", "ほかの端末のサインインを終わらせました"),
    ("session.end-others", "この端末のほかをサインアウトしました"),
    (
        "session.password",
        "パスワードを確かめました（確認コードの前）",
    ),
    (
        "user.ask-new-password",
        "パスワードを決め直すリンクを頼みました",
    ),
    ("user.change-role", "役割を変えました"),
    ("user.enable", "利用を再開しました"),
    ("user.reset-password", "パスワードを決め直しました"),
    ("session.sign-in", "サインインしました"),
    ("session.sign-in-failed", "サインインに失敗しました"),
    ("session.sign-out", "サインアウトしました"),
    (
        "session.sign-out-everywhere",
        "すべての端末からサインアウトしました",
    ),
    (
        "user.accept-invitation",
        "招待を受け、パスワードを決めました",
    ),
    ("user.change-password", "パスワードを変えました"),
    ("user.disable", "利用を停止しました"),
    ("user.invite", "利用者を招待しました"),
    ("user.set-password", "パスワードを設定しました（管理操作）"),
];

/// An action of the trail in Japanese; the word itself if a later program wrote it.
#[must_use]
pub fn action_words(action: &str) -> String {
    let known = known_actions().into_iter().find(|(word, _)| word == action);
    known.map_or_else(|| format!("ほかの操作（{action}）"), |(_, words)| words)
}

/// Every action with its words, for a choice.
#[must_use]
pub fn known_actions() -> Vec<(String, String)> {
    let acts = RecordedAct::all().into_iter();
    let acts = acts.map(|act| (act.word(), act.label().to_owned()));
    let notices = NoticeAct::ALL.into_iter();
    let notices = notices.map(|act| {
        let word = format!("notice.{}", act.as_str());
        (word, format!("通知: {}", act.label()))
    });
    let others = OTHER_ACTS.iter();
    let others = others.map(|(word, words)| ((*word).to_owned(), (*words).to_owned()));
    let mut all: Vec<(String, String)> = Vec::new();
    for (word, words) in acts.chain(notices).chain(others) {
        if all.iter().all(|(known, _)| *known != word) {
            all.push((word, words));
        }
    }
    all
}

/// What the trail adds to an act, in Japanese: numbers and words of the program only. A
/// reason or any other text that an act kept is left out, whoever reads.
pub(crate) fn detail_words(detail: &Value) -> String {
    let number = |name: &str| detail[name].as_i64();
    let word = |name: &str| {
        let text = detail[name].as_str()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        (text.len() <= 40 && text.chars().all(plain)).then(|| text.to_owned())
    };
    let parts = [
        number("revision").map(|n| format!("第{n}改訂")),
        number("edition").map(|n| format!("第{n}版")),
        word("published").map(|day| format!("公表日{day}")),
        detail["items"]
            .as_array()
            .map(|items| format!("{}項目", items.len())),
        number("findings").map(|n| format!("指摘{n}件")),
        number("hits").map(|n| format!("検出{n}件")),
        number("withheld").map(|n| format!("非公表{n}か所")),
        number("sessions").map(|n| format!("{n}か所")),
        number("rows").map(|n| format!("{n}行")),
        number("inserted").map(|n| format!("追加{n}件")),
        number("changed").map(|n| format!("変更{n}件")),
        word("role").map(|role| domain::Role::parse(&role).map_or(role, |r| r.label().to_owned())),
        word("audience"),
        word("format"),
        word("why"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests;
