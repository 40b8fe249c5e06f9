//! The inbox of the commission: what bodies submitted.

use actix_web::web;
use app::components::answers::date_words;
use app::pages::{Select, SubmissionListRow, SubmissionListView, render_submissions};
use app::render::Link;
use app::routes;
use domain::procedure::form_label;
use domain::review::{SubmissionKind, SubmissionState};
use domain::{BodyCode, FormId, FormKind, Regime};
use serde::Deserialize;
use store::submissions::{Assigned, SubmissionHead};
use workflow::{PageRequest, SubmissionFilter};

use super::words;
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// What is asked for; empty asks for all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    prefecture: String,
    body: String,
    form: String,
    kind: String,
    state: String,
    assigned: String,
    days: String,
    order: String,
    after: String,
}

/// How many rows a page of the commission lists.
pub(super) const PER_PAGE: u32 = 50;

fn pairs<const N: usize>(all: &str, known: [(&str, &str); N]) -> Vec<(String, String)> {
    let owned = |(value, words): (&str, &str)| (value.to_owned(), words.to_owned());
    std::iter::once(("", all)).chain(known).map(owned).collect()
}

/// The inbox.
pub async fn inbox(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let actor = &signed_in.actor;
    let body = asked.body.trim();
    let code = (!body.is_empty()).then(|| BodyCode::parse(body));
    let problem = code
        .as_ref()
        .and_then(|code| code.as_ref().err())
        .map(ToString::to_string);
    let filter = SubmissionFilter {
        prefecture: Some(asked.prefecture.clone()).filter(|code| !code.is_empty()),
        body: code.and_then(Result::ok),
        form: FormId::parse(&asked.form).ok(),
        kind: SubmissionKind::parse(&asked.kind),
        state: SubmissionState::parse(&asked.state),
        assigned: match asked.assigned.as_str() {
            "nobody" => Some(Assigned::Nobody),
            "me" => Some(Assigned::To(actor.user.clone())),
            _ => None,
        },
        older_than_days: asked.days.parse().ok(),
        newest_first: asked.order == "newest",
    };
    let request = match asked.after.as_str() {
        "" => PageRequest::first(PER_PAGE),
        after => PageRequest::after(after, PER_PAGE),
    };
    let found = state.workflow.submissions(actor, &filter, &request).await?;
    let today = state.workflow.today();
    let view = SubmissionListView {
        filters: filters(&state, &asked),
        body: asked.body.clone(),
        problem,
        rows: found.items.iter().map(|head| row(head, today)).collect(),
        next: found
            .next
            .map(|next| Link::new("次のページ", next_page(&asked, &next))),
    };
    let frame = signed_in.frame("提出された評価書", Vec::new());
    Ok(html(render_submissions(&frame, &view)))
}

fn next_page(asked: &Asked, after: &str) -> String {
    let named = [
        ("prefecture", asked.prefecture.as_str()),
        ("body", &asked.body),
        ("form", &asked.form),
        ("kind", &asked.kind),
        ("state", &asked.state),
        ("assigned", &asked.assigned),
        ("days", &asked.days),
        ("order", &asked.order),
        ("after", after),
    ];
    let query: Vec<String> = named
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", routes::encode(value)))
        .collect();
    format!("{}?{}", routes::SUBMISSIONS, query.join("&"))
}

pub(super) fn prefectures(state: &AppState, chosen: &str) -> Select {
    let known = state.public.content.prefectures.iter();
    let known = known.map(|body| (body.code.prefecture().to_owned(), body.name.clone()));
    let all = std::iter::once((String::new(), "全て".to_owned()));
    Select {
        name: "prefecture",
        label: "都道府県",
        options: all.chain(known).collect(),
        chosen: chosen.to_owned(),
    }
}

fn filters(state: &AppState, asked: &Asked) -> Vec<Select> {
    let select = |name, label, options, chosen: &str| Select {
        name,
        label,
        options,
        chosen: chosen.to_owned(),
    };
    let forms = FormKind::ALL.map(|kind| (kind.as_str(), kind.label()));
    let days = [("7", "7日以上"), ("30", "30日以上"), ("90", "90日以上")];
    let kinds = SubmissionKind::ALL.map(|kind| (kind.as_str(), kind.label()));
    let states = SubmissionState::ALL.map(|state| (state.as_str(), state.label()));
    let mine = [("me", "自分"), ("nobody", "担当なし")];
    vec![
        prefectures(state, &asked.prefecture),
        select("form", "様式", pairs("全て", forms), &asked.form),
        select("kind", "種別", pairs("全て", kinds), &asked.kind),
        select("state", "状態", pairs("全て", states), &asked.state),
        select("assigned", "担当", pairs("全て", mine), &asked.assigned),
        select("days", "提出からの日数", pairs("全て", days), &asked.days),
        select(
            "order",
            "並び",
            pairs("古い順", [("newest", "新しい順")]),
            &asked.order,
        ),
    ]
}

fn row(head: &SubmissionHead, today: jiff::civil::Date) -> SubmissionListRow {
    let days = head.filed_on.until(today).map_or(0, |span| span.get_days());
    SubmissionListRow {
        href: routes::submission(&head.id),
        title: words::named(&head.title),
        body: body_words(&head.prefecture_name, &head.body_name, head.regime),
        subtitle: format!(
            "評価書番号 {}・{}・{}",
            head.number,
            form_label(&head.form),
            head.agency
        ),
        kind: head.kind.label().to_owned(),
        filed: format!("{}（{days}日前）", date_words(&head.filed_on)),
        state: (
            head.state.as_str().to_owned(),
            head.state.label().to_owned(),
        ),
        officer: head
            .assigned_to
            .as_ref()
            .map_or_else(|| "—".to_owned(), |(_, email)| email.clone()),
    }
}

pub(super) fn body_words(prefecture: &str, name: &str, regime: Regime) -> String {
    let place = if prefecture == name {
        name.to_owned()
    } else {
        format!("{prefecture} {name}")
    };
    match regime {
        Regime::Local => place,
        Regime::Administrative => format!("{place}（行政機関等）"),
    }
}
