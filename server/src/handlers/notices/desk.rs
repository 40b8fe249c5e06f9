//! A notice as its provider and the commission see it.

use actix_web::http::StatusCode;
use actix_web::web;
use app::components::act_form::ActForm;
use app::components::forms::Problem;
use app::pages::notice_desk::{LetterView, NoticeActRow, NoticeDeskView, render_notice_desk};
use app::render::Link;
use app::routes;
use domain::notice_life::{DraftForm, Ending, Letter, NoticeAct, NoticeStage};
use domain::{Action, NoticeKind};
use workflow::{NoticeHistoryEntry, OpenNotice, WorkflowError};

use super::forms::{self, Refused};
use super::{failed, frame, html, may, stage_words};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::desk::words::moment;
use crate::handlers::{html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// The blank draft.
pub(super) async fn blank(signed_in: SignedIn) -> PageResult {
    if !may(&signed_in, Action::ManageNotices) {
        return Err(PageError::NotFound);
    }
    Ok(new_page(&signed_in, &DraftForm::default(), Vec::new()))
}

/// Begins a notice.
pub(super) async fn create(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let draft = forms::draft(&fields);
    if let Some(problem) = forms::markdown_problem(&draft.body) {
        return Ok(new_page(&signed_in, &draft, vec![problem]));
    }
    let made = state.workflow.draft_notice(&signed_in.actor, &draft).await;
    match made {
        Ok(id) => Ok(see_other_with(
            &routes::desk_notice(&id),
            Flash::NoticeSaved,
            &state.public.config,
        )),
        Err(WorkflowError::Invalid(problems)) => {
            Ok(new_page(&signed_in, &draft, super::act::problems(problems)))
        }
        Err(error) => Err(PageError::from(error).with_kept(&fields)),
    }
}

fn new_page(
    signed_in: &SignedIn,
    draft: &DraftForm,
    problems: Vec<Problem>,
) -> actix_web::HttpResponse {
    let status = match problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let form = ActForm {
        id: "edit",
        action: routes::NOTICE_NEW.to_owned(),
        heading: "草案",
        lead: String::new(),
        hidden: Vec::new(),
        fields: forms::draft_fields(draft),
        button: "草案を保存する",
        is_main: true,
        problems,
    };
    let view = NoticeDeskView {
        title: "通知を起草する".to_owned(),
        state: ("draft".to_owned(), "草案".to_owned()),
        forms: vec![form],
        ..NoticeDeskView::default()
    };
    let frame = frame(signed_in, "通知を起草する", Vec::new());
    html_status(status, render_notice_desk(&frame, &view))
}

/// The page, with what was refused in its form.
pub(super) async fn page(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    refused: Option<Refused<'_>>,
) -> PageResult {
    let open = state.workflow.open_notice(&signed_in.actor, id).await?;
    let status = match &refused {
        None => StatusCode::OK,
        Some(refused) if refused.message.is_some() => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let forms = open.acts.iter().map(|act| {
        let form = forms::form(&open, *act);
        match &refused {
            Some(refused) if refused.act == act.as_str() => given_back(form, refused),
            _ => form,
        }
    });
    let mut forms: Vec<ActForm> = forms.collect();
    // What leads on comes first, then what changes the draft, then what ends it.
    forms.sort_by_key(|form| !form.is_main);
    let view = NoticeDeskView {
        title: open.draft.title().to_owned(),
        state: stage_words(&open.stage),
        telling: telling(&open),
        links: links(signed_in, &open),
        letters: letters(&open),
        forms,
        history: open.history.iter().map(history_row).collect(),
    };
    let frame = frame(signed_in, open.draft.title(), Vec::new());
    let frame = failed(frame, refused.and_then(|refused| refused.message));
    Ok(html_status(status, render_notice_desk(&frame, &view)))
}

/// A form with what was typed and what is wrong with it.
pub(super) fn given_back(mut form: ActForm, refused: &Refused<'_>) -> ActForm {
    for field in &mut form.fields {
        field.value = refused.fields.get(field.name).to_owned();
    }
    form.problems.clone_from(&refused.problems);
    form
}

fn telling(open: &OpenNotice) -> Vec<String> {
    match &open.stage {
        NoticeStage::Draft => {
            let missing = open.draft.missing();
            match missing.is_empty() {
                true => Vec::new(),
                false => vec![format!(
                    "了承を依頼するまでに書くもの: {}",
                    missing.join("、")
                )],
            }
        }
        NoticeStage::Requested { request } => vec![format!(
            "{}に了承を依頼しました。委員会の判断を待っています。",
            request.date()
        )],
        NoticeStage::Returned { reason, on, .. } => vec![
            format!("{on}に差し戻されました。直して、もう一度依頼してください。"),
            format!("理由: {reason}"),
        ],
        NoticeStage::Acknowledged(_) => vec!["了承されました。通知を発出できます。".to_owned()],
        NoticeStage::Issued(_) => vec!["通知を発出しました。周知を始めてください。".to_owned()],
        NoticeStage::InDistribution { since, .. } => vec![format!("{since}から周知しています。")],
        NoticeStage::Listed { since, on, .. } => {
            vec![format!(
                "{since}から周知し、{on}に公表サイトに掲載しました。"
            )]
        }
        NoticeStage::Ended { ending, .. } => match ending {
            Ending::Revised { on, .. } => vec![format!("{on}の通知に改訂されました。")],
            Ending::Expired { on, reason } => {
                vec![format!("{on}に失効しました。"), format!("理由: {reason}")]
            }
        },
    }
}

fn links(signed_in: &SignedIn, open: &OpenNotice) -> Vec<Link> {
    let mut links = Vec::new();
    let is_out = open.stage.is_passed_on()
        || matches!(open.stage, NoticeStage::Ended { since: Some(_), .. });
    if is_out && may(signed_in, Action::OverseeNotices) {
        links.push(Link::new("周知の状況", routes::notice_progress(&open.id)));
    }
    if open.stage.listed_on().is_some() {
        links.push(Link::new("公表サイトのページ", routes::notice(&open.id)));
    }
    if let Some((id, title)) = &open.revises {
        let label = format!("改訂元の通知: {title}");
        links.push(Link::new(label, routes::desk_notice(id)));
    }
    for (id, title) in &open.revisions {
        let label = format!("この通知の改訂: {title}");
        links.push(Link::new(label, routes::desk_notice(id)));
    }
    links
}

fn letters(open: &OpenNotice) -> Vec<LetterView> {
    let mut views: Vec<LetterView> = open
        .stage
        .letters()
        .into_iter()
        .map(|(kind, letter)| letter_view(kind, letter))
        .collect();
    if open.stage.issued().is_none() {
        let draft = open.draft.form();
        views.push(LetterView {
            kind: "草案".to_owned(),
            number: String::new(),
            date: String::new(),
            to: draft.to.lines().map(str::to_owned).collect(),
            from: draft.from,
            title: draft.title,
            html: html(&draft.body),
        });
    }
    views
}

/// A letter, as pages show it.
pub(super) fn letter_view(kind: NoticeKind, letter: &Letter) -> LetterView {
    LetterView {
        kind: kind.label().to_owned(),
        number: letter.number().to_owned(),
        date: letter.date().to_string(),
        to: letter.to().to_vec(),
        from: letter.from().to_owned(),
        title: letter.title().to_owned(),
        html: html(letter.body()),
    }
}

fn history_row(entry: &NoticeHistoryEntry) -> NoticeActRow {
    NoticeActRow {
        version: entry.version,
        at: moment(entry.at),
        who: entry.actor.clone().unwrap_or_default(),
        act: entry.act.map_or("", NoticeAct::label).to_owned(),
        state: entry.stage.label().to_owned(),
    }
}
