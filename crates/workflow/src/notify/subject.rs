//! What a message is about: a key that names it and leads to it, and no text.

use domain::UserId;
use domain::procedure::form_label;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::assessment_key::AssessmentKey;

/// The longest number that is shown, in characters.
const LONGEST: usize = 40;

/// What sort of thing a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// An assessment.
    Assessment,
    /// An affair of an agency.
    Affair,
    /// The plan of an agency.
    Plan,
    /// A notice.
    Notice,
    /// An inquiry.
    Inquiry,
    /// A person.
    Person,
    /// The installation.
    System,
}

impl SubjectKind {
    /// Every sort.
    pub const ALL: [Self; 7] = [
        Self::Assessment,
        Self::Affair,
        Self::Plan,
        Self::Notice,
        Self::Inquiry,
        Self::Person,
        Self::System,
    ];

    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Affair => "affair",
            Self::Plan => "plan",
            Self::Notice => "notice",
            Self::Inquiry => "inquiry",
            Self::Person => "person",
            Self::System => "system",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// An assessment.
    Assessment(AssessmentKey),
    /// Something with an id, for the address, and a number, for people.
    Numbered {
        /// What sort of thing.
        kind: SubjectKind,
        /// The id in addresses.
        id: String,
        /// The number or the name of the office that people know it by: never free text.
        number: String,
    },
    /// A person's account.
    Person(UserId),
    /// The installation.
    System,
}

impl Subject {
    /// An affair, by its id and its assessment number.
    #[must_use]
    pub fn affair(id: &str, number: &str) -> Self {
        Self::numbered(SubjectKind::Affair, id, number)
    }

    /// The plan of an agency, by the agency's id and name.
    #[must_use]
    pub fn plan(id: &str, agency: &str) -> Self {
        Self::numbered(SubjectKind::Plan, id, agency)
    }

    /// A notice, by its id and its document number, as 総官企第285号.
    #[must_use]
    pub fn notice(id: &str, number: &str) -> Self {
        Self::numbered(SubjectKind::Notice, id, number)
    }

    /// An inquiry, by its id and its running number.
    #[must_use]
    pub fn inquiry(id: &str, number: &str) -> Self {
        Self::numbered(SubjectKind::Inquiry, id, number)
    }

    fn numbered(kind: SubjectKind, id: &str, number: &str) -> Self {
        Self::Numbered {
            kind,
            id: id.to_owned(),
            number: number.chars().take(LONGEST).collect(),
        }
    }

    /// What sort of thing it is.
    #[must_use]
    pub fn kind(&self) -> SubjectKind {
        match self {
            Self::Assessment(_) => SubjectKind::Assessment,
            Self::Numbered { kind, .. } => *kind,
            Self::Person(_) => SubjectKind::Person,
            Self::System => SubjectKind::System,
        }
    }

    /// The key of the database; [`Subject::parse`] reads it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Assessment(key) => key.to_string(),
            Self::Numbered { id, number, .. } => format!("{}/{}", encode(id), encode(number)),
            Self::Person(user) => user.to_string(),
            Self::System => String::new(),
        }
    }

    /// Reads a key.
    #[must_use]
    pub fn parse(kind: SubjectKind, key: &str) -> Option<Self> {
        match kind {
            SubjectKind::Assessment => AssessmentKey::parse(key).ok().map(Self::Assessment),
            SubjectKind::Person => UserId::parse(key).ok().map(Self::Person),
            SubjectKind::System => Some(Self::System),
            SubjectKind::Affair
            | SubjectKind::Plan
            | SubjectKind::Notice
            | SubjectKind::Inquiry => {
                let (id, number) = key.split_once('/')?;
                let decode = |part| percent_decode_str(part).decode_utf8().ok();
                Some(Self::numbered(kind, &decode(id)?, &decode(number)?))
            }
        }
    }

    /// What it is called, in Japanese; empty where the kind of message says it all.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Assessment(key) => {
                let form = form_label(&key.form);
                format!("評価書番号{}（{form}）", key.number)
            }
            Self::Numbered { kind, number, .. } => match kind {
                SubjectKind::Affair => format!("事務（評価書番号{number}）"),
                SubjectKind::Plan => format!("計画管理書（{number}）"),
                SubjectKind::Inquiry => format!("問合せ{number}"),
                _ => number.clone(),
            },
            Self::Person(_) | Self::System => String::new(),
        }
    }
}

fn encode(part: &str) -> String {
    utf8_percent_encode(part, NON_ALPHANUMERIC).to_string()
}
