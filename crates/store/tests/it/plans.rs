use domain::AgencyId;
use store::plans::{self, NewSubmission};
use store::{StoreError, agencies};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, start_assessment, tamper};

on_both! {
    what_was_submitted_is_numbered_and_never_changes,
}

async fn what_was_submitted_is_numbered_and_never_changes(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let by = add_editor(&mut tx).await;
    let (city, agency) = (sample::body_code(CITY), AgencyId::parse("mayor").unwrap());
    agencies::insert(&mut tx, &agency, &city, "見本市長", time::start())
        .await
        .unwrap();
    let id = start_assessment(&mut tx, "plan", CITY, "1", 0)
        .await
        .unwrap();
    plans::insert(&mut tx, &id, &agency, &vec!["before"])
        .await
        .unwrap();
    plans::set_generated(&mut tx, &id, &vec!["now"])
        .await
        .unwrap();
    let plan = plans::find::<Vec<String>>(&mut tx, &agency)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (&plan.assessment, plan.generated),
        (&id, vec!["now".to_owned()])
    );
    for number in [1, 2] {
        let new = NewSubmission {
            assessment: &id,
            body: &city,
            at: time::after(number),
            by: &by,
            revision: 1,
            document: "{}",
        };
        assert_eq!(plans::submit(&mut tx, &new).await.unwrap(), number);
    }
    let heads = plans::submissions(&mut tx, &id).await.unwrap();
    assert_eq!(
        heads.iter().map(|head| head.number).collect::<Vec<_>>(),
        [2, 1]
    );
    let (head, text) = plans::submission(&mut tx, &id, 1).await.unwrap().unwrap();
    assert_eq!((&head, text.as_str()), (&heads[1], "{}"));
    tx.commit().await.unwrap();
    for statement in [
        "DELETE FROM plan_submissions",
        "UPDATE plan_submissions SET document = ''",
    ] {
        let refused = tamper(&db, statement).await;
        assert!(
            matches!(&refused, Err(StoreError::Immutable { .. })),
            "{refused:?}"
        );
    }
}
