//! Walks through the procedure from outside.
#![allow(clippy::unwrap_used, missing_docs)]

mod machine;
mod walk;
