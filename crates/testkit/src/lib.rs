//! Builders, sample people and databases for tests.
//!
//! What is here: fresh databases of both kinds ([`database`]), [`on_both!`] which runs a
//! behaviour on each, fixed times ([`time`]) and short ways to write values
//! ([`sample`]). People and bodies are openly fictional.
//!
//! What is deliberately absent: stand-ins for parts of the program. Tests use the real
//! ones. To add a builder: a function in [`sample`] that takes only what tests vary.

pub mod database;
pub mod sample;
pub mod time;

pub use database::TestDatabase;
