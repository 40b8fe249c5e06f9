//! Consultations (意見の募集): the list, and the page with the whole text that is shown.

use domain::opinion::{ConsultationResult, OpinionGroup, PublicOpinion, PublicOpinionSegment};
use domain::{FormEdition, ItemPath, Node, Phase, PublicAssessment};
use leptos::prelude::*;

use super::answers::PublicSource;
use crate::components::answers::{Source, date_words, items};
use crate::render::{PublicFrame, public_page};
use crate::routes;

/// A consultation in a list. All of it is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationLink {
    /// The title of the assessment.
    pub title: String,
    /// The body's name.
    pub body: String,
    /// The form, in words.
    pub form: String,
    /// The first day, ISO.
    pub from: String,
    /// The last day, ISO.
    pub to: String,
    /// Where it stands on the day of the page.
    pub phase: Phase,
    /// Whether its result is published.
    pub has_result: bool,
    /// Its address.
    pub href: String,
}

impl ConsultationLink {
    fn period(&self) -> String {
        format!("{}から{}まで", date_words(&self.from), date_words(&self.to))
    }

    /// Where it stands: a word for `data-state`, its tone, and the words.
    fn state(&self) -> (&'static str, &'static str, String) {
        match (self.phase, self.has_result) {
            (Phase::Upcoming, _) => ("upcoming", "", "受付前".to_owned()),
            (Phase::Open { days_left: 0 }, _) => ("open", "attention", "今日まで".to_owned()),
            (Phase::Open { days_left }, _) => {
                ("open", "active", format!("受付中・あと{days_left}日"))
            }
            (Phase::Closed, false) => ("closed", "", "受付終了".to_owned()),
            (Phase::Closed, true) => ("answered", "done", "結果を公表".to_owned()),
        }
    }
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct ConsultationsView {
    /// Announced and open ones, the earliest end first.
    pub open: Vec<ConsultationLink>,
    /// Those that ended, the latest end first.
    pub closed: Vec<ConsultationLink>,
    /// The day that the list is of, ISO.
    pub today: String,
}

/// A consultation with what it is about. Everything in it is public.
#[derive(Debug, Clone)]
pub struct ConsultationView<'a> {
    /// Its id.
    pub id: String,
    /// What lists say of it.
    pub link: ConsultationLink,
    /// The agency.
    pub agency: String,
    /// The number of the assessment.
    pub number: String,
    /// Why it is shorter than thirty days, if it is.
    pub shortening: Option<String>,
    /// How to send an opinion.
    pub method: String,
    /// Whom to ask.
    pub contact: String,
    /// The form, for the printed order.
    pub form: &'a FormEdition,
    /// The version that is shown.
    pub assessment: &'a PublicAssessment,
    /// What came of it.
    pub result: Option<&'a ConsultationResult>,
    /// When that was published, ISO.
    pub result_on: Option<String>,
    /// Before the addresses of the portal, where it is another host; else empty.
    pub portal: String,
}

/// The list of consultations.
#[must_use]
pub fn render_consultations(frame: &PublicFrame, view: &ConsultationsView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let none = view.open.is_empty();
        view! {
            <h1>"意見の募集"</h1>
            <p class="lead">"地方公共団体などが特定個人情報保護評価書の案を公示し、住民の方などの意見を募集しています（規則7条1項など）。意見は、アカウントがなくても送れます。"</p>
            <h2>"募集しているもの"</h2>
            {(!none).then(|| view! { <p class="meta">{format!("{}の時点", date_words(&view.today))}</p> })}
            {none.then(|| view! { <div class="empty"><p>"いま募集しているものはありません。始まると、ここに載ります。"</p></div> })}
            {(!none).then(|| consultation_list(&view.open))}
            <h2>"終わったもの"</h2>
            {if view.closed.is_empty() {
                view! { <p>"まだありません。"</p> }.into_any()
            } else {
                consultation_list(&view.closed)
            }}
        }
    })
}

/// Consultations with their state.
pub(super) fn consultation_list(links: &[ConsultationLink]) -> AnyView {
    let rows: Vec<AnyView> = links
        .iter()
        .cloned()
        .map(|link| {
            let (state, tone, words) = link.state();
            let period = link.period();
            view! {
                <li data-state=state>
                    <a href=link.href>{link.title}</a>" "<span class="state" data-tone=tone>{words}</span>
                    <span class="meta">{format!("{}・{}・{period}", link.body, link.form)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="link-list">{rows}</ul> }.into_any()
}

/// The page of a consultation.
#[must_use]
pub fn render_consultation(frame: &PublicFrame, view: &ConsultationView<'_>) -> String {
    let accepts = view.link.phase != Phase::Closed;
    let source = OpinionSource {
        inner: PublicSource {
            answers: view.assessment.answers(),
            body_name: &view.link.body,
            ids: true,
        },
        view: accepts.then_some(view),
    };
    let document = items(view.form.items(), None, &source, 0);
    let (summary, result) = (summary(view), view.result.map(|found| result(found, view)));
    let action = action(view);
    let title = view.link.title.clone();
    let (state, ..) = view.link.state();
    public_page(frame, move || {
        view! {
            <article data-state=state>
                <h1>{format!("意見の募集: {title}")}</h1>
                {action}
                {summary}
                {result}
                <section aria-labelledby="shown">
                    <h2 id="shown">"公示している評価書（公示版）"</h2>
                    <p class="meta">"「非公表（…）」は、公表するとリスクが生じるため公表しない部分です。かっこの中は理由です。"</p>
                    {document}
                </section>
            </article>
        }
    })
}

fn portal(view: &ConsultationView<'_>, path: &str) -> String {
    format!("{}{path}", view.portal)
}

/// What a reader can do now.
fn action(view: &ConsultationView<'_>) -> AnyView {
    let new = portal(view, &routes::opinion_new(&view.id, None));
    let receipt = portal(view, &routes::receipt(&view.id));
    match view.link.phase {
        Phase::Closed => view! {
            <div class="notice"><p>{format!("意見の受付は、{}の終わりで終了しました。", date_words(&view.link.to))}</p>
            <p><a href=receipt>"受付番号で、送った意見の状況を見る"</a></p></div>
        }
        .into_any(),
        Phase::Upcoming => view! {
            <div class="notice"><p>{format!("意見の受付は、{}の午前0時に始まります。", date_words(&view.link.from))}</p></div>
        }
        .into_any(),
        Phase::Open { .. } => view! {
            <div class="notice">
                <p>{format!("{}の午後12時（24時。日本時間）まで、意見を受け付けています。", date_words(&view.link.to))}</p>
                <p class="button-row"><a class="button button-main" href=new>"全体について意見を書く"</a><a href=receipt>"受付番号で、送った意見の状況を見る"</a></p>
                <p class="hint">"特定の項目について書くときは、下の評価書の各項目にある「この項目に意見を書く」から進んでください。"</p>
            </div>
        }
        .into_any(),
    }
}

fn summary(view: &ConsultationView<'_>) -> AnyView {
    let link = &view.link;
    let shortening = view.shortening.clone().map(|words| {
        view! { <tr><th scope="row">"期間を30日より短くする理由"</th><td class="prose-text">{words}</td></tr> }
    });
    view! {
        <table class="summary">
            <caption class="visually-hidden">"意見の募集の概要"</caption>
            <tbody>
                <tr><th scope="row">"団体"</th><td>{link.body.clone()}</td></tr>
                <tr><th scope="row">"評価実施機関"</th><td>{view.agency.clone()}</td></tr>
                <tr><th scope="row">"様式"</th><td>{link.form.clone()}</td></tr>
                <tr><th scope="row">"評価書番号"</th><td>{view.number.clone()}</td></tr>
                <tr><th scope="row">"募集の期間"</th><td>{link.period()}"（初日と最終日を含みます）"</td></tr>
                {shortening}
                <tr><th scope="row">"意見の出し方"</th><td class="prose-text">{view.method.clone()}</td></tr>
                <tr><th scope="row">"問合せ先"</th><td class="prose-text">{view.contact.clone()}</td></tr>
            </tbody>
        </table>
    }
    .into_any()
}

/// Public answers, each with a link to the form for opinions on it while they are accepted.
struct OpinionSource<'a> {
    inner: PublicSource<'a>,
    view: Option<&'a ConsultationView<'a>>,
}

impl Source for OpinionSource<'_> {
    fn groups(&self, path: &ItemPath) -> usize {
        self.inner.groups(path)
    }

    fn name(&self, path: &ItemPath) -> Option<String> {
        self.inner.name(path)
    }

    fn show(&self, node: &Node, path: &ItemPath) -> AnyView {
        let answer = self.inner.show(node, path);
        let Some(view) = self.view else {
            return answer;
        };
        let item = path.to_string();
        let href = portal(view, &routes::opinion_new(&view.id, Some(&item)));
        let about = format!("（{}）", node.short_label());
        view! {
            {answer}
            <p class="opinion-link"><a href=href>"この項目に意見を書く"<span class="visually-hidden">{about}</span></a></p>
        }
        .into_any()
    }
}

fn result(result: &ConsultationResult, view: &ConsultationView<'_>) -> AnyView {
    let on = view.result_on.as_ref().map(date_words).unwrap_or_default();
    let groups: Vec<AnyView> = result.groups().iter().map(group).collect();
    let count = result.count();
    view! {
        <section aria-labelledby="result">
            <h2 id="result">"意見募集の結果"</h2>
            <p>{format!("提出された意見は{count}件です（{on}公表）。お名前と連絡先は公表しません。")}</p>
            {groups}
        </section>
    }
    .into_any()
}

/// Opinions under one answer.
pub fn group(group: &OpinionGroup) -> AnyView {
    let opinions: Vec<AnyView> = group.opinions.iter().map(opinion).collect();
    view! {
        <div class="opinion-group">
            {opinions}
            <p><strong>"回答"</strong>" "<span class="state" data-tone=if group.verdict == domain::opinion::OpinionVerdict::Reflected { "done" } else { "" }>{group.verdict.label()}</span></p>
            <p class="prose-text">{group.reason.clone()}</p>
        </div>
    }
    .into_any()
}

fn opinion(opinion: &PublicOpinion) -> AnyView {
    let about = match opinion.about() {
        "" => "全体について".to_owned(),
        about => format!("{about}について"),
    };
    let kind = if opinion.is_summary() {
        "（要旨）"
    } else {
        ""
    };
    let heading = format!("意見{}（{about}）{kind}", opinion.number());
    let words = opinion_words(opinion);
    view! { <div class="opinion"><h3>{heading}</h3><p class="prose-text">{words}</p></div> }
        .into_any()
}

/// The words of an opinion, with what is not shown as a mark.
fn opinion_words(opinion: &PublicOpinion) -> AnyView {
    let words = opinion
        .segments()
        .iter()
        .cloned()
        .map(|segment| match segment {
            PublicOpinionSegment::Plain(text) => text.into_any(),
            PublicOpinionSegment::Hidden(reason) => {
                view! { <span class="withheld">{reason.placeholder()}</span> }.into_any()
            }
        });
    words.collect_view().into_any()
}
