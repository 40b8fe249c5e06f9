//! Everything that must hold before a change is done.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::postgres::Postgres;
use crate::shell::{cargo, output, run as run_program, target_dir};
use crate::steps::Steps;
use crate::toolchain::{self, TARGET, Toolchain};
use crate::{browser, chromium, install, layers};

const POSTGRES_URL: &str = "HYOKASHO_TEST_POSTGRES_URL";

/// What the tests find in their environment.
type Environment = Vec<(&'static str, OsString)>;

/// `cargo xtask test [--fast] [-- NEXTEST ARGS…]`.
///
/// # Errors
/// Something the tests need is missing, or the code does not build.
pub fn run(args: &[String]) -> Result<ExitCode> {
    let (own, nextest_args) = match args.iter().position(|arg| arg == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &args[args.len()..]),
    };
    let fast = match own {
        [] => false,
        [flag] if flag == "--fast" => true,
        _ => bail!("usage: cargo xtask test [--fast] [-- NEXTEST ARGS…]"),
    };

    let mut steps = Steps::default();
    let nextest = steps.need("install", || {
        install::rust_components()?;
        install::system_packages(fast)?;
        install::nextest()
    })?;
    check_sources(&mut steps);
    let mut environment = Environment::new();
    if !fast {
        browser_part(&mut steps, &mut environment)?;
        documentation(&mut steps);
    }
    let postgres = steps.need("postgresql", || start_postgres(&mut environment))?;
    steps.check("build", build);
    let binary = target_dir()?.join("debug/hyokasho");
    environment.push(("HYOKASHO_TEST_BINARY", binary.into()));
    if !fast {
        steps.check("doc tests", || {
            let mut command = cargo();
            command.args(["test", "--quiet", "--doc", "--workspace"]);
            run_program(command.envs(environment.iter().cloned()))
        });
    }
    if !steps.failed().is_empty() {
        eprintln!("FAILED before the tests: {}", steps.failed().join(", "));
    }
    let passed = run_tests(nextest, fast, nextest_args, environment)?;
    drop(postgres);
    // A red run may end with another line than the runner's summary.
    if passed && !steps.failed().is_empty() {
        bail!(
            "the tests passed, these checks did not: {}",
            steps.failed().join(", ")
        );
    }
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn check_sources(steps: &mut Steps) {
    steps.check("format", || {
        run_program(cargo().args(["fmt", "--all", "--check"]))
    });
    steps.check("layers", layers::check);
    if output(cargo().args(["deny", "--version"])).is_some() {
        steps.check("deny", || {
            // Advisories need the network and change from day to day.
            run_program(cargo().args(["deny", "check", "bans", "licenses", "sources"]))
        });
    }
    steps.check("clippy", || {
        let mut clippy = cargo();
        clippy.args(["clippy", "--quiet", "--workspace", "--all-targets"]);
        run_program(clippy.args(["--", "-D", "warnings"]))
    });
}

fn browser_part(steps: &mut Steps, environment: &mut Environment) -> Result<()> {
    let toolchain = toolchain::find().with_context(browser::missing)?;
    // Debian's compiler has no clippy for this target.
    if toolchain == Toolchain::Installed {
        steps.check("clippy of the browser part", || {
            let mut clippy = toolchain.cargo("clippy");
            clippy.args([
                "--quiet",
                "--package",
                "hyokasho-app",
                "--lib",
                "--target",
                TARGET,
            ]);
            clippy.args(["--no-default-features", "--features", "hydrate"]);
            run_program(clippy.args(["--", "-D", "warnings"]))
        });
    }
    steps.check("browser part", || {
        let built = browser::build(toolchain)?;
        println!("{}", built.summary());
        environment.push(("HYOKASHO_ASSETS_PKG", built.folder.clone().into()));
        built.check_size()
    });
    let axe = steps.need("axe-core", install::axe)?;
    environment.push(("HYOKASHO_TEST_AXE", axe.into()));
    let browser = chromium::find_browser().context("no Chromium")?;
    environment.push(("HYOKASHO_TEST_CHROMIUM", browser.into()));
    let driver = chromium::find_driver().context("no chromedriver")?;
    environment.push(("HYOKASHO_TEST_CHROMEDRIVER", driver.into()));
    Ok(())
}

fn documentation(steps: &mut Steps) {
    steps.check("documentation", || {
        let mut doc = cargo();
        doc.args(["doc", "--quiet", "--workspace", "--no-deps"]);
        run_program(doc.env("RUSTDOCFLAGS", "-D warnings"))
    });
}

/// Starts a server, unless the caller brought one.
fn start_postgres(environment: &mut Environment) -> Result<Option<Postgres>> {
    if std::env::var_os(POSTGRES_URL).is_some() {
        println!("using the server of {POSTGRES_URL}");
        return Ok(None);
    }
    let postgres = Postgres::start()?;
    environment.push((POSTGRES_URL, postgres.url.clone().into()));
    Ok(Some(postgres))
}

/// Tests and program together: the same features, so nothing is compiled twice.
fn build() -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--workspace", "--tests", "--bin", "hyokasho"]);
    run_program(&mut build)
}

fn run_tests(
    mut nextest: Command,
    fast: bool,
    args: &[String],
    environment: Environment,
) -> Result<bool> {
    nextest.arg("run").args(selection(fast, args)).args(args);
    let status = nextest.envs(environment).status();
    Ok(status.context("cannot start cargo-nextest")?.success())
}

/// All tests, unless the caller chose: the runner would add ours to theirs.
fn selection(fast: bool, args: &[String]) -> Vec<&'static str> {
    let chooses = |flags: [&str; 2]| {
        args.iter()
            .any(|arg| flags.contains(&arg.split('=').next().unwrap_or(arg)))
    };
    let mut selection = Vec::new();
    if !chooses(["-p", "--package"]) {
        selection.push("--workspace");
    }
    if fast && !chooses(["-E", "--filterset"]) {
        selection.extend(["-E", "not test(/(^|::)browser/)"]);
    }
    selection
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_callers_choice_of_tests_replaces_ours() {
        let args = |words: &[&str]| {
            words
                .iter()
                .map(|&word| word.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(selection(false, &[]), ["--workspace"]);
        assert_eq!(selection(true, &args(&["-p", "hyokasho-store"])).len(), 2);
        assert_eq!(
            selection(true, &args(&["-E", "test(redact)"])),
            ["--workspace"]
        );
        assert_eq!(
            selection(false, &args(&["--package=hyokasho-app"])),
            Vec::<&str>::new()
        );
    }
}
