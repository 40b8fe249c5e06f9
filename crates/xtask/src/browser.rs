//! The browser part: islands as WebAssembly, and the JavaScript that loads them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};

use crate::shell::{self, cargo, run as run_program};
use crate::toolchain::{self, DEBIAN_PACKAGES, TARGET, Toolchain};

/// What a page may cost at most, gzipped.
const LIMIT_KB: u64 = 300;

/// The built browser part.
pub struct Built {
    /// Holds `hyokasho.js` and `hyokasho_bg.wasm`.
    pub folder: PathBuf,
    /// Bytes of both files.
    pub raw: u64,
    /// Bytes of both files, gzipped.
    pub gzipped: u64,
}

impl Built {
    /// Refuses a browser part that is too big to load.
    ///
    /// # Errors
    /// It is bigger than the limit.
    pub fn check_size(&self) -> Result<()> {
        if self.gzipped > LIMIT_KB * 1024 {
            bail!(
                "the browser part has {} KB gzipped, more than {LIMIT_KB} KB",
                self.gzipped.div_ceil(1024)
            );
        }
        Ok(())
    }

    /// One line for people.
    pub fn summary(&self) -> String {
        format!(
            "browser part: {} KB, {} KB gzipped (limit {LIMIT_KB} KB), in {}",
            self.raw.div_ceil(1024),
            self.gzipped.div_ceil(1024),
            self.folder.display()
        )
    }
}

/// `cargo xtask browser`.
///
/// # Errors
/// No compiler for the browser, or the build fails.
pub fn run(args: &[String]) -> Result<ExitCode> {
    let toolchain = match args {
        [] => toolchain::find().context(missing())?,
        [flag] if flag == "--debian" && toolchain::has_debian() => Toolchain::Debian,
        [flag] if flag == "--debian" => bail!(missing()),
        _ => bail!("usage: cargo xtask browser [--debian]"),
    };
    println!("{}", build(toolchain)?.summary());
    Ok(ExitCode::SUCCESS)
}

/// What to do when no compiler for the browser is there.
pub fn missing() -> String {
    format!(
        "no compiler for the browser part: `rustup target add {TARGET}`, or on Debian \
         `apt-get install {}`",
        DEBIAN_PACKAGES.join(" ")
    )
}

/// Builds the browser part; quick when nothing changed.
///
/// # Errors
/// The compiler or the generator fails, or a file cannot be read or written.
pub fn build(toolchain: Toolchain) -> Result<Built> {
    let target = shell::target_dir()?;
    // Two compilers in one folder would drive each other's results out.
    let cargo_target = match toolchain {
        Toolchain::Installed => target.clone(),
        Toolchain::Debian => target.join("browser-debian"),
    };
    let mut compile = toolchain.cargo("build");
    compile.args([
        "--quiet",
        "--package",
        "hyokasho-app",
        "--lib",
        "--target",
        TARGET,
    ]);
    compile.args([
        "--no-default-features",
        "--features",
        "hydrate",
        "--profile",
        "browser",
    ]);
    compile.env("CARGO_TARGET_DIR", &cargo_target);
    run_program(&mut compile)?;

    let library = cargo_target.join(TARGET).join("browser/app.wasm");
    let folder = target.join("browser/pkg");
    let size_file = target.join("browser/pkg.size");
    let stamp_file = target.join("browser/pkg.stamp");
    let stamp = stamp_of(&library)?;
    let is_fresh = std::fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp)
        && folder.join("hyokasho_bg.wasm").is_file();
    if !is_fresh {
        generate(&library, &folder, &size_file)?;
        std::fs::write(&stamp_file, stamp)?;
    }
    let (raw, gzipped) = read_size(&size_file)?;
    Ok(Built {
        folder,
        raw,
        gzipped,
    })
}

/// Tells one build of the library from the next.
fn stamp_of(library: &Path) -> Result<String> {
    let about = std::fs::metadata(library)
        .with_context(|| format!("the compiler left no {}", library.display()))?;
    let changed = about.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(format!("{} {} {changed}\n", library.display(), about.len()))
}

fn generate(library: &Path, folder: &Path, size_file: &Path) -> Result<()> {
    let mut generator = cargo();
    generator.args(["run", "--quiet", "--package", "hyokasho-xtask"]);
    generator.args(["--features", "bindgen", "--bin", "hyokasho-bindgen", "--"]);
    generator.args([library, folder, size_file]);
    run_program(&mut generator)
}

fn read_size(size_file: &Path) -> Result<(u64, u64)> {
    let text = std::fs::read_to_string(size_file)
        .with_context(|| format!("cannot read {}", size_file.display()))?;
    let (raw, gzipped) = text
        .trim()
        .split_once(' ')
        .with_context(|| format!("{} holds no two numbers", size_file.display()))?;
    Ok((raw.parse()?, gzipped.parse()?))
}
