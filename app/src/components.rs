//! Small views without data access.

pub mod act_form;
pub mod answers;
pub mod diff;
pub mod differences;
pub mod field;
pub mod findings;
pub mod forms;
pub mod groups;
pub mod help;
pub(crate) mod inputs;
pub mod landmarks;
pub mod text;
