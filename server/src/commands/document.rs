//! Documents from files and from the database.

use std::path::Path;
use std::sync::Arc;

use domain::interchange::{self, ImportProblem, Imported};
use domain::{Document, EditionId, FormEdition, FormId, Forms};
use store::assessments;
use workflow::{AssessmentAddress, Audience, Operator, Workflow, WorkflowError};

use super::Failure;

/// The text of a file in the interchange format; a spreadsheet is read into it.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    if ending.is_some_and(|ending| ending == "xlsx") || sheet::is_spreadsheet(&bytes) {
        return sheet::read(&bytes).map_err(|problems| {
            let problems = problems.iter();
            let lines: Vec<String> = problems
                .map(|problem| format!("{}: {problem}", path.display()))
                .collect();
            Failure::Refused(format!("{}\n何も取り込んでいません。", lines.join("\n")))
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Refused(format!(
            "{}: UTF-8 ではありません（{at} バイト目）。UTF-8 で保存し直してください。",
            path.display()
        ))
    })
}

/// What a JSON text says. Without an edition of the form: that of the draft that exists,
/// else the newest.
pub(super) async fn parse(
    workflow: Option<&Workflow>,
    forms: &Forms,
    json: &str,
) -> Result<Imported, Vec<ImportProblem>> {
    let existing = match (workflow, interchange::read_head(json)) {
        (Some(workflow), Ok(head)) => edition_of(workflow, &head).await,
        _ => None,
    };
    interchange::import(json, &|form: &FormId, edition: Option<&EditionId>| {
        let found = match edition.or(existing.as_ref()) {
            Some(edition) => forms.get(form, edition),
            None => forms.newest(form),
        };
        found.cloned()
    })
}

/// The form edition of an assessment that exists; a database that fails does so again, and
/// says so, when the import begins.
async fn edition_of(workflow: &Workflow, head: &interchange::Head) -> Option<EditionId> {
    let mut tx = workflow.store().begin_read().await.ok()?;
    let found = assessments::find(&mut tx, &head.body, &head.number, &head.form)
        .await
        .ok()?;
    found.map(|assessment| assessment.form_edition)
}

/// Problems as lines: file, place, what to do.
pub(super) fn lines(path: &Path, problems: &[ImportProblem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| format!("{}: {problem}", path.display()))
        .collect()
}

/// A document of the database in full; `None` if there is none.
pub(super) async fn load(
    workflow: &Workflow,
    address: &AssessmentAddress,
) -> Result<Option<(Arc<FormEdition>, Document)>, Failure> {
    let exported = workflow
        .export_assessment(Operator, address, Audience::Reviewer)
        .await;
    let value = match exported {
        Ok(value) => value,
        Err(WorkflowError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let forms = workflow.forms();
    let broken = || Failure::Environment(anyhow::anyhow!("{address} cannot be read back"));
    let read = parse(None, forms, &interchange::to_text(&value)).await;
    let document = read.map_err(|_| broken())?.apply_to(None);
    let form = forms
        .get(&document.form, &document.form_edition)
        .ok_or_else(broken)?;
    Ok(Some((Arc::clone(form), document)))
}

/// What to say of an address without an assessment.
pub(super) fn unknown(address: &AssessmentAddress) -> Failure {
    Failure::Refused(format!(
        "{address} は見つかりません。団体コード、評価書番号、様式（と版）を確かめてください。"
    ))
}
