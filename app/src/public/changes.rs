//! The editions of an assessment, and what changed between two of them. Public types only.

use domain::{Change, EditionKind, PublicText};
use leptos::prelude::*;

use super::assessment::EditionLink;
use crate::components::answers::date_words;
use crate::components::diff;
use crate::render::{Link, PublicFrame, public_page};

/// All editions of an assessment.
#[derive(Debug, Clone)]
pub struct HistoryView {
    /// The public title.
    pub title: String,
    /// The body, as a link to its page.
    pub body: Link,
    /// The page of the current edition.
    pub page: Link,
    /// Every edition, newest first.
    pub editions: Vec<EditionLink>,
    /// Where two editions are compared; `None` while there is one only.
    pub compare: Option<String>,
}

/// A choice of two editions: GET `from`, `to`.
#[derive(Debug, Clone)]
pub struct Chooser {
    /// Where it leads.
    pub action: String,
    /// The editions to choose from, newest first.
    pub editions: Vec<u32>,
    /// The earlier one, as chosen or proposed.
    pub from: u32,
    /// The later one.
    pub to: u32,
}

/// What changed between two editions.
#[derive(Debug, Clone)]
pub struct ChangesView<'a> {
    /// The public title.
    pub title: String,
    /// The earlier edition and the later one; `None` until two are chosen.
    pub editions: Option<[EditionLink; 2]>,
    /// Every change, in printed order.
    pub changes: &'a [Change<PublicText>],
    /// Whether the two were written on different editions of the form.
    pub other_form: bool,
    /// The page of all editions.
    pub history: Link,
    /// To choose other two, on the page that is made on demand.
    pub chooser: Option<Chooser>,
    /// Why the two that were asked for cannot be compared.
    pub problem: Option<String>,
}

/// The page of all editions.
#[must_use]
pub fn render_editions(frame: &PublicFrame, view: &HistoryView) -> String {
    let view = view.clone();
    public_page(frame, move || {
        let newest = view.editions.first().map_or(1, |edition| edition.number);
        let rows: Vec<AnyView> = view
            .editions
            .iter()
            .cloned()
            .map(|edition| row(edition, newest))
            .collect();
        let chooser = view.compare.clone().map(|action| {
            chooser(&Chooser {
                action,
                editions: view.editions.iter().map(|edition| edition.number).collect(),
                from: view.editions.last().map_or(1, |edition| edition.number),
                to: newest,
            })
        });
        view! {
            <h1>"版の履歴"</h1>
            <p><a href=view.page.href.clone()>{view.page.label.clone()}</a>"（"<a href=view.body.href.clone()>{view.body.label.clone()}</a>"）"</p>
            <p>"公表した版は変わりません。訂正は新しい版で行い、前の版も残します。"</p>
            <div class="table-scroll" role="region" tabindex="0" aria-label="版の一覧">
                <table>
                    <caption>"公表した版（新しい順）"</caption>
                    <thead><tr>
                        <th scope="col">"版"</th><th scope="col">"公表日"</th>
                        <th scope="col">"区分"</th><th scope="col">"変更点"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {chooser}
        }
    })
}

fn row(edition: EditionLink, newest: u32) -> AnyView {
    let date = date_words(&edition.published);
    let current = (edition.number == newest).then_some("（現在の版）");
    let changes = match edition.changes {
        Some(href) => {
            let label = format!("第{}版が前の版から変えたところ", edition.number);
            view! { <a href=href>{label}</a> }.into_any()
        }
        None => "最初の版".into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=edition.href>{format!("第{}版", edition.number)}</a>{current}</th>
            <td><time datetime=edition.published>{date}</time></td>
            <td>{edition.kind.map_or("記録なし", EditionKind::label)}</td>
            <td>{changes}</td>
        </tr>
    }
    .into_any()
}

/// The page of what changed between two editions.
#[must_use]
pub fn render_changes(frame: &PublicFrame, view: &ChangesView<'_>) -> String {
    let changes: Vec<AnyView> = view.changes.iter().map(change).collect();
    let (count, compared) = (changes.len(), view.editions.clone());
    let (title, history) = (view.title.clone(), view.history.clone());
    let chooser = view.chooser.as_ref().map(chooser);
    let problem = view.problem.clone();
    let other_form = view.other_form;
    public_page(frame, move || {
        view! {
            <h1>"版の間の変更点"</h1>
            <p>{title}</p>
            {problem.map(|message| view! { <div class="notice notice-error" role="alert"><p>{message}</p></div> })}
            {compared.map(|editions| view! {
                {between(&editions)}
                {other_form.then(|| view! {
                    <div class="notice notice-attention"><p>"2つの版は様式の版が違います。後の版の様式にある項目だけを比べています。"</p></div>
                })}
                <h2>{format!("変わった項目（{count}件）")}</h2>
                {if count == 0 { nothing() } else { diff::legend() }}
                {changes}
            })}
            {chooser}
            <p><a href=history.href>{history.label}</a></p>
        }
    })
}

fn between(editions: &[EditionLink; 2]) -> AnyView {
    let rows: Vec<AnyView> = ["前の版", "後の版"]
        .into_iter()
        .zip(editions.clone())
        .map(|(label, edition)| {
            let date = date_words(&edition.published);
            let kind = edition.kind.map(|kind| format!("・{}", kind.label()));
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    <td><a href=edition.href>{format!("第{}版", edition.number)}</a>"（"<time datetime=edition.published>{date}</time>" 公表"{kind}"）"</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! { <table class="summary"><tbody>{rows}</tbody></table> }.into_any()
}

fn nothing() -> AnyView {
    view! {
        <div class="empty"><p>"記載の変わった項目はありません。変更箇所の表と公表日は、比べる対象にしていません。"</p></div>
    }
    .into_any()
}

fn change(change: &Change<PublicText>) -> AnyView {
    let (id, label) = (change.path.to_string(), change.label.clone());
    let (word, kind) = (change.kind.as_str(), change.kind.label());
    let body = diff::change(change);
    view! {
        <section class="change" id=id data-change=word>
            <h3>{label}<span class="tag">{kind}</span></h3>
            {body}
        </section>
    }
    .into_any()
}

fn chooser(chooser: &Chooser) -> AnyView {
    let select = |name: &'static str, label: &'static str, chosen: u32| {
        let options: Vec<AnyView> = chooser
            .editions
            .iter()
            .map(|number| {
                let (value, selected) = (number.to_string(), *number == chosen);
                view! { <option value=value selected=selected>{format!("第{number}版")}</option> }
                    .into_any()
            })
            .collect();
        view! {
            <div class="form-item">
                <label class="form-label" for=name>{label}</label>
                <select class="select" id=name name=name>{options}</select>
            </div>
        }
    };
    let (from, to) = (
        select("from", "前の版", chooser.from),
        select("to", "後の版", chooser.to),
    );
    view! {
        <form action=chooser.action.clone() method="get" aria-labelledby="compare-heading">
            <h2 id="compare-heading">"2つの版を選んで比べる"</h2>
            <div class="filters">{from}{to}</div>
            <button class="button button-main">"比べる"</button>
        </form>
    }
    .into_any()
}
