//! Affairs, incidents and plans over HTTP.

use domain::Role;
use jiff::ToSpan;

use super::helpers::{fill_everything, form_of, start};
use crate::helpers::TestApp;

/// What must stand in no public file.
const CANARY: &str = "計画だけに書いた秘密の語句";

#[actix_web::test]
async fn an_affair_is_registered_judged_and_comes_back_typed_when_it_is_wrong() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    let page = editor.get("/desk/affairs").await;
    assert_eq!(page.all(".empty").len(), 1);
    let blank = editor.get("/desk/affairs/new").await;
    let form = form_of(&blank, "#affair-form")
        .set("number", "1")
        .set("agency", "見本市長")
        .set("name", "住民基本台帳に関する事務")
        .set("headcount", "10,000")
        .set("staff", "499")
        .set("incident", "false");
    let wrong = form
        .clone()
        .set("exchange_from", "いつか")
        .press(&editor, "")
        .await;
    assert_eq!(wrong.status, 422);
    assert_eq!(
        wrong.attribute("#exchange_from", "value").as_deref(),
        Some("いつか")
    );
    assert_eq!(
        wrong.attribute("#headcount", "value").as_deref(),
        Some("10,000")
    );
    let done = form.press(&editor, "").await;
    assert_eq!(
        (done.status, done.location()),
        (303, "/desk/affairs/992011/1/")
    );
    let page = editor.get("/desk/affairs/992011/1/").await;
    assert!(
        page.text()
            .contains("基礎項目評価の実施が義務付けられます。（未確認）")
    );
    assert_eq!(
        page.all("tr[aria-current=true]").len(),
        1,
        "the row that decided"
    );
    let again = form.press(&editor, "").await;
    assert_eq!(again.status, 422, "the number is taken");

    let save = form_of(&page, "#affair-form").set("headcount", "300000");
    assert_eq!(save.press(&editor, "").await.status, 303);
    let stale = save.set("headcount", "5").press(&editor, "").await;
    assert_eq!(stale.status, 422, "somebody saved since");
    assert_eq!(stale.attribute("#headcount", "value").as_deref(), Some("5"));
    let listed = editor.get("/desk/affairs?duty=kiso-zenkomoku").await;
    assert_eq!(listed.all("tbody tr").len(), 1);
    assert_eq!(
        editor
            .get("/desk/affairs?duty=kiso")
            .await
            .all("tbody tr")
            .len(),
        0
    );
    assert_eq!(editor.get("/desk/affairs/992011/2/").await.status, 404);
    assert_eq!(editor.get("/desk/affairs/993018/1/").await.status, 404);
}

#[actix_web::test]
async fn an_incident_judges_the_affairs_of_its_agency_again() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    start(&editor, "kiso", "1").await;
    let page = editor.get("/desk/affairs/992011/1/").await;
    let form = form_of(&page, "#affair-form")
        .set("name", "見本事務")
        .set("headcount", "10000")
        .set("staff", "10")
        .set("incident", "false");
    assert_eq!(form.press(&editor, "").await.status, 303);
    let today = app.workflow().today();
    let page = editor.get("/desk/incidents").await;
    let agency = page.attribute("#agency option", "value").unwrap();
    let form = form_of(&page, "form[action='/desk/incidents']")
        .set("agency", &agency)
        .set("occurred_on", &today.to_string())
        .set("known_on", &today.to_string())
        .set("persons", "101")
        .set("summary", "書類の誤送付");
    let future = form.clone().set("known_on", &(today + 1.day()).to_string());
    assert_eq!(future.press(&editor, "").await.status, 422);
    assert_eq!(form.press(&editor, "").await.status, 303);
    let page = editor.get("/desk/affairs/992011/1/").await;
    assert!(page.text().contains("重点項目評価の実施が義務付けられます"));
    let basic = editor.get("/desk/assessments/992011/1/kiso/edit/II").await;
    assert!(basic.text().contains("II.3.value"), "the item is there");
}

#[actix_web::test]
async fn a_plan_is_written_and_submitted_and_stands_in_no_public_file() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    let keeper = app.signed_in(Role::Coordinator).await;
    let desk = super::helpers::Desk {
        base: start(&editor, "kiso", "1").await,
        browser: editor,
    };
    fill_everything(&desk).await;
    let plan = "/desk/plans/992011/1/";
    assert_eq!(
        keeper
            .get("/desk/assessments/992011/1/keikaku/")
            .await
            .status,
        404,
        "not yet"
    );
    let page = keeper.get(plan).await;
    let form = form_of(&page, &format!("form[action='{plan}']"));
    assert_eq!(form.press(&keeper, "create").await.status, 303);
    let text = "/desk/assessments/992011/1/keikaku/";
    assert_eq!(keeper.get(text).await.location(), plan);
    let section = format!("{text}edit/cover");
    let cover = form_of(&keeper.get(&section).await, "#editor-form");
    let saved = cover.set("cover.dept", CANARY).press(&keeper, "save").await;
    assert_eq!(saved.status, 303);
    let editors = form_of(&desk.browser.get(&section).await, "#editor-form");
    assert_eq!(
        editors.get("cover.dept"),
        "",
        "an editor may read it, in a form that is off"
    );
    for page in ["preview", "review", "facts", "publish"] {
        assert_eq!(
            keeper.get(&format!("{text}{page}")).await.status,
            404,
            "{page}"
        );
    }

    super::helpers::file_at_once(&app, &desk).await;
    let publish = desk.with(app.signed_in(Role::Approver).await);
    let form = form_of(&publish.get("publish").await, "form[action$='publish']");
    assert_eq!(form.press(&publish.browser, "").await.status, 200);
    let mut files = 0;
    let mut folders = vec![app.site_dir.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!bytes.contains(CANARY), "{}", path.display());
            assert!(!bytes.contains("keikaku/"), "{}", path.display());
        }
    }
    assert!(files > 5, "the site is there");
    assert!(
        !app.get(&format!("/search?q={CANARY}"))
            .await
            .text()
            .contains("/keikaku/")
    );
    assert_eq!(app.get("/assessments/992011/1/keikaku/").await.status, 404);
}
