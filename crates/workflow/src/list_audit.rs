//! Looking through the audit trail: the own body's for its administrator, everything for the
//! system's administrator. Texts that an act kept, as the reason of a return, are not shown.

use domain::{Action, BodyCode};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde_json::json;
use store::audit::{self, AuditEntry, Search};
use store::{Tx, bodies, users};
use tracing::instrument;

use crate::actor::Actor;
use crate::assessment::People;
use crate::audit_words::{action_words, detail_words};
use crate::email;
use crate::error::WorkflowError;
use crate::page::{Page, PageRequest};
use crate::trail::record_on;
use crate::workflow::Workflow;

/// Which acts to show; empty asks for any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// From this day in Japan on.
    pub from: Option<Date>,
    /// Up to this day in Japan, which is included.
    pub to: Option<Date>,
    /// By the person with this e-mail address.
    pub person: String,
    /// What was done, as a word of the trail.
    pub action: String,
    /// To what: the beginning of its key.
    pub subject: String,
    /// Of which body; for the system's administrator.
    pub body: Option<BodyCode>,
}

/// An act as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who: an e-mail address, or the role and organisation of somebody who is not of the
    /// reader's body; `None` is the operator, the program or somebody unknown.
    pub actor: Option<String>,
    /// What was done, in Japanese.
    pub action: String,
    /// The name of the body.
    pub body: Option<String>,
    /// To what: a key, or the e-mail address of a person.
    pub subject: String,
    /// More, in Japanese; numbers only.
    pub detail: String,
    /// From which network address.
    pub origin: Option<String>,
}

impl Workflow {
    /// Acts that fit, newest first.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for whoever may not read the trail.
    #[instrument(name = "workflow.list_audit", level = "debug", skip_all)]
    pub async fn list_audit(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<AuditLine>, WorkflowError> {
        let body = scope(actor, filter)?;
        let before = request.after.as_deref().map(str::parse).transpose();
        let before = before.map_err(|_| WorkflowError::NotFound)?;
        let mut tx = self.store.begin_read_as(&actor.scope()).await?;
        let mut people = People::seen_from(body.as_ref().filter(|_| actor.body.is_some()));
        let Some(search) = search(&mut tx, filter, body, actor.body.as_ref()).await? else {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        };
        let found = audit::search(&mut tx, &search, before, request.asked()).await?;
        let page = Page::cut(found, request, |last| last.seq.to_string());
        let mut names = Names::default();
        let mut items = Vec::with_capacity(page.items.len());
        for entry in page.items {
            items.push(line(&mut tx, entry, &mut people, &mut names).await?);
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }

    /// Records that the trail is taken out as a table: before the first line of it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] for whoever may not read the trail.
    #[instrument(name = "workflow.record_audit_export", level = "debug", skip_all)]
    pub async fn record_audit_export(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
    ) -> Result<(), WorkflowError> {
        let body = scope(actor, filter)?;
        let mut tx = self.store.begin_as(&actor.scope()).await?;
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let detail = json!({ "format": "csv", "from": day(filter.from), "to": day(filter.to) });
        let (now, body) = (self.now(), body.as_ref());
        record_on(&mut tx, "audit.export", body, "audit", actor, now, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// The body whose trail the person reads; `None` is everybody's.
fn scope(actor: &Actor, filter: &AuditFilter) -> Result<Option<BodyCode>, WorkflowError> {
    let own = actor.body.as_ref();
    let may = |body: Option<&BodyCode>| actor.role.may(own, Action::ReadAudit, body);
    if may(None) {
        Ok(filter.body.clone())
    } else if may(own) {
        Ok(own.cloned())
    } else {
        Err(WorkflowError::NotFound)
    }
}

/// The question to the store; `None` when nobody has the address that was asked for.
async fn search(
    tx: &mut Tx,
    filter: &AuditFilter,
    body: Option<BodyCode>,
    whose: Option<&BodyCode>,
) -> Result<Option<Search>, WorkflowError> {
    let person = email::normal(&filter.person);
    let actor = if person.is_empty() {
        None
    } else {
        // An address is no way to learn what somebody of another body did.
        let found = users::find_by_email(tx, &person).await?;
        match found.filter(|user| whose.is_none_or(|own| user.body.as_ref() == Some(own))) {
            Some(user) => Some(user.id),
            None => return Ok(None),
        }
    };
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(Some(Search {
        body,
        from: filter.from.and_then(start_of),
        before: filter
            .to
            .and_then(|to| start_of(to.saturating_add(1.day()))),
        actor,
        action: some(&filter.action),
        subject: some(&filter.subject),
    }))
}

/// The instant at which a day begins in Japan.
fn start_of(day: Date) -> Option<Timestamp> {
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    Offset::constant(9).to_timestamp(midnight).ok()
}

/// Names of bodies, each asked for once.
#[derive(Default)]
struct Names(std::collections::HashMap<BodyCode, String>);

impl Names {
    async fn of(&mut self, tx: &mut Tx, code: &BodyCode) -> Result<String, WorkflowError> {
        if let Some(known) = self.0.get(code) {
            return Ok(known.clone());
        }
        let found = bodies::find(tx, code).await?;
        let name = found.map_or_else(|| code.to_string(), |body| body.name);
        self.0.insert(code.clone(), name.clone());
        Ok(name)
    }
}

async fn line(
    tx: &mut Tx,
    entry: AuditEntry,
    people: &mut People,
    names: &mut Names,
) -> Result<AuditLine, WorkflowError> {
    let body = match &entry.body {
        Some(code) => Some(names.of(tx, code).await?),
        None => None,
    };
    // The key of an assessment has parts; an id has none and may be a person's.
    let person = match entry.subject.contains('/') {
        true => None,
        false => domain::UserId::parse(&entry.subject).ok(),
    };
    let person = people.email(tx, person.as_ref()).await?;
    let actor = people.email(tx, entry.actor.as_ref()).await?;
    let is_outsider = people.is_outsider(entry.actor.as_ref());
    Ok(AuditLine {
        seq: entry.seq,
        at: entry.at,
        actor,
        action: action_words(&entry.action),
        body,
        subject: person
            .filter(|email| !email.is_empty())
            .unwrap_or(entry.subject),
        detail: detail_words(&entry.detail),
        // Where an office of others works from is not this body's to know.
        origin: entry.origin.filter(|_| !is_outsider),
    })
}
