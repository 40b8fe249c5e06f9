use domain::changes::decision::{Decision, Timing, Weight};
use domain::{AssessmentId, BodyCode, UserId};
use store::changes::{self, Basis, NewDecision};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, publish, start_assessment};

on_both! {
    the_newest_decision_on_a_change_counts,
    decisions_are_about_one_edition,
    a_decision_names_an_edition_that_is_there,
    rows_are_remembered_once,
}

struct Draft {
    id: AssessmentId,
    body: BodyCode,
    editor: UserId,
}

impl Draft {
    fn basis(&self, edition: u32) -> Basis<'_> {
        Basis {
            assessment: &self.id,
            body: &self.body,
            edition,
        }
    }

    async fn decide(
        &self,
        tx: &mut Tx,
        edition: u32,
        change: &str,
        decision: &Decision,
    ) -> Result<(), StoreError> {
        let new = NewDecision {
            digest: &sample::digest(change),
            item: "II[1].II.6.place",
            decision,
            revision: 1,
            by: &self.editor,
            at: time::start(),
        };
        changes::decide(tx, &self.basis(edition), &new).await
    }
}

/// An assessment with two editions.
async fn draft(tx: &mut Tx) -> Draft {
    let editor = add_editor(tx).await;
    let id = start_assessment(tx, "a", CITY, "1", 0).await.unwrap();
    publish(tx, &id, 1, 1).await.unwrap();
    publish(tx, &id, 2, 2).await.unwrap();
    Draft {
        id,
        body: sample::body_code(CITY),
        editor,
    }
}

fn decision(timing: Option<Timing>, weight: Option<Weight>) -> Decision {
    Decision {
        changed_on: jiff::civil::date(2026, 4, 3),
        timing,
        note: "｛非公表:その他｜内部の事情｝".to_owned(),
        weight,
    }
}

async fn the_newest_decision_on_a_change_counts(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let draft = draft(&mut tx).await;
    let reason = "誤字の訂正".to_owned();
    let first = decision(None, None);
    let second = decision(Some(Timing::After), Some(Weight::Dismissed { reason }));
    let other = decision(Some(Timing::Before), Some(Weight::Important));
    for (change, decision) in [("a", &first), ("b", &other), ("a", &second)] {
        draft.decide(&mut tx, 1, change, decision).await.unwrap();
    }
    let found = changes::decisions(&mut tx, &draft.basis(1)).await.unwrap();
    let of = |change: &str| {
        let digest = sample::digest(change);
        found.iter().find(|found| found.digest == digest).unwrap()
    };
    assert_eq!(found.len(), 2);
    assert_eq!((of("a").version, &of("a").decision), (2, &second));
    assert_eq!((of("b").version, &of("b").decision), (1, &other));
    assert_eq!(
        (of("a").by.clone(), of("a").at),
        (draft.editor, time::start())
    );
    assert!(
        !format!("{found:?}").contains("事情"),
        "words stay out of Debug"
    );
}

async fn decisions_are_about_one_edition(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let draft = draft(&mut tx).await;
    draft
        .decide(&mut tx, 1, "a", &decision(None, None))
        .await
        .unwrap();
    let found = changes::decisions(&mut tx, &draft.basis(2)).await.unwrap();
    assert_eq!(found, []);
}

async fn a_decision_names_an_edition_that_is_there(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let draft = draft(&mut tx).await;
    let refused = draft.decide(&mut tx, 3, "a", &decision(None, None)).await;
    assert!(matches!(refused, Err(StoreError::Dangling)), "{refused:?}");
}

async fn rows_are_remembered_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let draft = draft(&mut tx).await;
    let rows = ["x", "y"].map(sample::digest);
    for _ in 0..2 {
        changes::remember_rows(&mut tx, &draft.basis(2), 1, &rows)
            .await
            .unwrap();
    }
    let found = changes::rows(&mut tx, &draft.basis(2)).await.unwrap();
    assert_eq!(found, rows.into_iter().collect());
    assert!(
        changes::rows(&mut tx, &draft.basis(1))
            .await
            .unwrap()
            .is_empty()
    );
}
