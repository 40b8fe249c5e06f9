//! The shipped content, and content that is broken on purpose.
#![allow(clippy::unwrap_used)]

mod broken;
mod catalog_faults;
mod form_faults;
mod interchange;
mod notice_rules;
mod shared_faults;
mod shipped;
