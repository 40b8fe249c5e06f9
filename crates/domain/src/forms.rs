//! The form editions that a program knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::form::FormEdition;
use crate::ids::{EditionId, FormId, ItemId};

/// Form editions by form and edition. Editions sort by their id, a year and a month.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    editions: BTreeMap<FormId, BTreeMap<EditionId, Arc<FormEdition>>>,
    shared: Arc<Vec<SharedField>>,
}

/// Items of several forms that mean the same: the documents of one affair share the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedField {
    /// What it is, in Japanese.
    pub label: String,
    /// The item of each form that has it, on the form's top level.
    pub items: BTreeMap<FormId, ItemId>,
}

impl Forms {
    /// Orders the editions; of two with the same ids the last one stays.
    #[must_use]
    pub fn new(editions: Vec<FormEdition>) -> Self {
        let mut forms: BTreeMap<FormId, BTreeMap<EditionId, Arc<FormEdition>>> = BTreeMap::new();
        for edition in editions {
            let of_form = forms.entry(edition.id.clone()).or_default();
            of_form.insert(edition.edition.clone(), Arc::new(edition));
        }
        Self {
            editions: forms,
            shared: Arc::default(),
        }
    }

    /// These editions, with the fields that forms share.
    #[must_use]
    pub fn with_shared(mut self, shared: Vec<SharedField>) -> Self {
        self.shared = Arc::new(shared);
        self
    }

    /// The fields that forms share.
    #[must_use]
    pub fn shared(&self) -> &[SharedField] {
        &self.shared
    }

    /// This edition of this form.
    #[must_use]
    pub fn get(&self, form: &FormId, edition: &EditionId) -> Option<&Arc<FormEdition>> {
        self.editions.get(form)?.get(edition)
    }

    /// The newest edition of this form.
    #[must_use]
    pub fn newest(&self, form: &FormId) -> Option<&Arc<FormEdition>> {
        self.editions.get(form)?.values().next_back()
    }

    /// Every edition, by form and then from old to new.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<FormEdition>> {
        self.editions.values().flat_map(BTreeMap::values)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::FormHead;

    fn edition(form: &str, edition: &str) -> FormEdition {
        let head = FormHead {
            id: FormId::parse(form).unwrap(),
            edition: EditionId::parse(edition).unwrap(),
            edition_label: String::new(),
            title: String::new(),
            style: String::new(),
            warning: None,
        };
        FormEdition::new(head, Vec::new()).unwrap()
    }

    #[test]
    fn the_newest_edition_is_the_latest_month_in_whatever_order_they_came() {
        let forms = Forms::new(vec![
            edition("kiso", "2024-10"),
            edition("kiso", "2014-04"),
            edition("juten", "2014-04"),
        ]);
        let kiso = FormId::parse("kiso").unwrap();
        assert_eq!(forms.newest(&kiso).unwrap().edition.as_str(), "2024-10");
        assert!(
            forms
                .get(&kiso, &EditionId::parse("2014-04").unwrap())
                .is_some()
        );
        assert!(forms.newest(&FormId::parse("keikaku").unwrap()).is_none());
        assert_eq!(forms.iter().count(), 3);
    }
}
