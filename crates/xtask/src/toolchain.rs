//! Which compiler can build for the browser on this machine.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::shell::{cargo, cargo_named, find_program, output, target_dir};

/// How long a refusal of rustup is believed.
const REFUSAL_HOLDS: Duration = Duration::from_secs(24 * 60 * 60);

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

/// Asks rustup, unless it refused lately: without a network it takes its time.
fn add_target() -> bool {
    let Ok(target) = target_dir() else {
        return false;
    };
    let refusal = target.join("rustup-has-no-browser-target");
    if find_program("rustup").is_none() || is_recent(&refusal) {
        return false;
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]).stdin(Stdio::null());
    // A refusal is no news: the next way may work, and the caller says so if none does.
    rustup.stdout(Stdio::null()).stderr(Stdio::null());
    let added = rustup.status().is_ok_and(|status| status.success());
    if !added {
        // Without the note, the next start merely asks again.
        let _ = fs::write(&refusal, "");
    }
    added
}

fn is_recent(file: &Path) -> bool {
    let changed = fs::metadata(file).and_then(|about| about.modified());
    let age = changed.ok().and_then(|changed| changed.elapsed().ok());
    age.is_some_and(|age| age < REFUSAL_HOLDS)
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
    let mut command = cargo_named("/usr/bin/cargo");
    command
        .env_remove("RUSTUP_TOOLCHAIN")
        // The stable compiler may use -Zbuild-std this way.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTFLAGS", "-C linker=wasm-ld --cfg erase_components")
        .arg(subcommand)
        .arg("-Zbuild-std=std,panic_abort");
    command
}
