//! Reading what is published, from a thread that may block.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use domain::interchange::read_release;
use domain::procedure::ended_title;
use domain::{AssessmentId, Body, BodyCode, FormEdition, Forms, PublicAssessment};
use jiff::civil::Date;
use publish::pages::{Counted, EndedAffair, Withdrawal};
use publish::{
    AssessmentKey, BoxedError, Edition, Gate, ListedAssessment, ListedWithdrawal, ReleaseRow,
    SitePath,
};
use search::SearchEntry;
use store::editions::{self, Address, EditionHead};
use store::{StoreError, Tx, bodies};
use tokio::runtime::Handle;

use super::error::BuildError;

/// Rows asked for at once.
const PAGE: u32 = 500;
/// Entries of the feed.
const NEWEST: u32 = 50;

/// Reads through one transaction, which sees one state of the database: what is pending, too.
pub(super) struct Reader<'a> {
    pub(super) tx: &'a mut Tx,
    pub(super) forms: &'a Forms,
    pub(super) handle: &'a Handle,
    /// Published assessments that no list names: see [`Reader::hide_without_page`].
    pub(super) hidden: BTreeSet<Address>,
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

/// An assessment of which nothing is public any more.
pub(super) struct Gone {
    pub(super) body: Body,
    pub(super) key: AssessmentKey,
    pub(super) form_title: String,
    pub(super) withdrawals: Vec<Withdrawal>,
}

/// What stands in the place of a reason in which the gate found something.
const REASON_KEPT_BACK: &str = "理由は、公表しない語句があるため表示していません。";

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
    /// From now on, lists leave out what has no page: an assessment that the gate held back,
    /// or one whose publication was cut off and is not made good yet.
    pub(super) fn hide_without_page(
        &mut self,
        has_page: &dyn Fn(&SitePath) -> bool,
    ) -> Result<(), BuildError> {
        let mut heads = Heads::default();
        while let Some(head) = heads.next(self)? {
            if !has_page(&key(&head).page()) {
                self.hidden.insert(Address::from(&head));
            }
        }
        Ok(())
    }

    /// How many hidden ones belong to bodies whose code begins so.
    fn hidden_of(&self, code: &str) -> usize {
        let hidden = self.hidden.iter();
        hidden
            .filter(|hidden| hidden.body.as_str().starts_with(code))
            .count()
    }

    /// A count without what is hidden.
    fn counted(&self, count: editions::Count) -> Counted {
        let assessments = to_usize(count.assessments);
        Counted {
            count: assessments.saturating_sub(self.hidden_of(&count.code)),
            code: count.code,
            name: count.name,
        }
    }

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

    /// What was taken off the site of an assessment, oldest first.
    fn withdrawals(
        &mut self,
        id: &AssessmentId,
        body: &BodyCode,
    ) -> Result<Vec<Withdrawal>, BuildError> {
        let found = self
            .handle
            .block_on(editions::withdrawals_of(self.tx, id))?;
        let found = found.into_iter().map(|stored| Withdrawal {
            first: stored.first,
            last: stored.last,
            published_from: stored.published_from,
            withdrawn_on: stored.withdrawn_on,
            reason: self.public_reason(stored.reason, body),
        });
        Ok(found.collect())
    }

    /// The reason, unless the gate finds something in it: phrases may be newer.
    fn public_reason(&self, reason: String, body: &BodyCode) -> String {
        let is_clean = self.gate.is_none_or(|gate| {
            let mut scan = gate.scan();
            scan.strings("", Some(body), [&reason]);
            scan.finish().is_clean()
        });
        if is_clean {
            reason
        } else {
            REASON_KEPT_BACK.to_owned()
        }
    }

    /// The assessment at an address, if it was public and nothing of it is now.
    pub(super) fn gone(&mut self, address: &Address) -> Result<Option<Gone>, BuildError> {
        let last = self
            .handle
            .block_on(editions::withdrawn_at(self.tx, address))?;
        last.map(|last| self.gone_of(&last)).transpose()
    }

    /// The assessment of a withdrawal after which nothing was published.
    fn gone_of(&mut self, last: &editions::Withdrawal) -> Result<Gone, BuildError> {
        let Address { body, number, form } = last.address.clone();
        Ok(Gone {
            withdrawals: self.withdrawals(&last.assessment, &body)?,
            form_title: self.form_title(&last.address),
            body: self.body(&body)?,
            key: AssessmentKey { body, number, form },
        })
    }

    /// The printed title of a form, of whichever edition.
    fn form_title(&self, address: &Address) -> String {
        let newest = self.forms.newest(&address.form);
        newest.map_or_else(|| address.form.to_string(), |form| form.title.clone())
    }

    /// Every assessment of which nothing is public any more, by address, after `after`.
    pub(super) fn gone_after(&mut self, after: Option<&Address>) -> Result<Vec<Gone>, BuildError> {
        let found = self
            .handle
            .block_on(editions::list_withdrawn_after(self.tx, after, PAGE))?;
        found.iter().map(|last| self.gone_of(last)).collect()
    }

    /// The newest withdrawals, newest first.
    pub(super) fn newest_withdrawals(&mut self) -> Result<Vec<ListedWithdrawal>, BuildError> {
        let found = self
            .handle
            .block_on(editions::newest_withdrawals(self.tx, NEWEST))?;
        let mut listed = Vec::with_capacity(found.len());
        for gone in found {
            listed.push(ListedWithdrawal {
                body_name: self.body(&gone.address.body)?.name,
                form_title: self.form_title(&gone.address),
                key: AssessmentKey {
                    body: gone.address.body,
                    number: gone.address.number,
                    form: gone.address.form,
                },
                edition: gone.last,
                withdrawn_on: gone.withdrawn_on,
                withdrawn_at: gone.withdrawn_at,
            });
        }
        Ok(listed)
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

    /// The published assessments of a body.
    pub(super) fn of_body(&mut self, body: &BodyCode) -> Result<Vec<ListedAssessment>, BuildError> {
        let mut listed: Vec<ListedAssessment> = Vec::new();
        loop {
            let after = listed
                .last()
                .map(|last| (&last.key().number, &last.key().form));
            let heads = self
                .handle
                .block_on(editions::list_current_of_body(self.tx, body, after, PAGE))?;
            let is_last = heads.len() < PAGE as usize;
            for head in heads {
                listed.push(self.listed(head)?);
            }
            if is_last {
                listed.retain(|listed| !self.hidden.contains(&address(listed.key())));
                return Ok(listed);
            }
        }
    }

    /// The newest publications, newest first.
    pub(super) fn newest(&mut self) -> Result<Vec<ListedAssessment>, BuildError> {
        let heads = self
            .handle
            .block_on(editions::newest_current(self.tx, NEWEST))?;
        let shown = heads
            .into_iter()
            .filter(|head| !self.hidden.contains(&Address::from(head)));
        shown.map(|head| self.listed(head)).collect()
    }

    /// How many assessments are published.
    pub(super) fn total(&mut self) -> Result<usize, BuildError> {
        let all = self.handle.block_on(editions::count_current(self.tx))?;
        Ok(to_usize(all).saturating_sub(self.hidden.len()))
    }

    /// The bodies of a prefecture that have published.
    pub(super) fn bodies_of(&mut self, prefecture: &str) -> Result<Vec<Counted>, BuildError> {
        let counts = self
            .handle
            .block_on(editions::counts_by_body(self.tx, prefecture))?;
        let counts = counts.into_iter().map(|count| self.counted(count));
        Ok(counts.filter(|counted| counted.count > 0).collect())
    }

    /// The shipped prefectures, and others in which somebody has published.
    pub(super) fn prefectures(&mut self, shipped: &[Body]) -> Result<Vec<Counted>, BuildError> {
        let counts = self
            .handle
            .block_on(editions::counts_by_prefecture(self.tx))?;
        let counts = counts.into_iter().map(|count| self.counted(count));
        let mut all: Vec<Counted> = counts.filter(|counted| counted.count > 0).collect();
        for body in shipped {
            let code = body.code.prefecture();
            if let Some(known) = all.iter_mut().find(|known| known.code == code) {
                known.name.clone_from(&body.name);
            } else {
                all.push(Counted {
                    code: code.to_owned(),
                    name: body.name.clone(),
                    count: 0,
                });
            }
        }
        all.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(all)
    }

    /// What lists show of an edition.
    fn listed(&self, head: EditionHead) -> Result<ListedAssessment, BuildError> {
        let form_title = self.form(&head)?.title.clone();
        let name = head.assessment.to_string();
        let row = ReleaseRow {
            body_code: head.body.to_string(),
            body_name: head.body_name,
            prefecture_name: head.prefecture_name,
            agency: head.agency,
            number: head.number.to_string(),
            form: head.form.to_string(),
            form_title,
            form_edition: head.form_edition.to_string(),
            title: ended_title(&head.title, head.ended_on),
            edition: head.edition,
            published: head.published,
            published_at: head.published_at,
        };
        ListedAssessment::from_release_row(row)
            .map_err(|_| BuildError::Absent(format!("a readable row of {name}")))
    }

    /// The published assessments of a prefecture, by body.
    pub(super) fn of_prefecture(
        &mut self,
        bodies: &[Counted],
    ) -> Result<Vec<ListedAssessment>, BuildError> {
        let mut listed = Vec::new();
        for body in bodies {
            let code = BodyCode::parse(&body.code);
            let code =
                code.map_err(|_| BuildError::Absent(format!("a readable code {}", body.code)))?;
            listed.append(&mut self.of_body(&code)?);
        }
        Ok(listed)
    }

    /// Every published assessment by address.
    pub(super) fn list<'b>(&'b mut self) -> Listing<'b> {
        Listing {
            reader: Reader {
                tx: self.tx,
                forms: self.forms,
                handle: self.handle,
                hidden: self.hidden.clone(),
                gate: None,
            },
            heads: Heads::default(),
        }
    }
}

/// A walk over the published assessments by address, a page at a time.
#[derive(Default)]
pub(super) struct Heads {
    rows: VecDeque<EditionHead>,
    after: Option<Address>,
    is_done: bool,
}

impl Heads {
    /// The next one.
    pub(super) fn next(
        &mut self,
        reader: &mut Reader<'_>,
    ) -> Result<Option<EditionHead>, StoreError> {
        if self.rows.is_empty() && !self.is_done {
            let after = self.after.as_ref();
            let rows = reader
                .handle
                .block_on(editions::list_current_after(reader.tx, after, PAGE))?;
            self.is_done = rows.len() < PAGE as usize;
            self.rows = rows.into();
        }
        let head = self.rows.pop_front();
        self.after = head.as_ref().map(Address::from).or(self.after.take());
        Ok(head)
    }
}

/// Every published assessment as the writers of lists take it.
pub(super) struct Listing<'a> {
    reader: Reader<'a>,
    heads: Heads,
}

impl Iterator for Listing<'_> {
    type Item = Result<ListedAssessment, BoxedError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.heads.next(&mut self.reader) {
                Ok(Some(head)) if self.reader.hidden.contains(&Address::from(&head)) => {}
                Ok(head) => return head.map(|head| self.reader.listed(head).map_err(Into::into)),
                Err(error) => return Some(Err(error.into())),
            }
        }
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

fn address(key: &AssessmentKey) -> Address {
    Address {
        body: key.body.clone(),
        number: key.number.clone(),
        form: key.form.clone(),
    }
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
