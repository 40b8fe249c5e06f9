//! Inbox, mail preferences, calendar and trail as pages.

use domain::Role;
use server::post::{self, FileMailer};
use server::upkeep;

use crate::helpers::TestApp;

use super::helpers::{Desk, fill_everything};

async fn submit(editor: &Desk) {
    fill_everything(editor).await;
    assert_eq!(editor.stage("", "submit", "").await.status, 303);
}

#[actix_web::test]
async fn the_inbox_counts_what_is_unread_until_it_is_marked() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    let approver = app.signed_in(Role::Approver).await;
    assert!(
        approver
            .get("/desk/inbox")
            .await
            .text()
            .contains("お知らせはありません")
    );
    submit(&editor).await;
    let page = approver.get("/desk/inbox").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in [
        "庁内確認に提出されました",
        "未読は1件です",
        "お知らせ（未読1件）",
        "見本市",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let id = page
        .attribute(".news-item input[name=id]", "value")
        .unwrap();
    for _ in 0..2 {
        let answer = approver
            .submit("/desk/inbox", "/desk/inbox/read", &[("id", &id)])
            .await;
        assert_eq!((answer.status, answer.location()), (303, "/desk/inbox"));
    }
    let page = approver.get("/desk/inbox").await;
    assert!(page.text().contains("未読は0件です"), "{}", page.text());
    let unread = approver
        .get("/desk/inbox?unread=1&kind=assessment.submitted")
        .await;
    assert!(unread.text().contains("お知らせはありません"));
}

#[actix_web::test]
async fn mail_is_a_file_by_default_and_comes_only_as_wanted() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    let approver = app.signed_in(Role::Approver).await;
    let fields = [
        ("shown", "assessment.submitted"),
        ("shown", "assessment.sent-back"),
    ];
    let page = "/desk/account/mail";
    let before = approver.get(page).await;
    assert_eq!(before.status, 200);
    submit(&editor).await;
    let folder = app.folder.path().join("outbox");
    let mailer = FileMailer::new(folder.clone(), "no-reply@demo.invalid".parse().unwrap());
    let address = "https://portal.demo.invalid";
    let sent = post::send_due(app.workflow(), &mailer, address)
        .await
        .unwrap();
    assert_eq!(sent, 1);
    assert_eq!(
        post::send_due(app.workflow(), &mailer, address)
            .await
            .unwrap(),
        0
    );
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert_eq!(files.len(), 1);
    let answer = approver.submit(page, page, &fields).await;
    assert_eq!((answer.status, answer.location()), (303, page));
    let chosen = approver.get(page).await;
    let is_on = |word: &str| {
        let checked = format!("input[name=kind][value='{word}'][checked]");
        !chosen.all(&checked).is_empty()
    };
    assert!(!is_on("assessment.submitted") && is_on("assessment.checked"));
}

#[actix_web::test]
async fn the_trail_is_shown_to_administrators_and_taken_out_as_a_table() {
    let app = TestApp::spawn().await;
    let editor = Desk::new(&app, "kiso").await;
    submit(&editor).await;
    assert_eq!(editor.browser.get("/desk/audit").await.status, 404);
    assert_eq!(editor.browser.get("/desk/audit.csv").await.status, 404);
    let admin = app.signed_in(Role::BodyAdmin).await;
    let page = admin.get("/desk/audit?action=assessment.submit").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(text.contains("庁内確認に提出しました"), "{text}");
    assert!(
        text.contains("editor@demo.invalid") && text.contains("127.0.0.1"),
        "{text}"
    );
    assert!(
        admin
            .get("/desk/audit?from=x")
            .await
            .text()
            .contains("日付の形ではありません")
    );
    let csv = admin.get("/desk/audit.csv").await;
    assert_eq!(csv.status, 200);
    assert!(
        csv.text().starts_with("\u{feff}番号,日時,だれが,"),
        "{}",
        csv.text()
    );
    assert!(csv.text().contains("監査証跡をCSVで取り出しました"));
    assert!(!csv.text().contains("団体を取り込みました"), "of no body");
    let system = app.signed_in(Role::SystemAdmin).await;
    let answer = system
        .submit("/desk/audit", "/desk/audit/verify", &[])
        .await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/audit"));
    let page = system.get("/desk/audit").await;
    assert!(page.text().contains("改変がないことを確かめました"));
    let refused = admin.submit("/desk/audit", "/desk/audit/verify", &[]).await;
    assert_eq!(refused.status, 404);
}

#[actix_web::test]
async fn a_trail_that_was_cut_off_is_found_by_the_file_beside_the_database() {
    let app = TestApp::spawn_with(|config| config.mail.from = "x@demo.invalid".to_owned()).await;
    let _editor = app.signed_in(Role::Editor).await;
    let mut config = server::config::Config::default();
    config.data.dir = app.folder.path().join("data");
    assert!(upkeep::verify_trail(app.workflow(), &config).await.unwrap());
    let path = server::trail_anchors::path(&config);
    let seen = std::fs::read_to_string(&path).unwrap();
    let other = seen.replacen(|c: char| c.is_ascii_digit(), "9", 1);
    std::fs::write(&path, format!("9{other}")).unwrap();
    assert!(!upkeep::verify_trail(app.workflow(), &config).await.unwrap());
}

#[actix_web::test]
async fn the_calendar_has_a_secret_address_that_can_be_revoked() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    let page = editor.get("/desk/calendar").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("期日はありません"));
    let ics = editor.get("/desk/calendar.ics").await;
    assert!(
        ics.text().starts_with("BEGIN:VCALENDAR\r\n"),
        "{}",
        ics.text()
    );
    let made = editor
        .submit(
            "/desk/calendar",
            "/desk/calendar/feed",
            &[("op", "subscribe")],
        )
        .await;
    assert_eq!(made.status, 200);
    let start = made.text().find("/desk/calendar/feeds/").unwrap();
    let path = made.text()[start..].split('<').next().unwrap().to_owned();
    let feed = app.get(&path).await;
    assert_eq!(feed.status, 200, "{path}");
    assert!(feed.text().ends_with("END:VCALENDAR\r\n"));
    let answer = editor
        .submit("/desk/calendar", "/desk/calendar/feed", &[("op", "revoke")])
        .await;
    assert_eq!((answer.status, answer.location()), (303, "/desk/calendar"));
    assert_eq!(app.get(&path).await.status, 404);
    assert_eq!(app.get("/desk/calendar/feeds/x.ics").await.status, 404);
    let provider = app.signed_in(Role::Provider).await;
    assert_eq!(provider.get("/desk/calendar").await.status, 404);
}
