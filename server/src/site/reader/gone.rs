//! What was taken off the site: only that, since when, until when and why.

use domain::{AssessmentId, Body, BodyCode};
use publish::pages::Withdrawal;
use publish::{AssessmentKey, ListedWithdrawal};
use store::editions::{self, Address};

use super::lists::NEWEST;
use super::{PAGE, Reader};
use crate::site::error::BuildError;

/// What stands in the place of a reason in which the gate found something.
const REASON_KEPT_BACK: &str = "理由は、公表しない語句があるため表示していません。";

/// An assessment of which nothing is public any more.
pub(in crate::site) struct Gone {
    pub(in crate::site) body: Body,
    pub(in crate::site) key: AssessmentKey,
    pub(in crate::site) form_title: String,
    pub(in crate::site) withdrawals: Vec<Withdrawal>,
}

impl Reader<'_> {
    /// What was taken off the site of an assessment, oldest first.
    pub(in crate::site) fn withdrawals(
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
    pub(in crate::site) fn public_reason(&self, reason: String, body: &BodyCode) -> String {
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
    pub(in crate::site) fn gone(&mut self, address: &Address) -> Result<Option<Gone>, BuildError> {
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
    pub(in crate::site) fn gone_after(
        &mut self,
        after: Option<&Address>,
    ) -> Result<Vec<Gone>, BuildError> {
        let found = self
            .handle
            .block_on(editions::list_withdrawn_after(self.tx, after, PAGE))?;
        found.iter().map(|last| self.gone_of(last)).collect()
    }

    /// The newest withdrawals, newest first.
    pub(in crate::site) fn newest_withdrawals(
        &mut self,
    ) -> Result<Vec<ListedWithdrawal>, BuildError> {
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
}
