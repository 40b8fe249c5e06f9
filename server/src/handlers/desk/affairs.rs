//! The list of affairs of the body.

use actix_web::web;
use app::pages::affairs::{AffairRow, AffairsView, Filter, render_affairs};
use app::render::Link;
use app::routes;
use domain::procedure::form_label;
use domain::{Action, AffairState, AgencyId, Duty};
use serde::Deserialize;
use workflow::{AffairEntry, AffairFilter, Agency, PageRequest};

use super::context::paths_of;
use crate::errors::PageResult;
use crate::handlers::html;
use crate::session::SignedIn;
use crate::state::AppState;

/// Affairs on a page.
const PER_PAGE: u32 = 50;

/// What is asked for; unknown words filter nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    agency: Option<String>,
    state: Option<String>,
    duty: Option<String>,
    redo: Option<String>,
    after: Option<String>,
}

impl Asked {
    fn filter(&self) -> AffairFilter {
        let word = |field: &Option<String>| field.clone().filter(|word| !word.is_empty());
        AffairFilter {
            agency: word(&self.agency).and_then(|id| AgencyId::parse(&id).ok()),
            state: word(&self.state).and_then(|state| AffairState::parse(&state)),
            duty: word(&self.duty).and_then(|duty| Duty::parse(&duty)),
            redo: self.redo.as_deref() == Some("1"),
        }
    }
}

/// The list.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let filter = asked.filter();
    let request = PageRequest {
        after: asked.after.clone().filter(|after| !after.is_empty()),
        limit: PER_PAGE,
    };
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let found = workflow.list_affairs(actor, &filter, &request).await?;
    let agencies = workflow.list_agencies(actor).await?;
    let body = signed_in.actor.body.as_ref();
    let view = AffairsView {
        heading: format!("{}の事務", signed_in.body_name),
        filters: filters(&filter, &agencies),
        filtered: filter != AffairFilter::default(),
        redo: workflow.affairs_to_redo(actor).await?,
        rows: found.items.iter().map(row).collect(),
        may_register: body.is_some_and(|body| actor.may(Action::ManageAffairs, body)),
        pages: pages(&asked, found.next.as_deref()),
    };
    let crumbs = vec![Link::new("作業一覧", routes::DESK)];
    Ok(html(render_affairs(
        &signed_in.frame("事務", crumbs),
        &view,
    )))
}

fn filters(filter: &AffairFilter, agencies: &[Agency]) -> Vec<Filter> {
    let all = || (String::new(), "全て".to_owned(), false);
    let agencies = agencies.iter().map(|agency| {
        let chosen = filter.agency.as_ref() == Some(&agency.id);
        (agency.id.to_string(), agency.name.clone(), chosen)
    });
    let states = AffairState::ALL.into_iter().map(|state| {
        let chosen = filter.state == Some(state);
        (state.as_str().to_owned(), state.label().to_owned(), chosen)
    });
    let duties = Duty::ALL.into_iter().map(|duty| {
        let chosen = filter.duty == Some(duty);
        (duty.as_str().to_owned(), duty.label().to_owned(), chosen)
    });
    let redo = [("1".to_owned(), "再実施要のみ".to_owned(), filter.redo)];
    vec![
        (
            "agency",
            "評価実施機関",
            [all()].into_iter().chain(agencies).collect(),
        ),
        ("state", "状態", [all()].into_iter().chain(states).collect()),
        (
            "duty",
            "しきい値判断の結果",
            [all()].into_iter().chain(duties).collect(),
        ),
        ("redo", "再実施", [all()].into_iter().chain(redo).collect()),
    ]
}

fn pages(asked: &Asked, next: Option<&str>) -> Vec<Link> {
    let query = |after: Option<&str>| {
        let of = |name: &str, value: Option<&str>| {
            let value = value.filter(|value| !value.is_empty())?;
            Some(format!("{name}={}", routes::encode(value)))
        };
        let parts = [
            of("agency", asked.agency.as_deref()),
            of("state", asked.state.as_deref()),
            of("duty", asked.duty.as_deref()),
            of("redo", asked.redo.as_deref()),
            of("after", after),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}?{}", routes::AFFAIRS, parts.join("&"))
    };
    let first = asked
        .after
        .is_some()
        .then(|| Link::new("最初のページ", query(None)));
    let next = next.map(|next| Link::new("次のページ", query(Some(next))));
    first.into_iter().chain(next).collect()
}

fn row(entry: &AffairEntry) -> AffairRow {
    let affair = &entry.affair;
    AffairRow {
        number: affair.number.to_string(),
        page: Link::new(
            named(&affair.content.name),
            routes::affair(affair.body.as_str(), affair.number.as_str()),
        ),
        agency: entry.agency.clone(),
        state: (
            entry.state.as_str().to_owned(),
            entry.state.label().to_owned(),
        ),
        duty: duty(entry),
        done: done(entry),
        documents: documents(entry),
        redo: affair.redo_reason.is_some(),
        problems: entry.day_problems.len(),
    }
}

/// The name of an affair, or words that say it has none.
pub fn named(name: &str) -> String {
    if name.is_empty() {
        "（事務の名称は未記入）".to_owned()
    } else {
        name.to_owned()
    }
}

/// The duty with its mark.
fn duty(entry: &AffairEntry) -> String {
    let duty = entry.judgement.duty().map_or("入力待ち", Duty::label);
    format!("{duty}{}", entry.judgement.certainty().mark())
}

/// What is done.
pub fn done(entry: &AffairEntry) -> String {
    let done = entry.standing.done_label();
    done.unwrap_or_else(|| "未定".to_owned())
}

/// Links to the documents of an affair, each with its stage.
pub fn documents(entry: &AffairEntry) -> Vec<Link> {
    let link = |found: &store::assessments::Assessment| {
        let key = workflow::AssessmentKey {
            body: found.body.clone(),
            number: found.number.clone(),
            form: found.form.clone(),
        };
        let form = form_label(&found.form);
        Link::new(
            format!("{form}（{}）", found.stage.label()),
            paths_of(&key).overview(),
        )
    };
    entry.documents.iter().map(link).collect()
}
