//! Whole pages from sample values: what scripts, tests and assistive technology rely on.
#![allow(clippy::unwrap_used)]

mod assessment;
mod changes;
mod editor;
mod fields;
mod portal;
mod public;
mod samples;
