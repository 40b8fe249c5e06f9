//! The demo: fictional bodies, people and assessments in every state, made by the same use
//! cases as real ones, leak gate included.
//!
//! It may run again at any time: what is there stays, whatever people did to it since, and
//! a run that was cut off is taken up where it stopped. What is brought in is data, in
//! `content/demo/`.
//!
//! Deliberately absent: known passwords. Accounts get random ones, written to a file that
//! only its owner can read, unless `demo.password` sets one for all.

mod accounts;
mod commission;
mod course;
mod files;
mod hearings;
mod notices;
mod passwords;
mod plans;

use std::sync::Arc;

use domain::{Body, Forms};
use publish::Site;
use store::bodies;
use workflow::{ManualClock, Operator, PasswordHashing, SystemClock, Workflow};

pub use accounts::Accounts;
use files::DemoFiles;

use crate::commands::Failure;
use crate::site::Publisher;
use crate::state::AppState;

/// Brings in what is missing.
///
/// # Errors
/// The files of the demo are broken, or a use case refused.
pub async fn load(state: &AppState, seed: u64) -> Result<Accounts, Failure> {
    let files = DemoFiles::read()?;
    import_bodies(state, &files.bodies()?).await?;
    let accounts = accounts::ensure(state, &files.plan.users).await?;
    course::follow(state, &files, seed).await?;
    hearings::follow(state, &files).await?;
    commission::follow(state).await?;
    notices::follow(state).await?;
    Ok(accounts)
}

/// Takes in the bodies, unless they are there as they should be: nothing happened then.
async fn import_bodies(state: &AppState, wanted: &[Body]) -> Result<(), Failure> {
    let mut tx = state.workflow.store().begin_read().await?;
    for body in wanted {
        if bodies::find(&mut tx, &body.code).await?.as_ref() != Some(body) {
            drop(tx);
            state.workflow.import_bodies(Operator, wanted).await?;
            return Ok(());
        }
    }
    Ok(())
}

/// The use cases at a time of the demo's own, and a publisher that goes by it.
struct Stage {
    clock: Arc<ManualClock>,
    workflow: Workflow,
    publisher: Publisher,
}

impl Stage {
    fn new(state: &AppState, begin: jiff::Timestamp) -> Result<Self, Failure> {
        let clock = Arc::new(ManualClock::new(begin));
        let forms: Arc<Forms> = Arc::clone(state.workflow.forms());
        let hashing = PasswordHashing::recommended();
        let workflow = Workflow::new(
            state.workflow.store().clone(),
            forms,
            clock.clone(),
            hashing,
        );
        let site = Site::open(&state.public.site_dir).map_err(anyhow::Error::from)?;
        let index = Arc::clone(&state.public.index);
        let publisher = Publisher::into_place(&state.public, &workflow, site, index);
        Ok(Self {
            clock,
            workflow,
            publisher,
        })
    }

    /// Moves the time to `at`.
    fn go_to(&self, at: jiff::Timestamp) {
        use workflow::Clock;
        self.clock
            .advance(at.as_second() - self.clock.now().as_second());
    }
}

/// The present, which drafts belong to.
fn present() -> jiff::Timestamp {
    use workflow::Clock;
    SystemClock.now()
}
