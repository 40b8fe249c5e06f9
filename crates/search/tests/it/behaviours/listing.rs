//! Filters, order, pages and what a hit says.

use jiff::civil::date;
use search::{PAGE_SIZE, Query, SearchIndex};

use super::{found, numbers, page};
use crate::entries::{Sample, fill, sample};

pub fn an_empty_index_has_no_hits(index: &dyn SearchIndex) {
    index.check().unwrap();
    for text in ["", "個人", "個"] {
        let page = page(index, text);
        assert_eq!((page.total, page.hits.len()), (0, 0), "{text}");
    }
}

pub fn an_empty_query_lists_everything_newest_first(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("old", &["本文"]).published(date(2014, 12, 31)),
            sample("new", &["本文"]).published(date(2016, 1, 1)),
            sample("mid", &["本文"]).published(date(2015, 6, 1)),
        ],
    );
    assert_eq!(found(index, ""), ["new", "mid", "old"]);
    assert_eq!(found(index, " 　"), ["new", "mid", "old"]);
    let filtered = Query {
        to: Some(date(2015, 12, 31)),
        ..Query::default()
    };
    assert_eq!(numbers(index, &filtered), ["mid", "old"]);
}

pub fn filters_narrow_the_list(index: &dyn SearchIndex) {
    fill(
        index,
        &[
            sample("1", &["暗号"]),
            sample("2", &["暗号"]).form("kiso"),
            sample("3", &["暗号"]).body("012025", "函館市"),
            sample("4", &["暗号"])
                .body("131016", "千代田区")
                .form("kiso"),
            sample("5", &["別"]).body("131016", "千代田区").form("kiso"),
        ],
    );
    let with = |params: &[(&str, &str)]| {
        let mut numbers = numbers(index, &Query::from_params(params.iter().copied()));
        numbers.sort();
        numbers
    };
    assert_eq!(
        with(&[("q", "暗号"), ("prefecture", "01")]),
        ["1", "2", "3"]
    );
    assert_eq!(with(&[("q", "暗号"), ("body", "011002")]), ["1", "2"]);
    assert_eq!(with(&[("q", "暗号"), ("form", "kiso")]), ["2", "4"]);
    assert_eq!(
        with(&[("q", "暗号"), ("form", "kiso"), ("prefecture", "13")]),
        ["4"]
    );
    assert_eq!(with(&[("prefecture", "13")]), ["4", "5"]);
    assert_eq!(with(&[("prefecture", "47")]), [""; 0]);
    assert_eq!(with(&[("form", "unknown")]), [""; 0]);
}

pub fn dates_include_both_ends(index: &dyn SearchIndex) {
    let days = [
        date(2015, 3, 31),
        date(2015, 4, 1),
        date(2015, 4, 30),
        date(2015, 5, 1),
    ];
    let samples: Vec<Sample> = days
        .iter()
        .map(|&day| sample(&day.to_string(), &["本文"]).published(day))
        .collect();
    fill(index, &samples);
    let between = |from, to| {
        numbers(
            index,
            &Query {
                from,
                to,
                ..Query::text("本文")
            },
        )
    };
    let (first, last) = (Some(date(2015, 4, 1)), Some(date(2015, 4, 30)));
    assert_eq!(between(first, last), ["2015-04-30", "2015-04-01"]);
    assert_eq!(
        between(first, None),
        ["2015-05-01", "2015-04-30", "2015-04-01"]
    );
    assert_eq!(between(None, first), ["2015-04-01", "2015-03-31"]);
    assert_eq!(between(last, first), [""; 0]);
}

pub fn equal_relevance_is_ordered_by_date(index: &dyn SearchIndex) {
    for (number, year) in [("a", 2015), ("b", 2017), ("c", 2016)] {
        index
            .replace(
                sample(number, &["同じ文章"])
                    .published(date(year, 1, 1))
                    .entry(),
            )
            .unwrap();
    }
    assert_eq!(found(index, "文章"), ["b", "c", "a"]);
    assert_eq!(found(index, "文"), ["b", "c", "a"]);
}

pub fn pages_follow_each_other_without_gap_or_overlap(index: &dyn SearchIndex) {
    let samples: Vec<Sample> = (0..45)
        .map(|number| sample(&format!("{number:02}"), &["同じ文章"]))
        .collect();
    fill(index, &samples);
    let on_page = |page| {
        index
            .search(&Query {
                page,
                ..Query::text("文章")
            })
            .unwrap()
    };
    let lengths: Vec<usize> = (1..=4).map(|number| on_page(number).hits.len()).collect();
    assert_eq!(lengths, [PAGE_SIZE, PAGE_SIZE, 5, 0]);
    assert!((1..=4).all(|number| on_page(number).total == 45));
    let all: Vec<_> = (1..=3).flat_map(|number| on_page(number).hits).collect();
    let in_order: Vec<String> = (0..45).map(|number| format!("{number:02}")).collect();
    assert_eq!(
        all.into_iter().map(|hit| hit.number).collect::<Vec<_>>(),
        in_order
    );
    assert_eq!(on_page(0).hits, on_page(1).hits);
}

pub fn a_hit_says_what_a_list_needs(index: &dyn SearchIndex) {
    let day = date(2015, 4, 1);
    fill(
        index,
        &[sample("1-2", &["本文です"])
            .title("年金 評価書")
            .form("juten")
            .published(day)],
    );
    let page = page(index, "本文");
    let hit = serde_json::to_value(&page.hits[0]).unwrap();
    let expected = serde_json::json!({
        "body_code": "011002",
        "body_name": "札幌市",
        "agency": "札幌市長",
        "number": "1-2",
        "form": "juten",
        "title": "年金 評価書",
        "published": "2015-04-01",
        "url": "/assessments/011002/1-2/juten/",
        "snippets": [{
            "item": hit["snippets"][0]["item"],
            "label": hit["snippets"][0]["label"],
            "html": "<mark>本文</mark>です",
        }],
    });
    assert_eq!(hit, expected);
}

pub fn snippets_are_escaped_and_marked(index: &dyn SearchIndex) {
    fill(
        index,
        &[sample("1", &["<script>alert('x')</script> & 暗号ｻｰﾊﾞ"])],
    );
    let html = |text| page(index, text).hits[0].snippets[0].html.clone();
    let escaped = "alert(&#x27;x&#x27;)&lt;/script&gt; &amp; ";
    let around = |start: &str, end: &str| format!("{start}{escaped}{end}");
    assert_eq!(
        html("サーバ"),
        around("&lt;script&gt;", "暗号<mark>ｻｰﾊﾞ</mark>"),
    );
    assert!(html("<script>").starts_with("<mark>&lt;script&gt;</mark>"));
    assert_eq!(page(index, "札幌").hits[0].snippets, []);
}

pub fn snippets_come_from_at_most_three_items(index: &dyn SearchIndex) {
    fill(
        index,
        &[sample(
            "1",
            &["暗号一", "無関係", "暗号二", "暗号三", "暗号四"],
        )],
    );
    let snippets = &page(index, "暗号").hits[0].snippets;
    assert_eq!(snippets.len(), 3);
    assert_ne!(snippets[0].item, snippets[1].item);
    assert_eq!(snippets[2].html, "<mark>暗号</mark>三");
}
