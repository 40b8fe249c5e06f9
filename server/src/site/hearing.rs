//! The pages that consultations have on the site, and the lists that name them.

use domain::{ConsultationId, EditionId, FormId, Phase};
use publish::pages::{ConsultationPage, ConsultationsPage};
use publish::{
    Gate, GateReport, ListedConsultation, SitePath, SiteWriter, WithdrawnConsultation, paths,
};
use store::consultations::{self, Consultation};

use super::error::BuildError;
use super::reader::Reader;
use super::stage::Materials;

/// Rows asked for at once.
const PAGE: u32 = 500;
/// So many consultations that ended are listed.
const ENDED: u32 = 2_000;

/// The page of a consultation; one that is not there is passed over.
pub(super) fn page(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    id: &ConsultationId,
) -> Result<(), BuildError> {
    let reading = materials.workflow.site_consultation(reader.tx, id);
    let found = reader.handle.block_on(reading);
    let found = found.map_err(|error| BuildError::Consultation(Box::new(error)))?;
    let Some(found) = found else {
        return Ok(());
    };
    if found.consultation.withdrawn.is_some() {
        return gone(writer, reader, found.consultation);
    }
    let listed = listed(reader, materials, found.consultation)?;
    writer.consultation(&ConsultationPage {
        listed: &listed,
        form: &found.form,
        assessment: &found.shown,
        result: found.result.as_ref().map(|(result, _)| result),
        portal: materials.portal,
    })?;
    Ok(())
}

/// What remains of a consultation that was taken off the site.
fn gone(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    row: Consultation,
) -> Result<(), BuildError> {
    let Some(withdrawn) = row.withdrawn else {
        return Ok(());
    };
    writer.withdrawn_consultation(&WithdrawnConsultation {
        body: &reader.body(&row.body)?,
        id: &row.id,
        number: &row.number,
        form_title: &form_title(reader, &row.form, &row.form_edition)?,
        published_from: workflow::day_in_japan(row.opened_at),
        withdrawn_on: withdrawn.on,
        reason: &reader.public_reason(withdrawn.reason, &row.body),
    })?;
    Ok(())
}

/// The page of every consultation.
pub(super) fn all(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<(), BuildError> {
    let mut after: Option<ConsultationId> = None;
    loop {
        let rows = consultations::list_after(reader.tx, after.as_ref(), PAGE);
        let rows = reader.handle.block_on(rows)?;
        for row in &rows {
            page(writer, reader, materials, &row.id)?;
        }
        after = rows.last().map(|last| last.id.clone());
        if rows.len() < PAGE as usize {
            return Ok(());
        }
    }
}

/// Those that are announced or open and have a page, the earliest end first.
pub(super) fn open(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<Vec<ListedConsultation>, BuildError> {
    let today = materials.workflow.today();
    let rows = consultations::list_ending_from(reader.tx, today);
    let rows = reader.handle.block_on(rows)?;
    with_page(writer, reader, materials, rows)
}

/// The list of consultations, and their part of the sitemap.
pub(super) fn lists(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
) -> Result<(), BuildError> {
    let today = materials.workflow.today();
    let open = open(writer, reader, materials)?;
    let rows = consultations::list_ended_before(reader.tx, today, ENDED);
    let rows = reader.handle.block_on(rows)?;
    let closed = with_page(writer, reader, materials, rows)?;
    writer.consultations(&ConsultationsPage {
        open: &open,
        closed: &closed,
        today,
    })?;
    writer.sitemap_of_consultations(open.iter().chain(&closed))?;
    Ok(())
}

fn with_page(
    writer: &mut SiteWriter<'_>,
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    rows: Vec<Consultation>,
) -> Result<Vec<ListedConsultation>, BuildError> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let is_hidden = reader.hidden_hearings.contains(&row.id);
        if !is_hidden && writer.staging().has(&paths::consultation(&row.id)) {
            all.push(listed(reader, materials, row)?);
        }
    }
    Ok(all)
}

/// What lists say of a consultation.
fn listed(
    reader: &mut Reader<'_>,
    materials: &Materials<'_>,
    row: Consultation,
) -> Result<ListedConsultation, BuildError> {
    Ok(ListedConsultation {
        phase: Phase::on(row.from, row.to, materials.workflow.today()),
        result: row.result_at.map(workflow::day_in_japan),
        form_title: form_title(reader, &row.form, &row.form_edition)?,
        id: row.id,
        body_name: row.body_name,
        agency: row.agency,
        title: row.title,
        number: row.number.to_string(),
        from: row.from,
        to: row.to,
        shortening: row.shortening,
        method: row.method,
        contact: row.contact,
    })
}

/// The printed title of a form.
fn form_title(
    reader: &Reader<'_>,
    form: &FormId,
    edition: &EditionId,
) -> Result<String, BuildError> {
    let found = reader.forms.get(form, edition);
    let found = found.ok_or_else(|| BuildError::UnknownForm {
        form: form.to_string(),
        edition: edition.to_string(),
    })?;
    Ok(found.title.clone())
}

/// A consultation whose page, or whose line in the lists, holds what must not be public.
#[derive(Debug, Clone)]
pub(super) struct HeldHearing {
    pub(super) id: ConsultationId,
    /// Whether its line is what was found.
    pub(super) is_unlisted: bool,
}

/// The consultations on whose account the gate stopped. Reads all of them once.
pub(super) fn culprits(
    reader: &mut Reader<'_>,
    gate: &Gate,
    report: &GateReport,
) -> Result<Vec<HeldHearing>, BuildError> {
    let (mut held, mut after): (_, Option<ConsultationId>) = (Vec::new(), None);
    loop {
        let rows = consultations::list_after(reader.tx, after.as_ref(), PAGE);
        let rows = reader.handle.block_on(rows)?;
        for row in &rows {
            let folder = format!("{}/", paths::folder_of_consultation(&row.id));
            let mut hits = report.hits.iter();
            let has_hit = hits.any(|hit| hit.file.starts_with(&folder));
            let mut scan = gate.scan();
            // Without a body: a line stands in lists that all bodies share.
            scan.strings(&folder, None, [&row.title, &row.agency]);
            let is_unlisted = row.withdrawn.is_none() && !scan.finish().is_clean();
            if has_hit || is_unlisted {
                held.push(HeldHearing {
                    id: row.id.clone(),
                    is_unlisted,
                });
            }
        }
        after = rows.last().map(|last| last.id.clone());
        if rows.len() < PAGE as usize {
            return Ok(held);
        }
    }
}

/// The folders of a body's consultations, for the gate.
pub(super) fn folders_of(
    reader: &mut Reader<'_>,
    body: &domain::BodyCode,
) -> Result<Vec<SitePath>, BuildError> {
    let rows = consultations::list_of_body(reader.tx, body, ENDED);
    let rows = reader.handle.block_on(rows)?;
    Ok(rows
        .iter()
        .map(|row| paths::folder_of_consultation(&row.id))
        .collect())
}
