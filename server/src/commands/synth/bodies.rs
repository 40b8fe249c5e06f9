//! Bodies of prefectures 51 to 90, which do not exist.

use domain::{Body, BodyCode};

/// Prefectures there are.
const PREFECTURES: u32 = 40;
/// The most bodies: 100 in each.
pub(super) const MOST: u32 = PREFECTURES * 100;

/// So many bodies, over all prefectures.
pub(super) fn make(count: u32) -> Vec<Body> {
    (0..count).filter_map(body).collect()
}

fn body(number: u32) -> Option<Body> {
    let prefecture = 51 + number % PREFECTURES;
    let five = format!("{prefecture}{}", 201 + number / PREFECTURES);
    // The check digit is the one that fits.
    let code = (0..10).find_map(|digit| BodyCode::parse(&format!("{five}{digit}")).ok())?;
    Some(Body {
        code,
        prefecture_name: format!("合成{prefecture}県"),
        name: format!("合成{}市", number + 1),
        kana: "ゴウセイシ".to_owned(),
    })
}

/// The table that `body import` reads.
pub(super) fn csv(bodies: &[Body]) -> String {
    let mut text =
        "団体コード,都道府県名（漢字）,市区町村名（漢字）,都道府県名（カナ）,市区町村名（カナ）\n"
            .to_owned();
    for body in bodies {
        text.push_str(&format!(
            "{},{},{},ゴウセイケン,{}\n",
            body.code, body.prefecture_name, body.name, body.kana
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_number_has_a_body_of_its_own_in_no_real_prefecture() {
        let bodies = make(MOST);
        let codes: HashSet<&str> = bodies.iter().map(|body| body.code.as_str()).collect();
        assert_eq!(codes.len(), MOST as usize);
        assert!(codes.iter().all(|code| code[..2] > *"47"));
    }
}
