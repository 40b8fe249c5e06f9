//! The overview of one assessment: sections with progress, findings, the next step.

use leptos::prelude::*;

use super::procedure::{KeptView, StepView, WaiverView, kept_list, step_list, waivers};
use super::review::{StageButton, stage_form};
use crate::components::differences::{DifferenceView, differences};
pub use crate::components::findings::FindingView;
use crate::components::findings::folded_list;
use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes::AssessmentPaths;

/// A section in the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionLink {
    /// Its key.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// Where it is edited.
    pub href: String,
    /// Items answered.
    pub done: usize,
    /// Items asked.
    pub asked: usize,
    /// Errors found in it.
    pub errors: usize,
}

/// An assessment as its body sees it.
#[derive(Debug, Clone)]
pub struct AssessmentDeskView {
    /// The addresses of its pages.
    pub paths: AssessmentPaths,
    /// Its title.
    pub title: String,
    /// Number, form and agency in one line.
    pub subtitle: String,
    /// The stage, for `data-state`, and in Japanese.
    pub stage: (String, String),
    /// The revision that a transition is bound to.
    pub revision: i64,
    /// The next step in a sentence.
    pub next_step: String,
    /// Where writing goes on, while there is something to write.
    pub write_on: Option<Link>,
    /// Sections with progress.
    pub sections: Vec<SectionLink>,
    /// Findings.
    pub findings: Vec<FindingView>,
    /// Transitions this person may make now; they post to [`AssessmentPaths::stage`].
    pub buttons: Vec<StageButton>,
    /// The public address of the current edition, if there is one.
    pub published: Option<String>,
    /// Why it was returned last, if it was; empty where only items have reasons.
    pub returned: Option<String>,
    /// The items with reasons of their own: label, reason, address.
    pub returned_items: Vec<(String, String, Option<String>)>,
    /// What people must know: a planned publication that failed, an end with its days.
    pub notes: Vec<String>,
    /// The steps of the procedure.
    pub steps: Vec<StepView>,
    /// What was kept on the way.
    pub kept: Vec<KeptView>,
    /// Findings that were or may be waived.
    pub waivers: Vec<WaiverView>,
    /// Whether this person may waive now.
    pub may_waive: bool,
    /// Whether the publish page may be opened.
    pub may_publish: bool,
    /// Whether a consultation can be opened now, on its own page.
    pub may_consult: bool,
    /// The newest consultation at the desk, if there was one.
    pub consultation: Option<String>,
    /// Its affair's page.
    pub affair: Option<String>,
    /// Why it must be done again, if it must.
    pub redo: Option<String>,
    /// Where it differs from the affair's other documents.
    pub differences: Vec<DifferenceView>,
    /// Whether this person may write.
    pub may_edit: bool,
}

/// The navigation over sections.
pub fn section_nav(sections: &[SectionLink], current: &str) -> AnyView {
    let items: Vec<AnyView> = sections
        .iter()
        .map(|section| {
            let here = (section.key == current).then_some("page");
            let (text, problems) = match (section.errors, section.asked) {
                (0, 0) => (String::new(), "false"),
                (0, asked) => (format!("{}/{asked}", section.done), "false"),
                (errors, _) => (format!("指摘{errors}"), "true"),
            };
            view! {
                <li>
                    <a href=section.href.clone() aria-current=here>
                        <span>{section.title.clone()}</span>
                        <span class="progress" data-problems=problems>{text}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="side" id="sections" aria-label="様式の項目">
            <h2>"項目"</h2>
            <ul class="side-list">{items}</ul>
        </nav>
    }
    .into_any()
}

fn returned(view: &AssessmentDeskView) -> Option<AnyView> {
    let reason = view.returned.clone()?;
    let items: Vec<AnyView> = view
        .returned_items
        .iter()
        .cloned()
        .map(|(label, reason, href)| {
            let label = match href {
                Some(href) => view! { <a href=href>{label}</a> }.into_any(),
                None => label.into_any(),
            };
            view! { <li>{label}": "{reason}</li> }.into_any()
        })
        .collect();
    let items = (!items.is_empty()).then(|| view! { <ul>{items}</ul> });
    let notice = view! {
        <div class="notice notice-attention">
            <h2>"差し戻されました"</h2><p class="prose-text">{reason}</p>{items}
        </div>
    };
    Some(notice.into_any())
}

/// The overview page.
#[must_use]
pub fn render_assessment_desk(frame: &PortalFrame, view: &AssessmentDeskView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let nav = section_nav(&view.sections, "");
        let findings = folded_list(&view.findings);
        let paths = view.paths.clone();
        let stage = stage_form(&view.paths, view.revision, &token, &view.buttons);
        let state = view.stage.0.clone();
        let waived = waivers(&view.paths, &token, &view.waivers, view.may_waive);
        let (steps, kept) = (step_list(&view.steps), kept_list(&view.kept));
        let notes: Vec<AnyView> = view
            .notes
            .iter()
            .map(|note| {
                view! { <div class="notice notice-attention"><p>{note.clone()}</p></div> }
                    .into_any()
            })
            .collect();
        view! {
            <div data-state=state>
                <h1>{view.title.clone()}</h1>
                <p>{state_mark(&view.stage.0, &view.stage.1)}" "<span class="meta">{view.subtitle.clone()}</span></p>
                {returned(&view)}
                {view.redo.clone().map(|reason| view! {
                    <div class="notice notice-attention"><h2>"再実施が必要です"</h2><p>{reason}</p></div>
                })}
                {notes}
                <div class="form-page">
                    {nav}
                    <div>
                        <section aria-labelledby="next">
                            <h2 id="next">"次にすること"</h2>
                            <p class="lead">{view.next_step.clone()}</p>
                            {view.write_on.clone().map(|link| view! {
                                <p><a class="button button-main" href=link.href>{link.label}</a></p>
                            })}
                            {stage}
                            {view.may_consult.then(|| view! {
                                <p><a class="button button-main" href=paths.consultation()>"公示して意見聴取を始める"</a></p>
                            })}
                            {view.may_publish.then(|| view! {
                                <p><a class="button button-main" href=paths.publish()>"公表へ進む"</a></p>
                            })}
                        </section>
                        <section aria-labelledby="findings">
                            <h2 id="findings">{format!("検査の指摘（{}件）", view.findings.len())}</h2>
                            {findings}
                        </section>
                        {differences(&view.differences, view.may_edit.then_some(token.as_str()))}
                        {waived}
                        <section aria-labelledby="steps">
                            <h2 id="steps">"手続の進み"</h2>
                            {steps}
                        </section>
                        <section aria-labelledby="kept">
                            <h2 id="kept">"残した文書"</h2>
                            {kept}
                        </section>
                        <h2>"この評価書のページ"</h2>
                        <ul>
                            {view.affair.clone().map(|href| view! { <li><a href=href>"事務（しきい値判断・期日）"</a></li> })}
                            <li><a href=paths.preview()>"全文と公表の姿を並べて見る"</a></li>
                            <li><a href=paths.review()>"庁内の確認のページ"</a></li>
                            <li><a href=paths.facts()>"事務の事実（中間サーバーの利用など）"</a></li>
                            <li><a href=paths.third_party()>"第三者点検"</a></li>
                            <li><a href=paths.commission()>"委員会への提出と指導・助言"</a></li>
                            <li><a href=paths.changes()>"変更箇所（前の版からの変更）"</a></li>
                            <li><a href=paths.history()>"履歴"</a></li>
                            {view.consultation.clone().map(|href| view! { <li><a href=href>"意見聴取と寄せられた意見"</a></li> })}
                            {view.published.clone().map(|href| view! { <li><a href=href>"公表中のページ"</a></li> })}
                        </ul>
                    </div>
                </div>
            </div>
        }
    })
}
