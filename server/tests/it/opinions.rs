//! Opinions: sent by anybody, counted, closed to the minute, never shown with a name.

mod secrets;

use domain::interchange::import;
use domain::{BodyCode, Command, ConsultationId, FormId, Role};
use jiff::civil::{Date, date};
use workflow::{Actor, AssessmentKey, NewAssessment, NewConsultation};

use crate::helpers::{Answer, BODY, Browser, TestApp, content};

const SECRET: &str = "地下9階の極秘サーバー室";
const TEXT: &str = "保管の場所について、もう少し詳しい説明をお願いします。";
const CONTACT: &str = "resident@demo.invalid";

/// The document with [`SECRET`] in the place of the first phrase that it withholds.
fn with_secret(json: &str) -> String {
    const BEFORE: &str = "\"withheld\": \"";
    let Some((start, rest)) = json.split_once(BEFORE) else {
        return json.to_owned();
    };
    let (_, rest) = rest.split_once('"').unwrap();
    format!("{start}{BEFORE}{SECRET}\"{rest}")
}

/// 基礎項目 and 全項目 of the demo as drafts, with a withheld phrase of their own.
pub async fn drafts(app: &TestApp, editor: &Actor) {
    let workflow = app.workflow();
    for form in ["kiso", "zenkomoku"] {
        let path = format!(
            "{}/../content/demo/mihon-1-{form}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let json = std::fs::read_to_string(path).unwrap();
        // A title that stands in no printed text, for the gate.
        let json =
            with_secret(&json).replace("住民基本台帳に関する事務", "見本の台帳と名簿を扱う事務");
        let content = content();
        let find = |form: &FormId, _: Option<&domain::EditionId>| content.newest(form.as_str());
        let imported = import(&json, &find).unwrap();
        let new = NewAssessment {
            form: imported.form.clone(),
            number: imported.number.clone(),
            agency: imported.agency.clone(),
            facts: imported.facts.clone(),
        };
        let key = workflow.create_assessment(editor, new).await.unwrap();
        let open = workflow.open_assessment(editor, &key).await.unwrap();
        let document = imported.apply_to(Some(&open.document));
        workflow
            .save_answers(editor, &key, 1, document.answers)
            .await
            .unwrap();
    }
}

/// 全項目 of the demo, with a withheld phrase of its own, ready for its consultation.
pub async fn ready(app: &TestApp) -> (Actor, Actor, AssessmentKey, i64) {
    let (editor, approver) = (
        app.actor(Role::Editor).await,
        app.actor(Role::Approver).await,
    );
    let coordinator = app.actor(Role::Coordinator).await;
    drafts(app, &editor).await;
    let workflow = app.workflow();
    let key = AssessmentKey {
        body: BodyCode::parse(BODY).unwrap(),
        number: domain::AssessmentNumber::parse("1").unwrap(),
        form: FormId::parse("zenkomoku").unwrap(),
    };
    let seen = workflow
        .open_assessment(&editor, &key)
        .await
        .unwrap()
        .revision;
    workflow
        .act(&editor, &key, seen, Command::SubmitForReview)
        .await
        .unwrap();
    workflow
        .act(&approver, &key, seen, Command::Check)
        .await
        .unwrap();
    workflow
        .act(&coordinator, &key, seen, Command::PrepareConsultation)
        .await
        .unwrap();
    (editor, coordinator, key, seen)
}

fn period(from: Date, to: Date) -> NewConsultation {
    NewConsultation {
        from,
        to,
        method: "様式から送る。".to_owned(),
        contact: "総務課".to_owned(),
    }
}

/// Open from 1 to 30 April 2026; the clock stands at nine in the morning of the first.
pub async fn open(app: &TestApp) -> (Actor, Actor, ConsultationId) {
    let (editor, coordinator, key, seen) = ready(app).await;
    let publisher = app.publisher();
    publisher.build_all().await.unwrap();
    let new = period(date(2026, 4, 1), date(2026, 4, 30));
    let opened = publisher
        .open_consultation(&coordinator, &key, seen, new)
        .await
        .unwrap();
    assert!(opened.is_shown);
    (editor, coordinator, opened.id)
}

/// Fills the form after ten seconds and posts it.
pub async fn send(
    app: &TestApp,
    browser: &Browser,
    id: &ConsultationId,
    change: &[(&str, &str)],
) -> Answer {
    let form = browser
        .get(&format!("/consultations/{id}/opinions/new"))
        .await;
    let token = form
        .attribute("input[name=token]", "value")
        .unwrap_or_default();
    app.clock.advance(10);
    let mut fields = vec![
        ("item", ""),
        ("text", TEXT),
        ("name", "甲野"),
        ("contact", CONTACT),
        ("consent", "yes"),
        ("website", ""),
        ("token", token.as_str()),
    ];
    for (name, value) in change {
        for field in fields.iter_mut().filter(|field| field.0 == *name) {
            field.1 = value;
        }
    }
    browser
        .post(&format!("/consultations/{id}/opinions"), &fields)
        .await
}

fn receipt(answer: &Answer) -> String {
    answer.attribute("[data-receipt]", "data-receipt").unwrap()
}

#[tokio::test]
async fn anybody_sends_an_opinion_without_account_cookie_or_script() {
    let app = TestApp::spawn().await;
    let (_, _, id) = open(&app).await;
    let page = app.get(&format!("/consultations/{id}/")).await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains(SECRET) && page.text().contains("総務課"));
    let link = format!("/consultations/{id}/opinions/new?item=I.1.content");
    let form = app.get(&link).await;
    assert_eq!(form.status, 200);
    assert_eq!(form.header("cache-control"), "no-store");
    assert!(
        form.header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert!(form.all("script").is_empty() && form.set_cookies().is_empty());

    let answer = send(&app, &app.browser(), &id, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.set_cookies().is_empty());
    let number = receipt(&answer);
    let asked = app
        .browser()
        .post(
            &format!("/consultations/{id}/receipt"),
            &[("receipt", &number)],
        )
        .await;
    assert!(asked.text().contains("回答はまだ公表されていません"));
    let wrong = [("receipt", "0000-0000-0000-0000")];
    let asked = app
        .browser()
        .post(&format!("/consultations/{id}/receipt"), &wrong)
        .await;
    assert_eq!(asked.status, 404);
}

#[tokio::test]
async fn a_form_sent_twice_has_one_receipt_and_a_filled_trap_none() {
    let app = TestApp::spawn().await;
    let (editor, _, id) = open(&app).await;
    let browser = app.browser();
    let form = browser
        .get(&format!("/consultations/{id}/opinions/new"))
        .await;
    let token = form.attribute("input[name=token]", "value").unwrap();
    let fields = [
        ("text", TEXT),
        ("consent", "yes"),
        ("token", token.as_str()),
    ];
    let path = format!("/consultations/{id}/opinions");
    let fast = browser.post(&path, &fields).await;
    assert_eq!(fast.status, 422, "faster than anybody reads");
    assert!(fast.text().contains(TEXT), "what was typed comes back");
    app.clock.advance(10);
    let one = browser.post(&path, &fields).await;
    let other = browser.post(&path, &fields).await;
    assert_eq!(receipt(&one), receipt(&other));
    // Another text is another opinion: it is not lost under the receipt of the first one.
    let rewritten = [
        ("text", "書き直した意見です。"),
        ("consent", "yes"),
        ("token", token.as_str()),
    ];
    let refused = browser.post(&path, &rewritten).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("書き直した意見です。"));
    let fresh = refused.attribute("input[name=token]", "value").unwrap();
    assert_ne!(fresh, token);
    let mut again = rewritten;
    again[2].1 = &fresh;
    let second = browser.post(&path, &again).await;
    assert_ne!(receipt(&second), receipt(&one));
    let trapped = send(&app, &browser, &id, &[("website", "http://spam.example")]).await;
    assert_eq!(trapped.status, 422);
    assert!(trapped.text().contains(TEXT));
    let digits = send(
        &app,
        &browser,
        &id,
        &[("text", "番号は123456789018です。よろしく。")],
    )
    .await;
    assert_eq!(digits.status, 422);
    assert!(digits.text().contains("個人番号は書かないでください"));
    let half = browser
        .send(browser.form(&path).body("text=%ED%A0%80abc&consent=yes"))
        .await;
    assert_eq!(half.status, 400);
    assert!(half.text().contains("\u{FFFD}"));
    let big = browser
        .send(browser.form(&path).body("a".repeat(70_000)))
        .await;
    assert_eq!(big.status, 413);
    let all = app.workflow().opinions(&editor, &id).await.unwrap();
    assert_eq!(all.opinions.len(), 2);
}

#[tokio::test]
async fn one_address_waits_after_ten_opinions_and_another_does_not() {
    let app = TestApp::spawn_with(|config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let (_, _, id) = open(&app).await;
    let browser = app.browser();
    let path = format!("/consultations/{id}/opinions");
    let post = async |address: &str| {
        let request = browser.form(&path).header("x-forwarded-for", address);
        browser.send(request.body("text=short")).await
    };
    for _ in 0..10 {
        assert_eq!(post("192.0.2.1").await.status, 422);
    }
    let stopped = post("192.0.2.1").await;
    assert_eq!(stopped.status, 429);
    assert!(!stopped.header("retry-after").is_empty());
    assert_eq!(post("192.0.2.2").await.status, 422);
}

#[tokio::test]
async fn it_closes_to_the_minute_though_nobody_saw_to_it() {
    let app = TestApp::spawn().await;
    let (editor, _, id) = open(&app).await;
    let browser = app.browser();
    // The clock stood at 00:00 UTC of 1 April; the last day ends at 15:00 UTC of the 30th.
    app.clock.advance(29 * 86_400 + 15 * 3_600 - 11);
    let last = send(&app, &browser, &id, &[]).await;
    assert_eq!(last.status, 200, "{}", last.text());
    let late = send(&app, &browser, &id, &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains(TEXT), "what was typed comes back");
    let static_page = app.get(&format!("/consultations/{id}/")).await;
    assert!(
        static_page.text().contains("まで、意見を受け付けています"),
        "not rewritten yet"
    );
    app.publisher().bring_up_to_date().await.unwrap();
    let static_page = app.get(&format!("/consultations/{id}/")).await;
    assert!(
        static_page
            .text()
            .contains("受付は、2026年4月30日の終わりで終了しました")
    );
    let all = app.workflow().opinions(&editor, &id).await.unwrap();
    assert_eq!(all.opinions.len(), 1);
}

#[tokio::test]
async fn neither_what_is_withheld_nor_who_wrote_is_ever_public() {
    let app = TestApp::spawn().await;
    let (editor, coordinator, id) = open(&app).await;
    send(&app, &app.browser(), &id, &[]).await;
    app.clock.advance(40 * 86_400);
    app.publisher().bring_up_to_date().await.unwrap();
    let workflow = app.workflow();
    let answered = |seen, reason: &str| workflow::AnswerOpinions {
        opinions: vec![(1, seen)],
        verdict: Some(domain::opinion::OpinionVerdict::Reflected),
        reason: reason.to_owned(),
    };
    let publish = async || {
        let seen = workflow
            .preview_result(&coordinator, &id)
            .await
            .unwrap()
            .seen;
        app.publisher()
            .publish_result(&coordinator, &id, &seen)
            .await
    };
    let key = AssessmentKey::parse(&format!("{BODY}/1/zenkomoku")).unwrap();
    let document = workflow
        .open_assessment(&editor, &key)
        .await
        .unwrap()
        .document;
    let phrases = document.withheld_phrases();
    let (_, phrase) = phrases
        .iter()
        .find(|(_, text)| text.contains(SECRET))
        .unwrap();
    let leaking = answered(0, &format!("{phrase}のことです。"));
    workflow
        .answer_opinions(&editor, &id, leaking)
        .await
        .unwrap();
    let stopped = publish().await;
    assert!(
        matches!(stopped, Err(server::site::PublishError::Leaked(_))),
        "{stopped:?}"
    );
    let clean = answered(1, "説明を書き足しました。");
    workflow.answer_opinions(&editor, &id, clean).await.unwrap();
    publish().await.unwrap();
    let page = app.get(&format!("/consultations/{id}/")).await;
    assert!(page.text().contains("説明を書き足しました。") && page.text().contains(TEXT));
    let mut read = 0;
    for entry in walkdir::WalkDir::new(&app.site_dir) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
            for word in [SECRET, CONTACT, "甲野"] {
                assert!(!text.contains(word), "{}", entry.path().display());
            }
            read += 1;
        }
    }
    assert!(read > 20, "{read}");
}
