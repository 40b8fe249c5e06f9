//! The overview of an assessment.

use actix_web::web;
use app::components::differences::DifferenceView;
use app::forms::{Section, Typed};
use app::pages::{
    AssessmentDeskView, KeptView, SectionLink, StageButton, StepView, WaiverView,
    render_assessment_desk,
};
use app::render::{Link, PortalFrame};
use app::routes;
use domain::check::{Finding, is_waivable};
use domain::day_words;
use domain::procedure::{Standing, earliest_removal};
use domain::stage::ItemReason;
use domain::{Act, ItemPath, Stage};
use jiff::civil::Date;
use workflow::{FindingWaiver, KeptDocument, Progress, ScheduleFailure, TakenStep, is_plan};

use super::context::{Desk, KeyPath, key_of};
use super::{next_step, shared, waivers, words};
use crate::errors::{PageError, PageResult};
use crate::handlers::{html, see_other};
use crate::session::SignedIn;
use crate::state::AppState;

/// The overview.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn, path: KeyPath) -> PageResult {
    let key = key_of(&path.0, &path.1, &path.2)?;
    if is_plan(&key.form) {
        state
            .workflow
            .open_assessment(&signed_in.actor, &key)
            .await?;
        let agency = key
            .number
            .as_str()
            .parse()
            .map_err(|_| PageError::NotFound)?;
        return Ok(see_other(&routes::plan(key.body.as_str(), agency)));
    }
    let desk = Desk::open(&state, &signed_in, key).await?;
    let about = About::of(&state, &signed_in, &desk).await?;
    let title = desk.title();
    let crumbs = vec![Link::new("作業一覧", routes::DESK)];
    Ok(html(render(
        &desk,
        &about,
        &signed_in.frame(title, crumbs),
        state.workflow.today(),
    )))
}

/// What the overview says beside the assessment itself.
pub struct About {
    progress: Progress,
    failures: Vec<ScheduleFailure>,
    waivers: Vec<FindingWaiver>,
    differences: Vec<DifferenceView>,
    /// What was typed into one of its forms that was refused.
    typed: Typed,
}

impl About {
    /// Looks it up.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub async fn of(
        state: &AppState,
        signed_in: &SignedIn,
        desk: &Desk,
    ) -> Result<Self, PageError> {
        let (workflow, actor) = (&state.workflow, &signed_in.actor);
        let found = workflow.shared_differences(actor, &desk.key).await?;
        Ok(Self {
            differences: shared::views(desk, &found),
            progress: workflow.progress(actor, &desk.key).await?,
            failures: workflow.schedule_failures(actor, &desk.key).await?,
            waivers: workflow.finding_waivers(actor, &desk.key).await?,
            typed: Typed::default(),
        })
    }

    /// With what was typed, which comes back in its form.
    pub fn with_typed(self, typed: Typed) -> Self {
        Self { typed, ..self }
    }

    /// Puts what was typed back: into the form of a waiver, or of an act.
    fn give_back(&self, waived: &mut [WaiverView], buttons: &mut [StageButton]) {
        let typed = &self.typed;
        for waiver in waived {
            if (typed.get("rule"), typed.get("item")) == (&waiver.rule, &waiver.item) {
                typed.get("reason").clone_into(&mut waiver.typed);
            }
        }
        let mut buttons = buttons.iter_mut();
        if let Some(button) = buttons.find(|button| button.op == typed.get("op")) {
            typed.get("reason").clone_into(&mut button.reason);
            if button.day.is_some() && !typed.get("on").is_empty() {
                button.day = Some(typed.get("on").to_owned());
            }
        }
    }

    /// The findings that nobody waived.
    fn unwaived(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let held = |finding: &Finding| {
            let mut waivers = self.waivers.iter();
            is_waivable(finding)
                && waivers.any(|held| held.rule == finding.rule && held.item == finding.item)
        };
        findings.into_iter().filter(|one| !held(one)).collect()
    }
}

/// The overview in a frame, which may say that something could not be done.
pub fn render(desk: &Desk, about: &About, frame: &PortalFrame, today: Date) -> String {
    let all = desk.findings();
    let mut waived = waivers::views(desk, &all, &about.waivers);
    let findings = about.unwaived(all);
    let open = &desk.open;
    let sections = desk.section_links(&findings);
    let errors = words::errors(&findings);
    let mut buttons = words::buttons(desk, "", today);
    for button in &mut buttons {
        // While something is missing, writing on is the main thing to do.
        button.main &= errors == 0 || !desk.may_edit;
    }
    about.give_back(&mut waived, &mut buttons);
    let view = AssessmentDeskView {
        paths: desk.paths.clone(),
        title: desk.title(),
        subtitle: desk.subtitle(),
        stage: desk.stage(),
        revision: open.revision,
        next_step: next_step::next_step(&open.stage, &desk.acts(), desk.may_edit, Some(errors)),
        write_on: write_on(desk, errors, &sections),
        sections,
        findings: desk.finding_views(&findings),
        buttons,
        published: published(desk),
        returned: desk.returned(),
        returned_items: returned_items(desk),
        notes: notes(desk, about),
        steps: about.progress.steps.iter().map(step).collect(),
        kept: about.progress.kept.iter().map(kept).collect(),
        waivers: waived,
        may_waive: desk.may_edit,
        may_publish: desk.may(Act::Publish),
        may_consult: desk.may(Act::OpenConsultation) || desk.may(Act::ConsultAgain),
        consultation: consultation(desk),
        affair: open
            .affair
            .as_ref()
            .map(|_| routes::affair(open.key.body.as_str(), open.key.number.as_str())),
        redo: open
            .affair
            .as_ref()
            .and_then(|affair| affair.redo_reason.clone()),
        differences: about.differences.clone(),
        may_edit: desk.may_edit,
    };
    render_assessment_desk(frame, &view)
}

fn returned_items(desk: &Desk) -> Vec<(String, String, Option<String>)> {
    let returned = desk.open.stage.returned();
    let items = returned.map(|returned| returned.items.as_slice());
    let sections = desk.sections();
    let view = |one: &ItemReason| {
        let path = ItemPath::parse(&one.item).ok();
        let key = path.and_then(|path| Section::of(&sections, &path));
        let href = key.map(|key| format!("{}#{}", desk.paths.edit(&key), one.item));
        let label = words::label(&desk.open.form, &one.item);
        (label, one.reason.clone(), href)
    };
    items.unwrap_or_default().iter().map(view).collect()
}

/// What people must know before they go on.
fn notes(desk: &Desk, about: &About) -> Vec<String> {
    let failed = about.failures.iter().take(1).map(|failure| {
        format!(
            "{}に予約した公表はできませんでした（{}）。{}",
            day_words(failure.scheduled_on),
            words::moment(failure.at),
            failure.message
        )
    });
    let planned = desk.open.stage.scheduled().map(|planned| {
        format!(
            "{}に第{}改訂を公表する予約があります。この日の0時過ぎに公表します。",
            day_words(planned.on),
            planned.revision
        )
    });
    let ended = match &desk.open.stage {
        Stage::Ended {
            ended_on,
            notified_on,
            ..
        } => Some(ended_note(*ended_on, *notified_on)),
        Stage::Unpublished { withdrawn, .. } => Some(format!(
            "{}に公表を取り下げました。理由: {}",
            words::moment(withdrawn.at),
            withdrawn.reason
        )),
        _ => None,
    };
    failed.chain(planned).chain(ended).collect()
}

fn ended_note(ended_on: Date, notified_on: Option<Date>) -> String {
    let notified = notified_on.map_or_else(
        || "委員会への通知の記録がまだありません。".to_owned(),
        |day| format!("委員会へは{}に通知しました。", day_words(day)),
    );
    format!(
        "事務は{}に終了しました。{notified}評価書は少なくとも3年間公表します。取り下げられる最初の日は{}です。",
        day_words(ended_on),
        day_words(earliest_removal(ended_on))
    )
}

fn step(taken: &TakenStep) -> StepView {
    let (standing, words) = match taken.step.standing {
        Standing::Done => ("done", "済み"),
        Standing::Now => ("now", "いま"),
        Standing::Next => ("next", "これから"),
        Standing::LeftOut => ("left-out", "行わない"),
    };
    let how = taken.left.as_ref().map(|(act, at, by)| {
        let by = by.as_deref().unwrap_or("システム");
        format!("{} {by}: {}", words::moment(*at), act.done_label())
    });
    StepView {
        label: taken.step.kind.label().to_owned(),
        standing: standing.to_owned(),
        words: words.to_owned(),
        how: how.unwrap_or_default(),
        is_optional: !taken.step.is_required,
    }
}

fn kept(kept: &KeptDocument) -> KeptView {
    let by = kept.by.as_deref().unwrap_or("システム");
    let revision = kept.revision.map(|revision| format!("第{revision}改訂"));
    KeptView {
        label: kept.kept.label().to_owned(),
        act: kept.act.done_label().to_owned(),
        how: format!("{} {by}", words::moment(kept.at)),
        revision: revision.unwrap_or_default(),
    }
}

/// The first section in which something is missing or wrong, for who may write.
fn write_on(desk: &Desk, errors: usize, sections: &[SectionLink]) -> Option<Link> {
    if errors == 0 || !desk.may_edit {
        return None;
    }
    let unfinished = |section: &&SectionLink| section.errors > 0 || section.done < section.asked;
    let section = sections
        .iter()
        .find(unfinished)
        .or_else(|| sections.first())?;
    Some(Link::new(
        format!("続きを書く（{}）", section.title),
        section.href.clone(),
    ))
}

/// The newest consultation of the round, for who may read its opinions.
fn consultation(desk: &Desk) -> Option<String> {
    let round = desk.open.stage.round()?;
    let id = round.consultation?.id;
    Some(routes::desk_consultation(&id))
}

/// The public address, while the current edition is public or a page says that it was.
fn published(desk: &Desk) -> Option<String> {
    let is_public = matches!(
        desk.open.stage,
        Stage::Published { .. } | Stage::Ended { .. } | Stage::Unpublished { .. }
    );
    let key = &desk.key;
    is_public.then(|| routes::assessment(key.body.as_str(), key.number.as_str(), key.form.as_str()))
}
