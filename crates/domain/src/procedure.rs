//! The procedure: which act leads from which stage to which, who may do it, what must be true
//! first, and which documents are kept.
//!
//! [`transitions`] is the table of `domain/records.md` §3.2–3.5, one row a transition;
//! [`apply`] does one; [`offered`] says which a person may do now and what still stands in the
//! way, in the words that the refusal would have. A local government has no transition that
//! ends in an approval; only administrative organs have.
//!
//! What is deliberately absent: the clock, the store, and who the person is beyond an id:
//! [`Circumstances`] are the facts that the caller looked up.
//!
//! To add a precondition: a variant of [`Need`], its sentence and its place in `need.rs`, and
//! the rows that need it.

mod act;
mod circumstances;
mod command;
mod dates;
mod holidays;
mod need;
mod step;
mod steps;
mod table;

use crate::ids::FormId;

pub use act::Act;
pub use circumstances::{Circumstances, KisoStanding};
pub use command::Command;
pub use dates::{DayWarning, earliest_removal, ended_title, publication_warnings};
pub use holidays::is_national_holiday;
pub use need::{ItemFor, Need, Obstacle, Place};
pub use step::{Offer, Refusal, apply, offered};
pub use steps::{Standing, Step, steps};
pub use table::{Kept, Transition, transitions};

/// The kinds of assessment, which have different procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormKind {
    /// 基礎項目評価.
    Kiso,
    /// 重点項目評価.
    Juten,
    /// 全項目評価.
    Zenkomoku,
}

impl FormKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Kiso, Self::Juten, Self::Zenkomoku];

    /// The id of its form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kiso => "kiso",
            Self::Juten => "juten",
            Self::Zenkomoku => "zenkomoku",
        }
    }

    /// What the kind's document is called (規則2条).
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Kiso => "基礎項目評価書",
            Self::Juten => "重点項目評価書",
            Self::Zenkomoku => "全項目評価書",
        }
    }

    /// The kind of a form; `None` for the plan (計画管理書), which has no procedure.
    #[must_use]
    pub fn of(form: &FormId) -> Option<Self> {
        let mut kinds = Self::ALL.into_iter();
        kinds.find(|kind| kind.as_str() == form.as_str())
    }
}

/// What the document of a form is called: also the plan; the id of a form that nobody knows.
#[must_use]
pub fn form_label(form: &FormId) -> &str {
    match FormKind::of(form) {
        Some(kind) => kind.label(),
        None if form.as_str() == "keikaku" => "計画管理書",
        None => form.as_str(),
    }
}

/// Which law an agency follows: 規則7条 or 番号法28条.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Regime {
    /// 地方公共団体等.
    #[default]
    Local,
    /// 行政機関等.
    Administrative,
}

impl Regime {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Local, Self::Administrative];

    /// The word of the command line and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Administrative => "administrative",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regime| regime.as_str() == word)
    }

    /// The regime on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Local => "地方公共団体等",
            Self::Administrative => "行政機関等",
        }
    }
}

#[cfg(test)]
mod tests;
