//! One cell as a value of the interchange format.

use domain::interchange::text_from_typed;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::cells::{Held, words};
use crate::long_text;
use crate::mark::{NO, What, YES};

/// The value of a cell, `None` for a blank one that is no text.
///
/// # Errors
/// What is wrong with the cell, in Japanese.
pub(super) fn value(what: &What, held: Option<&Held>) -> Result<Option<Value>, String> {
    let text = held.map(words).unwrap_or_default();
    let is_blank = text.trim().is_empty();
    Ok(match what {
        What::Text => Some(text_from_typed(&text).map_err(|error| error.to_string())?),
        What::Longtext { examples, exact } => {
            Some(long_text::read(&text, examples, exact.as_deref())?)
        }
        _ if is_blank => None,
        What::Choice => Some(json!(
            leading_number(&text)
                .ok_or("選択肢の番号を書いてください（例: 「2) 十分である」又は「2」）。")?
        )),
        What::Date => Some(json!(day(held, &text)?.to_string())),
        What::Number => Some(json!(whole(held, &text)?)),
        What::Boolean => Some(json!(yes_or_no(held, &text)?)),
        _ => None,
    })
}

/// The number at the beginning, in any width: 「2) 十分である」, 「２」.
pub(super) fn leading_number(text: &str) -> Option<u32> {
    let digits: String = text.trim().chars().map_while(digit).collect();
    digits.parse().ok()
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

fn day(held: Option<&Held>, text: &str) -> Result<Date, String> {
    if let Some(Held::Date(date)) = held {
        return Ok(*date);
    }
    let ascii: String = text.trim().chars().map(|c| digit(c).unwrap_or(c)).collect();
    let parts: Vec<&str> = ascii
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    let date = match parts[..] {
        [year, month, day] => year
            .parse()
            .ok()
            .zip(month.parse().ok())
            .zip(day.parse().ok())
            .and_then(|((year, month), day)| Date::new(year, month, day).ok()),
        _ => None,
    };
    date.ok_or_else(|| "日付は「2026-04-01」又は「2026年4月1日」の形で書いてください。".to_owned())
}

fn whole(held: Option<&Held>, text: &str) -> Result<i64, String> {
    let fault = || "整数を書いてください。".to_owned();
    if let Some(Held::Number(number)) = held {
        #[allow(clippy::cast_possible_truncation)] // Whole and within 2^53.
        return if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
            Ok(*number as i64)
        } else {
            Err(fault())
        };
    }
    let digits = text.trim().chars().filter(|c| !matches!(c, ',' | '，'));
    let digits: String = digits.map(|c| digit(c).unwrap_or(c)).collect();
    digits.parse().map_err(|_| fault())
}

fn yes_or_no(held: Option<&Held>, text: &str) -> Result<bool, String> {
    match (held, text.trim()) {
        (Some(Held::Boolean(yes)), _) => Ok(*yes),
        (_, YES) => Ok(true),
        (_, NO) => Ok(false),
        _ => Err(format!("「{YES}」か「{NO}」を書いてください。")),
    }
}
