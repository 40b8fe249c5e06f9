//! What the program tells its operator, on standard error.

use std::panic::PanicHookInfo;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// Starts the log. Once in a process.
///
/// # Errors
/// `log.level` cannot be read, or the log has been started already.
pub fn init(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.level).context("log.level cannot be read")?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match config.format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started
        .map_err(|error| anyhow::anyhow!(error))
        .context("cannot start the log")?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// Tells where, never with which words: a message may quote the text at work.
fn log_panic(info: &PanicHookInfo<'_>) {
    let (file, line) = info
        .location()
        .map_or(("?", 0), |at| (at.file(), at.line()));
    tracing::error!(
        code.file = file,
        code.line = line,
        "the program panicked at {file}:{line}"
    );
}
