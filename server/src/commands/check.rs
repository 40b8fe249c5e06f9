//! `check`: what the rule engine finds in a file or in an assessment.

use std::path::Path;
use std::sync::Arc;

use domain::catalog::Catalog;
use domain::check::{Surroundings, check_in};
use domain::interchange::ImportProblem;
use domain::{Document, Finding, FormEdition, Forms, Severity};
use serde_json::{Value, json};
use workflow::AssessmentAddress;

use super::{Done, Failure, document, require_database, say};
use crate::cli::CheckArgs;
use crate::config::Config;
use crate::startup;

/// The rule id of what cannot be read at all.
const UNREADABLE: &str = "IMPORT-1";

/// Prints every finding; an error among them fails.
pub(super) async fn run(config: &Arc<Config>, args: &CheckArgs) -> Done {
    let path = Path::new(&args.target);
    let is_file = path.is_file() || path.extension().is_some();
    let findings = match AssessmentAddress::parse(&args.target) {
        Ok(address) if !path.is_file() => of_assessment(config, &address).await?,
        Err(problem) if !is_file => return Err(Failure::Usage(problem.to_string())),
        _ => of_file(path).await?,
    };
    if args.json {
        say(json!({ "findings": findings.iter().map(value).collect::<Vec<_>>() }));
    } else {
        print(&findings);
    }
    if findings
        .iter()
        .any(|found| found.severity == Severity::Error)
    {
        Err(Failure::Found)
    } else {
        Ok(())
    }
}

async fn of_file(path: &Path) -> Result<Vec<Finding>, Failure> {
    let json = document::read(path)?;
    let content = startup::open_content()?;
    let forms = Forms::new(content.forms);
    let document = match document::parse(None, &forms, &json).await {
        Ok(imported) => imported.apply_to(None),
        Err(problems) => return Ok(problems.iter().map(unreadable).collect()),
    };
    let form = forms.get(&document.form, &document.form_edition);
    Ok(form
        .map(|form| findings(&content.catalog, form, &document))
        .unwrap_or_default())
}

async fn of_assessment(
    config: &Config,
    address: &AssessmentAddress,
) -> Result<Vec<Finding>, Failure> {
    require_database(config)?;
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let found = document::load(&workflow, address).await?;
    let (form, document) = found.ok_or_else(|| document::unknown(address))?;
    Ok(findings(&content.catalog, &form, &document))
}

/// What the rules find, with the notice's examples to compare with.
fn findings(catalog: &Catalog, form: &FormEdition, document: &Document) -> Vec<Finding> {
    let around = Surroundings {
        examples: Some(catalog),
        ..Surroundings::default()
    };
    check_in(form, document, &around)
}

fn unreadable(problem: &ImportProblem) -> Finding {
    Finding {
        rule: UNREADABLE,
        severity: Severity::Error,
        item: problem
            .path
            .strip_prefix("answers.")
            .unwrap_or(&problem.path)
            .to_owned(),
        message: problem.fault.to_string(),
    }
}

fn value(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity.as_str(),
        "item": finding.item,
        "message": finding.message,
    })
}

fn print(findings: &[Finding]) {
    for finding in findings {
        let severity = match finding.severity {
            Severity::Error => "要修正",
            Severity::Warning => "要確認",
            Severity::Advice => "助言",
        };
        say(format!(
            "{severity} {} {}: {}",
            finding.rule, finding.item, finding.message
        ));
    }
    let errors = findings
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .count();
    match (findings.len(), errors) {
        (0, _) => say("指摘はありません。"),
        (all, errors) => say(format!("指摘 {all}件（うち要修正 {errors}件）。")),
    }
}
