//! Header, navigation, breadcrumbs, footer.

use leptos::prelude::*;

use crate::render::{Link, PortalFrame, SERVICE};
use crate::routes;

/// The way from the top to this page; nothing when there is none.
pub fn crumbs(way: &[Link], here: &str) -> Option<AnyView> {
    if way.is_empty() {
        return None;
    }
    let links = way.iter().cloned().map(|link| {
        view! { <li><a href=link.href>{link.label}</a></li> }
    });
    let links = links.collect_view();
    let here = here.to_owned();
    Some(
        view! {
            <nav class="crumbs" aria-label="現在位置">
                <ol class="wrap">{links}<li aria-current="page">{here}</li></ol>
            </nav>
        }
        .into_any(),
    )
}

/// The header of the public site.
pub fn public_header() -> AnyView {
    view! {
        <header class="site-header">
            <div class="wrap site-header-row">
                <a class="site-name" href=routes::HOME>{SERVICE}</a>
                <nav aria-label="主なページ">
                    <ul class="site-nav">
                        <li><a href=routes::SEARCH>"評価書をさがす"</a></li>
                        <li><a href=routes::PREFECTURES>"都道府県別"</a></li>
                        <li><a href=routes::NOTICES>"通知・資料"</a></li>
                        <li><a href=routes::CONSULTATIONS>"意見の募集"</a></li>
                    </ul>
                </nav>
            </div>
        </header>
    }
    .into_any()
}

/// The footer of the public site.
pub fn public_footer() -> AnyView {
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <p class="site-footer-name">{SERVICE}</p>
                <ul class="site-footer-links">
                    <li><a href=routes::TERMS>"このサイトについて"</a></li>
                    <li><a href=routes::ACCESSIBILITY>"アクセシビリティ"</a></li>
                    <li><a href=routes::OPEN_DATA_CSV>"オープンデータ（CSV）"</a></li>
                    <li><a href=routes::OPEN_DATA_NDJSON>"オープンデータ（NDJSON）"</a></li>
                    <li><a href=routes::FEED>"新着フィード"</a></li>
                </ul>
            </div>
        </footer>
    }
    .into_any()
}

/// The header of the portal, with navigation and sign-out for who is signed in.
pub fn portal_header(frame: &PortalFrame) -> AnyView {
    let signed_in = frame.user.clone().map(|user| {
        let csrf = frame.csrf.clone();
        let place = if user.body.is_empty() {
            user.role
        } else {
            format!("{}・{}", user.body, user.role)
        };
        let items = frame.nav.clone().into_iter();
        let items = items.map(|link| view! { <li><a href=link.href>{link.label}</a></li> });
        let items = items.collect_view();
        view! {
            <nav aria-label="主なページ">
                <ul class="site-nav">
                    <li><a href=routes::DESK>"作業一覧"</a></li>
                    {items}
                </ul>
            </nav>
            <div class="who">
                <p class="who-name">
                    <a href=routes::ACCOUNT>{user.name}</a>
                    <span>{place}</span>
                </p>
                <form method="post" action=routes::SIGN_OUT>
                    <input type="hidden" name="csrf" value=csrf/>
                    <button class="button button-quiet">"サインアウト"</button>
                </form>
            </div>
        }
    });
    view! {
        <header class="site-header portal-header">
            <div class="wrap site-header-row">
                <a class="site-name" href=routes::DESK>
                    {SERVICE}<span class="site-part">"担当者用"</span>
                </a>
                {signed_in}
            </div>
        </header>
    }
    .into_any()
}

/// A stage as a small mark: `tone` follows from the stage's word.
pub fn state_mark(stage: &str, label: &str) -> AnyView {
    let tone = match stage {
        "published" | "done" => "done",
        "returned" | "stale" | "invited" => "attention",
        "ended" | "superseded" => "",
        _ => "active",
    };
    let label = label.to_owned();
    view! { <span class="state" data-tone=tone>{label}</span> }.into_any()
}
