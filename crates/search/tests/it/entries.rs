//! Entries for tests.

use jiff::civil::{Date, date};
use search::SearchEntry;

/// Describes an assessment of 札幌市; each method changes one thing.
#[derive(Clone)]
pub struct Sample {
    number: String,
    body: (&'static str, &'static str),
    form: &'static str,
    title: String,
    published: Date,
    texts: Vec<String>,
}

/// An assessment with a number and the texts of its first items.
pub fn sample(number: &str, texts: &[&str]) -> Sample {
    Sample {
        number: number.to_owned(),
        body: ("011002", "札幌市"),
        form: "zenkomoku",
        title: "評価書".to_owned(),
        published: date(2015, 4, 1),
        texts: texts.iter().map(|&text| text.to_owned()).collect(),
    }
}

impl Sample {
    pub fn body(self, code: &'static str, name: &'static str) -> Self {
        Self {
            body: (code, name),
            ..self
        }
    }

    pub fn form(self, form: &'static str) -> Self {
        Self { form, ..self }
    }

    pub fn title(self, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            ..self
        }
    }

    pub fn published(self, published: Date) -> Self {
        Self { published, ..self }
    }

    pub fn entry(&self) -> SearchEntry {
        let paths = [
            "I.1.contents",
            "II[1].II.6.place",
            "III[1].III.2.risk1",
            "IV.1",
            "V.1",
        ];
        let items: Vec<_> = self
            .texts
            .iter()
            .zip(paths)
            .map(|(text, path)| (path, "項目の名", text.as_str()))
            .collect();
        let agency = format!("{}長", self.body.1);
        SearchEntry::temporary(
            [
                self.body.0,
                self.body.1,
                &self.number,
                self.form,
                &self.title,
                &agency,
            ],
            self.published,
            &items,
        )
    }
}

/// Puts samples into an index, one after the other.
pub fn fill(index: &dyn search::SearchIndex, samples: &[Sample]) {
    let mut changes = samples
        .iter()
        .map(|sample| search::Change::Replace(sample.entry()));
    index.update(&mut changes).unwrap();
}
