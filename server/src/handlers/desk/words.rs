//! What several pages say in the same words.

use app::forms::{Section, sections};
use app::pages::{FindingView, SectionLink, StageButton};
use app::routes::AssessmentPaths;
use domain::check::{Finding, Severity};
use domain::procedure::{Need, Offer};
use domain::stage::{Consultation, RedoGround};
use domain::{Act, Answer, Document, FormEdition, ItemPath, Stage};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::context::Desk;
use super::{confirm, places};

/// A moment as people in Japan write it: 2014年10月1日 9:05.
pub fn moment(at: Timestamp) -> String {
    let there = Offset::constant(9).to_datetime(at);
    format!(
        "{}年{}月{}日 {}:{:02}",
        there.year(),
        there.month(),
        there.day(),
        there.hour(),
        there.minute()
    )
}

/// A stage for `data-state`, and in Japanese.
pub fn stage_words(stage: &Stage) -> (String, String) {
    (stage.as_str().to_owned(), stage.label().to_owned())
}

/// The title of an assessment; words that say so when it has none yet.
pub fn title(document: &Document) -> String {
    named(&document.typed_title())
}

/// As [`title`], of a title as it stands in a list.
pub fn named(title: &str) -> String {
    if title.trim().is_empty() {
        "（評価書名は未記入）".to_owned()
    } else {
        title.to_owned()
    }
}

/// Findings as pages show them, each with the way to its field.
pub fn finding_views(
    form: &FormEdition,
    findings: &[Finding],
    sections: &[Section],
    paths: &AssessmentPaths,
) -> Vec<FindingView> {
    let view = |finding: &Finding| {
        let section = section_of(finding, sections);
        FindingView {
            rule: finding.rule.to_owned(),
            severity: finding.severity.as_str().to_owned(),
            item: finding.item.clone(),
            label: label(form, &finding.item),
            message: finding.message.clone(),
            href: section.map(|key| format!("{}#{}", paths.edit(&key), finding.item)),
        }
    };
    findings.iter().map(view).collect()
}

/// What names an item among all others; empty for what is no item.
pub fn label(form: &FormEdition, item: &str) -> String {
    let path = ItemPath::parse(item).ok();
    path.filter(|path| form.node(path.item().as_str()).is_some())
        .map(|path| form.full_label(&path))
        .unwrap_or_default()
}

fn section_of(finding: &Finding, sections: &[Section]) -> Option<String> {
    let path = ItemPath::parse(&finding.item).ok()?;
    Section::of(sections, &path)
}

/// The navigation over the sections of an assessment, with how far each is written.
pub fn section_links(
    form: &FormEdition,
    document: &Document,
    findings: &[Finding],
    paths: &AssessmentPaths,
) -> Vec<SectionLink> {
    let all = sections(form, &document.answers);
    // What is still blank shows as progress; only what is wrong counts as an error.
    let wrong: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.rule != BLANK)
        .filter_map(|finding| section_of(finding, &all))
        .collect();
    let link = |section: &Section| {
        let (done, asked) = section.progress(form, &document.answers);
        SectionLink {
            key: section.key.clone(),
            title: file_title(form, document, section).unwrap_or_else(|| section.title.clone()),
            href: paths.edit(&section.key),
            done,
            asked,
            errors: wrong.iter().filter(|key| **key == section.key).count(),
        }
    };
    all.iter().map(link).collect()
}

/// The title of a group's page by the name of its file: Ⅱ（1）住民基本台帳ファイル.
fn file_title(form: &FormEdition, document: &Document, section: &Section) -> Option<String> {
    let group = section.within.as_ref()?;
    let node = form.node(group.item().as_str())?;
    let name = group.child(node.name_item()?.id.clone());
    let Some(Answer::Text(name)) = document.answers.at(&name) else {
        return None;
    };
    let index = group.steps().last()?.index?;
    let name = name.full_text();
    (!name.trim().is_empty()).then(|| format!("{}（{index}）{}", node.number, name.trim()))
}

/// The rule that finds required items blank.
pub const BLANK: &str = "REQ-1";

/// How many findings stand in the way of submission.
pub fn errors(findings: &[Finding]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count()
}

/// The buttons for what a person may do at this stage; publishing has a page of its own.
pub fn buttons(desk: &Desk, reason: &str, today: Date) -> Vec<StageButton> {
    let of = |offer: &Offer| {
        let act = offer.transition.act;
        let asks_period = matches!(act, Act::OpenConsultation | Act::ConsultAgain);
        StageButton {
            op: act.as_str().to_owned(),
            label: act.label().to_owned(),
            needs_reason: act.needs_reason(),
            main: offer.obstacles.is_empty() && is_forward(act),
            reason: if act.needs_reason() {
                reason.to_owned()
            } else {
                String::new()
            },
            day: (asks_day(act) || asks_period).then(|| proposed_day(act, today).to_string()),
            day_label: day_label(act).to_owned(),
            choices: choices(act),
            until: asks_period.then(|| shortest_end(today).to_string()),
            confirm: confirm::is_asked(act).then(|| desk.paths.confirm(act.as_str())),
            items: Vec::new(),
            obstacles: places::views(&offer.obstacles, &desk.open, &desk.paths),
        }
    };
    let offers = &desk.offers;
    // Nothing to be taken off is no reason to show how.
    let is_moot = |offer: &&Offer| {
        let mut obstacles = offer.obstacles.iter();
        obstacles.any(|obstacle| obstacle.need == Need::IsPublic)
    };
    let in_form = |offer: &&Offer| !has_own_page(offer.transition.act) && !is_moot(offer);
    offers.iter().filter(in_form).map(of).collect()
}

/// Acts that are done on a page of their own.
fn has_own_page(act: Act) -> bool {
    matches!(
        act,
        Act::Publish | Act::OpenConsultation | Act::ConsultAgain
    )
}

/// What the day of an act is.
fn day_label(act: Act) -> &'static str {
    match act {
        Act::File => "委員会へ提出した日",
        Act::RequestApproval => "承認を申請した日",
        Act::CommissionApprove => "承認した日",
        Act::SchedulePublication => "公表する日（この日の0時過ぎに公表します）",
        Act::GiveVerdict => "点検の実施日",
        Act::End => "事務をやめた日",
        Act::NotifyEnd => "委員会へ通知した日",
        _ => "日付",
    }
}

/// The day that the field of an act holds first.
fn proposed_day(act: Act, today: Date) -> Date {
    match act {
        Act::SchedulePublication => today.tomorrow().unwrap_or(today),
        _ => today,
    }
}

/// The last day of a consultation of thirty days that begins today.
fn shortest_end(today: Date) -> Date {
    let days = jiff::Span::new().days(Consultation::DAYS - 1);
    today.checked_add(days).unwrap_or(today)
}

/// The choices that an act is given: for a redo, its ground.
fn choices(act: Act) -> Vec<(String, String)> {
    if act != Act::Redo {
        return Vec::new();
    }
    let grounds = RedoGround::ALL.into_iter();
    grounds
        .map(|ground| (ground.as_str().to_owned(), ground.label().to_owned()))
        .collect()
}

/// Acts that lead on towards publication.
fn is_forward(act: Act) -> bool {
    !act.needs_reason() && !matches!(act, Act::Withdraw | Act::CancelSchedule | Act::End)
}

/// Acts that are given a day.
fn asks_day(act: Act) -> bool {
    matches!(
        act,
        Act::File
            | Act::RequestApproval
            | Act::CommissionApprove
            | Act::SchedulePublication
            | Act::GiveVerdict
            | Act::End
            | Act::NotifyEnd
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn moments_are_written_in_japanese_time() {
        let at: Timestamp = "2014-09-30T15:05:09Z".parse().unwrap();
        assert_eq!(moment(at), "2014年10月1日 0:05");
    }
}
