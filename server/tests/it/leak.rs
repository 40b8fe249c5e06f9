//! What is withheld stays withheld: the gate, and a canary looked for in every byte.

mod rebuild;

use std::path::Path;

use domain::Stage;
use reqwest::Client;
use search::{Query, SearchIndex};
use serde_json::{Value, json};
use server::site::{Leaks, PublishError};
use server::startup::{self, Mounted};
use workflow::{AssessmentAddress, Audience, Operator};

use crate::logs::Log;
use crate::publish::house::{House, demo, with};

const CANARY: &str = "カナリア七三五号収蔵庫";

/// A text in which the words in the middle are withheld.
fn withheld(words: &str) -> Value {
    json!(["サーバーは", {"withheld": words, "reason": "location"}, "に置く。"])
}

fn leaks(result: Result<server::site::PublishedEdition, PublishError>) -> (Leaks, String) {
    let error = result.unwrap_err();
    let message = error.user_message();
    match error {
        PublishError::Leaked(leaks) => (leaks, message),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withheld_phrase_in_another_public_item_stops_the_publication() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    house.publish(&demo("mihon-2-kiso")).await.unwrap();
    let before = house.site();

    let document = with(&demo("mihon-1-kiso"), "I.1.summary", withheld(CANARY));
    let spread: String = CANARY.chars().map(|c| format!("{c} ")).collect();
    // The check of answers does not look at the agency's name: the gate does.
    let mut slipped = document.clone();
    slipped["agency"] = format!("本庁舎の{spread}を参照").into();
    let (key, revision) = house.filed(&slipped).await;
    let approver = house.approver(&key.body).await;
    let (found, message) = leaks(
        house
            .state
            .publisher
            .publish(&approver, &key, revision)
            .await,
    );

    assert_eq!(house.site(), before);
    let files: Vec<&str> = found
        .places
        .iter()
        .map(|place| place.file.as_str())
        .collect();
    assert!(
        files.contains(&"assessments/992011/1/kiso/index.html"),
        "{files:?}"
    );
    assert!(
        files.iter().any(|file| file.starts_with("検索索引")),
        "{files:?}"
    );
    assert!(
        found
            .places
            .iter()
            .all(|place| place.item.as_deref() == Some("I.1.summary"))
    );
    let told = format!("{message}{}{found:?}", found.lines().join(""));
    assert!(told.contains("I.1.summary") && told.contains("index.html"));
    assert!(!told.contains("カナリア"), "{told}");
    assert!(matches!(
        house.open(&key).await.stage,
        Stage::Submitted { .. }
    ));
    assert_eq!(
        house.index.search(&Query::text("カナリア")).unwrap().total,
        0
    );

    let mut tx = house.state.workflow.store().begin_read().await.unwrap();
    let trail = store::audit::list(&mut tx, Some(&key.body), None, 50)
        .await
        .unwrap();
    let refused = |entry: &&store::audit::AuditEntry| entry.action == "assessment.publish-refused";
    let refusal = trail.iter().find(refused).unwrap();
    assert!(refusal.detail.to_string().contains("I.1.summary"));
    assert!(!refusal.detail.to_string().contains("カナリア"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phrase_withheld_by_one_document_of_a_body_stops_its_next_one_that_tells_it() {
    let house = House::new().await;
    house
        .publish(&with(
            &demo("mihon-1-kiso"),
            "I.1.summary",
            withheld(CANARY),
        ))
        .await
        .unwrap();
    let before = house.site();
    let other = with(&demo("mihon-2-kiso"), "I.6", CANARY);
    let (found, _) = leaks(house.publish(&other).await);
    let place = &found.places[0];
    assert_eq!(
        place.assessment.as_ref().unwrap().to_string(),
        "992011/1/kiso"
    );
    assert_eq!(house.site(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_bodys_long_phrase_stops_a_publication_and_its_short_one_does_not() {
    let long = "地下二階の東側にある電算室の奥の保管庫";
    let house = House::new().await;
    let secret = with(&demo("mihon-1-kiso"), "I.1.summary", withheld(long));
    house
        .publish(&with(&secret, "I.1.system", withheld(CANARY)))
        .await
        .unwrap();
    // Eleven characters may be written by two towns.
    house
        .publish(&with(&demo("shisaku-3-kiso"), "I.6", CANARY))
        .await
        .unwrap();
    let (found, message) = leaks(
        house
            .publish(&with(&demo("kaku-2-kiso"), "I.6", long))
            .await,
    );
    // That it is withheld elsewhere, and where, is not this town's to learn.
    assert!(
        found
            .places
            .iter()
            .all(|place| place.item.is_none() && place.assessment.is_none())
    );
    let told = format!("{message}{}", found.lines().join(""));
    assert!(!told.contains("992011") && !told.contains(long), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_my_number_in_a_public_text_stops_the_publication() {
    let house = House::new().await;
    // Its check digit is right.
    let number = "123456789018";
    let slipped = with(
        &demo("mihon-1-kiso"),
        "I.6",
        format!("本人の個人番号は{number}である。"),
    );
    // `submit` refuses it, so that it takes the operator's way, which has no review.
    let document = parse(&slipped);
    let day = jiff::civil::date(2015, 4, 1);
    let recorded = house
        .state
        .publisher
        .record_published(Operator, vec![document], day)
        .await;
    let Err(PublishError::Leaked(found)) = recorded else {
        panic!("it was recorded");
    };
    assert!(found.places.iter().all(|place| place.is_my_number));
    assert!(!found.lines().join("").contains(number));
    assert!(house.site().is_empty());
}

fn parse(value: &Value) -> domain::Document {
    let content = crate::helpers::content();
    let find = |form: &domain::FormId, _: Option<&domain::EditionId>| content.newest(form.as_str());
    domain::interchange::import(&value.to_string(), &find)
        .unwrap()
        .apply_to(None)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canary_is_in_the_reviewers_copy_and_in_no_public_byte_nor_in_the_log() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("trace")
        .with_ansi(false);
    subscriber.with_writer(log.clone()).init();
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let document = with(&demo("mihon-1-kiso"), "I.1.summary", withheld(CANARY));
    house
        .publish(&with(&document, "cover.title", withheld(CANARY)))
        .await
        .unwrap();
    // A second edition, and a full build, come the other ways.
    house
        .publish(&with(&document, "I.6", "改めた。"))
        .await
        .unwrap();
    house.state.publisher.build_all().await.unwrap();
    for dir in [house.config.site_dir(), house.config.search_dir()] {
        assert_absent(&dir, CANARY);
    }

    let base = serve(&house);
    let client = Client::new();
    for path in [
        "/assessments/992011/1/kiso/",
        "/assessments/992011/1/kiso/editions/1/",
        "/assessments/992011/1/kiso/index.json",
        "/feed.xml",
        "/open-data/assessments.csv",
        "/open-data/assessments.ndjson",
        "/search?q=%E3%82%B5%E3%83%BC%E3%83%90%E3%83%BC",
        "/api/v1/search?q=%E3%82%B5%E3%83%BC%E3%83%90%E3%83%BC",
        "/api/v1/search?q=%E3%82%AB%E3%83%8A%E3%83%AA%E3%82%A2",
    ] {
        let answer = client.get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let body = answer.bytes().await.unwrap();
        assert!(!holds(&body, CANARY) && !holds(&body, "七三五号"), "{path}");
    }
    assert_eq!(
        house.index.search(&Query::text("カナリア")).unwrap().total,
        0
    );

    let id = AssessmentAddress::parse("992011/1/kiso").unwrap();
    let copy = |audience| {
        house
            .state
            .workflow
            .export_assessment(Operator, &id, audience)
    };
    assert!(
        copy(Audience::Reviewer)
            .await
            .unwrap()
            .to_string()
            .contains(CANARY)
    );
    assert!(
        !copy(Audience::Public)
            .await
            .unwrap()
            .to_string()
            .contains(CANARY)
    );
    let log = log.bytes();
    assert!(log.len() > 1_000 && !holds(&log, CANARY));
}

fn serve(house: &House) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(startup::run(listener, Mounted::of(house.state.clone())).unwrap());
    base
}

fn assert_absent(dir: &Path, text: &str) {
    let mut files = 0;
    for entry in walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(!holds(&bytes, text), "{}", entry.path().display());
            files += 1;
        }
    }
    assert!(files > 3, "{} was looked through", dir.display());
}

/// Whether bytes hold a text: as it is, as JSON or HTML escape it, or percent-encoded.
fn holds(bytes: &[u8], text: &str) -> bool {
    let json: String = text
        .encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect();
    let entities: String = text
        .chars()
        .map(|c| format!("&#{};", u32::from(c)))
        .collect();
    let forms = [text.to_owned(), json, entities, app::routes::encode(text)];
    forms.iter().any(|form| {
        bytes
            .windows(form.len())
            .any(|part| part.eq_ignore_ascii_case(form.as_bytes()))
    })
}
