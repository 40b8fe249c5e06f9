//! Which compiler can build for the browser on this machine.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::shell::{cargo, find_program, output};

/// The browser's target.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's packages that can build for it.
pub const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];

/// A way to build for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The compiler in use has the target's standard library.
    Installed,
    /// Debian's compiler, which builds the standard library from its source.
    Debian,
}

/// Finds a way, adding the target through rustup if that is possible.
pub fn find() -> Option<Toolchain> {
    if has_target() {
        return Some(Toolchain::Installed);
    }
    if add_target() && has_target() {
        return Some(Toolchain::Installed);
    }
    has_debian().then_some(Toolchain::Debian)
}

fn has_target() -> bool {
    let mut rustc = Command::new("rustc");
    let Some(sysroot) = output(rustc.args(["--print", "sysroot"])) else {
        return false;
    };
    let library = Path::new(&sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib");
    library.is_dir()
}

fn add_target() -> bool {
    if find_program("rustup").is_none() {
        return false;
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).stdin(Stdio::null());
    // A refusal is no news: the next way may work, and the caller says so if none does.
    rustup.stdout(Stdio::null()).stderr(Stdio::null());
    rustup.status().is_ok_and(|status| status.success())
}

/// Whether Debian's compiler, its sources and a linker are there.
pub fn has_debian() -> bool {
    ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/bin/wasm-ld"]
        .iter()
        .all(|program| Path::new(program).is_file())
        && Path::new("/usr/lib/rustlib/src/rust/library/std").is_dir()
}

impl Toolchain {
    /// `cargo`, set up for this way; the caller adds the subcommand's arguments.
    pub fn cargo(self, subcommand: &str) -> Command {
        match self {
            Self::Installed => {
                let mut command = cargo();
                command.arg(subcommand);
                command
            }
            Self::Debian => debian_cargo(subcommand),
        }
    }
}

fn debian_cargo(subcommand: &str) -> Command {
    let mut command = cargo();
    let mut debian = Command::new("/usr/bin/cargo");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => debian.env(name, value),
            None => debian.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        debian.current_dir(folder);
    }
    command = debian;
    command
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTUP_HOME")
        // The stable compiler may use -Zbuild-std this way.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTFLAGS", "-C linker=wasm-ld --cfg erase_components")
        .arg(subcommand)
        .arg("-Zbuild-std=std,panic_abort");
    command
}
