use domain::distribution::{Receipt, ReceiptState};
use domain::notice_life::{DraftForm, NoticeDraft, NoticeStage};
use domain::{BodyCode, UserId};
use store::notice_receipts::{self, NewArrival};
use store::notices::{self, Change};
use store::union_members::{self, Membership};
use store::{StoreError, Tx, bodies};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{add_editor, begin, tamper};

on_both! {
    every_version_of_a_notice_stays,
    a_version_is_made_once,
    notices_are_listed_by_stage_and_in_pages,
    a_body_has_one_receipt_however_many_paths_reach_it,
    a_receipt_is_read_back_as_it_was_written,
    bodies_are_listed_with_and_without_receipts,
    an_import_replaces_the_members_of_the_unions_that_it_names,
    versions_and_arrivals_only_grow,
}

const UNION: &str = "138011";

fn draft(title: &str) -> NoticeDraft {
    NoticeDraft::parse(&DraftForm {
        title: title.to_owned(),
        ..DraftForm::default()
    })
    .unwrap()
}

fn change<'a>(author: &'a UserId, act: &'a str, second: i64) -> Change<'a> {
    let at = time::after(second);
    Change { author, at, act }
}

async fn notice(tx: &mut Tx, author: &UserId, title: &str) -> String {
    notices::insert(tx, &draft(title), None, change(author, "edit", 1))
        .await
        .unwrap()
}

async fn every_version_of_a_notice_stays(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    let next = draft("二");
    let by = change(&author, "edit", 2);
    notices::change(&mut tx, &id, 1, &NoticeStage::Draft, &next, by)
        .await
        .unwrap();
    let found = notices::lock(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!((found.version, found.draft), (2, next));
    let versions = notices::versions(&mut tx, &id).await.unwrap();
    let titles: Vec<_> = versions.iter().map(|v| v.draft.title()).collect();
    assert_eq!(titles, ["二", "一"]);
    assert_eq!(notices::find(&mut tx, "n9").await.unwrap(), None);
}

async fn a_version_is_made_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    let (stage, text) = (NoticeStage::Draft, draft("二"));
    for (version, fits) in [(1, true), (1, false)] {
        let by = change(&author, "edit", 2);
        let made = notices::change(&mut tx, &id, version, &stage, &text, by).await;
        assert_eq!(made.is_ok(), fits, "{made:?}");
    }
}

async fn notices_are_listed_by_stage_and_in_pages(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    for title in ["一", "二", "三"] {
        notice(&mut tx, &author, title).await;
    }
    let first = notices::list(&mut tx, Some("draft"), None, 2)
        .await
        .unwrap();
    let ids: Vec<_> = first.iter().map(|found| found.id.as_str()).collect();
    assert_eq!(ids, ["n3", "n2"]);
    let rest = notices::list(&mut tx, None, Some(2), 2).await.unwrap();
    assert_eq!(rest.len(), 1);
    let none = notices::list(&mut tx, Some("listed"), None, 2)
        .await
        .unwrap();
    assert!(none.is_empty());
    assert!(notices::list_public(&mut tx).await.unwrap().is_empty());
    let by = change(&author, "revise", 5);
    let id = notices::insert(&mut tx, &draft("改"), Some("n1"), by)
        .await
        .unwrap();
    let revisions = notices::revisions_of(&mut tx, "n1").await.unwrap();
    assert_eq!(revisions.first().map(|row| row.id.clone()), Some(id));
}

fn arrival<'a>(
    notice: &'a str,
    body: &'a BodyCode,
    via: Option<&'a BodyCode>,
    by: &'a UserId,
    second: i64,
) -> NewArrival<'a> {
    let at = time::after(second);
    NewArrival {
        notice,
        body,
        via,
        at,
        by,
    }
}

async fn a_body_has_one_receipt_however_many_paths_reach_it(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    let [body, first, second] = [0, 1, 2].map(|n| sample::body_code(sample::CODES[n]));
    for (via, at, is_first) in [
        (&first, 10, true),
        (&second, 20, false),
        (&first, 30, false),
    ] {
        let new = arrival(&id, &body, Some(via), &author, at);
        let arrived = notice_receipts::arrive(&mut tx, new).await.unwrap();
        assert_eq!(arrived, is_first);
    }
    let receipt = notice_receipts::find(&mut tx, &id, &body).await.unwrap();
    assert_eq!(receipt, Some(Receipt::arrived(time::after(10))));
    let paths = notice_receipts::arrivals(&mut tx, &id, &body)
        .await
        .unwrap();
    let via: Vec<_> = paths.into_iter().map(|path| path.via.unwrap()).collect();
    assert_eq!(via, [first, second]);
}

async fn a_receipt_is_read_back_as_it_was_written(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    let body = sample::body_code(sample::CODES[0]);
    let new = arrival(&id, &body, None, &author, 10);
    notice_receipts::arrive(&mut tx, new).await.unwrap();
    let mut receipt = notice_receipts::lock(&mut tx, &id, &body)
        .await
        .unwrap()
        .unwrap();
    receipt.remind(jiff::civil::date(2026, 4, 1), 1);
    receipt.forward(&author, time::after(20), 0);
    receipt.complete(&author, time::after(30), 0).unwrap();
    notice_receipts::update(&mut tx, &id, &body, &receipt)
        .await
        .unwrap();
    let read = notice_receipts::find(&mut tx, &id, &body).await.unwrap();
    assert_eq!(read.as_ref(), Some(&receipt));
    let of_body = notice_receipts::list_of_body(&mut tx, &body).await.unwrap();
    assert_eq!(of_body, [(id, receipt)]);
}

async fn bodies_are_listed_with_and_without_receipts(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    let other = notice(&mut tx, &author, "二").await;
    let body = sample::body_code(sample::CODES[0]);
    for notice in [&id, &other] {
        let new = arrival(notice, &body, None, &author, 10);
        notice_receipts::arrive(&mut tx, new).await.unwrap();
    }
    let state = |found: &notice_receipts::BodyReceipt| {
        let receipt = found.receipt.as_ref();
        receipt.map_or(ReceiptState::Pending, Receipt::state)
    };
    let all = notice_receipts::list_bodies(&mut tx, &id, None)
        .await
        .unwrap();
    let states: Vec<_> = all.iter().map(state).collect();
    let pending = ReceiptState::Pending;
    assert_eq!(states, [ReceiptState::Arrived, pending, pending, pending]);
    let prefecture = notice_receipts::list_bodies(&mut tx, &id, Some("13"))
        .await
        .unwrap();
    assert_eq!(prefecture.len(), 1);
}

async fn an_import_replaces_the_members_of_the_unions_that_it_names(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    bodies::upsert_all(&mut tx, &[sample::body(UNION)])
        .await
        .unwrap();
    let [a, b] = [0, 2].map(|n| sample::body_code(sample::CODES[n]));
    let of = |member: &BodyCode| Membership {
        union: sample::body_code(UNION),
        member: member.clone(),
    };
    let both = [of(&a), of(&b)];
    assert_eq!(union_members::replace(&mut tx, &both).await.unwrap(), 2);
    assert_eq!(union_members::list(&mut tx).await.unwrap(), both);
    assert_eq!(union_members::replace(&mut tx, &[of(&b)]).await.unwrap(), 1);
    assert!(
        union_members::unions_of(&mut tx, &a)
            .await
            .unwrap()
            .is_empty()
    );
    let unions = notice_receipts::list_unions(&mut tx, &id, &b)
        .await
        .unwrap();
    assert_eq!((unions.len(), unions[0].receipt.is_none()), (1, true));
    let stranger = Membership {
        union: sample::body_code(UNION),
        member: sample::body_code("010006"),
    };
    let refused = union_members::replace(&mut tx, &[stranger]).await;
    assert!(matches!(refused, Err(StoreError::Dangling)), "{refused:?}");
}

async fn versions_and_arrivals_only_grow(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let author = add_editor(&mut tx).await;
    let id = notice(&mut tx, &author, "一").await;
    let body = sample::body_code(sample::CODES[0]);
    let new = arrival(&id, &body, None, &author, 10);
    notice_receipts::arrive(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    for (table, column) in [("notice_versions", "act"), ("notice_arrivals", "via")] {
        for statement in [
            format!("UPDATE {table} SET {column} = 'x'"),
            format!("DELETE FROM {table}"),
        ] {
            let refused = tamper(&db, &statement).await;
            assert!(
                matches!(refused, Err(StoreError::Immutable { .. })),
                "{statement}: {refused:?}"
            );
        }
    }
}
