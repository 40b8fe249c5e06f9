//! What the browser tests need from outside. Nothing is skipped when it is missing.

use std::path::PathBuf;

/// What brings everything that these tests need.
const REMEDY: &str =
    "run the tests with `cargo xtask test`, which installs and names what they need";

/// The path in a variable.
///
/// # Panics
/// It is not set, or nothing is there.
fn path(variable: &str) -> PathBuf {
    let Some(value) = std::env::var_os(variable) else {
        panic!("{variable} is not set: {REMEDY}");
    };
    existing(variable, value.into())
}

fn existing(what: &str, path: PathBuf) -> PathBuf {
    assert!(
        path.exists(),
        "{what}: nothing at {}: {REMEDY}",
        path.display()
    );
    path
}

/// A program by its variable, else by its name on the search path.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if std::env::var_os(variable).is_some() {
        return path(variable);
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("no {} and {variable} is not set: {REMEDY}", names[0]))
}

/// The browser.
pub fn chromium() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    program("HYOKASHO_TEST_CHROMIUM", &names)
}

/// Its driver.
pub fn chromedriver() -> PathBuf {
    program("HYOKASHO_TEST_CHROMEDRIVER", &["chromedriver"])
}

/// The built program.
pub fn hyokasho() -> PathBuf {
    match std::env::var_os("HYOKASHO_TEST_BINARY") {
        Some(_) => path("HYOKASHO_TEST_BINARY"),
        None => existing("hyokasho", env!("CARGO_BIN_EXE_hyokasho").into()),
    }
}

/// The folder of the built browser part.
pub fn browser_part() -> PathBuf {
    path("HYOKASHO_ASSETS_PKG")
}

/// The script of axe-core.
pub fn axe() -> String {
    std::fs::read_to_string(path("HYOKASHO_TEST_AXE")).unwrap()
}

/// Where to leave screenshots, if anybody wants them.
pub fn screenshots() -> Option<PathBuf> {
    std::env::var_os("HYOKASHO_TEST_SCREENSHOTS").map(PathBuf::from)
}
