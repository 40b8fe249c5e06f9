//! The allowed dependencies between the packages of the workspace.

use std::fmt::Write;

use anyhow::{Context, Result};
use toml::{Table, Value};

/// Each package with those it may depend on.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("markup", &["domain"]),
    ("store", &["domain"]),
    ("search", &["domain"]),
    ("sheet", &["domain"]),
    ("workflow", &["store", "domain"]),
    ("publish", &["markup", "domain"]),
    ("content", &["markup", "domain"]),
    ("app", &["domain", "markup", "publish"]),
    (
        "server",
        &[
            "app", "workflow", "publish", "search", "sheet", "content", "store", "domain", "markup",
        ],
    ),
    // For tests only: see `problems`.
    (
        "testkit",
        &[
            "workflow", "publish", "search", "content", "store", "domain", "markup",
        ],
    ),
    ("xtask", &[]),
];

/// What the browser build of the app may contain.
const IN_THE_BROWSER: &[&str] = &["domain"];

/// A package of the workspace and the packages of the workspace it names.
#[derive(Debug)]
pub struct Member {
    /// Its name: the last part of its folder.
    pub name: String,
    /// Its folder, from the workspace's.
    pub folder: String,
    dependencies: Vec<String>,
    optional: Vec<String>,
    dev_dependencies: Vec<String>,
    hydrate: Vec<String>,
}

impl Member {
    /// Reads a manifest.
    ///
    /// # Errors
    /// It is not TOML, or its folder has no name.
    pub fn parse(folder: &str, manifest: &str) -> Result<Self> {
        let table: Table = manifest.parse()?;
        let name = folder
            .rsplit('/')
            .next()
            .context("a folder without a name")?;
        let mut member = Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
            dependencies: Vec::new(),
            optional: Vec::new(),
            dev_dependencies: Vec::new(),
            hydrate: hydrate_features(&table),
        };
        member.collect(&table);
        for (_, target) in subtable(&table, "target").into_iter().flatten() {
            if let Some(target) = target.as_table() {
                member.collect(target);
            }
        }
        Ok(member)
    }

    fn collect(&mut self, table: &Table) {
        for section in ["dependencies", "build-dependencies"] {
            for (key, value) in subtable(table, section).into_iter().flatten() {
                let Some(name) = internal_name(key, value) else {
                    continue;
                };
                if value.get("optional").and_then(Value::as_bool) == Some(true) {
                    self.optional.push(name.clone());
                }
                self.dependencies.push(name);
            }
        }
        for (key, value) in subtable(table, "dev-dependencies").into_iter().flatten() {
            self.dev_dependencies.extend(internal_name(key, value));
        }
    }
}

fn subtable<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    table.get(key)?.as_table()
}

fn hydrate_features(table: &Table) -> Vec<String> {
    let listed = subtable(table, "features").and_then(|features| features.get("hydrate"));
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    listed
        .filter_map(|feature| feature.as_str().map(str::to_owned))
        .collect()
}

/// The package's name if it belongs to the workspace, under whatever key.
fn internal_name(key: &str, value: &Value) -> Option<String> {
    let named = value.get("package").and_then(Value::as_str).unwrap_or(key);
    let name = named.strip_prefix("hyokasho-").unwrap_or(named);
    // A registry package may share a short name with one of ours.
    let is_ours = value.get("path").is_some()
        || value.get("workspace").and_then(Value::as_bool) == Some(true)
        || named.starts_with("hyokasho-");
    (is_ours && ALLOWED.iter().any(|(member, _)| *member == name)).then(|| name.to_owned())
}

/// Every broken rule, one sentence each.
pub fn problems(members: &[Member]) -> Vec<String> {
    let mut problems = Vec::new();
    for member in members {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == member.name) else {
            problems.push(format!("{} has no place in the layers", member.folder));
            continue;
        };
        for dependency in &member.dependencies {
            if !allowed.contains(&dependency.as_str()) {
                problems.push(format!("{} must not depend on {dependency}", member.name));
            }
        }
        if member.dev_dependencies.iter().any(|name| name == "server") {
            problems.push(format!(
                "{} must not depend on server, not even in tests",
                member.name
            ));
        }
        if member.name == "app" {
            problems.extend(browser_problems(member));
        }
    }
    problems
}

fn browser_problems(app: &Member) -> Vec<String> {
    let always = app
        .dependencies
        .iter()
        .filter(|name| !app.optional.contains(name));
    let with_hydrate = app.optional.iter().filter(|name| {
        let switches = [format!("dep:{name}"), (*name).clone()];
        let part = format!("{name}/");
        app.hydrate
            .iter()
            .any(|feature| switches.contains(feature) || feature.starts_with(&part))
    });
    always
        .chain(with_hydrate)
        .filter(|name| !IN_THE_BROWSER.contains(&name.as_str()))
        .map(|name| format!("the browser build of app must not contain {name}"))
        .collect()
}

/// The graph as text, a package per line.
pub fn printed(members: &[Member]) -> String {
    let mut text = String::new();
    for member in members {
        let mut known: Vec<String> = Vec::new();
        for name in &member.dependencies {
            let is_optional = member.optional.contains(name);
            known.push(if is_optional {
                format!("{name}?")
            } else {
                name.clone()
            });
        }
        let known = if known.is_empty() {
            "nobody".to_owned()
        } else {
            known.join(", ")
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:<9}→ {known}", member.name);
    }
    text
}
