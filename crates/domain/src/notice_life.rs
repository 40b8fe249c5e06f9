//! The life of a notice (通知): from the draft over the commission's acknowledgement (了承) to
//! its distribution (周知), its listing on the public site, and its end.
//!
//! Each stage carries its letters; a transition consumes the old stage and may refuse,
//! naming the precondition that fails. Source: `domain/records.md` §4, after the letters
//! 総官企第276号, 特個第364号 and 総官企第285号. Acknowledging is not approving: 了承 is what the
//! commission does to information that a provider wants to give; nothing else.
//!
//! Deliberately absent: who is allowed to act (the table of rights), and who has received
//! the notice ([`crate::distribution`]).

mod act;
mod letter;
mod transitions;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use act::NoticeAct;
pub use letter::{DraftForm, Letter, LetterForm, LetterProblem, NoticeDraft, public_text};

/// The commission has acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// 了承依頼.
    pub request: Letter,
    /// 了承.
    pub acknowledgement: Letter,
}

/// The notice has been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// What came before it.
    pub granted: Granted,
    /// 通知.
    pub notice: Letter,
}

/// How a notice ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ending {
    /// 改訂: a later notice took its place.
    Revised {
        /// The later notice's id.
        by: String,
        /// The day of the later notice.
        on: Date,
    },
    /// 失効.
    Expired {
        /// Why; never blank.
        reason: String,
        /// The day.
        on: Date,
    },
}

/// Where a notice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case", deny_unknown_fields)]
pub enum NoticeStage {
    /// 草案.
    Draft,
    /// 了承依頼中: the commission's turn.
    Requested {
        /// The letter that asks.
        request: Letter,
    },
    /// 差戻し: to be mended and asked for again.
    Returned {
        /// The letter that asked.
        request: Letter,
        /// Why it came back; never blank.
        reason: String,
        /// The day.
        on: Date,
    },
    /// 了承済.
    Acknowledged(Granted),
    /// 通知済.
    Issued(Issued),
    /// 周知中.
    InDistribution {
        /// The letters.
        issued: Issued,
        /// Since this day.
        since: Date,
    },
    /// 掲載済: on the public site.
    Listed {
        /// The letters.
        issued: Issued,
        /// The day its distribution began.
        since: Date,
        /// The day it was put on the site.
        on: Date,
    },
    /// 改訂・失効.
    Ended {
        /// The letters.
        issued: Issued,
        /// The day its distribution began, if it did.
        since: Option<Date>,
        /// The day it was put on the site, where it stays, if it was.
        listed: Option<Date>,
        /// How it ended.
        ending: Ending,
    },
}

/// Why a transition is refused. The message is for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefusal {
    /// The stage has no such transition.
    #[error(
        "「{act}」は、通知が「{needed}」のときに行えます。いまは「{now}」です。画面を開き直して、状態を確かめてください。"
    )]
    NotNow {
        /// What was asked for.
        act: &'static str,
        /// The stages in which it is possible.
        needed: String,
        /// The stage.
        now: &'static str,
    },
    /// The draft lacks something that the letter needs.
    #[error("草案の「{}」が書かれていません。草案に書いてから、もう一度依頼してください。", .missing.join("」「"))]
    Incomplete {
        /// The labels of what is missing.
        missing: Vec<&'static str>,
    },
    /// A letter dated before the one that it answers.
    #[error(
        "{what}の日付（{date}）が、{before}の日付（{earliest}）より前です。日付を直してください。"
    )]
    TooEarly {
        /// The letter.
        what: &'static str,
        /// Its date.
        date: Date,
        /// The letter before.
        before: &'static str,
        /// The first day that fits.
        earliest: Date,
    },
    /// A letter dated in the future.
    #[error("{what}の日付（{date}）が未来の日です。文書の日付を書いてください。")]
    Future {
        /// The letter.
        what: &'static str,
        /// Its date.
        date: Date,
    },
    /// A return or an end without a reason.
    #[error("理由を書いてください。")]
    NoReason,
    /// Somebody changed it after it was read.
    #[error(
        "読んだ後に、ほかの人が通知を変えました。新しい内容を読んでから、もう一度操作してください。"
    )]
    OtherVersion,
}

impl NoticeStage {
    /// The word of `data-state` and the database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Requested { .. } => "requested",
            Self::Returned { .. } => "returned",
            Self::Acknowledged(_) => "acknowledged",
            Self::Issued(_) => "issued",
            Self::InDistribution { .. } => "in-distribution",
            Self::Listed { .. } => "listed",
            Self::Ended { ending, .. } => match ending {
                Ending::Revised { .. } => "revised",
                Ending::Expired { .. } => "expired",
            },
        }
    }

    /// The stage on screens.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Draft => "草案",
            Self::Requested { .. } => "了承依頼中",
            Self::Returned { .. } => "差戻し",
            Self::Acknowledged(_) => "了承済",
            Self::Issued(_) => "通知済",
            Self::InDistribution { .. } => "周知中",
            Self::Listed { .. } => "掲載済",
            Self::Ended { ending, .. } => match ending {
                Ending::Revised { .. } => "改訂",
                Ending::Expired { .. } => "失効",
            },
        }
    }

    /// Whether the draft may be changed.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        NoticeAct::Edit.is_possible(self)
    }

    /// Whether bodies may pass it on: it is being distributed and has not ended.
    #[must_use]
    pub fn is_passed_on(&self) -> bool {
        matches!(self, Self::InDistribution { .. } | Self::Listed { .. })
    }

    /// The letters that were sent, if it was issued.
    #[must_use]
    pub fn issued(&self) -> Option<&Issued> {
        match self {
            Self::Issued(issued)
            | Self::InDistribution { issued, .. }
            | Self::Listed { issued, .. }
            | Self::Ended { issued, .. } => Some(issued),
            _ => None,
        }
    }

    /// The letters so far, the request first: (what it is, the letter).
    #[must_use]
    pub fn letters(&self) -> Vec<(crate::NoticeKind, &Letter)> {
        use crate::NoticeKind::{Acknowledgement, Notice, Request};
        match self {
            Self::Draft => Vec::new(),
            Self::Requested { request } | Self::Returned { request, .. } => {
                vec![(Request, request)]
            }
            Self::Acknowledged(granted) => vec![
                (Request, &granted.request),
                (Acknowledgement, &granted.acknowledgement),
            ],
            Self::Issued(issued)
            | Self::InDistribution { issued, .. }
            | Self::Listed { issued, .. }
            | Self::Ended { issued, .. } => vec![
                (Request, &issued.granted.request),
                (Acknowledgement, &issued.granted.acknowledgement),
                (Notice, &issued.notice),
            ],
        }
    }

    /// The day it was put on the public site, where it has been since.
    #[must_use]
    pub fn listed_on(&self) -> Option<Date> {
        match self {
            Self::Listed { on, .. } => Some(*on),
            Self::Ended { listed, .. } => *listed,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
