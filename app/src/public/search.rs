//! The search page: works without script; filters are plain GET parameters.

use leptos::prelude::*;

use crate::components::answers::date_words;
use crate::render::{PublicFrame, public_page};
use crate::routes;

/// A snippet of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The item's path, the anchor on the assessment's page.
    pub item: String,
    /// The item's number and label; may be empty.
    pub label: String,
    /// Safe HTML from `search`: escaped text with `<mark>` around what was found.
    pub html: String,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// Its public title.
    pub title: String,
    /// The body's name.
    pub body: String,
    /// The form's name.
    pub form: String,
    /// Its number.
    pub number: String,
    /// The day of publication, ISO.
    pub published: String,
    /// Its address.
    pub href: String,
    /// Where the words were found.
    pub snippets: Vec<Snippet>,
}

/// A search and its result. The form's fields: `q`, `prefecture`, `body`, `form`, `from`,
/// `to`; `page` from 1.
#[derive(Debug, Clone, Default)]
pub struct SearchView {
    /// The words.
    pub q: String,
    /// The prefecture's code, or empty.
    pub prefecture: String,
    /// The body's code, or empty.
    pub body: String,
    /// The form, or empty.
    pub form: String,
    /// From this day of publication, ISO, or empty.
    pub from: String,
    /// Until this day, ISO, or empty.
    pub to: String,
    /// This page, from 1.
    pub page: usize,
    /// Pages in all.
    pub pages: usize,
    /// Hits in all.
    pub total: usize,
    /// The hits of this page.
    pub hits: Vec<SearchHit>,
    /// Prefectures to choose from: (code, name).
    pub prefectures: Vec<(String, String)>,
    /// Forms to choose from: (id, name).
    pub forms: Vec<(String, String)>,
    /// Whether a search was made, not only the form opened.
    pub searched: bool,
    /// Why the search could not be made, if so.
    pub problem: Option<String>,
}

impl SearchView {
    fn href(&self, page: usize) -> String {
        let pairs = [
            ("q", &self.q),
            ("prefecture", &self.prefecture),
            ("body", &self.body),
            ("form", &self.form),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let mut query: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", routes::encode(value)))
            .collect();
        query.push(format!("page={page}"));
        format!("{}?{}", routes::SEARCH, query.join("&"))
    }
}

/// The search page.
#[must_use]
pub fn render_search(frame: &PublicFrame, view: &SearchView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let hits: Vec<AnyView> = view.hits.iter().cloned().map(hit).collect();
        view! {
            <h1>"評価書をさがす"</h1>
            {view.problem.clone().map(|message| view! { <div class="notice notice-error" role="alert"><p>{message}</p></div> })}
            {form(&view)}
            {(view.searched && view.problem.is_none()).then(|| view! { <h2 role="status">{format!("{}件見つかりました", view.total)}</h2> })}
            {(view.searched && view.problem.is_none() && view.total == 0).then(nothing)}
            {beyond(&view)}
            {(!hits.is_empty()).then(|| view! { <ol class="hits">{hits}</ol> })}
            {pages(&view)}
        }
    })
}

fn form(view: &SearchView) -> AnyView {
    let date = |name: &'static str, label: &'static str, value: &str| {
        let value = value.to_owned();
        view! {
            <div class="form-item">
                <label class="form-label" for=name>{label}</label>
                <input class="input" id=name name=name type="date" value=value/>
            </div>
        }
        .into_any()
    };
    let body = view.body.clone();
    view! {
        <form action=routes::SEARCH method="get" role="search">
            <label class="form-label" for="q">"ことば"</label>
            <div class="search-row">
                <input class="input" id="q" name="q" type="search" value=view.q.clone()/>
                <button class="button button-main">"さがす"</button>
            </div>
            <div class="filters">
                {select("prefecture", "都道府県", &view.prefectures, &view.prefecture)}
                {select("form", "様式", &view.forms, &view.form)}
                <div class="form-item">
                    <label class="form-label" for="body">"団体コード（6桁）"</label>
                    <input class="input" id="body" name="body" type="text" inputmode="numeric" value=body/>
                </div>
                {date("from", "公表日（から）", &view.from)}
                {date("to", "公表日（まで）", &view.to)}
            </div>
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
            <select class="select" id=name name=name><option value="">"すべて"</option>{options}</select>
        </div>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <div class="empty">
            <p>"条件に合う評価書はありませんでした。次のことを試してください。"</p>
            <ul>
                <li>"ことばの数を減らす（どのことばもふくむ評価書だけが見つかります）"</li>
                <li>"ことばを短くする（例: 「住民基本台帳事務」を「住民基本台帳」に）"</li>
                <li>"様式や公表日の条件を外す"</li>
                <li><a href=routes::PREFECTURES>"都道府県からさがす"</a></li>
            </ul>
            <p>"非公表の部分は、検索の対象になりません。"</p>
        </div>
    }
    .into_any()
}

fn hit(hit: SearchHit) -> AnyView {
    let date = date_words(&hit.published);
    let href = hit.href.clone();
    let snippets: Vec<AnyView> = hit
        .snippets
        .into_iter()
        .map(|snippet| {
            let anchor = format!("{href}#{}", snippet.item);
            let label = if snippet.label.is_empty() { "この箇所".to_owned() } else { snippet.label };
            view! {
                <p class="snippet"><a href=anchor>{label}</a>" "<span inner_html=snippet.html></span></p>
            }
            .into_any()
        })
        .collect();
    view! {
        <li class="hit">
            <h3><a href=hit.href>{hit.title}</a></h3>
            <p class="meta">
                {format!("{}・{}・評価書番号{}・", hit.body, hit.form, hit.number)}
                <time datetime=hit.published>{date}</time>"公表"
            </p>
            {snippets}
        </li>
    }
    .into_any()
}

/// On a page behind the last one: the way back to it.
fn beyond(view: &SearchView) -> Option<AnyView> {
    let is_beyond = view.pages > 0 && view.page > view.pages;
    let last = view.href(view.pages);
    is_beyond.then(|| {
        view! {
            <div class="empty">
                <p>{format!("検索結果は{}ページまでです。", view.pages)}<a href=last>"最後のページを見る"</a></p>
            </div>
        }
        .into_any()
    })
}

fn pages(view: &SearchView) -> Option<AnyView> {
    if view.pages < 2 || view.page > view.pages {
        return None;
    }
    let before = (view.page > 1).then(|| {
        view! { <a class="button" rel="prev" href=view.href(view.page - 1)>"前のページ"</a> }
    });
    let after = (view.page < view.pages).then(|| {
        view! { <a class="button" rel="next" href=view.href(view.page + 1)>"次のページ"</a> }
    });
    let here = format!("{}ページ中 {}ページ目", view.pages, view.page);
    Some(view! { <nav class="pages" aria-label="検索結果のページ">{before}<span>{here}</span>{after}</nav> }.into_any())
}
