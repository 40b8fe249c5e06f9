//! The editor: one section of the form.

mod pages;
mod removal;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use app::forms::{Op, Section, Then, Typed, fill, sections};
use app::routes;
use domain::{Action, Answers};
use workflow::{Conflict, OpenAssessment, WorkflowError};

use super::context::{Desk, UNPROCESSABLE, key_of};
use super::next_step;
use super::save::choices::{self, at_rewritten, chosen, take_theirs, unchosen, with_rewritten};
use super::save::combine::{Combined, Sides};
use super::save::{Mine, Posted};
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::{DeskForm, Fields};
use crate::handlers::{html, html_status, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;
use pages::{ConflictPage, Editing};
use removal::Removal;

/// The parts of an address: code, number, form, section.
type SectionPath = web::Path<(String, String, String, String)>;

/// How often a save starts over when somebody saves at the very moment.
const TRIES: usize = 4;

/// A section as saved.
pub async fn page(
    state: web::Data<AppState>,
    signed_in: SignedIn,
    path: SectionPath,
) -> PageResult {
    let desk = Desk::open_also_plan(&state, &signed_in, key_of(&path.0, &path.1, &path.2)?).await?;
    let open = &desk.open;
    let answers = &open.document.answers;
    let section = Section::find(&open.form, answers, &path.3).ok_or(PageError::NotFound)?;
    let typed = fill(&section, answers, &open.body.name);
    let editing = Editing {
        revision: open.revision,
        section,
        typed,
        problems: Vec::new(),
    };
    Ok(html(editing.render(
        &state,
        &desk,
        &desk.frame(&signed_in, &editing.section.title),
    )))
}

/// Saves a section, and does what the button asks for.
pub async fn save(state: web::Data<AppState>, path: SectionPath, form: DeskForm) -> PageResult {
    let DeskForm { signed_in, fields } = form;
    let key = key_of(&path.0, &path.1, &path.2)?;
    if !signed_in.actor.may_on(Action::EditAssessment, &key) {
        return Err(PageError::NotFound);
    }
    let op = Op::parse(fields.get("op"));
    let op = op.ok_or_else(|| {
        PageError::kept("この操作はありません。画面を開き直してください。", &fields)
    })?;
    let saving = Saving {
        state: &state,
        signed_in: &signed_in,
        typed: fields.typed(),
        fields: &fields,
        key: &path.3,
        op,
    };
    for _ in 0..TRIES {
        let desk = Desk::open_also_plan(&state, &signed_in, key.clone()).await?;
        if let Some(response) = saving.attempt(&desk).await? {
            return Ok(response);
        }
    }
    Err(PageError::kept(
        WorkflowError::Conflict(Conflict::Meanwhile).user_message(),
        &fields,
    ))
}

/// A posted section, while it is being saved.
struct Saving<'a> {
    state: &'a AppState,
    signed_in: &'a SignedIn,
    fields: &'a Fields,
    typed: Typed,
    key: &'a str,
    op: Op,
}

impl Saving<'_> {
    /// One attempt; `None` when somebody saved in between.
    async fn attempt(&self, desk: &Desk) -> Result<Option<HttpResponse>, PageError> {
        if !desk.may_edit {
            let why = next_step::why_not_editable(&desk.open.stage);
            return Ok(Some(self.not_saved(desk, None, &why)));
        }
        let Some(base) = self.base(desk).await? else {
            let why = "この画面がいつの内容だったかを確かめられません。";
            return Ok(Some(self.not_saved(desk, None, why)));
        };
        let Some(section) = Section::find(&base.form, &base.document.answers, self.key) else {
            return Ok(Some(self.gone(desk, &base)));
        };
        let mine = match self.mine(desk, &base, &section) {
            Ok(mine) => mine,
            Err(response) => return Ok(Some(*response)),
        };
        let asked = Removal::to_ask(&self.op, &self.typed, &base.document.answers);
        if let Some(removal) = asked {
            let frame = desk.frame(self.signed_in, "削除しますか");
            let (form, typed) = (&base.form, &self.typed);
            let page = removal.render(desk, &frame, self.key, base.revision, form, typed);
            return Ok(Some(html(page)));
        }
        let sides = Sides {
            form: &base.form,
            section: &section,
            op: &self.op,
            base: &base.document.answers,
            mine: &mine.answers,
            current: &desk.open.document.answers,
        };
        match sides.combine() {
            Combined::Ready { answers, key } => self.store(desk, &base, mine, answers, &key).await,
            Combined::Conflict {
                answers,
                paths,
                key,
            } => {
                // A group may stand elsewhere now: the page is about it there.
                let Some(section) = Section::find(&desk.open.form, &answers, &key) else {
                    return Ok(Some(self.gone(desk, &base)));
                };
                let page = ConflictPage::new(&section, &desk.open, &answers, &paths);
                Ok(Some(self.conflict(desk, &page)))
            }
            Combined::Gone => Ok(Some(self.gone(desk, &base))),
        }
    }

    /// The assessment as it was when the page was shown.
    async fn base(&self, desk: &Desk) -> Result<Option<OpenAssessment>, PageError> {
        let Some(revision) = self.fields.number("revision") else {
            return Ok(None);
        };
        if revision == desk.open.revision {
            return Ok(Some(desk.open.clone()));
        }
        let workflow = &self.state.workflow;
        match workflow
            .open_revision(&self.signed_in.actor, &desk.key, revision)
            .await
        {
            Ok(base) => Ok(Some(base)),
            Err(WorkflowError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What this person meant, or the page that says what is wrong with it.
    fn mine(
        &self,
        desk: &Desk,
        base: &OpenAssessment,
        section: &Section,
    ) -> Result<Mine, Box<HttpResponse>> {
        let chosen = match self.op {
            Op::Merge => chosen(&self.typed),
            _ => Vec::new(),
        };
        let typed = with_rewritten(&self.typed, &chosen);
        let posted = Posted {
            form: &base.form,
            content: &self.state.content,
            body_name: &base.body.name,
            section,
            base: &base.document.answers,
            op: &self.op,
            typed: &typed,
        };
        let undecided = unchosen(&chosen, &base.form);
        let (mut mine, problems) = match posted.mine() {
            Ok(mine) => (Some(mine), undecided),
            Err(found) => (None, [undecided, at_rewritten(found, &chosen)].concat()),
        };
        if let Some(mine) = mine.as_mut() {
            take_theirs(&mut mine.answers, &base.document.answers, &chosen);
        }
        match mine {
            Some(mine) if problems.is_empty() => Ok(mine),
            _ if chosen.is_empty() => Err(Box::new(self.wrong(desk, base, section, problems))),
            _ => {
                let page = ConflictPage::again(section, base, &self.typed, &chosen, problems);
                Err(Box::new(self.conflict(desk, &page)))
            }
        }
    }

    async fn store(
        &self,
        desk: &Desk,
        base: &OpenAssessment,
        mine: Mine,
        answers: Answers,
        key: &str,
    ) -> Result<Option<HttpResponse>, PageError> {
        let revision = desk.open.revision;
        let is_combined = answers != mine.answers && base.revision != revision;
        let flash = if is_combined {
            Flash::Combined
        } else {
            mine.flash
        };
        let location = self.location(desk, &mine, &answers, key);
        let workflow = &self.state.workflow;
        match workflow
            .save_answers(&self.signed_in.actor, &desk.key, revision, answers)
            .await
        {
            Ok(_) => Ok(Some(see_other_with(
                &location,
                flash,
                &self.state.public.config,
            ))),
            // Somebody saved, submitted or withdrew since the assessment was opened above.
            Err(WorkflowError::Stale(_) | WorkflowError::Refused(_)) => Ok(None),
            Err(error) => Err(PageError::from(error).with_kept(self.fields)),
        }
    }

    /// Where to go after saving.
    fn location(&self, desk: &Desk, mine: &Mine, answers: &Answers, key: &str) -> String {
        let here = desk.paths.edit(key);
        match self.op {
            Op::SaveThen(Then::Preview) => desk.paths.preview(),
            Op::SaveThen(Then::Overview) => desk.paths.overview(),
            Op::SaveThen(Then::Next) => {
                let all = sections(&desk.open.form, answers);
                let next = all.iter().skip_while(|section| section.key != key).nth(1);
                next.map_or_else(|| desk.paths.overview(), |next| desk.paths.edit(&next.key))
            }
            _ => match &mine.place {
                Some(place) => format!("{here}#{}", routes::encode(&place.to_string())),
                None => here,
            },
        }
    }

    fn wrong(
        &self,
        desk: &Desk,
        base: &OpenAssessment,
        section: &Section,
        problems: Vec<app::components::forms::Problem>,
    ) -> HttpResponse {
        let editing = Editing {
            revision: base.revision,
            section: section.clone(),
            typed: self.typed.clone(),
            problems,
        };
        let frame = desk.frame(self.signed_in, &section.title);
        html_status(UNPROCESSABLE, editing.render(self.state, desk, &frame))
    }

    fn conflict(&self, desk: &Desk, page: &ConflictPage) -> HttpResponse {
        let frame = desk.frame(self.signed_in, "ほかの人が先に保存しました");
        html_status(StatusCode::CONFLICT, page.render(desk, &frame))
    }

    /// The section, or the group an act is about, is not there any more.
    fn gone(&self, desk: &Desk, base: &OpenAssessment) -> HttpResponse {
        let why = "画面を開いた後に、ほかの人がこの項目の組を削除したか、並べ替えたか、名称を変えたため、どの組への入力かを確かめられません。";
        self.not_saved(desk, Some(base), why)
    }

    /// Nothing was saved, and this section cannot be shown to be filled in again: what was
    /// typed is there to be copied.
    fn not_saved(&self, desk: &Desk, base: Option<&OpenAssessment>, why: &str) -> HttpResponse {
        let typed = choices::editor_fields(&self.typed);
        let page = pages::not_saved(desk, self.signed_in, base, &typed, why);
        html_status(StatusCode::CONFLICT, page)
    }
}
