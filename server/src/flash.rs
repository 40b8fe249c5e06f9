//! What an action says on the page that follows it. A cookie carries a code for one
//! redirect; the words stay here, so that nobody can make the site say something else.

use actix_web::cookie::{Cookie, SameSite};
use app::render;
use domain::Act;

/// The cookie's name.
pub const COOKIE: &str = "hyokasho-flash";

macro_rules! flashes {
    ($($(#[$doc:meta])* $name:ident $code:literal $message:literal;)*) => {
        /// A message after an action.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Flash {
            $($(#[$doc])* $name,)*
            /// An act of the procedure was done.
            Did(Act),
        }

        impl Flash {
            /// Every message that is not about an act of the procedure.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The word in the cookie.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::Did(act) => act.as_str(),
                }
            }

            /// What the person reads.
            #[must_use]
            pub fn message(self) -> String {
                match self {
                    $(Self::$name => $message.to_owned(),)*
                    Self::Did(act) => format!("{}。", act.done_label()),
                }
            }
        }
    };
}

flashes! {
    /// Answers were saved.
    Saved "saved" "保存しました。";
    /// Answers were saved together with what somebody else saved meanwhile.
    Combined "combined" "保存しました。先に保存されていたほかの人の変更と合わせてあります。";
    /// An example was put into an answer.
    ExampleInserted "example-inserted" "記載例を入れて保存しました。団体の実情に合わせて直してください。";
    /// The example was there already.
    ExampleThere "example-there" "この記載例は、すでに入っています。ほかの入力は保存しました。";
    /// Something was recorded about a review or a submission.
    Recorded "recorded" "記録しました。";
    /// An assessment was started.
    Created "created" "評価書を作りました。項目ごとに書き進めてください。";
    /// Something was decided on the changes of a draft.
    ChangesDecided "changes-decided" "保存し、決めた行を変更箇所の表に書きました。";
    /// The facts were saved.
    FactsSaved "facts-saved" "基本の情報を保存しました。";
    /// Opinions were answered.
    OpinionsAnswered "opinions-answered" "回答を保存しました。";
    /// What is not shown of an opinion was decided.
    OpinionMasked "opinion-masked" "公表の姿を決めました。";
    /// Names and contacts were erased.
    ContactsErased "contacts-erased" "名前と連絡先を消しました。意見の文は残っています。";
    /// The result of a consultation is public.
    ResultPublished "result-published" "結果を公表しました。";
    /// An affair was registered.
    AffairRegistered "affair-registered" "事務を登録し、しきい値を判断しました。";
    /// An affair was saved.
    AffairSaved "affair-saved" "保存し、しきい値を判断し直しました。作成中の評価書にも同じ内容を入れました。";
    /// It need not be done again.
    RedoDismissed "redo-dismissed" "再実施は要らないと記録しました。";
    /// An incident was registered.
    IncidentRegistered "incident-registered" "重大事故を登録し、その機関の全ての事務を判断し直しました。";
    /// An incident was cancelled.
    IncidentCancelled "incident-cancelled" "登録を取り消し、その機関の全ての事務を判断し直しました。";
    /// An agency was added.
    AgencyAdded "agency-added" "評価実施機関を登録しました。";
    /// A plan was made.
    PlanCreated "plan-created" "事務から計画管理書を作りました。";
    /// A plan was refreshed.
    PlanRefreshed "plan-refreshed" "事務から更新しました。手で書いた欄は残っています。";
    /// A plan was submitted.
    PlanSubmitted "plan-submitted" "提出を記録しました。記録した文書は変わりません。";
    /// One side of a difference was taken.
    SharedTaken "shared-taken" "選んだ側の記載にそろえました。";
    /// It is done, and the public site does not show it yet.
    NotShownYet "not-shown-yet" "操作を記録しました。公開サイトにはまだ反映していません。反映は自動で続けます。しばらくたっても公開サイトが変わらないときは、システムの管理者に知らせてください。";
    /// A notice's draft was saved.
    NoticeSaved "notice-saved" "草案を保存しました。";
    /// The commission was asked.
    AcknowledgementRequested "acknowledgement-requested" "了承を依頼しました。委員会の判断を待ってください。";
    /// The commission acknowledged.
    NoticeAcknowledged "notice-acknowledged" "了承しました。提供者に知らせました。";
    /// The commission returned it.
    NoticeSentBack "notice-sent-back" "差し戻しました。理由は提供者に表示されます。";
    /// It was sent.
    NoticeIssued "notice-issued" "通知を発出しました。周知を始めてください。";
    /// Its distribution began.
    NoticeDistributed "notice-distributed" "都道府県と指定都市に届けました。";
    /// It is on the public site.
    NoticeListed "notice-listed" "公表サイトに掲載しました。";
    /// The next one was begun.
    NoticeRevisionBegun "notice-revision-begun" "改訂の草案を作りました。元の通知は、新しい通知を出すまで効力を保ちます。";
    /// It is void.
    NoticeExpired "notice-expired" "失効させました。届いた団体に知らせました。";
    /// A body has read it.
    NoticeRead "notice-read" "読んだことを記録しました。";
    /// A body passed it on.
    NoticeForwarded "notice-forwarded" "周知しました。すでに届いていた団体には、重ねて届けていません。";
    /// A body is done.
    NoticeCompleted "notice-completed" "完了にしました。";
    /// Reminders were sent.
    Reminded "reminded" "催促を送りました。";
    /// Nobody was to be reminded.
    NobodyToRemind "nobody-to-remind" "催促する団体はありませんでした（届いて、読んでいない又は周知していない団体に、1日1回まで送ります）。";
    /// A question was sent.
    InquirySent "inquiry-sent" "問合せを送りました。回答があると知らせます。";
    /// A message was written.
    InquiryWritten "inquiry-written" "書き込みました。相手に知らせました。";
    /// It was closed.
    InquiryClosed "inquiry-closed" "問合せを終了しました。";
    /// Another desk has it.
    InquiryReassigned "inquiry-reassigned" "区分を変え、新しい窓口に回しました。";
    /// A text for the public was proposed.
    QaProposed "qa-proposed" "公開する文を提案しました。公開には、両方の側の同意が必要です。";
    /// One side agreed.
    QaConsented "qa-consented" "公開に同意しました。";
    /// One side took its consent back.
    QaConsentWithdrawn "qa-consent-withdrawn" "同意を取り消しました。";
    /// It is public.
    QaPublished "qa-published" "公表サイトに公開しました。";
    /// It is off the site.
    QaRemoved "qa-removed" "公開を取り下げました。";
    /// The password is another.
    PasswordChanged "password-changed" "パスワードを変えました。ほかの端末からはサインアウトしました。";
    /// Signed out here.
    SignedOut "signed-out" "サインアウトしました。";
    /// Signed out everywhere.
    SignedOutEverywhere "signed-out-everywhere" "すべての端末からサインアウトしました。";
    /// A link for a new password was asked for; the same for every address.
    LinkAsked "link-asked" "入力したアドレスの利用者が登録されていれば、パスワードを決め直すリンクをメールで送りました。リンクは30分間使えます。";
    /// It took too long between the password and the code.
    StepEnded "step-ended" "時間がたったため、サインインをやり直してください。";
    /// Signed out in one other place.
    SessionEnded "session-ended" "その端末のサインインを終わらせました。";
    /// Signed out everywhere but here.
    OthersEnded "others-ended" "この端末のほかは、すべてサインアウトしました。";
    /// No second factor any more.
    FactorRemoved "factor-removed" "2段階認証をやめました。次から、パスワードだけでサインインします。";
    /// Somebody has another role.
    RoleChanged "role-changed" "役割を変えました。本人はサインインし直します。";
    /// An invitation went to its person.
    Invited "invited" "招待しました。パスワードを決めるリンクを、本人のメールアドレスに送りました。";
    /// A link went to its person.
    LinkMailed "link-mailed" "パスワードを決めるリンクを、本人のメールアドレスに送りました。";
    /// Somebody's second factor was taken away.
    FactorReset "factor-reset" "2段階認証を解除し、パスワードを決め直すリンクを、本人のメールアドレスに送りました。";
    /// Messages were marked.
    MarkedRead "marked-read" "既読にしました。";
    /// Which messages come by mail.
    MailPreferencesSaved "mail-preferences" "メールで受け取るお知らせを保存しました。";
    /// A mail is tried again.
    MailQueued "mail-queued" "もう一度送ります。";
    /// The chain was followed and is whole.
    TrailWhole "trail-whole" "監査証跡を検証しました。改変はありません。";
    /// The chain is broken.
    TrailBroken "trail-broken" "監査証跡の検証に失敗しました。位置を確かめ、バックアップと比べてください。";
    /// The secret address of the calendar is void.
    CalendarRevoked "calendar-revoked" "カレンダーの秘密のアドレスを取り消しました。";
    /// An account was disabled.
    UserDisabled "user-disabled" "利用を停止しました。その人はサインインできません。";
}

impl Flash {
    /// Reads the cookie's value; unknown codes say nothing.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let known = Self::ALL.iter().copied().find(|flash| flash.code() == code);
        known.or_else(|| Act::parse(code).map(Self::Did))
    }

    /// The cookie that carries it.
    #[must_use]
    pub fn cookie(self, secure: bool) -> Cookie<'static> {
        Cookie::build(COOKIE, self.code())
            .path("/desk")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(secure)
            .finish()
    }

    /// For the page's frame.
    #[must_use]
    pub fn view(self) -> render::Flash {
        render::Flash {
            failed: self == Self::TrailBroken,
            message: self.message(),
        }
    }
}

/// Takes the cookie away.
#[must_use]
pub fn removal() -> Cookie<'static> {
    let mut cookie = Cookie::build(COOKIE, "").path("/desk").finish();
    cookie.make_removal();
    cookie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_others_say_nothing() {
        let acts = Act::ALL.into_iter().map(Flash::Did);
        for flash in Flash::ALL.iter().copied().chain(acts) {
            assert_eq!(Flash::parse(flash.code()), Some(flash));
        }
        assert_eq!(Flash::parse("<b>"), None);
    }

    #[test]
    fn a_broken_trail_is_no_success() {
        assert!(Flash::TrailBroken.view().failed);
        assert!(!Flash::TrailWhole.view().failed);
    }
}
