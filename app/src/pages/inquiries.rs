//! Inquiries: the list, one of them, and the form for a new one.

use leptos::prelude::*;

use super::notices::pages;
use crate::components::act_form::{ActForm, act_form};
use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};
use crate::routes;

/// An inquiry on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryRow {
    /// Its number and subject.
    pub title: String,
    /// Where its page is.
    pub href: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// Category, body and day in one line.
    pub remark: String,
    /// Whether it waits for this side.
    pub mine: bool,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct InquiriesView {
    /// What the list is, in a sentence.
    pub lead: String,
    /// Inquiries, newest first.
    pub rows: Vec<InquiryRow>,
    /// Whether this person may ask.
    pub may_ask: bool,
    /// Categories to choose from: (value, words); empty at a desk.
    pub categories: Vec<(String, String)>,
    /// States to choose from: (value, words).
    pub states: Vec<(String, String)>,
    /// What is chosen: category, state, words.
    pub chosen: (String, String, String),
    /// Neighbouring pages.
    pub pages: Vec<Link>,
}

/// A message.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageView {
    /// Which side wrote it: `asker`, `desk`.
    pub side: String,
    /// Whose it is, in Japanese.
    pub who: String,
    /// When, as people write it.
    pub at: String,
    /// A note of an act instead of a message.
    pub note: Option<String>,
    /// The text.
    pub text: String,
}

impl std::fmt::Debug for MessageView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MessageView")
    }
}

/// The text for the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTextView {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// Who has agreed: (side, 同意済み or 未同意).
    pub consents: Vec<(String, String)>,
    /// The public page, if it is public.
    pub page: Option<Link>,
}

/// An inquiry.
#[derive(Debug, Clone, Default)]
pub struct InquiryView {
    /// Its number and subject.
    pub title: String,
    /// The state, for `data-state`, and in Japanese.
    pub state: (String, String),
    /// Category, body and desk in one line.
    pub remark: String,
    /// Messages, first one first.
    pub messages: Vec<MessageView>,
    /// Writing, closing, reassigning.
    pub forms: Vec<ActForm>,
    /// The text for the public.
    pub public: Option<PublicTextView>,
    /// Proposing, agreeing, publishing, removing.
    pub public_forms: Vec<ActForm>,
}

/// The list.
#[must_use]
pub fn render_inquiries(frame: &PortalFrame, view: &InquiriesView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let rows: Vec<AnyView> = view.rows.iter().cloned().map(row).collect();
        let is_empty = rows.is_empty();
        view! {
            <h1>"問合せ"</h1>
            <p class="lead">{view.lead.clone()}</p>
            {view.may_ask.then(|| view! {
                <p class="button-row"><a class="button button-main" href=routes::INQUIRY_NEW>"問い合わせる"</a></p>
            })}
            {filter(&view)}
            {is_empty.then(|| view! { <div class="empty"><p>"当てはまる問合せはありません。"</p></div> })}
            <ul class="desk-list">{rows}</ul>
            {pages(&view.pages)}
        }
    })
}

fn filter(view: &InquiriesView) -> AnyView {
    let (category, state, words) = view.chosen.clone();
    let categories = (!view.categories.is_empty())
        .then(|| select("category", "区分", &view.categories, &category));
    view! {
        <form method="get" action=routes::INQUIRIES class="filter">
            {categories}
            {select("state", "状態", &view.states, &state)}
            <div class="form-item">
                <label class="form-label" for="q">"件名・本文の言葉"</label>
                <input class="input" id="q" name="q" type="search" value=words autocomplete="off"/>
            </div>
            <p><button class="button">"絞り込む"</button></p>
        </form>
    }
    .into_any()
}

fn select(
    name: &'static str,
    label: &'static str,
    options: &[(String, String)],
    chosen: &str,
) -> AnyView {
    let options: Vec<AnyView> = options
        .iter()
        .cloned()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="form-item">
            <label class="form-label" for=name>{label}</label>
            <select class="select" id=name name=name>{options}</select>
        </div>
    }
    .into_any()
}

fn row(row: InquiryRow) -> AnyView {
    let mine = row.mine.to_string();
    view! {
        <li class="desk-row" data-state=row.state.0.clone() data-mine=mine>
            <div>
                <h2><a href=row.href>{row.title}</a></h2>
                <p>{state_mark(&row.state.0, &row.state.1)}</p>
                <p class="meta">{row.remark}</p>
            </div>
        </li>
    }
    .into_any()
}

/// The form for a new inquiry.
#[must_use]
pub fn render_new_inquiry(frame: &PortalFrame, form: &ActForm) -> String {
    let (form, token) = (form.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        view! {
            <h1>"問い合わせる"</h1>
            <p class="lead">"問合せは、選んだ区分の窓口と、あなたの団体の人だけが読みます。"</p>
            {act_form(form, &token)}
        }
    })
}

/// An inquiry.
#[must_use]
pub fn render_inquiry(frame: &PortalFrame, view: &InquiryView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let messages: Vec<AnyView> = view.messages.iter().cloned().map(message).collect();
        let make = |forms: &[ActForm]| -> Vec<AnyView> {
            let forms = forms.iter().cloned();
            forms.map(|form| act_form(form, &token)).collect()
        };
        let state = view.state.clone();
        view! {
            <div data-state=state.0.clone()>
                <h1>{view.title.clone()}</h1>
                <p>{state_mark(&state.0, &state.1)}</p>
                <p class="meta">{view.remark.clone()}</p>
                <h2>"やりとり"</h2>
                <ol class="thread">{messages}</ol>
                {make(&view.forms)}
                <h2 id="public">"質問と回答（Q&A）としての公開"</h2>
                <p>"団体と窓口の両方が、公開する文そのものに同意したときだけ公開します。団体名は公開しません。文を変えると、同意は取り消されます。"</p>
                {view.public.clone().map(public_text)}
                {make(&view.public_forms)}
            </div>
        }
    })
}

fn message(message: MessageView) -> AnyView {
    let has_text = !message.text.is_empty();
    view! {
        <li data-side=message.side>
            <p class="meta"><strong>{message.who}</strong>" "{message.at}</p>
            {message.note.map(|note| view! { <p>{note}</p> })}
            {has_text.then(|| view! { <p class="prose-text">{message.text}</p> })}
        </li>
    }
    .into_any()
}

fn public_text(text: PublicTextView) -> AnyView {
    let consents: Vec<AnyView> = text
        .consents
        .into_iter()
        .map(|(side, state)| view! { <div><dt>{side}</dt><dd>{state}</dd></div> }.into_any())
        .collect();
    view! {
        <section class="layer" aria-label="公開する文">
            <p class="layer-heading">"問"</p>
            <p class="prose-text">{text.question}</p>
            <p class="layer-heading">"答"</p>
            <p class="prose-text">{text.answer}</p>
        </section>
        <dl class="facts">{consents}</dl>
        {text.page.map(|link| view! { <p><a href=link.href>{link.label}</a></p> })}
    }
    .into_any()
}
