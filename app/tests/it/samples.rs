//! A small form with an item of every kind, its answers, and frames.

use app::render::{Link, PortalFrame, PublicFrame, SignedIn};
use domain::form::FormHead;
use domain::notation::parse_typed;
use domain::{
    Answer, Answers, AssessmentNumber, BodyCode, Diagram, Document, EditionId, Facts, FormEdition,
    FormId, ItemId, LongText, Row,
};
use scraper::{Html, Selector};

/// The phrase that must never reach a public page.
pub const SECRET: &str = "地下1階の電算室";

const FORM: &str = r#"[
 {"id":"cover","number":"","label":"表紙","kind":"section","required":true,"confirmed":true,"children":[
  {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
  {"id":"cover.published","number":"","label":"公表日","kind":"date","required":true,"confirmed":true}]},
 {"id":"I","number":"Ⅰ","label":"基本情報","kind":"section","required":true,"confirmed":true,"children":[
  {"id":"I.3","number":"Ⅰ 1. ③","label":"対象人数","kind":"choice","required":true,"confirmed":false,
   "choices":[{"n":1,"label":"1,000人未満"},{"n":2,"label":"1,000人以上"}]},
  {"id":"I.4","number":"Ⅰ 4.","label":"接続","kind":"multichoice","required":true,"confirmed":true,
   "choices":[{"n":1,"label":"宛名システム等"},{"n":2,"label":"その他（　）"}]},
  {"id":"I.5","number":"Ⅰ 5.","label":"件数","kind":"number","required":{"conditional":"接続する場合"},"confirmed":true},
  {"id":"I.6","number":"Ⅰ 6.","label":"有無","kind":"boolean","required":true,"confirmed":true},
  {"id":"I.sys","number":"システム","label":"システム（1件ごと）","kind":"repeat","required":true,"confirmed":true,"children":[
   {"id":"I.sys.name","number":"①","label":"名称","kind":"text","required":true,"confirmed":true}]},
  {"id":"I.fig","number":"（別添1）","label":"事務の内容","kind":"diagram","required":true,"confirmed":true}]},
 {"id":"II","number":"Ⅱ","label":"ファイルの概要","kind":"repeat","required":true,"confirmed":true,"repeat_per":"file","children":[
  {"id":"II.6","number":"Ⅱ 6.","label":"保管・消去","kind":"section","required":true,"confirmed":true,"children":[
   {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":true,"confirmed":true,"mark":"※"}]},
  {"id":"II.att2","number":"（別添2）","label":"記録項目","kind":"table","required":true,"confirmed":true}]},
 {"id":"att3","number":"（別添3）","label":"変更箇所","kind":"table","required":false,"confirmed":true,"children":[
  {"id":"att3.date","number":"","label":"変更日","kind":"date","required":true,"confirmed":true},
  {"id":"att3.before","number":"","label":"変更前の記載","kind":"longtext","required":true,"confirmed":true}]}
]"#;

pub fn form() -> FormEdition {
    let head = FormHead {
        id: FormId::parse("zenkomoku").unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "特定個人情報保護評価書（全項目評価書）".to_owned(),
        style: "様式4".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_str(FORM).unwrap()).unwrap()
}

fn id(text: &str) -> ItemId {
    ItemId::parse(text).unwrap()
}

fn text(typed: &str) -> Answer {
    Answer::Text(parse_typed(typed).unwrap())
}

fn long(typed: &str) -> Answer {
    Answer::Longtext(LongText::parse_typed(typed).unwrap())
}

pub fn answers() -> Answers {
    let system = |name: &str| Answers::from_iter([(id("I.sys.name"), text(name))]);
    let place = format!(
        "＜見本市における措置＞\nサーバー室は｛非公表:場所｜{SECRET}｝に置く。\n＜中間サーバー・プラットフォームにおける措置＞\n入室を管理する。"
    );
    let file = Answers::from_iter([
        (id("II.6.place"), long(&place)),
        (
            id("II.att2"),
            Answer::Table(vec![Row::Text(parse_typed("氏名").unwrap())]),
        ),
    ]);
    let change = Answers::from_iter([
        (id("att3.date"), Answer::Date("2026-01-05".parse().unwrap())),
        (id("att3.before"), long("前の記載")),
    ]);
    let other = Some(parse_typed("後期高齢者システム").unwrap());
    let diagram = Diagram {
        attachment: None,
        alt: parse_typed("転入から公証まで").unwrap(),
        withheld: false,
    };
    Answers::from_iter([
        (id("cover.title"), text("住民基本台帳に関する事務")),
        (
            id("cover.published"),
            Answer::Date("2026-11-01".parse().unwrap()),
        ),
        (id("I.3"), Answer::Choice(2)),
        (
            id("I.4"),
            Answer::Multichoice([(1, None), (2, other)].into()),
        ),
        (id("I.5"), Answer::Number(12)),
        (id("I.6"), Answer::Boolean(false)),
        (
            id("I.sys"),
            Answer::Repeat(vec![system("既存住基"), system("宛名")]),
        ),
        (id("I.fig"), Answer::Diagram(diagram)),
        (id("II"), Answer::Repeat(vec![file])),
        (id("att3"), Answer::Table(vec![Row::Cells(change)])),
    ])
}

pub fn document() -> Document {
    Document {
        form: FormId::parse("zenkomoku").unwrap(),
        form_edition: EditionId::parse("2014-04").unwrap(),
        body: BodyCode::parse("011002").unwrap(),
        agency: "見本市長".to_owned(),
        number: AssessmentNumber::parse("1").unwrap(),
        facts: Facts::default(),
        answers: answers(),
    }
}

pub fn portal_frame() -> PortalFrame {
    PortalFrame {
        title: "見本".to_owned(),
        nonce: "nonce-of-the-page".to_owned(),
        csrf: "csrf-of-the-page".to_owned(),
        user: Some(SignedIn {
            name: "editor@example.jp".to_owned(),
            role: "業務主管課".to_owned(),
            body: "見本市".to_owned(),
        }),
        crumbs: vec![Link::new("作業一覧", "/desk/")],
        ..PortalFrame::default()
    }
}

pub fn public_frame() -> PublicFrame {
    PublicFrame {
        title: "見本".to_owned(),
        ..PublicFrame::default()
    }
}

pub fn parse(html: &str) -> Html {
    Html::parse_document(html)
}

pub fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

pub fn count(page: &Html, css: &str) -> usize {
    page.select(&selector(css)).count()
}

pub fn attribute(page: &Html, css: &str, name: &str) -> Option<String> {
    page.select(&selector(css))
        .next()?
        .attr(name)
        .map(str::to_owned)
}

pub fn words(page: &Html, css: &str) -> String {
    page.select(&selector(css))
        .flat_map(|element| element.text())
        .collect()
}

pub fn public_assessment() -> domain::PublicAssessment {
    let publication = domain::Publication {
        edition: 1,
        published: "2026-11-01".parse().unwrap(),
    };
    domain::redact(&form(), &document(), publication)
}
