//! Notices as letters linked to each other, guidance, examples.

use domain::Layer;
use leptos::prelude::*;

use crate::components::answers::date_words;
use crate::render::{Link, PublicFrame, public_page};

/// A notice in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLink {
    /// Its title.
    pub title: String,
    /// Its number, as 総官企第285号.
    pub number: String,
    /// Who sent it.
    pub from: String,
    /// Its date, ISO.
    pub date: String,
    /// Its address.
    pub href: String,
    /// Its end in a word, as 改訂, if it is no longer in force.
    pub ended: Option<&'static str>,
}

/// The list of notices, with guidance and examples.
#[derive(Debug, Clone, Default)]
pub struct NoticesView {
    /// Notices, newest first.
    pub notices: Vec<NoticeLink>,
    /// Guidance and examples.
    pub documents: Vec<Link>,
}

/// A letter.
#[derive(Debug, Clone, Default)]
pub struct NoticeLetterView {
    /// Its kind, as 通知, 了承, 了承依頼.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its date, ISO.
    pub date: String,
    /// Whom it is addressed to.
    pub to: Vec<String>,
    /// Who sent it.
    pub from: String,
    /// Its text as safe HTML from `markup`.
    pub html: String,
    /// Letters it belongs to: (how, letter), as (「これに対する了承」, …).
    pub related: Vec<(String, NoticeLink)>,
    /// That it is no longer in force: what happened, and the notice that took its place, if
    /// that one can be read here.
    pub ended: Option<(String, Option<Link>)>,
    /// What it provides: guidance and examples.
    pub attachments: Vec<Link>,
}

/// Guidance.
#[derive(Debug, Clone, Default)]
pub struct GuidanceView {
    /// Its title.
    pub title: String,
    /// Who issued it, and when.
    pub issued: String,
    /// The notice it came with.
    pub notice: Option<Link>,
    /// Its headings: links to anchors on the page.
    pub contents: Vec<Link>,
    /// Its text as safe HTML from `markup`, with the anchors.
    pub html: String,
}

/// An example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleView {
    /// The item id.
    pub item: String,
    /// The item's number and label.
    pub label: String,
    /// The layer.
    pub layer: Layer,
    /// The text.
    pub text: String,
}

/// The examples of a notice.
#[derive(Debug, Clone, Default)]
pub struct ExamplesView {
    /// The title.
    pub title: String,
    /// The notice they came with.
    pub notice: Option<Link>,
    /// The examples in the order of the form.
    pub examples: Vec<ExampleView>,
}

/// The list of notices.
#[must_use]
pub fn render_notices(frame: &PublicFrame, view: &NoticesView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let documents: Vec<AnyView> = view.documents.iter().map(link_item).collect();
        view! {
            <h1>"通知・資料"</h1>
            <p class="lead">"評価書を作るときに拠る通知と、その資料です。"</p>
            <h2>"通知"</h2>
            {notice_list(&view.notices)}
            <h2>"留意事項と記載例"</h2>
            <ul class="link-list">{documents}</ul>
        }
    })
}

fn link_item(link: &Link) -> AnyView {
    let link = link.clone();
    view! { <li><a href=link.href>{link.label}</a></li> }.into_any()
}

/// Notices as a list.
pub(super) fn notice_list(notices: &[NoticeLink]) -> AnyView {
    let items: Vec<AnyView> = notices
        .iter()
        .cloned()
        .map(|notice| {
            let date = date_words(&notice.date);
            view! {
                <li>
                    <a href=notice.href>{notice.title}</a>
                    {notice.ended.map(|word| view! { <span class="state">{word}</span> })}
                    <span class="meta">{format!("{}・{}・", notice.number, notice.from)}<time datetime=notice.date>{date}</time></span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="link-list">{items}</ul> }.into_any()
}

/// A letter.
#[must_use]
pub fn render_notice(frame: &PublicFrame, view: &NoticeLetterView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let date = date_words(&view.date);
        let to: Vec<AnyView> = view
            .to
            .iter()
            .map(|to| view! { <p>{to.clone()}</p> }.into_any())
            .collect();
        let related = related(&view.related);
        let attachments: Vec<AnyView> = view.attachments.iter().map(link_item).collect();
        let any = !attachments.is_empty();
        view! {
            <h1>{view.title.clone()}</h1>
            <p><span class="state">{view.kind.clone()}</span></p>
            {view.ended.clone().map(ended)}
            <article class="letter" id="letter">
                <div class="letter-head">
                    <p>{view.number.clone()}</p>
                    <p><time datetime=view.date.clone()>{date}</time></p>
                </div>
                {to}
                <div class="letter-head"><p>{view.from.clone()}</p></div>
                <div class="prose" inner_html=view.html.clone()></div>
            </article>
            {any.then(|| view! { <h2 id="attachments">"提供する資料"</h2><ul class="link-list">{attachments}</ul> })}
            {related}
        }
    })
}

fn ended((what, successor): (String, Option<Link>)) -> AnyView {
    view! {
        <div class="notice">
            <p>{what}</p>
            {successor.map(|link| view! { <p><a href=link.href>{link.label}</a></p> })}
        </div>
    }
    .into_any()
}

fn related(letters: &[(String, NoticeLink)]) -> Option<AnyView> {
    if letters.is_empty() {
        return None;
    }
    let items: Vec<AnyView> = letters
        .iter()
        .cloned()
        .map(|(how, letter)| {
            let date = date_words(&letter.date);
            view! {
                <li>
                    <span class="meta">{how}</span>
                    <a href=letter.href>{format!("{} {}", letter.number, letter.title)}</a>
                    <span class="meta">{format!("{}・{date}", letter.from)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! { <h2 id="related">"関係する文書"</h2><ul class="link-list">{items}</ul> }.into_any(),
    )
}

/// Guidance, with its contents.
#[must_use]
pub fn render_guidance(frame: &PublicFrame, view: &GuidanceView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let contents: Vec<AnyView> = view.contents.iter().map(link_item).collect();
        let notice = view
            .notice
            .clone()
            .map(|link| view! { <p><a href=link.href>{link.label}</a></p> });
        view! {
            <h1>{view.title.clone()}</h1>
            <p class="meta">{view.issued.clone()}</p>
            {notice}
            <div class="form-page">
                <nav class="side" aria-label="目次"><h2>"目次"</h2><ul class="side-list">{contents}</ul></nav>
                <div class="prose" inner_html=view.html.clone()></div>
            </div>
        }
    })
}

/// Examples, each with the anchors `{item}` and `{item}-{layer}`.
#[must_use]
pub fn render_examples(frame: &PublicFrame, view: &ExamplesView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let notice = view
            .notice
            .clone()
            .map(|link| view! { <p><a href=link.href>{link.label}</a></p> });
        view! {
            <h1>{view.title.clone()}</h1>
            {notice}
            <p class="lead">"そのまま写すためのものではありません。団体の実情に合わせて書いてください。運用での対策は、別に書く必要があります。"</p>
            {example_list(&view.examples)}
        }
    })
}

fn example_list(examples: &[ExampleView]) -> AnyView {
    let sections = examples.chunk_by(|a, b| a.item == b.item).map(|same| {
        let layers: Vec<AnyView> = same
            .iter()
            .cloned()
            .map(|example| {
                let layer = example.layer.as_str();
                let heading = format!("＜{}＞", example.layer.heading("○○市"));
                view! {
                    <section class="layer" data-layer=layer id=format!("{}-{layer}", example.item)>
                        <p class="layer-heading">{heading}</p>
                        <p class="prose-text">{example.text}</p>
                    </section>
                }
                .into_any()
            })
            .collect();
        let head = &same[0];
        view! {
            <section class="item" id=head.item.clone()><h2 class="item-heading">{head.label.clone()}</h2>{layers}</section>
        }
        .into_any()
    });
    let sections: Vec<AnyView> = sections.collect();
    sections.into_any()
}
