//! The page that opens a consultation.

use actix_web::http::StatusCode;
use actix_web::web;
use app::components::forms::Problem;
use app::pages::consultations::{OpenConsultationView, render_open_consultation};
use app::routes;
use domain::{Act, Action, ConsultationItems, StageKind};
use jiff::ToSpan;
use jiff::civil::Date;
use workflow::{NewConsultation, WorkflowError};

use super::super::context::{Desk, KeyPath};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other, see_other_with};
use crate::session::SignedIn;
use crate::site::PublishError;
use crate::state::AppState;

const TITLE: &str = "公示して意見聴取を始める";
/// What is proposed where nothing was typed.
const METHOD: &str = "このページの「意見を書く」から送ってください。";

/// The page; where nothing can be opened now, the newest consultation.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let desk = Desk::at(&state, &signed_in, &path).await?;
    if !may_open(&desk) {
        let found = state
            .workflow
            .consultation_of(&signed_in.actor, &desk.key)
            .await?;
        let found = found.ok_or(PageError::NotFound)?;
        let id = found.consultation.id.to_string();
        return Ok(see_other(&routes::desk_consultation(&id)));
    }
    let today = state.workflow.today();
    let view = OpenConsultationView {
        from: shifted(today, 1),
        to: shifted(today, 30),
        method: METHOD.to_owned(),
        contact: desk.open.document.agency.clone(),
        ..view(&desk, &Fields::default())
    };
    Ok(html(render(&desk, &signed_in, &view)))
}

fn may_open(desk: &Desk) -> bool {
    desk.may(Act::OpenConsultation) || desk.may(Act::ConsultAgain)
}

fn shifted(day: Date, days: i64) -> String {
    day.saturating_add(days.days()).to_string()
}

fn view(desk: &Desk, fields: &Fields) -> OpenConsultationView {
    let typed = |name: &str| fields.get(name).to_owned();
    let items = ConsultationItems::of(&desk.key.form);
    let shortening = items.and_then(|items| items.shortening).and_then(|item| {
        let answer = desk.open.document.answers.get(item)?;
        let domain::Answer::Longtext(text) = answer else {
            return None;
        };
        (!text.is_blank()).then(|| text.to_typed(""))
    });
    OpenConsultationView {
        action: desk.paths.consultation(),
        overview: desk.paths.overview(),
        preview: desk.paths.preview(),
        title: desk.title(),
        revision: desk.open.revision,
        withheld: desk.open.document.withheld_phrases().len(),
        from: typed("from"),
        to: typed("to"),
        method: typed("method"),
        contact: typed("contact"),
        shortening,
        problems: Vec::new(),
        obstacles: [Act::OpenConsultation, Act::ConsultAgain]
            .into_iter()
            .flat_map(|act| desk.obstacles(act))
            .collect(),
        refused: None,
    }
}

fn render(desk: &Desk, signed_in: &SignedIn, view: &OpenConsultationView) -> String {
    render_open_consultation(&desk.frame(signed_in, TITLE), view)
}

/// Opens it, bound to the revision that was read.
pub async fn open(state: web::Data<AppState>, path: KeyPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let desk = Desk::at(&state, &signed_in, &path).await?;
    let actor = &signed_in.actor;
    if !actor.may(Action::RunConsultation, &desk.key.body) {
        return Err(PageError::NotFound);
    }
    let (from, to) = (day(&fields, "from"), day(&fields, "to"));
    let (Some(from), Some(to)) = (from, to) else {
        let missing = [("from", "開始日", from), ("to", "終了日", to)];
        let missing = missing.into_iter().filter(|(_, _, day)| day.is_none());
        let problems = missing.map(|(field, label, _)| Problem {
            field: field.to_owned(),
            label: label.to_owned(),
            message: "日付を書いてください（例: 2026-12-01）。".to_owned(),
        });
        let view = OpenConsultationView {
            problems: problems.collect(),
            ..view(&desk, &fields)
        };
        let page = render(&desk, &signed_in, &view);
        return Ok(html_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    let new = NewConsultation {
        from,
        to,
        method: fields.get("method").to_owned(),
        contact: fields.get("contact").to_owned(),
    };
    // A revision that cannot be read is none that anybody read.
    let revision = fields.number("revision").unwrap_or(-1);
    let opened = state
        .publisher
        .open_consultation(&signed_in.actor, &desk.key, revision, new)
        .await;
    match opened {
        Ok(opened) => {
            let href = routes::desk_consultation(&opened.id.to_string());
            let flash = match opened.is_shown {
                true => Flash::Did(Act::OpenConsultation),
                false => Flash::NotShownYet,
            };
            Ok(see_other_with(&href, flash, &state.public.config))
        }
        Err(error) => {
            let desk = Desk::at(&state, &signed_in, &path).await?;
            match opened_already(&desk, revision, (from, to)) {
                Some(href) => Ok(see_other(&href)),
                None => refused(&desk, &signed_in, &fields, error),
            }
        }
    }
}

/// The consultation about exactly this revision and period: the button was pressed twice.
fn opened_already(desk: &Desk, seen: i64, (from, to): (Date, Date)) -> Option<String> {
    let stage = &desk.open.stage;
    if stage.kind() != StageKind::Consulting || stage.bound_revision() != Some(seen) {
        return None;
    }
    let consultation = stage.round()?.consultation?;
    let is_same = (consultation.from, consultation.to) == (from, to);
    is_same.then(|| routes::desk_consultation(&consultation.id))
}

fn day(fields: &Fields, name: &str) -> Option<Date> {
    fields.get(name).trim().parse().ok()
}

fn refused(desk: &Desk, signed_in: &SignedIn, fields: &Fields, error: PublishError) -> PageResult {
    let mut view = view(desk, fields);
    let status = match error {
        PublishError::Workflow(WorkflowError::NotFound) => return Err(PageError::NotFound),
        PublishError::Workflow(WorkflowError::Refused(ref refusal)) => {
            view.refused = Some(error.user_message());
            if refusal.is_about_content() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::CONFLICT
            }
        }
        PublishError::Workflow(error) => {
            let (status, problems) = super::problems_of(error)?;
            view.problems = problems;
            status
        }
        PublishError::Leaked(leaks) => {
            let lines = leaks.lines().join(" ");
            view.refused = Some(format!(
                "公示を止めました。非公表とした文字列又は個人番号とみられる数字が、公開する内容にあります。何も公開していません。{lines}"
            ));
            StatusCode::CONFLICT
        }
        PublishError::Busy => {
            view.refused = Some(error.user_message());
            StatusCode::CONFLICT
        }
        other => return Err(PageError::Internal(other.into())),
    };
    Ok(html_status(status, render(desk, signed_in, &view)))
}
