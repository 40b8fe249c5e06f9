//! What remains where an edition or a consultation was taken off the site: that, since when,
//! until when, why. Nothing of the text is on it.

use leptos::prelude::*;

use crate::components::answers::date_words;
use crate::render::{Link, PublicFrame, public_page};

/// What was taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoneView {
    /// An assessment with all its editions.
    Assessment,
    /// One of its editions.
    Edition(u32),
    /// A consultation about it.
    Consultation,
}

/// An edition, all editions, or a consultation that were taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnView {
    /// The body's name.
    pub body: String,
    /// The form's printed title.
    pub form_title: String,
    /// The number of the assessment.
    pub number: String,
    /// What it was.
    pub gone: GoneView,
    /// Since when the assessment had been public, ISO.
    pub from: String,
    /// The day on which it was taken off, ISO.
    pub to: String,
    /// Why, as the body wrote it for the public.
    pub reason: String,
    /// The edition that is public now.
    pub current: Option<Link>,
}

/// The page in the place of what was taken off.
#[must_use]
pub fn render_withdrawn(frame: &PublicFrame, view: &WithdrawnView) -> String {
    let view = view.clone();
    let what = match view.gone {
        GoneView::Edition(edition) => format!("第{edition}版の公表は取り下げられました"),
        GoneView::Assessment => "この評価書の公表は取り下げられました".to_owned(),
        GoneView::Consultation => "この意見の募集の公示は取り下げられました".to_owned(),
    };
    let until = format!(
        "{}から{}まで公表していました。",
        date_words(&view.from),
        date_words(&view.to)
    );
    let reason: Vec<AnyView> = view
        .reason
        .lines()
        .map(|line| view! { <p>{line.to_owned()}</p> }.into_any())
        .collect();
    let current = view.current.map(|current| {
        view! { <p><a href=current.href>{current.label}</a>"を公表しています。"</p> }
    });
    let asking = format!(
        "内容についての問合せは、{}の担当課へお願いします。",
        view.body
    );
    let number = format!("{}（評価書番号{}）", view.form_title, view.number);
    public_page(frame, move || {
        view! {
            <article data-state="unpublished">
                <h1>{what}</h1>
                <p>{until}</p>
                <table class="summary">
                    <tbody>
                        <tr><th scope="row">"団体"</th><td>{view.body}</td></tr>
                        <tr><th scope="row">"評価書"</th><td>{number}</td></tr>
                        <tr><th scope="row">"取下げの日"</th><td><time datetime=view.to.clone()>{date_words(&view.to)}</time></td></tr>
                        <tr><th scope="row">"取下げの理由"</th><td>{reason}</td></tr>
                    </tbody>
                </table>
                {current}
                <p>{asking}</p>
            </article>
        }
    })
}
