//! Letters: `notices/<id>.md`.

use std::cmp::Reverse;

use domain::catalog::{Attachment, Relation};
use domain::{Notice, NoticeKind};
use jiff::civil::Date;
use serde::Deserialize;

use crate::loader::Loader;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    kind: NoticeKind,
    number: String,
    date: Date,
    title: String,
    to: Vec<String>,
    from: String,
    #[serde(default)]
    related: Vec<Related>,
    #[serde(default)]
    attachments: Vec<Attachment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Related {
    id: String,
    relation: Relation,
}

/// Loads the letters, newest first.
pub(crate) fn load(loader: &mut Loader<'_>) -> Vec<Notice> {
    let paths = loader.files.paths("notices", ".md");
    let mut notices: Vec<Notice> = paths
        .into_iter()
        .filter_map(|path| load_one(loader, path))
        .collect();
    notices.sort_by_key(|notice| Reverse((notice.date, notice.id.clone())));
    notices
}

/// The path of a letter.
pub(crate) fn path_of(id: &str) -> String {
    format!("notices/{id}.md")
}

fn load_one(loader: &mut Loader<'_>, path: &str) -> Option<Notice> {
    let document = loader.document::<Head>(path)?;
    loader.markdown(path, &document);
    let Head {
        id,
        kind,
        number,
        date,
        title,
        to,
        from,
        related,
        attachments,
    } = document.head;
    loader.check_id(path, &id);
    Some(Notice {
        id,
        kind,
        number,
        date,
        title,
        to,
        from,
        related: related
            .into_iter()
            .map(|related| (related.relation, related.id))
            .collect(),
        attachments,
        body_markdown: document.body.trim().to_owned(),
        revises: None,
        end: None,
    })
}
