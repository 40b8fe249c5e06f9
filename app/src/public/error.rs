//! Pages for what is not there and what went wrong.

use leptos::prelude::*;

use super::home::search_box;
use crate::render::{Link, PublicFrame, public_page};
use crate::routes;

/// Nothing is at this address; `links` name what does exist nearby.
#[must_use]
pub fn render_not_found(frame: &PublicFrame, links: &[Link]) -> String {
    let links = links.to_vec();
    public_page(frame, move || {
        let items: Vec<AnyView> = links
            .into_iter()
            .map(|link| view! { <li><a href=link.href>{link.label}</a></li> }.into_any())
            .collect();
        view! {
            <h1>"ページが見つかりません"</h1>
            <p>"アドレスが変わったか、まだ公表されていません。"</p>
            <ul>{items}<li><a href=routes::HOME>"はじめのページ"</a></li><li><a href=routes::PREFECTURES>"都道府県からさがす"</a></li></ul>
            {search_box("")}
        }
    })
}

/// Something went wrong here; `reference` is the id under which the operator finds it.
#[must_use]
pub fn render_server_error(frame: &PublicFrame, reference: &str) -> String {
    let reference = format!("問い合わせ番号 {reference}");
    public_page(frame, move || {
        view! {
            <h1>"うまく表示できませんでした"</h1>
            <p>"こちらの不具合です。しばらくしてから、もう一度お試しください。"</p>
            <p class="meta">{reference}</p>
            <p><a href=routes::HOME>"はじめのページ"</a></p>
        }
    })
}

/// The request was refused: the title is the heading, `message` says what to do.
#[must_use]
pub fn render_refused(frame: &PublicFrame, message: &str) -> String {
    let (heading, message) = (frame.title.clone(), message.to_owned());
    public_page(frame, move || {
        view! {
            <h1>{heading}</h1>
            <p>{message}</p>
            <p><a href=routes::HOME>"はじめのページ"</a></p>
        }
    })
}
