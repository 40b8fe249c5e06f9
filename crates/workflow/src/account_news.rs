//! What people are told about accounts: the person whose account it is, and the
//! administrators of the body.

use domain::UserId;
use jiff::Timestamp;
use store::users::User;
use store::{StoreError, Tx};

/// What happened to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// Signing in, or the second factor, failed so often that it must wait.
    Locked,
    /// The password was changed, or a link to change it was made by an administrator.
    Password,
    /// A second factor was set up, renewed or taken away.
    SecondFactor,
    /// A recovery code was used.
    RecoveryCode,
    /// The role changed.
    Role,
}

/// Tells the person.
pub(crate) async fn tell_person(
    _tx: &mut Tx,
    _person: &User,
    _news: News,
    _by: Option<&UserId>,
    _now: Timestamp,
) -> Result<(), StoreError> {
    Ok(())
}

/// Tells all administrators of the person's body, or of the installation where there is no
/// body, that an account changed.
pub(crate) async fn tell_administrators(
    _tx: &mut Tx,
    _person: &User,
    _by: Option<&UserId>,
    _now: Timestamp,
) -> Result<(), StoreError> {
    Ok(())
}

/// Sends the person a mail of its own, as one with a one-time link.
pub(crate) async fn mail(
    _tx: &mut Tx,
    _person: &UserId,
    _subject: &str,
    _text: &str,
    _now: Timestamp,
) -> Result<(), StoreError> {
    Ok(())
}
