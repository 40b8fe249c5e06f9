//! Copies for the public, for reviewers and for the commission.

use domain::Command;
use testkit::{TestDatabase, on_both};
use workflow::{AssessmentAddress, Audience, Operator, WorkflowError};

use crate::assert_refused;
use crate::world::{SECRET, World, complete_answers, with_count};

on_both! {
    the_public_copy_is_the_edition_and_the_others_are_in_full,
    what_does_not_exist_is_not_exported,
}

async fn the_public_copy_is_the_edition_and_the_others_are_in_full(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let approver = world.approver().await;
    let key = world.filed(&editor, &approver, "1").await;
    let pending = world
        .workflow
        .begin_publication(&approver, &key, 2)
        .await
        .unwrap();
    pending.commit().await.unwrap();
    world.act(&editor, &key, 2, Command::Amend).await;
    let new = with_count(complete_answers(), 5);
    world
        .workflow
        .save_answers(&editor, &key, 2, new)
        .await
        .unwrap();
    let newest = AssessmentAddress {
        key: key.clone(),
        edition: None,
    };
    let first = AssessmentAddress {
        key,
        edition: Some(1),
    };
    let export = async |address, audience| {
        world
            .workflow
            .export_assessment(Operator, address, audience)
            .await
            .unwrap()
    };
    for address in [&newest, &first] {
        let public = export(address, Audience::Public).await;
        assert_eq!(public["edition"], 1);
        assert!(public["answers"].get("I.5").is_none());
        assert!(!public.to_string().contains(SECRET));
    }
    for audience in [Audience::Reviewer, Audience::Regulator] {
        let draft = export(&newest, audience).await;
        assert_eq!(draft["answers"]["I.5"], 5);
        assert!(draft.to_string().contains(SECRET));
        let edition = export(&first, audience).await;
        assert!(edition["answers"].get("I.5").is_none());
        assert!(edition.to_string().contains(SECRET));
    }
}

async fn what_does_not_exist_is_not_exported(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let cases = [
        ("011002/1/kiso", Audience::Public),
        ("011002/1/kiso@1", Audience::Regulator),
        ("011002/2/kiso", Audience::Regulator),
    ];
    assert_eq!(key.to_string(), "011002/1/kiso");
    for (address, audience) in cases {
        let address = AssessmentAddress::parse(address).unwrap();
        let refused = world
            .workflow
            .export_assessment(Operator, &address, audience)
            .await;
        assert_refused!(refused, WorkflowError::NotFound);
    }
}
