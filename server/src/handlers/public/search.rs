//! `/search`, a page that works without script, and `/api/v1/search`. Neither can fail for
//! what a query says, and neither logs it.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use app::public::{SearchHit, SearchView, Snippet, render_search};
use app::render::PublicFrame;
use search::{Hit, PAGE_SIZE, Page, Query};

use crate::errors::{PageError, PageResult};
use crate::forms::client_address;
use crate::handlers::html;
use crate::state::PublicState;

type Params = web::Query<Vec<(String, String)>>;

/// The search page.
pub async fn page(
    request: HttpRequest,
    params: Params,
    state: web::Data<PublicState>,
) -> PageResult {
    let query = read(&params);
    let problem = problem(&params, &query);
    let found = if params.is_empty() || problem.is_some() {
        None
    } else {
        Some(search(&request, &state, query.clone()).await?)
    };
    let view = SearchView {
        problem,
        ..as_typed(view(&state, &query, found), &params)
    };
    let title = match view.q.trim() {
        "" => "評価書をさがす".to_owned(),
        words => format!("「{words}」の検索結果"),
    };
    let frame = PublicFrame {
        title,
        ..PublicFrame::default()
    };
    let mut response = html(render_search(&frame, &view));
    keep_a_minute(&mut response);
    Ok(response)
}

/// The same as JSON.
pub async fn api(
    request: HttpRequest,
    params: Params,
    state: web::Data<PublicState>,
) -> PageResult {
    let found = search(&request, &state, read(&params)).await?;
    let mut response = HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .json(found);
    keep_a_minute(&mut response);
    Ok(response)
}

fn read(params: &Params) -> Query {
    Query::from_params(
        params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Why the filters cannot be followed: one that was typed and could not be read. To leave it
/// out would answer another question.
fn problem(params: &Params, query: &Query) -> Option<String> {
    let body = typed(params, "body");
    if !body.is_empty() && query.body.is_none() {
        let body: String = body.chars().take(20).collect();
        return Some(format!(
            "『{body}』は団体コードではありません。6桁の数字で指定してください。"
        ));
    }
    let days = [("from", query.from), ("to", query.to)];
    let (name, _) = days
        .into_iter()
        .find(|(name, day)| day.is_none() && !typed(params, name).is_empty())?;
    let day: String = typed(params, name).chars().take(20).collect();
    Some(format!(
        "『{day}』は日付ではありません。実在する日付を書いてください（例: 2015-02-28）。"
    ))
}

/// What was typed in a filter, without blanks around it.
fn typed<'a>(params: &'a Params, name: &str) -> &'a str {
    let found = params.iter().rev().find(|(found, _)| found == name);
    found.map_or("", |(_, value)| value.trim())
}

/// The form shows what was typed, also where it could not be read.
fn as_typed(view: SearchView, params: &Params) -> SearchView {
    let keep = |shown: String, name| {
        if shown.is_empty() {
            typed(params, name).chars().take(20).collect()
        } else {
            shown
        }
    };
    SearchView {
        body: keep(view.body, "body"),
        from: keep(view.from, "from"),
        to: keep(view.to, "to"),
        ..view
    }
}

/// Counts a request of a page that is made on demand against its address.
pub(super) fn take_turn(request: &HttpRequest, state: &PublicState) -> Result<(), PageError> {
    let address = client_address(request, &state.config);
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let wait = |retry_after_seconds| PageError::TooMany {
        retry_after_seconds,
    };
    state.search_limit.check(address).map_err(wait)
}

async fn search(
    request: &HttpRequest,
    state: &web::Data<PublicState>,
    query: Query,
) -> Result<Page, PageError> {
    take_turn(request, state)?;
    let index = state.index.clone();
    Ok(web::block(move || index.search(&query)).await??)
}

fn view(state: &PublicState, query: &Query, found: Option<Page>) -> SearchView {
    let searched = found.is_some();
    let (total, hits) = found.map_or((0, Vec::new()), |page| (page.total, page.hits));
    let day =
        |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    SearchView {
        q: query.text.clone(),
        prefecture: query.prefecture.clone().unwrap_or_default(),
        body: query.body.clone().unwrap_or_default(),
        form: query.form.clone().unwrap_or_default(),
        from: day(query.from),
        to: day(query.to),
        page: query.page.max(1),
        pages: total.div_ceil(PAGE_SIZE),
        total,
        hits: hits.into_iter().map(|hit| hit_view(state, hit)).collect(),
        prefectures: prefectures(state),
        forms: forms(state),
        searched,
        problem: None,
    }
}

fn hit_view(state: &PublicState, hit: Hit) -> SearchHit {
    let form = state
        .content
        .newest(&hit.form)
        .map(|form| form.title.clone());
    let snippets = hit.snippets.into_iter().map(|snippet| Snippet {
        item: snippet.item,
        label: snippet.label,
        html: snippet.html,
    });
    SearchHit {
        title: hit.title,
        body: hit.body_name,
        form: form.unwrap_or(hit.form),
        number: hit.number,
        published: hit.published.to_string(),
        href: hit.url,
        snippets: snippets.collect(),
    }
}

fn prefectures(state: &PublicState) -> Vec<(String, String)> {
    let code = |body: &domain::Body| body.code.prefecture().to_owned();
    state
        .content
        .prefectures
        .iter()
        .map(|body| (code(body), body.name.clone()))
        .collect()
}

/// The forms that are published, the shortest first; the plan (計画管理書) never is.
const PUBLISHED_FORMS: [&str; 3] = ["kiso", "juten", "zenkomoku"];

/// Every form that is published, by the title of its newest edition.
fn forms(state: &PublicState) -> Vec<(String, String)> {
    let named = |id: &str| {
        let newest = state.content.newest(id)?;
        Some((id.to_owned(), newest.title.clone()))
    };
    PUBLISHED_FORMS.into_iter().filter_map(named).collect()
}

fn keep_a_minute(response: &mut HttpResponse) {
    let keep = header::HeaderValue::from_static("private, max-age=60");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
}
