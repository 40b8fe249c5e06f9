//! The files of the demo: `content/demo/` of the project, else the copies in the binary.

use std::borrow::Cow;
use std::path::PathBuf;

use anyhow::Context;
use domain::{Body, BodyCode};
use jiff::civil::Date;
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::commands::{Failure, parse_bodies};
use crate::config;

#[derive(RustEmbed)]
#[folder = "../content/demo"]
struct Shipped;

/// What is to be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    pub(super) users: Vec<PlannedUser>,
    pub(super) assessments: Vec<PlannedAssessment>,
}

/// An account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedUser {
    pub(super) email: String,
    pub(super) role: domain::Role,
    #[serde(default)]
    pub(super) body: Option<BodyCode>,
}

/// How far an assessment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    Draft,
    InReview,
    Returned,
    Checked,
    Submitted,
    Published,
}

/// The course of an assessment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedAssessment {
    pub(super) file: String,
    pub(super) state: State,
    #[serde(default)]
    pub(super) published: Option<Date>,
    pub(super) editor: String,
    #[serde(default)]
    pub(super) approver: Option<String>,
    #[serde(default)]
    pub(super) coordinator: Option<String>,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) editions: Vec<PlannedEdition>,
}

/// A later edition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlannedEdition {
    pub(super) file: String,
    pub(super) published: Date,
}

/// The folder, with what it says is to be there.
pub(super) struct DemoFiles {
    folder: Option<PathBuf>,
    pub(super) plan: Plan,
}

impl DemoFiles {
    /// Reads the plan.
    pub(super) fn read() -> Result<Self, Failure> {
        let folder = config::root().map(|root| root.join("content/demo"));
        let text = text(folder.as_ref(), "demo.yaml")?;
        let plan = serde_saphyr::from_str(&text).context("content/demo/demo.yaml is broken")?;
        Ok(Self { folder, plan })
    }

    /// The bodies.
    pub(super) fn bodies(&self) -> Result<Vec<Body>, Failure> {
        parse_bodies(text(self.folder.as_ref(), "bodies.csv")?.as_bytes())
    }

    /// The text of a file.
    pub(super) fn text(&self, name: &str) -> Result<String, Failure> {
        text(self.folder.as_ref(), name)
    }
}

fn text(folder: Option<&PathBuf>, name: &str) -> Result<String, Failure> {
    let bytes = match folder {
        Some(folder) => {
            let path = folder.join(name);
            Cow::Owned(std::fs::read(&path).map_err(|error| Failure::file(&path, error))?)
        }
        None => {
            Shipped::get(name)
                .with_context(|| format!("content/demo/{name} is not there"))?
                .data
        }
    };
    let text = String::from_utf8(bytes.into_owned());
    Ok(text.with_context(|| format!("content/demo/{name} is not UTF-8"))?)
}
