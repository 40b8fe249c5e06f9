//! The distribution (周知) of a notice: handing it down the tree, reading it, and seeing how
//! far it has come.
//!
//! Who is below whom is decided by [`domain::distribution`] and the table of unions. All
//! lists are one query over bodies, whose rows are counted here.

mod distribute_notice;
mod follow_notice;
mod forward_notice;
mod import_union_members;
mod oversee_notice;
mod remind_of_notice;

use std::collections::HashMap;

use domain::distribution::{Receipt, ReceiptState, Standing, hands_on};
use domain::notice_life::NoticeStage;
use domain::{BodyCode, Role};
use jiff::Timestamp;
use serde_json::Value;
use store::notice_receipts::{self, BodyReceipt};
use store::notices::{self, NoticeRow};
use store::union_members::Membership;
use store::{StoreError, Tx};

pub use follow_notice::{ReceivedNotice, ReceivedNoticeEntry};
pub use forward_notice::Targets;
pub use oversee_notice::{BelowFilter, PrefectureProgress};

use crate::actor::Actor;
use crate::error::WorkflowError;
use crate::notices::subject;
use crate::notify::{Message, tell_roles};
use crate::trail::record_on;

/// The notice that is being distributed, or was.
async fn find(tx: &mut Tx, id: &str) -> Result<NoticeRow, WorkflowError> {
    let found = notices::find(tx, id).await?;
    let is_out = |found: &NoticeRow| {
        let since = match &found.stage {
            NoticeStage::InDistribution { since, .. } | NoticeStage::Listed { since, .. } => {
                Some(*since)
            }
            NoticeStage::Ended { since, .. } => *since,
            _ => None,
        };
        since.is_some()
    };
    found.filter(is_out).ok_or(WorkflowError::NotFound)
}

/// The bodies to which `body` hands the notice, by code.
async fn below(tx: &mut Tx, notice: &str, body: &BodyCode) -> Result<Vec<BodyReceipt>, StoreError> {
    let mut found = notice_receipts::list_unions(tx, notice, body).await?;
    found.retain(|union| hands_on(body, &union.body.code, true));
    if Standing::of(body) == Some(Standing::Prefecture) {
        let all = notice_receipts::list_bodies(tx, notice, Some(body.prefecture())).await?;
        let own = all.into_iter();
        found.extend(own.filter(|other| hands_on(body, &other.body.code, false)));
    }
    found.sort_by(|a, b| a.body.code.cmp(&b.body.code));
    Ok(found)
}

/// How many of these the notice has not reached.
fn unreached(below: &[BodyReceipt]) -> usize {
    below.iter().filter(|found| found.receipt.is_none()).count()
}

/// For every body with somebody below it whom the notice has not reached: how many.
fn unreached_by_body(all: &[BodyReceipt], memberships: &[Membership]) -> HashMap<BodyCode, usize> {
    let pending = |found: &&BodyReceipt| found.receipt.is_none();
    let prefectures: HashMap<&str, &BodyCode> = all
        .iter()
        .map(|found| &found.body.code)
        .filter(|code| Standing::of(code) == Some(Standing::Prefecture))
        .map(|code| (code.prefecture(), code))
        .collect();
    let mut counts: HashMap<BodyCode, usize> = HashMap::new();
    for found in all.iter().filter(pending) {
        let code = &found.body.code;
        match Standing::of(code) {
            Some(Standing::Municipality) => {
                if let Some(above) = prefectures.get(code.prefecture()) {
                    *counts.entry((*above).clone()).or_default() += 1;
                }
            }
            Some(Standing::Union) => {
                for known in memberships.iter().filter(|known| known.union == *code) {
                    *counts.entry(known.member.clone()).or_default() += 1;
                }
            }
            _ => {}
        }
    }
    counts
}

/// How far a body is.
fn state_of(receipt: Option<&Receipt>) -> ReceiptState {
    receipt.map_or(ReceiptState::Pending, Receipt::state)
}

/// Tells those of a body who follow notices.
pub(crate) async fn tell_body(
    tx: &mut Tx,
    body: &BodyCode,
    message: Message<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let roles: &[Role] = match Standing::of(body) {
        Some(Standing::Prefecture) => &[Role::Prefecture, Role::Coordinator],
        _ => &[Role::Coordinator, Role::BodyAdmin],
    };
    tell_roles(tx, roles, body, &message, at).await
}

/// Records what a body did with a notice.
async fn record(
    tx: &mut Tx,
    action: &str,
    notice: &str,
    body: Option<&BodyCode>,
    by: &Actor,
    at: Timestamp,
    detail: Value,
) -> Result<(), StoreError> {
    record_on(tx, action, body, &subject(notice), by, at, detail).await
}

/// The number of the letter by which people know a notice.
fn number_of(notice: &NoticeRow) -> &str {
    let issued = notice.stage.issued();
    issued.map_or("", |issued| issued.notice.number())
}
