#![allow(clippy::unwrap_used)]
use encoding_rs::SHIFT_JIS;

use super::*;

const HEAD: &str =
    "団体コード,都道府県名（漢字）,市区町村名（漢字）,都道府県名（カナ）,市区町村名（カナ）";

fn lines(problems: &[RowProblem]) -> Vec<u64> {
    problems.iter().map(|problem| problem.line).collect()
}

#[test]
fn half_width_readings_in_shift_jis_become_full_width_with_their_voiced_marks() {
    let text = format!("{HEAD}\r\n010006,北海道,,ﾎｯｶｲﾄﾞｳ,\r\n012025,北海道,函館市,ﾎｯｶｲﾄﾞｳ,ﾊｺﾀﾞﾃｼ\r\n");
    let (bytes, _, lossy) = SHIFT_JIS.encode(&text);
    assert!(!lossy);
    let bodies = parse(&bytes).unwrap();
    assert_eq!(
        (bodies[0].name.as_str(), bodies[0].kana.as_str()),
        ("北海道", "ホッカイドウ")
    );
    assert_eq!(
        (bodies[1].name.as_str(), bodies[1].kana.as_str()),
        ("函館市", "ハコダテシ")
    );
}

#[test]
fn a_mark_at_the_beginning_and_headings_in_other_widths_are_read() {
    let head = "\u{feff}団体コード,\"都道府県名\n(漢字)\",市区町村名(漢字),都道府県名（ｶﾅ）,市区町村名 （カナ）";
    let text = format!("{head}\n０１１００２,北海道,札幌市,ほっかいどう,さっぽろし\n\n,,,,\n");
    let bodies = parse(text.as_bytes()).unwrap();
    assert_eq!(bodies.len(), 1);
    assert_eq!(
        (bodies[0].code.as_str(), bodies[0].kana.as_str()),
        ("011002", "サッポロシ")
    );
}

#[test]
fn every_problem_is_told_with_its_line() {
    let text = format!(
        "{HEAD}\n011003,北海道,札幌市,ホッカイドウ,サッポロシ\n11002,北海道,札幌市,,\n012025,北海道,函館市,ホッカイドウ,函館\n\
         011002,北海道,札幌市,ホッカイドウ,サッポロシ\n011002,北海道,札幌市,ホッカイドウ,サッポロシ\n012033,,小樽市,,\n012033,北海道,,,\n"
    );
    let problems = parse(text.as_bytes()).unwrap_err();
    assert_eq!(lines(&problems), [2, 3, 4, 6, 7, 8]);
    assert!(problems[0].message.contains("検査数字"));
    assert!(problems[1].message.contains("先頭の0"));
    assert!(problems[3].message.contains("5行目"));
}

#[test]
fn a_missing_column_and_other_bytes_are_refused() {
    let problems = parse("団体コード,市区町村名（漢字）\n".as_bytes()).unwrap_err();
    assert!(problems[0].message.contains("都道府県名(漢字)"));
    assert_eq!(lines(&parse(b"a,b\n\xff\xfe\xfd\n").unwrap_err()), [2]);
    assert_eq!(lines(&parse(b"").unwrap_err()), [1]);
}
