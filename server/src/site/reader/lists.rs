//! What lists and counts say of what is published.

use std::collections::VecDeque;

use domain::procedure::ended_title;
use domain::{Body, BodyCode};
use publish::pages::Counted;
use publish::{AssessmentKey, BoxedError, ListedAssessment, ReleaseRow, SitePath};
use store::StoreError;
use store::editions::{self, Address, EditionHead};

use super::{PAGE, Reader, key};
use crate::site::error::BuildError;

/// Entries of the feed.
pub(in crate::site) const NEWEST: u32 = 50;

impl Reader<'_> {
    /// From now on, lists leave out what has no page: an assessment that the gate held back,
    /// or one whose publication was cut off and is not made good yet.
    pub(in crate::site) fn hide_without_page(
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

    /// The published assessments of a body.
    pub(in crate::site) fn of_body(
        &mut self,
        body: &BodyCode,
    ) -> Result<Vec<ListedAssessment>, BuildError> {
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
    pub(in crate::site) fn newest(&mut self) -> Result<Vec<ListedAssessment>, BuildError> {
        let heads = self
            .handle
            .block_on(editions::newest_current(self.tx, NEWEST))?;
        let shown = heads
            .into_iter()
            .filter(|head| !self.hidden.contains(&Address::from(head)));
        shown.map(|head| self.listed(head)).collect()
    }

    /// How many assessments are published.
    pub(in crate::site) fn total(&mut self) -> Result<usize, BuildError> {
        let all = self.handle.block_on(editions::count_current(self.tx))?;
        Ok(to_usize(all).saturating_sub(self.hidden.len()))
    }

    /// The bodies of a prefecture that have published.
    pub(in crate::site) fn bodies_of(
        &mut self,
        prefecture: &str,
    ) -> Result<Vec<Counted>, BuildError> {
        let counts = self
            .handle
            .block_on(editions::counts_by_body(self.tx, prefecture))?;
        let counts = counts.into_iter().map(|count| self.counted(count));
        Ok(counts.filter(|counted| counted.count > 0).collect())
    }

    /// The shipped prefectures, and others in which somebody has published.
    pub(in crate::site) fn prefectures(
        &mut self,
        shipped: &[Body],
    ) -> Result<Vec<Counted>, BuildError> {
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
    pub(in crate::site) fn of_prefecture(
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
    pub(in crate::site) fn list<'b>(&'b mut self) -> Listing<'b> {
        Listing {
            reader: Reader {
                tx: self.tx,
                forms: self.forms,
                handle: self.handle,
                hidden: self.hidden.clone(),
                hidden_hearings: self.hidden_hearings.clone(),
                gate: None,
            },
            heads: Heads::default(),
        }
    }
}

/// A walk over the published assessments by address, a page at a time.
#[derive(Default)]
pub(in crate::site) struct Heads {
    rows: VecDeque<EditionHead>,
    after: Option<Address>,
    is_done: bool,
}

impl Heads {
    /// The next one.
    pub(in crate::site) fn next(
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
pub(in crate::site) struct Listing<'a> {
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
