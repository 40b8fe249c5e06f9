//! The pages that consultations have on the site, and the lists that name them.

use domain::{ConsultationId, Phase};
use publish::pages::{ConsultationPage, ConsultationsPage};
use publish::{GateReport, ListedConsultation, SitePath, SiteWriter, paths};
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
    let mut listed = listed(reader, materials, found.consultation)?;
    listed.result = found.result.as_ref().map(|(_, day)| *day);
    writer.consultation(&ConsultationPage {
        listed: &listed,
        form: &found.form,
        assessment: &found.shown,
        result: found.result.as_ref().map(|(result, _)| result),
        portal: materials.portal,
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
        if writer.staging().has(&paths::consultation(&row.id)) {
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
    let form = reader.forms.get(&row.form, &row.form_edition);
    let form = form.ok_or_else(|| BuildError::UnknownForm {
        form: row.form.to_string(),
        edition: row.form_edition.to_string(),
    })?;
    let result = consultations::last_result(reader.tx, &row.id);
    let result = reader.handle.block_on(result)?;
    Ok(ListedConsultation {
        phase: Phase::on(row.from, row.to, materials.workflow.today()),
        result: result.map(|result| workflow::day_in_japan(result.published_at)),
        form_title: form.title.clone(),
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

/// The consultations in whose pages the gate found something.
pub(super) fn culprits(report: &GateReport) -> Vec<ConsultationId> {
    let ids = report.hits.iter().filter_map(|hit| {
        let rest = hit.file.strip_prefix("consultations/")?;
        ConsultationId::parse(rest.split('/').next()?).ok()
    });
    let mut ids: Vec<ConsultationId> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
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
