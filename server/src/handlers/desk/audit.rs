//! The audit trail: the page, the table, the verification.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use app::components::forms::Problem;
use app::forms::Typed;
use app::pages::{AuditRow, AuditView, render_audit};
use app::routes;
use domain::{Action, BodyCode};
use futures::stream;
use serde::Deserialize;
use workflow::{Actor, AuditFilter, AuditLine, PageRequest, Verification, Workflow, known_actions};

use super::words::moment;
use crate::csv::harmless;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;
use crate::upkeep;

/// Acts on a page, and in a piece of the table.
const PER_PAGE: u32 = 100;
/// Whoever has no name in the trail.
const NOBODY: &str = "システム又は未特定";

/// What is asked for, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
    to: String,
    person: String,
    action: String,
    subject: String,
    body: String,
    before: Option<String>,
}

/// The page.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let verification = workflow.last_verification(actor).await?;
    let (filter, problems) = read(&asked);
    let request = PageRequest {
        after: asked.before.clone(),
        limit: PER_PAGE,
    };
    let found = workflow.list_audit(actor, &filter, &request).await?;
    let query = query(&asked);
    let is_everybodys = runs_the_installation(actor);
    let view = AuditView {
        rows: found.items.into_iter().map(row).collect(),
        typed: typed(&asked),
        problems,
        actions: known_actions(),
        ask_body: is_everybodys,
        verification: verification_words(verification.as_ref()),
        may_verify: is_everybodys,
        csv: format!("{}?{query}", routes::AUDIT_CSV),
        older: found
            .next
            .map(|next| format!("{}?{query}&before={next}", routes::AUDIT)),
    };
    let frame = signed_in.frame("記録（監査証跡）", Vec::new());
    Ok(html(render_audit(&frame, &view)))
}

/// All pages as a table, read and sent piece by piece; that it is taken out is recorded.
pub async fn csv(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    asked: Option<web::Query<Asked>>,
) -> PageResult {
    let asked = asked.map(web::Query::into_inner).unwrap_or_default();
    let (filter, _) = read(&asked);
    let (workflow, actor) = (state.workflow.clone(), signed_in.actor.clone());
    workflow.record_audit_export(&actor, &filter).await?;
    let pieces = stream::try_unfold(Some(None), move |place: Option<Option<String>>| {
        let (workflow, actor, filter) = (workflow.clone(), actor.clone(), filter.clone());
        async move {
            let Some(after) = place else { return Ok(None) };
            piece(&workflow, &actor, &filter, after).await.map(Some)
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.csv\"",
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming::<_, actix_web::Error>(pieces))
}

/// Follows the chain now.
pub async fn verify(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    if !runs_the_installation(&form.signed_in.actor) {
        return Err(PageError::NotFound);
    }
    let config = &state.public.config;
    let is_whole = upkeep::verify_trail(&state.workflow, config).await?;
    let flash = match is_whole {
        true => Flash::TrailWhole,
        false => Flash::TrailBroken,
    };
    Ok(see_other_with(routes::AUDIT, flash, config))
}

fn runs_the_installation(actor: &Actor) -> bool {
    actor.role.may(actor.body.as_ref(), Action::ReadAudit, None)
}

/// A piece of the table, and where the next begins.
async fn piece(
    workflow: &Workflow,
    actor: &Actor,
    filter: &AuditFilter,
    after: Option<String>,
) -> Result<(web::Bytes, Option<Option<String>>), actix_web::Error> {
    let is_first = after.is_none();
    let request = PageRequest {
        after,
        limit: PageRequest::MOST,
    };
    let found = workflow.list_audit(actor, filter, &request).await;
    let found = found.map_err(PageError::from)?;
    let mut bytes = Vec::new();
    if is_first {
        bytes.extend("\u{feff}".as_bytes());
    }
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(bytes);
    let failed = |error: csv::Error| PageError::Internal(error.into());
    if is_first {
        table
            .write_record([
                "番号",
                "日時",
                "だれが",
                "したこと",
                "対象",
                "団体",
                "内容",
                "どこから",
            ])
            .map_err(failed)?;
    }
    for line in found.items {
        table.write_record(cells(line)).map_err(failed)?;
    }
    let bytes = table
        .into_inner()
        .map_err(|error| failed(error.into_error().into()))?;
    Ok((bytes.into(), found.next.map(Some)))
}

fn cells(line: AuditLine) -> [String; 8] {
    let row = row(line);
    [
        row.seq.to_string(),
        row.time,
        row.actor,
        row.action,
        row.subject,
        row.body,
        row.detail,
        row.origin,
    ]
    .map(|cell| harmless(&cell))
}

fn row(line: AuditLine) -> AuditRow {
    AuditRow {
        seq: line.seq,
        time: format!("{:.0}", line.at),
        time_label: moment(line.at),
        actor: line.actor.unwrap_or_else(|| NOBODY.to_owned()),
        action: line.action,
        subject: line.subject,
        body: line.body.unwrap_or_default(),
        detail: line.detail,
        origin: line.origin.unwrap_or_default(),
    }
}

/// What is asked for, and what of it cannot be asked.
fn read(asked: &Asked) -> (AuditFilter, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, label: &str, message: &str| {
        problems.push(Problem {
            field: field.to_owned(),
            label: label.to_owned(),
            message: message.to_owned(),
        });
    };
    let mut day = |text: &str, field: &str, label: &str| {
        let parsed = text.trim().parse().ok();
        if parsed.is_none() && !text.trim().is_empty() {
            refuse(
                field,
                label,
                "日付の形ではありません。2016-04-01 の形で書いてください。",
            );
        }
        parsed
    };
    let (from, to) = (
        day(&asked.from, "from", "この日から"),
        day(&asked.to, "to", "この日まで"),
    );
    let body = BodyCode::parse(asked.body.trim());
    if let Err(problem) = &body
        && !asked.body.trim().is_empty()
    {
        refuse("body", "団体コード", &problem.to_string());
    }
    let filter = AuditFilter {
        from,
        to,
        person: asked.person.clone(),
        action: asked.action.clone(),
        subject: asked.subject.clone(),
        body: body.ok(),
    };
    (filter, problems)
}

fn fields(asked: &Asked) -> [(&'static str, &str); 6] {
    [
        ("from", &asked.from),
        ("to", &asked.to),
        ("person", &asked.person),
        ("action", &asked.action),
        ("subject", &asked.subject),
        ("body", &asked.body),
    ]
}

fn typed(asked: &Asked) -> Typed {
    let pairs = fields(asked).map(|(name, value)| (name.to_owned(), value.to_owned()));
    Typed::from_pairs(pairs.to_vec())
}

fn query(asked: &Asked) -> String {
    let pairs = fields(asked).map(|(name, value)| format!("{name}={}", routes::encode(value)));
    pairs.join("&")
}

fn verification_words(last: Option<&Verification>) -> String {
    match last {
        None => "まだ検証していません。1日に1回、自動で検証します。".to_owned(),
        Some(Verification {
            at,
            count: Some(count),
            ..
        }) => format!(
            "{}に検証し、{count}件の記録に改変がないことを確かめました。",
            moment(*at)
        ),
        Some(Verification { at, broken_at, .. }) => format!(
            "{}に検証し、{}番の記録で異常が見つかりました。システムの管理者がバックアップと比べます。",
            moment(*at),
            broken_at.unwrap_or_default()
        ),
    }
}
