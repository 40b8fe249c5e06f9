//! How far a notice has come: by prefecture, and the bodies of one.

use leptos::prelude::*;

use super::notice_received::BelowRow;
use super::notices::pages;
use crate::components::act_form::{ActForm, act_form};
use crate::components::landmarks::state_mark;
use crate::render::{Link, PortalFrame, portal_page};

/// A prefecture with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressRow {
    /// The prefecture, leading to its bodies.
    pub prefecture: Link,
    /// Addressees, arrived, read, passed on, done.
    pub counts: [usize; 5],
}

/// How far a notice has come.
#[derive(Debug, Clone, Default)]
pub struct NoticeProgressView {
    /// The heading.
    pub heading: String,
    /// The prefectures.
    pub rows: Vec<ProgressRow>,
    /// The reminder, for who sends them.
    pub remind: Option<ActForm>,
}

/// The bodies of a prefecture.
#[derive(Debug, Clone, Default)]
pub struct NoticeBodiesView {
    /// The heading.
    pub heading: String,
    /// The states to choose from: (value, words).
    pub states: Vec<(String, String)>,
    /// The state chosen.
    pub state: String,
    /// Whether only those are shown that have not read it.
    pub unread: bool,
    /// The bodies.
    pub rows: Vec<BelowRow>,
    /// Neighbouring pages.
    pub pages: Vec<Link>,
}

/// The counts by prefecture.
#[must_use]
pub fn render_notice_progress(frame: &PortalFrame, view: &NoticeProgressView) -> String {
    let (view, token) = (view.clone(), frame.csrf.clone());
    portal_page(frame, move || {
        let total = view.rows.iter().fold([0; 5], |mut total, row| {
            for (sum, count) in total.iter_mut().zip(row.counts) {
                *sum += count;
            }
            total
        });
        let rows: Vec<AnyView> = view.rows.iter().cloned().map(row).collect();
        view! {
            <h1>{view.heading.clone()}</h1>
            <p class="lead">{format!("{}団体のうち、{}団体に届き、{}団体が読みました。", total[0], total[1], total[2])}</p>
            {view.remind.clone().map(|form| act_form(form, &token))}
            <h2>"都道府県別の状況"</h2>
            <div class="table-scroll" role="region" tabindex="0" aria-label="都道府県別の状況">
                <table>
                    <caption class="visually-hidden">"都道府県別の周知の状況（団体数）"</caption>
                    <thead><tr>
                        <th scope="col">"都道府県"</th><th scope="col">"宛先"</th><th scope="col">"着"</th>
                        <th scope="col">"読んだ"</th><th scope="col">"再周知済"</th><th scope="col">"完了"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr><th scope="row">"計"</th>{cells(total)}</tr></tfoot>
                </table>
            </div>
        }
    })
}

fn row(row: ProgressRow) -> AnyView {
    view! {
        <tr><th scope="row"><a href=row.prefecture.href>{row.prefecture.label}</a></th>{cells(row.counts)}</tr>
    }
    .into_any()
}

fn cells(counts: [usize; 5]) -> Vec<AnyView> {
    counts
        .into_iter()
        .map(|count| view! { <td>{count}</td> }.into_any())
        .collect()
}

/// The bodies of a prefecture.
#[must_use]
pub fn render_notice_bodies(frame: &PortalFrame, view: &NoticeBodiesView) -> String {
    let view = view.clone();
    portal_page(frame, move || {
        let options: Vec<AnyView> = view
            .states
            .iter()
            .cloned()
            .map(|(value, words)| {
                let selected = value == view.state;
                view! { <option value=value selected=selected>{words}</option> }.into_any()
            })
            .collect();
        let rows: Vec<AnyView> = view.rows.iter().cloned().map(body_row).collect();
        let is_empty = rows.is_empty();
        view! {
            <h1>{view.heading.clone()}</h1>
            <form method="get" class="filter">
                <div class="form-item">
                    <label class="form-label" for="state">"状況"</label>
                    <select class="select" id="state" name="state">{options}</select>
                </div>
                <p><label><input type="checkbox" name="unread" value="1" checked=view.unread/>"読んでいない団体だけ"</label></p>
                <p><button class="button">"絞り込む"</button></p>
            </form>
            {is_empty.then(|| view! { <div class="empty"><p>"当てはまる団体はありません。"</p></div> })}
            <div class="table-scroll" role="region" tabindex="0" aria-label="団体ごとの状況">
                <table>
                    <caption class="visually-hidden">"団体ごとの周知の状況"</caption>
                    <thead><tr>
                        <th scope="col">"団体"</th><th scope="col">"種別"</th><th scope="col">"状況"</th>
                        <th scope="col">"着"</th><th scope="col">"読んだ日時"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {pages(&view.pages)}
        }
    })
}

fn body_row(row: BelowRow) -> AnyView {
    view! {
        <tr data-state=row.state.0.clone()>
            <th scope="row">{row.name}<span class="meta">{row.code}</span></th>
            <td>{row.standing}</td>
            <td>{state_mark(&row.state.0, &row.state.1)}</td>
            <td>{row.arrived}</td><td>{row.read}</td>
        </tr>
    }
    .into_any()
}
