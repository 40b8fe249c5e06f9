//! The affair of a document: found by body and number, or made.

use domain::name::parse_name;
use domain::threshold::judge;
use domain::{AffairId, AgencyId, Answer, Answers, BodyCode, Document, Facts, UserId};
use jiff::Timestamp;
use store::affairs::{self, Affair, Content, NewAffair};
use store::agencies::{self, Agency};
use store::{StoreError, Tx};

use super::carry::{Carrying, Pending, Said};
use super::judging::{Cause, Changed, Judging, inputs_of, record};
use super::save::LONGEST_NAME;
use super::standing::BodyView;
use super::{lock, taken};
use crate::error::WorkflowError;
use crate::workflow::{Workflow, corrupt_id};

/// Who changes the facts of an affair, and why.
#[derive(Clone, Copy)]
pub(crate) struct FactsChange<'a> {
    pub cause: Cause,
    /// Whether other drafts get the facts.
    pub carry: bool,
    pub carrying: Carrying<'a>,
}

/// What the change did.
pub(crate) struct FactsChanged {
    pub before: Said,
    pub after: Said,
    pub pending: Pending,
}

impl Workflow {
    /// The agency of a name, made when the body has none of it.
    pub(crate) async fn agency_named(
        &self,
        tx: &mut Tx,
        body: &BodyCode,
        name: &str,
        at: Timestamp,
    ) -> Result<Agency, StoreError> {
        if let Some(found) = agencies::find_by_name(tx, body, name).await? {
            return Ok(found);
        }
        let id = AgencyId::parse(&store::new_id(at)).map_err(|_| corrupt_id("agencies"))?;
        agencies::insert(tx, &id, body, name, at).await
    }

    /// The affair of a document, locked; made from the document when there is none. The
    /// body must be there.
    pub(crate) async fn affair_of(
        &self,
        tx: &mut Tx,
        document: &Document,
        by: Option<&UserId>,
    ) -> Result<Affair, WorkflowError> {
        if let Some(found) = affairs::lock(tx, &document.body, &document.number).await? {
            return Ok(found);
        }
        let at = self.now();
        let agency = self
            .agency_named(tx, &document.body, &document.agency, at)
            .await?;
        let id = AffairId::parse(&store::new_id(at)).map_err(|_| corrupt_id("affairs"))?;
        let new = NewAffair {
            id: &id,
            body: &document.body,
            agency: &agency.id,
            number: &document.number,
            content: &Content {
                name: name_in(&document.answers),
                facts: document.facts.clone(),
                ..Content::default()
            },
            at,
            by,
        };
        affairs::insert(tx, &new).await.map_err(taken)?;
        let made = lock(tx, &document.body, &document.number).await?;
        self.judge_first(tx, &made, Cause::Document, by, at).await?;
        Ok(made)
    }

    /// The first judgement of an affair.
    pub(crate) async fn judge_first(
        &self,
        tx: &mut Tx,
        made: &Affair,
        cause: Cause,
        by: Option<&UserId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let today = self.today();
        let inputs = inputs_of(tx, made, today).await?;
        let changed = Changed {
            before: None,
            inputs: &inputs,
            judgement: &judge(&inputs),
            published: None,
        };
        let judging = Judging {
            cause,
            by,
            at,
            today,
        };
        record(tx, made, judging, &changed).await.map(drop)
    }

    /// What the judgement of an affair says today.
    pub(crate) async fn said(&self, tx: &mut Tx, affair: &Affair) -> Result<Said, StoreError> {
        let inputs = inputs_of(tx, affair, self.today()).await?;
        Ok(Said {
            duty: judge(&inputs).duty(),
            as_of: affair.content.facts.as_of,
            inputs,
        })
    }

    /// Makes `facts` the facts of a locked affair: writes, judges again, and carries them
    /// into its drafts.
    pub(crate) async fn change_facts(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        facts: &Facts,
        change: FactsChange<'_>,
    ) -> Result<FactsChanged, WorkflowError> {
        let content = Content {
            facts: facts.clone(),
            ..affair.content.clone()
        };
        self.change_affair(tx, affair, &content, change).await
    }

    /// As [`Workflow::change_facts`], for everything that can be changed.
    pub(crate) async fn change_affair(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        content: &Content,
        change: FactsChange<'_>,
    ) -> Result<FactsChanged, WorkflowError> {
        let Carrying { by, at, .. } = change.carrying;
        let today = self.today();
        let before = self.said(tx, affair).await?;
        if *content != affair.content {
            affairs::update(tx, affair, content, at, by).await?;
        }
        let now = lock(tx, &affair.body, &affair.number).await?;
        let after = self.said(tx, &now).await?;
        let view = BodyView::read(tx, &affair.body, today).await?;
        let entry = view.entry(now.clone());
        let changed = Changed {
            before: before.duty,
            inputs: &after.inputs,
            judgement: &entry.judgement,
            published: entry.standing.published,
        };
        let cause = change.cause;
        record(
            tx,
            &now,
            Judging {
                cause,
                by,
                at,
                today,
            },
            &changed,
        )
        .await?;
        let pending = if change.carry {
            let said = (&before, &after);
            let facts = &content.facts;
            self.carry_facts(tx, &now, facts, said, change.carrying)
                .await?
        } else {
            Pending::default()
        };
        Ok(FactsChanged {
            before,
            after,
            pending,
        })
    }
}

impl Workflow {
    /// Gives a locked affair that has no name yet the one that its document says.
    pub(crate) async fn name_affair(
        &self,
        tx: &mut Tx,
        affair: &Affair,
        answers: &Answers,
        by: &UserId,
    ) -> Result<(), StoreError> {
        let name = name_in(answers);
        if !affair.content.name.is_empty() || parse_name(&name, LONGEST_NAME).is_err() {
            return Ok(());
        }
        let content = Content {
            name,
            ..affair.content.clone()
        };
        affairs::update(tx, affair, &content, self.now(), Some(by))
            .await
            .map(drop)
    }
}

/// What a document calls its affair: the item for it, else the title; nothing that is
/// withheld.
fn name_in(answers: &Answers) -> String {
    let named = ["I.1.name", "cover.title"].into_iter().find_map(|item| {
        let Some(Answer::Text(text)) = answers.get(item) else {
            return None;
        };
        let open = text.withheld().next().is_none();
        (open && !text.is_blank()).then(|| text.full_text().trim().to_owned())
    });
    named.unwrap_or_default()
}
