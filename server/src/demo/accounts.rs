//! The demo's people and their passwords.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rand::RngExt;
use store::users;
use workflow::{NewUser, Operator};

use super::files::PlannedUser;
use super::passwords;
use crate::commands::Failure;
use crate::state::AppState;

/// The file with the passwords, in the folder of data.
const FILE: &str = "demo-accounts.txt";

/// The demo's accounts, to be shown.
pub struct Accounts {
    rows: Vec<(String, &'static str, Shown)>,
    file: PathBuf,
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
        lines.extend(self.rows.iter().map(|(email, role, password)| {
            let password = match password {
                Shown::New(password) => password,
                Shown::Given => "（HYOKASHO_DEMO_PASSWORD の値）",
                Shown::Before => "（作成済み）",
            };
            format!("  {email}  {password}  {role}")
        }));
        lines.push(format!(
            "  パスワードは {} にあります。",
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
        let password = match (given, known.get(&user.email)) {
            (Some(given), Some(now)) if exists && given == now => Shown::Given,
            (Some(given), _) => {
                set(state, user, given, &mut known).await?;
                Shown::Given
            }
            // Whoever threw the file away may have chosen another password.
            (None, _) if exists => Shown::Before,
            (None, _) => Shown::New(set(state, user, &random(), &mut known).await?),
        };
        rows.push((user.email.clone(), user.role.label(), password));
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
    known: &mut BTreeMap<String, String>,
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
    known.insert(user.email.clone(), password.to_owned());
    Ok(password.to_owned())
}

/// Twenty characters that are not mistaken for each other: about 98 bits.
fn random() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    (0..20)
        .map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())]))
        .collect()
}
