#![allow(clippy::unwrap_used)]

use super::*;
use crate::SitePath;
use domain::my_number::has_valid_check_digit;

mod any_phrase;

const SECRET: &str = "地下1階の電算室";

fn code(text: &str) -> BodyCode {
    BodyCode::parse(text).unwrap()
}

fn withheld(body: &str, phrase: &str) -> WithheldPhrase {
    WithheldPhrase {
        owner: format!("{body}/1/zenkomoku"),
        body: code(body),
        item: "II[1].II.6.place".to_owned(),
        phrase: phrase.to_owned(),
    }
}

fn gate(phrase: &str) -> Gate {
    Gate::new([withheld("011002", phrase)])
}

fn path(text: &str) -> SitePath {
    SitePath::parse(text).unwrap()
}

/// The offsets at which the phrase is found in a file that bodies share.
fn offsets(gate: &Gate, text: &str) -> Vec<usize> {
    let report = gate.scan_bytes(&path("index.html"), text.as_bytes());
    report.hits.iter().map(|hit| hit.offset).collect()
}

#[test]
fn a_phrase_is_found_however_it_is_written() {
    let gate = gate(SECRET);
    let variants = [
        ("plain", "地下1階の電算室"),
        ("wide digit", "地下１階の電算室"),
        ("blanks and line breaks", "地下 1階\n  の\u{3000}電\t算室"),
        ("zero width", "地下\u{200b}1階の\u{feff}電算室"),
        ("entities", "&#22320;&#x4E0B;1階の電算&#23460;"),
        ("soft hyphen entity", "地下1階&shy;の&nbsp;電算室"),
        (
            "split by tags",
            "<b>地下</b>1階<br/>の<!-- > -->電<a href='x>y'>算室</a>",
        ),
        ("split by a broken tag", "地下<i title=\">1階の電算室"),
        ("json", r"\u5730\u4e0b1\u968e\u306e\u96fb\u7b97\u5ba4"),
        ("json line break", r"地下1階\n\tの電算室"),
        (
            "percent",
            "%E5%9C%B0%E4%B8%8B1%E9%9A%8E%E3%81%AE%E9%9B%BB%E7%AE%97%E5%AE%A4",
        ),
        (
            "form",
            "%E5%9C%B0%E4%B8%8B+1%E9%9A%8E%E3%81%AE+%E9%9B%BB%E7%AE%97%E5%AE%A4",
        ),
        (
            "json in an attribute",
            "&quot;\\u5730\\u4e0b1階の&quot;電算室",
        ),
        ("html in json", r"\u003cb>地下1階の<\/b>&#38651;算室"),
        (
            "escaped html in a feed",
            "&lt;b&gt;地下1階&lt;/b&gt;の電算室",
        ),
        ("twice escaped", "&lt;p&gt;地下1階の&amp;#38651;算室"),
    ];
    for (how, text) in variants {
        let before = "<p class=\"x\">前の文。</p>";
        let found = offsets(&gate, &format!("{before}{text}後"));
        assert_eq!(found.len(), 1, "{how}");
        let expected = before.len() + if text.starts_with("<b>") { 3 } else { 0 };
        let shifted =
            how == "json in an attribute" || how.contains("html") || how.contains("escaped");
        assert!(
            found[0] == expected || shifted && found[0] > expected,
            "{how}: {}",
            found[0]
        );
        assert!(found[0] < before.len() + text.len(), "{how}");
    }
}

#[test]
fn latin_words_are_found_in_any_case_and_width() {
    let gate = gate("Cisco ASA 5506");
    for text in [
        "ＣＩＳＣＯ　ＡＳＡ　５５０６",
        "cisco asa5506",
        "\"Cisco\" \"ASA\"\\5506",
    ] {
        assert_eq!(offsets(&gate, text).len(), 1, "{text}");
    }
}

#[test]
fn quotes_doubled_in_csv_and_escaped_in_json_do_not_hide_a_phrase() {
    let gate = gate(r#"装置"A-1"と\\srv\共有"#);
    assert_eq!(offsets(&gate, r#"x,"装置""A-1""と\\srv\共有",y"#), [3]);
    assert_eq!(offsets(&gate, r#"{"x":"装置\"A-1\"と\\\\srv\\共有"}"#), [6]);
}

#[test]
fn placeholders_and_other_words_are_no_hits() {
    let gate = gate(SECRET);
    let text = "<span class=\"withheld\" data-reason=\"location\">非公表（設置場所）</span>地下1階の電算　地上1階の電算室";
    assert_eq!(offsets(&gate, text), [0; 0]);
    // A withheld word that every page says anyway is not looked for.
    let placeholder = Gate::new([withheld("011002", "非公表（技術的細目）")]);
    assert_eq!(offsets(&placeholder, "非公表（技術的細目）"), [0; 0]);
}

#[test]
fn a_phrase_does_not_end_within_a_character() {
    let gate = gate("本庁舎の電算室か");
    assert_eq!(offsets(&gate, "本庁舎の電算室が"), [0; 0]);
    assert_eq!(offsets(&gate, "本庁舎の電算室か゛").len(), 1);
    assert_eq!(offsets(&gate, "本庁舎の電算室かが").len(), 1);
}

#[test]
fn phrases_that_tell_nothing_are_counted_not_searched() {
    for telling in [
        "電算室の鍵棚",
        "30日を過ぎた後に消す",
        "192.168.10.1",
        "10.0.0.0/8 及び 172.16.0.1",
        "03-0000-0000",
        "ｶﾞｰﾄﾞﾏﾝ室",
        "Windows",
    ] {
        assert!(is_telling(telling), "{telling}");
    }
    for not in [
        "",
        "電算室の鍵",
        "電 算\n室 の 鍵",
        "30日",
        "30日以内",
        "平成27年10月5日",
        "３か月ごとに",
        "約1,000人未満",
        "2026-10-01",
        "毎週1回、各3時間",
        "・・・・・・・",
        "がががが",
    ] {
        assert!(!is_telling(not), "{not}");
    }
    let phrases = ["30日以内", "電算室の鍵", SECRET];
    let gate = Gate::new(phrases.map(|phrase| withheld("011002", phrase)));
    let report = gate.scan_bytes(&path("index.html"), "30日以内に電算室の鍵を".as_bytes());
    assert!(report.is_clean());
    assert_eq!((report.phrases_searched, report.phrases_too_short), (1, 2));
}

#[test]
fn phrases_of_the_printed_form_are_counted_not_searched() {
    let phrases = [
        withheld("011002", "中間サーバー"),
        withheld("011002", SECRET),
    ];
    let gate = Gate::with_public_texts(phrases, ["④ 中間ｻｰﾊﾞｰとの接続"]);
    let report = gate.scan_bytes(
        &path("index.html"),
        format!("中間サーバーと{SECRET}").as_bytes(),
    );
    assert_eq!((report.phrases_searched, report.phrases_in_print), (1, 1));
    assert_eq!(report.hits.len(), 1);
}

#[test]
fn a_phrase_counts_in_files_of_its_body_and_in_shared_ones() {
    let gate = gate(SECRET);
    let hits = |file: &str| gate.scan_bytes(&path(file), SECRET.as_bytes()).hits.len();
    for file in [
        "assessments/011002/9/kiso/index.html",
        "bodies/011002/index.html",
        "feed.xml",
    ] {
        assert_eq!(hits(file), 1, "{file}");
    }
    for file in [
        "assessments/131016/9/kiso/index.json",
        "bodies/131016/index.html",
    ] {
        assert_eq!(hits(file), 0, "{file}");
    }
}

#[test]
fn from_sixteen_characters_on_a_phrase_counts_everywhere() {
    let other = path("assessments/131016/9/kiso/index.html");
    for (phrase, hits) in [
        ("本庁舎地下二階の東側電算機械室", 0),
        ("本庁舎地下二階の東側の電算機械室", 1),
    ] {
        assert_eq!(phrase.chars().count(), 15 + hits);
        assert_eq!(
            gate(phrase)
                .scan_bytes(&other, phrase.as_bytes())
                .hits
                .len(),
            hits
        );
    }
}

#[test]
fn a_phrase_of_two_bodies_names_each_in_its_own_files() {
    let gate = Gate::new([withheld("011002", SECRET), withheld("131016", SECRET)]);
    let report = gate.scan_bytes(
        &path("assessments/131016/9/kiso/index.html"),
        SECRET.as_bytes(),
    );
    assert_eq!(report.hits.len(), 1);
    assert_eq!(report.hits[0].owner.as_deref(), Some("131016/1/zenkomoku"));
    assert_eq!(
        gate.scan_bytes(&path("feed.xml"), SECRET.as_bytes())
            .hits
            .len(),
        2
    );
}

#[test]
fn overlapping_phrases_are_all_found() {
    let gate = Gate::new(
        ["地下1階の電算室", "1階の電算室の東", "電算室の東側の棚"]
            .map(|phrase| withheld("011002", phrase)),
    );
    assert_eq!(offsets(&gate, "地下1階の電算室の東側の棚").len(), 3);
}

#[test]
fn what_lies_across_windows_and_far_into_a_file_is_found_once() {
    let gate = gate(SECRET);
    for at in [0, 983_030, 1_048_575, 1_048_576] {
        let text = format!("{}{SECRET}{}", "x".repeat(at), "y".repeat(100_000));
        assert_eq!(offsets(&gate, &text), [at], "{at}");
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("data.bin"), &text).unwrap();
        let report = gate.scan_folder(folder.path()).unwrap();
        assert_eq!((report.hits.len(), report.hits[0].offset), (1, at));
        assert_eq!(report.bytes, text.len() as u64);
    }
}

#[test]
fn bytes_that_are_no_text_do_not_hide_a_phrase() {
    let gate = gate(SECRET);
    let mut bytes = vec![0xff, 0x00, 0x89, b'P', 0xe5];
    bytes.extend(SECRET.as_bytes());
    bytes.extend([0xc3, 0x28]);
    let report = gate.scan_bytes(&path("public.png"), &bytes);
    assert_eq!(report.hits[0].offset, 5);
}

#[test]
fn a_long_phrase_is_found_by_its_beginning() {
    let long: String = ('一'..).take(3 * PATTERN_CHARS).collect();
    let gate = gate(&long);
    let cut: String = long.chars().take(PATTERN_CHARS).collect();
    assert_eq!(offsets(&gate, &cut), [0]);
    let shorter: String = long.chars().take(PATTERN_CHARS - 1).collect();
    assert_eq!(offsets(&gate, &shorter), [0; 0]);
}

/// A number with a valid check digit that nobody has: eleven equal digits and the twelfth.
fn my_number() -> String {
    let digit = |last: u32| [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, last];
    let last = (0..10)
        .find(|last| has_valid_check_digit(&digit(*last)))
        .unwrap();
    digit(last).iter().map(u32::to_string).collect()
}

#[test]
fn a_my_number_near_its_label_is_found_in_every_reading() {
    let gate = Gate::new([]);
    let number = my_number();
    let grouped = format!("{} {} {}", &number[..4], &number[4..8], &number[8..]);
    let before = "<dt>個人番号</dt><dd>";
    for text in [
        number.clone(),
        grouped,
        number.replace('1', "&#49;"),
        number.replace('1', r"\u0031"),
    ] {
        let report = gate.scan_bytes(&path("x.html"), format!("{before}{text}</dd>").as_bytes());
        assert_eq!(report.hits.len(), 1, "{text}");
        assert_eq!(
            (report.hits[0].kind, report.hits[0].offset),
            (HitKind::MyNumber, before.len())
        );
    }
    let unlabelled = format!("<p>個人番号を扱う。</p><p>{}</p>{number}", "あ".repeat(60));
    assert!(
        gate.scan_bytes(&path("x.html"), unlabelled.as_bytes())
            .is_clean()
    );
}

#[test]
fn strings_are_scanned_each_by_itself() {
    let gate = gate(SECRET);
    let mut scan = gate.scan();
    scan.strings("索引", Some(&code("011002")), ["地下1階の", "電算室"]);
    scan.strings(
        "索引",
        Some(&code("011002")),
        ["本文", "入口は地下1階の電算室"],
    );
    let report = scan.finish();
    assert_eq!((report.files, report.hits.len()), (2, 1));
    assert_eq!(
        (report.hits[0].file.as_str(), report.hits[0].offset),
        ("索引", "入口は".len())
    );
}

#[test]
fn neither_report_nor_debug_says_the_phrase() {
    let phrase = withheld("011002", SECRET);
    let gate = Gate::new([phrase.clone()]);
    let text = format!("個人番号 {} {SECRET}", my_number());
    let report = gate.scan_bytes(
        &path("assessments/011002/1/zenkomoku/index.html"),
        text.as_bytes(),
    );
    let error = crate::CheckError::Leak(report.clone());
    let said = format!("{report} {report:?} {gate:?} {phrase:?} {error} {error:?}");
    for secret in ["地下", "電算", "階", &my_number()] {
        assert!(!said.contains(secret), "{secret}");
    }
    let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
    assert_eq!(
        lines[0].split('。').next(),
        Some("漏えい検査: 2件見つかりました")
    );
    assert_eq!(
        lines[1],
        "assessments/011002/1/zenkomoku/index.html:26: \
         011002/1/zenkomoku の項目 II[1].II.6.place で非公表とした文字列があります"
    );
    assert_eq!(
        lines[2],
        "assessments/011002/1/zenkomoku/index.html:13: 個人番号とみられる12桁の数字があります"
    );
}
