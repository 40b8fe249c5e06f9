//! Looking through the trail, and following its chain.

use domain::Role;
use testkit::{TestDatabase, on_both};
use workflow::{Actor, AuditFilter, AuditLine, PageRequest, WorkflowError};

use crate::assert_refused;
use crate::world::{CITY, OTHER, SECRET, World, send_back};

on_both! {
    administrators_see_the_own_body_and_the_system_everything,
    filters_narrow_the_trail,
    no_text_that_an_act_kept_is_shown,
    days_are_days_in_japan,
    pages_go_on_where_the_last_ended,
    a_broken_chain_is_told_once,
}

async fn list(world: &World, actor: &Actor, filter: &AuditFilter) -> Vec<AuditLine> {
    let page = PageRequest::first(500);
    let page = world.workflow.list_audit(actor, filter, &page).await;
    page.unwrap().items
}

async fn administrators_see_the_own_body_and_the_system_everything(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let elsewhere = world.person("b", Role::Editor, Some(OTHER)).await;
    world.draft(&editor, "1").await;
    world.draft(&elsewhere, "1").await;
    let filter = AuditFilter::default();
    for role in Role::ALL {
        let body = role.needs_body().then_some(CITY);
        let actor = world
            .person(&format!("x-{}", role.as_str()), role, body)
            .await;
        let page = PageRequest::default();
        let listed = world.workflow.list_audit(&actor, &filter, &page).await;
        let may = matches!(role, Role::BodyAdmin | Role::SystemAdmin);
        assert_eq!(listed.is_ok(), may, "{role:?}");
        let export = world.workflow.record_audit_export(&actor, &filter).await;
        assert_eq!(export.is_ok(), may, "{role:?}");
        let last = world.workflow.last_verification(&actor).await;
        assert_eq!(last.is_ok(), may, "{role:?}");
        let given_up = world.workflow.mails_given_up(&actor).await;
        assert_eq!(given_up.is_ok(), role == Role::SystemAdmin, "{role:?}");
        let retried = world.workflow.retry_mail(&actor, "x").await;
        assert_eq!(retried.is_ok(), role == Role::SystemAdmin, "{role:?}");
    }
    let admin = world.body_admin().await;
    let other = AuditFilter {
        body: Some(crate::world::code(OTHER)),
        ..AuditFilter::default()
    };
    for filter in [&filter, &other] {
        let mine = list(&world, &admin, filter).await;
        assert!(
            mine.iter()
                .all(|line| line.body.as_deref() == Some("見本市011002"))
        );
    }
    let system = world.system_admin().await;
    let created = |lines: Vec<AuditLine>| {
        lines
            .iter()
            .filter(|line| line.action == "作成を始めました")
            .count()
    };
    assert_eq!(created(list(&world, &system, &filter).await), 2);
    assert_eq!(created(list(&world, &system, &other).await), 1);
}

async fn filters_narrow_the_trail(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let admin = world.body_admin().await;
    let key = world.complete(&editor, "1").await;
    world.complete(&editor, "2").await;
    let with = |change: fn(&mut AuditFilter)| {
        let mut filter = AuditFilter::default();
        change(&mut filter);
        filter
    };
    let by = list(
        &world,
        &admin,
        &with(|f| f.person = " Editor@demo.invalid".into()),
    )
    .await;
    assert!(!by.is_empty());
    assert!(
        by.iter()
            .all(|line| line.actor.as_deref() == Some("editor@demo.invalid"))
    );
    let nobody = with(|f| f.person = "nobody@demo.invalid".into());
    assert_eq!(list(&world, &admin, &nobody).await, []);
    let saved = list(&world, &admin, &with(|f| f.action = "answers.save".into())).await;
    assert_eq!(saved.len(), 2);
    let subject = AuditFilter {
        subject: key.to_string(),
        ..AuditFilter::default()
    };
    let of_one = list(&world, &admin, &subject).await;
    assert_eq!(of_one.len(), 2);
    let of_all = with(|f| f.subject = "011002/".into());
    assert_eq!(list(&world, &admin, &of_all).await.len(), 4);
    let percent = with(|f| f.subject = "%".into());
    assert_eq!(list(&world, &admin, &percent).await, []);
}

async fn no_text_that_an_act_kept_is_shown(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let key = world.submitted(&editor, "1").await;
    let back = world
        .workflow
        .act(&approver, &key, 2, send_back(SECRET))
        .await;
    back.unwrap();
    for actor in [world.body_admin().await, world.system_admin().await] {
        let lines = list(&world, &actor, &AuditFilter::default()).await;
        assert!(lines.iter().any(|line| line.action == "差し戻しました"));
        assert!(!format!("{lines:?}").contains(SECRET));
    }
}

async fn days_are_days_in_japan(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.body_admin().await;
    let today = world.workflow.today();
    let tomorrow = today.tomorrow().unwrap();
    let yesterday = today.yesterday().unwrap();
    for (from, to, is_there) in [
        (today, today, true),
        (yesterday, yesterday, false),
        (tomorrow, tomorrow, false),
        (yesterday, tomorrow, true),
    ] {
        let filter = AuditFilter {
            from: Some(from),
            to: Some(to),
            ..AuditFilter::default()
        };
        let found = !list(&world, &admin, &filter).await.is_empty();
        assert_eq!(found, is_there, "{from} {to}");
    }
}

async fn pages_go_on_where_the_last_ended(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let admin = world.body_admin().await;
    for number in ["1", "2", "3"] {
        world.draft(&editor, number).await;
    }
    let whole = list(&world, &admin, &AuditFilter::default()).await;
    let mut request = PageRequest::first(2);
    let mut pieces = Vec::new();
    loop {
        let filter = AuditFilter::default();
        let page = world.workflow.list_audit(&admin, &filter, &request).await;
        let page = page.unwrap();
        pieces.extend(page.items);
        match page.next {
            Some(next) => request = PageRequest::after(next, 2),
            None => break,
        }
    }
    assert_eq!(pieces, whole);
    let nonsense = PageRequest::after("x", 2);
    let refused = world
        .workflow
        .list_audit(&admin, &AuditFilter::default(), &nonsense)
        .await;
    assert_refused!(refused, WorkflowError::NotFound);
}

async fn a_broken_chain_is_told_once(db: TestDatabase) {
    let world = World::new(db).await;
    let system = world.system_admin().await;
    let (found, end) = world.workflow.verify_trail(&[]).await.unwrap();
    assert_eq!((found.broken_at, end.is_some()), (None, true));
    assert_eq!(world.workflow.count_unread(&system, 9).await.unwrap(), 0);
    let mut other = end.unwrap();
    other.hash = "0".repeat(64);
    for _ in 0..2 {
        let (found, end) = world.workflow.verify_trail(&[other.clone()]).await.unwrap();
        assert_eq!((found.broken_at, end), (Some(other.seq), None));
    }
    assert_eq!(world.workflow.count_unread(&system, 9).await.unwrap(), 1);
    let last = world.workflow.last_verification(&system).await.unwrap();
    assert_eq!(last.unwrap().broken_at, Some(other.seq));
}
