//! The process: startup, routes, configuration, handlers, commands.
//!
//! [`cli`] reads what was asked; `serve` opens a state ([`startup::open`]) and runs the
//! server with it ([`startup::run`]). A request passes [`middleware::around`], finds its
//! handler by [`routes`], and the handler calls one use case and renders one view of
//! [`app`]. A handler knows who asks from [`session::SignedIn`] or [`forms::DeskForm`], and
//! says what went wrong with [`errors::PageError`].
//!
//! Deliberately absent: rules and SQL, which are `workflow`'s and `store`'s.
//!
//! To add a page of the portal: its view in `app`, its pattern in [`app::routes`], a handler
//! beside the others, a line in [`routes`], a test in `tests/it/`.

pub mod assets;
pub mod cli;
pub mod commands;
pub mod config;
pub mod csv;
pub mod demo;
pub mod errors;
pub mod flash;
pub mod forms;
pub mod half;
pub mod handlers;
pub mod ical;
pub mod limit;
pub mod logging;
pub mod metrics;
pub mod middleware;
pub mod news;
pub mod post;
pub mod routes;
pub mod session;
pub mod site;
pub mod startup;
pub mod state;
pub mod trail_anchors;
pub mod upkeep;
