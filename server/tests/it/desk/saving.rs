//! Saving never loses text.

use domain::Role;

use super::helpers::{Desk, start};
use crate::helpers::TestApp;

#[actix_web::test]
async fn invalid_notation_comes_back_typed_in_place_with_the_problem_beside_it() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let typed = "一行目\n二行目｛非公表:期間｜30日";
    let form = desk.open("cover").await.set("cover.title", typed);
    let answer = form.press(&desk.browser, "save").await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.attribute("[id='cover.title']", "value").as_deref(),
        Some(typed),
        "typed in place"
    );
    assert_eq!(
        answer
            .attribute("[id='cover.title']", "aria-invalid")
            .as_deref(),
        Some("true")
    );
    assert!(answer.all("[id='cover.title-problem']")[0].contains("2行4文字目"));
    let link = "[role=alert] a[href='#cover.title']";
    assert_eq!(answer.all(link).len(), 1, "the summary leads to the field");
    assert_eq!(
        desk.read("cover", "cover.title").await,
        "",
        "nothing was saved"
    );
}

#[actix_web::test]
async fn a_leading_line_break_and_blanks_are_kept() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    let typed = "\n　字下げした一行目\n\n\n末尾に空白  ";
    desk.type_into("I", "I.1.content", typed).await;
    assert_eq!(desk.read("I", "I.1.content").await, typed);
    let again = desk.open("I").await.press(&desk.browser, "save").await;
    assert_eq!(again.status, 303);
    assert_eq!(
        desk.read("I", "I.1.content").await,
        typed,
        "saved once more"
    );
}

#[actix_web::test]
async fn unknown_fields_are_ignored_and_other_sections_untouched() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    desk.type_into("cover", "cover.title", "住民基本台帳事務")
        .await;
    let form = desk
        .open("I")
        .await
        .set("cover.title", "書き換え")
        .set("no.such.item", "x");
    assert_eq!(form.press(&desk.browser, "save").await.status, 303);
    assert_eq!(desk.read("cover", "cover.title").await, "住民基本台帳事務");
}

#[actix_web::test]
async fn a_field_cut_off_on_the_way_is_not_emptied() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    desk.type_into("cover", "cover.title", "住民基本台帳事務")
        .await;
    let mut form = desk.open("cover").await;
    form.fields.retain(|(name, _)| name != "cover.title");
    assert_eq!(form.press(&desk.browser, "save").await.status, 303);
    assert_eq!(desk.read("cover", "cover.title").await, "住民基本台帳事務");
}

#[actix_web::test]
async fn a_double_click_saves_once() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let form = desk.open("cover").await.set("cover.title", "二度押し");
    for _ in 0..2 {
        assert_eq!(form.press(&desk.browser, "save").await.status, 303);
    }
    let saves = desk.get("history").await.all("tbody tr");
    let saves = saves
        .iter()
        .filter(|row| row.contains("記載を保存"))
        .count();
    assert_eq!(saves, 1);
}

#[actix_web::test]
async fn a_thousand_lines_are_a_list_of_a_thousand() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    desk.open("II").await.press(&desk.browser, "add:II").await;
    let lines: Vec<String> = (1..=1000).map(|n| format!("記録項目{n}")).collect();
    let name = "II[1].II.att2";
    assert_eq!(
        desk.type_into("II[1]", name, &lines.join("\n"))
            .await
            .status,
        303
    );
    assert_eq!(desk.read("II[1]", name).await.lines().count(), 1000);
    let preview = desk.get("preview").await;
    let full = "[id='II[1].II.att2'] .beside-side:not(.beside-public) li";
    assert_eq!(preview.all(full).len(), 1000);
}

#[actix_web::test]
async fn buttons_save_before_they_lead_on() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let leads = [
        ("next", desk.section("I")),
        ("preview", desk.at("preview")),
        ("close", desk.at("")),
    ];
    for (op, expected) in leads {
        let form = desk.open("cover").await.set("cover.title", op);
        let answer = form.press(&desk.browser, op).await;
        assert_eq!((answer.status, answer.location()), (303, expected.as_str()));
        assert_eq!(desk.read("cover", "cover.title").await, op);
    }
}

#[actix_web::test]
async fn what_cannot_be_started_comes_back_typed() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let page = desk.browser.get("/desk/assessments/new").await;
    let form = super::helpers::form_of(&page, "#new-form")
        .set("form", "kiso")
        .set("number", "1")
        .set("agency", "見本市教育委員会")
        .set("headcount", "多数");
    let answer = form.press(&desk.browser, "").await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.attribute("#headcount", "value").as_deref(),
        Some("多数")
    );
    let answer = form
        .set("headcount", "１２，０００")
        .press(&desk.browser, "")
        .await;
    assert_eq!(answer.status, 422, "the number is taken");
    assert_eq!(
        answer.attribute("#agency", "value").as_deref(),
        Some("見本市教育委員会")
    );
    assert_eq!(
        answer.all(&format!("main a[href='{}']", desk.base)).len(),
        1
    );
    let slash = start(&desk.browser, "kiso", "住-1/2").await;
    assert_eq!(
        desk.browser.get(&slash).await.status,
        200,
        "any number has an address"
    );
}

#[actix_web::test]
async fn nothing_is_written_while_it_is_under_review() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    super::helpers::fill_everything(&desk).await;
    let form = desk
        .open("cover")
        .await
        .set("cover.title", "遅れて届いた題名");
    desk.stage("", "submit", "").await;
    let answer = form.press(&desk.browser, "save").await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("遅れて届いた題名"), "to be copied");
    let page = desk.browser.get(&desk.section("cover")).await;
    assert_eq!(page.all("#editor-form fieldset[disabled]").len(), 1);
    assert_eq!(desk.stage("", "withdraw", "").await.status, 303);
    assert_ne!(desk.read("cover", "cover.title").await, "遅れて届いた題名");
    let approver = desk.with(app.signed_in(Role::Approver).await);
    let page = approver.browser.get(&desk.section("cover")).await;
    assert_eq!(
        page.all("#editor-form fieldset[disabled]").len(),
        1,
        "who approves does not write"
    );
}
