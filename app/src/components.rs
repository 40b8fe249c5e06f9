//! Small views without data access.

pub mod answers;
pub mod field;
pub mod forms;
pub mod groups;
pub mod help;
pub mod landmarks;
pub mod text;
