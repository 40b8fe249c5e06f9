//! Builds everything and becomes the server.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::browser::{self, Built};
use crate::shell::{cargo, root, run as run_program, target_dir};
use crate::toolchain;

/// `cargo xtask serve [ARGS…]`: does not return while the server runs.
///
/// # Errors
/// The program cannot be built or started. A browser part that cannot be
/// built is only said: every page works without script.
pub fn run(args: &[String]) -> Result<ExitCode> {
    let browser_part = build_browser_part();
    if let Err(error) = &browser_part {
        eprintln!("going on without the browser part: {error:#}");
    }
    let mut build = cargo();
    build.args(["build", "--package", "hyokasho-server", "--bin", "hyokasho"]);
    run_program(&mut build)?;

    let mut server = Command::new(target_dir()?.join("debug/hyokasho"));
    server.args(["serve", "--with-demo"]).args(args);
    // `data/` and the folders of the content lie in the workspace.
    server.current_dir(root());
    if let Ok(built) = browser_part {
        server.env("HYOKASHO_ASSETS_PKG", built.folder);
    }
    // Replacing this process leaves signals to the server alone.
    Err(server.exec()).context("cannot start the server")
}

fn build_browser_part() -> Result<Built> {
    let toolchain = toolchain::find().with_context(browser::missing)?;
    browser::build(toolchain)
}
