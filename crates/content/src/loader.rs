//! Reading one file: YAML, or Markdown below a YAML head. Problems are collected, so that
//! one run shows all of them.

use domain::ItemId;
use markup::Tree;
use serde::de::DeserializeOwned;

use crate::files::Files;
use crate::problem::Problem;

/// Reads files and collects problems.
pub(crate) struct Loader<'a> {
    pub(crate) files: &'a Files,
    pub(crate) problems: Vec<Problem>,
}

/// A Markdown file with its head.
pub(crate) struct Document<'a, T> {
    pub(crate) head: T,
    pub(crate) body: &'a str,
    /// The line of the file on which the body begins, from 1.
    pub(crate) first_line: usize,
}

impl<'a> Loader<'a> {
    /// Notes a problem.
    pub(crate) fn problem(&mut self, path: &str, line: Option<usize>, message: impl Into<String>) {
        let file = self.files.shown(path);
        self.problems.push(Problem {
            file,
            line,
            message: message.into(),
        });
    }

    /// Reads a YAML file.
    pub(crate) fn yaml<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let Some(text) = self.files.get(path) else {
            self.problem(path, None, "the file is missing");
            return None;
        };
        self.yaml_text(path, text, 0)
    }

    /// Reads a Markdown file that begins with a YAML head between lines of `---`.
    pub(crate) fn document<T: DeserializeOwned>(&mut self, path: &str) -> Option<Document<'a, T>> {
        let text = self.files.get(path)?;
        let parts = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let Some((yaml, body)) = parts else {
            self.problem(
                path,
                Some(1),
                "the file does not begin with a head between lines of ---",
            );
            return None;
        };
        let head = self.yaml_text(path, yaml, 1)?;
        Some(Document {
            head,
            body,
            first_line: yaml.lines().count() + 3,
        })
    }

    /// Parses the body of a Markdown file.
    pub(crate) fn markdown<T>(&mut self, path: &str, document: &Document<'_, T>) -> Option<Tree> {
        match markup::parse(document.body) {
            Ok(tree) => Some(tree),
            Err(error) => {
                let line = document.first_line - 1 + error.line();
                // The error counts lines of the body; the message should speak of the file.
                let message = error.to_string();
                let message = message
                    .split_once(": ")
                    .map_or(message.as_str(), |(_, rest)| rest);
                self.problem(path, Some(line), message);
                None
            }
        }
    }

    /// Notes when an id is no name, or not the name of its file (`items.yaml` aside).
    pub(crate) fn check_id(&mut self, path: &str, id: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if ItemId::parse(id).is_err() {
            self.problem(
                path,
                None,
                format!("the id {id:?} may hold A-Z a-z 0-9 . _ - only"),
            );
        } else if id != stem {
            self.problem(
                path,
                None,
                format!("the id is {id:?}, the file is named {stem:?}"),
            );
        }
    }

    fn yaml_text<T: DeserializeOwned>(
        &mut self,
        path: &str,
        text: &str,
        lines_before: usize,
    ) -> Option<T> {
        let mut place = String::new();
        let read = serde_saphyr::with_deserializer_from_str(text, |deserializer| {
            serde_path_to_error::deserialize(deserializer).map_err(|error| {
                place = error.path().to_string();
                error.into_inner()
            })
        });
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error
                    .location()
                    .and_then(|at| usize::try_from(at.line()).ok());
                let message = error.without_snippet().to_string();
                let place = if place.is_empty() || place == "." {
                    "yaml"
                } else {
                    &place
                };
                let line = line.map(|line| line + lines_before);
                self.problem(path, line, format!("{place}: {message}"));
                None
            }
        }
    }
}

/// The line, from 1, on which an item with this id is written; the last when there are two.
pub(crate) fn line_of_item(text: &str, key: &str, id: &str) -> Option<usize> {
    let is_it = |line: &str| {
        let line = line
            .trim_start()
            .trim_start_matches("- ")
            .trim_start_matches('{');
        let value = line
            .strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(':'));
        value.is_some_and(|rest| {
            let value = rest.split(',').next().unwrap_or_default().trim();
            value.trim_matches(['"', '\'']) == id
        })
    };
    let found = text.lines().enumerate().filter(|(_, line)| is_it(line));
    found.map(|(position, _)| position + 1).last()
}
