//! What is true around an assessment when somebody acts on it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::FormKind;
use crate::ids::UserId;

/// How far the 基礎項目評価書 of the same affair has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum KisoStanding {
    /// There is none.
    #[default]
    Missing,
    /// It is being written or checked.
    Started,
    /// It was submitted to the commission, or is public.
    Filed,
}

/// The facts that preconditions ask for, looked up by the caller in one state of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// Who acts; `None` is the clock.
    pub actor: Option<UserId>,
    /// Now.
    pub now: Timestamp,
    /// Today in Japan.
    pub today: Date,
    /// The revision that the person read.
    pub seen: i64,
    /// The newest revision.
    pub newest: i64,
    /// How many findings stand in the way that nobody waived with a reason.
    pub errors: usize,
    /// Whether the plan (計画管理書) of the agency is up to date.
    pub plan_current: bool,
    /// How far the 基礎項目評価書 has come; not asked of itself.
    pub kiso: KisoStanding,
    /// Whether the item for the reason of a shorter period (Ⅵ2③) is filled.
    pub shortening_reason: bool,
    /// How many opinions have no answer yet.
    pub unanswered: usize,
    /// Whether the items on opinions and their reflection (Ⅵ2④⑤) are filled.
    pub opinions_described: bool,
    /// Whether a third-party reviewer was invited.
    pub reviewer_engaged: bool,
    /// Whether the items on the third-party review (Ⅵ3) are filled.
    pub review_described: bool,
    /// How many important changes are neither accepted nor dismissed with a reason, and rows of
    /// the table of changes that lack what a person must choose.
    pub changes_open: usize,
    /// The day on which the agency began to hold the file, where it did.
    pub holding_since: Option<Date>,
    /// Whether the exception of 規則9条2項 is claimed, with its reason.
    pub late_by_exception: bool,
    /// The day on which the exchange of information begins or began, where one is set.
    pub exchange_from: Option<Date>,
    /// Whether an edition was published before.
    pub published_before: bool,
    /// Whether an edition is public now.
    pub is_public: bool,
    /// The other documents of the affair that are on their way to an edition: beyond the
    /// draft, or with an edition that is public now.
    pub others_under_way: Vec<FormKind>,
}

impl Circumstances {
    /// Circumstances in which nothing stands in the way, for a person who read the newest
    /// revision; the caller sets what it looked up.
    #[must_use]
    pub fn clear(actor: Option<UserId>, now: Timestamp, today: Date, revision: i64) -> Self {
        Self {
            actor,
            now,
            today,
            seen: revision,
            newest: revision,
            errors: 0,
            plan_current: true,
            kiso: KisoStanding::Filed,
            shortening_reason: false,
            unanswered: 0,
            opinions_described: true,
            reviewer_engaged: true,
            review_described: true,
            changes_open: 0,
            holding_since: None,
            late_by_exception: false,
            exchange_from: None,
            published_before: false,
            is_public: false,
            others_under_way: Vec::new(),
        }
    }
}
