//! The register of incidents (重大事故).

use actix_web::web;
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::incidents::{IncidentRow, IncidentsView, render_incidents};
use app::render::Link;
use app::routes;
use domain::affair::{Incident, IncidentSubject};
use domain::{Action, AgencyId, IncidentId};
use jiff::civil::Date;
use workflow::{NewIncident, RegisteredIncident};

use super::affair::fields::read_day;
use super::affair::refused;
use super::context::UNPROCESSABLE;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// The register.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let view = view(&state, &signed_in, Typed::default(), Vec::new()).await?;
    Ok(html(render(&signed_in, &view)))
}

/// Registers an incident.
pub async fn register(state: web::Data<AppState>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let typed = fields.typed();
    if !may_register(&signed_in) {
        return Err(PageError::NotFound);
    }
    let problems = match read(&typed) {
        Ok(new) => match state
            .workflow
            .register_incident(&signed_in.actor, new)
            .await
        {
            Ok(_) => return Ok(done(&state, Flash::IncidentRegistered)),
            Err(error) => refused(error)?,
        },
        Err(problems) => problems,
    };
    let view = view(&state, &signed_in, typed, problems).await?;
    Ok(html_status(UNPROCESSABLE, render(&signed_in, &view)))
}

/// Cancels one that was registered by mistake.
pub async fn cancel(state: web::Data<AppState>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let id = IncidentId::parse(fields.get("incident")).map_err(|_| PageError::NotFound)?;
    let reason = fields.get("reason");
    let cancelled = state
        .workflow
        .cancel_incident(&signed_in.actor, &id, reason)
        .await;
    match cancelled {
        Ok(()) => Ok(done(&state, Flash::IncidentCancelled)),
        Err(error) => {
            let view = view(&state, &signed_in, fields.typed(), refused(error)?).await?;
            Ok(html_status(UNPROCESSABLE, render(&signed_in, &view)))
        }
    }
}

fn may_register(signed_in: &SignedIn) -> bool {
    let actor = &signed_in.actor;
    let body = actor.body.as_ref();
    body.is_some_and(|body| actor.may(Action::ManageAffairs, body))
}

fn done(state: &AppState, flash: Flash) -> actix_web::HttpResponse {
    see_other_with(routes::INCIDENTS, flash, &state.public.config)
}

fn render(signed_in: &SignedIn, view: &IncidentsView) -> String {
    let crumbs = vec![
        Link::new("作業一覧", routes::DESK),
        Link::new("事務", routes::AFFAIRS),
    ];
    render_incidents(&signed_in.frame("重大事故", crumbs), view)
}

async fn view(
    state: &AppState,
    signed_in: &SignedIn,
    typed: Typed,
    problems: Vec<Problem>,
) -> Result<IncidentsView, PageError> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let agencies = workflow.list_agencies(actor).await?;
    let may_register = may_register(signed_in);
    let name = |id: &AgencyId| {
        let found = agencies.iter().find(|agency| agency.id == *id);
        found.map(|agency| agency.name.clone()).unwrap_or_default()
    };
    let today = workflow.today();
    let incidents = workflow.list_incidents(actor).await?;
    let rows = incidents.into_iter().map(|found| IncidentRow {
        id: found.id.to_string(),
        occurred: found.incident.occurred_on.to_string(),
        agency: name(&found.agency),
        counts: counts(&found, today),
        may_cancel: may_register && found.cancel_reason.is_none(),
        summary: format!(
            "{}（{}・本人{}人）",
            found.summary,
            found.incident.subject.label(),
            found.incident.persons
        ),
    });
    Ok(IncidentsView {
        rows: rows.collect(),
        may_register,
        typed,
        problems,
        agencies: agencies
            .iter()
            .map(|agency| (agency.id.to_string(), agency.name.clone()))
            .collect(),
    })
}

/// Whether an incident counts today, and until when or why not.
pub(super) fn counts(found: &RegisteredIncident, today: Date) -> String {
    let incident = &found.incident;
    match &found.cancel_reason {
        Some(reason) => format!("登録を取り消しました（{reason}）"),
        None if !incident.is_serious() => "数えません（重大事故に当たりません）".to_owned(),
        None if found.counts_on(today) => format!("{}まで数えます", incident.last_day()),
        None => format!("{}で数えなくなりました", incident.last_day()),
    }
}

fn read(typed: &Typed) -> Result<NewIncident, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, message: &str| {
        problems.push(Problem {
            field: field.to_owned(),
            label: String::new(),
            message: message.to_owned(),
        });
    };
    let agency = AgencyId::parse(typed.get("agency")).ok();
    if agency.is_none() {
        wrong("agency", "評価実施機関を選んでください。");
    }
    let mut day = |name: &str| {
        let found = read_day(typed.get(name)).flatten();
        if found.is_none() {
            wrong(name, "日付を 2014-10-01 のように書いてください。");
        }
        found
    };
    let (occurred_on, known_on) = (day("occurred_on"), day("known_on"));
    let persons = typed.get("persons").trim().replace(',', "").parse().ok();
    if persons.is_none() {
        wrong("persons", "人数を数字で書いてください。");
    }
    let subject = IncidentSubject::parse(typed.get("subject")).unwrap_or(IncidentSubject::Specific);
    match (agency, occurred_on, known_on, persons) {
        (Some(agency), Some(occurred_on), Some(known_on), Some(persons)) => Ok(NewIncident {
            agency,
            incident: Incident {
                occurred_on,
                subject,
                persons,
                deliberate: typed.get("deliberate") == "true",
                attributable: typed.get("not_attributable") != "true",
            },
            known_on,
            summary: typed.get("summary").to_owned(),
        }),
        _ => Err(problems),
    }
}
