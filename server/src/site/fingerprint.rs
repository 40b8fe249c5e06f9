//! What the site was made by: when this changes, every page may look different.
//!
//! Rather than a number that somebody must remember to raise, the fingerprint is taken of
//! the content, the static files and a rendered sample of every kind of page.

use std::fmt::Write;

use content::Content;
use domain::catalog::ExampleSet;
use domain::{
    Answer, Answers, Body, BodyCode, Document, FormEdition, Kind, MarkedText, Publication,
};
use jiff::civil::Date;
use publish::pages::{
    AssessmentPage, BodyPage, Counted, ExamplesPage, GuidancePage, HomePage, NoticesPage, PageHead,
    PageLink, PrefecturePage, PrefecturesPage, ProsePage,
};
use publish::{BaseUrl, Renderer};
use sha2::{Digest, Sha256};

use super::renderer::AppRenderer;
use crate::assets::Assets;

/// Raised when lists or open data change their shape: no sample shows them.
const FORMAT: u32 = 1;

/// The fingerprint of this program with this content.
pub(super) fn of(content: &Content, assets: &Assets, base: &BaseUrl) -> String {
    let mut hash = Hasher(Sha256::new());
    let _ = write!(hash, "{FORMAT} {} {base:?}", env!("CARGO_PKG_VERSION"));
    let _ = write!(
        hash,
        "{:?}{:?}{:?}",
        content.catalog, content.prefectures, content.pages
    );
    for form in &content.forms {
        let _ = write!(hash, "{}{}{:?}", form.id, form.edition, form.warning);
        let _ = write!(hash, "{:?}", form.items());
    }
    for (name, bytes) in assets.public_files() {
        let _ = write!(hash, "{name}");
        hash.0.update(&bytes);
    }
    for page in samples(content) {
        let _ = hash.write_str(&page);
    }
    hex::encode(hash.0.finalize())
}

struct Hasher(Sha256);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// A page of every kind.
fn samples(content: &Content) -> Vec<String> {
    let head = PageHead {
        title: "見本".to_owned(),
        description: "見本".to_owned(),
        canonical: Some("/".to_owned()),
        crumbs: vec![PageLink::new("見本", "/")],
    };
    let counted = [Counted {
        code: "01".to_owned(),
        name: "見本".to_owned(),
        count: 1,
    }];
    let render = AppRenderer;
    let notices = &content.catalog.notices;
    let mut pages = vec![
        render.home(
            &head,
            &HomePage {
                notices,
                newest: &[],
                prefectures: &counted,
                total: 1,
            },
        ),
        render.notices(
            &head,
            &NoticesPage {
                notices,
                documents: head.crumbs.clone(),
            },
        ),
        render.guidance(&head, &guidance()),
        render.prefectures(
            &head,
            &PrefecturesPage {
                prefectures: &counted,
            },
        ),
        render.prefecture(
            &head,
            &PrefecturePage {
                code: "01",
                name: "見本",
                bodies: &counted,
            },
        ),
        render.prose(
            &head,
            &ProsePage {
                heading: "見本".to_owned(),
                html: String::new(),
            },
        ),
        render.not_found(&head),
    ];
    pages.extend(
        content
            .catalog
            .example_sets
            .iter()
            .map(|set| examples(&head, set)),
    );
    if let Some(body) = content.prefectures.first() {
        pages.push(render.body(
            &head,
            &BodyPage {
                body,
                assessments: &[],
            },
        ));
        pages.extend(
            content
                .forms
                .iter()
                .filter_map(|form| assessment(&head, form, body)),
        );
    }
    pages
}

fn guidance() -> GuidancePage {
    GuidancePage {
        title: "見本".to_owned(),
        issued: String::new(),
        notice: Some(PageLink::new("見本", "/")),
        contents: Vec::new(),
        html: String::new(),
    }
}

fn examples(head: &PageHead, set: &ExampleSet) -> String {
    let page = ExamplesPage {
        title: set.title.clone(),
        notice: None,
        examples: Vec::new(),
    };
    AppRenderer.examples(head, &page)
}

fn assessment(head: &PageHead, form: &FormEdition, body: &Body) -> Option<String> {
    let document = Document {
        form: form.id.clone(),
        form_edition: form.edition.clone(),
        body: BodyCode::parse(body.code.as_str()).ok()?,
        agency: body.name.clone(),
        number: domain::AssessmentNumber::parse("1").ok()?,
        facts: domain::Facts::default(),
        answers: answers(form)?,
    };
    let publication = Publication {
        edition: 1,
        published: Date::constant(2014, 4, 1),
    };
    let public = domain::redact(form, &document, publication);
    let page = AssessmentPage {
        form,
        assessment: &public,
        body,
        editions: Vec::new(),
        current: Some(head.crumbs[0].clone()),
        downloads: head.crumbs.clone(),
    };
    Some(AppRenderer.assessment(head, &page))
}

/// An answer to everything that takes a text, a number or a choice.
fn answers(form: &FormEdition) -> Option<Answers> {
    let text = MarkedText::plain("見本").ok()?;
    let mut answers = Answers::default();
    for node in FormEdition::fields(form.items()) {
        let answer = match node.kind {
            Kind::Text => Answer::Text(text.clone()),
            Kind::Longtext => Answer::Longtext(domain::LongText::Plain(text.clone())),
            Kind::Choice => Answer::Choice(1),
            Kind::Multichoice => Answer::Multichoice([(1, None)].into()),
            Kind::Date => Answer::Date(Date::constant(2014, 4, 1)),
            Kind::Number => Answer::Number(1),
            Kind::Boolean => Answer::Boolean(true),
            Kind::Repeat => Answer::Repeat(vec![Answers::default()]),
            Kind::Table | Kind::Diagram | Kind::Section => continue,
        };
        answers.set(node.id.clone(), answer);
    }
    Some(answers)
}
