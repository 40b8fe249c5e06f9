//! What is indexed: one published assessment, public texts only.

use std::collections::HashMap;
use std::fmt;

use domain::{FormEdition, ItemPath, PublicAnswer, PublicAnswers, PublicAssessment};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Names an entry: body, form and number of an assessment, whatever its edition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EntryKey(String);

impl EntryKey {
    /// The key of an assessment.
    #[must_use]
    pub fn new(body: &str, number: &str, form: &str) -> Self {
        // The number comes last because it alone may contain a slash.
        Self(format!("{body}/{form}/{number}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A published assessment, ready to be indexed.
#[derive(Clone)]
pub struct SearchEntry(Record);

/// The data of an entry. Not public, because whoever can read one from JSON can make one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub body_code: String,
    pub body_name: String,
    pub agency: String,
    pub number: String,
    pub form: String,
    pub title: String,
    /// See [`title_parts`]; `None` for a title that is public as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_parts: Option<Vec<String>>,
    pub published: Date,
    pub url: String,
    pub items: Vec<ItemText>,
}

/// The public text of one item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ItemText {
    pub path: String,
    pub label: String,
    pub text: String,
}

impl SearchEntry {
    /// The entry's key.
    #[must_use]
    pub fn key(&self) -> EntryKey {
        EntryKey::new(&self.0.body_code, &self.0.number, &self.0.form)
    }

    pub(crate) fn record(&self) -> &Record {
        &self.0
    }

    /// Size of the texts.
    pub(crate) fn text_bytes(&self) -> usize {
        self.0.items.iter().map(|item| item.text.len()).sum()
    }

    /// The entry of a published assessment: its public texts, without placeholders. `form`
    /// gives the printed labels and order; `url` is the address of its page.
    ///
    /// Text on either side of a withheld part is indexed apart, as are the passages of a
    /// long text, so that no match leads across what is not there.
    #[must_use]
    pub fn new(
        assessment: &PublicAssessment,
        body_name: &str,
        form: &FormEdition,
        url: String,
    ) -> Self {
        let mut items = items(assessment.answers(), form);
        // The title is found as such, and shown with every hit: no need for an excerpt.
        items.retain(|(path, _)| path.to_string() != TITLE_ITEM);
        let items = items.into_iter().map(|(path, text)| ItemText {
            label: form.full_label(&path),
            path: path.to_string(),
            text,
        });
        Self(Record {
            body_code: assessment.body().to_string(),
            body_name: body_name.to_owned(),
            agency: assessment.agency().to_owned(),
            number: assessment.number().to_string(),
            form: assessment.form().to_string(),
            title: assessment.title(),
            title_parts: title_parts(assessment.answers()),
            published: assessment.published(),
            url,
            items: items.collect(),
        })
    }
}

impl SearchEntry {
    /// The entry of an assessment whose affair ended on this day: the title says so.
    #[must_use]
    pub fn ended(mut self, ended_on: Option<Date>) -> Self {
        if ended_on.is_some() {
            self.0.title = domain::procedure::ended_title(&self.0.title, ended_on);
            if let Some(parts) = &mut self.0.title_parts {
                parts.push(domain::procedure::ended_title("", ended_on));
            }
        }
        self
    }
}

/// What stands on the cover.
const TITLE_ITEM: &str = "cover.title";

/// Every stretch of public text with the path of its item, in printed order.
fn items(answers: &PublicAnswers, form: &FormEdition) -> Vec<(ItemPath, String)> {
    let mut positions = HashMap::new();
    form.walk(&mut |node, _| {
        positions.insert(node.id.as_str(), positions.len());
    });
    let mut items = Vec::new();
    answers.texts(&mut |path, text| {
        let parts = text.plain_parts().filter(|part| !part.is_empty());
        items.extend(parts.map(|part| (path.clone(), part.to_owned())));
    });
    let place = |path: &ItemPath| -> Vec<_> {
        let steps = path.steps().iter();
        steps
            .map(|step| (positions.get(step.item.as_str()).copied(), step.index))
            .collect()
    };
    items.sort_by_cached_key(|(path, _)| place(path));
    items
}

/// The public stretches of a title of which a part is withheld.
fn title_parts(answers: &PublicAnswers) -> Option<Vec<String>> {
    let Some(PublicAnswer::Text(title)) = answers.get(TITLE_ITEM) else {
        return None;
    };
    let parts: Vec<String> = title.plain_parts().map(str::to_owned).collect();
    (parts.len() < title.segments().len()).then_some(parts)
}

impl Record {
    /// First two digits of the body code.
    pub(crate) fn prefecture(&self) -> &str {
        self.body_code.get(..2).unwrap_or_default()
    }

    /// The texts by which the title is found: itself, or what is public of it.
    pub(crate) fn title_texts(&self) -> impl Iterator<Item = &str> {
        let whole = self.title_parts.is_none().then_some(self.title.as_str());
        let parts = self.title_parts.iter().flatten().map(String::as_str);
        whole.into_iter().chain(parts)
    }
}

impl fmt::Debug for SearchEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchEntry")
            .field("key", &self.key())
            .field("items", &self.0.items.len())
            .finish_non_exhaustive()
    }
}
