//! Entries for tests: real public assessments of a tiny form.

use domain::form::FormHead;
use domain::{
    Answer, Answers, AssessmentNumber, BodyCode, Document, EditionId, Facts, FormEdition, FormId,
    ItemId, LongText, MarkedText, Publication,
};
use jiff::civil::{Date, date};
use search::SearchEntry;

const FORM: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"I.1.contents","number":"Ⅰ 1. ②","label":"事務の内容","kind":"longtext","required":true,"confirmed":true},
 {"id":"II","number":"Ⅱ","label":"ファイル","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":true,"confirmed":true}]},
 {"id":"III","number":"Ⅲ","label":"リスク対策","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"III.2.risk1","number":"Ⅲ 2.","label":"目的外の入手","kind":"longtext","required":true,"confirmed":true}]},
 {"id":"IV.1","number":"Ⅳ 1.","label":"監査","kind":"longtext","required":true,"confirmed":true},
 {"id":"V.1","number":"Ⅴ 1.","label":"開示","kind":"longtext","required":true,"confirmed":true}
]"#;

/// The form with the items of the samples.
pub fn form() -> FormEdition {
    let head = FormHead {
        id: FormId::parse("zenkomoku").unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "全項目評価書".to_owned(),
        style: "様式4".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(FORM).unwrap()).unwrap()
}

pub fn id(text: &str) -> ItemId {
    ItemId::parse(text).unwrap()
}

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

    /// The answers: title, then the texts in printed order.
    fn answers(&self) -> Answers {
        let title = Answer::Text(MarkedText::plain(&self.title).unwrap());
        let mut answers = vec![(id("cover.title"), title)];
        let places = [
            (None, "I.1.contents"),
            (Some("II"), "II.6.place"),
            (Some("III"), "III.2.risk1"),
            (None, "IV.1"),
            (None, "V.1"),
        ];
        for (text, (repeat, item)) in self.texts.iter().zip(places) {
            let text = LongText::Plain(MarkedText::plain(text).unwrap());
            let answer = (id(item), Answer::Longtext(text));
            answers.push(match repeat {
                Some(repeat) => (
                    id(repeat),
                    Answer::Repeat(vec![Answers::from_iter([answer])]),
                ),
                None => answer,
            });
        }
        Answers::from_iter(answers)
    }

    pub fn entry(&self) -> SearchEntry {
        self.entry_of(self.answers())
    }

    /// The entry of these answers instead of the sample's own.
    pub fn entry_of(&self, answers: Answers) -> SearchEntry {
        let (code, name) = self.body;
        let form = form();
        let document = Document {
            form: FormId::parse(self.form).unwrap(),
            form_edition: form.edition.clone(),
            body: BodyCode::parse(code).unwrap(),
            agency: format!("{name}長"),
            number: AssessmentNumber::parse(&self.number).unwrap(),
            facts: Facts::default(),
            answers,
        };
        let publication = Publication {
            edition: 1,
            published: self.published,
        };
        let public = domain::redact(&form, &document, publication);
        let url = format!("/assessments/{code}/{}/{}/", self.number, self.form);
        SearchEntry::new(&public, name, &form, url)
    }
}

/// Puts samples into an index, one after the other.
pub fn fill(index: &dyn search::SearchIndex, samples: &[Sample]) {
    let mut changes = samples
        .iter()
        .map(|sample| search::Change::Replace(sample.entry()));
    index.update(&mut changes).unwrap();
}
