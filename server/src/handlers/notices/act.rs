//! Doing something to a notice.

use actix_web::HttpResponse;
use actix_web::web;
use app::components::forms::Problem;
use app::routes;
use domain::BodyCode;
use domain::notice_life::NoticeAct;
use workflow::{FieldProblem, Targets, WorkflowError};

use super::forms::{self, Refused};
use super::{desk, keeps_notices, received};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::see_other_with;
use crate::session::SignedIn;
use crate::site::{ChangeError, PublicAct};
use crate::state::AppState;

/// Does what the form asks for, bound to the version that was read.
pub(super) async fn act(
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
    form: DeskForm,
) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let (id, act) = path.into_inner();
    let refused = match perform(&state, &signed_in, &id, &act, &fields).await {
        Ok((to, flash)) => return Ok(see_other_with(&to, flash, &state.public.config)),
        Err(refusal) => refusal,
    };
    let (problems, message) = match refused {
        Refusal::Problems(problems) => (problems, None),
        Refusal::Message(message) => (Vec::new(), Some(message)),
        Refusal::Page(error) => return Err(error.with_kept(&fields)),
    };
    let refused = Some(Refused {
        act: &act,
        fields: &fields,
        problems,
        message,
    });
    answer(&state, &signed_in, &id, refused).await
}

async fn answer(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, PageError> {
    if keeps_notices(signed_in) {
        desk::page(state, signed_in, id, refused).await
    } else {
        received::page(state, signed_in, id, refused).await
    }
}

/// Why an act was not done.
pub(crate) enum Refusal {
    /// Problems of its fields.
    Problems(Vec<Problem>),
    /// A rule.
    Message(String),
    /// A page of its own.
    Page(PageError),
}

impl From<WorkflowError> for Refusal {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::Invalid(found) => Self::Problems(problems(found)),
            WorkflowError::Notice(_)
            | WorkflowError::Receipt(_)
            | WorkflowError::Inquiry(_)
            | WorkflowError::Conflict(_) => Self::Message(error.user_message()),
            other => Self::Page(other.into()),
        }
    }
}

impl From<ChangeError> for Refusal {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Refused(error) => error.into(),
            ChangeError::Leaked { hits } => Self::Message(format!(
                "公表しようとした文に、地方公共団体が非公表としている語句か、個人番号とみられる数字が{hits}か所あります。公表していません。何も変わっていません。文を直してください。"
            )),
            ChangeError::Busy => Self::Message(
                "ほかの公表の処理が続いています。何も変わっていません。少し待ってから、もう一度操作してください。".to_owned(),
            ),
            ChangeError::Build(error) => Self::Page(PageError::Internal(error.into())),
        }
    }
}

/// The problems of a use case, for the fields of the same names.
pub(crate) fn problems(found: Vec<FieldProblem>) -> Vec<Problem> {
    let problem = |problem: FieldProblem| Problem {
        field: problem.field.to_owned(),
        label: String::new(),
        message: problem.message,
    };
    found.into_iter().map(problem).collect()
}

/// Where to go then, and what to say there.
async fn perform(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    act: &str,
    fields: &Fields,
) -> Result<(String, Flash), Refusal> {
    let here = routes::desk_notice(id);
    if let Some(act) = NoticeAct::parse(act) {
        let (to, flash) = perform_notice(state, signed_in, id, act, fields).await?;
        return Ok((to.unwrap_or(here), flash));
    }
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    let flash = match act {
        "read" => {
            workflow.read_notice(actor, id).await?;
            Flash::NoticeRead
        }
        "forward" => {
            let targets = targets(fields)?;
            workflow.forward_notice(actor, id, &targets).await?;
            Flash::NoticeForwarded
        }
        "complete" => {
            workflow.complete_notice(actor, id).await?;
            Flash::NoticeCompleted
        }
        "remind" => match workflow.remind_of_notice(actor, id).await? {
            0 => Flash::NobodyToRemind,
            _ => Flash::Reminded,
        },
        _ => return Err(Refusal::Page(PageError::NotFound)),
    };
    Ok((here, flash))
}

fn targets(fields: &Fields) -> Result<Targets, Refusal> {
    if fields.get("to") == "all" {
        return Ok(Targets::All);
    }
    let codes = fields.all("body").into_iter().map(BodyCode::parse);
    let codes: Result<Vec<_>, _> = codes.collect();
    codes
        .map(Targets::Chosen)
        .map_err(|_| Refusal::Page(PageError::NotFound))
}

async fn perform_notice(
    state: &AppState,
    signed_in: &SignedIn,
    id: &str,
    act: NoticeAct,
    fields: &Fields,
) -> Result<(Option<String>, Flash), Refusal> {
    let (workflow, actor) = (&state.workflow, &signed_in.actor);
    // A version that cannot be read is none that anybody read.
    let version = fields.number("version").unwrap_or(-1);
    let has_text = matches!(
        act,
        NoticeAct::Edit | NoticeAct::Request | NoticeAct::Acknowledge
    );
    if let Some(problem) = forms::markdown_problem(fields.get("body")).filter(|_| has_text) {
        return Err(Refusal::Problems(vec![problem]));
    }
    let text = |name| fields.get(name).to_owned();
    let id_owned = id.to_owned();
    let flash = match act {
        NoticeAct::Edit => {
            let draft = forms::draft(fields);
            workflow
                .save_notice_draft(actor, id, version, &draft)
                .await?;
            Flash::NoticeSaved
        }
        NoticeAct::Request => {
            let letter = forms::letter(fields);
            workflow
                .request_acknowledgement(actor, id, version, &letter)
                .await?;
            Flash::AcknowledgementRequested
        }
        NoticeAct::Acknowledge => {
            let letter = forms::letter(fields);
            workflow
                .acknowledge_notice(actor, id, version, &letter)
                .await?;
            Flash::NoticeAcknowledged
        }
        NoticeAct::SendBack => {
            let reason = fields.get("reason");
            workflow
                .send_back_notice(actor, id, version, reason)
                .await?;
            Flash::NoticeSentBack
        }
        NoticeAct::Issue => {
            let act = PublicAct::IssueNotice {
                id: id_owned,
                version,
                number: text("number"),
                date: text("date"),
            };
            state.publisher.change(actor, act).await?;
            Flash::NoticeIssued
        }
        NoticeAct::Distribute => {
            workflow.distribute_notice(actor, id).await?;
            Flash::NoticeDistributed
        }
        NoticeAct::List => {
            let act = PublicAct::ListNotice {
                id: id_owned,
                version,
            };
            state.publisher.change(actor, act).await?;
            Flash::NoticeListed
        }
        NoticeAct::Revise => {
            let new = workflow.revise_notice(actor, id).await?;
            return Ok((Some(routes::desk_notice(&new)), Flash::NoticeRevisionBegun));
        }
        NoticeAct::Expire => {
            let act = PublicAct::ExpireNotice {
                id: id_owned,
                version,
                reason: text("reason"),
            };
            state.publisher.change(actor, act).await?;
            Flash::NoticeExpired
        }
    };
    Ok((None, flash))
}
