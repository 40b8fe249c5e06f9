//! The published folder as a whole: its pages and lists, its releases, its writers' deaths.

#![allow(clippy::unwrap_used)]

mod changes;
mod consultations;
mod gate;
mod lists;
mod pages;
mod plain;
mod repair;
mod site;
mod sudden_death;
mod tree;
mod world;
