//! Putting an example (記載例) into an answer: the same in the browser and on the server.

use domain::notation::parse_typed;
use domain::{Layer, LongText};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insertion {
    /// The answer with the example under its layer's heading, in the notice's order.
    Done(LongText),
    /// It stands there already; the answer is left alone.
    AlreadyThere,
    /// The two do not go together: braces that do not pair up.
    Unfit,
}

/// Puts the example `text` under the heading of `layer`. `source` is the example's id, which
/// the answer then remembers.
#[must_use]
pub fn insert(answer: LongText, text: &str, layer: Layer, source: Option<String>) -> Insertion {
    let text = text.trim();
    if holds(&answer, layer, text) {
        return Insertion::AlreadyThere;
    }
    let Ok(passage) = parse_typed(text) else {
        return Insertion::Unfit;
    };
    match answer.with_passage(layer, &passage, source) {
        Ok(joined) => Insertion::Done(joined),
        Err(_) => Insertion::Unfit,
    }
}

/// Whether the example stands under its layer's heading, word for word.
#[must_use]
pub fn holds(answer: &LongText, layer: Layer, text: &str) -> bool {
    answer
        .sections()
        .iter()
        .any(|(found, passage)| *found == Some(layer) && passage.full_text().contains(text.trim()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_example_comes_under_its_heading_in_order_and_only_once() {
        let typed = "＜中間サーバーの運用における措置＞\n運用";
        let answer = LongText::parse_typed(typed).unwrap();
        let source = Some("2014-08/II.6.place/ms-platform".to_owned());
        let Insertion::Done(joined) = insert(answer, "例\n", Layer::MsPlatform, source) else {
            panic!("it fits");
        };
        assert_eq!(
            joined.to_typed("見本市"),
            "＜中間サーバー・プラットフォームにおける措置＞\n例\n＜中間サーバーの運用における措置＞\n運用"
        );
        let again = insert(joined, "例", Layer::MsPlatform, None);
        assert_eq!(again, Insertion::AlreadyThere);
    }

    #[test]
    fn own_text_without_a_heading_gets_the_bodys() {
        let answer = LongText::parse_typed("自庁の措置").unwrap();
        let Insertion::Done(joined) = insert(answer, "例", Layer::MsSoftware, None) else {
            panic!("it fits");
        };
        assert_eq!(
            joined.to_typed("見本市"),
            "＜見本市における措置＞\n自庁の措置\n＜中間サーバー・ソフトウェアにおける措置＞\n例"
        );
    }
}
