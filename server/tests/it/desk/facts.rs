//! The facts of an affair, also when two people answer them at the same time.

use super::conflict::{leads_to_the_choice, two};
use super::helpers::{Desk, PageForm, form_of};
use crate::helpers::{Answer, TestApp};

async fn open(desk: &Desk) -> PageForm {
    form_of(&desk.get("facts").await, "#facts-form")
}

async fn save(desk: &Desk, form: PageForm) -> Answer {
    form.press(&desk.browser, "").await
}

/// What is saved in these fields.
async fn saved<const N: usize>(desk: &Desk, names: [&str; N]) -> [String; N] {
    let form = open(desk).await;
    names.map(|name| form.get(name).to_owned())
}

#[actix_web::test]
async fn facts_are_saved_and_another_persons_answers_are_not_in_the_way() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let form = open(&desk).await;
    desk.type_into("cover", "cover.title", "先に保存された題名")
        .await;
    let form = form.set("uses_ms", "true").set("headcount", "12,000人");
    for _ in 0..2 {
        let answer = save(&desk, form.clone()).await;
        assert_eq!(answer.status, 303, "also after a double click");
    }
    assert_eq!(
        saved(&desk, ["uses_ms", "headcount"]).await,
        ["true", "12000"]
    );
}

#[actix_web::test]
async fn what_only_one_of_two_people_changed_is_put_together() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let late = open(&one).await.set("staff", "30");
    save(&other, open(&other).await.set("uses_ms", "true")).await;
    let answer = save(&one, late).await;
    assert_eq!(answer.status, 303);
    let page = one.browser.get(answer.location()).await;
    assert!(page.all("[role=status]")[0].contains("ほかの人の変更と合わせて"));
    assert_eq!(saved(&one, ["uses_ms", "staff"]).await, ["true", "30"]);
}

/// Both answered `uses_ms` and `staff`; the other also `uses_pf`, and wrote an answer since.
async fn conflict(one: &Desk, other: &Desk) -> Answer {
    let late = open(one).await.set("uses_ms", "false").set("staff", "30");
    let theirs = open(other).await.set("uses_ms", "true").set("staff", "45");
    save(other, theirs.set("uses_pf", "true")).await;
    one.type_into("cover", "cover.title", "あとの題名").await;
    let answer = save(one, late).await;
    assert_eq!(answer.status, 409);
    answer
}

#[actix_web::test]
async fn both_answers_are_shown_and_a_second_click_does_not_write_over_the_others() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let answer = conflict(&one, &other).await;
    let shown = |field: &str| answer.all(&format!("fieldset[id={field}] .prose-text"));
    assert_eq!(shown("uses_ms"), ["いいえ", "はい"]);
    assert_eq!(shown("staff"), ["30", "45"]);
    assert_eq!(
        answer.all("fieldset.item").len(),
        2,
        "only what both changed"
    );
    let saved_line = &answer.all("[role=alert] p")[0];
    assert!(saved_line.contains("other@demo.invalid"), "{saved_line}");
    let unchosen = form_of(&answer, "main form");
    let again = unchosen
        .set("choose:staff", "mine")
        .press(&one.browser, "merge")
        .await;
    assert_eq!(again.status, 409, "a choice for each is needed");
    assert_eq!(again.all("[role=alert] a").len(), 1);
    assert_eq!(
        form_of(&again, "main form").get("choose:staff"),
        "mine",
        "the choice made is kept"
    );
    assert_eq!(saved(&one, ["uses_ms", "staff"]).await, ["true", "45"]);
}

#[actix_web::test]
async fn who_posts_without_a_choice_is_led_to_it() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let answer = conflict(&one, &other).await;
    let form = form_of(&answer, "main form");
    let again = form.press(&one.browser, "merge").await;
    assert_eq!(again.status, 409);
    for field in ["uses_ms", "staff"] {
        leads_to_the_choice(&again, field);
    }
}

#[actix_web::test]
async fn each_question_is_saved_as_it_was_chosen() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let answer = conflict(&one, &other).await;
    let form = form_of(&answer, "main form")
        .set("choose:uses_ms", "mine")
        .set("choose:staff", "theirs");
    let answer = form.press(&one.browser, "merge").await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        saved(&one, ["uses_ms", "staff", "uses_pf"]).await,
        ["false", "45", "true"]
    );
}

#[actix_web::test]
async fn a_third_save_in_between_is_a_conflict_of_its_own() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let form = form_of(&conflict(&one, &other).await, "main form")
        .set("choose:uses_ms", "mine")
        .set("choose:staff", "mine");
    save(&other, open(&other).await.set("staff", "60")).await;
    let answer = form.press(&one.browser, "merge").await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.all("fieldset.item").len(), 1, "the other is decided");
    assert_eq!(answer.all("fieldset[id=staff] .prose-text"), ["30", "60"]);
    let form = form_of(&answer, "main form").set("choose:staff", "theirs");
    assert_eq!(form.press(&one.browser, "merge").await.status, 303);
    assert_eq!(saved(&one, ["uses_ms", "staff"]).await, ["false", "60"]);
}

#[actix_web::test]
async fn mending_a_typing_error_does_not_write_over_the_others() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let late = open(&one).await.set("staff", "多数");
    save(&other, open(&other).await.set("staff", "45")).await;
    let answer = save(&one, late).await;
    assert_eq!(answer.status, 422);
    let mended = form_of(&answer, "#facts-form").set("staff", "30");
    let answer = save(&one, mended.clone()).await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.all("fieldset[id=staff] .prose-text"), ["30", "45"]);
    // A page that cannot say what it showed writes over nothing either.
    for revision in ["", "0", "99"] {
        let answer = save(&one, mended.clone().set("revision", revision)).await;
        assert_eq!(answer.status, 409, "{revision:?}");
    }
    assert_eq!(saved(&one, ["staff"]).await, ["45"]);
}
