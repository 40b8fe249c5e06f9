//! The notice's own examples against the rules.

use domain::check::notice::ExampleTexts;
use domain::check::{Surroundings, check_in, notice::hints};
use domain::{Layer, MarkedText};
use serde_json::json;

use super::{CONTENT, document, zenkomoku};

#[test]
fn the_notices_own_words_give_no_hint_to_withhold() {
    let catalog = &CONTENT.catalog;
    assert!(!catalog.examples.is_empty());
    for example in &catalog.examples {
        for text in example.paragraphs.iter().chain(&example.notes) {
            let found = hints::hints(&MarkedText::plain(text).unwrap());
            assert!(
                found.is_empty(),
                "{} {}: {text}",
                example.item,
                found[0].pattern.id
            );
        }
    }
}

#[test]
fn an_example_taken_as_it_is_gets_advice_and_an_adapted_one_does_not() {
    let printed = &CONTENT.catalog;
    let texts = printed.texts("II.6.place", Layer::MsPlatform).join("\n");
    let found = |text: &str| {
        let answers = json!({ "II": [{ "II.6.place": { "layers": [{ "layer": "ms-platform", "text": text }] } }] });
        let document = document(&zenkomoku("pf", answers));
        let around = Surroundings {
            examples: Some(printed),
            ..Surroundings::default()
        };
        let form = CONTENT.newest("zenkomoku").unwrap();
        let findings = check_in(form, &document, &around);
        findings.iter().any(|finding| finding.rule == "MS-00-6")
    };
    assert!(found(&texts));
    assert!(found(&texts.replace('①', "　①　")));
    assert!(!found(&format!("{texts}\n当市では記録を毎月確かめる。")));
}
