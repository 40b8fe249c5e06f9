//! What must be true before an act, and the sentence that says what is missing.

mod words;

use super::circumstances::{Circumstances, KisoStanding};
use super::command::Command;
use super::dates::earliest_removal;
use crate::stage::{Consultation, Stage, VerdictKind};

/// A precondition of a transition. Source: the column 前提 of `domain/records.md` §3.2–3.4 and
/// the invariants below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The person read the newest revision, and the one that the stage is about.
    Seen,
    /// The person read the newest revision; the stage may be about another one, which the act
    /// mends.
    SeenNewest,
    /// 必須欄が埋まる、Eの指摘0（解除理由可）.
    NoErrors,
    /// Who submitted does not check.
    OtherPerson,
    /// 確認記録.
    Checked,
    /// Nobody checked it yet.
    AlreadyChecked,
    /// 計画管理書が更新済み.
    PlanCurrent,
    /// 基礎項目評価書がある.
    KisoExists,
    /// 基礎が提出済み (重点・全項目と同時か先).
    KisoFiled,
    /// 規則9条1項・2項: before the file is held, or with the exception's reason.
    BeforeHolding,
    /// The period begins today or later and ends after it begins.
    PeriodInOrder,
    /// 期間が30日以上、又は短縮理由がⅥ2③にある.
    PeriodLongEnough,
    /// 終了日の経過.
    ConsultationOver,
    /// 全意見に回答.
    OpinionsAnswered,
    /// Ⅵ2④⑤.
    OpinionsDescribed,
    /// Somebody was invited to review.
    ReviewerEngaged,
    /// The verdict lies after the consultation and not in the future.
    VerdictInOrder,
    /// Ⅵ3 is filled.
    ReviewDescribed,
    /// 変更箇所を記載.
    ChangesDescribed,
    /// The day of submission lies after consultation and review, and not in the future.
    FilingInOrder,
    /// The day of approval lies after the application, and not in the future.
    ApprovalInOrder,
    /// The day of publication lies after the submission, and not in the future.
    PublicationInOrder,
    /// A planned day of publication lies in the future.
    ScheduleAhead,
    /// 情報連携開始日 ≥ 公表日 (番号法28条6項).
    ExchangeAfterPublication,
    /// A reason was given.
    Reason,
    /// The day given is not in the future.
    NotInFuture,
    /// The day of the notification is not before the end.
    NotifiedAfterEnd,
    /// The commission was not told of the end yet (規則16条).
    EndNotNotified,
    /// 終了から3年: only where the affair ended.
    RetentionOver,
    /// An edition can be read by anybody.
    IsPublic,
    /// No other document of the affair is on its way to an edition: the affair ends as a whole.
    OthersAtRest,
}

/// Where a person mends what is missing; pages turn it into a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Read the newest revision.
    Newest,
    /// The list of findings.
    Findings,
    /// The plan of the agency.
    Plan,
    /// The affair.
    Affair,
    /// The 基礎項目評価書 of the affair.
    Kiso,
    /// The consultation and its opinions.
    Consultation,
    /// The third-party review.
    Review,
    /// The table of changes.
    Changes,
    /// An item of the form, by what it is for.
    Item(ItemFor),
    /// The form of the act itself.
    ThisForm,
}

/// Items that the procedure speaks about; their ids differ between forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemFor {
    /// Ⅵ2③ 期間を短縮する特段の理由.
    Shortening,
    /// Ⅵ2④ 主な意見の内容, ⑤ 評価書への反映.
    Opinions,
    /// Ⅵ3 第三者点検.
    Review,
}

/// A precondition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Which.
    pub need: Need,
    /// What is missing and what to do, in Japanese.
    pub message: String,
    /// Where to do it.
    pub place: Place,
}

impl Need {
    /// Whether it is about what the person types with the act, so that it cannot be said
    /// before.
    #[must_use]
    pub fn is_about_input(self) -> bool {
        matches!(
            self,
            Self::PeriodInOrder
                | Self::PeriodLongEnough
                | Self::VerdictInOrder
                | Self::FilingInOrder
                | Self::ApprovalInOrder
                | Self::PublicationInOrder
                | Self::ScheduleAhead
                | Self::Reason
                | Self::NotInFuture
                | Self::NotifiedAfterEnd
        )
    }

    /// What stands in the way; `None` when it holds. Without a command only what is not
    /// [`Need::is_about_input`] is asked.
    #[must_use]
    pub fn obstacle(
        self,
        stage: &Stage,
        command: Option<&Command>,
        around: &Circumstances,
    ) -> Option<Obstacle> {
        let holds = if self.is_about_input() {
            command.is_none_or(|command| self.holds_of(stage, command, around))
        } else {
            self.holds(stage, around)
        };
        (!holds).then(|| Obstacle {
            need: self,
            message: self.message(stage, around),
            place: self.place(),
        })
    }

    fn holds(self, stage: &Stage, around: &Circumstances) -> bool {
        let round = stage.round().unwrap_or_default();
        match self {
            Self::Seen => {
                let bound = stage.bound_revision().unwrap_or(around.newest);
                around.seen == around.newest && bound == around.newest
            }
            Self::SeenNewest => around.seen == around.newest,
            Self::NoErrors => around.errors == 0,
            Self::OtherPerson => match stage {
                Stage::InReview { submitted, .. } => around.actor.as_ref() != Some(&submitted.by),
                // An amendment goes to the commission without a check in the house: another
                // person than its author makes it public.
                _ => {
                    stage
                        .filed()
                        .is_none_or(|filed| around.actor.as_ref() != Some(&filed.by))
                        || round.origin != crate::stage::Origin::Amendment
                }
            },
            Self::Checked => matches!(
                stage,
                Stage::InReview {
                    checked: Some(_),
                    ..
                }
            ),
            Self::AlreadyChecked => !matches!(
                stage,
                Stage::InReview {
                    checked: Some(_),
                    ..
                }
            ),
            Self::PlanCurrent => around.plan_current,
            Self::KisoExists => around.kiso >= KisoStanding::Started,
            Self::KisoFiled => around.kiso >= KisoStanding::Filed,
            Self::BeforeHolding => {
                let held = around
                    .holding_since
                    .is_some_and(|since| since <= around.today);
                let first = matches!(
                    stage,
                    Stage::Draft {
                        origin: crate::stage::Origin::New,
                        ..
                    }
                );
                !(held && first) || around.published_before || around.late_by_exception
            }
            Self::ConsultationOver => round
                .consultation
                .is_some_and(|consultation| consultation.to < around.today),
            Self::OpinionsAnswered => around.unanswered == 0,
            Self::OpinionsDescribed => around.opinions_described,
            Self::ReviewerEngaged => around.reviewer_engaged,
            Self::ReviewDescribed => around.review_described,
            Self::ChangesDescribed => around.changes_open == 0,
            Self::ExchangeAfterPublication => {
                around.published_before
                    || around.exchange_from.is_none_or(|from| from >= around.today)
            }
            Self::IsPublic => around.is_public,
            Self::OthersAtRest => around.others_under_way.is_empty(),
            Self::EndNotNotified => !matches!(
                stage,
                Stage::Ended {
                    notified_on: Some(_),
                    ..
                }
            ),
            Self::RetentionOver => match stage {
                Stage::Ended { ended_on, .. } => earliest_removal(*ended_on) <= around.today,
                _ => true,
            },
            _ => true,
        }
    }

    fn holds_of(self, stage: &Stage, command: &Command, around: &Circumstances) -> bool {
        let round = stage.round().unwrap_or_default();
        let day = command.day();
        let past = day.is_some_and(|day| day <= around.today);
        match self {
            Self::PeriodInOrder => command.consultation().is_some_and(|consultation| {
                consultation.from >= around.today && consultation.to >= consultation.from
            }),
            Self::PeriodLongEnough => command.consultation().is_some_and(|consultation| {
                consultation.days() >= Consultation::DAYS || around.shortening_reason
            }),
            Self::VerdictInOrder => {
                past && {
                    let end = round.consultation.map(|consultation| consultation.to);
                    end.is_none_or(|end| day >= Some(end))
                }
            }
            Self::FilingInOrder => {
                past && {
                    let end = round.consultation.map(|consultation| consultation.to);
                    let reviewed = round.verdict.map(|verdict| verdict.on);
                    end.max(reviewed).is_none_or(|before| day >= Some(before))
                }
            }
            Self::ApprovalInOrder | Self::PublicationInOrder => {
                past && {
                    let approved = match stage {
                        Stage::CommissionApproved { approved_on, .. } => Some(*approved_on),
                        _ => None,
                    };
                    let filed = stage.filed().map(|filed| filed.on);
                    filed.max(approved).is_none_or(|before| day >= Some(before))
                }
            }
            Self::ScheduleAhead => day.is_some_and(|day| day > around.today),
            Self::Reason => {
                let items = match command {
                    Command::SendBack { items, .. } => items.as_slice(),
                    _ => &[],
                };
                let given = command.reason().is_some_and(|reason| !reason.is_empty());
                (given || !items.is_empty())
                    && items.iter().all(|item| !item.reason.trim().is_empty())
            }
            Self::NotInFuture => past,
            Self::NotifiedAfterEnd => {
                past && match stage {
                    Stage::Ended { ended_on, .. } => day >= Some(*ended_on),
                    _ => false,
                }
            }
            _ => true,
        }
    }

    fn place(self) -> Place {
        match self {
            Self::Seen | Self::SeenNewest => Place::Newest,
            Self::NoErrors => Place::Findings,
            Self::PlanCurrent => Place::Plan,
            Self::KisoExists | Self::KisoFiled => Place::Kiso,
            Self::BeforeHolding | Self::ExchangeAfterPublication | Self::OthersAtRest => {
                Place::Affair
            }
            Self::PeriodLongEnough => Place::Item(ItemFor::Shortening),
            Self::ConsultationOver | Self::OpinionsAnswered => Place::Consultation,
            Self::OpinionsDescribed => Place::Item(ItemFor::Opinions),
            Self::ReviewerEngaged => Place::Review,
            Self::ReviewDescribed => Place::Item(ItemFor::Review),
            Self::ChangesDescribed => Place::Changes,
            _ => Place::ThisForm,
        }
    }
}

/// Whether a verdict asks for amendments.
pub(super) fn asks_for_more(kind: VerdictKind) -> bool {
    kind == VerdictKind::ToBeAmended
}
