//! The life of a notice: who may, in which stage, bound to the version that was read.

use domain::Role;
use domain::notice_life::{DraftForm, LetterForm, NoticeAct, NoticeRefusal};
use testkit::{TestDatabase, on_both};
use workflow::{Actor, NewlyPublic, PageRequest, WorkflowError};

use crate::assert_refused;
use crate::world::{CITY, World, fields};

on_both! {
    a_notice_goes_from_the_draft_to_the_public_site,
    every_act_on_a_notice_is_its_roles_alone,
    what_the_commission_was_not_asked_about_it_does_not_see,
    an_act_on_another_version_is_refused_and_the_same_act_twice_is_once,
    a_returned_notice_is_mended_and_asked_for_again,
    a_notice_that_revises_another_ends_it_on_its_own_date,
    a_notice_expires_with_a_reason,
    a_refused_act_names_the_stage_that_it_needs,
    every_act_is_in_the_trail_without_the_texts,
}

pub fn letter(number: &str, date: &str) -> LetterForm {
    LetterForm {
        number: number.to_owned(),
        date: date.to_owned(),
        from: "見本省官房長".to_owned(),
        to: "見本委員会事務局長".to_owned(),
        title: "了承について".to_owned(),
        body: "標記について、お願いします。".to_owned(),
    }
}

pub fn draft(title: &str) -> DraftForm {
    DraftForm {
        title: title.to_owned(),
        from: "見本省企画室長".to_owned(),
        to: "各都道府県担当部長\n各指定都市担当局長".to_owned(),
        body: "## 記\n\n本文の秘密の言い回しです。".to_owned(),
    }
}

/// A day that is past on the clock of the tests.
pub const DAY: &str = "2014-08-08";

pub struct People {
    pub provider: Actor,
    pub commission: Actor,
}

pub async fn people(world: &World) -> People {
    People {
        provider: world.person("provider", Role::Provider, None).await,
        commission: world.person("ppc", Role::PpcApprover, None).await,
    }
}

/// A notice that is acknowledged, at version 3.
pub async fn acknowledged(world: &World, people: &People, title: &str) -> String {
    let workflow = &world.workflow;
    let id = workflow
        .draft_notice(&people.provider, &draft(title))
        .await
        .unwrap();
    let request = letter("見本企第1号", DAY);
    workflow
        .request_acknowledgement(&people.provider, &id, 1, &request)
        .await
        .unwrap();
    let granted = letter("見本委第1号", DAY);
    workflow
        .acknowledge_notice(&people.commission, &id, 2, &granted)
        .await
        .unwrap();
    id
}

pub async fn issue(world: &World, people: &People, id: &str, version: i64, date: &str) {
    let workflow = &world.workflow;
    let pending = workflow
        .begin_issue_notice(&people.provider, id, version, "見本企第2号", date)
        .await
        .unwrap();
    workflow.commit_change(pending).await.unwrap();
}

/// A notice that is being distributed, at version 5.
pub async fn distributed(world: &World, people: &People, title: &str) -> String {
    let id = acknowledged(world, people, title).await;
    issue(world, people, &id, 3, DAY).await;
    world
        .workflow
        .distribute_notice(&people.provider, &id)
        .await
        .unwrap();
    id
}

async fn list(world: &World, people: &People, id: &str) {
    let workflow = &world.workflow;
    let pending = workflow
        .begin_list_notice(&people.provider, id, 5)
        .await
        .unwrap();
    let newly = pending.as_ref().map(|pending| pending.newly_public.clone());
    assert_eq!(newly, Some(NewlyPublic::Notice(id.to_owned())));
    workflow.commit_change(pending).await.unwrap();
}

async fn a_notice_goes_from_the_draft_to_the_public_site(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let id = distributed(&world, &people, "資料の提供について").await;
    list(&world, &people, &id).await;
    let open = world
        .workflow
        .open_notice(&people.provider, &id)
        .await
        .unwrap();
    assert_eq!(open.stage.as_str(), "listed");
    let acts: Vec<_> = open.history.iter().rev().map(|entry| entry.act).collect();
    let expected = [
        NoticeAct::Edit,
        NoticeAct::Request,
        NoticeAct::Acknowledge,
        NoticeAct::Issue,
        NoticeAct::Distribute,
        NoticeAct::List,
    ];
    assert_eq!(acts, expected.map(Some));
    let jobs = world.workflow.unfinished_site_jobs().await.unwrap();
    assert_eq!(jobs.len(), 1);
}

async fn attempt(
    world: &World,
    actor: &Actor,
    id: &str,
    act: NoticeAct,
) -> Result<(), WorkflowError> {
    let workflow = &world.workflow;
    match act {
        NoticeAct::Edit => workflow
            .save_notice_draft(actor, id, 1, &draft("別の題名"))
            .await
            .map(drop),
        NoticeAct::Request => {
            let letter = letter("見本企第1号", DAY);
            workflow
                .request_acknowledgement(actor, id, 1, &letter)
                .await
        }
        NoticeAct::Acknowledge => {
            let letter = letter("見本委第1号", DAY);
            workflow.acknowledge_notice(actor, id, 1, &letter).await
        }
        NoticeAct::SendBack => workflow.send_back_notice(actor, id, 1, "理由").await,
        NoticeAct::Issue => workflow
            .begin_issue_notice(actor, id, 1, "第1号", DAY)
            .await
            .map(drop),
        NoticeAct::Distribute => workflow.distribute_notice(actor, id).await.map(drop),
        NoticeAct::List => workflow.begin_list_notice(actor, id, 1).await.map(drop),
        NoticeAct::Revise => workflow.revise_notice(actor, id).await.map(drop),
        NoticeAct::Expire => workflow
            .begin_expire_notice(actor, id, 1, "理由")
            .await
            .map(drop),
    }
}

async fn every_act_on_a_notice_is_its_roles_alone(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let id = distributed(&world, &people, "一").await;
    for role in Role::ALL {
        let body = role.needs_body().then_some(CITY);
        let actor = world.person(role.as_str(), role, body).await;
        for act in NoticeAct::ALL {
            let result = attempt(&world, &actor, &id, act).await;
            let is_commissions = matches!(act, NoticeAct::Acknowledge | NoticeAct::SendBack);
            let expected = if is_commissions {
                Role::PpcApprover
            } else {
                Role::Provider
            };
            let allowed = !matches!(result, Err(WorkflowError::NotFound));
            assert_eq!(allowed, role == expected, "{role:?} {act:?} {result:?}");
            let missing = attempt(&world, &actor, "n99", act).await;
            assert_refused!(missing, WorkflowError::NotFound);
        }
        let may_look = [Role::Provider, Role::PpcApprover].contains(&role);
        let opened = world.workflow.open_notice(&actor, &id).await;
        assert_eq!(opened.is_ok(), may_look, "{role:?}");
        let page = PageRequest::default();
        let listed = world.workflow.list_notices(&actor, None, &page).await;
        assert_eq!(listed.is_ok(), may_look, "{role:?}");
        let drafted = world.workflow.draft_notice(&actor, &draft("新しい")).await;
        assert_eq!(drafted.is_ok(), role == Role::Provider, "{role:?}");
    }
}

async fn what_the_commission_was_not_asked_about_it_does_not_see(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let workflow = &world.workflow;
    let id = workflow
        .draft_notice(&people.provider, &draft("草案"))
        .await
        .unwrap();
    let opened = workflow.open_notice(&people.commission, &id).await;
    assert_refused!(opened, WorkflowError::NotFound);
    let page = PageRequest::default();
    let list = workflow.list_notices(&people.commission, None, &page).await;
    assert!(list.unwrap().items.is_empty());
    let own = workflow.list_notices(&people.provider, None, &page).await;
    assert_eq!(own.unwrap().items.len(), 1);
}

async fn an_act_on_another_version_is_refused_and_the_same_act_twice_is_once(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let (workflow, provider) = (&world.workflow, &people.provider);
    let id = workflow.draft_notice(provider, &draft("一")).await.unwrap();
    let twice = workflow.draft_notice(provider, &draft("一")).await.unwrap();
    assert_eq!(twice, id);
    for _ in 0..2 {
        let saved = workflow
            .save_notice_draft(provider, &id, 1, &draft("二"))
            .await;
        assert_eq!(saved.unwrap(), 2);
    }
    let late = workflow
        .save_notice_draft(provider, &id, 1, &draft("三"))
        .await;
    assert_refused!(late, WorkflowError::Notice(NoticeRefusal::OtherVersion));
    let request = letter("見本企第1号", DAY);
    let late = workflow
        .request_acknowledgement(provider, &id, 1, &request)
        .await;
    assert_refused!(late, WorkflowError::Notice(NoticeRefusal::OtherVersion));
    for _ in 0..2 {
        workflow
            .request_acknowledgement(provider, &id, 2, &request)
            .await
            .unwrap();
    }
    let open = workflow.open_notice(provider, &id).await.unwrap();
    assert_eq!(open.version, 3);
}

async fn a_returned_notice_is_mended_and_asked_for_again(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let (workflow, provider) = (&world.workflow, &people.provider);
    let id = workflow.draft_notice(provider, &draft("一")).await.unwrap();
    let request = letter("見本企第1号", DAY);
    workflow
        .request_acknowledgement(provider, &id, 1, &request)
        .await
        .unwrap();
    let early = workflow
        .save_notice_draft(provider, &id, 2, &draft("二"))
        .await;
    assert_refused!(early, WorkflowError::Notice(NoticeRefusal::NotNow { .. }));
    let bare = workflow
        .send_back_notice(&people.commission, &id, 2, " ")
        .await;
    assert_refused!(bare, WorkflowError::Notice(NoticeRefusal::NoReason));
    workflow
        .send_back_notice(&people.commission, &id, 2, "別紙が足りません。")
        .await
        .unwrap();
    let saved = workflow
        .save_notice_draft(provider, &id, 3, &draft("二"))
        .await;
    assert_eq!(saved.unwrap(), 4);
    workflow
        .request_acknowledgement(provider, &id, 4, &request)
        .await
        .unwrap();
    let bad = LetterForm {
        date: "昨日".to_owned(),
        to: String::new(),
        ..letter("見本委第1号", DAY)
    };
    let refused = workflow
        .acknowledge_notice(&people.commission, &id, 5, &bad)
        .await;
    assert_eq!(fields(refused), ["date", "to"]);
}

async fn a_notice_that_revises_another_ends_it_on_its_own_date(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let (workflow, provider) = (&world.workflow, &people.provider);
    let old = distributed(&world, &people, "一").await;
    list(&world, &people, &old).await;
    let new = workflow.revise_notice(provider, &old).await.unwrap();
    assert_eq!(workflow.revise_notice(provider, &old).await.unwrap(), new);
    let open = workflow.open_notice(provider, &new).await.unwrap();
    assert_eq!(open.revises, Some((old.clone(), "一".to_owned())));
    workflow
        .request_acknowledgement(provider, &new, 1, &letter("見本企第3号", "2014-09-01"))
        .await
        .unwrap();
    workflow
        .acknowledge_notice(
            &people.commission,
            &new,
            2,
            &letter("見本委第2号", "2014-09-02"),
        )
        .await
        .unwrap();
    let still = workflow.open_notice(provider, &old).await.unwrap();
    assert_eq!(still.stage.as_str(), "listed");
    issue(&world, &people, &new, 3, "2014-09-03").await;
    let ended = workflow.open_notice(provider, &old).await.unwrap();
    assert_eq!(ended.stage.as_str(), "revised");
    assert_eq!(ended.revisions, [(new, "一".to_owned())]);
    assert!(ended.stage.listed_on().is_some());
}

async fn a_notice_expires_with_a_reason(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let (workflow, provider) = (&world.workflow, &people.provider);
    let id = distributed(&world, &people, "一").await;
    let bare = workflow.begin_expire_notice(provider, &id, 5, "").await;
    assert_refused!(bare, WorkflowError::Notice(NoticeRefusal::NoReason));
    let pending = workflow
        .begin_expire_notice(provider, &id, 5, "制度が変わりました。")
        .await
        .unwrap();
    // It was not listed, so that no public page changes.
    assert!(
        pending
            .as_ref()
            .is_some_and(|pending| pending.job.is_none())
    );
    workflow.commit_change(pending).await.unwrap();
    let again = workflow.begin_expire_notice(provider, &id, 5, "再び").await;
    assert!(again.unwrap().is_none());
    let open = workflow.open_notice(provider, &id).await.unwrap();
    assert_eq!(open.stage.as_str(), "expired");
}

async fn a_refused_act_names_the_stage_that_it_needs(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let workflow = &world.workflow;
    let id = workflow
        .draft_notice(&people.provider, &draft("一"))
        .await
        .unwrap();
    let early = workflow.begin_list_notice(&people.provider, &id, 1).await;
    let message = early.unwrap_err().user_message();
    assert!(
        message.contains("周知中") && message.contains("草案"),
        "{message}"
    );
}

async fn every_act_is_in_the_trail_without_the_texts(db: TestDatabase) {
    let world = World::new(db).await;
    let people = people(&world).await;
    let id = distributed(&world, &people, "一").await;
    list(&world, &people, &id).await;
    let trail = world.trail().await;
    for act in [
        "edit",
        "request",
        "acknowledge",
        "issue",
        "distribute",
        "list",
    ] {
        let action = format!("notice.{act}");
        assert!(trail.contains(&action), "{action}");
    }
    assert!(!world.trail_text().await.contains("秘密の言い回し"));
}
