//! Questions and answers, as both sides agreed to make them public.

use leptos::prelude::*;

use crate::components::answers::date_words;
use crate::render::{Link, PublicFrame, public_page};

/// A question and its answer. Who asked is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QaView {
    /// What it is about, in Japanese.
    pub category: String,
    /// The question, plain text.
    pub question: String,
    /// The answer, plain text.
    pub answer: String,
    /// The day since when it is public, ISO.
    pub published: String,
    /// Its address.
    pub href: String,
}

/// The list of questions and answers.
#[derive(Debug, Clone, Default)]
pub struct QaListView {
    /// Groups by category: (category, questions, newest first).
    pub groups: Vec<(String, Vec<QaView>)>,
}

/// The list.
#[must_use]
pub fn render_qa_list(frame: &PublicFrame, view: &QaListView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let is_empty = view.groups.is_empty();
        let groups: Vec<AnyView> = view.groups.iter().map(group).collect();
        view! {
            <h1>"問合せと回答（Q&A）"</h1>
            <p class="lead">"地方公共団体から窓口に寄せられた問合せのうち、問い合わせた団体と窓口の両方が公開に同意したものです。"</p>
            {is_empty.then(|| view! { <div class="empty"><p>"まだ公開した問合せはありません。"</p></div> })}
            {groups}
        }
    })
}

fn group((category, entries): &(String, Vec<QaView>)) -> AnyView {
    let items: Vec<AnyView> = entries
        .iter()
        .cloned()
        .map(|entry| {
            let date = date_words(&entry.published);
            view! {
                <li>
                    <a href=entry.href>{first_line(&entry.question)}</a>
                    <span class="meta"><time datetime=entry.published>{date}</time>"公開"</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <h2>{category.clone()}</h2><ul class="link-list">{items}</ul> }.into_any()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// A question and its answer.
#[must_use]
pub fn render_qa(frame: &PublicFrame, view: &QaView, list: &Link) -> String {
    let (view, list) = (view.clone(), list.clone());
    public_page(frame, move || {
        let date = date_words(&view.published);
        view! {
            <h1>"問合せと回答"</h1>
            <p class="meta">{format!("{}・", view.category)}<time datetime=view.published.clone()>{date}</time>"公開"</p>
            <section id="question"><h2>"問"</h2><p class="prose-text">{view.question.clone()}</p></section>
            <section id="answer"><h2>"答"</h2><p class="prose-text">{view.answer.clone()}</p></section>
            <p><a href=list.href>{list.label}</a></p>
        }
    })
}
