//! Texts come back as they were written, whatever people type.

use serde_json::json;
use store::{StoreError, answers, bodies, meta, withheld_phrases};
use testkit::{TestDatabase, on_both, sample};

use crate::helpers::{CITY, add_bodies, begin, publish, save, start_assessment};

on_both! {
    every_kind_of_text_comes_back_unchanged,
    a_nul_in_an_answer_comes_back,
    a_nul_in_a_plain_text_is_refused_before_anything_is_written,
    a_long_answer_comes_back_whole,
}

const TEXTS: [&str; 8] = [
    "住民基本台帳に関する事務",
    "𠮷野家と叱𠮟、葛󠄀城市",
    "が\u{3099} ﾊﾝｶｸ ＡＢＣ",
    "👩‍👩‍👧‍👦",
    "'; DROP TABLE users; --",
    "$1 ? :name \\ \" % _",
    "行\r\n末\tタブ",
    "",
];

async fn every_kind_of_text_comes_back_unchanged(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    for (revision, text) in (1..).zip(TEXTS) {
        meta::set(&mut tx, "text", text).await.unwrap();
        assert_eq!(
            meta::get(&mut tx, "text").await.unwrap().as_deref(),
            Some(text)
        );
        save(&mut tx, &id, revision, &[("I.1", Some(json!([text])))])
            .await
            .unwrap();
        let loaded = answers::load_at(&mut tx, &id, revision + 1).await.unwrap();
        assert_eq!(loaded["I.1"], json!([text]));
    }
}

async fn a_nul_in_an_answer_comes_back(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let text = json!("前\0後");
    save(&mut tx, &id, 1, &[("I.1", Some(text.clone()))])
        .await
        .unwrap();
    let loaded = answers::load_at(&mut tx, &id, 2).await.unwrap();
    assert_eq!(loaded["I.1"], text, "JSON writes it as an escape");
}

async fn a_nul_in_a_plain_text_is_refused_before_anything_is_written(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let mut body = sample::body(CITY);
    body.name = "見本\0市".to_owned();
    let refused = bodies::upsert_all(&mut tx, &[body]).await;
    assert!(
        matches!(refused, Err(StoreError::NulCharacter)),
        "{refused:?}"
    );
    // The database has not seen it: the transaction is still good.
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    publish(&mut tx, &id, 1, 1).await.unwrap();
    let phrases = [("I.1".to_owned(), "秘\0密".to_owned())];
    let city = sample::body_code(CITY);
    let refused = withheld_phrases::insert_all(&mut tx, &id, 1, &city, &phrases).await;
    assert!(
        matches!(refused, Err(StoreError::NulCharacter)),
        "{refused:?}"
    );
    tx.commit().await.unwrap();
}

async fn a_long_answer_comes_back_whole(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let text = json!("特定個人情報保護評価".repeat(100_000));
    save(&mut tx, &id, 1, &[("II", Some(text.clone()))])
        .await
        .unwrap();
    let loaded = answers::load_at(&mut tx, &id, 2).await.unwrap();
    assert!(loaded["II"] == text);
}
