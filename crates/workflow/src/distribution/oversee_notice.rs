//! How far a notice has come, for those above: the provider sees all of it by prefecture, a
//! prefecture its own bodies.

use std::collections::BTreeMap;

use domain::distribution::{ReceiptState, Standing};
use domain::{Action, BodyCode};
use store::notice_receipts::{self, BodyReceipt};
use tracing::instrument;

use super::{find, state_of};
use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::workflow::Workflow;

/// How far a notice has come in a prefecture, its own government included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrefectureProgress {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many addressees there are.
    pub bodies: usize,
    /// How many the notice has reached.
    pub arrived: usize,
    /// How many have read it.
    pub read: usize,
    /// How many have passed it on to everybody below.
    pub forwarded: usize,
    /// How many are done.
    pub completed: usize,
}

/// Which bodies of a prefecture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BelowFilter {
    /// In this state.
    pub state: Option<ReceiptState>,
    /// Those that have not read it.
    pub unread: bool,
}

impl BelowFilter {
    fn fits(self, found: &BodyReceipt) -> bool {
        let receipt = found.receipt.as_ref();
        let state = state_of(receipt);
        let is_unread = receipt.is_none_or(|receipt| receipt.read.is_none());
        self.state.is_none_or(|wanted| wanted == state) && (!self.unread || is_unread)
    }
}

impl Workflow {
    /// How far a notice has come, by prefecture: all for the provider, its own for a
    /// prefecture. One query.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`].
    #[instrument(name = "workflow.notice_progress", level = "debug", skip_all)]
    pub async fn notice_progress(
        &self,
        actor: &Actor,
        id: &str,
    ) -> Result<Vec<PrefectureProgress>, WorkflowError> {
        let own = actor.body.as_ref();
        let everywhere = actor.role.may(own, Action::OverseeNotices, None);
        let prefecture = match own {
            _ if everywhere => None,
            Some(own) if actor.may(Action::OverseeNotices, own) => Some(own.prefecture()),
            _ => return Err(WorkflowError::NotFound),
        };
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        find(&mut tx, id).await?;
        let all = notice_receipts::list_bodies(&mut tx, id, prefecture).await?;
        Ok(count(&all))
    }

    /// The addressees of a prefecture (two digits), by code, with their receipts.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`], also for another prefecture than the actor's.
    #[instrument(name = "workflow.notice_bodies", level = "debug", skip_all)]
    pub async fn notice_bodies(
        &self,
        actor: &Actor,
        id: &str,
        prefecture: &str,
        filter: BelowFilter,
        request: &PageRequest,
    ) -> Result<Page<BodyReceipt>, WorkflowError> {
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        find(&mut tx, id).await?;
        let all = notice_receipts::list_bodies(&mut tx, id, Some(prefecture)).await?;
        let first = all.first().ok_or(WorkflowError::NotFound)?;
        actor.require(Action::OverseeNotices, &first.body.code)?;
        let after = request.after.as_deref().map(BodyCode::parse).transpose();
        let after = after.map_err(|_| WorkflowError::NotFound)?;
        let fitting = all.into_iter().filter(|found| {
            Standing::of(&found.body.code).is_some()
                && filter.fits(found)
                && after.as_ref().is_none_or(|after| found.body.code > *after)
        });
        let asked = usize::try_from(request.asked()).unwrap_or(usize::MAX);
        let found = fitting.take(asked).collect();
        Ok(Page::cut(found, request, |last: &BodyReceipt| {
            last.body.code.to_string()
        }))
    }
}

fn count(all: &[BodyReceipt]) -> Vec<PrefectureProgress> {
    let mut counted: BTreeMap<&str, PrefectureProgress> = BTreeMap::new();
    for found in all {
        let code = &found.body.code;
        if Standing::of(code).is_none() {
            continue;
        }
        let entry = counted.entry(code.prefecture()).or_default();
        entry.code = code.prefecture().to_owned();
        entry.name.clone_from(&found.body.prefecture_name);
        entry.bodies += 1;
        if let Some(receipt) = &found.receipt {
            entry.arrived += 1;
            entry.read += usize::from(receipt.read.is_some());
            entry.forwarded += usize::from(receipt.forwarded.is_some());
            entry.completed += usize::from(receipt.completed.is_some());
        }
    }
    counted.into_values().collect()
}
