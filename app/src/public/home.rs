//! The home page.

use leptos::prelude::*;

use super::body::{AssessmentLink, assessment_list};
use super::consultations::{ConsultationLink, consultation_list};
use super::notices::{NoticeLink, notice_list};
use crate::render::{Link, PublicFrame, public_page};
use crate::routes;

/// The home page.
#[derive(Debug, Clone, Default)]
pub struct HomeView {
    /// The newest notices.
    pub notices: Vec<NoticeLink>,
    /// The newest publications, newest first.
    pub publications: Vec<AssessmentLink>,
    /// Prefectures that have publications, or all, in the order of their codes.
    pub prefectures: Vec<Link>,
    /// How many assessments are published.
    pub count: usize,
    /// Consultations that are announced or open, the earliest end first.
    pub consultations: Vec<ConsultationLink>,
}

/// The home page; `frame.title` stays empty.
#[must_use]
pub fn render_home(frame: &PublicFrame, view: &HomeView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let prefectures = link_items(&view.prefectures);
        let consultations = consultation_list(&view.consultations);
        let open = !view.consultations.is_empty();
        view! {
            <section class="hero">
                <h1>"特定個人情報保護評価書をさがす"</h1>
                <p>"地方公共団体などが、マイナンバー（個人番号）を取り扱う事務について、個人のプライバシーに与える影響と対策を自ら評価し、公表した文書です。"</p>
                {search_box("")}
                <p class="meta">{format!("公表中 {}件", view.count)}</p>
            </section>
            {open.then(|| view! { <h2>"意見を募集しています"</h2>{consultations}<p><a href=routes::CONSULTATIONS>"意見の募集の一覧"</a></p> })}
            <h2>"新しく公表された評価書"</h2>
            {assessment_list(&view.publications, true)}
            <h2>"通知・資料"</h2>
            {notice_list(&view.notices)}
            <p><a href=routes::NOTICES>"通知・資料の一覧"</a></p>
            <h2>"都道府県からさがす"</h2>
            <ul class="grid-links">{prefectures}</ul>
            <h2>"データとして使う"</h2>
            <p>
                "公表している評価書の一覧を "<a href=routes::OPEN_DATA_CSV>"CSV"</a>" と "
                <a href=routes::OPEN_DATA_NDJSON>"NDJSON"</a>" で配布しています。それぞれの内容は、一覧の json_url から JSON で取れます。新着は "
                <a href=routes::FEED>"フィード"</a>" でも受け取れます。"
            </p>
        }
    })
}

fn link_items(links: &[Link]) -> Vec<AnyView> {
    links
        .iter()
        .cloned()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect()
}

/// The search box, also on the pages of errors.
pub(super) fn search_box(query: &str) -> AnyView {
    let query = query.to_owned();
    view! {
        <form action=routes::SEARCH method="get" role="search">
            <label class="form-label" for="q">"ことばでさがす"</label>
            <div class="search-row">
                <input class="input" id="q" name="q" type="search" value=query placeholder="例: 住民基本台帳"/>
                <button class="button button-main">"さがす"</button>
            </div>
        </form>
    }
    .into_any()
}
