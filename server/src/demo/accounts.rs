//! The demo's people and their passwords.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rand::RngExt;
use store::{second_factors, users};
use workflow::{NewUser, Operator, TotpSecret};

use super::files::PlannedUser;
use super::passwords::{self, Keys};
use crate::commands::Failure;
use crate::state::AppState;

/// The file with the passwords, in the folder of data.
const FILE: &str = "demo-accounts.txt";

/// The demo's accounts, to be shown.
pub struct Accounts {
    rows: Vec<Row>,
    file: PathBuf,
}

struct Row {
    email: String,
    role: &'static str,
    password: Shown,
    /// The secret of a second factor that was made just now.
    secret: Option<String>,
}

/// What is shown of a password.
enum Shown {
    /// It was made just now.
    New(String),
    /// It is that of the configuration.
    Given,
    /// It was made before.
    Before,
}

impl Accounts {
    /// Lines for the operator. Passwords are among them: this is not for a log.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec!["デモのアカウント:".to_owned()];
        lines.extend(self.rows.iter().map(|row| {
            let password = match &row.password {
                Shown::New(password) => password,
                Shown::Given => "（HYOKASHO_DEMO_PASSWORD の値）",
                Shown::Before => "（作成済み）",
            };
            let secret = match &row.secret {
                Some(secret) => format!("  2段階認証の鍵 {secret}"),
                None => String::new(),
            };
            format!("  {}  {password}  {}{secret}", row.email, row.role)
        }));
        lines.push(format!(
            "  パスワードと2段階認証の鍵は {} にあります。",
            self.file.display()
        ));
        lines
    }
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Accounts({})", self.rows.len())
    }
}

/// Makes the accounts that are missing. With `demo.password`, all of them have it.
pub(super) async fn ensure(state: &AppState, planned: &[PlannedUser]) -> Result<Accounts, Failure> {
    let config = &state.public.config;
    let given = config
        .demo
        .password
        .as_ref()
        .map(crate::config::Secret::reveal);
    let file = config.data_dir().join(FILE);
    let mut known = passwords::read(&file)?;
    let mut rows = Vec::with_capacity(planned.len());
    for user in planned {
        let exists = is_there(state, &user.email).await?;
        let stored = known.get(&user.email).map(|keys| keys.password.as_str());
        let password = match (given, stored) {
            (Some(given), Some(now)) if exists && given == now => Shown::Given,
            (Some(given), _) => {
                set(state, user, given, &mut known).await?;
                Shown::Given
            }
            // Whoever threw the file away may have chosen another password.
            (None, _) if exists => Shown::Before,
            (None, _) => Shown::New(set(state, user, &random(), &mut known).await?),
        };
        rows.push(Row {
            email: user.email.clone(),
            role: user.role.label(),
            password,
            secret: ensure_second_factor(state, user, &mut known).await?,
        });
    }
    if known != passwords::read(&file)? {
        std::fs::create_dir_all(config.data_dir()).map_err(|error| Failure::file(&file, error))?;
        passwords::write(&file, &known)?;
    }
    Ok(Accounts { rows, file })
}

async fn is_there(state: &AppState, email: &str) -> Result<bool, Failure> {
    let mut tx = state.workflow.store().begin_read().await?;
    Ok(users::find_by_email(&mut tx, email)
        .await?
        .is_some_and(|user| user.password_hash.is_some()))
}

async fn set(
    state: &AppState,
    user: &PlannedUser,
    password: &str,
    known: &mut BTreeMap<String, Keys>,
) -> Result<String, Failure> {
    let workflow = &state.workflow;
    if !is_there(state, &user.email).await? {
        let new = NewUser {
            email: user.email.clone(),
            role: user.role,
            body: user.body.clone(),
        };
        workflow.invite_user_as_operator(Operator, new).await?;
    }
    workflow
        .set_password_as_operator(Operator, &user.email, password)
        .await?;
    let keys = known.entry(user.email.clone()).or_default();
    keys.password = password.to_owned();
    Ok(password.to_owned())
}

/// Gives an account that needs a second factor one whose secret stands in the file; the
/// secret, if it was made just now. One that is there stays, whoever set it up.
async fn ensure_second_factor(
    state: &AppState,
    user: &PlannedUser,
    known: &mut BTreeMap<String, Keys>,
) -> Result<Option<String>, Failure> {
    if !user.role.needs_second_factor() || has_second_factor(state, &user.email).await? {
        return Ok(None);
    }
    let secret = TotpSecret::generate(&mut rand::rng());
    state
        .workflow
        .set_second_factor_as_operator(Operator, &user.email, &secret)
        .await?;
    let keys = known.entry(user.email.clone()).or_default();
    keys.secret = Some(secret.base32());
    Ok(keys.secret.clone())
}

async fn has_second_factor(state: &AppState, email: &str) -> Result<bool, Failure> {
    let mut tx = state.workflow.store().begin_read().await?;
    Ok(match users::find_by_email(&mut tx, email).await? {
        Some(user) => second_factors::find(&mut tx, &user.id).await?.is_some(),
        None => false,
    })
}

/// Twenty characters that are not mistaken for each other: about 98 bits.
fn random() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    (0..20)
        .map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())]))
        .collect()
}
