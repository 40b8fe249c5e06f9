use store::editions::{self, Address, EditionHead};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, sample};

use crate::helpers::{CITY, add_bodies, begin, publish, save, start_assessment, tamper};

on_both! {
    an_edition_is_read_back_with_its_release,
    editions_are_numbered_without_gaps,
    of_two_who_publish_at_once_one_succeeds,
    the_current_edition_is_the_newest,
    a_release_that_is_not_what_was_published_is_not_returned,
    the_newest_publications_come_first,
    a_body_lists_its_current_editions_in_pages,
    bodies_and_prefectures_are_counted,
    all_current_editions_come_by_address_in_pages,
    releases_come_one_at_a_time,
    an_edition_of_a_revision_that_is_not_there_is_refused,
}

/// Four published assessments of three bodies in two prefectures.
async fn publish_some(tx: &mut Tx) {
    add_bodies(tx).await;
    for (id, body, number, day) in [
        ("a", "011002", "2", 1),
        ("b", "011002", "10", 2),
        ("c", "012025", "あ", 4),
        ("d", "131016", "1", 3),
    ] {
        let id = start_assessment(tx, id, body, number, 0).await.unwrap();
        publish(tx, &id, 1, day).await.unwrap();
    }
    start_assessment(tx, "draft", "271004", "1", 0)
        .await
        .unwrap();
}

fn ids(heads: &[EditionHead]) -> Vec<&str> {
    heads.iter().map(|head| head.assessment.as_str()).collect()
}

async fn an_edition_is_read_back_with_its_release(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let found = editions::find(&mut tx, &sample::assessment_id("c"), 1)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.release, "{\"edition\":1}");
    assert_eq!(found.head.digest, sample::digest("{\"edition\":1}"));
    assert_eq!(found.head.published, jiff::civil::date(2026, 4, 4));
    assert_eq!(found.head.number, sample::number("あ"));
    assert_eq!(found.head.body_name, "見本市012025");
    assert_eq!(found.head.prefecture_name, "架空県01");
    let none = editions::find(&mut tx, &sample::assessment_id("c"), 2)
        .await
        .unwrap();
    assert_eq!(none, None);
}

async fn editions_are_numbered_without_gaps(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let id = sample::assessment_id("a");
    for wrong in [1, 3] {
        let refused = publish(&mut tx, &id, wrong, 9).await;
        let conflict = matches!(&refused, Err(StoreError::Conflict { what }) if what == "editions");
        assert!(conflict, "{wrong}: {refused:?}");
    }
    publish(&mut tx, &id, 2, 9).await.unwrap();
    assert_eq!(editions::last_number(&mut tx, &id).await.unwrap(), 2);
    let draft = sample::assessment_id("draft");
    assert_eq!(editions::last_number(&mut tx, &draft).await.unwrap(), 0);
}

async fn of_two_who_publish_at_once_one_succeeds(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    tx.commit().await.unwrap();
    let publishers = [5, 6].map(|day| {
        let store = db.store.clone();
        tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            match publish(&mut tx, &sample::assessment_id("a"), 2, day).await {
                Ok(()) => tx.commit().await.map(|()| true),
                Err(StoreError::Conflict { .. }) => Ok(false),
                Err(other) => Err(other),
            }
        })
    });
    let mut successes = 0;
    for publisher in publishers {
        successes += u32::from(publisher.await.unwrap().unwrap());
    }
    assert_eq!(successes, 1);
    let mut tx = db.store.begin_read().await.unwrap();
    let id = sample::assessment_id("a");
    let all = editions::list_of_assessment(&mut tx, &id).await.unwrap();
    assert_eq!(
        all.iter().map(|head| head.edition).collect::<Vec<_>>(),
        [2, 1]
    );
}

async fn the_current_edition_is_the_newest(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let id = sample::assessment_id("a");
    save(&mut tx, &id, 1, &[]).await.unwrap();
    publish(&mut tx, &id, 2, 9).await.unwrap();
    let (body, number, form) = (
        sample::body_code(CITY),
        sample::number("2"),
        sample::form("kiso"),
    );
    let current = editions::current(&mut tx, &body, &number, &form)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((current.head.edition, current.head.revision), (2, 2));
    assert_eq!(current.release, "{\"edition\":2}");
    let all = editions::list_of_assessment(&mut tx, &id).await.unwrap();
    assert_eq!(all[0], current.head);
    assert_eq!(editions::count_current(&mut tx).await.unwrap(), 4);
    let unknown = editions::current(&mut tx, &body, &sample::number("3"), &form)
        .await
        .unwrap();
    assert_eq!(unknown, None);
}

async fn a_release_that_is_not_what_was_published_is_not_returned(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    tx.commit().await.unwrap();
    let drop_trigger = match db.store.dialect() {
        store::Dialect::Sqlite => "DROP TRIGGER editions_no_update;",
        store::Dialect::Postgres => "DROP TRIGGER editions_no_change ON editions;",
    };
    let change = "UPDATE editions SET release = '{\"edition\":7}' WHERE assessment_id = 'a'";
    tamper(&db, &format!("{drop_trigger} {change}"))
        .await
        .unwrap();
    let mut tx = db.store.begin_read().await.unwrap();
    let corrupt = editions::find(&mut tx, &sample::assessment_id("a"), 1)
        .await
        .unwrap_err();
    assert_eq!(
        corrupt.to_string(),
        "editions.release of row a/1 breaks a rule"
    );
}

async fn the_newest_publications_come_first(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    publish(&mut tx, &sample::assessment_id("b"), 2, 20)
        .await
        .unwrap();
    let newest = editions::newest_current(&mut tx, 3).await.unwrap();
    assert_eq!(ids(&newest), ["b", "c", "d"]);
}

async fn a_body_lists_its_current_editions_in_pages(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let city = sample::body_code(CITY);
    let first = editions::list_current_of_body(&mut tx, &city, None, 1)
        .await
        .unwrap();
    assert_eq!(ids(&first), ["b"], "numbers sort as text: 10 before 2");
    let after = Some((&first[0].number, &first[0].form));
    let second = editions::list_current_of_body(&mut tx, &city, after, 5)
        .await
        .unwrap();
    assert_eq!(ids(&second), ["a"]);
}

async fn bodies_and_prefectures_are_counted(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let told = |counts: Vec<editions::Count>| {
        counts
            .into_iter()
            .map(|c| (c.code, c.name, c.assessments))
            .collect::<Vec<_>>()
    };
    let row = |code: &str, name: &str, n| (code.to_owned(), name.to_owned(), n);
    assert_eq!(
        told(editions::counts_by_body(&mut tx, "01").await.unwrap()),
        [
            row("011002", "見本市011002", 2),
            row("012025", "見本市012025", 1)
        ]
    );
    assert_eq!(
        told(editions::counts_by_prefecture(&mut tx).await.unwrap()),
        [row("01", "架空県01", 3), row("13", "架空県13", 1)]
    );
}

async fn all_current_editions_come_by_address_in_pages(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let mut seen = Vec::new();
    let mut after: Option<Address> = None;
    loop {
        let page = editions::list_current_after(&mut tx, after.as_ref(), 3)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after = Some(Address::from(last));
        seen.extend(page);
    }
    assert_eq!(ids(&seen), ["b", "a", "c", "d"]);
}

async fn releases_come_one_at_a_time(db: TestDatabase) {
    let mut tx = begin(&db).await;
    publish_some(&mut tx).await;
    let mut seen = Vec::new();
    let mut after: Option<Address> = None;
    while let Some(edition) = editions::next_release_after(&mut tx, after.as_ref())
        .await
        .unwrap()
    {
        assert_eq!(edition.release, "{\"edition\":1}");
        after = Some(Address::from(&edition.head));
        seen.push(edition.head);
    }
    assert_eq!(ids(&seen), ["b", "a", "c", "d"]);
}

async fn an_edition_of_a_revision_that_is_not_there_is_refused(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    // The assessment moves on without the row that every revision has.
    let bump = store::assessments::Bump {
        agency: "見本市長",
        title: "見本事務",
        at: testkit::time::after(1),
        by: None,
    };
    store::assessments::bump_revision(&mut tx, &id, 1, &bump)
        .await
        .unwrap();
    let refused = publish(&mut tx, &id, 1, 1).await;
    assert!(matches!(refused, Err(StoreError::Dangling)), "{refused:?}");
}
