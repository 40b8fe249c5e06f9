//! Turns the browser library into what a page loads, and writes down its size.
//!
//! Usage: `hyokasho-bindgen LIBRARY.wasm OUT_DIR SIZE_FILE`. A program of its
//! own, because the generator takes far longer to compile than `xtask`.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [library, out_dir, size_file] = paths.as_slice() else {
        bail!("usage: hyokasho-bindgen LIBRARY.wasm OUT_DIR SIZE_FILE");
    };
    Bindgen::new()
        .input_path(library)
        .out_name("hyokasho")
        .typescript(false)
        // Names of functions weigh much and help nobody in a browser.
        .remove_name_section(true)
        .remove_producers_section(true)
        .web(true)?
        .generate(out_dir)
        .with_context(|| format!("cannot generate from {}", library.display()))?;

    let (raw, gzipped) = measure(out_dir)?;
    std::fs::write(size_file, format!("{raw} {gzipped}\n"))
        .with_context(|| format!("cannot write {}", size_file.display()))
}

/// Bytes of all generated files: as they are, and each gzipped.
fn measure(out_dir: &Path) -> Result<(u64, u64)> {
    let mut raw = 0;
    let mut gzipped = 0;
    for name in ["hyokasho.js", "hyokasho_bg.wasm"] {
        let path = out_dir.join(name);
        let bytes =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&bytes)?;
        raw += bytes.len() as u64;
        gzipped += encoder.finish()?.len() as u64;
    }
    Ok((raw, gzipped))
}
