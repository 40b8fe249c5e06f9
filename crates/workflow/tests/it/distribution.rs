//! How a notice comes down the tree: one receipt per body, however many paths reach it.

use domain::distribution::{ReceiptRefusal, ReceiptState};
use domain::{Body, BodyCode, Role};
use testkit::{TestDatabase, on_both, sample};
use workflow::{Actor, BelowFilter, Membership, Operator, PageRequest, Targets, WorkflowError};

use crate::assert_refused;
use crate::notices::{People, distributed, people};
use crate::world::{CITY, OTHER, World};

on_both! {
    a_notice_comes_down_the_tree_with_one_receipt_per_body,
    a_further_path_is_noted_and_makes_no_second_receipt,
    only_who_is_below_and_chosen_is_reached,
    a_body_is_done_when_everybody_below_has_it,
    a_reminder_is_sent_once_a_day,
    progress_is_seen_by_those_above_only,
    every_act_is_allowed_to_its_roles_in_the_own_body_only,
    members_of_unions_are_checked_before_they_are_taken_in,
    whoever_is_registered_later_is_reached_by_distributing_again,
    after_its_end_a_notice_is_read_but_not_passed_on,
}

const PREFECTURE: &str = "010006";
const TOWN: &str = "012025";

fn code(five: &str) -> BodyCode {
    (0..10)
        .find_map(|last| BodyCode::parse(&format!("{five}{last}")).ok())
        .unwrap()
}

fn body(code: &BodyCode) -> Body {
    sample::body(code.as_str())
}

struct Tree {
    world: World,
    people: People,
    union: BodyCode,
    id: String,
}

/// A prefecture, a designated city, a town, and a union of both; a notice in distribution.
async fn tree(db: TestDatabase) -> Tree {
    let world = World::new(db).await;
    let union = code("01801");
    let bodies = [
        sample::body(PREFECTURE),
        sample::body(TOWN),
        body(&union),
        sample::body("131016"),
    ];
    world
        .workflow
        .import_bodies(Operator, &bodies)
        .await
        .unwrap();
    let members = [CITY, TOWN].map(|member| Membership {
        union: union.clone(),
        member: sample::body_code(member),
    });
    world
        .workflow
        .import_union_members(Operator, &members)
        .await
        .unwrap();
    let people = people(&world).await;
    let id = distributed(&world, &people, "一").await;
    Tree {
        world,
        people,
        union,
        id,
    }
}

impl Tree {
    async fn clerk(&self, body: &str) -> Actor {
        let name = format!("clerk-{body}");
        self.world
            .person(&name, Role::Coordinator, Some(body))
            .await
    }

    async fn prefecture(&self) -> Actor {
        let role = Role::Prefecture;
        self.world.person("pref", role, Some(PREFECTURE)).await
    }

    async fn forward(&self, actor: &Actor, targets: Targets) -> Result<usize, WorkflowError> {
        self.world
            .workflow
            .forward_notice(actor, &self.id, &targets)
            .await
    }

    /// The state of every body by code.
    async fn states(&self) -> Vec<(String, ReceiptState)> {
        let mut tx = self.world.db.store.begin_read().await.unwrap();
        let all = store::notice_receipts::list_bodies(&mut tx, &self.id, None).await;
        let state = |found: store::notice_receipts::BodyReceipt| {
            let receipt = found.receipt.as_ref();
            let state = receipt.map_or(ReceiptState::Pending, domain::distribution::Receipt::state);
            (found.body.code.to_string(), state)
        };
        all.unwrap().into_iter().map(state).collect()
    }

    async fn state(&self, code: &str) -> ReceiptState {
        let states = self.states().await;
        states
            .into_iter()
            .find(|(found, _)| found == code)
            .unwrap()
            .1
    }
}

async fn a_notice_comes_down_the_tree_with_one_receipt_per_body(db: TestDatabase) {
    let tree = tree(db).await;
    use ReceiptState::{Arrived, Forwarded, Pending};
    assert_eq!(tree.state(PREFECTURE).await, Arrived);
    assert_eq!(tree.state(CITY).await, Arrived);
    assert_eq!(tree.state(TOWN).await, Pending);
    let prefecture = tree.prefecture().await;
    // The designated city is not below: it has the notice from the ministry.
    assert_eq!(tree.forward(&prefecture, Targets::All).await.unwrap(), 1);
    assert_eq!(tree.forward(&prefecture, Targets::All).await.unwrap(), 0);
    assert_eq!(tree.state(PREFECTURE).await, Forwarded);
    assert_eq!(tree.state(TOWN).await, Arrived);
    let town = tree.clerk(TOWN).await;
    assert_eq!(tree.forward(&town, Targets::All).await.unwrap(), 1);
    assert_eq!(tree.state(tree.union.as_str()).await, Arrived);
}

async fn a_further_path_is_noted_and_makes_no_second_receipt(db: TestDatabase) {
    let tree = tree(db).await;
    tree.forward(&tree.prefecture().await, Targets::All)
        .await
        .unwrap();
    let (town, city) = (tree.clerk(TOWN).await, tree.clerk(CITY).await);
    assert_eq!(tree.forward(&town, Targets::All).await.unwrap(), 1);
    tree.world.clock.advance(60);
    assert_eq!(tree.forward(&city, Targets::All).await.unwrap(), 0);
    assert_eq!(tree.state(CITY).await, ReceiptState::Forwarded);
    let union = tree.clerk(tree.union.as_str()).await;
    let workflow = &tree.world.workflow;
    let received = workflow
        .open_received_notice(&union, &tree.id)
        .await
        .unwrap();
    let via: Vec<_> = received
        .arrivals
        .iter()
        .map(|(_, via)| via.as_ref().unwrap().code.to_string())
        .collect();
    assert_eq!(via, [TOWN, CITY]);
    assert_eq!(workflow.received_notices(&union).await.unwrap().len(), 1);
}

async fn only_who_is_below_and_chosen_is_reached(db: TestDatabase) {
    let tree = tree(db).await;
    let prefecture = tree.prefecture().await;
    let nobody = tree.forward(&prefecture, Targets::Chosen(Vec::new())).await;
    assert_refused!(nobody, WorkflowError::Receipt(ReceiptRefusal::NobodyChosen));
    for stranger in [CITY, OTHER, "131016", tree.union.as_str()] {
        let chosen = Targets::Chosen(vec![sample::body_code(stranger)]);
        let refused = tree.forward(&prefecture, chosen).await;
        assert_refused!(refused, WorkflowError::Receipt(ReceiptRefusal::NotBelow));
    }
    let far = tree.clerk("131016").await;
    let not_arrived = tree.forward(&far, Targets::All).await;
    assert_refused!(not_arrived, WorkflowError::NotFound);
    let chosen = Targets::Chosen(vec![sample::body_code(TOWN)]);
    assert_eq!(tree.forward(&prefecture, chosen).await.unwrap(), 1);
}

async fn a_body_is_done_when_everybody_below_has_it(db: TestDatabase) {
    let tree = tree(db).await;
    let (workflow, id) = (&tree.world.workflow, &tree.id);
    let prefecture = tree.prefecture().await;
    let early = workflow.complete_notice(&prefecture, id).await;
    let remaining = ReceiptRefusal::Unreached { remaining: 1 };
    assert_eq!(
        early.unwrap_err().user_message(),
        WorkflowError::Receipt(remaining).user_message()
    );
    tree.forward(&prefecture, Targets::All).await.unwrap();
    for _ in 0..2 {
        workflow.complete_notice(&prefecture, id).await.unwrap();
    }
    assert_eq!(tree.state(PREFECTURE).await, ReceiptState::Completed);
    let town = tree.clerk(TOWN).await;
    for _ in 0..2 {
        workflow.read_notice(&town, id).await.unwrap();
    }
    let read = tree.world.trail().await;
    assert_eq!(read.iter().filter(|act| *act == "notice.read").count(), 1);
}

async fn a_reminder_is_sent_once_a_day(db: TestDatabase) {
    let tree = tree(db).await;
    let (workflow, id) = (&tree.world.workflow, &tree.id);
    let provider = &tree.people.provider;
    // The prefecture and the two designated cities.
    assert_eq!(workflow.remind_of_notice(provider, id).await.unwrap(), 3);
    assert_eq!(workflow.remind_of_notice(provider, id).await.unwrap(), 0);
    tree.world.clock.advance(24 * 60 * 60);
    let city = tree.clerk(CITY).await;
    tree.forward(&city, Targets::All).await.unwrap();
    let prefecture = tree.prefecture().await;
    workflow.read_notice(&prefecture, id).await.unwrap();
    // The prefecture has read, but not passed on; the city has done both.
    assert_eq!(workflow.remind_of_notice(provider, id).await.unwrap(), 2);
    assert_eq!(workflow.remind_of_notice(&prefecture, id).await.unwrap(), 0);
    tree.forward(&prefecture, Targets::All).await.unwrap();
    assert_eq!(workflow.remind_of_notice(&prefecture, id).await.unwrap(), 1);
}

async fn progress_is_seen_by_those_above_only(db: TestDatabase) {
    let tree = tree(db).await;
    let (workflow, id) = (&tree.world.workflow, &tree.id);
    let all = workflow
        .notice_progress(&tree.people.provider, id)
        .await
        .unwrap();
    let counts: Vec<_> = all
        .iter()
        .map(|found| (found.code.as_str(), found.bodies, found.arrived))
        .collect();
    assert_eq!(counts, [("01", 4, 2), ("13", 1, 0), ("27", 1, 1)]);
    let prefecture = tree.prefecture().await;
    let own = workflow.notice_progress(&prefecture, id).await.unwrap();
    assert_eq!(own.len(), 1);
    let any = BelowFilter::default();
    let first = PageRequest::first(2);
    let page = workflow
        .notice_bodies(&prefecture, id, "01", any, &first)
        .await;
    let page = page.unwrap();
    let codes: Vec<_> = page.items.iter().map(|b| b.body.code.as_str()).collect();
    assert_eq!(codes, [PREFECTURE, CITY]);
    let rest = PageRequest::after(page.next.unwrap(), 2);
    let rest = workflow
        .notice_bodies(&prefecture, id, "01", any, &rest)
        .await;
    assert_eq!(rest.unwrap().items.len(), 2);
    let pending = BelowFilter {
        state: Some(ReceiptState::Pending),
        unread: true,
    };
    let found = workflow
        .notice_bodies(&prefecture, id, "01", pending, &first)
        .await;
    assert_eq!(found.unwrap().items.len(), 2);
    for elsewhere in ["13", "99", "x"] {
        let other = workflow
            .notice_bodies(&prefecture, id, elsewhere, any, &first)
            .await;
        assert_refused!(other, WorkflowError::NotFound);
    }
}

async fn every_act_is_allowed_to_its_roles_in_the_own_body_only(db: TestDatabase) {
    let tree = tree(db).await;
    let (workflow, id) = (&tree.world.workflow, &tree.id);
    for role in Role::ALL {
        let home = if role == Role::Prefecture {
            PREFECTURE
        } else {
            CITY
        };
        let own = role.needs_body().then_some(home);
        let actor = tree.world.person(role.as_str(), role, own).await;
        let follows = role.needs_body();
        let results = [
            workflow.open_received_notice(&actor, id).await.map(drop),
            workflow.received_notices(&actor).await.map(drop),
            workflow.read_notice(&actor, id).await,
            tree.forward(&actor, Targets::All).await.map(drop),
            workflow.complete_notice(&actor, id).await,
        ];
        for result in results {
            assert_eq!(result.is_ok(), follows, "{role:?} {result:?}");
        }
        let reminds = follows || role == Role::Provider;
        let result = workflow.remind_of_notice(&actor, id).await;
        assert_eq!(result.is_ok(), reminds, "{role:?}");
        let oversees = [Role::Provider, Role::Prefecture].contains(&role);
        let result = workflow.notice_progress(&actor, id).await;
        assert_eq!(result.is_ok(), oversees, "{role:?}");
        let (any, page) = (BelowFilter::default(), PageRequest::default());
        let result = workflow.notice_bodies(&actor, id, "01", any, &page).await;
        assert_eq!(result.is_ok(), oversees, "{role:?}");
    }
    // A body that the notice has not reached learns nothing of it.
    for role in [Role::Editor, Role::Coordinator, Role::BodyAdmin] {
        let name = format!("far-{}", role.as_str());
        let actor = tree.world.person(&name, role, Some("131016")).await;
        let opened = workflow.open_received_notice(&actor, id).await;
        assert_refused!(opened, WorkflowError::NotFound);
        assert_refused!(
            workflow.read_notice(&actor, id).await,
            WorkflowError::NotFound
        );
        assert_refused!(
            workflow.complete_notice(&actor, id).await,
            WorkflowError::NotFound
        );
        assert_refused!(
            workflow.remind_of_notice(&actor, id).await,
            WorkflowError::NotFound
        );
        assert!(workflow.received_notices(&actor).await.unwrap().is_empty());
    }
}

async fn members_of_unions_are_checked_before_they_are_taken_in(db: TestDatabase) {
    let tree = tree(db).await;
    let union = |union: &BodyCode, member: &str| Membership {
        union: union.clone(),
        member: sample::body_code(member),
    };
    let town = sample::body_code(TOWN);
    for wrong in [
        union(&town, CITY),
        union(&tree.union, "472018"),
        union(&code("01802"), CITY),
        union(&tree.union, tree.union.as_str()),
    ] {
        let good = union(&tree.union, TOWN);
        let members = [good, wrong];
        let refused = tree.world.workflow.import_union_members(Operator, &members);
        assert_eq!(crate::world::fields(refused.await), ["members"]);
    }
    let mut tx = tree.world.db.store.begin_read().await.unwrap();
    let kept = store::union_members::list(&mut tx).await.unwrap();
    assert_eq!(kept.len(), 2);
}

async fn whoever_is_registered_later_is_reached_by_distributing_again(db: TestDatabase) {
    let tree = tree(db).await;
    let workflow = &tree.world.workflow;
    let provider = &tree.people.provider;
    assert_eq!(
        workflow
            .distribute_notice(provider, &tree.id)
            .await
            .unwrap(),
        0
    );
    let late = body(&code("47000"));
    workflow.import_bodies(Operator, &[late]).await.unwrap();
    assert_eq!(
        workflow
            .distribute_notice(provider, &tree.id)
            .await
            .unwrap(),
        1
    );
}

async fn after_its_end_a_notice_is_read_but_not_passed_on(db: TestDatabase) {
    let tree = tree(db).await;
    let workflow = &tree.world.workflow;
    let provider = &tree.people.provider;
    let pending = workflow
        .begin_expire_notice(provider, &tree.id, 5, "誤りがありました。")
        .await
        .unwrap();
    workflow.commit_change(pending).await.unwrap();
    let prefecture = tree.prefecture().await;
    let refused = tree.forward(&prefecture, Targets::All).await;
    assert_refused!(
        refused,
        WorkflowError::Receipt(ReceiptRefusal::NotDistributed { .. })
    );
    workflow.read_notice(&prefecture, &tree.id).await.unwrap();
}
