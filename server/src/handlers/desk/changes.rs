//! The table of changes of a draft, and two revisions compared.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::pages::{
    ChangeLineView, ChangesDeskView, RevisionOption, RevisionsView, render_changes_desk,
    render_revisions,
};
use domain::changes::decision::{Decision, Line, Timing, Weight};
use domain::day_words;
use domain::{Action, Digest, EditionKind, LongText, Origin};
use jiff::civil::Date;
use serde::Deserialize;
use workflow::{ChangeChoice, ChangeSheet, DraftChanges, RevisionEntry, WorkflowError};

use super::context::{Desk, KeyPath, UNPROCESSABLE};
use super::words::moment;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

const TITLE: &str = "変更箇所";

/// The table, as it was decided so far.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let sheet = state.workflow.changes(&signed_in.actor, &desk.key).await?;
    let view = view(&desk, &sheet, state.workflow.today());
    Ok(html(render_changes_desk(
        &desk.frame(&signed_in, TITLE),
        &view,
    )))
}

/// Keeps what was decided and writes the rows.
pub async fn decide(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let desk = Desk::at(&state, &signed_in, &path).await?;
    if !signed_in.actor.may_on(Action::EditAssessment, &desk.key) {
        return Err(PageError::NotFound);
    }
    let sheet = state.workflow.changes(&signed_in.actor, &desk.key).await?;
    let shown = view(&desk, &sheet, state.workflow.today());
    let again = |problems: Vec<Problem>, message: Option<String>, status: StatusCode| {
        let view = ChangesDeskView {
            problems,
            ..as_typed(shown.clone(), &fields)
        };
        let frame = match message {
            Some(message) => desk.failed_frame(&signed_in, TITLE, message),
            None => desk.frame(&signed_in, TITLE),
        };
        html_status(status, render_changes_desk(&frame, &view))
    };
    let Some(seen) = fields.number("revision") else {
        return Err(PageError::NotFound);
    };
    let choices = match read(&fields) {
        Ok(choices) => choices,
        Err(problems) => return Ok(again(problems, None, UNPROCESSABLE)),
    };
    let workflow = &state.workflow;
    let done = workflow.decide_changes(&signed_in.actor, &desk.key, seen, choices);
    match done.await {
        Ok(_) => Ok(saved(&state, &desk)),
        Err(WorkflowError::Stale(_)) => {
            let message = "ほかの人が先に評価書を保存したので、まだ保存していません。入力は残してあります。いまの変更を確かめて、もう一度保存してください。";
            Ok(again(
                Vec::new(),
                Some(message.to_owned()),
                StatusCode::CONFLICT,
            ))
        }
        Err(error @ (WorkflowError::Refused(_) | WorkflowError::Invalid(_))) => {
            Ok(again(Vec::new(), Some(error.user_message()), UNPROCESSABLE))
        }
        Err(error) => Err(error.into()),
    }
}

fn saved(state: &AppState, desk: &Desk) -> HttpResponse {
    see_other_with(
        &desk.paths.changes(),
        Flash::ChangesDecided,
        &state.public.config,
    )
}

fn view(desk: &Desk, sheet: &ChangeSheet, today: Date) -> ChangesDeskView {
    let draft = sheet.draft.as_ref();
    let lines = draft.map_or(&[][..], |draft| &draft.lines);
    let days = lines.iter().filter_map(|line| line.decision.as_ref());
    let day = days.map(|decision| decision.changed_on).max();
    ChangesDeskView {
        paths: desk.paths.clone(),
        title: desk.title(),
        state: desk.stage().0,
        revision: sheet.open.revision,
        origin: draft
            .map_or("", |draft| EditionKind::from(&draft.origin).label())
            .to_owned(),
        is_amendment: draft.is_some_and(|draft| draft.origin == Origin::Amendment),
        basis: draft.map(basis),
        lines: draft
            .map(|draft| {
                lines
                    .iter()
                    .map(|line| line_view(desk, draft, line))
                    .collect()
            })
            .unwrap_or_default(),
        changed_on: day.unwrap_or(today).to_string(),
        open: draft.map_or(0, |draft| draft.open),
        is_written: draft.is_none_or(|draft| draft.is_written),
        earlier_rows: draft.map_or(0, |draft| draft.earlier_rows),
        findings: draft
            .map(|draft| desk.finding_views(&draft.findings))
            .unwrap_or_default(),
        problems: Vec::new(),
        read_only: (!sheet.may_decide).then(|| {
            desk.read_only()
                .unwrap_or_else(|| "いまは決められません。".to_owned())
        }),
    }
}

fn basis(draft: &DraftChanges) -> String {
    let day = day_words(draft.published);
    format!("第{}版（{day}公表）", draft.edition)
}

fn line_view(desk: &Desk, draft: &DraftChanges, line: &Line) -> ChangeLineView {
    let decision = line.decision.as_ref();
    let path = line.change.path.to_string();
    let section = desk
        .section_of(&path)
        .map_or_else(|| desk.paths.overview(), |key| desk.paths.edit(&key));
    ChangeLineView {
        digest: line.digest.as_str().to_owned(),
        change: line.change.clone(),
        edit: format!("{section}#{path}"),
        timing: line.timing().map_or("", Timing::as_str).to_owned(),
        note: decision
            .map(|decision| decision.note.clone())
            .unwrap_or_default(),
        weight: line.weight().map_or("", Weight::as_str).to_owned(),
        reason: match line.weight() {
            Some(Weight::Dismissed { reason }) => reason.clone(),
            _ => String::new(),
        },
        by_hand: line.by_hand,
        is_open: line.lacks_timing() || line.lacks_weight(&draft.origin),
    }
}

/// The page with what was typed on each change that is still there.
fn as_typed(mut view: ChangesDeskView, fields: &Fields) -> ChangesDeskView {
    fields.get("changed_on").clone_into(&mut view.changed_on);
    for n in 1..=count(fields) {
        let digest = fields.get(&format!("change[{n}]"));
        let line = view.lines.iter_mut().find(|line| line.digest == digest);
        let Some(line) = line else {
            continue;
        };
        let typed = |name: &str| fields.get(&format!("{name}[{n}]")).to_owned();
        if !line.by_hand {
            line.timing = typed("timing");
            line.note = typed("note");
        }
        line.weight = typed("weight");
        line.reason = typed("reason");
    }
    view
}

/// How many changes the form had.
fn count(fields: &Fields) -> usize {
    let names = fields.pairs().iter();
    names
        .filter(|(name, _)| name.starts_with("change["))
        .count()
}

/// The choices, or what is wrong with them beside each field.
fn read(fields: &Fields) -> Result<Vec<ChangeChoice>, Vec<Problem>> {
    let mut problems = Vec::new();
    let problem = |field: String, message: String| Problem {
        field,
        label: String::new(),
        message,
    };
    let day: Option<Date> = fields.get("changed_on").trim().parse().ok();
    if day.is_none() && count(fields) > 0 {
        let message = "変更日を、実在する日付で書いてください（例: 2026-04-01）。";
        problems.push(problem("changed_on".to_owned(), message.to_owned()));
    }
    let mut choices = Vec::new();
    for n in 1..=count(fields) {
        let typed = |name: &str| fields.get(&format!("{name}[{n}]"));
        let Ok(change) = Digest::parse(typed("change")) else {
            continue;
        };
        if let Err(unreadable) = LongText::parse_typed(typed("note")) {
            problems.push(problem(format!("note[{n}]"), unreadable.to_string()));
        }
        let reason = typed("reason").trim();
        if typed("weight") == "dismissed" && reason.is_empty() {
            let message = "重要な変更に当たらないとする理由を書いてください。";
            problems.push(problem(format!("reason[{n}]"), message.to_owned()));
        }
        choices.push(ChangeChoice {
            change,
            decision: Decision {
                changed_on: day.unwrap_or(Date::ZERO),
                timing: Timing::parse(typed("timing")),
                note: typed("note").trim().to_owned(),
                weight: match typed("weight") {
                    "important" => Some(Weight::Important),
                    "dismissed" => Some(Weight::Dismissed {
                        reason: reason.to_owned(),
                    }),
                    _ => None,
                },
            },
        });
    }
    if problems.is_empty() {
        Ok(choices)
    } else {
        Err(problems)
    }
}

/// Which revisions.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    to: Option<String>,
}

/// Two revisions compared in full.
pub async fn compare(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: KeyPath,
    asked: web::Query<Asked>,
) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let number = |typed: &Option<String>| typed.as_deref().and_then(|typed| typed.parse().ok());
    let (from, to) = (number(&asked.from), number(&asked.to));
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let (found, problem) = match workflow.compare_revisions(actor, &desk.key, from, to).await {
        Err(WorkflowError::NotFound) => {
            let found = workflow.compare_revisions(actor, &desk.key, None, None);
            let problem = "その改訂はありません。選び直してください。";
            (found.await?, Some(problem.to_owned()))
        }
        found => (found?, None),
    };
    let view = RevisionsView {
        paths: desk.paths.clone(),
        title: desk.title(),
        state: desk.stage().0,
        options: found.revisions.iter().map(option).collect(),
        from: found.from,
        to: found.to,
        changes: found.changes,
        problem,
    };
    let frame = desk.frame(&signed_in, "改訂の比較");
    Ok(html(render_revisions(&frame, &view)))
}

fn option(entry: &RevisionEntry) -> RevisionOption {
    let edition = entry
        .edition
        .map(|edition| format!("、公表した第{edition}版"))
        .unwrap_or_default();
    RevisionOption {
        revision: entry.revision,
        label: format!("第{}改訂（{}{edition}）", entry.revision, moment(entry.at)),
    }
}
