//! The repository's own commands: `cargo xtask help` lists them.
//!
//! Kept light, because on a fresh machine everything waits for it: two
//! dependencies, and tools that compile long are programs of their own.
//! To add a command: a module with one public `run`, a line in [`HELP`] and
//! one in [`dispatch`].

mod browser;
mod chromium;
mod install;
mod layers;
mod postgres;
mod serve;
mod shell;
mod steps;
mod test;
mod toolchain;

use std::process::ExitCode;

use anyhow::Result;

const HELP: &str = "\
cargo xtask serve [ARGS…]        build everything, start portal and public site with demo data
cargo xtask test [--fast] [-- NEXTEST ARGS…]
                                 install what the tests need, run all of them
                                 --fast: no documentation, doc tests, browser build or browser tests
cargo xtask ci                   the same as test
cargo xtask browser [--debian]   build the browser part (--debian: with Debian's compiler)
cargo xtask layers [--print]     check who depends on whom (--print: show it)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<ExitCode> {
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", args),
    };
    match command {
        "serve" => serve::run(rest),
        "test" | "ci" => test::run(rest),
        "browser" => browser::run(rest),
        "layers" => layers::run(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprint!("{HELP}");
            Ok(ExitCode::from(2))
        }
    }
}
