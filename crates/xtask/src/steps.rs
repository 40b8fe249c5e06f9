//! The list of checks: each says its name, how long it took and whether it held.

use std::time::Instant;

use anyhow::Result;

/// What has been checked so far.
#[derive(Default)]
pub struct Steps {
    failed: Vec<&'static str>,
}

impl Steps {
    /// Runs a check whose failure lets the others go on: one run shows all of them.
    pub fn check(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) {
        if let Err(error) = timed(name, step) {
            eprintln!("error: {error:#}");
            self.failed.push(name);
        }
    }

    /// Runs a step that later ones need.
    ///
    /// # Errors
    /// The step's own.
    pub fn need<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        timed(name, step)
    }

    /// Names of the checks that failed.
    pub fn failed(&self) -> &[&'static str] {
        &self.failed
    }
}

fn timed<T>(name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {name}");
    let started = Instant::now();
    let result = step();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!(
        "<== {name}: {word} in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_check_is_remembered_and_the_next_one_still_runs() {
        let mut steps = Steps::default();
        let mut ran = false;
        steps.check("first", || anyhow::bail!("no"));
        steps.check("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        assert_eq!(steps.failed(), ["first"]);
    }
}
