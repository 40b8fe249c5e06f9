//! People with an account.

use std::fmt;

use domain::{BodyCode, Role, UserId};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use tracing::instrument;

use crate::error::StoreError;
use crate::secret::Secret;
use crate::sql::{Fields, sql};
use crate::store::Tx;

/// Whether a person can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserState {
    /// Has not chosen a password yet.
    Invited,
    /// May sign in.
    Active,
    /// May no longer sign in.
    Disabled,
}

impl UserState {
    /// The word of the database: `invited`, `active`, `disabled`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Invited, Self::Active, Self::Disabled]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// A person with an account.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// Lower-cased, in NFKC; unique.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The body the person belongs to, when the role needs one.
    pub body: Option<BodyCode>,
    /// A PHC string; `None` until the invitation is accepted.
    pub password_hash: Option<Secret>,
    /// Whether the person can sign in.
    pub state: UserState,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("role", &self.role)
            .field("body", &self.body)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// An account to be made.
#[derive(Clone)]
pub struct NewUser<'a> {
    /// The id.
    pub id: &'a UserId,
    /// Lower-cased, in NFKC.
    pub email: &'a str,
    /// The role.
    pub role: Role,
    /// The body the person belongs to.
    pub body: Option<&'a BodyCode>,
    /// A PHC string; with one the account is active at once, without it invited.
    pub password_hash: Option<&'a Secret>,
    /// Now.
    pub at: Timestamp,
}

impl fmt::Debug for NewUser<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Adds an account.
///
/// # Errors
/// [`StoreError::Conflict`] when the e-mail address has one, [`StoreError::Dangling`] when
/// there is no such body, [`StoreError::Refused`] when the address is not lower-cased.
#[instrument(name = "db.users.insert", level = "debug", skip_all)]
pub async fn insert(tx: &mut Tx, user: &NewUser<'_>) -> Result<(), StoreError> {
    let state = match user.password_hash {
        Some(_) => UserState::Active,
        None => UserState::Invited,
    };
    sql("INSERT INTO users
             (id, email, role, body_code, password_hash, state, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)")
    .text(user.id.as_str())
    .text(user.email)
    .text(user.role.as_str())
    .opt_text(user.body.map(BodyCode::as_str))
    .opt_text(user.password_hash.map(Secret::expose))
    .text(state.as_str())
    .time(user.at)
    .execute(tx)
    .await?;
    Ok(())
}

/// The account of an id.
#[instrument(name = "db.users.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, id: &UserId) -> Result<Option<User>, StoreError> {
    sql("SELECT * FROM users WHERE id = $1")
        .text(id.as_str())
        .find(tx, read)
        .await
}

/// The account of an e-mail address, which must be lower-cased and in NFKC.
#[instrument(name = "db.users.find_by_email", level = "debug", skip_all)]
pub async fn find_by_email(tx: &mut Tx, email: &str) -> Result<Option<User>, StoreError> {
    sql("SELECT * FROM users WHERE email = $1")
        .text(email)
        .find(tx, read)
        .await
}

/// Which people a list holds; an empty filter holds everybody.
#[derive(Debug, Clone, Default)]
pub struct UserFilter<'a> {
    /// Of this body.
    pub body: Option<&'a BodyCode>,
    /// In this role.
    pub role: Option<Role>,
    /// In this state.
    pub state: Option<UserState>,
    /// With this in the address, lower-cased and in NFKC.
    pub address: Option<&'a str>,
}

/// People, by e-mail address after `after_email`.
#[instrument(name = "db.users.list", level = "debug", skip_all)]
pub async fn list(
    tx: &mut Tx,
    filter: &UserFilter<'_>,
    after_email: Option<&str>,
    limit: u32,
) -> Result<Vec<User>, StoreError> {
    sql("SELECT * FROM users
         WHERE email > $1
             AND ($2 IS NULL OR body_code = $2)
             AND ($3 IS NULL OR role = $3)
             AND ($4 IS NULL OR state = $4)
             AND ($5 IS NULL OR email LIKE $5 ESCAPE '!')
         ORDER BY email LIMIT $6")
    .text(after_email.unwrap_or_default())
    .opt_text(filter.body.map(BodyCode::as_str))
    .opt_text(filter.role.map(Role::as_str))
    .opt_text(filter.state.map(UserState::as_str))
    .opt_text(filter.address.map(containing).as_deref())
    .int(limit.into())
    .list(tx, read)
    .await
}

/// The pattern of what holds `text` somewhere.
fn containing(text: &str) -> String {
    let plain = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%")
}

/// The active people of a role, of one body or of none, whom nobody else can change until
/// the transaction ends. Ask before locking one of them: two who do wait in one order.
#[instrument(name = "db.users.lock_active_in_role", level = "debug", skip_all)]
pub async fn lock_active_in_role(
    tx: &mut Tx,
    role: Role,
    body: Option<&BodyCode>,
) -> Result<Vec<User>, StoreError> {
    sql("UPDATE users SET state = state
         WHERE role = $1 AND state = 'active'
             AND (body_code = $2 OR ($2 IS NULL AND body_code IS NULL))
         RETURNING *")
    .text(role.as_str())
    .opt_text(body.map(BodyCode::as_str))
    .list(tx, read)
    .await
}

/// Gives somebody another role; whether the account exists.
#[instrument(name = "db.users.set_role", level = "debug", skip_all)]
pub async fn set_role(
    tx: &mut Tx,
    id: &UserId,
    role: Role,
    at: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE users SET role = $2, changed_at = $3 WHERE id = $1")
        .text(id.as_str())
        .text(role.as_str())
        .time(at)
        .touched(tx)
        .await
}

/// The account of an id, which nobody else can change until the transaction ends.
#[instrument(name = "db.users.lock", level = "debug", skip_all)]
pub async fn lock(tx: &mut Tx, id: &UserId) -> Result<Option<User>, StoreError> {
    sql("UPDATE users SET state = state WHERE id = $1 RETURNING *")
        .text(id.as_str())
        .find(tx, read)
        .await
}

/// Sets the password (a PHC string); whether the account exists. The state stays.
#[instrument(name = "db.users.set_password", level = "debug", skip_all)]
pub async fn set_password(
    tx: &mut Tx,
    id: &UserId,
    hash: &Secret,
    at: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE users SET password_hash = $2, changed_at = $3 WHERE id = $1")
        .text(id.as_str())
        .text(hash.expose())
        .time(at)
        .touched(tx)
        .await
}

/// Sets the state; whether the account exists.
///
/// # Errors
/// [`StoreError::Refused`] when an account without a password would become active.
#[instrument(name = "db.users.set_state", level = "debug", skip_all)]
pub async fn set_state(
    tx: &mut Tx,
    id: &UserId,
    state: UserState,
    at: Timestamp,
) -> Result<bool, StoreError> {
    sql("UPDATE users SET state = $2, changed_at = $3 WHERE id = $1")
        .text(id.as_str())
        .text(state.as_str())
        .time(at)
        .touched(tx)
        .await
}

/// Reads a row of `users`, alone or joined.
pub(crate) fn read(row: &AnyRow) -> Result<User, StoreError> {
    read_named(row, "id", "created_at")
}

/// Reads a joined row, in which two columns have other names.
pub(crate) fn read_named(
    row: &AnyRow,
    id: &'static str,
    created_at: &'static str,
) -> Result<User, StoreError> {
    let fields = Fields::new("users", row, &[id]);
    Ok(User {
        id: fields.parsed(id, UserId::parse)?,
        email: fields.text("email")?,
        role: fields.parsed("role", |word| Role::parse(word).ok_or(()))?,
        body: fields.opt_parsed("body_code", BodyCode::parse)?,
        password_hash: fields.opt_text("password_hash")?.map(Secret::new),
        state: fields.parsed("state", |word| UserState::parse(word).ok_or(()))?,
        created_at: fields.time(created_at)?,
        changed_at: fields.time("changed_at")?,
    })
}
