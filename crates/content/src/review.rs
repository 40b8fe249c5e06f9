//! The checklist of the review: `review/checklist.yaml`.

use std::collections::HashSet;

use domain::ItemId;
use domain::review::Checklist;

use crate::loader::{Loader, line_of_item};

const PATH: &str = "review/checklist.yaml";

/// Loads the questions in the order of the file.
pub(crate) fn load(loader: &mut Loader<'_>) -> Checklist {
    let checklist: Checklist = loader.yaml(PATH).unwrap_or_default();
    let mut seen = HashSet::new();
    for question in &checklist.questions {
        let id = &question.id;
        if ItemId::parse(id).is_err() {
            id_problem(loader, id, "the id may hold A-Z a-z 0-9 . _ - only");
        } else if !seen.insert(id.clone()) {
            id_problem(loader, id, "the id is used twice");
        }
    }
    checklist
}

fn id_problem(loader: &mut Loader<'_>, id: &str, message: &str) {
    let text = loader.files.get(PATH);
    let line = text.and_then(|text| line_of_item(text, "id", id));
    loader.problem(PATH, line, format!("{id}: {message}"));
}
