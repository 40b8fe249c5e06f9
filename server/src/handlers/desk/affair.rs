//! One affair: registering it, changing what decides, starting its documents.

pub(super) mod fields;

use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::affair::{AffairStatus, AffairView, ThresholdRow, render_affair};
use app::render::Link;
use app::routes;
use domain::threshold::{Because, Certainty, Judgement, ROWS};
use domain::{Action, AssessmentNumber, BodyCode, Duty, ExemptGround, Facts, FormId};
use workflow::{Cause, Conflict, NewAssessment, OpenAffair, WorkflowError};

use super::affairs::{documents, done, named};
use super::context::{UNPROCESSABLE, paths_of};
use super::words;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;
use fields::{fill, read};

/// The parts of an address: code, number.
type AffairPath = web::Path<(String, String)>;

fn key_of(path: &(String, String)) -> Result<(BodyCode, AssessmentNumber), PageError> {
    let body = BodyCode::parse(&path.0).map_err(|_| PageError::NotFound)?;
    let number = AssessmentNumber::parse(&path.1).map_err(|_| PageError::NotFound)?;
    Ok((body, number))
}

/// The affair as saved.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: AffairPath) -> PageResult {
    let (body, number) = key_of(&path)?;
    let open = state
        .workflow
        .open_affair(&signed_in.actor, &body, &number)
        .await?;
    let typed = fill(&open.entry.affair.content);
    let view = view(&state, &signed_in, &open, typed, Vec::new());
    Ok(html(render(&signed_in, &view)))
}

/// Saves it and judges again.
pub async fn save(state: web::Data<AppState>, path: AffairPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (body, number) = key_of(&path)?;
    let actor = &signed_in.actor;
    let open = state.workflow.open_affair(actor, &body, &number).await?;
    let typed = fields.typed();
    let again = |problems| wrong(&state, &signed_in, &open, typed.clone(), problems);
    let content = match read(&typed, &open.entry.affair.content.facts) {
        Ok(content) => content,
        Err(problems) => return Ok(again(problems)),
    };
    let version = fields.number("version").unwrap_or_default();
    let saved = state
        .workflow
        .save_affair(actor, &body, &number, version, content)
        .await;
    match saved {
        Ok(_) => Ok(led_on(&state, &body, &number, Flash::AffairSaved)),
        Err(error) => refused(error).map(again),
    }
}

/// Says that the assessment need not be done again.
pub async fn dismiss_redo(
    state: web::Data<AppState>,
    path: AffairPath,
    form: DeskForm,
) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (body, number) = key_of(&path)?;
    let actor = &signed_in.actor;
    let version = fields.number("version").unwrap_or_default();
    let reason = fields.get("reason");
    let done = state
        .workflow
        .dismiss_redo(actor, &body, &number, version, reason)
        .await;
    match done {
        Ok(()) => Ok(led_on(&state, &body, &number, Flash::RedoDismissed)),
        Err(error) => {
            let problems = refused(error)?;
            let open = state.workflow.open_affair(actor, &body, &number).await?;
            let mut typed = fill(&open.entry.affair.content);
            typed.set("reason", reason);
            Ok(wrong(&state, &signed_in, &open, typed, problems))
        }
    }
}

/// Starts a document.
pub async fn start(state: web::Data<AppState>, path: AffairPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (body, number) = key_of(&path)?;
    let actor = &signed_in.actor;
    let open = state.workflow.open_affair(actor, &body, &number).await?;
    let form = FormId::parse(fields.get("form")).map_err(|_| PageError::NotFound)?;
    if let Some(found) = open.entry.document(form.as_str()) {
        let key = workflow::AssessmentKey {
            body,
            number,
            form: found.form.clone(),
        };
        return Ok(crate::handlers::see_other(&paths_of(&key).overview()));
    }
    let new = NewAssessment {
        form,
        number,
        agency: open.entry.agency.clone(),
        facts: open.entry.affair.content.facts.clone(),
    };
    let key = state.workflow.create_assessment(actor, new).await?;
    let overview = paths_of(&key).overview();
    Ok(see_other_with(
        &overview,
        Flash::Created,
        &state.public.config,
    ))
}

/// The blank form.
pub async fn blank(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let view = new_view(&state, &signed_in, Typed::default(), Vec::new()).await?;
    Ok(html(render(&signed_in, &view)))
}

/// Registers an affair.
pub async fn register(state: web::Data<AppState>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let typed = fields.typed();
    let number = AssessmentNumber::parse(typed.get("number").trim());
    let content = read(&typed, &Facts::default());
    let problems = match (number, content) {
        (Ok(number), Ok(content)) => {
            let (actor, agency) = (&signed_in.actor, typed.get("agency"));
            let done = state
                .workflow
                .register_affair(actor, &number, agency, content)
                .await;
            match done {
                Ok(()) => {
                    let body = actor.body.clone().ok_or(PageError::NotFound)?;
                    return Ok(led_on(&state, &body, &number, Flash::AffairRegistered));
                }
                Err(error) => refused(error)?,
            }
        }
        (number, content) => {
            let number = number
                .err()
                .map(|error| problem("number", &error.to_string()));
            number
                .into_iter()
                .chain(content.err().unwrap_or_default())
                .collect()
        }
    };
    let view = new_view(&state, &signed_in, typed, problems).await?;
    Ok(html_status(UNPROCESSABLE, render(&signed_in, &view)))
}

fn led_on(
    state: &AppState,
    body: &BodyCode,
    number: &AssessmentNumber,
    flash: Flash,
) -> HttpResponse {
    let page = routes::affair(body.as_str(), number.as_str());
    see_other_with(&page, flash, &state.public.config)
}

/// The problems of a refusal that the form can show.
pub(super) fn refused(error: WorkflowError) -> Result<Vec<Problem>, PageError> {
    match error {
        WorkflowError::Invalid(found) => Ok(found
            .iter()
            .map(|found| problem(found.field, &found.message))
            .collect()),
        WorkflowError::Conflict(Conflict::Meanwhile) => Ok(vec![problem("", CONFLICT)]),
        other => Err(other.into()),
    }
}

const CONFLICT: &str = "画面を開いた後に、ほかの人が先に保存しました。入力は下に残っていますが、まだ保存していません。別の画面でいまの内容を確かめ、このまま保存してよければ、もう一度保存してください。";

fn problem(field: &str, message: &str) -> Problem {
    Problem {
        field: field.to_owned(),
        label: String::new(),
        message: message.to_owned(),
    }
}

fn render(signed_in: &SignedIn, view: &AffairView) -> String {
    let crumbs = vec![
        Link::new("作業一覧", routes::DESK),
        Link::new("事務", routes::AFFAIRS),
    ];
    render_affair(&signed_in.frame(view.title.clone(), crumbs), view)
}

/// The form again, bound to what is there now: whoever reads the problem decides anew.
fn wrong(
    state: &AppState,
    signed_in: &SignedIn,
    open: &OpenAffair,
    typed: Typed,
    problems: Vec<Problem>,
) -> HttpResponse {
    let view = view(state, signed_in, open, typed, problems);
    html_status(UNPROCESSABLE, render(signed_in, &view))
}

/// Values with their words.
type Choices = Vec<(String, String)>;

fn choices() -> (Choices, Choices) {
    let grounds = ExemptGround::STATED.into_iter().map(|ground| {
        let words = format!("{}{}", ground.label(), ground.certainty().mark());
        (ground.as_str().to_owned(), words)
    });
    let kinds = Duty::ALL.into_iter().skip(1);
    let kinds = kinds.map(|duty| (duty.as_str().to_owned(), duty.label().to_owned()));
    (grounds.collect(), kinds.collect())
}

async fn new_view(
    state: &AppState,
    signed_in: &SignedIn,
    typed: Typed,
    problems: Vec<Problem>,
) -> Result<AffairView, PageError> {
    let body = signed_in.actor.body.clone().ok_or(PageError::NotFound)?;
    if !signed_in.actor.may(Action::ManageAffairs, &body) {
        return Err(PageError::NotFound);
    }
    let agencies = state.workflow.list_agencies(&signed_in.actor).await?;
    let (grounds, kinds) = choices();
    Ok(AffairView {
        title: "事務を登録する".to_owned(),
        action: routes::NEW_AFFAIR.to_owned(),
        may_edit: true,
        grounds,
        kinds,
        agencies: agencies.into_iter().map(|agency| agency.name).collect(),
        typed,
        problems,
        ..AffairView::default()
    })
}

fn view(
    state: &AppState,
    signed_in: &SignedIn,
    open: &OpenAffair,
    typed: Typed,
    problems: Vec<Problem>,
) -> AffairView {
    let affair = &open.entry.affair;
    let action = routes::affair(affair.body.as_str(), affair.number.as_str());
    let (grounds, kinds) = choices();
    AffairView {
        title: named(&affair.content.name),
        redo_action: format!("{action}redo"),
        action,
        version: affair.version,
        status: Some(status(state, open)),
        may_edit: signed_in.actor.may(Action::ManageAffairs, &affair.body),
        may_start: signed_in.actor.may(Action::CreateAssessment, &affair.body),
        grounds,
        kinds,
        agencies: Vec::new(),
        typed,
        problems,
    }
}

fn status(state: &AppState, open: &OpenAffair) -> AffairStatus {
    let entry = &open.entry;
    let today = state.workflow.today();
    let title = |form: &str| state.content.newest(form).map(|form| form.title.clone());
    let to_start = entry
        .forms_to_do()
        .iter()
        .filter(|form| entry.document(form).is_none());
    AffairStatus {
        subtitle: format!("評価書番号 {}・{}", entry.affair.number, entry.agency),
        state: (
            entry.state.as_str().to_owned(),
            entry.state.label().to_owned(),
        ),
        judgement: entry.judgement.reason(),
        done: done(entry),
        table: table(&entry.judgement),
        redo: entry.affair.redo_reason.clone(),
        problems: entry
            .day_problems
            .iter()
            .map(|found| found.message().to_owned())
            .collect(),
        documents: documents(entry),
        to_start: to_start
            .filter_map(|form| Some(((*form).to_owned(), title(form)?)))
            .collect(),
        history: open.judgements.iter().map(history).collect(),
        incidents: open
            .incidents
            .iter()
            .map(|found| {
                let day = found.incident.occurred_on.to_string();
                [
                    day,
                    found.summary.clone(),
                    super::incidents::counts(found, today),
                ]
            })
            .collect(),
    }
}

fn table(judgement: &Judgement) -> Vec<ThresholdRow> {
    let decides = |id: &str| match judgement {
        Judgement::Decided {
            because: Because::Row(row),
            ..
        } => row.id == id,
        _ => false,
    };
    let row = |row: &domain::threshold::Row| ThresholdRow {
        cells: [
            row.headcount_words(),
            row.staff_words().to_owned(),
            row.incident_words().to_owned(),
            row.duty.label().to_owned(),
        ],
        unconfirmed: row.certainty == Certainty::Unconfirmed,
        decides: decides(row.id),
    };
    ROWS.iter().map(row).collect()
}

fn history(entry: &workflow::JudgementEntry) -> [String; 5] {
    let judgement = &entry.judgement;
    let inputs = &judgement.inputs;
    let count = |value: Option<u64>| value.map_or("未入力".to_owned(), |n| format!("{n}人"));
    let incident = match inputs.incident {
        Some(true) => "あり",
        Some(false) => "なし",
        None => "未入力",
    };
    let as_of = judgement
        .as_of
        .map(|day| format!("（{day}現在）"))
        .unwrap_or_default();
    let duty = judgement.duty.map_or("判断できない", Duty::label);
    let redo = if judgement.redo {
        "・再実施要"
    } else {
        ""
    };
    [
        words::moment(judgement.at),
        Cause::label_of(&judgement.cause).to_owned(),
        format!(
            "対象人数 {}・取扱者数 {}・重大事故 {incident}{as_of}",
            count(inputs.headcount),
            count(inputs.staff)
        ),
        format!("{duty}{redo}"),
        entry
            .author
            .clone()
            .unwrap_or_else(|| "システムの管理者（コマンド）".to_owned()),
    ]
}
