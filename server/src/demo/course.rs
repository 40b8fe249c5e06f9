//! The course of each assessment: who did what, and when.

use domain::interchange::{self, Imported};
use domain::{Command, EditionId, FormId, Role, StageKind};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use store::{meta, users};
use workflow::{Actor, AssessmentKey, NewAssessment, Operator, WorkflowError};

use super::files::{DemoFiles, PlannedAssessment, State};
use super::{Stage, plans, present};
use crate::commands::Failure;
use crate::state::AppState;

/// What somebody does to an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act<'a> {
    Create(&'a str),
    /// Brought in by the operator, as published on this day.
    Record(&'a str, Date, u32),
    Submit,
    Check,
    SendBack(&'a str),
    File,
    Publish,
}

/// An act in its place among all others.
struct Step<'a> {
    at: Timestamp,
    course: &'a PlannedAssessment,
    /// Its place in the course, from 0.
    number: usize,
    act: Act<'a>,
}

/// Does every act that was not done yet, in the order of time.
pub(super) async fn follow(state: &AppState, files: &DemoFiles, seed: u64) -> Result<(), Failure> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (row, course) in (0..).zip(&files.plan.assessments) {
        let done = done(state, &course.file).await?;
        steps.extend(
            steps_of(course, row, seed)?
                .into_iter()
                .filter(|step| step.number >= done),
        );
    }
    steps.sort_by_key(|step| step.at);
    let Some(first) = steps.first() else {
        return Ok(());
    };
    let stage = Stage::new(state, first.at)?;
    for step in &steps {
        stage.go_to(step.at);
        perform(&stage, files, step).await?;
        note(&stage, step).await?;
    }
    Ok(())
}

/// The acts that lead an assessment to its state.
fn steps_of(course: &PlannedAssessment, row: i64, seed: u64) -> Result<Vec<Step<'_>>, Failure> {
    let end = match course.published {
        Some(day) => afternoon(day)?,
        None => present(),
    };
    let acts: &[(i64, Act<'_>)] = &match course.state {
        State::Draft => vec![(2, Act::Create(&course.file))],
        State::InReview => vec![(20, Act::Create(&course.file)), (2, Act::Submit)],
        State::Returned => vec![
            (20, Act::Create(&course.file)),
            (6, Act::Submit),
            (
                2,
                Act::SendBack(course.reason.as_deref().unwrap_or_default()),
            ),
        ],
        State::Checked => vec![
            (20, Act::Create(&course.file)),
            (6, Act::Submit),
            (2, Act::Check),
        ],
        State::Submitted => vec![
            (20, Act::Create(&course.file)),
            (6, Act::Submit),
            (3, Act::Check),
            (2, Act::File),
        ],
        State::Published => match course.published {
            // The hearing of opinions and the review by a third party came before this service.
            Some(day) if course.file.contains("zenkomoku") => {
                vec![(0, Act::Record(&course.file, day, 1))]
            }
            _ => vec![
                (30, Act::Create(&course.file)),
                (14, Act::Submit),
                (5, Act::Check),
                (3, Act::File),
                (0, Act::Publish),
            ],
        },
    };
    let mut steps: Vec<(Timestamp, Act<'_>)> = acts
        .iter()
        .map(|(days, act)| (before(end, *days), *act))
        .collect();
    for (number, edition) in (2..).zip(&course.editions) {
        let (end, day) = (afternoon(edition.published)?, edition.published);
        steps.push((end, Act::Record(&edition.file, day, number)));
    }
    let steps = (0_i64..).zip(steps).map(|(number, (at, act))| Step {
        // Minutes that differ from act to act, and are the same for the same seed.
        at: at
            - SignedDuration::from_mins(
                (row * 17 + number * 29 + i64::try_from(seed % 1_000).unwrap_or(0) * 13) % 170,
            ),
        course,
        number: usize::try_from(number).unwrap_or_default(),
        act,
    });
    Ok(steps.collect())
}

fn before(end: Timestamp, days: i64) -> Timestamp {
    end - SignedDuration::from_hours(24 * days)
}

/// Three in the afternoon in Japan.
fn afternoon(day: Date) -> Result<Timestamp, Failure> {
    let at = Offset::constant(9).to_timestamp(day.at(15, 0, 0, 0));
    at.map_err(|error| Failure::Environment(error.into()))
}

async fn perform(stage: &Stage, files: &DemoFiles, step: &Step<'_>) -> Result<(), Failure> {
    let workflow = &stage.workflow;
    let course = step.course;
    let editor = actor(stage, &course.editor).await?;
    let key = key_of(&read(stage, files, &course.file)?);
    if !is_due(stage, &editor, &key, step.act).await? {
        // Done by a run that was killed before it could note it.
        return Ok(());
    }
    let coordinator = || person(stage, course, course.coordinator.as_deref());
    let (actor, command) = match step.act {
        Act::Create(file) => return write(stage, &editor, &read(stage, files, file)?, true).await,
        Act::Record(file, day, _) => return record(stage, &read(stage, files, file)?, day).await,
        Act::Publish => {
            let coordinator = coordinator().await?;
            let revision = newest(stage, &editor, &key).await?;
            let publisher = &stage.publisher;
            publisher.publish(&coordinator, &key, revision).await?;
            return Ok(());
        }
        Act::Submit => (editor.clone(), Command::SubmitForReview),
        Act::Check => {
            let approver = person(stage, course, course.approver.as_deref()).await?;
            (approver, Command::Check)
        }
        Act::SendBack(reason) => {
            let reason = reason.to_owned();
            let items = Vec::new();
            let approver = person(stage, course, course.approver.as_deref()).await?;
            (approver, Command::SendBack { reason, items })
        }
        Act::File => {
            plans::keep(stage, &coordinator().await?).await?;
            let on = workflow.today();
            (coordinator().await?, Command::File { on })
        }
    };
    let revision = newest(stage, &editor, &key).await?;
    workflow.act(&actor, &key, revision, command).await?;
    Ok(())
}

/// A person of the course who must be named.
async fn person(
    stage: &Stage,
    course: &PlannedAssessment,
    email: Option<&str>,
) -> Result<Actor, Failure> {
    match email {
        Some(email) => actor(stage, email).await,
        None => Err(broken(&course.file, "a person is missing")),
    }
}

/// Brings a document in that was published before.
async fn record(stage: &Stage, imported: &Imported, day: Date) -> Result<(), Failure> {
    let documents = vec![imported.apply_to(None)];
    let publisher = &stage.publisher;
    publisher.record_published(Operator, documents, day).await?;
    Ok(())
}

async fn is_due(
    stage: &Stage,
    editor: &Actor,
    key: &AssessmentKey,
    act: Act<'_>,
) -> Result<bool, Failure> {
    let now = match stage.workflow.open_assessment(editor, key).await {
        Ok(open) => open.stage,
        Err(WorkflowError::NotFound) => return Ok(matches!(act, Act::Create(_) | Act::Record(..))),
        Err(error) => return Err(error.into()),
    };
    let editions = match &now {
        domain::Stage::Published { edition, .. } => *edition,
        _ => u32::MAX,
    };
    let (now, checked) = match &now {
        domain::Stage::InReview { checked, .. } => (now.kind(), checked.is_some()),
        _ => (now.kind(), false),
    };
    Ok(match act {
        Act::Create(_) | Act::Submit => now == StageKind::Draft,
        Act::Record(_, _, number) => editions < number,
        Act::Check => now == StageKind::InReview && !checked,
        Act::SendBack(_) => now == StageKind::InReview,
        Act::File => now == StageKind::Draft || checked,
        Act::Publish => now == StageKind::Submitted,
    })
}

/// Writes the document of a file as its editor would.
pub(super) async fn write(
    stage: &Stage,
    editor: &Actor,
    imported: &Imported,
    is_new: bool,
) -> Result<(), Failure> {
    let (workflow, key) = (&stage.workflow, key_of(imported));
    if is_new && workflow.open_assessment(editor, &key).await.is_err() {
        let new = NewAssessment {
            form: imported.form.clone(),
            number: imported.number.clone(),
            agency: imported.agency.clone(),
            facts: imported.facts.clone(),
        };
        workflow.create_assessment(editor, new).await?;
    }
    let open = workflow.open_assessment(editor, &key).await?;
    let document = imported.apply_to(Some(&open.document));
    let saved = workflow
        .save_facts(editor, &key, open.revision, document.facts)
        .await?;
    workflow
        .save_answers(editor, &key, saved.revision, document.answers)
        .await?;
    Ok(())
}

fn read(stage: &Stage, files: &DemoFiles, file: &str) -> Result<Imported, Failure> {
    let forms = stage.workflow.forms();
    let find = |form: &FormId, edition: Option<&EditionId>| {
        let found = edition.map_or_else(|| forms.newest(form), |edition| forms.get(form, edition));
        found.cloned()
    };
    interchange::import(&files.text(file)?, &find).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        broken(file, &problems.join("; "))
    })
}

pub(super) fn broken(file: &str, why: &str) -> Failure {
    Failure::Environment(anyhow::anyhow!("content/demo/{file}: {why}"))
}

pub(super) fn key_of(imported: &Imported) -> AssessmentKey {
    AssessmentKey {
        body: imported.body.clone(),
        number: imported.number.clone(),
        form: imported.form.clone(),
    }
}

pub(super) async fn newest(
    stage: &Stage,
    actor: &Actor,
    key: &AssessmentKey,
) -> Result<i64, Failure> {
    Ok(stage.workflow.open_assessment(actor, key).await?.revision)
}

pub(super) async fn actor(stage: &Stage, email: &str) -> Result<Actor, Failure> {
    let mut tx = stage.workflow.store().begin_read().await?;
    let user = users::find_by_email(&mut tx, email).await?;
    let user = user.ok_or_else(|| broken("demo.yaml", &format!("{email} is no account")))?;
    debug_assert!(user.role != Role::SystemAdmin);
    Ok(Actor {
        user: user.id,
        role: user.role,
        body: user.body,
        email: user.email,
        origin: None,
    })
}

fn meta_name(file: &str) -> String {
    format!("demo.{file}")
}

/// How many acts of a course were done.
async fn done(state: &AppState, file: &str) -> Result<usize, Failure> {
    let mut tx = state.workflow.store().begin_read().await?;
    let value = meta::get(&mut tx, &meta_name(file)).await?;
    Ok(value.and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// Notes that an act was done.
async fn note(stage: &Stage, step: &Step<'_>) -> Result<(), Failure> {
    let mut tx = stage.workflow.store().begin().await?;
    meta::set(
        &mut tx,
        &meta_name(&step.course.file),
        &(step.number + 1).to_string(),
    )
    .await?;
    Ok(tx.commit().await?)
}
