//! Affairs with what follows from everything known about them: judgement, state, problems.

use std::collections::BTreeMap;

use domain::affair::{DayProblem, Days, Standing, day_problems};
use domain::threshold::{Inputs, Judgement, judge};
use domain::{AffairState, AgencyId, AssessmentNumber, BodyCode, Duty};
use jiff::civil::Date;
use store::affairs::Affair;
use store::assessments::Assessment;
use store::editions::FirstDay;
use store::incidents::{self, RegisteredIncident};
use store::{StoreError, Tx, assessments, editions};

/// The most affairs or documents of a body that are read; more than any body has.
pub(crate) const MOST: u32 = 10_000;

/// An affair with what follows.
#[derive(Debug, Clone, PartialEq)]
pub struct AffairEntry {
    /// The affair.
    pub affair: Affair,
    /// The agency's name.
    pub agency: String,
    /// The judgement as of today.
    pub judgement: Judgement,
    /// What it was made from.
    pub inputs: Inputs,
    /// What decides where it stands.
    pub standing: Standing,
    /// Where it stands today.
    pub state: AffairState,
    /// Its documents, by form.
    pub documents: Vec<Assessment>,
    /// Problems of its days.
    pub day_problems: Vec<DayProblem>,
    /// First publication of what is to be done, if all of it is published.
    pub published_on: Option<Date>,
}

impl AffairEntry {
    /// The document of a form.
    #[must_use]
    pub fn document(&self, form: &str) -> Option<&Assessment> {
        self.documents
            .iter()
            .find(|found| found.form.as_str() == form)
    }

    /// The forms that are to be made.
    #[must_use]
    pub fn forms_to_do(&self) -> &'static [&'static str] {
        self.standing.to_do().unwrap_or(Duty::Kiso).forms()
    }
}

/// What a body has, read once for all its affairs.
pub(crate) struct BodyView {
    agencies: BTreeMap<AgencyId, String>,
    incidents: Vec<RegisteredIncident>,
    documents: BTreeMap<AssessmentNumber, Vec<Assessment>>,
    first_days: BTreeMap<AssessmentNumber, Vec<FirstDay>>,
    today: Date,
}

impl BodyView {
    pub(crate) async fn read(
        tx: &mut Tx,
        body: &BodyCode,
        today: Date,
    ) -> Result<Self, StoreError> {
        let agencies = store::agencies::list_of_body(tx, body).await?;
        let mut documents: BTreeMap<_, Vec<Assessment>> = BTreeMap::new();
        for found in assessments::list_by_number(tx, body, MOST).await? {
            if crate::plans::is_plan(&found.form) {
                continue;
            }
            documents
                .entry(found.number.clone())
                .or_default()
                .push(found);
        }
        let mut first_days: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for found in editions::first_days(tx, body).await? {
            first_days
                .entry(found.number.clone())
                .or_default()
                .push(found);
        }
        Ok(Self {
            agencies: agencies
                .into_iter()
                .map(|found| (found.id, found.name))
                .collect(),
            incidents: incidents::list(tx, body, None).await?,
            documents,
            first_days,
            today,
        })
    }

    /// An incident of the agency that counts today.
    pub(crate) fn registered(&self, agency: &AgencyId) -> bool {
        let mut incidents = self.incidents.iter();
        incidents.any(|found| found.agency == *agency && found.counts_on(self.today))
    }

    pub(crate) fn entry(&self, affair: Affair) -> AffairEntry {
        let content = &affair.content;
        let registered = self.registered(&affair.agency);
        let inputs = Inputs::of(&content.facts, content.exempt_ground, registered);
        let judgement = judge(&inputs);
        let days = self.first_days.get(&affair.number).map(Vec::as_slice);
        let days = days.unwrap_or_default();
        // What was withdrawn is not in force (records.md §3.1: 評価済み(有効)).
        let standing_days = days.iter().filter(|found| found.stands);
        let published: Vec<&str> = standing_days.map(|found| found.form.as_str()).collect();
        let standing = Standing {
            duty: judgement.duty(),
            voluntary: content.voluntary,
            published: (!published.is_empty()).then(|| Duty::of_forms(published)),
            ended_on: affair.ended_on,
            notified_on: affair.notified_on,
        };
        let published_on = first_complete(&standing, days);
        let days = Days {
            holding_from: content.holding_from,
            exchange_from: content.exchange_from,
            published_on,
            after_the_fact: content.late_reason.is_some(),
        };
        AffairEntry {
            agency: self
                .agencies
                .get(&affair.agency)
                .cloned()
                .unwrap_or_default(),
            judgement,
            inputs,
            state: standing.state(self.today),
            standing,
            documents: self
                .documents
                .get(&affair.number)
                .cloned()
                .unwrap_or_default(),
            day_problems: day_problems(&days, self.today),
            published_on,
            affair,
        }
    }
}

/// The day from which everything that is to be done was public.
fn first_complete(standing: &Standing, days: &[FirstDay]) -> Option<Date> {
    let asked = standing.to_do().filter(|to_do| *to_do > Duty::None);
    let asked = asked.unwrap_or(Duty::Kiso).forms();
    let first = |form: &&str| days.iter().find(|found| found.form.as_str() == *form);
    let found: Option<Vec<Date>> = asked
        .iter()
        .map(|form| first(form).map(|found| found.day))
        .collect();
    found?.into_iter().max()
}
