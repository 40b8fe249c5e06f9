//! The transitions, as `domain/records.md` §3.2–3.5 lists them.
//!
//! What the tables there leave to the authority's practice and the service adds is marked
//! "added": withdrawal, the record of the check, reopening, taking off the site, planning a
//! publication, undoing an end. None of them leads around a precondition.

use super::{Act, FormKind, Need, Regime};
use crate::role::Action;
use crate::stage::StageKind;

mod rows;

/// A document that a transition leaves behind (残す文書).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// 評価書案.
    Draft,
    /// 確認記録.
    CheckRecord,
    /// 計画管理書.
    Plan,
    /// 公示版・全文版.
    BothVersions,
    /// 公示.
    PublicNotice,
    /// 意見一覧.
    Opinions,
    /// 見直し版と差分.
    ReworkedVersion,
    /// 点検結果.
    ReviewResult,
    /// 対応表.
    ResponseTable,
    /// 提出控.
    SubmissionCopy,
    /// 公表版.
    PublicEdition,
    /// 変更箇所.
    Changes,
    /// 通知 (of the end).
    EndNotification,
}

impl Kept {
    /// The document on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "評価書案",
            Self::CheckRecord => "確認記録",
            Self::Plan => "計画管理書",
            Self::BothVersions => "公示版・全文版",
            Self::PublicNotice => "公示",
            Self::Opinions => "意見一覧",
            Self::ReworkedVersion => "見直し版と差分",
            Self::ReviewResult => "点検結果",
            Self::ResponseTable => "対応表",
            Self::SubmissionCopy => "提出控",
            Self::PublicEdition => "公表版",
            Self::Changes => "変更箇所",
            Self::EndNotification => "終了の通知",
        }
    }
}

/// One transition: an act from some stages to another.
#[derive(Debug, PartialEq, Eq)]
pub struct Transition {
    /// The act.
    pub act: Act,
    /// The forms that have it.
    pub forms: &'static [FormKind],
    /// The regimes that have it.
    pub regimes: &'static [Regime],
    /// From where.
    pub from: &'static [StageKind],
    /// Whether a draft must be an amendment (`Some(true)`), must not be one (`Some(false)`).
    pub amendment: Option<bool>,
    /// Who: the action that the person must be allowed; `None` is the clock alone.
    pub who: Option<Action>,
    /// What must be true.
    pub needs: &'static [Need],
    /// What is kept.
    pub keeps: &'static [Kept],
}

impl Transition {
    /// Only of drafts that are amendments.
    const fn of_amendments(mut self) -> Self {
        self.amendment = Some(true);
        self
    }

    /// Only of drafts that are none.
    const fn of_others(mut self) -> Self {
        self.amendment = Some(false);
        self
    }

    /// Who does it; without, the clock alone.
    const fn by(mut self, who: Action) -> Self {
        self.who = Some(who);
        self
    }

    const fn needs(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }

    const fn keeps(mut self, keeps: &'static [Kept]) -> Self {
        self.keeps = keeps;
        self
    }
}

/// Whether any transition by an act has this precondition.
pub(super) fn asks(act: Act, need: Need) -> bool {
    let mut rows = rows::TABLE.iter();
    rows.any(|row| row.act == act && row.needs.contains(&need))
}

/// The transitions of a kind of assessment under a regime.
pub fn transitions(form: FormKind, regime: Regime) -> impl Iterator<Item = &'static Transition> {
    rows::TABLE
        .iter()
        .filter(move |row| row.forms.contains(&form) && row.regimes.contains(&regime))
}
