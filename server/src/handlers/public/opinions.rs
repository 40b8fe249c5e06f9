//! Sending an opinion: for everybody, without account, cookie or script. Served by the
//! portal's process, for static pages carry no token; a process that serves the public site
//! alone says where the form is ([`elsewhere`]).

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use app::components::forms::Problem;
use app::public::{
    OpinionAccepted, OpinionFormView, QuotedItem, render_not_open, render_opinion_accepted,
    render_opinion_form,
};
use app::render::{Link, PublicFrame};
use app::routes;
use domain::{ConsultationId, Phase};
use serde::Deserialize;
use workflow::{FieldProblem, OpinionForm, SendOpinion, SendOpinionError, WorkflowError};

use crate::errors::{PageError, PageResult};
use crate::forms::{Fields, OpenForm, client_address};
use crate::handlers::desk::words::moment;
use crate::handlers::html_status;
use crate::state::{AppState, PublicState};

const TITLE: &str = "意見を書く";
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// Which item.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    item: Option<String>,
}

pub(super) fn id_of(path: &str) -> Result<ConsultationId, PageError> {
    ConsultationId::parse(path).map_err(|_| PageError::NotFound)
}

/// The form.
pub async fn form(
    state: web::Data<AppState>,
    path: web::Path<String>,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let id = id_of(&path)?;
    let item = asked.and_then(|asked| asked.into_inner().item);
    let form = state.workflow.opinion_form(&id, item.as_deref()).await?;
    if !form.phase.is_open() {
        return Ok(closed(&state, &form, &Fields::default()));
    }
    let view = view(&state, &form, &Fields::default(), Vec::new());
    Ok(page(StatusCode::OK, &id, &state, &view))
}

/// Takes an opinion, or gives everything typed back.
pub async fn send(
    request: HttpRequest,
    state: web::Data<AppState>,
    path: web::Path<String>,
    form: OpenForm,
) -> PageResult {
    let id = id_of(&path)?;
    let OpenForm { fields, is_text } = form;
    // First, before anything is looked up that costs more.
    let address = client_address(&request, &state.public.config);
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    if let Err(seconds) = state.opinion_limit.check(address) {
        return too_often(&state, &id, &fields, seconds).await;
    }
    let asked = state
        .workflow
        .opinion_form(&id, Some(fields.get("item")))
        .await?;
    let again = |status, problems| {
        let view = view(&state, &asked, &fields, problems);
        Ok(page(status, &id, &state, &view))
    };
    if !asked.phase.is_open() {
        return Ok(closed(&state, &asked, &fields));
    }
    if !is_text {
        let message = "読み取れない文字があります。「\u{FFFD}」の所を直してから送ってください。保存していません。";
        return again(StatusCode::BAD_REQUEST, vec![problem("text", message)]);
    }
    if !fields.get("website").is_empty() {
        let message = "空のままにする欄に文字が入っていたため、送信を受け付けませんでした。自動入力の機能が入れたときは、もう一度「送信する」を押してください。";
        return again(UNPROCESSABLE, vec![problem("", message)]);
    }
    let sent = SendOpinion {
        item: fields.get("item").to_owned(),
        text: fields.get("text").to_owned(),
        name: fields.get("name").to_owned(),
        contact: fields.get("contact").to_owned(),
        consent: !fields.get("consent").is_empty(),
        token: fields.get("token").to_owned(),
    };
    match state.workflow.send_opinion(&id, &sent).await {
        Ok(done) => {
            let view = OpinionAccepted {
                id: id.to_string(),
                receipt: done.receipt,
                received: moment(done.received_at),
                page: page_of(&state, &id),
            };
            let frame = frame("意見を受け付けました", &id, &state);
            Ok(answer(
                StatusCode::OK,
                render_opinion_accepted(&frame, &view),
            ))
        }
        Err(error) => refused(&state, &id, &asked, &fields, error).await,
    }
}

/// The form with everything typed, for later; the item is not looked up again.
async fn too_often(
    state: &AppState,
    id: &ConsultationId,
    fields: &Fields,
    seconds: u64,
) -> PageResult {
    let asked = state.workflow.opinion_form(id, None).await?;
    if !asked.phase.is_open() {
        return Ok(closed(state, &asked, fields));
    }
    let message = format!(
        "短い間に続けて送られたため、受け付けを待っています。{seconds}秒ほど待ってから、もう一度「送信する」を押してください。書いた内容は下に残っています。"
    );
    let mut view = view(state, &asked, fields, vec![problem("", &message)]);
    let path = fields.get("item");
    view.item = (!path.is_empty()).then(|| QuotedItem {
        path: path.to_owned(),
        label: path.to_owned(),
        quote: String::new(),
    });
    let mut response = page(StatusCode::TOO_MANY_REQUESTS, id, state, &view);
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, seconds.into());
    Ok(response)
}

async fn refused(
    state: &AppState,
    id: &ConsultationId,
    asked: &OpinionForm,
    fields: &Fields,
    error: SendOpinionError,
) -> PageResult {
    let (status, problems, renew) = match error {
        SendOpinionError::NotOpen(phase) => {
            let asked = OpinionForm {
                phase,
                ..asked.clone()
            };
            return Ok(closed(state, &asked, fields));
        }
        SendOpinionError::Workflow(WorkflowError::NotFound) => return Err(PageError::NotFound),
        SendOpinionError::Workflow(error) => return Err(error.into()),
        SendOpinionError::Invalid(found) => {
            (UNPROCESSABLE, found.iter().map(problem_of).collect(), false)
        }
        SendOpinionError::TooFast => {
            let message = "送信が早すぎたため、受け付けませんでした。数秒待ってから、もう一度「送信する」を押してください。";
            (UNPROCESSABLE, vec![problem("", message)], false)
        }
        SendOpinionError::FormGone => {
            let message = "画面を開いてから時間がたったため、受け付けませんでした。内容を確かめて、もう一度「送信する」を押してください。";
            (StatusCode::CONFLICT, vec![problem("", message)], true)
        }
        SendOpinionError::AlreadySent => {
            let message = "この画面からの意見は、すでに受け付けています。書き直した内容は送られていません。書き直した内容を別の意見として送るときは、もう一度「送信する」を押してください。";
            (StatusCode::CONFLICT, vec![problem("", message)], true)
        }
        SendOpinionError::TooMany => {
            let message = "いま多くの意見が届いているため、受け付けを待っています。1時間ほどたってから、もう一度「送信する」を押してください。書いた内容は、控えておいてください。";
            (
                StatusCode::SERVICE_UNAVAILABLE,
                vec![problem("", message)],
                false,
            )
        }
    };
    let mut view = view(state, asked, fields, problems);
    if renew {
        view.token = state.workflow.renewed_opinion_token(id).await?;
    }
    Ok(page(status, id, state, &view))
}

fn problem(field: &str, message: &str) -> Problem {
    let label = match field {
        "text" => "意見",
        "name" => "お名前",
        "contact" => "連絡先",
        "consent" => "公表への同意",
        _ => "",
    };
    Problem {
        // The item is no field that a link could lead to.
        field: if label.is_empty() { "" } else { field }.to_owned(),
        label: label.to_owned(),
        message: message.to_owned(),
    }
}

fn problem_of(found: &FieldProblem) -> Problem {
    problem(found.field, &found.message)
}

fn view(
    state: &AppState,
    form: &OpinionForm,
    fields: &Fields,
    problems: Vec<Problem>,
) -> OpinionFormView {
    let item = form.item.clone().map(|item| QuotedItem {
        path: item.path,
        label: item.label,
        quote: item.quote,
    });
    let found = &form.consultation;
    let typed = |name: &str| fields.get(name).to_owned();
    // The form that comes back is the same form: sent twice, it is taken once.
    let token = match fields.get("token") {
        "" => form.token.clone(),
        token => token.to_owned(),
    };
    OpinionFormView {
        id: found.id.to_string(),
        title: found.title.clone(),
        body: found.body_name.clone(),
        to: found.to.to_string(),
        item,
        text: typed("text"),
        name: typed("name"),
        contact: typed("contact"),
        consent: !fields.get("consent").is_empty(),
        token,
        page: page_of(state, &found.id),
        problems,
    }
}

fn page(
    status: StatusCode,
    id: &ConsultationId,
    state: &AppState,
    view: &OpinionFormView,
) -> HttpResponse {
    let title = if view.problems.is_empty() {
        TITLE.to_owned()
    } else {
        format!("入力の確認: {TITLE}")
    };
    answer(status, render_opinion_form(&frame(&title, id, state), view))
}

/// Not now, with everything typed.
fn closed(state: &AppState, form: &OpinionForm, fields: &Fields) -> HttpResponse {
    let found = &form.consultation;
    let day = domain::day_words;
    let (title, message) = match form.phase {
        Phase::Upcoming => (
            "受付はまだ始まっていません",
            format!(
                "「{}」への意見の受付は、{}の午前0時（日本時間）に始まります。",
                found.title,
                day(found.from)
            ),
        ),
        _ => (
            "受付は終わりました",
            format!(
                "「{}」への意見の受付は、{}の終わり（日本時間）で終了しました。今回の内容は受け付けていません。",
                found.title,
                day(found.to)
            ),
        ),
    };
    let labels = [("text", "意見"), ("name", "お名前"), ("contact", "連絡先")];
    let kept = labels.into_iter().filter_map(|(name, label)| {
        let typed = fields.get(name);
        (!typed.is_empty()).then(|| (label.to_owned(), typed.to_owned()))
    });
    let kept: Vec<(String, String)> = kept.collect();
    let status = if fields.pairs().is_empty() {
        StatusCode::OK
    } else {
        StatusCode::CONFLICT
    };
    let link = (
        "公示している評価書を見る".to_owned(),
        page_of(state, &found.id),
    );
    answer(
        status,
        render_not_open(&frame(title, &found.id, state), &message, &kept, Some(link)),
    )
}

/// Where a process serves the public site alone: the form is at the portal.
pub async fn elsewhere(request: HttpRequest, state: web::Data<PublicState>) -> PageResult {
    let here = request
        .uri()
        .path_and_query()
        .map_or("", |here| here.as_str());
    let portal = state.config.server.portal_url.as_ref();
    let link = portal.map(|portal| {
        let href = format!("{}{here}", portal.as_str());
        ("意見の様式を開く".to_owned(), href)
    });
    let message = match link {
        Some(_) => {
            "意見は、担当者用のサーバーにある様式から送れます。次のリンクから進んでください。"
        }
        None => {
            "意見の様式は、このサーバーにはありません。公示のページにある「意見の出し方」と「問合せ先」を確かめてください。"
        }
    };
    let frame = PublicFrame {
        title: TITLE.to_owned(),
        crumbs: vec![Link::new("意見の募集", routes::CONSULTATIONS)],
        ..PublicFrame::default()
    };
    Ok(answer(
        StatusCode::OK,
        render_not_open(&frame, message, &[], link),
    ))
}

pub(super) fn frame(title: &str, id: &ConsultationId, state: &AppState) -> PublicFrame {
    PublicFrame {
        title: title.to_owned(),
        crumbs: vec![
            Link::new("意見の募集", public(state, routes::CONSULTATIONS)),
            Link::new("公示している評価書", page_of(state, id)),
        ],
        ..PublicFrame::default()
    }
}

/// The page of the consultation, on the public site.
pub(super) fn page_of(state: &AppState, id: &ConsultationId) -> String {
    public(state, &routes::consultation(&id.to_string()))
}

/// An address of the public site, absolute where that is another host.
fn public(state: &AppState, path: &str) -> String {
    let config = &state.public.config;
    let is_elsewhere = config.server.portal_url.is_some();
    let absolute = config.public_url(path).filter(|_| is_elsewhere);
    absolute.unwrap_or_else(|| path.to_owned())
}

/// A page that nobody keeps.
pub(super) fn answer(status: StatusCode, html: String) -> HttpResponse {
    let mut response = html_status(status, html);
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    headers.insert(
        header::HeaderName::from_static("x-robots-tag"),
        header::HeaderValue::from_static("noindex"),
    );
    response
}
