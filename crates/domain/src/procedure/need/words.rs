//! What is missing and what to do, in the words of buttons and refusals.

use super::Need;
use crate::day_words;
use crate::procedure::Circumstances;
use crate::procedure::dates::earliest_removal;
use crate::stage::Stage;

impl Need {
    /// The sentence for a precondition that does not hold.
    pub(super) fn message(self, stage: &Stage, around: &Circumstances) -> String {
        let text = match self {
            Self::Seen | Self::SeenNewest => {
                "読んだ後に改訂がありました。新しい改訂を読んでから、もう一度判断してください。"
            }
            Self::NoErrors => {
                let count = around.errors;
                return format!(
                    "直す必要のある指摘が{count}件あります。指摘の欄を直すか、理由を書いて解除してください。"
                );
            }
            Self::OtherPerson => "提出した人は、この操作ができません。ほかの担当に頼んでください。",
            Self::Checked => {
                "庁内の確認の記録がまだありません。提出した人以外の確認者が、先に確認を記録してください。"
            }
            Self::AlreadyChecked => "庁内の確認は、すでに記録されています。",
            Self::PlanCurrent => {
                "計画管理書がこの評価書に合わせて更新されていません。計画管理書を更新してください。"
            }
            Self::KisoExists => {
                "同じ事務の基礎項目評価書がありません。先に基礎項目評価書を作り始めてください。"
            }
            Self::KisoFiled => {
                "同じ事務の基礎項目評価書がまだ委員会へ提出されていません。基礎項目評価書を先に提出してください。"
            }
            Self::BeforeHolding => {
                "ファイルの保有開始日を過ぎています。保有前の評価が原則です。災害等でやむを得ないときは、事務の画面で規則9条2項の理由を書いてください。"
            }
            Self::PeriodInOrder => {
                "意見聴取の期間の日付を確かめてください。開始日は今日以後、終了日は開始日以後の日です。"
            }
            Self::PeriodLongEnough => {
                "意見聴取の期間が30日に足りません。30日以上にするか、期間を短縮する特段の理由を評価書の欄に書いてください。"
            }
            Self::ConsultationOver => {
                "意見聴取の期間がまだ終わっていません。終了日の翌日から進めます。"
            }
            Self::OpinionsAnswered => {
                let count = around.unanswered;
                return format!(
                    "回答していない意見が{count}件あります。全ての意見に、反映したかどうかとその理由を書いてください。"
                );
            }
            Self::OpinionsDescribed => {
                "主な意見の内容と評価書への反映の欄が空か、伏せた語句や送った人のお名前・連絡先を含んでいます。欄を書くか、その語句を取り除いてください。"
            }
            Self::ReviewerEngaged => {
                "第三者点検の委員がまだ招かれていません。先に委員を招いてください。"
            }
            Self::VerdictInOrder => {
                "点検の実施日を確かめてください。意見聴取の終了日以後、今日までの日です。"
            }
            Self::ReviewDescribed => {
                "第三者点検の欄（実施日・方法・結果）が空です。点検の結果を記録してください。"
            }
            Self::ChangesDescribed => {
                let count = around.changes_open;
                return format!(
                    "変更箇所の表に、決めていないことが{count}件あります。提出時期と説明、重要な変更に当たるかを決めてください。"
                );
            }
            Self::FilingInOrder => {
                "提出日を確かめてください。意見聴取の終了日と第三者点検の実施日以後、今日までの日です。"
            }
            Self::ApprovalInOrder => "承認日を確かめてください。申請の日以後、今日までの日です。",
            Self::PublicationInOrder => {
                "公表日を確かめてください。委員会へ提出した日以後、今日までの日です。"
            }
            Self::ScheduleAhead => {
                "予約する公表日は、明日以後の日です。今日公表するときは「公表する」を使ってください。"
            }
            Self::ExchangeAfterPublication => {
                "情報連携の開始日が公表より前になっています。公表していないファイルの情報は情報提供ネットワークシステムで扱えません（番号法28条6項）。事務の画面で開始日を確かめてください。"
            }
            Self::IsPublic => "いま公表している版も、意見聴取の公示もありません。",
            Self::OthersAtRest => {
                let forms = around.others_under_way.iter().map(|form| form.label());
                let forms = forms.collect::<Vec<_>>().join("・");
                return format!(
                    "同じ事務の{forms}が手続の途中です。事務は全ての評価書とともに終了します。公表まで進めてから終了してください。"
                );
            }
            Self::Reason => "理由を書いてください。",
            Self::NotInFuture => "日付が未来の日です。今日までの日を書いてください。",
            Self::NotifiedAfterEnd => {
                "通知した日を確かめてください。終了した日以後、今日までの日です。"
            }
            Self::EndNotNotified => {
                "委員会に終了を通知した後は、取り消せません。事務を再開するときは、新しい評価を始めてください。"
            }
            Self::RetentionOver => {
                let Stage::Ended { ended_on, .. } = stage else {
                    return String::new();
                };
                let day = day_words(earliest_removal(*ended_on));
                return format!(
                    "終了した事務の評価書は、終了の日から少なくとも3年間公表します。取り下げられるのは{day}からです。"
                );
            }
        };
        text.to_owned()
    }
}
