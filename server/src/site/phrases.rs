//! The gate with everything that published editions withhold.

use std::collections::HashMap;

use content::Content;
use domain::AssessmentId;
use publish::{Gate, GateReport, WithheldPhrase, texts_of_catalog, texts_of_form};
use store::consultations::ConsultationPhrase;
use store::opinion_masks::MaskOfOpinion;
use store::withheld_phrases::{self, Cursor};
use store::{StoreError, Tx, assessments, consultations, opinion_masks};
use workflow::AssessmentKey;

/// Phrases asked for at once.
const PAGE: u32 = 2_000;

/// Every withheld phrase of every edition and of every version shown in a consultation, and
/// what is not shown of opinions; each is its assessment's, by id.
pub(super) async fn load(tx: &mut Tx) -> Result<Vec<WithheldPhrase>, StoreError> {
    let (mut phrases, mut after) = (Vec::new(), None);
    loop {
        let page = withheld_phrases::list_all(tx, after.as_ref(), PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        after = page.last().map(|last| Cursor {
            assessment: last.assessment.clone(),
            edition: last.edition,
            ordinal: last.ordinal,
        });
        phrases.extend(page.into_iter().map(|found| WithheldPhrase {
            owner: found.assessment.to_string(),
            body: found.body,
            item: found.item,
            phrase: found.phrase,
        }));
        if is_last {
            break;
        }
    }
    phrases.extend(of_consultations(tx).await?);
    Ok(phrases)
}

/// What versions shown in consultations about an assessment withhold, and what of its opinions
/// is not shown.
///
/// # Errors
/// The database cannot be read.
pub async fn of_hearings_about(
    tx: &mut Tx,
    assessment: &AssessmentId,
) -> Result<Vec<WithheldPhrase>, StoreError> {
    let shown = consultations::list_phrases_of_assessment(tx, assessment).await?;
    let mut phrases: Vec<WithheldPhrase> = shown.into_iter().map(of_version).collect();
    let masks = opinion_masks::list_of_assessment(tx, assessment).await?;
    phrases.extend(masks.into_iter().flat_map(of_mask));
    Ok(phrases)
}

/// Every phrase that a version shown in a consultation withholds, and every one that is not
/// shown of an opinion.
///
/// # Errors
/// The database cannot be read.
pub async fn of_consultations(tx: &mut Tx) -> Result<Vec<WithheldPhrase>, StoreError> {
    let (mut phrases, mut after) = (Vec::new(), None);
    loop {
        let place = after.as_ref().map(|(id, ordinal)| (id, *ordinal));
        let page = consultations::list_phrases(tx, place, PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        after = page
            .last()
            .map(|last| (last.consultation.clone(), last.ordinal));
        phrases.extend(page.into_iter().map(of_version));
        if is_last {
            break;
        }
    }
    phrases.extend(of_masks(tx).await?);
    Ok(phrases)
}

/// Every phrase that is not shown of an opinion, as was decided last.
async fn of_masks(tx: &mut Tx) -> Result<Vec<WithheldPhrase>, StoreError> {
    let (mut phrases, mut after): (_, Option<String>) = (Vec::new(), None);
    loop {
        let page = opinion_masks::list_all(tx, after.as_deref(), PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        after = page.last().map(|last| last.opinion.clone());
        phrases.extend(page.into_iter().flat_map(of_mask));
        if is_last {
            return Ok(phrases);
        }
    }
}

fn of_version(found: ConsultationPhrase) -> WithheldPhrase {
    WithheldPhrase {
        owner: found.assessment.to_string(),
        body: found.body,
        item: found.item,
        phrase: found.phrase,
    }
}

fn of_mask(found: MaskOfOpinion) -> impl Iterator<Item = WithheldPhrase> {
    let MaskOfOpinion {
        number,
        assessment,
        body,
        mask,
        ..
    } = found;
    mask.phrases.into_iter().map(move |phrase| WithheldPhrase {
        owner: assessment.to_string(),
        body: body.clone(),
        item: format!("意見{number}"),
        phrase,
    })
}

/// A gate for these phrases, except those that stand in the shipped content.
#[must_use]
pub fn gate_for(content: &Content, phrases: Vec<WithheldPhrase>) -> Gate {
    gate_beside(content, Vec::new(), phrases)
}

/// As [`gate_for`], and except those that stand in other public texts.
pub(super) fn gate_beside(
    content: &Content,
    texts: Vec<String>,
    phrases: Vec<WithheldPhrase>,
) -> Gate {
    let forms = content.forms.iter().flat_map(texts_of_form);
    let pages = content.pages.iter();
    let pages = pages.flat_map(|page| [page.title.clone(), page.markdown.clone()]);
    Gate::with_public_texts(
        phrases,
        forms
            .chain(texts_of_catalog(&content.catalog))
            .chain(pages)
            .chain(texts),
    )
}

/// Puts addresses, as `011002/1/kiso`, in the place of ids: reports are for people.
pub(super) async fn name_owners(tx: &mut Tx, report: &mut GateReport) -> Result<(), StoreError> {
    let mut names: HashMap<String, String> = HashMap::new();
    for hit in &mut report.hits {
        let Some(owner) = hit.owner.as_mut() else {
            continue;
        };
        if !names.contains_key(owner)
            && let Ok(id) = AssessmentId::parse(owner)
            && let Some(found) = assessments::find_by_id(tx, &id).await?
        {
            let key = AssessmentKey {
                body: found.body,
                number: found.number,
                form: found.form,
            };
            names.insert(owner.clone(), key.to_string());
        }
        if let Some(name) = names.get(owner) {
            owner.clone_from(name);
        }
    }
    Ok(())
}
