//! Two people write at the same time.

use domain::Role;

use super::helpers::{Desk, PageForm, form_of};
use crate::helpers::{BODY, TestApp};

/// Two editors of the same body at the same assessment.
pub async fn two(app: &TestApp) -> (Desk, Desk) {
    let one = Desk::new(app, "zenkomoku").await;
    app.person_at("other@demo.invalid", Role::Editor, BODY)
        .await;
    let browser = app.browser();
    browser
        .sign_in("other@demo.invalid", crate::helpers::PASSWORD)
        .await;
    let other = one.with(browser);
    (one, other)
}

const CONTENT: &str = "I.1.content";
const NAME: &str = "I.1.name";

#[actix_web::test]
async fn changes_to_different_fields_are_put_together() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let late = one.open("I").await.set(CONTENT, "わたしの内容");
    other.type_into("I", NAME, "あちらの名称").await;
    other
        .type_into("cover", "cover.title", "あちらの題名")
        .await;
    let answer = late.press(&one.browser, "save").await;
    assert_eq!(answer.status, 303);
    let page = one.browser.get(answer.location()).await;
    assert!(page.all("[role=status]")[0].contains("ほかの人の変更と合わせて"));
    assert_eq!(one.read("I", CONTENT).await, "わたしの内容");
    assert_eq!(one.read("I", NAME).await, "あちらの名称");
    assert_eq!(one.read("cover", "cover.title").await, "あちらの題名");
}

/// The page of a conflict over [`CONTENT`]; the other person also changed [`NAME`].
async fn conflict(one: &Desk, other: &Desk) -> (crate::helpers::Answer, PageForm) {
    let late = one.open("I").await.set(CONTENT, "わたしの内容\n二行目");
    let theirs = other
        .open("I")
        .await
        .set(CONTENT, "あちらの内容")
        .set(NAME, "あちらの名称");
    assert_eq!(theirs.press(&other.browser, "save").await.status, 303);
    let answer = late.press(&one.browser, "save").await;
    assert_eq!(answer.status, 409);
    let form = form_of(&answer, "main form");
    (answer, form)
}

/// Without a mouse: the summary has the focus, says what to do, and leads to the first radio
/// button, which names the problem.
pub fn leads_to_the_choice(page: &crate::helpers::Answer, field: &str) {
    let summary = page.all("[role=alert][tabindex='-1'][autofocus]");
    assert_eq!(summary.len(), 1);
    assert!(summary[0].contains("どちらを残すかを選んでください"));
    let id = format!("choose:{field}");
    assert_eq!(page.all(&format!("[role=alert] a[href='#{id}']")).len(), 1);
    let radio = format!("input[type=radio][id='{id}']");
    let problem = page.attribute(&radio, "aria-describedby").unwrap();
    assert_eq!(page.all(&format!("[id='{problem}']")).len(), 1);
    assert_eq!(page.all("input[type=radio][checked]").len(), 0);
}

#[actix_web::test]
async fn both_texts_are_shown_and_nothing_is_saved_before_a_choice() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let (answer, form) = conflict(&one, &other).await;
    let item = |side: &str| answer.all(&format!("[id='{CONTENT}'] {side} .prose-text"));
    assert_eq!(
        item(".beside-side:not(.beside-public)"),
        ["わたしの内容\n二行目"]
    );
    assert_eq!(item(".beside-public"), ["あちらの内容"]);
    assert_eq!(
        answer.all("fieldset.item").len(),
        1,
        "only what both changed"
    );
    assert!(answer.text().contains("other@demo.invalid"));
    let unchosen = form.press(&one.browser, "merge").await;
    assert_eq!(unchosen.status, 409, "a choice is needed");
    assert_eq!(unchosen.all("[role=alert] a").len(), 1);
    leads_to_the_choice(&unchosen, CONTENT);
    assert!(
        form_of(&unchosen, "main form")
            .get(CONTENT)
            .starts_with("わたしの内容")
    );
    assert_eq!(one.read("I", CONTENT).await, "あちらの内容");
}

#[actix_web::test]
async fn each_choice_saves_what_it_says_and_keeps_what_the_other_did_elsewhere() {
    let choices = [
        ("mine", "わたしの内容\n二行目"),
        ("theirs", "あちらの内容"),
        ("merged", "両方の内容"),
    ];
    for (choice, expected) in choices {
        let app = TestApp::spawn().await;
        let (one, other) = two(&app).await;
        let (_, form) = conflict(&one, &other).await;
        let form = form
            .set(&format!("choose:{CONTENT}"), choice)
            .set(&format!("merged:{CONTENT}"), "両方の内容");
        let answer = form.press(&one.browser, "merge").await;
        assert_eq!(answer.status, 303, "{choice}");
        assert_eq!(one.read("I", CONTENT).await, expected);
        assert_eq!(one.read("I", NAME).await, "あちらの名称", "{choice}");
    }
}

#[actix_web::test]
async fn a_rewritten_text_with_a_problem_comes_back_with_everything() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let (_, form) = conflict(&one, &other).await;
    let form = form
        .set(&format!("choose:{CONTENT}"), "merged")
        .set(&format!("merged:{CONTENT}"), "書き直し｛非公表:期間｜");
    let answer = form.press(&one.browser, "merge").await;
    assert_eq!(answer.status, 409);
    let problem = answer.all(&format!("[id='merged:{CONTENT}-problem']"));
    assert!(problem[0].contains("閉じていません"), "{problem:?}");
    let form = form_of(&answer, "main form");
    assert_eq!(
        form.get(&format!("merged:{CONTENT}")),
        "書き直し｛非公表:期間｜"
    );
    assert_eq!(form.get(CONTENT), "わたしの内容\n二行目");
    assert_eq!(form.get(&format!("choose:{CONTENT}")), "merged");
}

#[actix_web::test]
async fn a_third_save_in_between_is_a_conflict_of_its_own() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    let (_, form) = conflict(&one, &other).await;
    other.type_into("I", CONTENT, "さらに直した内容").await;
    let form = form.set(&format!("choose:{CONTENT}"), "mine");
    let answer = form.press(&one.browser, "merge").await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("さらに直した内容"));
    let form = form_of(&answer, "main form").set(&format!("choose:{CONTENT}"), "mine");
    assert_eq!(form.press(&one.browser, "merge").await.status, 303);
    assert_eq!(one.read("I", CONTENT).await, "わたしの内容\n二行目");
}

#[actix_web::test]
async fn a_section_that_is_gone_gives_the_text_back() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    one.open("II").await.press(&one.browser, "add:II").await;
    let late = one
        .open("II[1]")
        .await
        .set("II[1].II.6.place", "消えた組への記載");
    other
        .open("II")
        .await
        .press(&other.browser, "remove:II[1]")
        .await;
    let answer = late.press(&one.browser, "save").await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("消えた組への記載"));
    assert!(
        answer.text().contains("保管場所"),
        "it says which field it was"
    );
    assert_eq!(one.browser.get(&one.section("II[1]")).await.status, 404);
}

#[actix_web::test]
async fn nothing_lands_in_a_group_that_took_the_place_of_a_removed_one() {
    for first in ["最初のファイル", ""] {
        let app = TestApp::spawn().await;
        let (one, other) = two(&app).await;
        for _ in 0..2 {
            one.open("II").await.press(&one.browser, "add:II").await;
        }
        one.type_into("II[1]", "II[1].II.1", first).await;
        one.type_into("II[2]", "II[2].II.1", "二つ目のファイル")
            .await;
        let place = "II[1].II.6.place";
        let late = one
            .open("II[1]")
            .await
            .set(place, "最初のファイルの保管場所");
        for op in ["remove:II[1]", "add:II", "up:II[2]"] {
            let form = other.open("II").await.set("confirmed", "yes");
            let done = form.press(&other.browser, op).await;
            assert_eq!(done.status, 303, "{op}");
        }
        other
            .type_into("II[1]", "II[1].II.1", "別の新ファイルC")
            .await;
        let answer = late.press(&one.browser, "save").await;
        assert_eq!(answer.status, 409, "{first:?}");
        let typed: Vec<(String, String)> =
            answer.all("dt").into_iter().zip(answer.all("dd")).collect();
        assert!(
            typed
                .iter()
                .any(|(label, text)| label.contains("保管場所")
                    && text == "最初のファイルの保管場所"),
            "to be copied: {typed:?}"
        );
        assert_eq!(one.read("II[1]", "II[1].II.1").await, "別の新ファイルC");
        for file in ["II[1]", "II[2]"] {
            assert_eq!(one.read(file, &format!("{file}.II.6.place")).await, "");
        }
    }
}

#[actix_web::test]
async fn a_group_that_was_moved_and_changed_is_met_again_at_its_new_place() {
    let app = TestApp::spawn().await;
    let (one, other) = two(&app).await;
    for name in ["一", "二"] {
        one.open("II").await.press(&one.browser, "add:II").await;
        let file = if name == "一" { "II[1]" } else { "II[2]" };
        one.type_into(file, &format!("{file}.II.1"), name).await;
    }
    let (here, there) = ("II[1].II.2.dept", "II[2].II.2.dept");
    let late = one.open("II[1]").await.set(here, "総務課");
    let list = other.open("II").await;
    let moved = list.press(&other.browser, "down:II[1]").await;
    assert_eq!(moved.status, 303);
    other.type_into("II[2]", there, "税務課").await;
    let answer = late.press(&one.browser, "save").await;
    assert_eq!(answer.status, 409);
    let form = form_of(&answer, "main form");
    assert_eq!(form.action, one.section("II[2]"));
    let form = form.set(&format!("choose:{there}"), "mine");
    assert_eq!(form.press(&one.browser, "merge").await.status, 303);
    assert_eq!(one.read("II[2]", there).await, "総務課");
    assert_eq!(one.read("II[2]", "II[2].II.1").await, "一");
    assert_eq!(one.read("II[1]", here).await, "");
}

#[actix_web::test]
async fn a_list_of_groups_that_both_changed_can_be_chosen_as_a_whole() {
    for (choice, count, name) in [
        ("mine", "1", "こちらのシステム"),
        ("theirs", "2", "あちらのシステム"),
    ] {
        let app = TestApp::spawn().await;
        let (one, other) = two(&app).await;
        one.open("I")
            .await
            .press(&one.browser, "add:I.2.system")
            .await;
        let field = "I.2.system[1].I.2.system.name";
        let late = one.open("I").await.set(field, "こちらのシステム");
        let theirs = other.open("I").await.set(field, "あちらのシステム");
        theirs.press(&other.browser, "add:I.2.system").await;
        let answer = late.press(&one.browser, "save").await;
        assert_eq!(answer.status, 409);
        let form = form_of(&answer, "main form").set("choose:I.2.system", choice);
        assert_eq!(form.press(&one.browser, "merge").await.status, 303);
        let now = one.open("I").await;
        assert_eq!((now.get("I.2.system~count"), now.get(field)), (count, name));
    }
}
