//! What people see: pages, and the few interactive pieces in them (Leptos).
//!
//! Every page is a pure function from a `…View` (plain data) to a whole HTML document; it
//! works without script. [`public`] holds the pages of the static site, which take public
//! types only; [`pages`] those of the portal. [`islands`] enhance the portal's forms in the
//! browser; their properties carry element ids, never text. [`forms`] knows the names of
//! form fields and reads back what was typed.
//!
//! Absent on purpose: data access, routing, sessions. The server owns those.
//!
//! To add a page: a file with its view struct and `render_…` function, its address in
//! [`routes`], a test that asserts its marks.

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod forms;
pub mod insertion;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod public;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod routes;

/// Called once by `/assets/islands.js` before the islands on the page are hydrated.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
