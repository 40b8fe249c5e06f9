//! `synth`: neutral data for load tests, the same for the same seed.
//!
//! 80 % 基礎項目評価書 (about 4 KB of text), 15 % 重点項目評価書 (20 KB), 5 % 全項目評価書
//! (80 KB), withheld spans in each. Bodies are of prefectures that do not exist.

mod bodies;
mod chance;
mod document;
mod sentences;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use domain::interchange::{export, to_text};
use domain::{Body, Document, Forms};
use jiff::civil::Date;
use workflow::Operator;

use super::{Done, Failure, open, say};
use crate::cli::SynthArgs;
use crate::config::Config;
use crate::startup;
use chance::Chance;

/// Assessments that are published at once.
const BATCH: usize = 200;

/// Makes bodies and assessments, as files or as published editions.
pub(super) async fn run(config: &Arc<Config>, args: &SynthArgs) -> Done {
    if args.bodies == 0 || args.bodies > bodies::MOST {
        return Err(Failure::Usage(format!(
            "--bodies には 1 から {} までを指定してください。",
            bodies::MOST
        )));
    }
    let bodies = bodies::make(args.bodies);
    match &args.out {
        Some(dir) => write(args, &bodies, dir),
        None => insert(config, args, &bodies).await,
    }
}

/// The assessments, one after the other.
fn documents<'a>(
    args: &SynthArgs,
    bodies: &'a [Body],
    forms: &'a Forms,
) -> impl Iterator<Item = Document> + use<'a> {
    let seed = args.seed;
    (0..args.assessments).filter_map(move |number| {
        let mut chance = Chance::new(seed, number);
        document::make(forms, bodies, number, &mut chance)
    })
}

fn write(args: &SynthArgs, bodies: &[Body], dir: &Path) -> Done {
    let forms = Forms::new(startup::open_content()?.forms);
    let put = |name: &str, text: &str| {
        let path = dir.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::file(&path, error))
    };
    std::fs::create_dir_all(dir).map_err(|error| Failure::file(dir, error))?;
    put("bodies.csv", &bodies::csv(bodies))?;
    let mut count = 0;
    for document in documents(args, bodies, &forms) {
        let form = forms
            .get(&document.form, &document.form_edition)
            .context("a form is missing")?;
        put(
            &format!("{count:06}.json"),
            &to_text(&export(form, &document)),
        )?;
        count += 1;
    }
    say(format!(
        "{} に団体 {}件、評価書 {count}件を書きました。",
        dir.display(),
        bodies.len()
    ));
    Ok(())
}

async fn insert(config: &Arc<Config>, args: &SynthArgs, bodies: &[Body]) -> Done {
    let begun = Instant::now();
    let state = open(config).await?;
    state.workflow.import_bodies(Operator, bodies).await?;
    let forms = Arc::clone(state.workflow.forms());
    let mut documents = documents(args, bodies, &forms);
    let mut count = 0;
    for batch in 0.. {
        let documents: Vec<Document> = documents.by_ref().take(BATCH).collect();
        if documents.is_empty() {
            break;
        }
        count += documents.len();
        state
            .publisher
            .record_published(Operator, documents, day(batch))
            .await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    say(format!(
        "団体 {}件、公表済みの評価書 {count}件を入れました（{seconds:.1}秒）。",
        bodies.len()
    ));
    Ok(())
}

/// A day of 2015 or later for each batch.
fn day(batch: i64) -> Date {
    let first = Date::constant(2015, 4, 1);
    first.saturating_add(jiff::Span::new().days((batch * 7) % 700))
}
