//! Groups of repeats: added, moved, removed; rows of tables.

use super::helpers::Desk;
use crate::helpers::TestApp;

#[actix_web::test]
async fn groups_of_the_list_page_are_added_moved_and_removed() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    for expected in ["1", "2"] {
        let answer = desk.open("II").await.press(&desk.browser, "add:II").await;
        assert_eq!(answer.status, 303);
        assert_eq!(desk.open("II").await.get("II~count"), expected);
    }
    desk.type_into("II[1]", "II[1].II.1", "一番目").await;
    desk.type_into("II[2]", "II[2].II.1", "二番目").await;
    let moved = desk.open("II").await.press(&desk.browser, "up:II[2]").await;
    assert!(
        moved.location().ends_with("#II%5B1%5D"),
        "{}",
        moved.location()
    );
    assert_eq!(desk.read("II[1]", "II[1].II.1").await, "二番目");
    let asked = desk
        .open("II")
        .await
        .press(&desk.browser, "remove:II[1]")
        .await;
    assert_eq!(asked.status, 200, "something is written there");
    assert!(asked.text().contains("書いた1欄も一緒に消えます"));
    assert_eq!(desk.open("II").await.get("II~count"), "2");
    let form = desk.open("II").await.set("confirmed", "yes");
    form.press(&desk.browser, "remove:II[1]").await;
    assert_eq!(desk.open("II").await.get("II~count"), "1");
    assert_eq!(desk.read("II[1]", "II[1].II.1").await, "一番目");
    assert_eq!(desk.browser.get(&desk.section("II[2]")).await.status, 404);
}

#[actix_web::test]
async fn arranging_groups_within_a_page_keeps_what_is_typed() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    let system = |n: usize| format!("I.2.system[{n}].I.2.system.name");
    desk.open("I")
        .await
        .press(&desk.browser, "add:I.2.system")
        .await;
    let form = desk
        .open("I")
        .await
        .set(&system(1), "既存住基")
        .set("I.1.name", "事務の名称");
    form.press(&desk.browser, "add:I.2.system").await;
    assert_eq!(desk.read("I", "I.1.name").await, "事務の名称");
    let form = desk.open("I").await.set(&system(2), "宛名");
    form.press(&desk.browser, "up:I.2.system[2]").await;
    assert_eq!(desk.read("I", &system(1)).await, "宛名");
    let form = desk.open("I").await.set(&system(1), "団体内統合宛名");
    let asked = form.press(&desk.browser, "remove:I.2.system[2]").await;
    assert!(
        asked.text().contains("団体内統合宛名"),
        "what was typed goes along"
    );
    let form = form.set("confirmed", "yes");
    form.press(&desk.browser, "remove:I.2.system[2]").await;
    let form = desk.open("I").await;
    assert_eq!(
        (form.get("I.2.system~count"), form.get(&system(1))),
        ("1", "団体内統合宛名")
    );
}

#[actix_web::test]
async fn repeats_inside_repeats_are_written() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    desk.open("II").await.press(&desk.browser, "add:II").await;
    let item = "II[1].II.4.item";
    desk.open("II[1]")
        .await
        .press(&desk.browser, &format!("add:{item}"))
        .await;
    let name = format!("{item}[1].II.4.item.title");
    let saved = desk.type_into("II[1]", &name, "帳票の印刷").await;
    assert_eq!(saved.status, 303);
    assert_eq!(desk.read("II[1]", &name).await, "帳票の印刷");
    let page = desk.browser.get(&desk.section("II[1]")).await;
    assert_eq!(page.all(&format!("section[id='{item}[1]']")).len(), 1);
}

#[actix_web::test]
async fn rows_are_written_in_spare_rows_and_blank_ones_go_away() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let key = "att";
    let form = desk.open(key).await;
    let spare: usize = form.get("att~count").parse().unwrap();
    assert!(spare >= 3, "{spare}");
    let form = form
        .set("att[3].att.item", "Ⅰ 関連情報")
        .set("att[3].att.date", "2014-10-01");
    assert_eq!(form.press(&desk.browser, "save").await.status, 303);
    let form = desk.open(key).await;
    assert_eq!(form.get("att[1].att.item"), "Ⅰ 関連情報", "it moved up");
    assert_eq!(form.get("att~count"), (1 + spare).to_string());
    let bad = form
        .set("att[1].att.date", "きのう")
        .press(&desk.browser, "save")
        .await;
    assert_eq!(bad.status, 422);
    assert_eq!(
        bad.attribute("[id='att[1].att.date']", "value").as_deref(),
        Some("きのう")
    );
    assert_eq!(
        bad.all("[id='att[1].att.date-problem']").len(),
        1,
        "beside the cell"
    );
}
