//! `body members`: which bodies are members of which unions.

use std::path::Path;
use std::sync::Arc;

use domain::BodyCode;
use workflow::{Membership, Operator};

use super::{Done, Failure, say};
use crate::config::Config;
use crate::startup;

/// Takes in every row or none; the members of a union that the file names are then exactly
/// those of the file.
pub(super) async fn run(config: &Arc<Config>, file: &Path) -> Done {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::unreadable(file, &error))?;
    let memberships = parse(&text).map_err(|problems| {
        let lines: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {problem}", file.display()))
            .collect();
        Failure::Refused(format!(
            "{}\n問題が{}件あるため、1行も取り込んでいません。直してから、もう一度取り込んでください。",
            lines.join("\n"),
            lines.len()
        ))
    })?;
    let content = startup::open_content()?;
    let workflow = startup::open_workflow(config, &content).await?;
    let count = workflow
        .import_union_members(Operator, &memberships)
        .await?;
    say(format!("構成団体を{count}件取り込みました。"));
    Ok(())
}

/// The rows below the headings: a union's code and a member's.
fn parse(text: &str) -> Result<Vec<Membership>, Vec<String>> {
    let (mut memberships, mut problems) = (Vec::new(), Vec::new());
    let text = text.trim_start_matches('\u{feff}');
    for (index, line) in text.lines().enumerate().skip(1) {
        if line.trim().is_empty() {
            continue;
        }
        match membership(line) {
            Ok(found) => memberships.push(found),
            Err(problem) => problems.push(format!("{}行目: {problem}", index + 1)),
        }
    }
    if memberships.is_empty() && problems.is_empty() {
        problems.push(
            "取り込む行がありません。1行目は見出し、2行目からコードの組を書いてください。"
                .to_owned(),
        );
    }
    if problems.is_empty() {
        Ok(memberships)
    } else {
        Err(problems)
    }
}

fn membership(line: &str) -> Result<Membership, String> {
    let mut codes = line.split(',').map(|code| code.trim().trim_matches('"'));
    let mut next = |what: &str| {
        let code = codes.next().unwrap_or_default();
        BodyCode::parse(code).map_err(|problem| format!("{what}: {problem}"))
    };
    Ok(Membership {
        union: next("1列目（組合・広域連合）")?,
        member: next("2列目（構成団体）")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pairs_of_codes_are_read_below_the_headings() {
        let text = "\u{feff}組合,構成団体\n998010,992011\r\n\n\"998010\", 993018\n";
        let found = parse(text).unwrap();
        let members: Vec<&str> = found.iter().map(|found| found.member.as_str()).collect();
        assert_eq!(members, ["992011", "993018"]);
    }

    #[test]
    fn every_wrong_line_is_named() {
        let problems = parse("組合,構成団体\n998010\n998011,992011\n").unwrap_err();
        assert_eq!(problems.len(), 2);
        assert!(problems[0].starts_with("2行目: 2列目"), "{problems:?}");
        assert!(problems[1].starts_with("3行目: 1列目"), "{problems:?}");
        assert!(parse("組合,構成団体\n").is_err());
    }
}
