//! The words of opinions that nobody may read: what the body masked, and how to reach who wrote.

use domain::AssessmentId;
use domain::opinion::HiddenWords;
use store::opinions::Contact;
use store::{StoreError, Tx, opinion_masks, opinions};

/// From so many characters on, a name can be told from other words.
const NAME: usize = 4;
/// From so many characters on, a way to reach somebody can.
const CONTACT: usize = 6;

/// Those of every consultation about an assessment: an earlier one is no less a promise.
pub(super) async fn hidden(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<HiddenWords, StoreError> {
    let masks = opinion_masks::list_of_assessment(tx, assessment).await?;
    let contacts = opinions::list_contacts_of_assessment(tx, assessment).await?;
    let masked = masks.into_iter().flat_map(|found| found.mask.phrases);
    Ok(HiddenWords::new(
        masked.chain(contacts.into_iter().flat_map(telling)),
    ))
}

/// Name and contact, where they are long enough.
fn telling(contact: Contact) -> impl Iterator<Item = String> {
    let long = |text: Option<String>, least: usize| text.filter(|it| it.chars().count() >= least);
    let name = long(contact.name, NAME);
    name.into_iter().chain(long(contact.contact, CONTACT))
}
