//! The ministry's table (全国地方公共団体コード) as bodies.
//!
//! Headings may be typed in either width and with blanks or line breaks in them; readings in
//! half-width katakana or in hiragana. The kanji of names stay as they are: compatibility
//! ideographs in them are not for us to change.

use std::collections::HashMap;
use std::fmt;

use csv::{ReaderBuilder, StringRecord};
use domain::name::parse_name;
use domain::{Body, BodyCode, BodyKind};
use encoding_rs::SHIFT_JIS;
use unicode_normalization::UnicodeNormalization;

/// The columns, their headings in the form in which they are compared.
const COLUMNS: [&str; 5] = [
    "団体コード",
    "都道府県名(漢字)",
    "市区町村名(漢字)",
    "都道府県名(カナ)",
    "市区町村名(カナ)",
];

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowProblem {
    /// The line of the file, from 1.
    pub(super) line: u64,
    /// What is wrong and what to do.
    pub(super) message: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}行目: {}", self.line, self.message)
    }
}

/// Every row as a body, or every problem.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Body>, Vec<RowProblem>> {
    let text = decode(bytes).map_err(|problem| vec![problem])?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(head)) = records.next() else {
        return Err(vec![problem(
            1,
            "見出しの行がありません。1行目に列の名前を書いてください。",
        )]);
    };
    let places = places(&head).map_err(|problem| vec![problem])?;
    let (mut bodies, mut problems) = (Vec::new(), Vec::new());
    let mut seen: HashMap<BodyCode, u64> = HashMap::new();
    let line_of =
        |position: Option<&csv::Position>| line_at(&text, position.map_or(0, csv::Position::byte));
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = line_of(error.position());
                problems.push(problem(
                    line,
                    "CSVとして読めません。引用符の対応を確かめてください。",
                ));
                continue;
            }
        };
        let line = line_of(record.position());
        match row(&record, &places) {
            Ok(None) => {}
            Ok(Some(body)) => match seen.insert(body.code.clone(), line) {
                None => bodies.push(body),
                Some(first) => problems.push(problem(
                    line,
                    &format!(
                        "団体コード {} が {first}行目にもあります。どちらかを消してください。",
                        body.code
                    ),
                )),
            },
            Err(message) => problems.push(problem(line, &message)),
        }
    }
    if bodies.is_empty() && problems.is_empty() {
        problems.push(problem(2, "団体の行がありません。"));
    }
    if problems.is_empty() {
        Ok(bodies)
    } else {
        Err(problems)
    }
}

/// The line of the file in which a record begins that was read from `byte` on: blank lines
/// before it are skipped.
fn line_at(text: &str, byte: u64) -> u64 {
    let begin = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let blank = bytes[begin..]
        .iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .count();
    let above = bytes[..begin + blank].iter();
    1 + u64::try_from(above.filter(|byte| **byte == b'\n').count()).unwrap_or(u64::MAX)
}

fn problem(line: u64, message: &str) -> RowProblem {
    RowProblem {
        line,
        message: message.to_owned(),
    }
}

/// UTF-8, with or without a mark at its beginning, or Shift_JIS as Windows writes it.
fn decode(bytes: &[u8]) -> Result<String, RowProblem> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(plain) {
        return Ok(text.to_owned());
    }
    if let Some(text) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(plain) {
        return Ok(text.into_owned());
    }
    let valid = plain
        .utf8_chunks()
        .next()
        .map_or(0, |chunk| chunk.valid().len());
    let line = 1 + plain[..valid].iter().filter(|byte| **byte == b'\n').count();
    let message = "UTF-8 としても Shift_JIS としても読めません。どちらかで保存し直してください。";
    Err(problem(u64::try_from(line).unwrap_or(u64::MAX), message))
}

/// Where each of [`COLUMNS`] is.
fn places(head: &StringRecord) -> Result<[usize; 5], RowProblem> {
    let headings: Vec<String> = head.iter().map(comparable).collect();
    let mut places = [0; 5];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let found = headings.iter().position(|heading| heading == column);
        *place = found.ok_or_else(|| {
            problem(
                1,
                &format!("列「{column}」がありません。見出しの行を確かめてください。"),
            )
        })?;
    }
    Ok(places)
}

fn comparable(heading: &str) -> String {
    heading.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A row as a body; `None` for a blank one.
fn row(record: &StringRecord, places: &[usize; 5]) -> Result<Option<Body>, String> {
    let [code, prefecture, name, prefecture_kana, kana] =
        places.map(|place| record.get(place).unwrap_or_default().trim());
    if record.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    let code: String = code.nfkc().collect();
    if code.len() == 5 {
        return Err(format!(
            "団体コード「{code}」は5桁です。表計算ソフトで先頭の0が落ちていないか、検査数字が抜けていないか確かめてください。"
        ));
    }
    let code = BodyCode::parse(&code).map_err(|error| format!("団体コード「{code}」: {error}"))?;
    if prefecture.is_empty() {
        return Err("都道府県名（漢字）が空です。".to_owned());
    }
    let is_prefecture = BodyKind::of(&code) == BodyKind::Prefecture;
    let (name, kana) = match (is_prefecture, name.is_empty()) {
        (true, true) => (prefecture, prefecture_kana),
        (false, false) => (name, kana),
        (true, false) => {
            return Err(format!(
                "団体コード {code} は都道府県のものですが、市区町村名があります。"
            ));
        }
        (false, true) => return Err(format!("団体コード {code} の市区町村名（漢字）が空です。")),
    };
    let public = |name: &str| {
        parse_name(name, 60).map_err(|error| format!("団体コード {code} の名称: {error}"))
    };
    Ok(Some(Body {
        prefecture_name: public(prefecture)?,
        name: public(name)?,
        kana: katakana(kana)?,
        code,
    }))
}

/// A reading in full-width katakana.
fn katakana(kana: &str) -> Result<String, String> {
    // NFKC joins a half-width letter with the voiced mark behind it.
    let kana: String = kana
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .map(to_katakana)
        .collect();
    let is_kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '゛' | '゜');
    match kana.chars().find(|c| !is_kana(*c)) {
        None => Ok(kana),
        Some(other) => Err(format!(
            "カナの列に「{other}」があります。カタカナ（全角又は半角）か、ひらがなで書いてください。"
        )),
    }
}

fn to_katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests;
