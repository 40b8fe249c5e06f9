//! What the command line does: one file, one command.
//!
//! A command reads its files, calls a use case and prints what came of it. Standard output
//! is for results, standard error for problems, which say what, where and how to mend.
//! No command prints what is withheld, except an export for those who may read it.

mod audit_verify;
mod body_import;
mod body_members;
mod body_regime;
mod check;
mod demo;
mod document;
mod export;
mod full_copy;
mod import;
mod leak_check;
mod migrate;
mod publish;
mod serve;
mod synth;
mod user_add;
mod user_reset;

use std::fmt::Display;
use std::future::Future;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use store::StoreError;
use workflow::{RefusedDocument, WorkflowError};

pub use body_import::parse_bodies;

use crate::cli::{AssessmentCommand, AuditCommand, BodyCommand, Cli, Command, UserCommand};
use crate::config::{Config, ConfigError};
use crate::site::{BuildError, PublishError};
use crate::state::AppState;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Findings that were printed already.
    Found,
    /// A finding or a refusal.
    Refused(String),
    /// Wrong usage.
    Usage(String),
    /// A fault of the environment that is told in full.
    Fault(String),
    /// The database, the disk, the network.
    Environment(anyhow::Error),
}

/// What a command comes to.
pub type Done = Result<(), Failure>;

impl Failure {
    /// The exit code of the process.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Found | Self::Refused(_) => 1,
            Self::Usage(_) => 2,
            Self::Fault(_) | Self::Environment(_) => 3,
        }
    }

    /// What to tell the operator.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Found => None,
            Self::Refused(message) | Self::Usage(message) | Self::Fault(message) => {
                Some(message.clone())
            }
            Self::Environment(error) => Some(format!(
                "環境の不具合のため続けられません: {error:#}\nデータベースの接続先、フォルダの権限と空き容量を確かめてください（有効な設定は hyokasho serve --print-config で表示します）。"
            )),
        }
    }

    /// A file that was named on the command line and cannot be read.
    #[must_use]
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::Usage(match error.kind() {
            std::io::ErrorKind::NotFound => format!("ファイル {path} がありません。"),
            _ => format!("ファイル {path} を読めません（{error}）。"),
        })
    }

    /// A file that cannot be read or written.
    #[must_use]
    pub fn file(path: &Path, error: std::io::Error) -> Self {
        Self::Environment(anyhow::Error::new(error).context(path.display().to_string()))
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let address = error
            .chain()
            .find_map(|cause| cause.downcast_ref::<StoreError>());
        if let Some(StoreError::Address { problem }) = address {
            return Self::Usage(format!(
                "database.url が正しくありません（{problem}）。sqlite://PATH 又は postgres://… の形で指定してください。"
            ));
        }
        match error.downcast::<ConfigError>() {
            Ok(wrong) => wrong.into(),
            Err(error) => Self::Environment(error),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error.exit_code() {
            2 => Self::Usage(format!("設定が正しくありません: {error}")),
            _ => Self::Environment(error.into()),
        }
    }
}

impl From<WorkflowError> for Failure {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::Store(_)
            | WorkflowError::Hashing(_)
            | WorkflowError::UnknownForm { .. } => Self::Environment(error.into()),
            other => Self::Refused(other.user_message()),
        }
    }
}

impl From<RefusedDocument> for Failure {
    fn from(error: RefusedDocument) -> Self {
        match error.why() {
            WorkflowError::Store(_) | WorkflowError::Hashing(_) => Self::Environment(error.into()),
            _ => Self::Refused(error.user_message()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Environment(error.into())
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Leaked(leaks) => {
                let message = PublishError::Leaked(leaks.clone()).user_message();
                Self::Refused(format!("{message}\n{}", leaks.lines().join("\n")))
            }
            PublishError::Workflow(error) => error.into(),
            PublishError::Refused(error) => error.into(),
            PublishError::Busy => Self::Refused(PublishError::Busy.user_message()),
            PublishError::Build(BuildError::Leaked(report)) => Self::Refused(report.to_string()),
            PublishError::Build(error) => Self::Environment(error.into()),
        }
    }
}

/// Does what is asked.
///
/// # Errors
/// [`Failure`].
pub fn run(cli: Cli) -> Done {
    let mut config = Config::load(cli.config.as_deref())?;
    if let Command::Serve(args) = &cli.command {
        return serve::run(config, args);
    }
    if config.log.level == crate::config::LogConfig::default().level {
        // Results speak for themselves; the log of a server would drown them.
        "warn".clone_into(&mut config.log.level);
    }
    crate::logging::init(&config.log)?;
    block_on(dispatch(cli.command, Arc::new(config)))
}

async fn dispatch(command: Command, config: Arc<Config>) -> Done {
    match command {
        Command::Serve(_) => Ok(()),
        Command::Demo(args) => demo::run(&config, &args).await,
        Command::Migrate => migrate::run(&config).await,
        Command::Body(BodyCommand::Import { file }) => body_import::run(&config, &file).await,
        Command::Body(BodyCommand::Members { file }) => body_members::run(&config, &file).await,
        Command::Body(BodyCommand::Regime(args)) => body_regime::run(&config, &args).await,
        Command::User(UserCommand::Add(args)) => user_add::run(&config, args).await,
        Command::User(UserCommand::ResetSecondFactor(args)) => user_reset::run(&config, args).await,
        Command::Assessment(AssessmentCommand::Import(args)) => import::run(&config, &args).await,
        Command::Assessment(AssessmentCommand::Export(args)) => export::run(&config, &args).await,
        Command::Check(args) => check::run(&config, &args).await,
        Command::Publish(args) => publish::run(&config, &args).await,
        Command::LeakCheck(args) => leak_check::run(&config, &args).await,
        Command::Audit(AuditCommand::Verify) => audit_verify::run(&config).await,
        Command::Synth(args) => synth::run(&config, &args).await,
    }
}

fn block_on(work: impl Future<Output = Done>) -> Done {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime
        .map_err(|error| Failure::Environment(error.into()))?
        .block_on(work)
}

/// Everything that a command may need.
async fn open(config: &Arc<Config>) -> Result<AppState, Failure> {
    Ok(crate::startup::open(config).await?)
}

/// Refuses to go on where no database is yet: a command that only reads must not make an
/// empty one and find nothing in it.
fn require_database(config: &Config) -> Done {
    let url = config.database_url();
    let path = url.strip_prefix("sqlite:").map(|rest| {
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        rest.split('?').next().unwrap_or(rest).to_owned()
    });
    match path {
        Some(path) if !path.contains(":memory:") && !Path::new(&path).exists() => {
            Err(Failure::Fault(format!(
                "データベース {path} がありません。hyokasho migrate 又は serve で作ります。"
            )))
        }
        _ => Ok(()),
    }
}

/// Prints a warning, apart from results.
fn warn(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a line of a result. Whoever closed the pipe has read enough.
fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
