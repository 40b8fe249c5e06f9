//! An assessment as a page needs it: opened for a person, with what that person may do.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web;
use app::forms::{Section, sections};
use app::pages::{FindingView, ObstacleView, SectionLink};
use app::render::{self, Link, PortalFrame};
use app::routes::{self, AssessmentPaths};
use content::Content;
use domain::check::{Finding, Surroundings, check_in, is_due};
use domain::procedure::Offer;
use domain::threshold::disagreements;
use domain::{Act, Action, AssessmentNumber, BodyCode, FormId, ItemPath};
use workflow::{AssessmentKey, OpenAssessment, is_plan};

use super::{next_step, places, words};
use crate::errors::PageError;
use crate::session::SignedIn;
use crate::state::AppState;

/// The parts of an address: code, number, form.
pub type KeyPath = web::Path<(String, String, String)>;

/// The key in an address.
///
/// # Errors
/// [`PageError::NotFound`] when it is none.
pub fn key_of(code: &str, number: &str, form: &str) -> Result<AssessmentKey, PageError> {
    Ok(AssessmentKey {
        body: BodyCode::parse(code).map_err(|_| PageError::NotFound)?,
        number: AssessmentNumber::parse(number).map_err(|_| PageError::NotFound)?,
        form: FormId::parse(form).map_err(|_| PageError::NotFound)?,
    })
}

/// The addresses of an assessment's pages.
pub fn paths_of(key: &AssessmentKey) -> AssessmentPaths {
    AssessmentPaths::new(key.body.as_str(), key.number.as_str(), key.form.as_str())
}

/// An assessment that a person has opened.
pub struct Desk {
    /// Which.
    pub key: AssessmentKey,
    /// The addresses of its pages.
    pub paths: AssessmentPaths,
    /// What was opened.
    pub open: OpenAssessment,
    /// The acts that the person may do at this stage, with what stands in the way.
    pub offers: Vec<Offer>,
    /// Whether the person may change answers now.
    pub may_edit: bool,
    content: Arc<Content>,
}

impl Desk {
    /// Opens the newest revision of an assessment. A plan is none: it has no facts, no
    /// review and no public side; see [`Desk::open_also_plan`].
    ///
    /// # Errors
    /// [`PageError::NotFound`] also for what this person may not know of.
    pub async fn open(
        state: &AppState,
        signed_in: &SignedIn,
        key: AssessmentKey,
    ) -> Result<Self, PageError> {
        if is_plan(&key.form) {
            return Err(PageError::NotFound);
        }
        Self::open_also_plan(state, signed_in, key).await
    }

    /// As [`Desk::open`], for the pages that a plan has too: editor and history.
    ///
    /// # Errors
    /// [`PageError::NotFound`] also for what this person may not know of.
    pub async fn open_also_plan(
        state: &AppState,
        signed_in: &SignedIn,
        key: AssessmentKey,
    ) -> Result<Self, PageError> {
        let open = state
            .workflow
            .open_assessment(&signed_in.actor, &key)
            .await?;
        let actor = &signed_in.actor;
        // A plan has no procedure of assessments.
        let offers = if is_plan(&key.form) {
            Vec::new()
        } else {
            state.workflow.offers(actor, &key).await?
        };
        let may_edit = open.stage.is_editable() && actor.may_on(Action::EditAssessment, &key);
        Ok(Self {
            paths: paths_of(&key),
            key,
            may_edit,
            open,
            offers,
            content: Arc::clone(&state.content),
        })
    }

    /// As [`Desk::open`], from an address.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub async fn at(
        state: &AppState,
        signed_in: &SignedIn,
        path: &(String, String, String),
    ) -> Result<Self, PageError> {
        let key = key_of(&path.0, &path.1, &path.2)?;
        Self::open(state, signed_in, key).await
    }

    /// Whether the person may do this at this stage, if nothing stands in the way.
    pub fn may(&self, act: Act) -> bool {
        self.offers.iter().any(|offer| offer.transition.act == act)
    }

    /// What stands in the way of an act that the person may do at this stage.
    pub fn obstacles(&self, act: Act) -> Vec<ObstacleView> {
        let offer = self.offers.iter().find(|offer| offer.transition.act == act);
        offer
            .map(|offer| places::views(&offer.obstacles, &self.open, &self.paths))
            .unwrap_or_default()
    }

    /// The acts that the person may do at this stage.
    pub fn acts(&self) -> Vec<Act> {
        let acts = self.offers.iter().map(|offer| offer.transition.act);
        acts.collect()
    }

    /// Its title.
    pub fn title(&self) -> String {
        words::title(&self.open.document)
    }

    /// Number, form and agency in one line.
    pub fn subtitle(&self) -> String {
        format!(
            "評価書番号 {}・{}・{}",
            self.key.number, self.open.form.title, self.open.document.agency
        )
    }

    /// The stage, for `data-state`, and in Japanese.
    pub fn stage(&self) -> (String, String) {
        words::stage_words(&self.open.stage)
    }

    /// Why it came back from review, while it is a draft again.
    pub fn returned(&self) -> Option<String> {
        let returned = self.open.stage.returned();
        returned.map(|returned| returned.reason.clone())
    }

    /// What the rule engine finds that stands in the way at this stage, with the notice's
    /// examples to compare with.
    pub fn findings(&self) -> Vec<Finding> {
        let around = Surroundings {
            examples: Some(&self.content.catalog),
            ..Surroundings::default()
        };
        let mut found = check_in(&self.open.form, &self.open.document, &around);
        found.retain(|finding| is_due(&self.key.form, &self.open.stage, finding));
        if let Some(affair) = &self.open.affair {
            let answers = &self.open.document.answers;
            found.extend(disagreements(&self.open.form, answers, &affair.expected));
        }
        found
    }

    /// The sections of its form.
    pub fn sections(&self) -> Vec<Section> {
        sections(&self.open.form, &self.open.document.answers)
    }

    /// The key of the section in which an item is edited.
    pub fn section_of(&self, item: &str) -> Option<String> {
        Section::of(&self.sections(), &ItemPath::parse(item).ok()?)
    }

    /// Findings as pages show them.
    pub fn finding_views(&self, findings: &[Finding]) -> Vec<FindingView> {
        words::finding_views(&self.open.form, findings, &self.sections(), &self.paths)
    }

    /// The navigation over its sections.
    pub fn section_links(&self, findings: &[Finding]) -> Vec<SectionLink> {
        words::section_links(&self.open.form, &self.open.document, findings, &self.paths)
    }

    /// Why it may be read but not changed; `None` when it may be changed.
    pub fn read_only(&self) -> Option<String> {
        (!self.may_edit).then(|| next_step::why_not_editable(&self.open.stage))
    }

    /// The frame of one of its pages.
    pub fn frame(&self, signed_in: &SignedIn, title: &str) -> PortalFrame {
        let crumbs = vec![
            Link::new("作業一覧", routes::DESK),
            Link::new(self.title(), self.paths.overview()),
        ];
        signed_in.frame(title, crumbs)
    }

    /// As [`Desk::frame`], saying that something could not be done.
    pub fn failed_frame(
        &self,
        signed_in: &SignedIn,
        title: &str,
        message: impl Into<String>,
    ) -> PortalFrame {
        let flash = render::Flash {
            failed: true,
            message: message.into(),
        };
        PortalFrame {
            flash: Some(flash),
            ..self.frame(signed_in, title)
        }
    }
}

/// Something typed cannot be taken.
pub const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
