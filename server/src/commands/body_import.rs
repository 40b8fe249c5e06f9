//! `body import`: local governments from the ministry's list.

mod table;

use std::path::Path;
use std::sync::Arc;

use domain::Body;
use workflow::Operator;

use super::{Done, Failure, say};
use crate::config::Config;
use crate::{site, startup};

/// Takes in every row or none.
pub(super) async fn run(config: &Arc<Config>, file: &Path) -> Done {
    let bytes = std::fs::read(file).map_err(|error| Failure::unreadable(file, &error))?;
    let bodies = match table::parse(&bytes) {
        Ok(bodies) => bodies,
        Err(problems) => {
            let lines: Vec<String> = problems
                .iter()
                .map(|problem| format!("{}: {problem}", file.display()))
                .collect();
            return Err(Failure::Refused(format!(
                "{}\n問題が{}件あるため、1行も取り込んでいません。直してから、もう一度取り込んでください。",
                lines.join("\n"),
                lines.len()
            )));
        }
    };
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let counts = workflow.import_bodies(Operator, &bodies).await?;
    say(format!(
        "{}行を取り込みました: 新しい団体 {}件、名称が変わった団体 {}件、変わらない団体 {}件。",
        bodies.len(),
        counts.inserted,
        counts.changed,
        counts.unchanged
    ));
    if counts.changed > 0 {
        // Names stand on pages of every kind.
        site::mark_outdated(workflow.store()).await?;
        say("名称の変更は、次の hyokasho publish 又は稼働中の serve が公開サイトに反映します。");
    }
    Ok(())
}

/// The bodies of a table, for who brings one along.
///
/// # Errors
/// [`Failure::Refused`] with every problem.
pub fn parse_bodies(bytes: &[u8]) -> Result<Vec<Body>, Failure> {
    table::parse(bytes).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::Refused(lines.join("\n"))
    })
}
