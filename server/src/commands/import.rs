//! `assessment import`: drafts, or editions that were public before.

use std::path::PathBuf;
use std::sync::Arc;

use domain::Document;
use domain::interchange::Imported;
use jiff::civil::Date;
use workflow::{AssessmentAddress, AssessmentKey, Operator};

use super::{Done, Failure, document, open, say};
use crate::cli::ImportArgs;
use crate::config::Config;
use crate::state::AppState;

/// Before this nobody published anything that is kept.
const EARLIEST_YEAR: i16 = 1900;
/// The rules that stop even a document that was public before.
const UNFIT: [&str; 2] = ["MYNO-1", "CHOICE-1"];

/// Takes in every file or none.
pub(super) async fn run(config: &Arc<Config>, args: &ImportArgs) -> Done {
    let texts: Vec<String> = args
        .files
        .iter()
        .map(|file| document::read(file))
        .collect::<Result<_, _>>()?;
    let state = open(config).await?;
    let documents = parse_all(&state, &args.files, &texts).await?;
    match args.published {
        Some(published) => record(&state, documents, published).await,
        None => draft(&state, &documents).await,
    }
}

async fn parse_all(
    state: &AppState,
    files: &[PathBuf],
    texts: &[String],
) -> Result<Vec<Imported>, Failure> {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for (file, text) in files.iter().zip(texts) {
        match document::parse(Some(&state.workflow), state.workflow.forms(), text).await {
            Ok(imported) => documents.push(imported),
            Err(found) => problems.extend(document::lines(file, &found)),
        }
    }
    if problems.is_empty() {
        return Ok(documents);
    }
    problems.push("どのファイルも取り込んでいません。".to_owned());
    Err(Failure::Refused(problems.join("\n")))
}

async fn draft(state: &AppState, documents: &[Imported]) -> Done {
    let imported = state
        .workflow
        .import_assessments(Operator, documents)
        .await?;
    for done in &imported {
        let what = if done.created {
            "新しく作りました"
        } else {
            "取り込みました"
        };
        say(format!("{}: {what}（改訂 {}）。", done.key, done.revision));
    }
    Ok(())
}

async fn record(state: &AppState, imported: Vec<Imported>, published: Date) -> Done {
    let mut documents = Vec::with_capacity(imported.len());
    for imported in &imported {
        documents.push(whole(state, imported).await?);
    }
    refuse_unfit(state, &documents, published)?;
    let keys: Vec<AssessmentKey> = imported.iter().map(key).collect();
    let editions = state
        .publisher
        .record_published(Operator, documents, published)
        .await?;
    for (key, edition) in keys.iter().zip(&editions) {
        say(format!(
            "{key}: 第{}版（{published} 公表）として登録しました。{}",
            edition.edition, edition.href
        ));
    }
    say("漏えい検査: 問題はありません。");
    if editions.iter().any(|edition| !edition.is_shown) {
        say("公開サイトへの反映が残っています。hyokasho publish で反映してください。");
    }
    Ok(())
}

/// What may not be public whoever vouches for it.
fn refuse_unfit(state: &AppState, documents: &[Document], published: Date) -> Done {
    let mut problems = Vec::new();
    if published.year() < EARLIEST_YEAR {
        problems.push(format!("公表日 {published} は正しい日付と思われません。"));
    }
    for document in documents {
        let name = format!("{}/{}/{}", document.body, document.number, document.form);
        if document.form.as_str() == "keikaku" {
            problems.push(format!("{name}: 計画管理書は公表しません。"));
        }
        let forms = state.workflow.forms();
        let form = forms.get(&document.form, &document.form_edition);
        let findings = form.map(|form| domain::check(form, document));
        let unfit = findings
            .into_iter()
            .flatten()
            .filter(|found| UNFIT.contains(&found.rule));
        problems.extend(
            unfit.map(|found| format!("{name}: {} {}: {}", found.rule, found.item, found.message)),
        );
    }
    if problems.is_empty() {
        return Ok(());
    }
    problems.push("どのファイルも登録していません。".to_owned());
    Err(Failure::Refused(problems.join("\n")))
}

/// The document with what it does not name as it is.
async fn whole(state: &AppState, imported: &Imported) -> Result<Document, Failure> {
    let address = AssessmentAddress {
        key: key(imported),
        edition: None,
    };
    let existing = document::load(&state.workflow, &address).await?;
    Ok(imported.apply_to(existing.as_ref().map(|(_, document)| document)))
}

fn key(imported: &Imported) -> AssessmentKey {
    AssessmentKey {
        body: imported.body.clone(),
        number: imported.number.clone(),
        form: imported.form.clone(),
    }
}
