//! The portal's pages of inquiries.

use domain::Role;

use crate::helpers::TestApp;

const QUESTION: [(&str, &str); 4] = [
    ("category", "software-technical"),
    ("subject", "保管場所の書き方"),
    ("text", "どこまで書けばよいでしょうか。"),
    ("once", "a"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_asked_answered_agreed_to_and_published_by_forms() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    for _ in 0..2 {
        let sent = editor
            .submit("/desk/inquiries/new", "/desk/inquiries/new", &QUESTION)
            .await;
        assert_eq!((sent.status, sent.location()), (303, "/desk/inquiries/1"));
    }
    let desk = app.signed_in(Role::Helpdesk).await;
    let list = desk.get("/desk/inquiries?q=保管").await;
    assert_eq!(list.all(".desk-row").len(), 1);
    let fields = [("version", "1"), ("text", "建物の名称は要りません。")];
    let wrote = desk
        .submit("/desk/inquiries/1", "/desk/inquiries/1/write", &fields)
        .await;
    assert_eq!(wrote.status, 303);
    let late = [("version", "1"), ("text", "別の答え")];
    let refused = desk
        .submit("/desk/inquiries/1", "/desk/inquiries/1/write", &late)
        .await;
    assert_eq!(refused.status, 409);
    assert!(refused.all("#write-text")[0].contains("別の答え"));
    let fields = [
        ("question", "どこまで書きますか。"),
        ("answer", "市町村までです。"),
    ];
    let proposed = desk
        .submit("/desk/inquiries/1", "/desk/inquiries/1/propose", &fields)
        .await;
    assert_eq!(proposed.status, 303);
    let page = editor.get("/desk/inquiries/1").await;
    let digest = page.attribute("input[name=digest]", "value").unwrap();
    let fields = [("digest", digest.as_str())];
    for side in [&editor, &desk] {
        let agreed = side
            .submit("/desk/inquiries/1", "/desk/inquiries/1/consent", &fields)
            .await;
        assert_eq!(agreed.status, 303);
    }
    let forbidden = editor
        .submit("/desk/inquiries/1", "/desk/inquiries/1/publish", &fields)
        .await;
    assert_eq!(forbidden.status, 404);
    let published = desk
        .submit("/desk/inquiries/1", "/desk/inquiries/1/publish", &fields)
        .await;
    assert_eq!(published.status, 303, "{}", published.text());
    assert!(app.get("/qa/1/").await.text().contains("市町村までです。"));
    let removed = editor
        .submit(
            "/desk/inquiries/1",
            "/desk/inquiries/1/remove",
            &[("reason", "古い")],
        )
        .await;
    assert_eq!(removed.status, 303);
    assert_eq!(app.get("/qa/1/").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_question_comes_back_with_everything_typed() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    let fields = [
        ("category", "platform"),
        ("subject", "番号"),
        ("text", "個人番号は123456789018です。"),
        ("once", "a"),
    ];
    let refused = editor
        .submit("/desk/inquiries/new", "/desk/inquiries/new", &fields)
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attribute("#new-subject", "value").unwrap(), "番号");
    assert_eq!(
        refused
            .attribute("#new-category option[selected]", "value")
            .unwrap(),
        "platform"
    );
    assert!(refused.all("#new-text-problem")[0].contains("個人番号"));
    let other = editor
        .submit(
            "/desk/inquiries/new",
            "/desk/inquiries/new",
            &[("category", "x")],
        )
        .await;
    assert_eq!(other.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_does_not_exist_for_others() {
    let app = TestApp::spawn().await;
    let editor = app.signed_in(Role::Editor).await;
    editor
        .submit("/desk/inquiries/new", "/desk/inquiries/new", &QUESTION)
        .await;
    app.person_at("other@demo.invalid", Role::Editor, "993018")
        .await;
    let other = app.browser();
    other
        .sign_in("other@demo.invalid", crate::helpers::PASSWORD)
        .await;
    let provider = app.signed_in(Role::Provider).await;
    for somebody in [&other, &provider] {
        assert_eq!(somebody.get("/desk/inquiries/1").await.status, 404);
        assert!(
            somebody
                .get("/desk/inquiries")
                .await
                .all(".desk-row")
                .is_empty()
        );
        for act in [
            "write", "close", "reassign", "propose", "consent", "withdraw", "publish", "remove",
            "x",
        ] {
            let path = format!("/desk/inquiries/1/{act}");
            let fields = [
                ("text", "x"),
                ("category", "platform"),
                ("question", "x"),
                ("answer", "x"),
                ("reason", "x"),
            ];
            let answer = somebody.submit("/desk/inquiries", &path, &fields).await;
            assert_eq!(answer.status, 404, "{act}");
        }
    }
    for path in ["/desk/inquiries/x", "/desk/inquiries/99"] {
        assert_eq!(editor.get(path).await.status, 404, "{path}");
    }
}
