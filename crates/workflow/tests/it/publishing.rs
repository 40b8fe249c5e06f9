//! Publications: open, committed, aborted, dropped.

use domain::procedure::Need;
use domain::{Command, Origin, Stage};
use store::{editions, withheld_phrases};
use testkit::{TestDatabase, on_both, time};
use workflow::{Actor, AssessmentKey, LeakSummary};

use crate::world::{SECRET, World, complete_answers, needs, with_count};

on_both! {
    the_short_path_ends_in_an_edition_without_the_secret,
    a_pending_publication_is_seen_through_its_transaction_only,
    an_aborted_publication_leaves_no_edition_but_a_row_in_the_trail,
    a_dropped_publication_leaves_nothing,
    a_revised_assessment_becomes_the_next_edition,
    only_the_approved_revision_is_published_and_only_once,
    the_day_of_publication_is_the_day_in_japan,
    site_jobs_stay_until_they_are_finished,
    the_store_keeps_what_must_not_be_found,
}

async fn publish(world: &World, approver: &Actor, key: &AssessmentKey, revision: i64) -> String {
    let pending = world
        .workflow
        .begin_publication(approver, key, revision)
        .await
        .unwrap();
    let job = pending.job.clone();
    pending.commit().await.unwrap();
    job
}

async fn editions_of(world: &World, key: &AssessmentKey) -> u32 {
    let mut tx = world.db.store.begin_read().await.unwrap();
    let current = editions::current(&mut tx, &key.body, &key.number, &key.form)
        .await
        .unwrap();
    current.map_or(0, |edition| edition.head.edition)
}

async fn the_short_path_ends_in_an_edition_without_the_secret(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    let pending = world
        .workflow
        .begin_publication(&approver, &key, 2)
        .await
        .unwrap();
    let [edition] = pending.editions.as_slice() else {
        panic!()
    };
    assert_eq!(
        (edition.public.edition(), edition.public.title()),
        (1, "住民基本台帳に関する事務".to_owned())
    );
    assert!(!edition.release_json.contains(SECRET));
    assert_eq!(
        edition.phrases,
        [("II[1].II.6.place".to_owned(), SECRET.to_owned())]
    );
    assert_eq!(edition.body.code, key.body);
    let release = edition.release_json.clone();
    pending.commit().await.unwrap();
    let open = world.open(&approver, &key).await;
    assert_eq!(
        open.stage,
        Stage::Published {
            edition: 1,
            revision: 2
        }
    );
    assert_eq!(open.last_edition, 1);
    let mut tx = world.db.store.begin_read().await.unwrap();
    let stored = editions::find(&mut tx, &open.id, 1).await.unwrap().unwrap();
    assert_eq!(stored.release, release);
    drop(tx);
    let mut trail = world.trail().await;
    trail.retain(|act| act.starts_with("assessment.") || act.starts_with("answers."));
    assert!(trail.ends_with(&[
        "assessment.create".to_owned(),
        "answers.save".to_owned(),
        "assessment.submit".to_owned(),
        "assessment.check".to_owned(),
        "assessment.file".to_owned(),
        "assessment.publish".to_owned(),
    ]));
    assert!(!world.trail_text().await.contains(SECRET));
}

async fn a_pending_publication_is_seen_through_its_transaction_only(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    let mut pending = world
        .workflow
        .begin_publication(&approver, &key, 2)
        .await
        .unwrap();
    let (_, tx) = pending.parts();
    let inside = editions::newest_current(tx, 10).await.unwrap();
    assert_eq!(inside.len(), 1);
    assert_eq!(editions_of(&world, &key).await, 0);
    assert_eq!(world.open(&editor, &key).await.stage.as_str(), "submitted");
    pending.commit().await.unwrap();
    assert_eq!(editions_of(&world, &key).await, 1);
}

async fn an_aborted_publication_leaves_no_edition_but_a_row_in_the_trail(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    let pending = world
        .workflow
        .begin_publication(&approver, &key, 2)
        .await
        .unwrap();
    let found = LeakSummary {
        hits: 3,
        places: vec!["II[1].II.6.place".to_owned()],
    };
    pending.abort(&found).await.unwrap();
    assert_eq!(editions_of(&world, &key).await, 0);
    assert!(
        world
            .workflow
            .unfinished_site_jobs()
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(world.open(&editor, &key).await.stage.as_str(), "submitted");
    assert_eq!(
        world.trail().await.last().unwrap(),
        "assessment.publish-refused"
    );
    let trail = world.trail_text().await;
    assert!(
        trail.contains("\"hits\":3") && !trail.contains(SECRET),
        "{trail}"
    );
    // Whatever was mended elsewhere, it can be tried again.
    publish(&world, &approver, &key, 2).await;
    assert_eq!(editions_of(&world, &key).await, 1);
}

async fn a_dropped_publication_leaves_nothing(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    let before = world.trail().await;
    drop(
        world
            .workflow
            .begin_publication(&approver, &key, 2)
            .await
            .unwrap(),
    );
    assert_eq!(editions_of(&world, &key).await, 0);
    assert_eq!(world.trail().await, before);
    assert_eq!(world.open(&editor, &key).await.stage.as_str(), "submitted");
}

async fn a_revised_assessment_becomes_the_next_edition(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    publish(&world, &approver, &key, 2).await;
    assert_eq!(
        world.act(&editor, &key, 2, Command::Amend).await,
        Stage::draft(Origin::Amendment)
    );
    assert_eq!(editions_of(&world, &key).await, 1);
    let new = with_count(complete_answers(), 4);
    world
        .workflow
        .save_answers(&editor, &key, 2, new)
        .await
        .unwrap();
    world.act(&editor, &key, 3, world.file()).await;
    publish(&world, &approver, &key, 3).await;
    assert_eq!(editions_of(&world, &key).await, 2);
    let open = world.open(&editor, &key).await;
    assert_eq!(
        open.stage,
        Stage::Published {
            edition: 2,
            revision: 3
        }
    );
}

async fn only_the_approved_revision_is_published_and_only_once(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let draft = world.complete(&editor, "1").await;
    let refused = world.workflow.begin_publication(&approver, &draft, 2).await;
    assert_eq!(needs(refused), []);
    let key = world.filed(&editor, &approver, "2").await;
    let refused = world.workflow.begin_publication(&approver, &key, 1).await;
    assert_eq!(needs(refused), [Need::Seen]);
    let at_once = async || {
        world
            .workflow
            .begin_publication(&approver, &key, 2)
            .await?
            .commit()
            .await
    };
    let (one, two) = tokio::join!(at_once(), at_once());
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(editions_of(&world, &key).await, 1);
}

async fn the_day_of_publication_is_the_day_in_japan(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    assert_eq!(time::start().to_string(), "2026-04-01T00:00:00Z");
    world.clock.advance(15 * 3_600);
    let pending = world
        .workflow
        .begin_publication(&approver, &key, 2)
        .await
        .unwrap();
    assert_eq!(
        pending.editions[0].public.published().to_string(),
        "2026-04-02"
    );
}

async fn site_jobs_stay_until_they_are_finished(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let one = world.filed(&editor, &approver, "1").await;
    let two = world.filed(&editor, &approver, "2").await;
    let first = publish(&world, &approver, &one, 2).await;
    world.clock.advance(1);
    let second = publish(&world, &approver, &two, 2).await;
    let unfinished = async || {
        let jobs = world.workflow.unfinished_site_jobs().await.unwrap();
        jobs.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    assert_eq!(unfinished().await, [first.clone(), second.clone()]);
    assert!(
        world
            .workflow
            .fail_site_job(&first, "the disk is full")
            .await
            .unwrap()
    );
    let jobs = world.workflow.unfinished_site_jobs().await.unwrap();
    assert_eq!(jobs[0].error.as_deref(), Some("the disk is full"));
    assert_eq!(jobs[0].payload["editions"][0], "011002/1/kiso@1");
    assert!(world.workflow.finish_site_job(&first).await.unwrap());
    assert!(!world.workflow.finish_site_job(&first).await.unwrap());
    assert!(!world.workflow.finish_site_job("unknown").await.unwrap());
    assert_eq!(unfinished().await, [second]);
}

async fn the_store_keeps_what_must_not_be_found(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    publish(&world, &approver, &key, 2).await;
    let mut tx = world.db.store.begin_read().await.unwrap();
    let kept = withheld_phrases::list_all(&mut tx, None, 10).await.unwrap();
    let kept: Vec<_> = kept
        .iter()
        .map(|p| (p.item.as_str(), p.phrase.as_str()))
        .collect();
    assert_eq!(kept, [("II[1].II.6.place", SECRET)]);
}
