use domain::UserId;
use domain::inquiry::{Category, InquiryState, PublicQa, Side};
use store::inquiries::{self, Filter, NewInquiry, NewMessage};
use store::{StoreError, Tx};
use testkit::{TestDatabase, on_both, sample, time};

use crate::helpers::{CITY, add_editor, begin, tamper};

on_both! {
    a_form_sent_twice_asks_once,
    messages_keep_their_order_and_only_grow,
    inquiries_are_found_by_body_category_state_and_words,
    a_text_for_the_public_is_read_back_and_listed_once_it_is_public,
}

async fn ask(tx: &mut Tx, by: &UserId, subject: &str, once: &str) -> (i64, bool) {
    let body = sample::body_code(CITY);
    let new = NewInquiry {
        body: &body,
        category: Category::General,
        subject,
        by,
        at: time::start(),
        once,
    };
    inquiries::insert(tx, &new).await.unwrap()
}

async fn write(tx: &mut Tx, number: i64, author: &UserId, side: Side, text: &str) {
    let new = NewMessage {
        side,
        kind: "message",
        author,
        at: time::start(),
        text,
    };
    inquiries::append(tx, number, &new).await.unwrap();
}

async fn a_form_sent_twice_asks_once(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let by = add_editor(&mut tx).await;
    assert_eq!(ask(&mut tx, &by, "件名", "a").await, (1, true));
    assert_eq!(ask(&mut tx, &by, "件名", "a").await, (1, false));
    assert_eq!(ask(&mut tx, &by, "件名", "b").await, (2, true));
}

async fn messages_keep_their_order_and_only_grow(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let by = add_editor(&mut tx).await;
    let (number, _) = ask(&mut tx, &by, "件名", "a").await;
    for (side, text) in [(Side::Asker, "問い"), (Side::Desk, "答え")] {
        write(&mut tx, number, &by, side, text).await;
    }
    let found = inquiries::messages(&mut tx, number).await.unwrap();
    let texts: Vec<_> = found
        .iter()
        .map(|m| (m.ordinal, m.side, m.text.as_str()))
        .collect();
    assert_eq!(texts, [(1, Side::Asker, "問い"), (2, Side::Desk, "答え")]);
    tx.commit().await.unwrap();
    for statement in [
        "UPDATE inquiry_messages SET text = 'x'",
        "DELETE FROM inquiry_messages",
    ] {
        let refused = tamper(&db, statement).await;
        assert!(
            matches!(refused, Err(StoreError::Immutable { .. })),
            "{refused:?}"
        );
    }
}

async fn inquiries_are_found_by_body_category_state_and_words(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let by = add_editor(&mut tx).await;
    let (first, _) = ask(&mut tx, &by, "保管場所の書き方", "a").await;
    let (second, _) = ask(&mut tx, &by, "100%の意味", "b").await;
    write(
        &mut tx,
        second,
        &by,
        Side::Asker,
        "Server_Room とは何ですか",
    )
    .await;
    let state = InquiryState::Answered;
    inquiries::change(&mut tx, second, state, Category::Platform, time::after(5))
        .await
        .unwrap();
    let found = inquiries::lock(&mut tx, second).await.unwrap().unwrap();
    assert_eq!((found.version, found.state), (2, state));
    let (own, other) = (sample::body_code(CITY), sample::body_code(sample::CODES[3]));
    let any = Filter::default();
    let words = |words| Filter {
        words: Some(words),
        ..any
    };
    let table = [
        (any, vec![second, first]),
        (
            Filter {
                body: Some(&own),
                ..any
            },
            vec![second, first],
        ),
        (
            Filter {
                body: Some(&other),
                ..any
            },
            vec![],
        ),
        (
            Filter {
                category: Some(Category::Platform),
                ..any
            },
            vec![second],
        ),
        (
            Filter {
                state: Some(InquiryState::Open),
                ..any
            },
            vec![first],
        ),
        (words("保管"), vec![first]),
        (words("100%の"), vec![second]),
        (words("server_room"), vec![second]),
        (words("serverXroom"), vec![]),
        (words("%"), vec![second]),
    ];
    for (filter, expected) in table {
        let found = inquiries::list(&mut tx, filter, None, 10).await.unwrap();
        let numbers: Vec<i64> = found.iter().map(|row| row.number).collect();
        assert_eq!(numbers, expected, "{filter:?}");
    }
    let page = inquiries::list(&mut tx, any, Some(second), 10)
        .await
        .unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(inquiries::find(&mut tx, 99).await.unwrap(), None);
}

async fn a_text_for_the_public_is_read_back_and_listed_once_it_is_public(db: TestDatabase) {
    let mut tx = begin(&db).await;
    let by = add_editor(&mut tx).await;
    let (number, _) = ask(&mut tx, &by, "件名", "a").await;
    assert_eq!(inquiries::find_qa(&mut tx, number).await.unwrap(), None);
    let mut qa = PublicQa::parse("問い", "答え").unwrap();
    qa.consent(Side::Asker, &by, time::start());
    inquiries::put_qa(&mut tx, number, &qa).await.unwrap();
    let found = inquiries::find_qa(&mut tx, number).await.unwrap();
    assert_eq!(found.as_ref(), Some(&qa));
    assert!(inquiries::list_published(&mut tx).await.unwrap().is_empty());
    qa.consent(Side::Desk, &by, time::start());
    qa.publish(jiff::civil::date(2026, 4, 1)).unwrap();
    inquiries::put_qa(&mut tx, number, &qa).await.unwrap();
    let published = inquiries::list_published(&mut tx).await.unwrap();
    assert_eq!((published.len(), &published[0].qa), (1, &qa));
}
