//! `assessment export`: a copy for somebody, on standard output.

use std::io::{IsTerminal, Write};
use std::sync::Arc;

use anyhow::Context;
use domain::interchange::to_text;
use domain::{EditionId, FormId};
use store::{assessments, bodies};
use workflow::{AssessmentAddress, Audience, Operator, WorkflowError};

use super::{Done, Failure, document, full_copy, require_database};
use crate::assets::Assets;
use crate::cli::ExportArgs;
use crate::config::{self, Config};
use crate::startup;

/// What a copy is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Html,
    Xlsx,
}

impl Format {
    fn parse(word: &str) -> Result<Self, Failure> {
        match word {
            "json" => Ok(Self::Json),
            "html" => Ok(Self::Html),
            "xlsx" if std::io::stdout().is_terminal() => Err(Failure::Usage(
                "xlsx は画面に表示できません。「> ファイル名.xlsx」を付けて、ファイルに書き出してください。"
                    .to_owned(),
            )),
            "xlsx" => Ok(Self::Xlsx),
            "pdf" => Err(Failure::Usage(
                "pdf での書き出しは、この版にはありません。--format json、xlsx 又は html を指定してください。"
                    .to_owned(),
            )),
            _ => Err(Failure::Usage(
                "--format には json、xlsx 又は html を指定してください。".to_owned(),
            )),
        }
    }
}

/// Writes the copy.
pub(super) async fn run(config: &Arc<Config>, args: &ExportArgs) -> Done {
    let format = Format::parse(&args.format)?;
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
    let bytes = match format {
        Format::Json => to_text(&value).into_bytes(),
        Format::Html => html(&workflow, args).await?.into_bytes(),
        Format::Xlsx => xlsx(&workflow, args, &value).await?,
    };
    if args.audience != Audience::Public {
        workflow
            .record_full_export(Operator, &args.id, args.audience, &args.format)
            .await?;
    }
    let written = std::io::stdout().write_all(&bytes);
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

/// The spreadsheet of the copy that was made for the audience.
async fn xlsx(
    workflow: &workflow::Workflow,
    args: &ExportArgs,
    value: &serde_json::Value,
) -> Result<Vec<u8>, Failure> {
    let mut tx = workflow.store().begin_read().await?;
    let body = bodies::find(&mut tx, &args.id.key.body).await?;
    let body = body.ok_or_else(|| document::unknown(&args.id))?;
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let id = FormId::parse(&word("form")).ok();
    let edition = EditionId::parse(&word("form_edition")).ok();
    let form = id
        .zip(edition)
        .and_then(|(id, edition)| workflow.forms().get(&id, &edition));
    let form = form.ok_or_else(|| document::unknown(&args.id))?;
    let reader = match args.audience {
        Audience::Public => sheet::Reader::Public,
        _ => sheet::Reader::Full,
    };
    sheet::workbook(form, value, &body.name, reader)
        .map_err(|error| Failure::Environment(error.into()))
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
