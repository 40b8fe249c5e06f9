//! Inquiries (問合せ) to the desks of the provider, the helpdesk and the platform, and the
//! questions and answers that both sides agree to make public.
//!
//! Categories and desks are those of 総官企第285号 （本件に関する連絡先）: general questions and
//! software to the ministry, technical questions about the software to the helpdesk, the
//! platform to its operator. Desks are roles; nobody's name or telephone stands anywhere.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::distribution::Done;
use crate::ids::UserId;
use crate::name::parse_name;
use crate::notice_life::LetterProblem;
use crate::role::Role;

/// Characters of a message, at most.
const LONGEST_MESSAGE: usize = 10_000;
/// Characters of a subject, at most.
const LONGEST_SUBJECT: usize = 100;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// 全般・ソフトウェア
    General,
    /// ソフトウェアの技術的事項
    SoftwareTechnical,
    /// プラットフォーム
    Platform,
}

impl Category {
    /// Every category, in printed order.
    pub const ALL: [Self; 3] = [Self::General, Self::SoftwareTechnical, Self::Platform];

    /// The word of the database and of addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::SoftwareTechnical => "software-technical",
            Self::Platform => "platform",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == text)
    }

    /// The category on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::General => "全般・中間サーバー・ソフトウェア",
            Self::SoftwareTechnical => "中間サーバー・ソフトウェアの技術的な事項",
            Self::Platform => "中間サーバー・プラットフォーム",
        }
    }

    /// The role that answers.
    #[must_use]
    pub fn desk(self) -> Role {
        match self {
            Self::General => Role::Provider,
            Self::SoftwareTechnical => Role::Helpdesk,
            Self::Platform => Role::Platform,
        }
    }
}

/// Where an inquiry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InquiryState {
    /// The desk's turn.
    Open,
    /// The asker's turn.
    Answered,
    /// Nobody's.
    Closed,
    /// The desk's turn again.
    Reopened,
}

impl InquiryState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Answered, Self::Closed, Self::Reopened];

    /// The word of the database and of `data-state`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == text)
    }

    /// The state on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "回答待ち",
            Self::Answered => "回答済み",
            Self::Closed => "終了",
            Self::Reopened => "再開（回答待ち）",
        }
    }

    /// A message of one side.
    ///
    /// # Errors
    /// [`InquiryRefusal::Closed`] for the desk; the asker's message reopens instead.
    pub fn write(self, side: Side) -> Result<Self, InquiryRefusal> {
        match (self, side) {
            (Self::Closed, Side::Desk) => Err(InquiryRefusal::Closed),
            (_, Side::Desk) => Ok(Self::Answered),
            (Self::Open, Side::Asker) => Ok(Self::Open),
            (_, Side::Asker) => Ok(Self::Reopened),
        }
    }

    /// The end: by the asker at any time, by the desk once it has answered. Twice is once.
    ///
    /// # Errors
    /// [`InquiryRefusal::Unanswered`].
    pub fn close(self, side: Side) -> Result<Self, InquiryRefusal> {
        match (self, side) {
            (Self::Open | Self::Reopened, Side::Desk) => Err(InquiryRefusal::Unanswered),
            _ => Ok(Self::Closed),
        }
    }

    /// Whether it can go to another desk.
    ///
    /// # Errors
    /// [`InquiryRefusal::Closed`], [`InquiryRefusal::SameDesk`].
    pub fn reassign(self, from: Category, to: Category) -> Result<(), InquiryRefusal> {
        if self == Self::Closed {
            return Err(InquiryRefusal::Closed);
        }
        if from == to {
            return Err(InquiryRefusal::SameDesk);
        }
        Ok(())
    }
}

/// The two sides of an inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The body that asks.
    Asker,
    /// The desk that answers.
    Desk,
}

impl Side {
    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asker => "asker",
            Self::Desk => "desk",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Asker, Self::Desk]
            .into_iter()
            .find(|side| side.as_str() == text)
    }

    /// The side on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asker => "問い合わせた団体",
            Self::Desk => "窓口",
        }
    }
}

/// Why an act on an inquiry is refused. The message is for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InquiryRefusal {
    /// It has ended.
    #[error("この問合せは終了しています。続きは、問い合わせた団体が書き込むと再開します。")]
    Closed,
    /// The desk closes what it has not answered.
    #[error("まだ回答していない問合せは、窓口から終了できません。回答してから終了してください。")]
    Unanswered,
    /// It is at that desk already.
    #[error("すでにその区分です。別の区分を選んでください。")]
    SameDesk,
    /// Somebody wrote after it was read.
    #[error(
        "読んだ後に、新しい書き込みか操作がありました。新しい内容を読んでから、もう一度操作してください。"
    )]
    OtherVersion,
    /// There is no text to consent to, or another one.
    #[error("公開する文が変わりました。いまの文を読んでから、もう一度同意してください。")]
    OtherText,
    /// A side has not consented.
    #[error("{}の同意がありません。両方の同意がそろってから公開してください。", .side.label())]
    NoConsent {
        /// Which side.
        side: Side,
    },
    /// It is public: the text is what both agreed to.
    #[error("公開中の文は変えられません。取り下げてから、書き直してください。")]
    Public,
    /// It is not public.
    #[error("この問合せは公開されていません。")]
    NotPublic,
    /// A removal without a reason.
    #[error("取り下げる理由を書いてください。")]
    NoReason,
}

/// A question and its answer as the public will read them, and who agreed to that.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicQa {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// The consent of the body, to this very text.
    pub asker: Option<Done>,
    /// The consent of the desk, to this very text.
    pub desk: Option<Done>,
    /// The day since when it is public.
    pub published: Option<Date>,
}

impl fmt::Debug for PublicQa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicQa({} chars)", self.answer.chars().count())
    }
}

impl PublicQa {
    /// Reads a text; nobody has agreed to it yet.
    ///
    /// # Errors
    /// Every problem, by field: `question`, `answer`.
    pub fn parse(question: &str, answer: &str) -> Result<Self, Vec<LetterProblem>> {
        let mut problems = Vec::new();
        let mut read = |field, typed: &str| {
            let text = typed.trim().to_owned();
            if let Err(message) = message_problem(&text, true) {
                problems.push(LetterProblem { field, message });
            }
            text
        };
        let qa = Self {
            question: read("question", question),
            answer: read("answer", answer),
            asker: None,
            desk: None,
            published: None,
        };
        if problems.is_empty() {
            Ok(qa)
        } else {
            Err(problems)
        }
    }

    /// Another text takes its place, without the consents; the same text keeps them.
    ///
    /// # Errors
    /// [`InquiryRefusal::Public`].
    pub fn replace(self, new: Self) -> Result<Self, InquiryRefusal> {
        if (&self.question, &self.answer) == (&new.question, &new.answer) {
            return Ok(self);
        }
        if self.published.is_some() {
            return Err(InquiryRefusal::Public);
        }
        Ok(new)
    }

    /// One side agrees to the text.
    pub fn consent(&mut self, side: Side, by: &UserId, at: Timestamp) {
        let consent = match side {
            Side::Asker => &mut self.asker,
            Side::Desk => &mut self.desk,
        };
        consent.get_or_insert_with(|| Done { by: by.clone(), at });
    }

    /// One side takes its consent back.
    ///
    /// # Errors
    /// [`InquiryRefusal::Public`]: what is public is removed instead, with a reason.
    pub fn withdraw(&mut self, side: Side) -> Result<(), InquiryRefusal> {
        if self.published.is_some() {
            return Err(InquiryRefusal::Public);
        }
        match side {
            Side::Asker => self.asker = None,
            Side::Desk => self.desk = None,
        }
        Ok(())
    }

    /// Both have agreed: it becomes public. Twice is once.
    ///
    /// # Errors
    /// [`InquiryRefusal::NoConsent`].
    pub fn publish(&mut self, today: Date) -> Result<(), InquiryRefusal> {
        for (side, consent) in [(Side::Asker, &self.asker), (Side::Desk, &self.desk)] {
            if consent.is_none() {
                return Err(InquiryRefusal::NoConsent { side });
            }
        }
        self.published.get_or_insert(today);
        Ok(())
    }

    /// It is taken off the site, and the consents with it. The reason, trimmed.
    ///
    /// # Errors
    /// [`InquiryRefusal::NotPublic`], [`InquiryRefusal::NoReason`].
    pub fn remove(&mut self, reason: &str) -> Result<String, InquiryRefusal> {
        if self.published.is_none() {
            return Err(InquiryRefusal::NotPublic);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(InquiryRefusal::NoReason);
        }
        self.published = None;
        self.asker = None;
        self.desk = None;
        Ok(reason.to_owned())
    }
}

/// Reads a subject: a line.
///
/// # Errors
/// What is wrong, in Japanese.
pub fn parse_subject(typed: &str) -> Result<String, String> {
    parse_name(typed, LONGEST_SUBJECT).map_err(|problem| problem.to_string())
}

/// Reads a message between the two sides; a My Number is refused even there.
///
/// # Errors
/// What is wrong, in Japanese.
pub fn parse_message(typed: &str) -> Result<String, String> {
    let text = typed.trim();
    message_problem(text, false)?;
    Ok(text.to_owned())
}

fn message_problem(text: &str, is_public: bool) -> Result<(), String> {
    if text.is_empty() {
        return Err("文を書いてください。".to_owned());
    }
    if is_public {
        return crate::notice_life::public_text(text, LONGEST_MESSAGE);
    }
    if text.chars().count() > LONGEST_MESSAGE {
        return Err(format!("{LONGEST_MESSAGE}文字以内で書いてください。"));
    }
    if !crate::my_number::find_my_numbers(text).is_empty() {
        return Err("個人番号（12桁の番号）と思われる数字があります。消してください。".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
