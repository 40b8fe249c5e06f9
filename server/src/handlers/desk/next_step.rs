//! What comes next for an assessment, and why it cannot be changed now, in a sentence: as the
//! stages of `records.md` §3 say, for a person who may do these acts.

use domain::day_words;
use domain::{Act, Stage, StageKind};
use jiff::civil::Date;

/// What comes next, for a person who may do `acts`. `errors` is how many findings stand in
/// the way of the next act, where that is known.
pub fn next_step(stage: &Stage, acts: &[Act], may_edit: bool, errors: Option<usize>) -> String {
    let may = |act: Act| acts.contains(&act);
    let yours_or = |act: Act, yours: &str, others: &str| {
        let said = if may(act) { yours } else { others };
        said.to_owned()
    };
    match stage {
        Stage::Draft { .. } if may_edit => draft_step(stage, acts, errors),
        Stage::Draft { .. } if may(Act::PrepareConsultation) => {
            "作成担当が書いています。書き終わったら、公示の準備に進めてください。".to_owned()
        }
        Stage::Draft { .. } => "作成担当が書いています。".to_owned(),
        Stage::InReview { checked: None, .. } => yours_or(
            Act::Check,
            "内容を読み、確認を記録するか、差し戻すかを決めてください。",
            "庁内の確認を待っています。",
        ),
        Stage::InReview { .. } if may(Act::File) || may(Act::PrepareConsultation) => {
            "庁内の確認が済みました。次の手続に進めてください。".to_owned()
        }
        Stage::InReview { .. } => {
            "庁内の確認が済みました。取りまとめ課が次に進めるのを待っています。".to_owned()
        }
        Stage::PreparingConsultation { .. } => yours_or(
            Act::OpenConsultation,
            "公示版を確かめ、期間を決めて、意見聴取を始めてください。",
            "取りまとめ課が意見聴取を始めるのを待っています。",
        ),
        Stage::Consulting { .. } => {
            "意見聴取中です。終了日が過ぎると、自動で見直しに進みます。".to_owned()
        }
        Stage::Reworking {
            returned: Some(_), ..
        } if may_edit => {
            "委員会から返されました。理由を確かめて見直し、もう一度申請してください。".to_owned()
        }
        Stage::Reworking { .. } if may_edit => {
            "寄せられた意見に全て回答し、評価書を見直してください。".to_owned()
        }
        Stage::Reworking { .. } => yours_or(
            Act::RequestApproval,
            "見直しています。終わったら、委員会に承認を申請してください。",
            "寄せられた意見を受けて、見直しています。",
        ),
        Stage::ThirdPartyReview { .. } => "第三者点検の結果を待っています。".to_owned(),
        Stage::AmendingAfterReview { .. } if may_edit => {
            "点検の指摘への対応を書き、評価書を直してください。".to_owned()
        }
        Stage::AmendingAfterReview { .. } => "第三者点検の指摘を受けて、直しています。".to_owned(),
        Stage::PreparingSubmission { .. } => yours_or(
            Act::File,
            "計画管理書を確かめて、委員会へ提出してください。",
            "取りまとめ課が委員会へ提出するのを待っています。",
        ),
        Stage::Submitted { .. } | Stage::CommissionApproved { .. } => publication_step(stage, acts),
        Stage::ApprovalRequested { .. } => {
            "委員会に承認を申請しました。審査が始まるのを待っています。".to_owned()
        }
        Stage::CommissionReview { .. } => {
            "委員会が審査しています。承認されるか、理由とともに返されます。".to_owned()
        }
        Stage::Published { edition, .. } if may(Act::Amend) => format!(
            "第{edition}版を公表しています。内容を変えるときは、修正か再実施を始めてください。"
        ),
        Stage::Published { edition, .. } => format!("第{edition}版を公表しています。"),
        Stage::Unpublished { .. } => yours_or(
            Act::Amend,
            "公表を取り下げています。次の版を公表するときは、修正か再実施を始めてください。",
            "公表を取り下げています。",
        ),
        Stage::Ended {
            notified_on: None, ..
        } => yours_or(
            Act::NotifyEnd,
            "事務は終了しています。委員会へ通知し、通知した日を記録してください（規則16条）。",
            "事務は終了しています。取りまとめ課が委員会へ通知します（規則16条）。",
        ),
        Stage::Ended { .. } => {
            "事務は終了し、委員会へ通知しました。公表は少なくとも3年間続けます。".to_owned()
        }
    }
}

/// A draft of whoever writes it.
fn draft_step(stage: &Stage, acts: &[Act], errors: Option<usize>) -> String {
    // An amendment is not checked in the house, and the full assessment of an administrative
    // organ goes to the public notice.
    let next = if acts.contains(&Act::File) {
        "委員会へ提出できます"
    } else if acts.contains(&Act::SubmitForReview) {
        "確認に出せます"
    } else {
        "取りまとめ課が公示の準備に進められます"
    };
    match errors {
        Some(0) => format!("指摘はありません。{next}。"),
        Some(count) => format!("あと{count}か所を書くか直すと、{next}。"),
        None if stage.returned().is_some() => {
            "差し戻されました。理由を確かめて、直してください。".to_owned()
        }
        None => format!("書き進めてください。書き終わると、{next}。"),
    }
}

fn publication_step(stage: &Stage, acts: &[Act]) -> String {
    let done = match stage {
        Stage::CommissionApproved { .. } => "委員会が承認しました。",
        _ => "委員会へ提出しました。",
    };
    let planned: Option<Date> = stage.scheduled().map(|planned| planned.on);
    match planned {
        Some(on) => format!("{done}{}に公表する予約があります。", day_words(on)),
        None if acts.contains(&Act::Publish) => {
            format!("{done}公表の姿を確かめて、公表してください。")
        }
        None => format!("{done}承認担当か取りまとめ課の公表を待っています。"),
    }
}

/// Why an assessment may be read but not changed now.
pub fn why_not_editable(stage: &Stage) -> String {
    let reason = match stage.kind() {
        _ if stage.is_editable() => "書けるのは作成担当（業務主管課）だけです。",
        StageKind::InReview => {
            "確認に出ている間は書けません。直すときは、先に取り下げるか、差し戻しを受けてください。"
        }
        StageKind::Consulting => {
            "意見聴取の間は書けません。終了日が過ぎると、見直すことができます。"
        }
        StageKind::ThirdPartyReview => {
            "第三者点検の間は書けません。結果が出て修正が要るときに、直すことができます。"
        }
        StageKind::ApprovalRequested | StageKind::CommissionReview => {
            "委員会が審査している間は書けません。返されたときに、直すことができます。"
        }
        StageKind::CommissionApproved => {
            "承認された評価書は変えられません。公表の後に、修正か再実施を始めてください。"
        }
        StageKind::Published | StageKind::Unpublished => {
            "公表した版は変えられません。直すときは、修正か再実施を始めてください。"
        }
        StageKind::Ended => "終了した事務の評価書は変えられません。",
        _ => {
            "手続が進んでいるため書けません。直すときは、取りまとめ課に作成中へ戻すよう頼んでください。"
        }
    };
    format!("このページは読むだけです。{reason}")
}

#[cfg(test)]
mod tests;
