//! The public site's pages.

use app::public::{
    HomeView, SearchHit, SearchView, Snippet, render_home, render_not_found, render_search,
};
use app::render::PublicFrame;

use crate::samples::{attribute, count, parse, public_frame, words};

#[test]
fn public_pages_hold_no_script_and_nothing_inline() {
    for html in [
        render_home(&PublicFrame::default(), &HomeView::default()),
        render_search(&public_frame(), &SearchView::default()),
        render_not_found(&public_frame(), &[]),
    ] {
        let page = parse(&html);
        assert_eq!(
            count(&page, "script, style, [style], [nonce], [onclick]"),
            0
        );
        assert!(!html.contains("<!>"), "no separators of hydration");
        assert_eq!(count(&page, "main#main"), 1);
        assert_eq!(count(&page, "h1"), 1);
        assert_eq!(count(&page, r##"a.skip[href="#main"]"##), 1);
        assert_eq!(
            count(&page, r#"link[rel="alternate"][href="/feed.xml"]"#),
            1
        );
    }
}

#[test]
fn a_search_keeps_its_filters_over_pages() {
    let view = SearchView {
        q: "住民 基本".to_owned(),
        form: "kiso".to_owned(),
        page: 2,
        pages: 3,
        total: 55,
        searched: true,
        ..SearchView::default()
    };
    let page = parse(&render_search(&public_frame(), &view));
    let next = attribute(&page, r#"a[rel="next"]"#, "href").unwrap();
    assert_eq!(
        next,
        "/search?q=%E4%BD%8F%E6%B0%91%20%E5%9F%BA%E6%9C%AC&form=kiso&page=3"
    );
    assert_eq!(
        attribute(&page, "#q", "value").as_deref(),
        Some("住民 基本")
    );
}

#[test]
fn a_hit_links_to_the_place_where_it_was_found() {
    let hit = SearchHit {
        title: "住民基本台帳に関する事務".to_owned(),
        body: "見本市".to_owned(),
        form: "全項目評価書".to_owned(),
        number: "1".to_owned(),
        published: "2026-11-01".to_owned(),
        href: "/assessments/011002/1/zenkomoku/".to_owned(),
        snippets: vec![Snippet {
            item: "I.1.content".to_owned(),
            label: "事務の内容".to_owned(),
            html: "住民<mark>基本</mark>台帳".to_owned(),
        }],
    };
    let view = SearchView {
        hits: vec![hit],
        total: 1,
        searched: true,
        ..SearchView::default()
    };
    let page = parse(&render_search(&public_frame(), &view));
    let link = r##"a[href="/assessments/011002/1/zenkomoku/#I.1.content"]"##;
    assert_eq!(count(&page, link), 1);
    assert_eq!(words(&page, ".snippet mark"), "基本");
}

#[test]
fn an_empty_search_says_what_to_try() {
    let view = SearchView {
        q: "ない".to_owned(),
        searched: true,
        ..SearchView::default()
    };
    let page = parse(&render_search(&public_frame(), &view));
    assert!(words(&page, ".empty").contains("ことばを短くする"));
}
