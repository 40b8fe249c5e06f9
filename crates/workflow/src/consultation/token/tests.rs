#![allow(clippy::unwrap_used)]
use domain::BodyCode;

use super::*;

fn id(number: u32) -> ConsultationId {
    ConsultationId::new(BodyCode::parse("011002").unwrap(), number)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_400_000_000 + seconds).unwrap()
}

#[test]
fn a_token_is_right_between_three_seconds_and_a_day() {
    let secret = Secret("s".to_owned());
    let token = secret.issue(&id(1), at(0), &mut rand::rng());
    for (seconds, age) in [
        (0, Age::TooYoung),
        (2, Age::TooYoung),
        (3, Age::Right),
        (86_400, Age::Right),
        (86_401, Age::Gone),
    ] {
        assert_eq!(secret.judge(&id(1), &token, at(seconds)), age, "{seconds}");
    }
}

#[test]
fn a_token_of_elsewhere_is_none() {
    let secret = Secret("s".to_owned());
    let token = secret.issue(&id(1), at(0), &mut rand::rng());
    assert_eq!(secret.judge(&id(2), &token, at(9)), Age::Gone);
    assert_eq!(
        Secret("t".to_owned()).judge(&id(1), &token, at(9)),
        Age::Gone
    );
    let later = token.replacen("1400000000", "1400000001", 1);
    let (plus, zero) = (format!("+{token}"), format!("0{token}"));
    for bad in [&plus, &zero] {
        assert_eq!(secret.judge(&id(1), bad, at(9)), Age::Gone, "{bad}");
    }
    for bad in ["", "a.b.c", &later, &format!("{token}x"), &token[1..]] {
        assert_eq!(secret.judge(&id(1), bad, at(9)), Age::Gone, "{bad}");
    }
}

#[test]
fn the_same_token_has_the_same_receipt_and_another_another() {
    let secret = Secret("s".to_owned());
    let (one, other) = (secret.receipt("one"), secret.receipt("other"));
    assert_eq!(one, secret.receipt("one"));
    assert_ne!(one, other);
    assert_ne!(one, Secret("t".to_owned()).receipt("one"));
    assert_eq!((one.len(), one.matches('-').count()), (19, 3));
    assert!(receipt_digest(&one).is_some());
}

#[test]
fn a_receipt_is_read_however_it_was_typed() {
    let kept = receipt_digest("0123-4567-89AB-CDEF");
    assert!(kept.is_some());
    for typed in [
        "0123456789abcdef",
        "０１２３ ４５６７ ８９ＡＢ ＣＤＥＦ",
        "O123-4567-89AB-CDEF",
        "oL23456789abcdef",
    ] {
        assert_eq!(receipt_digest(typed), kept, "{typed}");
    }
    for bad in [
        "",
        "0123",
        "0123-4567-89AB-CDEFG",
        "U123-4567-89AB-CDEF",
        "あ123-4567-89AB-CDEF",
    ] {
        assert_eq!(receipt_digest(bad), None, "{bad}");
    }
}
