//! `assessment export`: a copy for somebody, on standard output.

use std::io::Write;
use std::sync::Arc;

use anyhow::Context;
use domain::interchange::to_text;
use store::{assessments, bodies};
use workflow::{AssessmentAddress, Audience, Operator, WorkflowError};

use super::{Done, Failure, document, full_copy, require_database};
use crate::assets::Assets;
use crate::cli::ExportArgs;
use crate::config::{self, Config};
use crate::startup;

/// Writes the copy.
pub(super) async fn run(config: &Arc<Config>, args: &ExportArgs) -> Done {
    let is_html = match args.format.as_str() {
        "json" => false,
        "html" => true,
        "xlsx" | "pdf" => {
            return Err(Failure::Usage(format!(
                "{} での書き出しは、この版にはありません。--format json 又は html を指定してください。",
                args.format
            )));
        }
        _ => {
            return Err(Failure::Usage(
                "--format には json 又は html を指定してください。".to_owned(),
            ));
        }
    };
    require_database(config)?;
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let value = workflow
        .export_assessment(Operator, &args.id, args.audience)
        .await;
    let value = value.map_err(|error| match error {
        WorkflowError::NotFound => not_there(&args.id, args.audience),
        other => other.into(),
    })?;
    let text = if is_html {
        html(&workflow, args).await?
    } else {
        to_text(&value)
    };
    if args.audience != Audience::Public {
        workflow
            .record_full_export(Operator, &args.id, args.audience, &args.format)
            .await?;
    }
    let written = std::io::stdout().write_all(text.as_bytes());
    // Whoever closed the pipe has read enough.
    let written = written.or_else(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    });
    written
        .context("cannot write to standard output")
        .map_err(Failure::Environment)
}

fn not_there(id: &AssessmentAddress, audience: Audience) -> Failure {
    match (audience, id.edition) {
        (Audience::Public, None) => Failure::Refused(format!(
            "{id} は公表されていません。公表していない評価書の写しには --audience reviewer 又は regulator を指定してください。"
        )),
        (Audience::Public, Some(edition)) => Failure::Refused(format!(
            "{} の第{edition}版は公表されていません。版の番号を確かめてください。公表を取り下げた版は、公表版として書き出せません。",
            id.key
        )),
        _ => document::unknown(id),
    }
}

async fn html(workflow: &workflow::Workflow, args: &ExportArgs) -> Result<String, Failure> {
    let assets = Assets::load(config::root().as_deref(), None)?;
    let style = assets
        .get("style.css")
        .map(|asset| String::from_utf8_lossy(&asset.bytes).into_owned());
    let style = style.unwrap_or_default();
    let mut tx = workflow.store().begin_read().await?;
    let body = bodies::find(&mut tx, &args.id.key.body).await?;
    let body = body.ok_or_else(|| document::unknown(&args.id))?;
    if args.audience == Audience::Public {
        let key = &args.id.key;
        let found = assessments::find(&mut tx, &key.body, &key.number, &key.form).await?;
        let found = found.ok_or_else(|| document::unknown(&args.id))?;
        return full_copy::public(
            &mut tx,
            workflow.forms(),
            &found.id,
            &body,
            args.id.edition,
            &style,
        )
        .await;
    }
    drop(tx);
    let found = document::load(workflow, &args.id).await?;
    let (form, document) = found.ok_or_else(|| document::unknown(&args.id))?;
    Ok(full_copy::full(
        &form,
        &document,
        &body,
        args.audience,
        &style,
    ))
}
