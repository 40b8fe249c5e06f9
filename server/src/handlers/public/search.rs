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
    let searched = !params.is_empty();
    let found = if searched {
        Some(search(&request, &state, query.clone()).await?)
    } else {
        None
    };
    let view = view(&state, &query, found);
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

async fn search(
    request: &HttpRequest,
    state: &web::Data<PublicState>,
    query: Query,
) -> Result<Page, PageError> {
    let address = client_address(request, &state.config);
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let wait = |retry_after_seconds| PageError::TooMany {
        retry_after_seconds,
    };
    state.search_limit.check(address).map_err(wait)?;
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

/// Every form once, by the title of its newest edition.
fn forms(state: &PublicState) -> Vec<(String, String)> {
    let mut forms: Vec<(String, String)> = Vec::new();
    for form in &state.content.forms {
        let id = form.id.to_string();
        match forms.last_mut().filter(|(known, _)| *known == id) {
            Some((_, title)) => title.clone_from(&form.title),
            None => forms.push((id, form.title.clone())),
        }
    }
    forms
}

fn keep_a_minute(response: &mut HttpResponse) {
    let keep = header::HeaderValue::from_static("private, max-age=60");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
}
