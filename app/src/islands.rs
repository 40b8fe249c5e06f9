//! The few interactive pieces. Each works on elements that the page already holds, found by
//! id: properties carry ids only, because Leptos writes them into the page source.

mod dom;
mod insert_example;
mod mark_tools;
pub mod selection;
mod unsaved_guard;

pub use insert_example::InsertExample;
pub use mark_tools::MarkTools;
pub use unsaved_guard::UnsavedGuard;
