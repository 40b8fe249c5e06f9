//! Two people press the same button at the same moment, fifty times: one wins, the other is
//! told, nothing is doubled.

use domain::{Command, Role};
use testkit::{TestDatabase, on_both};
use workflow::WorkflowError;

use crate::world::{CITY, World};

on_both! {
    of_two_coordinators_who_file_at_once_one_wins_and_the_other_is_told,
}

const TIMES: usize = 50;

async fn of_two_coordinators_who_file_at_once_one_wins_and_the_other_is_told(db: TestDatabase) {
    let world = World::new(db).await;
    let (editor, approver) = (world.editor().await, world.approver().await);
    let one = world.coordinator().await;
    let other = world.person("second", Role::Coordinator, Some(CITY)).await;
    let key = world.complete(&editor, "1").await;
    for round in 0..TIMES {
        let revision = world.open(&editor, &key).await.revision;
        world
            .act(&editor, &key, revision, Command::SubmitForReview)
            .await;
        world.act(&approver, &key, revision, Command::Check).await;
        world.keep_plans(&one).await;
        let press = |actor| {
            let (workflow, key, file) = (world.workflow.clone(), key.clone(), world.file());
            tokio::spawn(async move { workflow.act(&actor, &key, revision, file).await })
        };
        let (first, second) = (press(one.clone()), press(other.clone()));
        let outcomes = [first.await.unwrap(), second.await.unwrap()];
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 1, "round {round}: {outcomes:?}");
        let lost = outcomes.iter().find_map(|outcome| outcome.as_ref().err());
        let told = lost.is_some_and(|error| {
            matches!(
                error,
                WorkflowError::Refused(_) | WorkflowError::Conflict(_)
            ) && !error.user_message().is_empty()
        });
        assert!(told, "round {round}: {lost:?}");
        let reason = "もう一度".to_owned();
        world
            .act(&one, &key, revision, Command::Reopen { reason })
            .await;
    }
    let filed = world.trail().await;
    let filed = filed.iter().filter(|act| act.contains("assessment.file"));
    assert_eq!(filed.count(), TIMES, "each once");
}
