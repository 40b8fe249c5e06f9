use store::withheld_phrases::{self, Cursor, WithheldPhrase};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, sample};

use crate::helpers::{CITY, add_bodies, begin, publish, start_assessment};

on_both! {
    the_phrases_of_an_assessment_come_in_their_order,
    all_phrases_come_in_pages,
    the_phrases_of_an_edition_are_written_once,
    phrases_without_their_edition_are_refused,
}

/// Three phrases in `a`, one in `b`.
async fn withhold_some(tx: &mut Tx) {
    add_bodies(tx).await;
    for (id, body, phrases) in [
        ("a", CITY, &["地下1階の電算室", "𠮷野の倉庫", "三十日"][..]),
        ("b", "131016", &["別室"]),
    ] {
        let id = start_assessment(tx, id, body, "1", 0).await.unwrap();
        publish(tx, &id, 1, 1).await.unwrap();
        let pairs: Vec<_> = phrases
            .iter()
            .map(|text| ("II[1].II.6.place".to_owned(), (*text).to_owned()))
            .collect();
        let body = sample::body_code(body);
        withheld_phrases::insert_all(tx, &id, 1, &body, &pairs)
            .await
            .unwrap();
    }
}

fn texts(phrases: &[WithheldPhrase]) -> Vec<&str> {
    phrases
        .iter()
        .map(|phrase| phrase.phrase.as_str())
        .collect()
}

async fn the_phrases_of_an_assessment_come_in_their_order(db: TestDatabase) {
    let mut tx = begin(&db).await;
    withhold_some(&mut tx).await;
    let id = sample::assessment_id("a");
    let found = withheld_phrases::list_of_assessment(&mut tx, &id)
        .await
        .unwrap();
    assert_eq!(texts(&found), ["地下1階の電算室", "𠮷野の倉庫", "三十日"]);
    assert_eq!(
        (found[1].item.as_str(), found[1].edition),
        ("II[1].II.6.place", 1)
    );
    assert!(
        !format!("{found:?}").contains("倉庫"),
        "phrases stay out of Debug"
    );
}

async fn all_phrases_come_in_pages(db: TestDatabase) {
    let mut tx = begin(&db).await;
    withhold_some(&mut tx).await;
    let first = withheld_phrases::list_all(&mut tx, None, 2).await.unwrap();
    let cursor = Cursor::from(&first[1]);
    let second = withheld_phrases::list_all(&mut tx, Some(&cursor), 10)
        .await
        .unwrap();
    assert_eq!(texts(&second), ["三十日", "別室"]);
    let city = sample::body_code(CITY);
    let of_body = withheld_phrases::list_of_body(&mut tx, &city, Some(&cursor), 10)
        .await
        .unwrap();
    assert_eq!(texts(&of_body), ["三十日"]);
}

async fn the_phrases_of_an_edition_are_written_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    withhold_some(&mut tx).await;
    let (id, body) = (sample::assessment_id("a"), sample::body_code(CITY));
    let pairs = [("I.1".to_owned(), "別の語".to_owned())];
    let again = withheld_phrases::insert_all(&mut tx, &id, 1, &body, &pairs).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "{again:?}"
    );
}

async fn phrases_without_their_edition_are_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    withhold_some(&mut tx).await;
    let (id, body) = (sample::assessment_id("a"), sample::body_code(CITY));
    let pairs = [("I.1".to_owned(), "秘密の語".to_owned())];
    let refused = withheld_phrases::insert_all(&mut tx, &id, 2, &body, &pairs)
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Dangling), "{refused:?}");
    assert!(!format!("{refused:?}").contains("秘密"));
}
