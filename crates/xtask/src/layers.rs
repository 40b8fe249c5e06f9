//! Who knows whom, and what may be written where.
//!
//! [`graph`] reads the manifests, [`scan`] the sources. Development
//! dependencies are free, except that nobody depends on the server.

mod graph;
mod scan;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::shell::root;
use graph::Member;

/// `cargo xtask layers [--print]`.
///
/// # Errors
/// A rule is broken, or a file cannot be read.
pub fn run(args: &[String]) -> Result<ExitCode> {
    match args {
        [] => check()?,
        [flag] if flag == "--print" => {
            print!("{}", graph::printed(&read_members(&root())?));
            check()?;
        }
        _ => bail!("usage: cargo xtask layers [--print]"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks manifests and sources.
///
/// # Errors
/// All broken rules at once, or a file cannot be read.
pub fn check() -> Result<()> {
    let root = root();
    let members = read_members(&root)?;
    let mut problems = graph::problems(&members);
    for member in &members {
        for file in rust_files(&root.join(&member.folder))? {
            let text = fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            let shown = file.strip_prefix(&root).unwrap_or(&file);
            problems.extend(scan::problems(&shown.to_string_lossy(), &text));
        }
    }
    if !problems.is_empty() {
        bail!("layers are broken:\n  {}", problems.join("\n  "));
    }
    println!("layers hold in {} packages", members.len());
    Ok(())
}

fn read_members(root: &Path) -> Result<Vec<Member>> {
    let mut folders = vec![PathBuf::from("app"), PathBuf::from("server")];
    for entry in fs::read_dir(root.join("crates"))? {
        let folder = Path::new("crates").join(entry?.file_name());
        if root.join(&folder).join("Cargo.toml").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    let mut members = Vec::new();
    for folder in folders {
        let manifest = root.join(&folder).join("Cargo.toml");
        let text = fs::read_to_string(&manifest)
            .with_context(|| format!("cannot read {}", manifest.display()))?;
        let member = Member::parse(&folder.to_string_lossy(), &text)
            .with_context(|| format!("cannot understand {}", manifest.display()))?;
        members.push(member);
    }
    Ok(members)
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
