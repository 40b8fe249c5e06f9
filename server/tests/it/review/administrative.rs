//! A full assessment of an administrative organ (行政機関等), by its pages: from the draft over
//! the hearing to the commission, which returns it, approves it, and to the public.

use domain::interchange::import;
use domain::{BodyCode, EditionId, FormId, Regime, Role};
use workflow::{NewAssessment, Operator};

use super::form_of;
use crate::desk::helpers::{Desk, keep_plans};
use crate::helpers::{Answer, BODY, Browser, PASSWORD, TestApp, content};

const REASON: &str = "保管場所の記載が足りない";

/// Starts both documents of the affair with everything written, as the editor.
async fn written(app: &TestApp) {
    let (workflow, editor) = (app.workflow(), app.actor(Role::Editor).await);
    for form in ["kiso", "zenkomoku"] {
        let path = format!(
            "{}/../content/demo/mihon-1-{form}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let json = std::fs::read_to_string(path).unwrap();
        let content = content();
        let find = |form: &FormId, _: Option<&EditionId>| content.newest(form.as_str());
        let imported = import(&json, &find).unwrap();
        let new = NewAssessment {
            form: imported.form.clone(),
            number: imported.number.clone(),
            agency: imported.agency.clone(),
            facts: imported.facts.clone(),
        };
        let key = workflow.create_assessment(&editor, new).await.unwrap();
        let open = workflow.open_assessment(&editor, &key).await.unwrap();
        let answers = imported.apply_to(Some(&open.document)).answers;
        let saved = workflow.save_answers(&editor, &key, 1, answers).await;
        saved.unwrap();
    }
}

/// Somebody who is there already, signed in again.
async fn again(app: &TestApp, role: Role) -> Browser {
    app.actor(role).await;
    let browser = app.browser();
    let email = format!("{}@demo.invalid", role.as_str());
    assert_eq!(browser.sign_in(&email, PASSWORD).await.status, 303);
    browser
}

fn desk(browser: Browser, form: &str) -> Desk {
    Desk {
        browser,
        base: format!("/desk/assessments/{BODY}/1/{form}/"),
    }
}

async fn stage_of(desk: &Desk) -> String {
    let page = desk.get("").await;
    page.attribute("main [data-state]", "data-state").unwrap()
}

/// The newest submission of the body.
async fn newest(officer: &Browser) -> String {
    let inbox = officer
        .get(&format!("/desk/submissions/?body={BODY}&order=newest"))
        .await;
    let link = "main a[href^='/desk/submissions/0']";
    inbox.attribute(link, "href").expect("a submission")
}

/// Presses a decision of the commission with what it asks for.
async fn decide(browser: &Browser, at: &str, op: &str, field: (&str, &str)) -> Answer {
    let page = browser.get(at).await;
    let form = form_of(&page, &format!("form:has(button[value='{op}'])"));
    form.set(field.0, field.1).press(browser, op).await
}

fn blocked(page: &Answer, op: &str) -> Option<String> {
    page.attribute(&format!("button[value='{op}'][disabled]"), "value")
}

#[actix_web::test]
async fn a_full_assessment_of_an_administrative_organ_goes_to_the_commission_and_comes_back() {
    let app = TestApp::spawn().await;
    let body = BodyCode::parse(BODY).unwrap();
    let regime = Regime::Administrative;
    app.workflow()
        .set_regime(Operator, &body, regime)
        .await
        .unwrap();
    written(&app).await;
    let kiso = desk(again(&app, Role::Editor).await, "kiso");
    assert_eq!(kiso.stage("", "submit", "").await.status, 303);
    let approver = kiso.with(again(&app, Role::Approver).await);
    assert_eq!(approver.stage("review", "check", "").await.status, 303);
    keep_plans(&app).await;
    let coordinator = kiso.with(again(&app, Role::Coordinator).await);
    assert_eq!(coordinator.stage("", "file", "").await.status, 303);

    // Nothing is checked in the house; the draft goes to the public notice.
    let editor = desk(kiso.browser, "zenkomoku");
    let page = editor.get("").await;
    assert_eq!(page.attribute("button[value=submit]", "value"), None);
    assert!(page.text().contains("公示の準備"), "what comes next");
    assert_eq!(editor.stage("", "submit", "").await.status, 404);
    let coordinator = desk(coordinator.browser, "zenkomoku");
    let prepared = coordinator.stage("", "prepare-consultation", "").await;
    assert_eq!(prepared.status, 303, "{}", prepared.text());
    let page = coordinator.get("consultation").await;
    assert!(page.all("ul.obstacles").is_empty());
    let opened = form_of(&page, "main form");
    let opened = opened.press(&coordinator.browser, "").await;
    assert_eq!(opened.status, 303, "{}", opened.text());
    assert_eq!(stage_of(&coordinator).await, "consulting");

    app.clock.advance(32 * 86_400);
    let closed = app.workflow().close_due_consultations().await.unwrap();
    assert_eq!(closed.len(), 1);
    let coordinator = desk(again(&app, Role::Coordinator).await, "zenkomoku");
    assert_eq!(stage_of(&coordinator).await, "reworking");
    keep_plans(&app).await;
    let asked = coordinator.stage("", "request-approval", "").await;
    assert_eq!(asked.status, 303, "{}", asked.text());

    let officer = again(&app, Role::PpcReviewer).await;
    let decider = again(&app, Role::PpcApprover).await;
    let here = newest(&officer).await;
    let page = decider.get(&here).await;
    assert_eq!(blocked(&page, "begin"), None);
    for op in ["approve", "return"] {
        assert_eq!(blocked(&page, op).as_deref(), Some(op), "not its turn");
    }
    assert!(page.text().contains("いまの状態（承認申請中）では"), "why");
    let judged = page.all("[aria-labelledby=judged]").join("");
    assert!(judged.contains("対象人数") && judged.contains("全項目評価書"));
    let heard = page.attribute("a[href^='/desk/consultations/']", "href");
    let opinions = decider.get(&heard.unwrap()).await;
    assert_eq!(opinions.status, 200, "{}", opinions.text());
    assert!(
        !opinions.text().contains("opinions.csv"),
        "not theirs to take"
    );
    let page = officer.get(&here).await;
    assert_eq!(page.attribute("button[value=approve]", "value"), None);
    assert_eq!(decide(&officer, &here, "begin", ("", "")).await.status, 303);

    let blank = decide(&decider, &here, "return", ("reason", " ")).await;
    assert_eq!(blank.status, 409, "{}", blank.text());
    let returned = decide(&decider, &here, "return", ("reason", REASON)).await;
    assert_eq!(returned.status, 303, "{}", returned.text());
    assert_eq!(stage_of(&coordinator).await, "reworking");
    let editor = desk(again(&app, Role::Editor).await, "zenkomoku");
    assert!(editor.get("").await.text().contains(REASON));
    let saved = editor.type_into("I", "I.1.content", "直した内容。").await;
    assert_eq!(saved.status, 303, "{}", saved.text());

    let asked = coordinator.stage("", "request-approval", "").await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let second = newest(&officer).await;
    assert_ne!(second, here);
    assert_eq!(
        decide(&officer, &second, "begin", ("", "")).await.status,
        303
    );
    let tomorrow = app.workflow().today().tomorrow().unwrap().to_string();
    let early = decide(&decider, &second, "approve", ("approved_on", &tomorrow)).await;
    assert_eq!(early.status, 409);
    let kept = early.attribute("#approved-on", "value");
    assert_eq!(kept, Some(tomorrow), "what was typed is still there");
    let today = app.workflow().today().to_string();
    let approved = decide(&decider, &second, "approve", ("approved_on", &today)).await;
    assert_eq!(approved.status, 303, "{}", approved.text());

    let approver = desk(again(&app, Role::Approver).await, "zenkomoku");
    assert_eq!(stage_of(&approver).await, "commission-approved");
    let page = approver.get("publish").await;
    assert!(page.all("ul.obstacles").is_empty());
    let published = form_of(&page, "main form");
    let published = published.press(&approver.browser, "").await;
    assert_eq!(published.status, 200, "{}", published.text());
    assert_eq!(stage_of(&approver).await, "published");
}
