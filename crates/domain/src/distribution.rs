//! The distribution (周知) of a notice: a tree from the ministry to every local government,
//! and what each addressee has done with it.
//!
//! The ministry hands it to the prefectures and the designated cities (指定都市), a prefecture
//! to its other municipalities, and any of these to the unions (一部事務組合・広域連合) of
//! which it is a member. A union is reached by several paths but has one receipt, whose key
//! is notice × body. Sources: 総官企第285号 本文, `domain/records.md` §4.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::body::BodyKind;
use crate::ids::{BodyCode, UserId};

/// The codes of the six villages of the northern territories, which have a code but no
/// government: first and last. Source: `domain/records.md` §5, unconfirmed (U).
pub const VILLAGES_WITHOUT_GOVERNMENT: (&str, &str) = ("016951", "017001");

/// A body's place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 都道府県, reached by the ministry.
    Prefecture,
    /// 指定都市, reached by the ministry.
    DesignatedCity,
    /// 市区町村 other than designated cities, reached by their prefecture.
    Municipality,
    /// 一部事務組合・広域連合等, reached by their members.
    Union,
}

impl Standing {
    /// The place of a body; `None` for one that is no addressee.
    ///
    /// Designated cities have 100, 130, 140 or 150 in the middle of their code; the wards of
    /// Tokyo count from 101, and wards of designated cities are no bodies.
    #[must_use]
    pub fn of(code: &BodyCode) -> Option<Self> {
        let (first, last) = VILLAGES_WITHOUT_GOVERNMENT;
        if (first..=last).contains(&code.as_str()) {
            return None;
        }
        Some(match BodyKind::of(code) {
            BodyKind::Prefecture => Self::Prefecture,
            BodyKind::Union => Self::Union,
            BodyKind::Municipality => {
                let is_designated = code.prefecture() != "13"
                    && matches!(&code.as_str()[2..5], "100" | "130" | "140" | "150");
                if is_designated {
                    Self::DesignatedCity
                } else {
                    Self::Municipality
                }
            }
        })
    }

    /// The standing on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Prefecture => "都道府県",
            Self::DesignatedCity => "指定都市",
            Self::Municipality => "市区町村",
            Self::Union => "一部事務組合・広域連合等",
        }
    }

    /// Whether the ministry hands it the notice itself.
    #[must_use]
    pub fn is_direct(self) -> bool {
        matches!(self, Self::Prefecture | Self::DesignatedCity)
    }
}

/// Whether `from` hands notices to `to`; `is_member`: `from` is a member of the union `to`.
#[must_use]
pub fn hands_on(from: &BodyCode, to: &BodyCode, is_member: bool) -> bool {
    match (Standing::of(from), Standing::of(to)) {
        (Some(Standing::Prefecture), Some(Standing::Municipality)) => {
            from.prefecture() == to.prefecture()
        }
        (Some(from), Some(Standing::Union)) => is_member && from != Standing::Union,
        _ => false,
    }
}

/// How far an addressee is. Source: `domain/records.md` §4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiptState {
    /// 未着
    Pending,
    /// 着
    Arrived,
    /// 再周知済: everybody below has it.
    Forwarded,
    /// 完了
    Completed,
}

impl ReceiptState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [
        Self::Pending,
        Self::Arrived,
        Self::Forwarded,
        Self::Completed,
    ];

    /// The word of `data-state`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Arrived => "arrived",
            Self::Forwarded => "forwarded",
            Self::Completed => "completed",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The state on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "未着",
            Self::Arrived => "着",
            Self::Forwarded => "再周知済",
            Self::Completed => "完了",
        }
    }
}

/// Something done by somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// The receipt of a notice by a body: there is one from the first arrival on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// When it first arrived.
    pub arrived: Timestamp,
    /// Who read it first.
    pub read: Option<Done>,
    /// Who made that everybody below has it.
    pub forwarded: Option<Done>,
    /// Who declared the work done.
    pub completed: Option<Done>,
    /// The day of the last reminder.
    pub reminded: Option<Date>,
}

/// Why an act on a receipt is refused. The message is for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefusal {
    /// The notice has not arrived here.
    #[error("この団体には、まだ通知が届いていません。")]
    NotArrived,
    /// Somebody below has not got it.
    #[error("まだ届いていない団体が{remaining}団体あります。周知してから、完了にしてください。")]
    Unreached {
        /// How many.
        remaining: usize,
    },
    /// A body that is not handed notices by this one.
    #[error(
        "選んだ団体の中に、この団体から周知する先でないものがあります。画面を開き直して、選び直してください。"
    )]
    NotBelow,
    /// Nobody was chosen.
    #[error("周知する団体を選んでください。")]
    NobodyChosen,
    /// The notice is not being distributed.
    #[error("この通知は周知中ではありません（{now}）。周知する操作はできません。")]
    NotDistributed {
        /// The stage in Japanese.
        now: &'static str,
    },
}

impl Receipt {
    /// A first arrival.
    #[must_use]
    pub fn arrived(at: Timestamp) -> Self {
        Self {
            arrived: at,
            read: None,
            forwarded: None,
            completed: None,
            reminded: None,
        }
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> ReceiptState {
        if self.completed.is_some() {
            ReceiptState::Completed
        } else if self.forwarded.is_some() {
            ReceiptState::Forwarded
        } else {
            ReceiptState::Arrived
        }
    }

    /// Somebody read it; who did so first stays.
    pub fn read(&mut self, by: &UserId, at: Timestamp) {
        let at = at.max(self.arrived);
        self.read.get_or_insert_with(|| done(by, at));
    }

    /// Somebody handed it on; `remaining` below have not got it even now. Whoever hands on
    /// has read.
    pub fn forward(&mut self, by: &UserId, at: Timestamp, remaining: usize) {
        self.read(by, at);
        if remaining == 0 && self.completed.is_none() {
            let at = at.max(self.last());
            self.forwarded.get_or_insert_with(|| done(by, at));
        }
    }

    /// Somebody declares the work done; `remaining` below have not got it.
    ///
    /// # Errors
    /// [`ReceiptRefusal::Unreached`].
    pub fn complete(
        &mut self,
        by: &UserId,
        at: Timestamp,
        remaining: usize,
    ) -> Result<(), ReceiptRefusal> {
        if remaining > 0 && self.completed.is_none() {
            return Err(ReceiptRefusal::Unreached { remaining });
        }
        self.read(by, at);
        let at = at.max(self.last());
        self.completed.get_or_insert_with(|| done(by, at));
        Ok(())
    }

    /// Notes a reminder on `today`; whether one is due: not after the work is done, nor for
    /// what was read and leads nowhere further, and once a day.
    pub fn remind(&mut self, today: Date, remaining: usize) -> bool {
        let is_waiting = self.read.is_none() || remaining > 0;
        if self.completed.is_some() || !is_waiting || self.reminded == Some(today) {
            return false;
        }
        self.reminded = Some(today);
        true
    }

    /// When something was last done.
    fn last(&self) -> Timestamp {
        let acts = [&self.read, &self.forwarded, &self.completed];
        let times = acts.into_iter().flatten().map(|done| done.at);
        times.max().unwrap_or(self.arrived)
    }
}

fn done(by: &UserId, at: Timestamp) -> Done {
    Done { by: by.clone(), at }
}

#[cfg(test)]
mod tests;
