//! `publish`: the static site and the index, brought up to date or built anew.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use publish::{GateReport, Site};

use super::{Done, Failure, open, require_database, say};
use crate::cli::PublishArgs;
use crate::config::Config;
use crate::site::{Built, Mended, Publisher};
use crate::startup;
use crate::state::AppState;

/// Builds, and ends with counts, seconds and the gate's verdict.
pub(super) async fn run(config: &Arc<Config>, args: &PublishArgs) -> Done {
    require_database(config)?;
    let state = open(config).await?;
    match &args.out {
        Some(dir) => {
            let index = index_beside(dir)?;
            let publisher = elsewhere(&state, dir, &index)?;
            let built = publisher.build_elsewhere().await?;
            let done = report(&built, dir);
            say(format!("検索索引は {} にあります。", index.display()));
            done
        }
        None if args.full => {
            let built = state.publisher.build_all().await?;
            report(&built, &config.site_dir())
        }
        None => update(&state, &config.site_dir()).await,
    }
}

async fn update(state: &AppState, dir: &Path) -> Done {
    let begun = Instant::now();
    let jobs = match state.publisher.bring_up_to_date().await? {
        Mended::Built(built) => return report(&built, dir),
        Mended::Jobs(jobs) => jobs,
    };
    let seen = state.publisher.scan_live().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let dir = dir.display();
    if jobs == 0 {
        say(format!(
            "{dir} の公開サイトは最新です。書いたファイル 0件（{seconds:.1}秒）。"
        ));
    } else {
        say(format!(
            "途中で止まっていた公表 {jobs}件を {dir} に反映しました（{seconds:.1}秒）。"
        ));
    }
    verdict(&seen, &[])
}

fn report(built: &Built, dir: &Path) -> Done {
    say(format!(
        "{} に公開サイトを作りました。評価書 {}件、書いたファイル {}件、消したファイル {}件、変わらないファイル {}件（{:.1}秒）。",
        dir.display(),
        built.assessments,
        built.written,
        built.removed,
        built.unchanged,
        built.took.as_secs_f64()
    ));
    verdict(&built.report, &built.held_back_lines())
}

/// What the gate says of the whole site; what it found fails the command.
fn verdict(report: &GateReport, held_back: &[String]) -> Done {
    if report.is_clean() {
        say(report);
        return Ok(());
    }
    let mut lines = vec![format!(
        "{report}\n次の箇所を直し、新しい版を公表してください。ほかの評価書は公開サイトにそろっています。"
    )];
    lines.extend_from_slice(held_back);
    Err(Failure::Refused(lines.join("\n")))
}

fn elsewhere(state: &AppState, dir: &Path, index: &Path) -> Result<Publisher, Failure> {
    let site = Site::open(dir).map_err(anyhow::Error::from)?;
    let index = startup::open_index_or_empty(index)?;
    Ok(Publisher::into_place(
        &state.public,
        &state.workflow,
        site,
        index,
    ))
}

/// `DIR.search`, beside the folder.
fn index_beside(dir: &Path) -> Result<PathBuf, Failure> {
    let Some(name) = dir.file_name() else {
        return Err(Failure::Usage(
            "--out には、名前のあるフォルダを指定してください。".to_owned(),
        ));
    };
    let mut beside = OsString::from(name);
    beside.push(".search");
    Ok(dir.with_file_name(beside))
}
