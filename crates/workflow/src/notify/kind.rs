//! What can be told, and in which words.

/// What a message belongs to, for filters and preferences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Writing, checking and publishing in the body.
    Assessment,
    /// Affairs and the plan.
    Affair,
    /// The hearing of residents' opinions.
    Consultation,
    /// The third-party review.
    Review,
    /// The commission.
    Commission,
    /// Notices.
    Notice,
    /// Inquiries.
    Inquiry,
    /// Days to be kept.
    Due,
    /// The person's own account.
    Account,
    /// The installation.
    System,
}

impl Topic {
    /// Every topic, in the order of screens.
    pub const ALL: [Self; 10] = [
        Self::Assessment,
        Self::Affair,
        Self::Consultation,
        Self::Review,
        Self::Commission,
        Self::Notice,
        Self::Inquiry,
        Self::Due,
        Self::Account,
        Self::System,
    ];

    /// The topic on screens.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Assessment => "評価書の作成・確認・公表",
            Self::Affair => "事務・計画管理書",
            Self::Consultation => "意見聴取",
            Self::Review => "第三者点検",
            Self::Commission => "個人情報保護委員会",
            Self::Notice => "通知・周知",
            Self::Inquiry => "問合せ",
            Self::Due => "期日",
            Self::Account => "アカウント",
            Self::System => "システム",
        }
    }
}

/// A kind's words: (word of the database, topic, whether something must be done, headline,
/// what it means or what to do).
type Words = (&'static str, Topic, bool, &'static str, &'static str);

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = ($word:literal, $topic:ident, $act:ident, $title:literal, $line:literal);)+) => {
        /// What happened, as a message says it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum MessageKind {
            $($(#[$doc])* $name,)+
        }

        impl MessageKind {
            /// Every kind, by topic.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            fn words(self) -> Words {
                match self {
                    $(Self::$name => ($word, Topic::$topic, $act, $title, $line),)+
                }
            }
        }
    };
}

/// Something must be done.
const ACT: bool = true;
/// For information.
const KNOW: bool = false;

kinds! {
    /// An assessment waits for the check in the house.
    Submitted = ("assessment.submitted", Assessment, ACT, "庁内確認に提出されました", "内容を確かめて、確認済みにするか、理由を付けて差し戻してください。");
    /// It was taken back.
    Withdrawn = ("assessment.withdrawn", Assessment, KNOW, "庁内確認への提出が取り下げられました", "確認は不要になりました。");
    /// It came back with a reason.
    SentBack = ("assessment.sent-back", Assessment, ACT, "差し戻されました", "理由を読み、直してもう一度提出してください。");
    /// It was checked in the house.
    Checked = ("assessment.checked", Assessment, ACT, "庁内の確認が終わりました", "次の手続へ進めてください。");
    /// It was published.
    Published = ("assessment.published", Assessment, KNOW, "公表しました", "公開ページで見ることができます。");
    /// Its publication was planned.
    PublicationScheduled = ("assessment.publication-scheduled", Assessment, KNOW, "公表日を予約しました", "予約の日に公表されます。");
    /// A planned publication did not take place.
    PublicationFailed = ("assessment.publication-failed", Assessment, ACT, "予約した公表ができませんでした", "前の公表のままです。評価書を開き、理由を確かめて、もう一度公表してください。");
    /// It was taken off the site.
    Unpublished = ("assessment.unpublished", Assessment, KNOW, "公表を取り下げました", "公開ページには取下げの旨が表示されます。");
    /// Another edition was started.
    Revised = ("assessment.revised", Assessment, KNOW, "次の版の作成を始めました", "いまの公表はそのまま続きます。");

    /// A judgement asks for a higher kind, or for doing it again.
    RedoRequired = ("affair.redo-required", Affair, ACT, "評価の再実施が必要になりました", "しきい値判断の結果と理由を確かめてください。公表中の評価書はそのままです。");
    /// An incident was recorded.
    IncidentRecorded = ("affair.incident", Affair, ACT, "重大事故が登録されました", "しきい値判断への影響を確かめてください。");
    /// An affair ended.
    AffairEnded = ("affair.ended", Affair, KNOW, "事務を終了しました", "評価書は、終了後も少なくとも3年間公表します。");

    /// A consultation was opened.
    ConsultationOpened = ("consultation.opened", Consultation, KNOW, "意見聴取を始めました", "公示版と意見の受付を公開しています。");
    /// An opinion came in.
    OpinionReceived = ("consultation.opinion", Consultation, KNOW, "意見が寄せられました", "内容は意見の一覧で読めます。");
    /// It closed; opinions wait for answers.
    ConsultationClosed = ("consultation.closed", Consultation, ACT, "意見聴取の期間が終わりました", "全ての意見に回答し、結果を公表してください。");
    /// Every opinion has its answer.
    OpinionsAnswered = ("consultation.answered", Consultation, KNOW, "全ての意見に回答しました", "次の手続へ進むことができます。");

    /// Somebody was invited as a reviewer.
    ReviewerInvited = ("review.invited", Review, ACT, "第三者点検の委員に招かれました", "評価書の全文が渡されると、点検を始められます。");
    /// The full text was handed over.
    HandedOver = ("review.handed-over", Review, ACT, "評価書の全文が渡されました", "適合性と妥当性を点検し、結果を記録してください。");
    /// A reviewer commented.
    ReviewCommented = ("review.commented", Review, KNOW, "点検の委員が意見を書きました", "項目ごとの意見を読めます。");
    /// The verdict is there.
    VerdictGiven = ("review.verdict", Review, ACT, "第三者点検の結果が記録されました", "指摘があれば対応し、次の手続へ進めてください。");
    /// A reviewer's invitation ended.
    ReviewerReleased = ("review.released", Review, KNOW, "第三者点検の委員の役割が終わりました", "この評価書は開けなくなります。");

    /// An assessment was submitted to the commission.
    SubmissionReceived = ("submission.received", Commission, ACT, "評価書が提出されました", "担当を決めて、受け付けてください。");
    /// It was assigned to somebody.
    SubmissionAssigned = ("submission.assigned", Commission, ACT, "提出された評価書の担当になりました", "内容と非公表の範囲を確かめてください。");
    /// The commission received it.
    SubmissionAcknowledged = ("submission.acknowledged", Commission, KNOW, "委員会が提出を受け付けました", "受付の記録を確かめて、公表へ進めてください。");
    /// Notes or advice from the commission.
    AdviceGiven = ("submission.advice", Commission, ACT, "委員会から指導・助言がありました", "内容を読み、対応を記録してください。");
    /// The body answered.
    AdviceAnswered = ("submission.advice-answered", Commission, KNOW, "指導・助言への対応が記録されました", "内容を確かめてください。");
    /// Approved (administrative organs only).
    SubmissionApproved = ("submission.approved", Commission, KNOW, "委員会が承認しました", "公表へ進むことができます。");
    /// Returned by the commission.
    SubmissionReturned = ("submission.returned", Commission, ACT, "委員会から返されました", "理由を読み、直してもう一度提出してください。");
    /// Taken back by the body.
    SubmissionWithdrawn = ("submission.withdrawn", Commission, KNOW, "提出が取り戻されました", "審査は不要になりました。");
    /// A plan was submitted.
    PlanSubmitted = ("plan.submitted", Commission, KNOW, "計画管理書が提出されました", "内容を確かめられます。");
    /// The commission received a plan.
    PlanReceived = ("plan.received", Commission, KNOW, "委員会が計画管理書の提出を受け付けました", "受付の記録は計画管理書の画面で確かめられます。");
    /// An affair's end was notified.
    EndNotified = ("affair.end-notified", Commission, KNOW, "事務の終了の通知がありました", "終了した事務の評価書は、終了の日から少なくとも3年間公表されます。");

    /// A notice waits for the commission.
    AcknowledgementRequested = ("notice.acknowledgement-requested", Notice, ACT, "通知の了承を求められています", "内容を確かめて、了承するか、理由を付けて差し戻してください。");
    /// The commission acknowledged it.
    NoticeAcknowledged = ("notice.acknowledged", Notice, ACT, "通知が了承されました", "通知を発出できます。");
    /// The commission returned it.
    NoticeReturned = ("notice.returned", Notice, ACT, "通知が差し戻されました", "理由を読み、直してください。");
    /// A notice arrived.
    NoticeReceived = ("notice.received", Notice, ACT, "通知が届きました", "読んで、必要なら管内へ周知してください。");
    /// It has not been read or passed on.
    NoticeReminder = ("notice.reminder", Notice, ACT, "通知の確認又は周知がまだです", "読んで、必要なら管内へ周知してください。");
    /// A notice was revised.
    NoticeRevised = ("notice.revised", Notice, ACT, "通知が改訂されました", "変わったところを確かめてください。");
    /// A notice expired.
    NoticeExpired = ("notice.expired", Notice, KNOW, "通知が効力を失いました", "以後の評価書では使いません。");

    /// A question came in.
    InquiryReceived = ("inquiry.received", Inquiry, ACT, "問合せが届きました", "内容を読み、答えてください。");
    /// More was written.
    InquiryContinued = ("inquiry.continued", Inquiry, ACT, "問合せに続きがあります", "内容を読み、答えてください。");
    /// It was passed to another desk.
    InquiryMoved = ("inquiry.moved", Inquiry, KNOW, "問合せの窓口が変わりました", "新しい窓口が答えます。");
    /// It was answered.
    InquiryAnswered = ("inquiry.answered", Inquiry, KNOW, "問合せに回答がありました", "回答を読めます。");
    /// Consent to publish as Q&A is asked for.
    InquiryConsentAsked = ("inquiry.consent-asked", Inquiry, ACT, "問合せを公開してよいか尋ねられています", "公開する文を確かめて、同意するかを答えてください。");
    /// It was published as Q&A.
    InquiryPublished = ("inquiry.published", Inquiry, KNOW, "問合せが質問と回答として公開されました", "公開ページで見ることができます。");

    /// The yearly review.
    YearlyReviewDue = ("due.yearly-review", Due, ACT, "1年ごとの見直しの時期です", "評価書を見直し、変わったところがあれば修正してください（努力義務）。");
    /// Doing it again within five years.
    RedoDue = ("due.redo", Due, ACT, "5年以内の再実施の時期です", "直近の公表から5年を経過する前に、評価を再実施するよう努めてください（努力義務）。");
    /// A consultation ends soon.
    ConsultationEnds = ("due.consultation-end", Due, KNOW, "意見聴取がまもなく終わります", "終了後、全ての意見に回答します。");
    /// Three years after an affair's end.
    DisplayEnds = ("due.display-end", Due, KNOW, "事務の終了から3年がたちます", "この日より前に評価書の公表をやめることはできません。");
    /// A planned publication comes.
    PublicationDue = ("due.publication", Due, KNOW, "予約した公表の日です", "この日に公表されます。");

    /// Too many failed sign-ins.
    AccountLocked = ("account.locked", Account, ACT, "サインインの失敗が続きました", "心当たりがなければ、パスワードを変え、団体の管理者に知らせてください。");
    /// The password was changed.
    PasswordChanged = ("account.password-changed", Account, ACT, "パスワードが変わりました", "心当たりがなければ、すぐに団体の管理者に知らせてください。");
    /// The second factor was set, changed or removed.
    SecondFactorChanged = ("account.second-factor", Account, ACT, "2段階認証の設定が変わりました", "心当たりがなければ、すぐに団体の管理者に知らせてください。");
    /// A recovery code was used.
    RecoveryCodeUsed = ("account.recovery-code", Account, ACT, "回復コードが使われました", "心当たりがなければ、すぐに団体の管理者に知らせてください。");
    /// The role or the body changed.
    RoleChanged = ("account.role-changed", Account, KNOW, "役割が変わりました", "見えるものと、できることが変わります。");
    /// Accounts of the body changed, for its administrator.
    PeopleChanged = ("account.people-changed", Account, KNOW, "利用者の登録が変わりました", "利用者の一覧で確かめられます。");

    /// A mail was given up.
    MailGivenUp = ("system.mail-given-up", System, ACT, "送れなかったメールがあります", "理由を確かめ、メールの設定を直してください。");
    /// The trail does not verify.
    TrailBroken = ("system.trail-broken", System, ACT, "監査証跡の検証に失敗しました", "記録の画面で位置を確かめ、バックアップと比べてください。");
}

impl MessageKind {
    /// The word of the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.words().0
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }

    /// What it belongs to.
    #[must_use]
    pub fn topic(self) -> Topic {
        self.words().1
    }

    /// Whether something must be done; then a mail is sent unless the person refused it.
    #[must_use]
    pub fn needs_action(self) -> bool {
        self.words().2
    }

    /// What happened, in Japanese.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.words().3
    }

    /// What it means or what to do, in Japanese.
    #[must_use]
    pub fn line(self) -> &'static str {
        self.words().4
    }
}
