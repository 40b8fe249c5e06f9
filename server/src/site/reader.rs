//! Reading what is published, from a thread that may block.

mod gone;
mod lists;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::interchange::read_release;
use domain::{AssessmentId, Body, BodyCode, ConsultationId, FormEdition, Forms, PublicAssessment};
use jiff::civil::Date;
use publish::pages::{EndedAffair, Withdrawal};
use publish::{AssessmentKey, Edition, Gate};
use search::SearchEntry;
use store::editions::{self, Address, EditionHead};
use store::{Tx, bodies};
use tokio::runtime::Handle;

use super::error::BuildError;
pub(super) use gone::Gone;
pub(super) use lists::Heads;

/// Rows asked for at once.
const PAGE: u32 = 500;

/// Reads through one transaction, which sees one state of the database: what is pending, too.
pub(super) struct Reader<'a> {
    pub(super) tx: &'a mut Tx,
    pub(super) forms: &'a Forms,
    pub(super) handle: &'a Handle,
    /// Published assessments that no list names: see [`Reader::hide_without_page`].
    pub(super) hidden: BTreeSet<Address>,
    /// Consultations that no list names, because the gate found something in their line.
    pub(super) hidden_hearings: BTreeSet<ConsultationId>,
    /// What looks through the reasons of withdrawals, which nobody can mend any more.
    pub(super) gate: Option<&'a Gate>,
}

/// An assessment with all its editions, newest first.
pub(super) struct Published {
    pub(super) body: Body,
    pub(super) editions: Vec<PublishedEdition>,
    /// What was taken off before, oldest first.
    pub(super) withdrawn: Vec<Withdrawal>,
    /// The end of the affair, if it ended.
    pub(super) ended: Option<EndedAffair>,
}

/// One edition.
pub(super) struct PublishedEdition {
    pub(super) assessment: PublicAssessment,
    pub(super) form: Arc<FormEdition>,
    pub(super) release: String,
}

impl Published {
    /// As the writer of pages takes it.
    pub(super) fn editions(&self) -> Vec<Edition<'_>> {
        let editions = self.editions.iter().map(|edition| Edition {
            assessment: &edition.assessment,
            form: &edition.form,
            release_json: &edition.release,
        });
        editions.collect()
    }
}

/// The entry of an edition.
pub(super) fn entry(
    edition: &PublishedEdition,
    body_name: &str,
    ended_on: Option<Date>,
) -> SearchEntry {
    let url = AssessmentKey::of(&edition.assessment).page().address();
    SearchEntry::new(&edition.assessment, body_name, &edition.form, url).ended(ended_on)
}

impl<'a> Reader<'a> {
    /// A reader of everything.
    pub(super) fn new(tx: &'a mut Tx, forms: &'a Forms, handle: &'a Handle) -> Self {
        Self {
            tx,
            forms,
            handle,
            hidden: BTreeSet::new(),
            hidden_hearings: BTreeSet::new(),
            gate: None,
        }
    }

    /// The same, looking through the reasons of withdrawals with `gate`.
    pub(super) fn with_gate(self, gate: &'a Gate) -> Self {
        Self {
            gate: Some(gate),
            ..self
        }
    }
}

impl Reader<'_> {
    /// The assessment at an address, if it is published.
    pub(super) fn find(&mut self, address: &Address) -> Result<Option<AssessmentId>, BuildError> {
        let Address { body, number, form } = address;
        let current = self
            .handle
            .block_on(editions::current(self.tx, body, number, form))?;
        Ok(current.map(|edition| edition.head.assessment))
    }

    /// An assessment with all its editions.
    pub(super) fn published(&mut self, id: &AssessmentId) -> Result<Published, BuildError> {
        let heads = self
            .handle
            .block_on(editions::list_of_assessment(self.tx, id))?;
        let newest = heads
            .first()
            .ok_or_else(|| BuildError::Absent(format!("an edition of {id}")))?;
        let body = self.body(&newest.body)?;
        let ended = newest.ended_on.map(EndedAffair::on);
        let withdrawn = self.withdrawals(id, &newest.body)?;
        let gone = withdrawn.last().map_or(0, |withdrawal| withdrawal.last);
        let mut editions = Vec::with_capacity(heads.len());
        for head in heads.iter().filter(|head| head.edition > gone) {
            editions.push(self.current(head)?);
        }
        Ok(Published {
            body,
            editions,
            withdrawn,
            ended,
        })
    }

    /// The edition that a list names.
    pub(super) fn current(&mut self, head: &EditionHead) -> Result<PublishedEdition, BuildError> {
        let stored =
            self.handle
                .block_on(editions::find(self.tx, &head.assessment, head.edition))?;
        self.read(stored.ok_or_else(|| absent(&head.assessment, head.edition))?)
    }

    /// A stored edition as public values.
    fn read(&self, stored: editions::Edition) -> Result<PublishedEdition, BuildError> {
        let editions::Edition { head, release } = stored;
        let form = self.form(&head)?;
        let assessment =
            read_release(&form, &release, &head.digest).map_err(|source| BuildError::Release {
                assessment: head.assessment.to_string(),
                edition: head.edition,
                source,
            })?;
        Ok(PublishedEdition {
            assessment,
            form,
            release,
        })
    }

    fn form(&self, head: &EditionHead) -> Result<Arc<FormEdition>, BuildError> {
        let form = self.forms.get(&head.form, &head.form_edition);
        form.cloned().ok_or_else(|| BuildError::UnknownForm {
            form: head.form.to_string(),
            edition: head.form_edition.to_string(),
        })
    }

    /// A body.
    pub(super) fn body(&mut self, code: &BodyCode) -> Result<Body, BuildError> {
        let found = self.handle.block_on(bodies::find(self.tx, code))?;
        found.ok_or_else(|| BuildError::Absent(format!("body {code}")))
    }
}

fn absent(assessment: &AssessmentId, edition: u32) -> BuildError {
    BuildError::Absent(format!("edition {edition} of {assessment}"))
}

/// How the site names an assessment.
pub(super) fn key(head: &EditionHead) -> AssessmentKey {
    AssessmentKey {
        body: head.body.clone(),
        number: head.number.clone(),
        form: head.form.clone(),
    }
}
