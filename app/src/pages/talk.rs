//! Threads of what two sides wrote to each other: a first word, answers, a form for one more.

use leptos::prelude::*;

use crate::components::forms::{Problem, csrf, hidden, problem_beside};
use crate::components::inputs::textarea_text;
use crate::forms::Typed;

/// Something that was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Utterance {
    /// Who, in words: 「委員」「団体」.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// The text.
    pub text: String,
}

/// A thread.
#[derive(Clone, PartialEq, Eq)]
pub struct Thread {
    /// The id of its first word.
    pub id: String,
    /// What it is about, as 「Ⅱ 6. ① 保管場所」.
    pub about: String,
    /// The way there.
    pub href: Option<String>,
    /// What was written, oldest first.
    pub said: Vec<Utterance>,
    /// Whether it is settled; `None` where threads are not settled.
    pub settled: Option<bool>,
}

/// Where the forms of threads post to, and with what.
#[derive(Clone)]
pub struct TalkForm<'a> {
    /// The address.
    pub action: &'a str,
    /// The token of the session.
    pub csrf: &'a str,
    /// Ids for new answers, one a thread; none where nobody may answer.
    pub tokens: &'a [String],
    /// The words on the button of an answer.
    pub answer: &'static str,
    /// What was typed: an answer comes back in its thread.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub problems: &'a [Problem],
}

/// Whether what was typed is an answer in a thread, and no other form of the page.
pub fn is_answer(typed: &Typed) -> bool {
    typed.get("op") == "answer"
}

/// Something that was written, as a block.
pub fn utterance(said: &Utterance) -> AnyView {
    let meta = format!("{}・{}", said.who, said.when);
    let text = said.text.clone();
    view! { <div class="utterance"><p class="meta">{meta}</p><p class="prose-text">{text}</p></div> }
        .into_any()
}

/// Threads, each under a heading of the third level.
pub fn threads(all: &[Thread], form: &TalkForm<'_>) -> AnyView {
    let views: Vec<AnyView> = all
        .iter()
        .enumerate()
        .map(|(position, thread)| one(thread, form, form.tokens.get(position)))
        .collect();
    views.into_any()
}

fn one(thread: &Thread, form: &TalkForm<'_>, token: Option<&String>) -> AnyView {
    let said: Vec<AnyView> = thread.said.iter().map(utterance).collect();
    let about = thread.about.clone();
    let heading = match thread.href.clone() {
        Some(href) => view! { <a href=href>{about}</a> }.into_any(),
        None => about.into_any(),
    };
    let state = thread.settled.map(|settled| {
        let (tone, words) = if settled {
            ("done", "解決済み")
        } else {
            ("attention", "未解決")
        };
        view! { <span class="state" data-tone=tone>{words}</span> }
    });
    let forms = token.map(|token| answer_form(thread, form, token));
    view! {
        <article class="thread" id=format!("thread-{}", thread.id)>
            <h3>{heading}" "{state}</h3>
            {said}
            {forms}
        </article>
    }
    .into_any()
}

fn answer_form(thread: &Thread, form: &TalkForm<'_>, token: &str) -> AnyView {
    let id = format!("answer-{}", thread.id);
    let settle = thread.settled.map(|settled| {
        let (op, words) = if settled {
            ("reopen", "未解決に戻す")
        } else {
            ("settle", "解決済みにする")
        };
        view! {
            <form method="post" action=form.action.to_owned()>
                {csrf(form.csrf)}
                {hidden("thread", thread.id.clone())}
                <p><button class="button button-small button-quiet" name="op" value=op>{words}</button></p>
            </form>
        }
    });
    let mine = is_answer(form.typed) && form.typed.get("thread") == thread.id;
    let text = mine.then(|| form.typed.get("body").to_owned());
    let problems = form
        .problems
        .iter()
        .filter(|problem| mine && problem.field == "body");
    let problem = problems.map(|problem| problem.message.clone()).next();
    let beside = problem_beside(&id, problem);
    view! {
        <details open=mine>
            <summary>{form.answer}</summary>
            <form method="post" action=form.action.to_owned()>
                {csrf(form.csrf)}
                {hidden("thread", thread.id.clone())}
                {hidden("token", token.to_owned())}
                <label class="form-label" for=id.clone()>"回答"</label>
                <textarea class="textarea" id=id name="body" rows="3" maxlength="2000" required=true>{textarea_text(&text.unwrap_or_default())}</textarea>
                {beside}
                <p><button class="button" name="op" value="answer">{form.answer}</button></p>
            </form>
        </details>
        {settle}
    }
    .into_any()
}
