//! Folders of the workspace, and running other programs.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The folder of the workspace's manifest.
///
/// As `cargo run` tells it: a target folder may be shared by several checkouts, and this
/// program may have been compiled in another one.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).unwrap_or(&here).to_path_buf()
}

/// Cargo's target folder: this program lies in `<target>/debug`.
pub fn target_dir() -> Result<PathBuf> {
    let program = env::current_exe().context("cannot find this program's own path")?;
    let folder = program.ancestors().nth(2);
    Ok(folder
        .context("this program lies in no target folder")?
        .into())
}

/// The toolchain's cargo.
pub fn cargo() -> Command {
    cargo_named("cargo")
}

/// A cargo that sees what one started by hand would see.
///
/// `cargo run` adds variables about this package; build scripts that watch
/// them would rebuild each time the caller changes.
pub fn cargo_named(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.env_remove("CARGO").env_remove("LD_LIBRARY_PATH");
    command.current_dir(root());
    command
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// Runs a program with this one's output.
///
/// # Errors
/// It cannot be started, or it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed", shown(command));
    }
    Ok(())
}

/// What a program prints, trimmed; `None` when it fails or does not exist.
pub fn output(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).output().ok()?;
    if !done.status.success() {
        return None;
    }
    Some(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Where a program lies on the search path.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Whether this process may install packages and change users.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
