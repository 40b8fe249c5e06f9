//! From a view to a whole HTML document. Two shells: the static public site, without any
//! script, and the portal, whose one script is an external module with the page's nonce.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::components::landmarks::{crumbs, portal_header, public_footer, public_header};
use crate::routes;

/// The name of the service, at the end of every title.
pub const SERVICE: &str = "特定個人情報保護評価書ポータル";

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub label: String,
    /// The address.
    pub href: String,
}

impl Link {
    /// A link to `href` with the words `label`.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// What every public page says about itself.
#[derive(Debug, Clone, Default)]
pub struct PublicFrame {
    /// The page's title, without the name of the service.
    pub title: String,
    /// A sentence for search engines, made from public text only.
    pub description: String,
    /// The absolute address, where the site's own address is configured.
    pub canonical: Option<String>,
    /// The way here from the home page, without the page itself.
    pub crumbs: Vec<Link>,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The person's name or address.
    pub name: String,
    /// The role in Japanese.
    pub role: String,
    /// The body's name.
    pub body: String,
}

/// A message on top of a portal page, after an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Whether the action failed.
    pub failed: bool,
    /// What happened, what was kept and what to do.
    pub message: String,
}

/// What every portal page says about itself.
#[derive(Debug, Clone, Default)]
pub struct PortalFrame {
    /// The page's title, without the name of the service.
    pub title: String,
    /// The nonce of the Content-Security-Policy.
    pub nonce: String,
    /// The token for hidden `csrf` fields.
    pub csrf: String,
    /// Who is signed in; `None` on the sign-in pages.
    pub user: Option<SignedIn>,
    /// Links of the main navigation for this role.
    pub nav: Vec<Link>,
    /// The way here, without the page itself.
    pub crumbs: Vec<Link>,
    /// A message after an action.
    pub flash: Option<Flash>,
}

/// Renders a view to HTML. Islands come out with their element and their properties.
#[must_use]
pub fn fragment<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.cleanup();
    html
}

/// Renders a view that holds no island: the separators that hydration needs are left out.
/// (`<!>` cannot occur in text or attributes, where `<` is escaped.)
#[must_use]
pub fn static_fragment<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    fragment(view).replace("<!>", "")
}

/// A page of the public site: no script, nothing inline.
#[must_use]
pub fn public_page<V: IntoView + 'static>(
    frame: &PublicFrame,
    main: impl FnOnce() -> V + 'static,
) -> String {
    let is_home = frame.title.is_empty();
    let title = if is_home {
        SERVICE.to_owned()
    } else {
        format!("{}｜{SERVICE}", frame.title)
    };
    let description = if frame.description.is_empty() {
        title.clone()
    } else {
        frame.description.clone()
    };
    let canonical = frame.canonical.clone();
    let way = crumbs(&frame.crumbs, &frame.title);
    let html = static_fragment(move || {
        view! {
            <html lang="ja">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title>{title.clone()}</title>
                    <meta name="description" content=description/>
                    <meta name="format-detection" content="telephone=no"/>
                    {canonical.map(|href| view! { <link rel="canonical" href=href/> })}
                    <link rel="stylesheet" href=routes::STYLESHEET/>
                    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml"/>
                    <link rel="alternate" type="application/atom+xml" title="新着の公表" href=routes::FEED/>
                </head>
                <body class="public">
                    <a class="skip" href="#main">"本文へ移動"</a>
                    {public_header()}
                    {way}
                    <main id="main" tabindex="-1" class="wrap">{main()}</main>
                    {public_footer()}
                </body>
            </html>
        }
    });
    format!("<!DOCTYPE html>{html}\n")
}

/// A page of the portal.
#[must_use]
pub fn portal_page<V: IntoView + 'static>(
    frame: &PortalFrame,
    main: impl FnOnce() -> V + 'static,
) -> String {
    let title = format!("{}｜{SERVICE}", frame.title);
    let nonce = frame.nonce.clone();
    let header = portal_header(frame);
    let way = crumbs(&frame.crumbs, &frame.title);
    let flash = frame.flash.clone();
    let html = fragment(move || {
        view! {
            <html lang="ja">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="robots" content="noindex"/>
                    <meta name="format-detection" content="telephone=no"/>
                    <title>{title}</title>
                    <link rel="stylesheet" href=routes::STYLESHEET/>
                    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml"/>
                    <script type="module" src=routes::ISLANDS_SCRIPT nonce=nonce></script>
                </head>
                <body class="portal">
                    <a class="skip" href="#main">"本文へ移動"</a>
                    {header}
                    {way}
                    <main id="main" tabindex="-1" class="wrap">
                        {flash.map(|flash| {
                            let class = if flash.failed { "notice notice-error" } else { "notice notice-done" };
                            let role = if flash.failed { "alert" } else { "status" };
                            view! { <div class=class role=role><p>{flash.message}</p></div> }
                        })}
                        {main()}
                    </main>
                </body>
            </html>
        }
    });
    format!("<!DOCTYPE html>{html}\n")
}
