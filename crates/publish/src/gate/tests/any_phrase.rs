//! Whatever the phrase, wherever it is written.

use proptest::prelude::*;

use super::*;

/// Phrases that need care: markup, escapes, quotes, marks, blanks.
fn phrases() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ぁ-んァ-ヶ一-鿋]{1,4}",
        "[ｦ-ﾟＡ-ｚ０-９㌀-㍗㈠-㈿]",
        "[a-zA-Z0-9 <>&\"'/:;+*()%\\\\,-]{1,3}",
        "[\u{3099}\u{301}\u{200b}\u{3000}\n]",
        Just("&amp;".to_owned()),
        Just("%41".to_owned()),
        Just("\\u3042".to_owned()),
        Just("<b>".to_owned()),
    ];
    proptest::collection::vec(piece, 2..10)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("telling", |phrase| is_telling(phrase))
}

/// Public words to put a phrase between; no mark that would join the phrase's end.
fn surroundings() -> impl Strategy<Value = (String, String)> {
    (
        "[ぁ-んA-Z0-9<>&\"'%+\\\\ ]{0,12}",
        "[ぁ-んA-Z0-9<>&\"'%+\\\\ ]{0,12}",
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_phrase_in_the_text_of_html_is_found(phrase in phrases(), (before, after) in surroundings()) {
        let text = format!("{before}{phrase}{after}");
        let html = format!("<p title=\"x\">{}</p>", html_escape::encode_text(&text));
        prop_assert_eq!(offsets(&gate(&phrase), &html).len(), 1, "{}", html);
    }

    #[test]
    fn a_phrase_in_an_attribute_is_found(phrase in phrases(), (before, after) in surroundings()) {
        let text = format!("{before}{phrase}{after}");
        let html = format!("<meta content=\"{}\">", html_escape::encode_double_quoted_attribute(&text));
        prop_assert_eq!(offsets(&gate(&phrase), &html).len(), 1, "{}", html);
    }

    #[test]
    fn a_phrase_in_json_is_found(phrase in phrases(), (before, after) in surroundings()) {
        let json = serde_json::json!({ "text": format!("{before}{phrase}{after}") }).to_string();
        prop_assert_eq!(offsets(&gate(&phrase), &json).len(), 1, "{}", json);
    }

    #[test]
    fn a_phrase_in_csv_is_found(phrase in phrases(), (before, after) in surroundings()) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["1", &format!("{before}{phrase}{after}")]).unwrap();
        let csv = csv.into_inner().unwrap();
        prop_assert_eq!(offsets(&gate(&phrase), std::str::from_utf8(&csv).unwrap()).len(), 1);
    }

    #[test]
    fn a_phrase_in_an_address_is_found(phrase in phrases(), (before, after) in surroundings()) {
        let text = format!("{before}{phrase}{after}");
        let query = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
        let html = format!("<a href=\"/search?q={query}&amp;page=2\">");
        prop_assert_eq!(offsets(&gate(&phrase), &html).len(), 1, "{}", html);
    }

    #[test]
    fn a_phrase_cut_by_tags_is_found(phrase in phrases(), cut in 1usize..6) {
        let chars: Vec<char> = phrase.chars().collect();
        let pieces = chars.chunks(cut).map(|piece| {
            let piece: String = piece.iter().collect();
            html_escape::encode_text(&piece).into_owned()
        });
        let html = format!("<p>{}</p>", pieces.collect::<Vec<_>>().join("<span class='a>b'>\n"));
        prop_assert_eq!(offsets(&gate(&phrase), &html).len(), 1, "{}", html);
    }

    #[test]
    fn any_bytes_can_be_scanned(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(gate(SECRET).scan_bytes(&path("x"), &bytes).is_clean());
    }
}
