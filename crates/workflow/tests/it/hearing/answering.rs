//! Answering opinions, and what comes of them.

use super::*;

on_both! {
    the_next_step_waits_for_every_answer_and_for_the_items,
    answers_and_masks_are_bound_to_what_was_seen,
    a_result_is_published_as_it_was_seen_and_without_hidden_words,
    contacts_are_for_the_bodys_own_staff_and_can_be_erased,
    no_words_of_an_opinion_are_in_the_trail,
}

async fn the_next_step_waits_for_every_answer_and_for_the_items(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION, "保管の期間を短くしてください。"]).await;
    let workflow = &hearing.world.workflow;
    let hand_over = || workflow.act(&hearing.editor, &hearing.key, 2, Command::HandOver);
    let missing = needs(hand_over().await);
    assert!(
        missing.contains(&Need::OpinionsAnswered) && missing.contains(&Need::OpinionsDescribed),
        "{missing:?}"
    );
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    assert!(needs(hand_over().await).contains(&Need::OpinionsAnswered));
    hearing.answer(&id, &[(2, 0)]).await.unwrap();
    let missing = needs(hand_over().await);
    assert!(
        !missing.contains(&Need::OpinionsAnswered) && missing.contains(&Need::OpinionsDescribed),
        "{missing:?}"
    );

    let (key, revision, proposed) = workflow.propose_items(&hearing.editor, &id).await.unwrap();
    assert_eq!((key, revision, proposed.len()), (hearing.key.clone(), 2, 4));
    assert_eq!(
        proposed[1].proposed,
        "2026年4月1日から2026年4月30日まで（30日間）"
    );
    let items = ["VI.2.period", "VI.2.opinions", "VI.2.reflect"].map(str::to_owned);
    let saved = workflow
        .fill_items(&hearing.editor, &id, 2, &items)
        .await
        .unwrap();
    assert_eq!((saved.revision, saved.changed_items.len()), (3, 3));
    let open = hearing.world.open(&hearing.editor, &hearing.key).await;
    assert!(
        open.document.answers.get("VI.2.method").is_none(),
        "not chosen, not written"
    );
    let again = workflow
        .fill_items(&hearing.editor, &id, 3, &items)
        .await
        .unwrap();
    assert!(again.changed_items.is_empty());
    let act = workflow.act(&hearing.editor, &hearing.key, 3, Command::HandOver);
    if let Err(error) = act.await {
        let missing = needs(Err::<(), _>(error));
        assert!(!missing.contains(&Need::OpinionsDescribed), "{missing:?}");
    }
}

async fn answers_and_masks_are_bound_to_what_was_seen(db: TestDatabase) {
    let (hearing, id) = Hearing::open(db).await;
    hearing.send(&id, OPINION).await.unwrap();
    assert_eq!(
        fields(hearing.answer(&id, &[(1, 0)]).await),
        ["opinion"],
        "not before the end"
    );
    hearing.go_to("2026-05-01T00:00:00Z");
    let workflow = &hearing.world.workflow;
    let empty = AnswerOpinions {
        opinions: Vec::new(),
        verdict: None,
        reason: " ".to_owned(),
    };
    let refused = workflow.answer_opinions(&hearing.editor, &id, empty).await;
    assert_eq!(fields(refused), ["opinion", "verdict", "reason"]);
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    let stale = hearing.answer(&id, &[(1, 0)]).await;
    assert!(
        matches!(stale, Err(WorkflowError::Conflict(_))),
        "{stale:?}"
    );
    hearing.answer(&id, &[(1, 1)]).await.unwrap();
    let history = workflow
        .answers_to_opinion(&hearing.coordinator, &id, 1)
        .await
        .unwrap();
    assert_eq!(
        (history.len(), history[0].1.as_str()),
        (2, "editor@demo.invalid")
    );
    let mask = |seen, phrases: &str| Masking {
        number: 1,
        seen,
        phrases: phrases.to_owned(),
        reason: MaskReason::Personal,
        summary: String::new(),
    };
    let strange = workflow
        .mask_opinion(&hearing.editor, &id, mask(0, "乙野"))
        .await;
    assert_eq!(fields(strange), ["phrases"]);
    workflow
        .mask_opinion(&hearing.editor, &id, mask(0, "甲野\n"))
        .await
        .unwrap();
    let stale = workflow
        .mask_opinion(&hearing.editor, &id, mask(0, ""))
        .await;
    assert!(
        matches!(stale, Err(WorkflowError::Conflict(_))),
        "{stale:?}"
    );
    let all = workflow.opinions(&hearing.editor, &id).await.unwrap();
    assert!(!all.opinions[0].public().to_plain().contains("甲野"));
}

async fn a_result_is_published_as_it_was_seen_and_without_hidden_words(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let workflow = &hearing.world.workflow;
    let begin = async |seen: &str| workflow.begin_result(&hearing.coordinator, &id, seen).await;
    let preview = async || {
        workflow
            .preview_result(&hearing.coordinator, &id)
            .await
            .unwrap()
    };
    let seen = preview().await.seen;
    assert_eq!(fields(begin(&seen).await), ["result"], "one has no answer");
    let new = AnswerOpinions {
        opinions: vec![(1, 0)],
        verdict: Some(OpinionVerdict::NotReflected),
        reason: "甲野の説明は足りていました。".to_owned(),
    };
    workflow
        .answer_opinions(&hearing.editor, &id, new)
        .await
        .unwrap();
    assert_eq!(
        fields(begin(&seen).await),
        ["result"],
        "another one was seen"
    );
    let mask = Masking {
        number: 1,
        seen: 0,
        phrases: "甲野".to_owned(),
        reason: MaskReason::Personal,
        summary: String::new(),
    };
    workflow
        .mask_opinion(&hearing.editor, &id, mask)
        .await
        .unwrap();
    let seen = preview().await.seen;
    assert_eq!(
        fields(begin(&seen).await),
        ["result"],
        "the answer has the hidden name"
    );
    hearing.answer(&id, &[(1, 1)]).await.unwrap();
    let seen = preview().await.seen;
    begin(&seen).await.unwrap().commit().await.unwrap();
    let mut tx = hearing.world.db.store.begin_read().await.unwrap();
    let shown = workflow
        .site_consultation(&mut tx, &id)
        .await
        .unwrap()
        .unwrap();
    let (result, day) = shown.result.unwrap();
    assert_eq!((result.count(), day), (1, date(2026, 5, 1)));
    assert!(!result.to_json().contains("甲野") && !result.to_json().contains(CONTACT));
    drop(tx);
    let receipts = workflow.receipt_status(&id, "0000").await.unwrap();
    assert_eq!(receipts, None);
}

async fn contacts_are_for_the_bodys_own_staff_and_can_be_erased(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION, OPINION]).await;
    let workflow = &hearing.world.workflow;
    let commission = hearing.world.person("ppc", Role::PpcReviewer, None).await;
    let seen = workflow.opinions(&commission, &id).await.unwrap();
    assert_eq!(seen.opinions.len(), 2);
    assert!(seen.opinions.iter().all(|row| row.contact.is_none()));
    let taken = workflow.export_opinions(&commission, &id).await;
    assert!(matches!(taken, Err(WorkflowError::NotFound)));
    let own = workflow.opinions(&hearing.editor, &id).await.unwrap();
    let contact = own.opinions[0].contact.clone().unwrap();
    assert_eq!(contact.contact.as_deref(), Some(CONTACT));
    assert_eq!(
        workflow
            .erase_contacts(&hearing.editor, &id, Some(1))
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        workflow
            .erase_contacts(&hearing.editor, &id, Some(1))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        workflow
            .erase_contacts(&hearing.editor, &id, None)
            .await
            .unwrap(),
        1
    );
    let own = workflow
        .export_opinions(&hearing.editor, &id)
        .await
        .unwrap();
    for row in own.opinions {
        let contact = row.contact.unwrap();
        assert_eq!((contact.name, contact.contact), (None, None));
        assert_eq!(row.opinion.text, OPINION);
    }
}

async fn no_words_of_an_opinion_are_in_the_trail(db: TestDatabase) {
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let workflow = &hearing.world.workflow;
    hearing.answer(&id, &[(1, 0)]).await.unwrap();
    let mask = Masking {
        number: 1,
        seen: 0,
        phrases: "甲野さん".to_owned(),
        reason: MaskReason::Defamation,
        summary: "窓口の説明について".to_owned(),
    };
    workflow
        .mask_opinion(&hearing.editor, &id, mask)
        .await
        .unwrap();
    workflow
        .export_opinions(&hearing.editor, &id)
        .await
        .unwrap();
    workflow
        .erase_contacts(&hearing.editor, &id, None)
        .await
        .unwrap();
    let preview = workflow
        .preview_result(&hearing.coordinator, &id)
        .await
        .unwrap();
    let pending = workflow
        .begin_result(&hearing.coordinator, &id, &preview.seen)
        .await
        .unwrap();
    pending.commit().await.unwrap();
    let trail = hearing.world.trail().await;
    for action in [
        "assessment.open-consultation",
        "assessment.close-consultation",
        "consultation.answer",
        "consultation.mask",
        "consultation.export-opinions",
        "consultation.erase-contacts",
        "consultation.publish-result",
    ] {
        assert!(trail.iter().any(|act| act == action), "{action}");
    }
    let text = hearing.world.trail_text().await;
    for word in ["甲野", "窓口", "説明", CONTACT, "電算室"] {
        assert!(!text.contains(word), "{word}");
    }
}
