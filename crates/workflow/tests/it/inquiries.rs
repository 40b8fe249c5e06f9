//! Inquiries: two sides, nobody else; public only what both agreed to.

use domain::Role;
use domain::inquiry::{Category, InquiryRefusal, InquiryState, Side};
use testkit::{TestDatabase, on_both};
use workflow::{
    Actor, InquiryFilter, NewInquiry, NewlyPublic, PageRequest, WorkflowError, qa_digest,
};

use crate::assert_refused;
use crate::world::{CITY, OTHER, World, fields};

on_both! {
    a_question_is_answered_closed_and_opened_again,
    an_inquiry_is_seen_by_its_two_sides_only,
    who_asks_belongs_to_a_body,
    a_reassigned_inquiry_leaves_one_desk_for_the_other,
    a_message_is_bound_to_what_was_read_and_sent_once,
    nothing_is_public_without_both_consents_to_the_very_text,
    what_is_public_is_removed_with_a_reason_by_either_side,
    a_my_number_is_refused_before_it_is_written,
    inquiries_come_in_pages_and_are_found_by_words,
    the_trail_holds_no_text_of_an_inquiry,
}

fn question(category: Category, once: &str) -> NewInquiry {
    NewInquiry {
        category,
        subject: "保管場所の書き方".to_owned(),
        text: "どこまで書けばよいでしょうか。内緒の背景もあります。".to_owned(),
        once: once.to_owned(),
    }
}

async fn desk(world: &World, category: Category) -> Actor {
    let role = category.desk();
    world.person(role.as_str(), role, None).await
}

async fn asked(world: &World, asker: &Actor) -> i64 {
    let new = question(Category::General, "a");
    let number = world.workflow.send_inquiry(asker, &new).await.unwrap();
    let again = world.workflow.send_inquiry(asker, &new).await.unwrap();
    assert_eq!(number, again);
    number
}

async fn a_question_is_answered_closed_and_opened_again(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    let provider = desk(&world, Category::General).await;
    let number = asked(&world, &editor).await;
    let early = workflow.close_inquiry(&provider, number, 1).await;
    assert_refused!(early, WorkflowError::Inquiry(InquiryRefusal::Unanswered));
    workflow
        .write_inquiry_message(&provider, number, 1, "建物の名称は要りません。")
        .await
        .unwrap();
    for _ in 0..2 {
        workflow.close_inquiry(&editor, number, 2).await.unwrap();
    }
    let closed = workflow
        .write_inquiry_message(&provider, number, 3, "追記")
        .await;
    assert_refused!(closed, WorkflowError::Inquiry(InquiryRefusal::Closed));
    workflow
        .write_inquiry_message(&editor, number, 3, "もう一つあります。")
        .await
        .unwrap();
    let open = workflow.open_inquiry(&provider, number).await.unwrap();
    assert_eq!(open.entry.state, InquiryState::Reopened);
    assert!(open.entry.is_waiting);
    let written: Vec<_> = open
        .messages
        .iter()
        .map(|message| (message.side, message.kind.as_str()))
        .collect();
    let expected = [
        (Side::Asker, "message"),
        (Side::Desk, "message"),
        (Side::Asker, "closed"),
        (Side::Asker, "message"),
    ];
    assert_eq!(written, expected);
}

async fn attempts(world: &World, actor: &Actor, number: i64) -> Vec<Result<(), WorkflowError>> {
    let workflow = &world.workflow;
    vec![
        workflow.open_inquiry(actor, number).await.map(drop),
        workflow
            .write_inquiry_message(actor, number, -1, "続き")
            .await,
        workflow.close_inquiry(actor, number, -1).await,
        workflow
            .propose_qa(actor, number, "", ("問い", "答え"))
            .await,
        workflow.consent_to_qa(actor, number, "別の文", true).await,
        workflow
            .begin_remove_qa(actor, number, "理由")
            .await
            .map(drop),
    ]
}

/// What only a desk does.
async fn desk_attempts(
    world: &World,
    actor: &Actor,
    number: i64,
) -> Vec<Result<(), WorkflowError>> {
    let workflow = &world.workflow;
    vec![
        workflow
            .reassign_inquiry(actor, number, -1, Category::Platform)
            .await,
        workflow
            .begin_publish_qa(actor, number, "別の文")
            .await
            .map(drop),
    ]
}

fn is_allowed(result: &Result<(), WorkflowError>) -> bool {
    !matches!(result, Err(WorkflowError::NotFound))
}

async fn an_inquiry_is_seen_by_its_two_sides_only(db: TestDatabase) {
    let world = World::new(db).await;
    let number = asked(&world, &world.editor().await).await;
    let page = PageRequest::default();
    for role in Role::ALL {
        for home in [CITY, OTHER] {
            let own = role.needs_body().then_some(home);
            let name = format!("{}-{home}", role.as_str());
            let actor = world.person(&name, role, own).await;
            let is_asker = role.needs_body() && home == CITY;
            let is_desk = role == Role::Provider;
            for result in attempts(&world, &actor, number).await {
                let allowed = is_asker || is_desk;
                assert_eq!(is_allowed(&result), allowed, "{role:?} {home} {result:?}");
            }
            for result in desk_attempts(&world, &actor, number).await {
                assert_eq!(is_allowed(&result), is_desk, "{role:?} {home} {result:?}");
            }
            for result in attempts(&world, &actor, 99).await {
                assert_refused!(result, WorkflowError::NotFound);
            }
            let filter = InquiryFilter::default();
            let list = world.workflow.list_inquiries(&actor, &filter, &page).await;
            let has_list = role.needs_body()
                || [Role::Provider, Role::Helpdesk, Role::Platform].contains(&role);
            assert_eq!(list.is_ok(), has_list, "{role:?}");
            let seen = list.map_or(0, |list| list.items.len());
            assert_eq!(seen, usize::from(is_asker || is_desk), "{role:?} {home}");
        }
    }
}

async fn who_asks_belongs_to_a_body(db: TestDatabase) {
    let world = World::new(db).await;
    for role in Role::ALL {
        let own = role.needs_body().then_some(CITY);
        let actor = world.person(role.as_str(), role, own).await;
        let new = question(Category::Platform, role.as_str());
        let sent = world.workflow.send_inquiry(&actor, &new).await.map(drop);
        assert_eq!(is_allowed(&sent), role.needs_body(), "{role:?} {sent:?}");
    }
}

async fn a_reassigned_inquiry_leaves_one_desk_for_the_other(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    let general = desk(&world, Category::General).await;
    let platform = desk(&world, Category::Platform).await;
    let number = asked(&world, &editor).await;
    let same = workflow
        .reassign_inquiry(&general, number, 1, Category::General)
        .await;
    assert_refused!(same, WorkflowError::Inquiry(InquiryRefusal::SameDesk));
    workflow
        .reassign_inquiry(&general, number, 1, Category::Platform)
        .await
        .unwrap();
    let gone = workflow.open_inquiry(&general, number).await;
    assert_refused!(gone, WorkflowError::NotFound);
    let open = workflow.open_inquiry(&platform, number).await.unwrap();
    assert_eq!(open.messages.last().unwrap().kind, "reassigned");
}

async fn a_message_is_bound_to_what_was_read_and_sent_once(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    let provider = desk(&world, Category::General).await;
    let number = asked(&world, &editor).await;
    for _ in 0..2 {
        workflow
            .write_inquiry_message(&editor, number, 1, "補足です。")
            .await
            .unwrap();
    }
    let late = workflow
        .write_inquiry_message(&provider, number, 1, "答えです。")
        .await;
    assert_refused!(late, WorkflowError::Inquiry(InquiryRefusal::OtherVersion));
    let open = workflow.open_inquiry(&provider, number).await.unwrap();
    assert_eq!((open.messages.len(), open.version), (2, 2));
}

async fn digest(world: &World, actor: &Actor, number: i64) -> String {
    let open = world.workflow.open_inquiry(actor, number).await.unwrap();
    qa_digest(&open.qa.unwrap()).as_str().to_owned()
}

async fn nothing_is_public_without_both_consents_to_the_very_text(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    let provider = desk(&world, Category::General).await;
    let number = asked(&world, &editor).await;
    workflow
        .propose_qa(
            &provider,
            number,
            "",
            ("どこまで書くか。", "市町村までです。"),
        )
        .await
        .unwrap();
    let first = digest(&world, &editor, number).await;
    workflow
        .consent_to_qa(&provider, number, &first, true)
        .await
        .unwrap();
    let alone = workflow.begin_publish_qa(&provider, number, &first).await;
    let missing = InquiryRefusal::NoConsent { side: Side::Asker };
    assert_eq!(
        alone.map(drop).unwrap_err().user_message(),
        WorkflowError::Inquiry(missing).user_message()
    );
    workflow
        .propose_qa(
            &editor,
            number,
            &first,
            ("どこまで書くか。", "都道府県までです。"),
        )
        .await
        .unwrap();
    // The desk has read the text before that only.
    let late = workflow.propose_qa(&provider, number, &first, ("別の問い", "別の答え"));
    assert_refused!(
        late.await,
        WorkflowError::Inquiry(InquiryRefusal::OtherText)
    );
    let old = workflow.consent_to_qa(&editor, number, &first, true).await;
    assert_refused!(old, WorkflowError::Inquiry(InquiryRefusal::OtherText));
    let second = digest(&world, &editor, number).await;
    workflow
        .consent_to_qa(&editor, number, &second, true)
        .await
        .unwrap();
    let withdrawn = workflow.begin_publish_qa(&provider, number, &second).await;
    assert_refused!(
        withdrawn.map(drop),
        WorkflowError::Inquiry(InquiryRefusal::NoConsent { side: Side::Desk })
    );
    workflow
        .consent_to_qa(&provider, number, &second, true)
        .await
        .unwrap();
    let pending = workflow
        .begin_publish_qa(&provider, number, &second)
        .await
        .unwrap();
    let newly = pending.as_ref().map(|pending| pending.newly_public.clone());
    assert_eq!(newly, Some(NewlyPublic::Qa(number)));
    workflow.commit_change(pending).await.unwrap();
    let again = workflow.begin_publish_qa(&provider, number, &second).await;
    assert!(again.unwrap().is_none());
}

async fn what_is_public_is_removed_with_a_reason_by_either_side(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    let provider = desk(&world, Category::General).await;
    let number = asked(&world, &editor).await;
    workflow
        .propose_qa(&editor, number, "", ("問い", "答え"))
        .await
        .unwrap();
    let text = digest(&world, &editor, number).await;
    for side in [&editor, &provider] {
        workflow
            .consent_to_qa(side, number, &text, true)
            .await
            .unwrap();
    }
    let pending = workflow.begin_publish_qa(&provider, number, &text).await;
    workflow.commit_change(pending.unwrap()).await.unwrap();
    let changed = workflow
        .propose_qa(&editor, number, &text, ("別", "答え"))
        .await;
    assert_refused!(changed, WorkflowError::Inquiry(InquiryRefusal::Public));
    let back = workflow.consent_to_qa(&editor, number, &text, false).await;
    assert_refused!(back, WorkflowError::Inquiry(InquiryRefusal::Public));
    let bare = workflow.begin_remove_qa(&editor, number, " ").await;
    assert_refused!(
        bare.map(drop),
        WorkflowError::Inquiry(InquiryRefusal::NoReason)
    );
    let pending = workflow
        .begin_remove_qa(&editor, number, "内容が古くなりました。")
        .await
        .unwrap();
    pending.commit().await.unwrap();
    let open = workflow.open_inquiry(&provider, number).await.unwrap();
    assert_eq!(open.qa.unwrap().published, None);
    assert_eq!(open.messages.last().unwrap().text, "内容が古くなりました。");
}

async fn a_my_number_is_refused_before_it_is_written(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    let secret = "個人番号は123456789018です。";
    let mut new = question(Category::General, "a");
    new.text = secret.to_owned();
    new.subject = String::new();
    let refused = workflow.send_inquiry(&editor, &new).await;
    assert_eq!(fields(refused), ["subject", "text"]);
    let number = asked(&world, &editor).await;
    let refused = workflow
        .write_inquiry_message(&editor, number, 1, secret)
        .await;
    assert_eq!(fields(refused), ["text"]);
    let refused = workflow.propose_qa(&editor, number, "", (secret, "")).await;
    assert_eq!(fields(refused), ["question", "answer"]);
}

async fn inquiries_come_in_pages_and_are_found_by_words(db: TestDatabase) {
    let world = World::new(db).await;
    let (workflow, editor) = (&world.workflow, world.editor().await);
    for once in ["a", "b", "c"] {
        let new = question(Category::General, once);
        workflow.send_inquiry(&editor, &new).await.unwrap();
    }
    let any = InquiryFilter::default();
    let page = workflow
        .list_inquiries(&editor, &any, &PageRequest::first(2))
        .await
        .unwrap();
    let numbers: Vec<_> = page.items.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [3, 2]);
    let next = PageRequest::after(page.next.unwrap(), 2);
    let page = workflow.list_inquiries(&editor, &any, &next).await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
    let words = InquiryFilter {
        words: "内緒".to_owned(),
        state: Some(InquiryState::Open),
        category: Some(Category::General),
    };
    let first = PageRequest::default();
    let page = workflow
        .list_inquiries(&editor, &words, &first)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 3);
}

async fn the_trail_holds_no_text_of_an_inquiry(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    asked(&world, &editor).await;
    let trail = world.trail_text().await;
    assert!(trail.contains("inquiry.send inquiry/1"), "{trail}");
    assert!(!trail.contains("内緒") && !trail.contains("保管場所"));
}
