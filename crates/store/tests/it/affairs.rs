use domain::affair::{Incident, IncidentSubject};
use domain::threshold::Inputs;
use domain::{AffairId, AgencyId, Duty, ExemptGround, Facts, IncidentId};
use jiff::civil::date;
use store::affairs::{self, Content, NewAffair};
use store::incidents::{self, RegisteredIncident};
use store::{StoreError, Tx, affair_judgements, agencies, assessments};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_bodies, add_editor, begin, start_assessment, tamper};

on_both! {
    agencies_stand_in_the_order_in_which_they_came,
    an_affair_comes_back_as_it_was_written,
    a_number_is_one_affair_of_its_body,
    whoever_changed_an_affair_first_wins,
    judgements_only_grow,
    a_cancelled_incident_does_not_count_and_stays,
    documents_of_a_number_are_found_together,
    assessments_that_were_there_before_get_their_agencies_and_affairs,
}

async fn agency(tx: &mut Tx, name: &str) -> AgencyId {
    let (id, body) = (
        AgencyId::parse(&format!("id-{}", name.len())).unwrap(),
        sample::body_code(CITY),
    );
    let made = agencies::insert(tx, &id, &body, name, time::start()).await;
    made.unwrap().id
}

fn content() -> Content {
    Content {
        name: "住民基本台帳に関する事務".to_owned(),
        legal_basis: "番号法9条1項".to_owned(),
        facts: Facts {
            headcount: Some(120_000),
            ..Facts::default()
        },
        exempt_ground: Some(ExemptGround::Staff),
        voluntary: Some(Duty::KisoZenkomoku),
        voluntary_reason: "要綱".to_owned(),
        holding_from: Some(date(2026, 4, 1)),
        exchange_from: Some(date(2027, 4, 1)),
        late_reason: Some("災害".to_owned()),
    }
}

async fn register(tx: &mut Tx, agency: &AgencyId, number: &str) -> Result<AffairId, StoreError> {
    let id = AffairId::parse(&format!("affair-{number}")).unwrap();
    let new = NewAffair {
        id: &id,
        body: &sample::body_code(CITY),
        agency,
        number: &sample::number(number),
        content: &content(),
        at: time::start(),
        by: None,
    };
    affairs::insert(tx, &new).await?;
    Ok(id)
}

async fn agencies_stand_in_the_order_in_which_they_came(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    agency(&mut tx, "見本市長").await;
    agency(&mut tx, "見本市教育委員会").await;
    let found = agencies::list_of_body(&mut tx, &sample::body_code(CITY))
        .await
        .unwrap();
    let named: Vec<(i64, &str)> = found.iter().map(|a| (a.ordinal, a.name.as_str())).collect();
    assert_eq!(named, [(1, "見本市長"), (2, "見本市教育委員会")]);
    let by_name = agencies::find_by_name(&mut tx, &sample::body_code(CITY), "見本市長").await;
    assert_eq!(by_name.unwrap().as_ref(), Some(&found[0]));
    let again = AgencyId::parse("again").unwrap();
    let twice = agencies::insert(
        &mut tx,
        &again,
        &sample::body_code(CITY),
        "見本市長",
        time::start(),
    )
    .await;
    assert!(
        matches!(twice, Err(StoreError::Conflict { .. })),
        "{twice:?}"
    );
}

async fn an_affair_comes_back_as_it_was_written(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let agency = agency(&mut tx, "見本市長").await;
    register(&mut tx, &agency, "1").await.unwrap();
    let (city, number) = (sample::body_code(CITY), sample::number("1"));
    let found = affairs::find(&mut tx, &city, &number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((&found.content, found.version), (&content(), 1));
    let plain = Content {
        name: "別の名".to_owned(),
        ..Content::default()
    };
    let version = affairs::update(&mut tx, &found, &plain, time::after(1), None)
        .await
        .unwrap();
    affairs::set_redo(&mut tx, &found.id, Some("上がった"), time::after(2))
        .await
        .unwrap();
    let days = (Some(date(2026, 4, 2)), Some(date(2026, 4, 3)));
    affairs::set_end(&mut tx, &found.id, days.0, days.1, time::after(3), None)
        .await
        .unwrap();
    let now = affairs::lock(&mut tx, &city, &number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((&now.content, version, now.version), (&plain, 2, 4));
    assert_eq!(now.redo_reason.as_deref(), Some("上がった"));
    assert_eq!((now.ended_on, now.notified_on), days);
    assert_eq!(
        affairs::list_of_body(&mut tx, &city, Some(&agency), 9)
            .await
            .unwrap(),
        [now]
    );
}

async fn a_number_is_one_affair_of_its_body(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let (mayor, board) = (
        agency(&mut tx, "見本市長").await,
        agency(&mut tx, "見本市教育委員会").await,
    );
    register(&mut tx, &mayor, "1").await.unwrap();
    let again = register(&mut tx, &board, "1").await;
    assert!(
        matches!(&again, Err(StoreError::Conflict { what }) if what == "affairs"),
        "{again:?}"
    );
}

async fn whoever_changed_an_affair_first_wins(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let agency = agency(&mut tx, "見本市長").await;
    register(&mut tx, &agency, "1").await.unwrap();
    let read = affairs::find(&mut tx, &sample::body_code(CITY), &sample::number("1")).await;
    let read = read.unwrap().unwrap();
    affairs::update(&mut tx, &read, &content(), time::after(1), None)
        .await
        .unwrap();
    let late = affairs::update(&mut tx, &read, &content(), time::after(2), None).await;
    assert!(
        matches!(late, Err(StoreError::Stale { current: 2 })),
        "{late:?}"
    );
}

async fn judgements_only_grow(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let agency = agency(&mut tx, "見本市長").await;
    let id = register(&mut tx, &agency, "1").await.unwrap();
    let judged = |duty, redo| affair_judgements::Judgement {
        at: time::start(),
        judged_on: date(2026, 4, 1),
        author: None,
        cause: "registered".to_owned(),
        inputs: Inputs {
            headcount: Some(5_000),
            ..Inputs::default()
        },
        as_of: Some(date(2026, 3, 31)),
        reason: Some("T2".to_owned()),
        duty,
        redo,
    };
    for new in [judged(None, false), judged(Some(Duty::Kiso), true)] {
        affair_judgements::append(&mut tx, &id, &new).await.unwrap();
    }
    let found = affair_judgements::list(&mut tx, &id, 9).await.unwrap();
    assert_eq!(found, [judged(Some(Duty::Kiso), true), judged(None, false)]);
    tx.commit().await.unwrap();
    for statement in [
        "DELETE FROM affair_judgements",
        "UPDATE affair_judgements SET cause = ''",
    ] {
        let refused = tamper(&db, statement).await;
        assert!(
            matches!(&refused, Err(StoreError::Immutable { .. })),
            "{refused:?}"
        );
    }
}

async fn a_cancelled_incident_does_not_count_and_stays(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let by = add_editor(&mut tx).await;
    let agency = agency(&mut tx, "見本市長").await;
    let (city, day) = (sample::body_code(CITY), date(2026, 4, 1));
    let new = RegisteredIncident {
        id: IncidentId::parse("one").unwrap(),
        body: city.clone(),
        agency: agency.clone(),
        incident: Incident {
            occurred_on: day,
            subject: IncidentSubject::Specific,
            persons: 101,
            deliberate: false,
            attributable: true,
        },
        known_on: date(2026, 4, 2),
        summary: "誤送付".to_owned(),
        registered_at: time::start(),
        registered_by: Some(by.clone()),
        cancel_reason: None,
    };
    incidents::insert(&mut tx, &new).await.unwrap();
    let found = incidents::list(&mut tx, &city, Some(&agency))
        .await
        .unwrap();
    assert_eq!(found, std::slice::from_ref(&new));
    assert!(found[0].counts_on(day));
    for first in [true, false] {
        let done = incidents::cancel(&mut tx, &new.id, "二重登録", time::after(1), &by).await;
        assert_eq!(done.unwrap(), first);
    }
    let now = incidents::find(&mut tx, &city, &new.id)
        .await
        .unwrap()
        .unwrap();
    assert!(!now.counts_on(day) && now.cancel_reason.is_some());
}

async fn documents_of_a_number_are_found_together(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    let one = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    start_assessment(&mut tx, "b", CITY, "2", 0).await.unwrap();
    let (city, number) = (sample::body_code(CITY), sample::number("1"));
    let found = assessments::list_of_number(&mut tx, &city, &number)
        .await
        .unwrap();
    assert_eq!(
        found.into_iter().map(|found| found.id).collect::<Vec<_>>(),
        [one]
    );
    assert_eq!(
        assessments::list_by_number(&mut tx, &city, 9)
            .await
            .unwrap()
            .len(),
        2
    );
}

/// The statements of the migration that read what was there.
const FILLING: &str = include_str!("../../../../migrations/20261124103000_affairs.sql");

async fn assessments_that_were_there_before_get_their_agencies_and_affairs(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_bodies(&mut tx).await;
    for (id, body, number) in [("a", CITY, "1"), ("b", CITY, "2"), ("c", "131016", "1")] {
        start_assessment(&mut tx, id, body, number, 0)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let (_, statements) = FILLING.split_once("INSERT INTO agencies").unwrap();
    // The migration runs in the scope of everybody.
    let scope = match db.url.starts_with("postgres") {
        true => "SET hyokasho.scope = 'everything';",
        false => "",
    };
    tamper(&db, &format!("{scope}INSERT INTO agencies{statements}"))
        .await
        .unwrap();
    let mut tx = begin(&db).await;
    let city = sample::body_code(CITY);
    let made = agencies::list_of_body(&mut tx, &city).await.unwrap();
    assert_eq!(made.len(), 1, "one name, one agency");
    let found = affairs::list_of_body(&mut tx, &city, Some(&made[0].id), 9)
        .await
        .unwrap();
    let read: Vec<(&str, &str)> = found
        .iter()
        .map(|affair| (affair.number.as_str(), affair.content.name.as_str()))
        .collect();
    assert_eq!(read, [("1", "見本事務"), ("2", "見本事務")]);
}
