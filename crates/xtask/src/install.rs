//! Installs what the tests need, or names exactly what is missing.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, cargo_named, find_program, is_root, output, run, target_dir};
use crate::{chromium, postgres, toolchain};

/// Pinned here, because no lock file holds them.
const NEXTEST: &str = "0.9.143";
const AXE: &str = "4.14.1";
const JAPANESE_FONTS: &str = "/usr/share/fonts/opentype/noto";

/// The parts of cargo that a minimal toolchain lacks.
///
/// # Errors
/// They are missing and rustup cannot add them.
pub fn rust_components() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output(cargo().args([subcommand, "--version"])).is_none() {
            run(Command::new("rustup").args(["component", "add", component]))
                .with_context(|| format!("cargo {subcommand} is missing"))?;
        }
    }
    Ok(())
}

/// Debian packages: PostgreSQL, and unless `fast` the browser, fonts and npm.
///
/// # Errors
/// Something is missing and we may not install it; the message holds the command.
pub fn system_packages(fast: bool) -> Result<()> {
    let missing = missing_packages(fast);
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    if !is_root() || find_program("apt-get").is_none() {
        bail!(
            "the tests need packages that only root can install: \
             `apt-get update && apt-get install --no-install-recommends {packages}`"
        );
    }
    println!("installing {packages}");
    run(apt().arg("update").arg("-qq"))?;
    let mut install = apt();
    install
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(&missing);
    run(&mut install)?;
    let still = missing_packages(fast);
    if !still.is_empty() {
        bail!("still missing after installing: {}", still.join(" "));
    }
    Ok(())
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    // In this "run level" the package's own server is not started.
    apt.env("RUNLEVEL", "1");
    apt
}

fn missing_packages(fast: bool) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if postgres::find_programs().is_none() {
        missing.push("postgresql");
    }
    if fast {
        return missing;
    }
    if chromium::find_browser().is_none() {
        missing.push("chromium");
    }
    if chromium::find_driver().is_none() {
        missing.push("chromium-driver");
    }
    if !has_japanese_fonts() {
        missing.push("fonts-noto-cjk");
    }
    if axe_file().is_ok_and(|file| !file.is_file()) && find_program("npm").is_none() {
        missing.extend(["nodejs", "npm"]);
    }
    if toolchain::find().is_none() {
        missing.extend(toolchain::DEBIAN_PACKAGES);
    }
    missing
}

fn has_japanese_fonts() -> bool {
    let listed = output(Command::new("fc-list").args([":lang=ja", "family"]));
    listed.is_some_and(|fonts| !fonts.is_empty()) || PathBuf::from(JAPANESE_FONTS).is_dir()
}

/// The command that runs the tests, compiled on first use (some minutes).
///
/// # Errors
/// It is missing and cannot be compiled.
pub fn nextest() -> Result<Command> {
    if output(cargo().args(["nextest", "--version"])).is_some() {
        let mut command = cargo();
        command.arg("nextest");
        return Ok(command);
    }
    let tools = target_dir()?.join("tools");
    let program = tools.join("bin/cargo-nextest");
    if !program.is_file() {
        let mut install = cargo();
        install.args([
            "install",
            "cargo-nextest",
            "--locked",
            "--version",
            NEXTEST,
            "--root",
        ]);
        install
            .arg(&tools)
            .arg("--target-dir")
            .arg(tools.join("build"));
        run(&mut install)?;
    }
    let mut command = cargo_named(program);
    command.arg("nextest");
    Ok(command)
}

fn axe_file() -> Result<PathBuf> {
    let folder = target_dir()?.join(format!("tools/axe-{AXE}"));
    Ok(folder.join("node_modules/axe-core/axe.min.js"))
}

/// The accessibility checker that browser tests load into pages.
///
/// # Errors
/// npm cannot fetch it.
pub fn axe() -> Result<PathBuf> {
    let file = axe_file()?;
    if file.is_file() {
        return Ok(file);
    }
    let prefix = target_dir()?.join(format!("tools/axe-{AXE}"));
    std::fs::create_dir_all(&prefix)?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-package-lock",
        "--ignore-scripts",
    ]);
    npm.args(["--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
        .arg(&prefix);
    npm.arg(format!("axe-core@{AXE}"));
    run(&mut npm)?;
    if !file.is_file() {
        bail!("npm left no {}", file.display());
    }
    Ok(file)
}
