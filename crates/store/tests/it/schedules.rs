//! Planned publications and waived findings.

use domain::stage::{Filed, Scheduled};
use domain::{Round, Stage};
use jiff::civil::{Date, date};
use store::{assessments, schedules, waivers};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, start_assessment};

on_both! {
    a_planned_publication_is_due_on_its_day_and_after,
    a_waiver_ends_once_and_is_kept,
}

fn submitted(scheduled: Option<Date>) -> Stage {
    let by = sample::user_id("editor");
    Stage::Submitted {
        filed: Filed {
            revision: 1,
            on: date(2026, 4, 1),
            by: by.clone(),
            at: time::start(),
        },
        round: Round::default(),
        scheduled: scheduled.map(|on| Scheduled {
            on,
            by,
            revision: 1,
        }),
    }
}

async fn a_planned_publication_is_due_on_its_day_and_after(db: TestDatabase) {
    let mut tx = begin(&db).await;
    add_editor(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let planned = submitted(Some(date(2026, 5, 1)));
    assessments::set_stage(
        &mut tx,
        &id,
        1,
        &Stage::new_draft(),
        &planned,
        time::start(),
        None,
    )
    .await
    .unwrap();
    let mut due = Vec::new();
    for day in [date(2026, 4, 30), date(2026, 5, 1), date(2026, 12, 1)] {
        due.push(schedules::due(&mut tx, day, 9).await.unwrap().len());
    }
    assert_eq!(due, [0, 1, 1]);
    assessments::set_stage(
        &mut tx,
        &id,
        1,
        &planned,
        &submitted(None),
        time::start(),
        None,
    )
    .await
    .unwrap();
    let none = schedules::due(&mut tx, date(2026, 12, 1), 9).await.unwrap();
    assert!(none.is_empty());
}

async fn a_waiver_ends_once_and_is_kept(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let editor = add_editor(&mut tx).await;
    let id = start_assessment(&mut tx, "a", CITY, "1", 0).await.unwrap();
    let new = waivers::NewWaiver {
        assessment: &id,
        body: &sample::body_code(CITY),
        rule: "required",
        item: "I.1",
        digest: &sample::digest("answer"),
        reason: "該当しないため",
        by: &editor,
        at: time::start(),
    };
    waivers::insert(&mut tx, &new).await.unwrap();
    let found = waivers::list(&mut tx, &id).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].reason, "該当しないため");
    let place = ("required", "I.1");
    assert!(
        waivers::end(&mut tx, &id, place, &editor, time::after(1))
            .await
            .unwrap()
    );
    assert!(
        !waivers::end(&mut tx, &id, place, &editor, time::after(2))
            .await
            .unwrap()
    );
    assert!(waivers::list(&mut tx, &id).await.unwrap().is_empty());
}
