use store::second_factors::{self, SecondFactor};
use store::{Secret, StoreError, Tx, sessions};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{add_editor, begin};

on_both! {
    a_draft_becomes_the_factor_and_is_gone,
    a_step_is_taken_once_and_none_before_it,
    a_recovery_code_is_used_once,
    removing_leaves_nothing,
    a_factor_belongs_to_somebody,
    a_session_tells_whether_its_person_has_one,
}

fn factor(secret: &str) -> SecondFactor {
    SecondFactor {
        secret: Secret::new(secret),
        created_at: time::start(),
    }
}

async fn put(tx: &mut Tx, last_step: i64) {
    let user = sample::user_id("editor");
    second_factors::put(tx, &user, &factor("AAAA"), last_step)
        .await
        .unwrap();
}

async fn a_draft_becomes_the_factor_and_is_gone(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = add_editor(&mut tx).await;
    for secret in ["AAAA", "BBBB"] {
        let draft = factor(secret);
        second_factors::put_draft(&mut tx, &user, &draft)
            .await
            .unwrap();
        let found = second_factors::find_draft(&mut tx, &user).await.unwrap();
        assert_eq!(found, Some(draft));
    }
    assert_eq!(second_factors::find(&mut tx, &user).await.unwrap(), None);
    for secret in ["BBBB", "CCCC"] {
        second_factors::put(&mut tx, &user, &factor(secret), 7)
            .await
            .unwrap();
        let found = second_factors::find(&mut tx, &user).await.unwrap();
        assert_eq!(found, Some(factor(secret)));
    }
    let draft = second_factors::find_draft(&mut tx, &user).await.unwrap();
    assert_eq!(draft, None);
    assert!(!format!("{:?}", factor("BBBB")).contains("BBBB"));
}

async fn a_step_is_taken_once_and_none_before_it(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = add_editor(&mut tx).await;
    put(&mut tx, 7).await;
    for (step, taken) in [(7, false), (6, false), (9, true), (9, false), (8, false)] {
        let answer = second_factors::take_step(&mut tx, &user, step).await;
        assert_eq!(answer.unwrap(), taken, "{step}");
    }
    let nobody = sample::user_id("nobody");
    let answer = second_factors::take_step(&mut tx, &nobody, 10).await;
    assert!(!answer.unwrap());
}

async fn a_recovery_code_is_used_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = add_editor(&mut tx).await;
    let codes = ["one", "two"].map(sample::digest);
    let replaced =
        second_factors::replace_recovery_codes(&mut tx, &user, &codes, time::start()).await;
    replaced.unwrap();
    for (code, used) in [("one", true), ("one", false), ("three", false)] {
        let code = sample::digest(code);
        let answer = second_factors::use_recovery_code(&mut tx, &user, &code, time::after(1)).await;
        assert_eq!(answer.unwrap(), used);
    }
    let left = second_factors::count_recovery_codes(&mut tx, &user).await;
    assert_eq!(left.unwrap(), 1);
    let codes = ["one"].map(sample::digest);
    second_factors::replace_recovery_codes(&mut tx, &user, &codes, time::after(2))
        .await
        .unwrap();
    let two = sample::digest("two");
    let answer = second_factors::use_recovery_code(&mut tx, &user, &two, time::after(3)).await;
    assert!(!answer.unwrap());
}

async fn removing_leaves_nothing(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = add_editor(&mut tx).await;
    put(&mut tx, 7).await;
    second_factors::put_draft(&mut tx, &user, &factor("BBBB"))
        .await
        .unwrap();
    let codes = [sample::digest("one")];
    second_factors::replace_recovery_codes(&mut tx, &user, &codes, time::start())
        .await
        .unwrap();
    assert!(second_factors::delete(&mut tx, &user).await.unwrap());
    assert!(!second_factors::delete(&mut tx, &user).await.unwrap());
    assert_eq!(second_factors::find(&mut tx, &user).await.unwrap(), None);
    let draft = second_factors::find_draft(&mut tx, &user).await.unwrap();
    assert_eq!(draft, None);
    let left = second_factors::count_recovery_codes(&mut tx, &user).await;
    assert_eq!(left.unwrap(), 0);
}

async fn a_factor_belongs_to_somebody(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let nobody = sample::user_id("nobody");
    let refused = second_factors::put_draft(&mut tx, &nobody, &factor("AAAA")).await;
    assert!(matches!(refused, Err(StoreError::Dangling)), "{refused:?}");
}

async fn a_session_tells_whether_its_person_has_one(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let user = add_editor(&mut tx).await;
    let session = sessions::Session {
        user: user.clone(),
        csrf: Secret::new("csrf"),
        created_at: time::start(),
        seen_at: time::start(),
        expires_at: time::after(100),
        half_open: true,
        address: String::new(),
        user_agent: String::new(),
    };
    let id = sample::digest("one");
    sessions::insert(&mut tx, &id, &session).await.unwrap();
    let found = sessions::find(&mut tx, &id, time::after(1)).await.unwrap();
    let found = found.unwrap();
    assert!(found.session.half_open && !found.has_second_factor);
    put(&mut tx, 1).await;
    let found = sessions::find(&mut tx, &id, time::after(1)).await.unwrap();
    assert!(found.unwrap().has_second_factor);
}
