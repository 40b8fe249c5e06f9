//! The portal's pages of notices.

use domain::Role;

use crate::helpers::TestApp;

const DRAFT: [(&str, &str); 4] = [
    ("title", "見本の資料の提供について"),
    ("from", "見本省企画室長"),
    ("to", "各都道府県担当部長\n各指定都市担当局長"),
    ("body", "## 記\n\n提供します。"),
];

const LETTER: [(&str, &str); 6] = [
    ("number", "見本企第1号"),
    ("date", "2014-08-08"),
    ("from", "見本省官房長"),
    ("to", "見本委員会事務局長"),
    ("title", "了承について"),
    ("body", "お願いします。"),
];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().chain(more).copied().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_goes_its_whole_way_by_forms() {
    let app = TestApp::spawn().await;
    let provider = app.signed_in(Role::Provider).await;
    let made = provider
        .submit("/desk/notices/new", "/desk/notices/new", &DRAFT)
        .await;
    assert_eq!((made.status, made.location()), (303, "/desk/notices/n1"));
    let page = provider.get("/desk/notices/n1").await;
    assert_eq!(
        page.attribute("[data-state]", "data-state").unwrap(),
        "draft"
    );
    let early = with(&LETTER, &[("version", "0")]);
    let refused = provider
        .submit("/desk/notices/n1", "/desk/notices/n1/request", &early)
        .await;
    assert_eq!(refused.status, 409);
    let fields = with(&LETTER, &[("version", "1")]);
    let asked = provider
        .submit("/desk/notices/n1", "/desk/notices/n1/request", &fields)
        .await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let commission = app.signed_in(Role::PpcApprover).await;
    let list = commission.get("/desk/notices").await;
    assert!(list.text().contains("見本の資料の提供について"));
    let fields = with(&LETTER, &[("version", "2")]);
    let done = commission
        .submit("/desk/notices/n1", "/desk/notices/n1/acknowledge", &fields)
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let fields = [
        ("version", "3"),
        ("number", "見本企第2号"),
        ("date", "2014-08-08"),
    ];
    let issued = provider
        .submit("/desk/notices/n1", "/desk/notices/n1/issue", &fields)
        .await;
    assert_eq!(issued.status, 303, "{}", issued.text());
    let fields = [("version", "4")];
    let spread = provider
        .submit("/desk/notices/n1", "/desk/notices/n1/distribute", &fields)
        .await;
    assert_eq!(spread.status, 303);
    let progress = provider.get("/desk/notices/n1/progress").await;
    assert!(progress.text().contains("見本県"));
    let fields = [("version", "5")];
    let listed = provider
        .submit("/desk/notices/n1", "/desk/notices/n1/list", &fields)
        .await;
    assert_eq!(listed.status, 303, "{}", listed.text());
    let public = app.get("/notices/n1/").await;
    assert!(public.text().contains("提供します。"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_draft_comes_back_with_everything_typed() {
    let app = TestApp::spawn().await;
    let provider = app.signed_in(Role::Provider).await;
    let fields = [("title", "題名"), ("body", "一行目\n\n<b>太字</b>")];
    let refused = provider
        .submit("/desk/notices/new", "/desk/notices/new", &fields)
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attribute("#edit-title", "value").unwrap(), "題名");
    assert!(refused.all("#edit-body")[0].contains("<b>太字</b>"));
    assert!(
        refused.all("#edit-body-problem")[0].contains("3行目"),
        "{:?}",
        refused.all("#edit-body-problem")
    );
    let fields = [("title", ""), ("to", "宛先")];
    let refused = provider
        .submit("/desk/notices/new", "/desk/notices/new", &fields)
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.attribute(".notice-error a", "href").unwrap(),
        "#edit-title"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_notices_are_for_those_whom_they_concern() {
    let app = TestApp::spawn().await;
    let provider = app.signed_in(Role::Provider).await;
    provider
        .submit("/desk/notices/new", "/desk/notices/new", &DRAFT)
        .await;
    let editor = app.signed_in(Role::Editor).await;
    assert_eq!(editor.get("/desk/notices").await.status, 200);
    for path in [
        "/desk/notices/new",
        "/desk/notices/n1",
        "/desk/notices/n9",
        "/desk/notices/n1/progress",
        "/desk/notices/n1/progress/99",
    ] {
        assert_eq!(editor.get(path).await.status, 404, "{path}");
    }
    for act in ["edit", "list", "read", "forward", "nothing"] {
        let path = format!("/desk/notices/n1/{act}");
        let answer = editor
            .submit("/desk/notices", &path, &[("version", "1")])
            .await;
        assert_eq!(answer.status, 404, "{act}");
    }
}
