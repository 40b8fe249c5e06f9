use store::meta;
use testkit::{TestDatabase, on_both};

use crate::helpers::begin;

on_both! {
    a_name_has_its_last_value,
}

async fn a_name_has_its_last_value(db: TestDatabase) {
    let mut tx = begin(&db).await;
    assert_eq!(meta::get(&mut tx, "content").await.unwrap(), None);
    meta::set(&mut tx, "content", "1").await.unwrap();
    meta::set(&mut tx, "content", "2").await.unwrap();
    assert_eq!(
        meta::get(&mut tx, "content").await.unwrap().as_deref(),
        Some("2")
    );
}
