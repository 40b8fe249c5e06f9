//! Staging what is to be shown, and the leak gate's look at it and at what stays beside it.

use std::collections::BTreeSet;

use domain::{BodyCode, ConsultationId};
use publish::{Gate, GateReport, Hit, SitePath, Staging, Verdict, WithheldPhrase, paths};
use store::Tx;
use tokio::runtime::Handle;
use workflow::NewlyPublic;

use super::{Reach, Ready, Shared};
use crate::site::error::BuildError;
use crate::site::reader::Reader;
use crate::site::stage::{self, Indexed, Materials, Work};
use crate::site::{hearing, notices, phrases};

impl Shared {
    /// Stages and checks, on a thread that may block.
    pub(in crate::site) fn prepare(
        &self,
        mut staging: Staging,
        tx: &mut Tx,
        handle: &Handle,
        work: &Work,
        reach: &Reach,
    ) -> Result<Ready, BuildError> {
        let phrases = handle.block_on(phrases::load(tx))?;
        let newly = match reach {
            Reach::Notices(newly) => newly,
            Reach::Written | Reach::Bodies => &NewlyPublic::Nothing,
        };
        let texts = handle.block_on(notices::texts(tx, newly))?;
        let gate = phrases::gate_beside(&self.content, texts, phrases.clone());
        let mut reader = Reader::new(tx, &self.forms, handle).with_gate(&gate);
        let materials = self.materials(&mut reader)?;
        let entries = stage::assessments(&mut staging, &mut reader, &materials, work)?;
        if matches!(reach, Reach::Notices(_)) {
            notices::pages(&mut staging, &mut reader, &materials)?;
        }
        let kept = match reach {
            Reach::Bodies => {
                let mut kept = self.scan_bodies(&staging, &mut reader, &phrases, &entries.added)?;
                for id in &work.consultations {
                    kept.extend(self.scan_body(&staging, &mut reader, &phrases, id)?);
                }
                kept
            }
            Reach::Written | Reach::Notices(_) => Vec::new(),
        };
        let mut scan = gate.scan();
        for indexed in &entries.added {
            let texts = self.index.scan_text(&indexed.entry);
            scan.strings(&indexed.name, Some(&indexed.body), texts);
        }
        let (checked, mut report) = match staging.judge(scan)? {
            Verdict::Clean(checked) => (Some(*checked), GateReport::default()),
            Verdict::Leaky(_, report) => (None, report),
        };
        report.hits.extend(kept);
        match checked.filter(|_| report.is_clean()) {
            Some(checked) => Ok(Ready { checked, entries }),
            None => {
                handle.block_on(phrases::name_owners(reader.tx, &mut report))?;
                Err(BuildError::Leaked(report))
            }
        }
    }

    /// Looks for what these assessments withhold in what their bodies have published already,
    /// and in the lists that name them.
    fn scan_bodies(
        &self,
        staging: &Staging,
        reader: &mut Reader<'_>,
        phrases: &[WithheldPhrase],
        entries: &[Indexed],
    ) -> Result<Vec<Hit>, BuildError> {
        let ids: BTreeSet<String> = entries.iter().map(|new| new.id.to_string()).collect();
        let new = phrases.iter().filter(|found| ids.contains(&found.owner));
        let gate = phrases::gate_for(&self.content, new.cloned().collect());
        let lists = entries
            .iter()
            .flat_map(|new| new.key.touched_by_publication(new.edition))
            .chain(paths::shared_lists());
        let bodies: BTreeSet<&BodyCode> = entries.iter().map(|new| &new.body).collect();
        let mut folders: Vec<SitePath> = Vec::new();
        for body in bodies {
            folders.extend(paths::folders_of_body(body));
            folders.extend(hearing::folders_of(reader, body)?);
        }
        let mut scan = gate.scan();
        staging.scan_kept(&mut scan, &lists.collect::<Vec<_>>(), &folders)?;
        Ok(scan.finish().hits)
    }

    /// As [`Shared::scan_bodies`], for what the assessment of a consultation withholds.
    fn scan_body(
        &self,
        staging: &Staging,
        reader: &mut Reader<'_>,
        phrases: &[WithheldPhrase],
        id: &ConsultationId,
    ) -> Result<Vec<Hit>, BuildError> {
        let finding = store::consultations::find(reader.tx, id);
        let Some(found) = reader.handle.block_on(finding)? else {
            return Ok(Vec::new());
        };
        let owner = found.assessment.to_string();
        let new = phrases.iter().filter(|phrase| phrase.owner == owner);
        let gate = phrases::gate_for(&self.content, new.cloned().collect());
        let mut folders = paths::folders_of_body(id.body()).to_vec();
        folders.extend(hearing::folders_of(reader, id.body())?);
        let mut scan = gate.scan();
        let mut lists = paths::touched_by_consultation(id);
        lists.extend(paths::shared_lists());
        staging.scan_kept(&mut scan, &lists, &folders)?;
        Ok(scan.finish().hits)
    }

    /// The gate with every phrase that this transaction sees.
    pub(in crate::site) fn gate(&self, tx: &mut Tx, handle: &Handle) -> Result<Gate, BuildError> {
        let phrases = handle.block_on(phrases::load(tx))?;
        let texts = handle.block_on(notices::texts(tx, &NewlyPublic::Nothing))?;
        Ok(phrases::gate_beside(&self.content, texts, phrases))
    }

    pub(in crate::site) fn materials(
        &self,
        reader: &mut Reader<'_>,
    ) -> Result<Materials<'_>, BuildError> {
        Ok(Materials {
            content: &self.content,
            base: &self.base,
            catalog: reader.catalog(&self.content)?,
            questions: reader.questions()?,
            workflow: &self.workflow,
            portal: &self.portal,
        })
    }
}
