//! The search page and its API, on a real index of demo assessments.

use jsonschema::Validator;

use crate::helpers::TestApp;

const DEMO: [&str; 3] = ["mihon-1-kiso", "mihon-1-zenkomoku", "mihon-2-kiso"];

fn searchable() -> TestApp {
    let app = TestApp::spawn_public();
    app.index_demo(&DEMO);
    app
}

fn query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", app::routes::encode(value)));
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

#[tokio::test]
async fn the_form_alone_searches_for_nothing() {
    let page = searchable().get("/search").await;
    assert_eq!(page.all("h1"), ["評価書をさがす"]);
    assert!(page.all(".hit, [role=status]").is_empty());
    assert_eq!(page.all("#prefecture option").len(), 48);
    assert_eq!(page.all("#form option").len(), 4, "any, and three forms");
}

#[tokio::test]
async fn what_is_found_is_shown_with_excerpts_that_lead_to_the_item() {
    let app = searchable();
    let page = app.get(&query("/search", &[("q", "住民基本台帳")])).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.all("[role=status]"), ["2件見つかりました"]);
    assert!(
        page.all(".snippet mark")
            .iter()
            .all(|word| word == "住民基本台帳")
    );
    let href = page.attribute(".hit h3 a", "href").unwrap();
    assert!(href.starts_with("/assessments/992011/1/"), "{href}");
    let anchor = page.attribute(".snippet a", "href").unwrap();
    assert!(anchor.contains("/#"), "{anchor}");
    assert_eq!(
        page.attribute("#q", "value").as_deref(),
        Some("住民基本台帳")
    );
}

#[tokio::test]
async fn filters_narrow_and_stay_filled_in() {
    let app = searchable();
    let page = app
        .get(&query(
            "/search",
            &[("q", "住民基本台帳"), ("form", "kiso")],
        ))
        .await;
    assert_eq!(page.all(".hit").len(), 1);
    assert_eq!(
        page.attribute("#form option[selected]", "value").as_deref(),
        Some("kiso")
    );
    let none = app
        .get(&query(
            "/search",
            &[("prefecture", "13"), ("from", "2015-01-01")],
        ))
        .await;
    assert_eq!(none.all("[role=status]"), ["0件見つかりました"]);
    assert_eq!(none.all(".empty").len(), 1);
    assert_eq!(
        none.attribute("#from", "value").as_deref(),
        Some("2015-01-01")
    );
    let all = app.get(&query("/search", &[("q", "")])).await;
    assert_eq!(all.all(".hit").len(), DEMO.len());
}

#[tokio::test]
async fn no_query_is_an_error_and_none_becomes_markup() {
    let app = searchable();
    for odd in [
        "<script>alert(1)</script>",
        "\"'&",
        "＜b＞",
        "%",
        "\\",
        "AND OR NOT (",
        "*",
        "あ\0い",
    ] {
        let page = app.get(&query("/search", &[("q", odd)])).await;
        assert_eq!(page.status, 200, "{odd}");
        assert!(page.all("script, b").is_empty(), "{odd}");
    }
    for address in [
        "/search?q=%FF",
        "/search?page=99999999999999999999",
        "/search?page=-1&from=x",
        "/search?&&=&",
    ] {
        assert_eq!(app.get(address).await.status, 200, "{address}");
    }
    let far = app
        .get(&query("/search", &[("q", "台帳"), ("page", "999")]))
        .await;
    assert_eq!(far.status, 200);
    assert!(far.all(".hit").is_empty());
}

#[tokio::test]
async fn the_api_answers_in_the_described_shape() {
    let app = searchable();
    let answer = app
        .get(&query("/api/v1/search", &[("q", "住民基本台帳")]))
        .await;
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let found = answer.json();
    let description = app.get("/api/v1/openapi.json").await.json();
    let mut schema = description["components"]["schemas"]["SearchResult"].clone();
    schema["components"] = description["components"].clone();
    let validator: Validator = jsonschema::validator_for(&schema).unwrap();
    let problems: Vec<String> = validator
        .iter_errors(&found)
        .map(|e| e.to_string())
        .collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(found["total"], 2);
    let hit = &found["hits"][0];
    assert_eq!(
        (&hit["body_code"], &hit["body_name"]),
        (&"992011".into(), &"見本市".into())
    );
    assert_eq!(hit["published"], "2015-04-01");
    assert!(
        hit["snippets"][0]["html"]
            .as_str()
            .unwrap()
            .contains("<mark>住民基本台帳</mark>")
    );
}

#[tokio::test]
async fn every_described_address_answers() {
    let app = searchable();
    let description = app.get("/api/v1/openapi.json").await.json();
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 3);
    for path in paths.keys() {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.json().is_object(), "{path}");
    }
    let schema = app.get("/api/v1/assessment.schema.json").await.json();
    assert_eq!(schema, domain::interchange::schema());
}

#[tokio::test]
async fn who_searches_too_often_waits_and_nobody_else_does() {
    let app = TestApp::spawn_with(|config| {
        config.search.requests_per_second = 1;
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let browser = app.browser();
    let ask = async |path: &str, address: &str| {
        let request = browser.request(reqwest::Method::GET, path);
        browser
            .send(request.header("x-forwarded-for", address))
            .await
    };
    let mut refused = None;
    for _ in 0..100 {
        let answer = ask("/search?q=x", "192.0.2.1").await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.unwrap();
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert_eq!(ask("/api/v1/search?q=x", "192.0.2.2").await.status, 200);
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_told_and_kept() {
    let app = searchable();
    for (name, typed, said) in [
        ("body", "見本市", "『見本市』は団体コードではありません。"),
        ("from", "2015-02-30", "『2015-02-30』は日付ではありません。"),
    ] {
        let page = app
            .get(&query("/search", &[("q", "住民"), (name, typed)]))
            .await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains(said), "{said}");
        assert!(page.all(".hit").is_empty());
        let field = format!("#{name}");
        assert_eq!(page.attribute(&field, "value").as_deref(), Some(typed));
    }
}

#[tokio::test]
async fn behind_the_last_page_is_the_way_back_to_it() {
    let app = searchable();
    let page = app
        .get(&query("/search", &[("q", "住民基本台帳"), ("page", "9")]))
        .await;
    assert!(page.text().contains("最後のページを見る"));
}
