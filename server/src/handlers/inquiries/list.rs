//! The list of inquiries, and asking.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::components::act_form::{ActForm, Field, FieldKind};
use app::components::forms::Problem;
use app::pages::inquiries::{InquiriesView, InquiryRow, render_inquiries, render_new_inquiry};
use app::render::Link;
use app::routes;
use domain::Action;
use domain::inquiry::{Category, InquiryState};
use serde::Deserialize;
use workflow::{InquiryEntry, InquiryFilter, NewInquiry, PageRequest, WorkflowError};

use super::{categories, state_words};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::desk::words::moment;
use crate::handlers::notices::problems;
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// Inquiries on a page.
const PER_PAGE: u32 = 50;

/// Which inquiries.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    category: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    after: Option<String>,
}

/// The list.
pub(super) async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let filter = InquiryFilter {
        category: Category::parse(&asked.category),
        state: InquiryState::parse(&asked.state),
        words: asked.q.chars().take(100).collect(),
    };
    let request = PageRequest {
        after: asked.after.clone(),
        limit: PER_PAGE,
    };
    let page = state
        .workflow
        .list_inquiries(&signed_in.actor, &filter, &request)
        .await?;
    let next = page.next.map(|next| {
        let href = format!(
            "{}?category={}&state={}&q={}&after={}",
            routes::INQUIRIES,
            routes::encode(&asked.category),
            routes::encode(&asked.state),
            routes::encode(&asked.q),
            routes::encode(&next)
        );
        Link::new("次のページ", href)
    });
    let may_ask = may_ask(&signed_in);
    let desk = Category::ALL
        .into_iter()
        .find(|category| category.desk() == signed_in.actor.role);
    let lead = match desk {
        Some(category) => format!("窓口「{}」への問合せです。", category.label()),
        None => format!(
            "{}からの問合せです。{}の人と、選んだ区分の窓口だけが読みます。",
            signed_in.body_name, signed_in.body_name
        ),
    };
    let all = || (String::new(), "全て".to_owned());
    let states = InquiryState::ALL.map(state_words);
    let view = InquiriesView {
        lead,
        rows: page.items.iter().map(row).collect(),
        may_ask,
        categories: match desk {
            Some(_) => Vec::new(),
            None => std::iter::once(all()).chain(categories()).collect(),
        },
        states: std::iter::once(all()).chain(states).collect(),
        chosen: (asked.category, asked.state, asked.q),
        pages: next.into_iter().collect(),
    };
    let frame = signed_in.frame("問合せ", vec![Link::new("作業一覧", routes::DESK)]);
    Ok(html(render_inquiries(&frame, &view)))
}

fn row(entry: &InquiryEntry) -> InquiryRow {
    InquiryRow {
        title: format!("{}. {}", entry.number, entry.subject),
        href: routes::inquiry(entry.number),
        state: state_words(entry.state),
        remark: format!(
            "{}・{}・最終更新 {}",
            entry.category.label(),
            entry.body_name,
            moment(entry.changed_at)
        ),
        mine: entry.is_waiting,
    }
}

fn may_ask(signed_in: &SignedIn) -> bool {
    let own = signed_in.actor.body.as_ref();
    own.is_some_and(|own| signed_in.actor.may(Action::SendInquiry, own))
}

/// The blank question.
pub(super) async fn blank(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    if !may_ask(&signed_in) {
        return Err(PageError::NotFound);
    }
    let once = store::new_id(state.workflow.clock().now());
    let fields = Fields::from_pairs(vec![("once".to_owned(), once)]);
    Ok(new_page(&signed_in, &fields, Vec::new()))
}

/// Sends a question.
pub(super) async fn send(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    if !may_ask(&signed_in) {
        return Err(PageError::NotFound);
    }
    let Some(category) = Category::parse(fields.get("category")) else {
        let problem = Problem {
            field: "category".to_owned(),
            label: "区分".to_owned(),
            message: "区分を選んでください。".to_owned(),
        };
        return Ok(new_page(&signed_in, &fields, vec![problem]));
    };
    let new = NewInquiry {
        category,
        subject: fields.get("subject").to_owned(),
        text: fields.get("text").to_owned(),
        once: fields.get("once").chars().take(60).collect(),
    };
    match state.workflow.send_inquiry(&signed_in.actor, &new).await {
        Ok(number) => Ok(see_other_with(
            &routes::inquiry(number),
            Flash::InquirySent,
            &state.public.config,
        )),
        Err(WorkflowError::Invalid(found)) => Ok(new_page(&signed_in, &fields, problems(found))),
        Err(error) => Err(PageError::from(error).with_kept(&fields)),
    }
}

fn new_page(signed_in: &SignedIn, fields: &Fields, problems: Vec<Problem>) -> HttpResponse {
    let status = match problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let value = |name| fields.get(name).to_owned();
    let select = Field {
        name: "category",
        label: "区分",
        kind: FieldKind::Select(categories()),
        value: value("category"),
        hint: "区分によって、答える窓口が変わります。",
        required: true,
    };
    let subject = Field {
        name: "subject",
        label: "件名",
        kind: FieldKind::Line,
        value: value("subject"),
        hint: "",
        required: true,
    };
    let text = Field {
        name: "text",
        label: "問合せの内容",
        kind: FieldKind::Area(10),
        value: value("text"),
        hint: "個人番号、個人の氏名や連絡先は書かないでください。",
        required: true,
    };
    let form = ActForm {
        id: "new",
        action: routes::INQUIRY_NEW.to_owned(),
        heading: "問合せの内容",
        lead: String::new(),
        hidden: vec![("once".to_owned(), value("once"))],
        fields: vec![select, subject, text],
        button: "送る",
        is_main: true,
        problems,
    };
    let crumbs = vec![
        Link::new("作業一覧", routes::DESK),
        Link::new("問合せ", routes::INQUIRIES),
    ];
    let frame = signed_in.frame("問い合わせる", crumbs);
    html_status(status, render_new_inquiry(&frame, &form))
}
