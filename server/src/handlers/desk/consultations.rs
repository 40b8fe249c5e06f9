//! Consultations at the desk: the list of the body, opening one, opinions and answers, the
//! result.

mod csv;
mod open;
mod opinion;
mod result;

use actix_web::http::StatusCode;
use actix_web::web;
use app::components::forms::Problem;
use app::pages::consultations::{
    DeskConsultation, OpinionRow, OpinionsView, render_desk_consultations, render_opinions,
};
use app::render::{Link, PortalFrame};
use app::routes;
use domain::consultation::period_words;
use domain::opinion::OpinionVerdict;
use domain::{Action, ConsultationId, Phase};
use serde::Deserialize;
use workflow::{
    AnswerOpinions, ConsultationOverview, FieldProblem, OpinionToAnswer, Opinions, WorkflowError,
};

use super::words::moment;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other_with};
use crate::routes::list::{RouteList, get, post};
use crate::session::SignedIn;
use crate::state::AppState;

const TITLE: &str = "寄せられた意見";
/// Opinions on a page.
const PER_PAGE: u32 = 100;

/// The pages.
pub fn configure(cfg: &mut RouteList<'_>) {
    cfg.route(routes::DESK_CONSULTATIONS, get().to(list))
        .route(routes::PATTERN_DESK_CONSULTATION, get().to(page))
        .route(routes::PATTERN_DESK_ANSWERS, post().to(answer))
        .route(routes::PATTERN_DESK_OPINION, get().to(opinion::page))
        .route(routes::PATTERN_DESK_OPINION, post().to(opinion::mask))
        .route(routes::PATTERN_DESK_ERASE, post().to(opinion::erase))
        .route(routes::PATTERN_DESK_RESULT, get().to(result::page))
        .route(routes::PATTERN_DESK_RESULT, post().to(result::publish))
        .route(routes::PATTERN_DESK_ITEMS, get().to(result::items))
        .route(routes::PATTERN_DESK_ITEMS, post().to(result::fill))
        .route(routes::PATTERN_DESK_OPINIONS_CSV, get().to(csv::file))
        .route(routes::PATTERN_OPEN_CONSULTATION, get().to(open::page))
        .route(routes::PATTERN_OPEN_CONSULTATION, post().to(open::open));
}

fn id_of(path: &str) -> Result<ConsultationId, PageError> {
    ConsultationId::parse(path).map_err(|_| PageError::NotFound)
}

/// Where a consultation stands: a word for `data-state`, and in Japanese.
fn state_words(overview: &ConsultationOverview) -> (String, String) {
    let (word, words) = match (overview.phase, overview.result) {
        (Phase::Upcoming, _) => ("upcoming", "受付前".to_owned()),
        (Phase::Open { days_left: 0 }, _) => ("open", "今日まで".to_owned()),
        (Phase::Open { days_left }, _) => ("open", format!("受付中・あと{days_left}日")),
        (Phase::Closed, None) => ("closed", "受付終了".to_owned()),
        (Phase::Closed, Some(_)) => ("done", "結果を公表".to_owned()),
    };
    (word.to_owned(), words)
}

/// The way to the opinions: for people outside the body, from their own desk.
fn crumbs(signed_in: &SignedIn, id: &ConsultationId) -> Vec<Link> {
    let from = match signed_in.actor.body.as_ref() == Some(id.body()) {
        true => Link::new("意見聴取", routes::DESK_CONSULTATIONS),
        false if signed_in.actor.role.is_commission() => {
            Link::new("提出された評価書", routes::SUBMISSIONS)
        }
        false => Link::new("第三者点検", routes::ASSIGNMENTS),
    };
    vec![Link::new("作業一覧", routes::DESK), from]
}

/// The consultations of the person's body.
async fn list(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let actor = &signed_in.actor;
    let body = actor.body.as_ref().ok_or(PageError::NotFound)?;
    let found = state.workflow.consultations(actor, body).await?;
    let rows = found.into_iter().map(|overview| DeskConsultation {
        id: overview.consultation.id.to_string(),
        title: overview.consultation.title.clone(),
        period: period_words(overview.consultation.from, overview.consultation.to),
        state: state_words(&overview),
        opinions: usize::try_from(overview.consultation.opinions).unwrap_or(usize::MAX),
        unanswered: usize::try_from(overview.unanswered).unwrap_or(usize::MAX),
    });
    let rows: Vec<DeskConsultation> = rows.collect();
    let frame = signed_in.frame("意見聴取", vec![Link::new("作業一覧", routes::DESK)]);
    Ok(html(render_desk_consultations(&frame, &rows)))
}

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<u32>,
    /// Everything on one page, to print.
    all: Option<String>,
}

impl Asked {
    fn page(&self) -> u32 {
        self.page.unwrap_or(1).max(1)
    }

    /// After which number, and how many.
    fn span(&self) -> (u32, u32) {
        match self.all {
            Some(_) => (0, u32::MAX),
            None => ((self.page() - 1).saturating_mul(PER_PAGE), PER_PAGE),
        }
    }

    /// The ways to the other pages of `count` opinions.
    fn pages(&self, base: &str, count: u32) -> Vec<Link> {
        let (number, mut pages) = (self.page(), Vec::new());
        if self.all.is_some() || count <= PER_PAGE {
            return pages;
        }
        if number > 1 {
            let href = format!("{base}?page={}", number - 1);
            pages.push(Link::new("前の意見", href));
        }
        if number.saturating_mul(PER_PAGE) < count {
            let href = format!("{base}?page={}", number + 1);
            pages.push(Link::new("次の意見", href));
        }
        let href = format!("{base}?all=1");
        pages.push(Link::new("全てを1ページに（印刷用）", href));
        pages
    }
}

/// The opinions of a consultation.
async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: web::Path<String>,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let id = id_of(&path)?;
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let found = workflow.opinions_page(actor, &id, asked.span()).await?;
    let view = view(&signed_in, &id, &found, &asked);
    Ok(html(render_opinions(&frame(&signed_in, &id), &view)))
}

fn frame(signed_in: &SignedIn, id: &ConsultationId) -> PortalFrame {
    signed_in.frame(TITLE, crumbs(signed_in, id))
}

fn view(
    signed_in: &SignedIn,
    id: &ConsultationId,
    found: &Opinions,
    asked: &Asked,
) -> OpinionsView {
    let overview = &found.overview;
    let may = |action| signed_in.actor.may(action, id.body());
    let is_over = overview.phase == Phase::Closed;
    let base = routes::desk_consultation(&id.to_string());
    let key = &overview.consultation;
    let paths =
        routes::AssessmentPaths::new(key.body.as_str(), key.number.as_str(), key.form.as_str());
    OpinionsView {
        id: id.to_string(),
        title: key.title.clone(),
        period: period_words(key.from, key.to),
        state: state_words(overview),
        page: routes::consultation(&id.to_string()),
        overview: may(Action::ReadAssessment).then(|| paths.overview()),
        rows: found.opinions.iter().map(row_of).collect(),
        total: key.opinions,
        may_export: signed_in.actor.body.as_ref() == Some(id.body()),
        unanswered: usize::try_from(overview.unanswered).unwrap_or(usize::MAX),
        may_answer: is_over && may(Action::AnswerOpinions),
        may_publish: is_over && may(Action::RunConsultation),
        may_fill: is_over && may(Action::ReadAssessment),
        may_erase: may(Action::AnswerOpinions)
            && found
                .opinions
                .iter()
                .any(|row| contact_words(row).is_some()),
        pages: asked.pages(&base, key.opinions),
        ..OpinionsView::default()
    }
}

fn row_of(row: &OpinionToAnswer) -> OpinionRow {
    OpinionRow {
        number: row.opinion.number,
        about: about(row),
        text: row.opinion.text.clone(),
        received: format!("{}に受付", moment(row.opinion.received_at)),
        contact: contact_words(row),
        together: row.together.clone(),
        version: row.answer.as_ref().map_or(0, |(answer, _)| answer.version),
        answer: row
            .answer
            .as_ref()
            .map(|(answer, _)| (answer.verdict.label().to_owned(), answer.reason.clone())),
        masked: row.mask.summary.is_some() || !row.mask.phrases.is_empty(),
        ticked: false,
    }
}

fn about(row: &OpinionToAnswer) -> String {
    match row.about.as_str() {
        "" => "全体について".to_owned(),
        about => format!("{about}について"),
    }
}

/// Who wrote it, while that is kept.
fn contact_words(row: &OpinionToAnswer) -> Option<String> {
    let contact = row
        .contact
        .as_ref()
        .filter(|contact| contact.erased_at.is_none())?;
    let name = contact.name.as_deref().unwrap_or("（名前なし）");
    let reach = contact.contact.as_deref().unwrap_or("（連絡先なし）");
    Some(format!("送った人: {name}・{reach}（公表しません）"))
}

/// Saves one answer to the opinions that were chosen.
async fn answer(state: web::Data<AppState>, path: web::Path<String>, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let id = id_of(&path)?;
    let chosen = fields.all("opinion").into_iter().filter_map(chosen);
    let new = AnswerOpinions {
        opinions: chosen.collect(),
        verdict: OpinionVerdict::parse(fields.get("verdict")),
        reason: fields.get("reason").to_owned(),
    };
    let done = state
        .workflow
        .answer_opinions(&signed_in.actor, &id, new)
        .await;
    let error = match done {
        Ok(()) => {
            let back = routes::desk_consultation(&id.to_string());
            return Ok(see_other_with(
                &back,
                Flash::OpinionsAnswered,
                &state.public.config,
            ));
        }
        Err(error) => error,
    };
    let (status, problems) = problems_of(error)?;
    let found = state.workflow.opinions(&signed_in.actor, &id).await?;
    let all = Asked {
        page: None,
        all: Some(String::new()),
    };
    let mut view = view(&signed_in, &id, &found, &all);
    keep(&mut view, &fields);
    view.problems = problems;
    Ok(html_status(
        status,
        render_opinions(&frame(&signed_in, &id), &view),
    ))
}

/// `3@1`: an opinion and the version of its answer that was seen.
fn chosen(value: &str) -> Option<(u32, u32)> {
    let (number, version) = value.split_once('@')?;
    Some((number.parse().ok()?, version.parse().ok()?))
}

fn keep(view: &mut OpinionsView, fields: &Fields) {
    let ticked: Vec<u32> = fields
        .all("opinion")
        .into_iter()
        .filter_map(chosen)
        .map(|(number, _)| number)
        .collect();
    for row in &mut view.rows {
        row.ticked = ticked.contains(&row.number);
    }
    fields.get("verdict").clone_into(&mut view.verdict);
    fields.get("reason").clone_into(&mut view.reason);
}

/// A refusal as problems beside fields, with its status; other errors pass.
fn problems_of(error: WorkflowError) -> Result<(StatusCode, Vec<Problem>), PageError> {
    match error {
        WorkflowError::Invalid(found) => {
            let problems = found.iter().map(problem).collect();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, problems))
        }
        WorkflowError::Conflict(_) | WorkflowError::Refused(_) => {
            let message = error.user_message();
            let problem = Problem {
                field: String::new(),
                label: String::new(),
                message,
            };
            Ok((StatusCode::CONFLICT, vec![problem]))
        }
        other => Err(other.into()),
    }
}

fn problem(found: &FieldProblem) -> Problem {
    let label = match found.field {
        "verdict" => "評価書への反映",
        "reason" => "理由",
        "phrases" => "公表で伏せる語句",
        "summary" => "要旨",
        "method" => "意見の出し方",
        "contact" => "問合せ先",
        "from" => "開始日",
        "to" => "終了日",
        _ => "",
    };
    Problem {
        field: if label.is_empty() { "" } else { found.field }.to_owned(),
        label: label.to_owned(),
        message: found.message.clone(),
    }
}
