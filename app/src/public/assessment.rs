//! A published assessment: the current edition and earlier ones.

use domain::{EditionKind, FormEdition, ItemPath, Node, PublicAssessment};
use leptos::prelude::*;

use super::answers::PublicSource;
use crate::components::answers::{Source, UNCONFIRMED, date_words, group_title, items};
use crate::render::{Link, PublicFrame, public_page};

/// An edition in the list of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionLink {
    /// Its number, from 1.
    pub number: u32,
    /// The day of publication, ISO.
    pub published: String,
    /// Its address.
    pub href: String,
    /// Why it was made, where the release says so.
    pub kind: Option<EditionKind>,
    /// The address of what it changed in the edition before it.
    pub changes: Option<String>,
    /// Whether it was taken off the site: its page says when and why.
    pub is_withdrawn: bool,
}

/// The end of the affair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedView {
    /// The day on which it ended, ISO.
    pub on: String,
    /// The day until which the editions stay public at least, ISO.
    pub shown_until: String,
}

/// A published edition with what stands around it. Everything in it is public.
#[derive(Debug, Clone)]
pub struct AssessmentView<'a> {
    /// The form, for the printed order.
    pub form: &'a FormEdition,
    /// The public content.
    pub assessment: &'a PublicAssessment,
    /// The public title, with the mark of an affair that ended.
    pub title: String,
    /// The end of the affair, if it ended.
    pub ended: Option<EndedView>,
    /// The body, as a link to its page.
    pub body: Link,
    /// This edition's number.
    pub edition: u32,
    /// The day of publication, ISO.
    pub published: String,
    /// Every edition, newest first.
    pub editions: Vec<EditionLink>,
    /// The page of all editions.
    pub history: Link,
    /// Whether this is the current edition; else the page says so and links to it.
    pub current: Option<Link>,
    /// Other shapes of the document: `index.json`, `document.pdf`.
    pub downloads: Vec<Link>,
    /// What to know before relying on the form, if anything.
    pub warning: Option<String>,
}

/// The page of an edition. `current` is `None` on the current edition's own page.
#[must_use]
pub fn render_assessment(frame: &PublicFrame, view: &AssessmentView<'_>) -> String {
    let source = PublicSource {
        answers: view.assessment.answers(),
        body_name: &view.body.label,
        ids: true,
    };
    let document = items(view.form.items(), None, &source, 0);
    let contents = contents(view.form, &source);
    let summary = summary(view);
    let editions = editions(view);
    let around = around(view);
    let legend = legend(view.form);
    let title = view.title.clone();
    let state = view.ended.as_ref().map_or("published", |_| "ended");
    public_page(frame, move || {
        view! {
            <article data-state=state>
                <h1>{title}</h1>
                {around}
                {summary}
                {legend}
                <div class="form-page">
                    {contents}
                    <div>{document}{editions}</div>
                </div>
            </article>
        }
    })
}

fn around(view: &AssessmentView<'_>) -> AnyView {
    let old = view.current.clone().map(|current| {
        view! {
            <div class="notice notice-attention">
                <p>{format!("これは第{}版（過去の版）です。", view.edition)}<a href=current.href>{current.label}</a></p>
            </div>
        }
    });
    let warning = view
        .warning
        .clone()
        .map(|words| view! { <p class="meta">{words}</p> });
    let ended = view.ended.as_ref().map(|ended| {
        let words = format!(
            "この評価書の事務は、{}に終了しました。評価書は、{}までは少なくとも公表を続けます。",
            date_words(&ended.on),
            date_words(&ended.shown_until)
        );
        view! { <div class="notice"><p>{words}</p></div> }
    });
    view! { {ended}{old}{warning} }.into_any()
}

fn summary(view: &AssessmentView<'_>) -> AnyView {
    let date = date_words(&view.published);
    let downloads: Vec<AnyView> = view
        .downloads
        .iter()
        .cloned()
        .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
        .collect();
    let any = !downloads.is_empty();
    let assessment = view.assessment;
    view! {
        <table class="summary">
            <tbody>
                <tr><th scope="row">"団体"</th><td><a href=view.body.href.clone()>{view.body.label.clone()}</a></td></tr>
                <tr><th scope="row">"評価実施機関"</th><td>{assessment.agency().to_owned()}</td></tr>
                <tr><th scope="row">"様式"</th><td>{format!("{}（{}）", view.form.title, view.form.edition_label)}</td></tr>
                <tr><th scope="row">"評価書番号"</th><td>{assessment.number().to_string()}</td></tr>
                <tr><th scope="row">"公表日"</th><td><time datetime=view.published.clone()>{date}</time>{format!("（第{}版）", view.edition)}</td></tr>
                {any.then(|| view! { <tr><th scope="row">"別の形式"</th><td><ul class="chosen">{downloads}</ul></td></tr> })}
            </tbody>
        </table>
    }
    .into_any()
}

/// What the marks mean. What an unconfirmed label means is always to be seen.
fn legend(form: &FormEdition) -> AnyView {
    let mut any = false;
    form.walk(&mut |node, _| any |= !node.confirmed);
    let unconfirmed = any.then(|| {
        view! { <p class="meta">{format!("「{UNCONFIRMED}」は、様式の欄名や番号を原本で確かめていないことを示します。記載内容についての表示ではありません。")}</p> }
    });
    view! {
        {unconfirmed}
        <details class="help">
            <summary>"この文書の読み方"</summary>
            <ul>
                <li><span class="withheld-sample">"非公表（…）"</span>" は、公表するとリスクが生じるため公表しない部分です。かっこの中は理由で、長さは元の文字数と関係ありません。"</li>
                <li>"＜…における措置＞は、だれの措置かを示す見出しです。"</li>
                <li>"※ は、様式に印字された記号です。"</li>
            </ul>
        </details>
    }
    .into_any()
}

fn contents(form: &FormEdition, source: &PublicSource<'_>) -> AnyView {
    let links: Vec<AnyView> = form
        .items()
        .iter()
        .filter(|node| node.takes_answer() || !node.children.is_empty())
        .map(|node| {
            let href = format!("#{}", node.id);
            let groups = groups(node, source);
            view! { <li><a href=href>{node.heading()}</a>{groups}</li> }.into_any()
        })
        .collect();
    view! {
        <nav class="side" aria-label="目次">
            <h2>"目次"</h2>
            <ul class="side-list">{links}<li><a href="#editions">"版の履歴"</a></li></ul>
        </nav>
    }
    .into_any()
}

/// The groups of a repeat by name, below it.
fn groups(node: &Node, source: &PublicSource<'_>) -> Option<AnyView> {
    let path = ItemPath::top(node.id.clone());
    let count = source.groups(&path);
    let link = |index| {
        let group = path.clone().group(index);
        let title = group_title(node, &group, index, source);
        view! { <li><a href=format!("#{group}")>{title}</a></li> }.into_any()
    };
    let links: Vec<AnyView> = (1..=count).map(link).collect();
    (count > 0).then(|| view! { <ul class="side-sub">{links}</ul> }.into_any())
}

fn editions(view: &AssessmentView<'_>) -> AnyView {
    let rows: Vec<AnyView> = view
        .editions
        .iter()
        .cloned()
        .map(|edition| {
            let date = date_words(&edition.published);
            let here = (edition.number == view.edition).then_some("page");
            let kind = edition.kind.map(|kind| format!("（{}）", kind.label()));
            let number = edition.number;
            if edition.is_withdrawn {
                return view! {
                    <li><a href=edition.href>{format!("第{number}版")}</a>" 公表を取り下げました"</li>
                }
                .into_any();
            }
            let changes = edition.changes.map(|href| {
                view! { " "<a href=href>{format!("第{number}版の変更点")}</a> }
            });
            view! {
                <li><a href=edition.href aria-current=here>{format!("第{number}版")}</a>" "<time datetime=edition.published>{date}</time>" 公表"{kind}{changes}</li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="doc-section" id="editions"><h2>"版の履歴"</h2><ul class="link-list">{rows}</ul>
            <p><a href=view.history.href.clone()>"版の一覧と、版の比較"</a></p>
        </section>
    }
    .into_any()
}
