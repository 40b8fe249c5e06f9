//! The opening of a hearing and its end.

use super::*;

on_both! {
    opening_fixes_the_public_version_of_the_bound_revision,
    a_period_below_thirty_days_needs_the_reason,
    a_sleeping_server_closes_when_it_wakes_and_once,
}

async fn opening_fixes_the_public_version_of_the_bound_revision(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let workflow = &hearing.world.workflow;
    let new = || period(date(2026, 4, 1), date(2026, 4, 30));
    let other = workflow.begin_consultation(&hearing.coordinator, &hearing.key, 1, new());
    assert_eq!(needs(other.await), [Need::Seen]);
    let empty = NewConsultation {
        method: " ".to_owned(),
        contact: String::new(),
        ..new()
    };
    assert_eq!(fields(hearing.begin(empty).await), ["method", "contact"]);

    let dropped = hearing.begin(new()).await.unwrap();
    drop(dropped);
    assert_eq!(
        hearing.stage().await,
        StageKind::PreparingConsultation,
        "nothing is left"
    );

    let pending = hearing.begin(new()).await.unwrap();
    let id = pending.id.clone();
    assert_eq!(id.to_string(), format!("{CITY}-1"));
    pending.commit().await.unwrap();
    assert_eq!(hearing.stage().await, StageKind::Consulting);
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let release = consultations::release(&mut tx, &id).await.unwrap().unwrap();
    assert!(release.contains("サーバー室は") && !release.contains("電算室"));
    let phrases = consultations::list_phrases(&mut tx, None, 10)
        .await
        .unwrap();
    assert_eq!((phrases.len(), phrases[0].phrase.as_str()), (1, SECRET));
    let shown = workflow
        .site_consultation(&mut tx, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shown.phase, Phase::Open { days_left: 29 });
    assert_eq!(shown.consultation.revision, 2);
}

async fn a_period_below_thirty_days_needs_the_reason(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let short = || period(date(2026, 4, 1), date(2026, 4, 29));
    assert_eq!(
        needs(hearing.begin(short()).await),
        [Need::PeriodLongEnough]
    );
    let past = period(date(2026, 3, 31), date(2026, 4, 29));
    assert_eq!(needs(hearing.begin(past).await), [Need::PeriodInOrder]);
    let turned = period(date(2026, 5, 30), date(2026, 4, 30));
    let found = needs(hearing.begin(turned).await);
    assert!(found.contains(&Need::PeriodInOrder), "{found:?}");

    let world = testkit::database::sqlite().await;
    let hearing = Hearing::ready(world, "災害への対応を急ぐため。").await;
    let pending = hearing.begin(short()).await.unwrap();
    let id = pending.id.clone();
    pending.commit().await.unwrap();
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let found = consultations::find(&mut tx, &id).await.unwrap().unwrap();
    assert_eq!(
        found.shortening.as_deref(),
        Some("災害への対応を急ぐため。")
    );
}

async fn a_sleeping_server_closes_when_it_wakes_and_once(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let workflow = &hearing.world.workflow;
    hearing.go_to("2026-04-30T14:59:59Z");
    assert!(workflow.close_due_consultations().await.unwrap().is_empty());
    assert!(workflow.note_day_of_consultations().await.unwrap());
    assert!(
        !workflow.note_day_of_consultations().await.unwrap(),
        "once a day"
    );
    // Three weeks asleep. Nothing is accepted though nobody has closed it.
    hearing.go_to("2026-05-21T00:00:00Z");
    assert_eq!(hearing.stage().await, StageKind::Consulting);
    let late = hearing.send(&id, OPINION).await;
    assert!(
        matches!(late, Err(SendOpinionError::NotOpen(Phase::Closed))),
        "{late:?}"
    );
    let (one, other) = tokio::join!(
        workflow.close_due_consultations(),
        workflow.close_due_consultations()
    );
    assert_eq!(one.unwrap().len() + other.unwrap().len(), 1);
    assert_eq!(hearing.stage().await, StageKind::Reworking);
    assert!(workflow.close_due_consultations().await.unwrap().is_empty());
    let trail = hearing.world.trail().await;
    let closed = trail
        .iter()
        .filter(|act| *act == "assessment.close-consultation");
    assert_eq!(closed.count(), 1);
}
