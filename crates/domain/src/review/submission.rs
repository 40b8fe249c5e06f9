//! Words of the commission's desk.

/// Why something was submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubmissionKind {
    /// A new assessment, or one that was carried out again.
    Filing,
    /// An amendment (規則14条).
    Amendment,
    /// An application for approval (番号法28条2項, administrative organs only).
    Approval,
}

impl SubmissionKind {
    /// Every kind, in the order of filters.
    pub const ALL: [Self; 3] = [Self::Filing, Self::Amendment, Self::Approval];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Filing => "filing",
            Self::Amendment => "amendment",
            Self::Approval => "approval",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kind on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Filing => "提出",
            Self::Amendment => "修正の提出",
            Self::Approval => "承認の申請",
        }
    }
}

/// How far the commission has come with a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubmissionState {
    /// 未受付.
    Unreceived,
    /// 受付.
    Received,
    /// 審査中.
    Examining,
    /// 済.
    Done,
    /// 取戻し: the body took it back.
    Withdrawn,
}

impl SubmissionState {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [
        Self::Unreceived,
        Self::Received,
        Self::Examining,
        Self::Done,
        Self::Withdrawn,
    ];

    /// Those that an officer sets, once it was received.
    pub const SET: [Self; 3] = [Self::Received, Self::Examining, Self::Done];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreceived => "unreceived",
            Self::Received => "received",
            Self::Examining => "examining",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The state on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unreceived => "未受付",
            Self::Received => "受付",
            Self::Examining => "審査中",
            Self::Done => "済",
            Self::Withdrawn => "取戻し",
        }
    }

    /// Whether an officer may set `next`: received submissions go back and forth, what was
    /// not received or was taken back does not, and nothing becomes unreceived again.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        Self::SET.contains(&self) && Self::SET.contains(&next)
    }
}

/// What the commission thinks of a withheld span. Source: 規則13条, 総官企第285号 3.(3):
/// only what is really a risk may be withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeJudgement {
    /// 適切.
    Appropriate,
    /// 広すぎる.
    TooWide,
    /// 理由が不足.
    ReasonLacking,
}

impl ScopeJudgement {
    /// Every judgement, in the order in which pages offer them.
    pub const ALL: [Self; 3] = [Self::Appropriate, Self::TooWide, Self::ReasonLacking];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Appropriate => "appropriate",
            Self::TooWide => "too-wide",
            Self::ReasonLacking => "reason-lacking",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|found| found.as_str() == word)
    }

    /// The judgement on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Appropriate => "適切",
            Self::TooWide => "広すぎる",
            Self::ReasonLacking => "理由が不足",
        }
    }
}

/// What the commission sends to a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdviceKind {
    /// 指導.
    Guidance,
    /// 助言.
    Advice,
}

impl AdviceKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Guidance, Self::Advice];

    /// The word of forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Guidance => "guidance",
            Self::Advice => "advice",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kind on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Guidance => "指導",
            Self::Advice => "助言",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for kind in SubmissionKind::ALL {
            assert_eq!(SubmissionKind::parse(kind.as_str()), Some(kind));
        }
        for state in SubmissionState::ALL {
            assert_eq!(SubmissionState::parse(state.as_str()), Some(state));
        }
        for found in ScopeJudgement::ALL {
            assert_eq!(ScopeJudgement::parse(found.as_str()), Some(found));
        }
        for kind in AdviceKind::ALL {
            assert_eq!(AdviceKind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn only_the_receipt_leads_out_of_unreceived() {
        use SubmissionState::{Done, Examining, Received, Unreceived, Withdrawn};
        assert!(!Unreceived.may_become(Examining));
        assert!(Received.may_become(Done));
        assert!(Done.may_become(Examining));
        assert!(!Received.may_become(Unreceived));
        assert!(!Withdrawn.may_become(Examining) && !Examining.may_become(Withdrawn));
    }
}
