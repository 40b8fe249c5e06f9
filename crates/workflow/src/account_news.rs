//! What people are told about accounts: the person whose account it is, and the
//! administrators of the body.

use domain::{Role, UserId};
use jiff::Timestamp;
use jiff::tz::Offset;
use store::users::User;
use store::{StoreError, Tx};

use crate::notify::{Message, MessageKind, Subject, To, tell, tell_beside_mail};
use crate::sign_in::words;

/// What happened to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// The password was changed, or a link to change it was made by an administrator.
    Password,
    /// A second factor was set up, renewed or taken away.
    SecondFactor,
    /// A recovery code was used.
    RecoveryCode,
    /// The role changed.
    Role,
}

impl News {
    fn kind(self) -> MessageKind {
        match self {
            Self::Password => MessageKind::PasswordChanged,
            Self::SecondFactor => MessageKind::SecondFactorChanged,
            Self::RecoveryCode => MessageKind::RecoveryCodeUsed,
            Self::Role => MessageKind::RoleChanged,
        }
    }
}

/// Tells the person, also when it was the person: somebody else may have found the session
/// open.
pub(crate) async fn tell_person(
    tx: &mut Tx,
    person: &User,
    news: News,
    now: Timestamp,
) -> Result<(), StoreError> {
    let message = about(news.kind(), person, None);
    tell(tx, To::User(&person.id), &message, now).await?;
    Ok(())
}

/// Tells all administrators of the person's body, or of the installation where there is no
/// body, that an account changed; but not the one who did it.
pub(crate) async fn tell_administrators(
    tx: &mut Tx,
    person: &User,
    by: Option<&UserId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let message = about(MessageKind::PeopleChanged, person, by);
    let to = match &person.body {
        Some(body) => To::RoleOf(Role::BodyAdmin, body),
        None => To::Role(Role::SystemAdmin),
    };
    tell(tx, to, &message, now).await?;
    Ok(())
}

/// What was tried too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    Password,
    Code,
}

/// Tells the person that the account has to wait so many seconds, after failures of which
/// the last came from `address`.
pub(crate) async fn tell_locked(
    tx: &mut Tx,
    person: &User,
    tried: Tried,
    (address, seconds): (&str, i64),
    now: Timestamp,
) -> Result<(), StoreError> {
    let (what, advice) = match tried {
        Tried::Password => (
            "パスワードの間違い",
            "ご自身でないときは、パスワードを変える必要はありませんが、団体の管理者に知らせてください。",
        ),
        Tried::Code => (
            "2段階認証の確認コードの間違い",
            "ご自身でないときは、パスワードがほかの人に知られています。すぐにパスワードを変え、団体の管理者に知らせてください。",
        ),
    };
    let (when, wait) = (in_japan(now), words(seconds));
    let from = if address.is_empty() {
        "不明"
    } else {
        address
    };
    let text = format!(
        "{what}が続いたため、このアカウントのサインインをしばらく受け付けません。\n\n\
         日時: {when}\n接続元: {from}\n次に試せるまで: {wait}（間違いが続くと長くなります。最長15分）\n\n\
         ご自身のときは、待ってからもう一度入力してください。パスワードを忘れたときは、サインインの画面の「パスワードを忘れたとき」から決め直せます。\n\
         {advice}\n"
    );
    let message = about(MessageKind::AccountLocked, person, None);
    let mail = ("サインインの失敗が続いています", text.as_str());
    tell_beside_mail(tx, &person.id, &message, mail, now).await
}

fn about<'a>(kind: MessageKind, person: &'a User, by: Option<&'a UserId>) -> Message<'a> {
    Message {
        kind,
        subject: Subject::Person(person.id.clone()),
        body: person.body.as_ref(),
        due_on: None,
        by,
        once: None,
    }
}

/// An instant as a person in Japan reads it.
fn in_japan(at: Timestamp) -> String {
    let at = Offset::constant(9).to_datetime(at);
    format!(
        "{}年{}月{}日 {}時{:02}分",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute()
    )
}
