//! A small country: bodies with published assessments, and what a server would hand over.

use std::collections::BTreeMap;

use domain::catalog::{Attachment, ExampleSet};
use domain::form::FormHead;
use domain::notation::parse_typed;
use domain::opinion::ConsultationResult;
use domain::{
    Answer, Answers, AssessmentNumber, Body, BodyCode, Catalog, ConsultationId, Document,
    EditionId, Example, Facts, FormEdition, FormId, Guidance, ItemId, Layer, LongText, Notice,
    NoticeKind, Phase, PublicAssessment,
};
use jiff::Timestamp;
use jiff::civil::date;
use publish::pages::{ConsultationPage, ConsultationsPage, Counted, HomePage, PrefecturePage};
use publish::{
    AssessmentKey, BaseUrl, BoxedError, Edition, ListedAssessment, ListedConsultation, Publication,
    SiteError, SiteWriter, Staging, Surroundings, WithheldPhrase,
};

use crate::plain::Plain;

const FORM: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"II","number":"Ⅱ","label":"ファイル","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":true,"confirmed":true}]}
]"#;

/// One published edition.
pub struct Release {
    document: Document,
    public: PublicAssessment,
    json: String,
    listed: ListedAssessment,
}

/// Everything that is published.
pub struct World {
    pub form: FormEdition,
    pub base: BaseUrl,
    pub catalog: Catalog,
    pub bodies: Vec<Body>,
    /// Editions, oldest first, by body code, number and form.
    releases: BTreeMap<(String, String), Vec<Release>>,
    /// Every publication in order.
    order: Vec<(String, String)>,
    /// Consultations.
    pub hearings: Vec<Hearing>,
}

/// A consultation with the version that it shows.
pub struct Hearing {
    pub listed: ListedConsultation,
    pub public: PublicAssessment,
    pub result: Option<ConsultationResult>,
}

fn id(text: &str) -> ItemId {
    ItemId::parse(text).unwrap()
}

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

/// A body; its code's check digit is found by trying.
pub fn body(five_digits: &str, prefecture: &str, name: &str) -> Body {
    let code = (0..10).find_map(|last| BodyCode::parse(&format!("{five_digits}{last}")).ok());
    Body {
        code: code.unwrap(),
        prefecture_name: prefecture.to_owned(),
        name: name.to_owned(),
        kana: String::new(),
    }
}

impl World {
    /// Three bodies in two prefectures, nothing published.
    pub fn new() -> Self {
        Self {
            form: form(),
            base: BaseUrl::new(Some("https://pia.example.jp")),
            catalog: catalog(),
            bodies: vec![
                body("01100", "北海道", "見本市"),
                body("01202", "北海道", "例示市"),
                body("13101", "東京都", "仮区"),
            ],
            releases: BTreeMap::new(),
            order: Vec::new(),
            hearings: Vec::new(),
        }
    }

    /// Opens a consultation about a text, from 1 to 30 January 2015.
    pub fn open(&mut self, body: usize, title: &str, place: &str, phase: Phase) -> ConsultationId {
        let body = &self.bodies[body];
        let number = u32::try_from(self.hearings.len()).unwrap() + 1;
        let id = ConsultationId::new(body.code.clone(), number);
        let publication = domain::Publication {
            edition: 1,
            published: date(2015, 1, 1),
        };
        let document = document(body, "1", title, place);
        let public = domain::redact(&self.form, &document, publication);
        let listed = ListedConsultation {
            id: id.clone(),
            body_name: body.name.clone(),
            agency: document.agency.clone(),
            title: public.title(),
            form_title: self.form.title.clone(),
            number: "1".to_owned(),
            from: date(2015, 1, 1),
            to: date(2015, 1, 30),
            phase,
            shortening: None,
            method: "この様式から送る".to_owned(),
            contact: "総務課".to_owned(),
            result: None,
        };
        self.hearings.push(Hearing {
            listed,
            public,
            result: None,
        });
        id
    }

    fn hearings(&self, ended: bool) -> Vec<ListedConsultation> {
        let all = self.hearings.iter().map(|hearing| &hearing.listed);
        let some = all.filter(|listed| (listed.phase == Phase::Closed) == ended);
        some.cloned().collect()
    }

    /// Writes what concerns a consultation.
    pub fn write_consultation(
        &self,
        staging: &mut Staging,
        id: &ConsultationId,
    ) -> Result<(), SiteError> {
        let mut writer = SiteWriter::new(staging, &Plain, &self.base);
        let mut hearings = self.hearings.iter();
        let hearing = hearings.find(|hearing| hearing.listed.id == *id).unwrap();
        writer.consultation(&self.page(hearing))?;
        self.write_hearing_lists(&mut writer)?;
        let (newest, prefectures, open) = (self.newest(), self.prefectures(), self.hearings(false));
        writer.home(&self.home(&newest, &prefectures, &open))
    }

    fn page<'a>(&'a self, hearing: &'a Hearing) -> ConsultationPage<'a> {
        ConsultationPage {
            listed: &hearing.listed,
            form: &self.form,
            assessment: &hearing.public,
            result: hearing.result.as_ref(),
            portal: "",
        }
    }

    fn write_hearing_lists(&self, writer: &mut SiteWriter<'_>) -> Result<(), SiteError> {
        let (open, closed) = (self.hearings(false), self.hearings(true));
        writer.consultations(&ConsultationsPage {
            open: &open,
            closed: &closed,
            today: date(2015, 1, 10),
        })?;
        writer.sitemap_of_consultations(open.iter().chain(&closed))
    }

    /// The next edition of an assessment: typed title and place.
    pub fn publish(&mut self, body: usize, number: &str, title: &str, place: &str) {
        let body = &self.bodies[body];
        let key = (body.code.to_string(), number.to_owned());
        let editions = self.releases.entry(key.clone()).or_default();
        let day = i64::try_from(self.order.len()).unwrap();
        let published_at = Timestamp::from_second(1_420_070_400 + day * 86_400).unwrap();
        let publication = domain::Publication {
            edition: u32::try_from(editions.len()).unwrap() + 1,
            published: date(2015, 1, 1).saturating_add(jiff::Span::new().days(day)),
        };
        let document = document(body, number, title, place);
        let public = domain::redact(&self.form, &document, publication);
        editions.push(Release {
            json: domain::interchange::release_json(&self.form, &public),
            listed: ListedAssessment::new(&public, body, &self.form.title, published_at),
            document,
            public,
        });
        self.order.push(key);
    }

    pub fn key(&self, body: usize, number: &str) -> AssessmentKey {
        let key = (self.bodies[body].code.to_string(), number.to_owned());
        AssessmentKey::of(&self.releases[&key][0].public)
    }

    /// The current editions by body code and number, as a store would list them.
    pub fn listed(&self) -> Vec<ListedAssessment> {
        let current = self
            .releases
            .values()
            .filter_map(|editions| editions.last());
        current.map(|release| release.listed.clone()).collect()
    }

    fn listed_of(&self, prefix: &str) -> Vec<ListedAssessment> {
        let mut all = self.listed();
        all.retain(|listed| listed.row().body_code.starts_with(prefix));
        all
    }

    pub fn newest(&self) -> Vec<ListedAssessment> {
        let mut all = self.listed();
        all.sort_by_key(|listed| std::cmp::Reverse(listed.row().published_at));
        all.truncate(50);
        all
    }

    pub fn prefectures(&self) -> Vec<Counted> {
        let mut counted = BTreeMap::new();
        for body in &self.bodies {
            counted.insert(
                body.code.prefecture().to_owned(),
                body.prefecture_name.clone(),
            );
        }
        let counted = counted.into_iter().map(|(code, name)| Counted {
            count: self.listed_of(&code).len(),
            code,
            name,
        });
        counted.collect()
    }

    pub fn bodies_of(&self, prefecture: &str) -> Vec<Counted> {
        let bodies = self
            .bodies
            .iter()
            .filter(|body| body.code.prefecture() == prefecture);
        let counted = bodies.map(|body| Counted {
            code: body.code.to_string(),
            name: body.name.clone(),
            count: self.listed_of(body.code.as_str()).len(),
        });
        counted.collect()
    }

    fn editions(&self, key: &(String, String)) -> Vec<Edition<'_>> {
        let newest_first = self.releases[key].iter().rev();
        newest_first
            .map(|release| Edition {
                assessment: &release.public,
                form: &self.form,
                release_json: &release.json,
            })
            .collect()
    }

    fn body_of(&self, key: &(String, String)) -> &Body {
        self.bodies
            .iter()
            .find(|body| body.code.as_str() == key.0)
            .unwrap()
    }

    /// Writes what the last publication changes.
    pub fn write_last(&self, staging: &mut Staging) -> Result<(), SiteError> {
        let key = self.order.last().unwrap();
        let body = self.body_of(key);
        let newest = self.newest();
        let prefectures = self.prefectures();
        SiteWriter::new(staging, &Plain, &self.base).publication(
            &Publication {
                body,
                editions: &self.editions(key),
                withdrawn: &[],
                ended: None,
            },
            &mut Surroundings {
                home: self.home(&newest, &prefectures, &self.hearings(false)),
                withdrawn: &[],
                prefecture_bodies: &self.bodies_of(body.code.prefecture()),
                body_assessments: &self.listed_of(body.code.as_str()),
                prefecture_assessments: &mut entries(self.listed_of(body.code.prefecture())),
                all: &mut entries(self.listed()),
            },
        )
    }

    fn home<'a>(
        &'a self,
        newest: &'a [ListedAssessment],
        prefectures: &'a [Counted],
        consultations: &'a [ListedConsultation],
    ) -> HomePage<'a> {
        HomePage {
            notices: &self.catalog.notices,
            newest,
            prefectures,
            total: self.releases.len(),
            consultations,
        }
    }

    /// Writes the whole site.
    pub fn write_all(&self, staging: &mut Staging) -> Result<(), SiteError> {
        let newest = self.newest();
        let prefectures = self.prefectures();
        let mut writer = SiteWriter::new(staging, &Plain, &self.base);
        writer.home(&self.home(&newest, &prefectures, &self.hearings(false)))?;
        for hearing in &self.hearings {
            writer.consultation(&self.page(hearing))?;
        }
        self.write_hearing_lists(&mut writer)?;
        writer.catalog(&self.catalog, &[&self.form])?;
        writer.prose(
            "terms",
            "このサイトについて",
            "## 内容 {#about}\n\n掲載します。",
        )?;
        writer.not_found()?;
        writer.robots()?;
        writer.prefectures(&prefectures)?;
        for prefecture in &prefectures {
            let bodies = self.bodies_of(&prefecture.code);
            let (code, name) = (&prefecture.code, &prefecture.name);
            writer.prefecture(&PrefecturePage {
                code,
                name,
                bodies: &bodies,
            })?;
            if prefecture.count > 0 {
                writer.sitemap_of_prefecture(code, &mut entries(self.listed_of(code)))?;
            }
        }
        for body in &self.bodies {
            writer.body(body, &self.listed_of(body.code.as_str()))?;
        }
        for key in self.releases.keys() {
            let editions = &self.editions(key);
            writer.assessment(&Publication {
                body: self.body_of(key),
                editions,
                withdrawn: &[],
                ended: None,
            })?;
        }
        writer.feed(&newest, &[])?;
        writer.open_data(&mut entries(self.listed()))?;
        writer.questions(&[])?;
        writer.sitemap_of_pages(&self.catalog, &[], &["terms"])?;
        writer.sitemap(&prefectures)
    }

    /// Every withheld phrase.
    pub fn phrases(&self) -> Vec<WithheldPhrase> {
        let releases = self.releases.values().flatten();
        let phrases = releases.flat_map(|release| {
            let document = &release.document;
            let phrases = document.withheld_phrases().into_iter();
            phrases.map(|(item, phrase)| WithheldPhrase {
                owner: format!("{}/{}/{}", document.body, document.number, document.form),
                body: document.body.clone(),
                item,
                phrase,
            })
        });
        phrases.collect()
    }
}

pub fn entries(
    listed: Vec<ListedAssessment>,
) -> impl Iterator<Item = Result<ListedAssessment, BoxedError>> {
    listed.into_iter().map(Ok)
}

fn document(body: &Body, number: &str, title: &str, place: &str) -> Document {
    let place = LongText::parse_typed(place).unwrap();
    let file = Answers::from_iter([(id("II.6.place"), Answer::Longtext(place))]);
    Document {
        form: FormId::parse("zenkomoku").unwrap(),
        form_edition: EditionId::parse("2014-04").unwrap(),
        body: body.code.clone(),
        agency: format!("{}長", body.name),
        number: AssessmentNumber::parse(number).unwrap(),
        facts: Facts::default(),
        answers: Answers::from_iter([
            (id("cover.title"), Answer::Text(parse_typed(title).unwrap())),
            (id("II"), Answer::Repeat(vec![file])),
        ]),
    }
}

/// A letter with its request, guidance and an example.
fn catalog() -> Catalog {
    let notice = |id: &str, kind, related: &str, attachments| Notice {
        id: id.to_owned(),
        kind,
        number: format!("第{id}号"),
        date: date(2014, 8, 8),
        title: format!("情報の提供（{id}）"),
        to: vec!["各都道府県".to_owned()],
        from: "企画課".to_owned(),
        related: vec![(NoticeKind::Request, related.to_owned())],
        attachments,
        body_markdown: "本文です。\n\n## 記 {#list}\n\n以上".to_owned(),
        revises: None,
        end: None,
    };
    let attachments = vec![
        Attachment::Guidance("2014-08".to_owned()),
        Attachment::Examples("2014-08".to_owned()),
    ];
    Catalog {
        notices: vec![
            notice("285", NoticeKind::Notice, "276", attachments),
            notice("276", NoticeKind::Request, "285", Vec::new()),
        ],
        guidance: vec![Guidance {
            id: "2014-08".to_owned(),
            title: "評価の実施に当たって".to_owned(),
            issued: "平成26年8月".to_owned(),
            notice: "285".to_owned(),
            markdown: "# 1. はじめに {#s1}\n\n趣旨。\n\n## ① 保管 {#g1}\n\n書くこと。".to_owned(),
            items: Vec::new(),
        }],
        example_sets: vec![ExampleSet {
            version: "2014-08".to_owned(),
            notice: "285".to_owned(),
            title: "記載例".to_owned(),
        }],
        examples: vec![Example {
            version: "2014-08".to_owned(),
            notice: "285".to_owned(),
            item: id("II.6.place"),
            layer: Layer::MsPlatform,
            paragraphs: vec!["データセンターに設置する。".to_owned()],
            notes: Vec::new(),
        }],
        coverage: Vec::new(),
    }
}
