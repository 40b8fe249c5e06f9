//! What a text becomes, and what it can never become.
#![allow(clippy::unwrap_used)]

use markup::{Block, HtmlOptions, MarkupError, Tree, parse};
use proptest::prelude::*;
use scraper::Html;

fn html(markdown: &str) -> String {
    parse(markdown).unwrap().to_html()
}

#[test]
fn headings_paragraphs_lists_and_emphasis_become_html() {
    let text = "# 見出し {#top}\n\n一\n\n- 甲\n- 乙\n\n3. 三\n4. *四*と**五**\n\n> 引用\n\n---\n";
    let expected = "<h1 id=\"top\">見出し</h1>\n<p>一</p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n\
        <ol start=\"3\">\n<li>三</li>\n<li><em>四</em>と<strong>五</strong></li>\n</ol>\n\
        <blockquote>\n<p>引用</p>\n</blockquote>\n<hr>\n";
    assert_eq!(html(text), expected);
}

#[test]
fn a_table_has_column_headings_and_can_be_scrolled_by_keyboard() {
    let html = html("| 箇所 | SW |\n| --- | :-: |\n| ①保管場所 | ○ |\n");
    assert!(
        html.starts_with("<div class=\"table-scroll\" tabindex=\"0\">"),
        "{html}"
    );
    assert!(
        html.contains("<th scope=\"col\" class=\"align-center\">SW</th>"),
        "{html}"
    );
    assert!(
        html.contains("<td>①保管場所</td><td class=\"align-center\">○</td>"),
        "{html}"
    );
}

#[test]
fn footnotes_are_linked_both_ways() {
    let html = html("本文[^a]と再び[^a]。\n\n[^a]: 注の文。\n");
    assert!(
        html.contains("本文<sup><a href=\"#fn-1\" id=\"fnref-1\">注1</a></sup>と再び"),
        "{html}"
    );
    assert_eq!(html.matches("id=\"fnref-1\"").count(), 1);
    assert!(
        html.contains("<li id=\"fn-1\"><p>注の文。</p>\n<a href=\"#fnref-1\">"),
        "{html}"
    );
}

#[test]
fn japanese_lines_join_without_a_space_and_words_with_one() {
    assert_eq!(
        parse("特定個人\n情報、\nPIA\nとword\nword")
            .unwrap()
            .to_text(),
        "特定個人情報、 PIA とword word"
    );
    assert_eq!(parse("*甲*\n乙").unwrap().to_text(), "甲乙");
}

#[test]
fn a_heading_without_an_id_gets_a_stable_one_that_no_written_id_can_clash_with() {
    let text = "## はじめに\n\n## はじめに\n\n## 別 {#はじめに-2}\n";
    let ids: Vec<String> = parse(text)
        .unwrap()
        .headings()
        .into_iter()
        .map(|h| h.id)
        .collect();
    assert_eq!(ids, ["はじめに", "はじめに-3", "はじめに-2"]);
}

#[test]
fn the_level_offset_moves_headings_and_stops_at_six() {
    let tree = parse("# 一\n\n##### 五\n").unwrap();
    let html = tree.to_html_with(HtmlOptions {
        level_offset: 2,
        ids: false,
    });
    assert_eq!(html, "<h3>一</h3>\n<h6>五</h6>\n");
}

#[test]
fn without_ids_a_text_may_stand_twice_on_a_page() {
    let tree = parse("## 甲\n\n文[^n]\n\n[^n]: 注\n").unwrap();
    let html = tree.to_html_with(HtmlOptions {
        level_offset: 0,
        ids: false,
    });
    assert!(!html.contains("id=") && !html.contains("href="), "{html}");
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_level_and_keeps_its_notes() {
    let text = "## 甲 {#a}\n\n一[^x]\n\n### 小 {#b}\n\n二\n\n## 乙 {#c}\n\n三[^y]\n\n[^y]: よその注\n[^x]: 注[^z]\n[^z]: 注の注\n";
    let tree = parse(text).unwrap();
    assert_eq!(
        tree.section("a").unwrap().to_text(),
        "一\n小\n二\n注\n注の注"
    );
    assert_eq!(tree.section("b").unwrap().to_text(), "二");
    assert_eq!(tree.section("c").unwrap().to_text(), "三\nよその注");
    assert_eq!(tree.section("nowhere"), None);
}

#[test]
fn plain_text_keeps_every_word_and_no_mark() {
    let text = "# 題 {#t}\n\n1. **一**\n2. `二`[^n]\n\n- [三](/x/)\n\n| 甲 | 乙 |\n| - | - |\n| 丙 | 丁 |\n\n[^n]: 注\n";
    assert_eq!(
        parse(text).unwrap().to_text(),
        "題\n1. 一\n2. 二\n・三\n甲 乙\n丙 丁\n注"
    );
}

#[test]
fn angle_brackets_of_the_notice_are_text() {
    assert_eq!(
        html("<○○市における措置>"),
        "<p>&lt;○○市における措置&gt;</p>\n"
    );
}

#[test]
fn raw_html_is_refused_with_its_line() {
    for text in [
        "文\n\n<script>alert(1)</script>\n",
        "文\n\n文<b onclick=\"x()\">太</b>\n",
        "文\n\n<!-- -->\n",
    ] {
        assert_eq!(parse(text), Err(MarkupError::RawHtml { line: 3 }), "{text}");
    }
}

#[test]
fn script_in_code_is_shown_and_not_run() {
    let html = html("`<script>alert(1)</script>`\n\n```\n<img onerror=x>\n```\n");
    assert_eq!(
        html,
        "<p><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></p>\n\
         <pre><code>&lt;img onerror=x&gt;\n</code></pre>\n"
    );
}

#[test]
fn links_to_other_schemes_are_refused_with_their_line() {
    for href in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "&#106;avascript:x",
    ] {
        let error = parse(&format!("文\n\n[見る]({href})\n")).unwrap_err();
        assert!(
            matches!(error, MarkupError::Link { line: 3, .. }),
            "{href}: {error}"
        );
    }
    assert_eq!(
        html("[見る](/a?b=1&c=\"2\")"),
        "<p><a href=\"/a?b=1&amp;c=&quot;2&quot;\">見る</a></p>\n"
    );
}

#[test]
fn attributes_written_after_a_heading_do_not_reach_the_page() {
    assert_eq!(
        html("# 題 {#t .c onclick=alert(1)}"),
        "<h1 id=\"t\">題</h1>\n"
    );
}

#[test]
fn faults_of_heading_ids_pictures_and_depth_name_their_line() {
    let duplicate = MarkupError::DuplicateId {
        line: 3,
        id: "a".to_owned(),
    };
    assert_eq!(parse("# 一 {#a}\n\n# 二 {#a}\n"), Err(duplicate));
    assert!(matches!(
        parse("\n# 一 {#a\"b}\n"),
        Err(MarkupError::HeadingId { line: 2, .. })
    ));
    assert_eq!(
        parse("![図](/a.png)"),
        Err(MarkupError::Picture { line: 1 })
    );
    assert_eq!(
        parse(&">".repeat(3000)),
        Err(MarkupError::TooDeep { line: 1 })
    );
}

/// Everything that the outputs may contain as elements and attributes.
fn assert_harmless(tree: &Tree) {
    let html = tree.to_html();
    for node in Html::parse_fragment(&html)
        .tree
        .values()
        .filter_map(scraper::Node::as_element)
    {
        assert_ne!(node.name(), "script", "{html}");
        for (name, value) in node.attrs() {
            let known = [
                "id",
                "href",
                "class",
                "scope",
                "start",
                "tabindex",
                "aria-label",
            ];
            assert!(known.contains(&name), "{name} in {html}");
            assert!(
                !value.to_lowercase().contains("script:") || name != "href",
                "{html}"
            );
        }
    }
    assert!(!html.to_lowercase().contains("<script"), "{html}");
}

/// Pieces that make trouble, so that random texts are not merely harmless prose.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "](javascript:alert(1))",
        "[",
        "]",
        "(",
        ")",
        "`",
        "```\n",
        "# ",
        " {#a\"onclick=x}",
        "{#b onclick=x}",
        "[^1]",
        "[^1]: ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "| a | b |\n| - | - |\n",
        "|",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "<",
        ">",
        "\"",
        "'",
        "\\",
        "\0",
        "<a href=\"x\" onmouseover='y'>",
        "http://a\" onclick=\"x",
        "<http://a\"onclick=x>",
        "見出し",
        "*",
        "**",
        "[x]: javascript:y\n",
        "[x]",
        "~~",
        "$",
        "<!--",
    ];
    prop_oneof![
        4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => ".{0,8}",
    ]
}

proptest! {
    #[test]
    fn no_text_becomes_a_script_or_a_handler(pieces in prop::collection::vec(piece(), 0..20)) {
        if let Ok(tree) = parse(&pieces.concat()) {
            assert_harmless(&tree);
        }
    }

    #[test]
    fn heading_ids_are_unique_and_every_section_is_found(pieces in prop::collection::vec(piece(), 0..20)) {
        if let Ok(tree) = parse(&pieces.concat()) {
            let headings = tree.headings();
            for heading in &headings {
                prop_assert!(tree.section(&heading.id).is_some());
                prop_assert_eq!(headings.iter().filter(|other| other.id == heading.id).count(), 1);
            }
        }
    }

    #[test]
    fn prose_without_marks_comes_out_as_it_went_in(text in "[ぁ-んァ-ヶ一-龠0-9A-Za-z、。（）]{1,60}") {
        let tree = parse(&format!("文{text}")).unwrap();
        prop_assert!(matches!(tree.blocks.as_slice(), [Block::Paragraph(_)]));
        prop_assert_eq!(tree.to_text(), format!("文{text}"));
    }
}
