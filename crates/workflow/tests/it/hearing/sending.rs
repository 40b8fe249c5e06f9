//! Sending opinions.

use super::*;

on_both! {
    opinions_are_accepted_to_the_last_minute_of_the_last_day_in_japan,
    the_same_form_sent_twice_is_taken_once,
    what_cannot_be_kept_is_refused_before_anything_is_stored,
}

async fn opinions_are_accepted_to_the_last_minute_of_the_last_day_in_japan(db: TestDatabase) {
    let hearing = Hearing::ready(db, "").await;
    let pending = hearing
        .begin(period(date(2026, 4, 2), date(2026, 5, 1)))
        .await
        .unwrap();
    let id = pending.id.clone();
    pending.commit().await.unwrap();
    // (instant, whether opinions are accepted): midnight in Japan is 15:00 in Greenwich.
    let table = [
        ("2026-04-01T14:59:49Z", false),
        ("2026-04-01T15:00:00Z", true),
        ("2026-05-01T14:58:00Z", true),
        ("2026-05-01T14:59:49Z", true),
        ("2026-05-01T14:59:59Z", false),
        ("2026-05-02T00:00:00Z", false),
    ];
    for (at, accepted) in table {
        hearing.go_to(at);
        // Ten seconds later it is sent: the first and the fifth fall on the other side.
        let done = hearing.send(&id, OPINION).await;
        match (done, accepted) {
            (Ok(_), true) | (Err(SendOpinionError::NotOpen(_)), false) => {}
            (other, _) => panic!("{at}: {other:?}"),
        }
    }
}

async fn the_same_form_sent_twice_is_taken_once(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let workflow = &hearing.world.workflow;
    let sent = hearing.typed(&id, OPINION).await;
    let (one, other) = tokio::join!(
        workflow.send_opinion(&id, &sent),
        workflow.send_opinion(&id, &sent)
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.receipt, other.receipt);
    hearing.go_to("2026-04-30T16:00:00Z");
    let status = workflow
        .receipt_status(&id, &one.receipt.to_lowercase())
        .await
        .unwrap();
    assert_eq!(status.unwrap().answered, None);
    assert_eq!(
        workflow
            .receipt_status(&id, "0000-0000-0000-0000")
            .await
            .unwrap(),
        None
    );
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert_eq!(all.opinions.len(), 1);
}

async fn what_cannot_be_kept_is_refused_before_anything_is_stored(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    let workflow = &hearing.world.workflow;
    let good = hearing.typed(&id, OPINION).await;
    let bad = [
        (
            SendOpinion {
                text: "短い".to_owned(),
                ..good.clone()
            },
            "text",
        ),
        (
            SendOpinion {
                text: "わたしの番号は123456789018です。".to_owned(),
                ..good.clone()
            },
            "text",
        ),
        (
            SendOpinion {
                contact: "123456789018".to_owned(),
                ..good.clone()
            },
            "contact",
        ),
        (
            SendOpinion {
                item: "II[2].II.6.place".to_owned(),
                ..good.clone()
            },
            "item",
        ),
        (
            SendOpinion {
                item: "<script>".to_owned(),
                ..good.clone()
            },
            "item",
        ),
        (
            SendOpinion {
                consent: false,
                ..good.clone()
            },
            "consent",
        ),
    ];
    for (sent, field) in bad {
        match workflow.send_opinion(&id, &sent).await {
            Err(SendOpinionError::Invalid(found)) => assert_eq!(found[0].field, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    let form = workflow.opinion_form(&id, Some(PLACE)).await.unwrap();
    let quoted = form.item.unwrap();
    assert!(quoted.quote.contains("サーバー室は") && !quoted.quote.contains("電算室"));
    let fast = SendOpinion {
        token: form.token,
        ..good.clone()
    };
    let fast = workflow.send_opinion(&id, &fast).await;
    assert!(matches!(fast, Err(SendOpinionError::TooFast)), "{fast:?}");
    let forged = SendOpinion {
        token: "x".to_owned(),
        ..good.clone()
    };
    let forged = workflow.send_opinion(&id, &forged).await;
    assert!(
        matches!(forged, Err(SendOpinionError::FormGone)),
        "{forged:?}"
    );
    let other = ConsultationId::new(sample::body_code(CITY), 9);
    let other = workflow.send_opinion(&other, &good).await;
    assert!(matches!(
        other,
        Err(SendOpinionError::Workflow(WorkflowError::NotFound))
    ));
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert!(all.opinions.is_empty());
    let about = SendOpinion {
        item: PLACE.to_owned(),
        ..good
    };
    workflow.send_opinion(&id, &about).await.unwrap();
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert!(all.opinions[0].about.contains("保管場所"));
}
