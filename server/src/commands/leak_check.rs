//! `leak-check`: the gate over any folder.

use std::sync::Arc;

use content::Content;
use publish::WithheldPhrase;
use store::withheld_phrases::{self, Cursor};
use store::{Tx, assessments};
use workflow::{AssessmentAddress, AssessmentKey, Workflow};

use super::{Done, Failure, document, require_database, say, warn};
use crate::cli::LeakCheckArgs;
use crate::config::Config;
use crate::{site, startup};

/// Phrases asked for at once.
const PAGE: u32 = 2_000;

/// Prints file and offset of every find, never the words.
pub(super) async fn run(config: &Arc<Config>, args: &LeakCheckArgs) -> Done {
    if !args.dir.is_dir() {
        return Err(Failure::Usage(format!(
            "{} というフォルダはありません。",
            args.dir.display()
        )));
    }
    require_database(config)?;
    let content: Content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let phrases = if args.all {
        all(&workflow).await?
    } else {
        some(&workflow, &args.against).await?
    };
    let dir = args.dir.clone();
    let scanned =
        tokio::task::spawn_blocking(move || site::gate_for(&content, phrases).scan_folder(&dir));
    let report = scanned
        .await
        .map_err(anyhow::Error::from)?
        .map_err(anyhow::Error::from)?;
    say(&report);
    if report.phrases_searched == 0 {
        warn("注意: 探す文字列が1件もないため、個人番号だけを調べました。");
    }
    if report.is_clean() {
        Ok(())
    } else {
        Err(Failure::Found)
    }
}

/// Of every published edition.
async fn all(workflow: &Workflow) -> Result<Vec<WithheldPhrase>, Failure> {
    let mut tx = workflow.store().begin_read().await?;
    let (mut phrases, mut after, mut known) = (Vec::new(), None, None);
    loop {
        let page = withheld_phrases::list_all(&mut tx, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else {
            break;
        };
        after = Some(Cursor {
            assessment: last.assessment.clone(),
            edition: last.edition,
            ordinal: last.ordinal,
        });
        for found in page {
            let owner = owner_of(&mut tx, &found.assessment, &mut known).await?;
            let withheld_phrases::WithheldPhrase {
                body, item, phrase, ..
            } = found;
            phrases.push(WithheldPhrase {
                owner,
                body,
                item,
                phrase,
            });
        }
    }
    for mut found in site::phrases_of_consultations(&mut tx).await? {
        if let Ok(id) = domain::AssessmentId::parse(&found.owner) {
            found.owner = owner_of(&mut tx, &id, &mut known).await?;
        }
        phrases.push(found);
    }
    Ok(phrases)
}

/// The address of an assessment; the last one is remembered, for phrases come in its order.
async fn owner_of(
    tx: &mut Tx,
    id: &domain::AssessmentId,
    known: &mut Option<(domain::AssessmentId, String)>,
) -> Result<String, Failure> {
    if let Some((_, owner)) = known.as_ref().filter(|(last, _)| last == id) {
        return Ok(owner.clone());
    }
    let found = assessments::find_by_id(tx, id).await?;
    let owner = found.map_or_else(
        || id.to_string(),
        |found| {
            AssessmentKey {
                body: found.body,
                number: found.number,
                form: found.form,
            }
            .to_string()
        },
    );
    *known = Some((id.clone(), owner.clone()));
    Ok(owner)
}

/// Of these: of one edition, of every edition, or, where nothing is published, of the draft;
/// and, unless one edition is named, of what consultations about it kept back.
async fn some(
    workflow: &Workflow,
    addresses: &[AssessmentAddress],
) -> Result<Vec<WithheldPhrase>, Failure> {
    let mut phrases = Vec::new();
    for address in addresses {
        let found = published(workflow, address).await?;
        if found.is_empty() {
            phrases.extend(written(workflow, address).await?);
        } else {
            phrases.extend(found);
        }
        if address.edition.is_none() {
            phrases.extend(of_hearings(workflow, address).await?);
        }
    }
    Ok(phrases)
}

async fn published(
    workflow: &Workflow,
    address: &AssessmentAddress,
) -> Result<Vec<WithheldPhrase>, Failure> {
    let mut tx = workflow.store().begin_read().await?;
    let AssessmentKey { body, number, form } = &address.key;
    let found = assessments::find(&mut tx, body, number, form).await?;
    let found = found.ok_or_else(|| document::unknown(address))?;
    let phrases = withheld_phrases::list_of_assessment(&mut tx, &found.id)
        .await?
        .into_iter();
    let wanted = phrases.filter(|found| {
        address
            .edition
            .is_none_or(|edition| edition == found.edition)
    });
    Ok(wanted
        .map(|found| WithheldPhrase {
            owner: address.key.to_string(),
            body: found.body,
            item: found.item,
            phrase: found.phrase,
        })
        .collect())
}

/// Of the versions that its consultations showed, and of opinions on them.
async fn of_hearings(
    workflow: &Workflow,
    address: &AssessmentAddress,
) -> Result<Vec<WithheldPhrase>, Failure> {
    let mut tx = workflow.store().begin_read().await?;
    let AssessmentKey { body, number, form } = &address.key;
    let found = assessments::find(&mut tx, body, number, form).await?;
    let found = found.ok_or_else(|| document::unknown(address))?;
    let mut phrases = site::phrases_of_hearings(&mut tx, &found.id).await?;
    for phrase in &mut phrases {
        phrase.owner = address.key.to_string();
    }
    Ok(phrases)
}

async fn written(
    workflow: &Workflow,
    address: &AssessmentAddress,
) -> Result<Vec<WithheldPhrase>, Failure> {
    let found = document::load(workflow, address).await?;
    let (_, document) = found.ok_or_else(|| document::unknown(address))?;
    let phrases = document.withheld_phrases().into_iter();
    Ok(phrases
        .map(|(item, phrase)| WithheldPhrase {
            owner: address.to_string(),
            body: address.key.body.clone(),
            item,
            phrase,
        })
        .collect())
}
