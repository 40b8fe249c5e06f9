//! The program as people meet it: the built `hyokasho`, in a real Chromium.
//!
//! Every test has a program and a browser of its own; both end, and their files vanish, with
//! the test, also when it fails. What is missing in the environment fails the test and names
//! `cargo xtask test`, which brings all of it. The module's name puts these tests into the
//! runner's group that runs one at a time.
//!
//! To look at another page with the accessibility checker or for a screenshot, add its
//! address to the list in `pages`.

mod axe;
mod chromium;
mod environment;
mod keyboard;
mod pages;
mod people;
mod program;
mod scan;
mod screenshots;
mod six_people;
mod tab;
mod walk;
