//! What is indexed: one published assessment, public texts only.

use std::fmt;

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

    /// TEMPORARY door until the public types exist.
    #[doc(hidden)]
    #[must_use]
    pub fn temporary(fields: [&str; 6], published: Date, items: &[(&str, &str, &str)]) -> Self {
        let [body_code, body_name, number, form, title, agency] = fields.map(str::to_owned);
        let items = items.iter().map(|(path, label, text)| ItemText {
            path: (*path).to_owned(),
            label: (*label).to_owned(),
            text: (*text).to_owned(),
        });
        let url = format!("/assessments/{body_code}/{number}/{form}/");
        let items = items.collect();
        Self(Record {
            body_code,
            body_name,
            agency,
            number,
            form,
            title,
            published,
            url,
            items,
        })
    }
}

impl Record {
    /// First two digits of the body code.
    pub(crate) fn prefecture(&self) -> &str {
        self.body_code.get(..2).unwrap_or_default()
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
