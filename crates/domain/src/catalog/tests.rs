#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;
use crate::form::FormHead;
use crate::ids::EditionId;

fn form(id: &str, items: Value) -> FormEdition {
    let head = FormHead {
        id: FormId::parse(id).unwrap(),
        edition: EditionId::parse("2014-04").unwrap(),
        edition_label: "平成26年4月".to_owned(),
        title: "様式".to_owned(),
        style: "様式4".to_owned(),
        warning: None,
    };
    FormEdition::new(head, serde_json::from_value(items).unwrap()).unwrap()
}

fn longtext(id: &str, more: &Value) -> Value {
    let mut node = json!({
        "id": id, "number": "", "label": "欄", "kind": "longtext", "required": true,
        "confirmed": true,
    });
    node.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    node
}

fn example(version: &str, item: &str, layer: Layer) -> Example {
    Example {
        version: version.to_owned(),
        notice: "n".to_owned(),
        item: ItemId::parse(item).unwrap(),
        layer,
        paragraphs: vec!["①一。".to_owned(), "②二。".to_owned()],
        notes: vec!["（※）注。".to_owned()],
    }
}

fn catalog() -> Catalog {
    let examples = vec![
        example("2014-08", "III.6.other", Layer::MsSoftware),
        example("2014-08", "III.6.other", Layer::MsPlatform),
        example("2014-08", "IV.3", Layer::MsPlatform),
    ];
    Catalog {
        examples,
        ..Catalog::default()
    }
}

fn ids(examples: &[&Example]) -> Vec<String> {
    examples.iter().map(|example| example.id()).collect()
}

#[test]
fn an_example_reads_as_its_paragraphs_and_then_its_notes() {
    let example = example("2014-08", "II.6.place", Layer::MsPlatform);
    assert_eq!(example.text(), "①一。\n②二。\n（※）注。");
    assert_eq!(example.id(), "2014-08/II.6.place/ms-platform");
}

#[test]
fn an_item_of_the_full_form_has_its_own_examples() {
    let form = form("zenkomoku", json!([longtext("III.6.other", &json!({}))]));
    let found = ids(&catalog().examples_for(&form, form.node("III.6.other").unwrap()));
    assert_eq!(
        found,
        [
            "2014-08/III.6.other/ms-software",
            "2014-08/III.6.other/ms-platform"
        ]
    );
}

#[test]
fn an_item_of_another_form_borrows_only_the_layers_it_names() {
    let borrow = json!({"example_by_analogy": ["pf"], "example_from": ["III.6.other"]});
    let form = form("juten", json!([longtext("III.6.other", &borrow)]));
    let found = ids(&catalog().examples_for(&form, form.node("III.6.other").unwrap()));
    assert_eq!(found, ["2014-08/III.6.other/ms-platform"]);
}

#[test]
fn an_item_that_happens_to_share_an_id_borrows_nothing() {
    let form = form("juten", json!([longtext("IV.3", &json!({}))]));
    assert!(
        catalog()
            .examples_for(&form, form.node("IV.3").unwrap())
            .is_empty()
    );
}

#[test]
fn an_example_is_found_by_its_id_and_by_nothing_else() {
    let catalog = catalog();
    assert_eq!(
        catalog
            .example("2014-08/IV.3/ms-platform")
            .unwrap()
            .item
            .as_str(),
        "IV.3"
    );
    assert!(catalog.example("2014-08/IV.3/ms-software").is_none());
}

#[test]
fn guidance_comes_in_the_order_of_the_symbols_and_from_the_newest_document() {
    let item = |symbol: &str| GuidanceItem {
        symbol: symbol.to_owned(),
        anchor: "a".to_owned(),
        title: String::new(),
        forms: BTreeMap::new(),
    };
    let guidance = |id: &str, symbols: &[&str]| Guidance {
        id: id.to_owned(),
        title: String::new(),
        issued: String::new(),
        notice: String::new(),
        markdown: String::new(),
        items: symbols.iter().map(|symbol| item(symbol)).collect(),
    };
    let newest_first = vec![guidance("2016", &["②"]), guidance("2014", &["①", "②"])];
    let catalog = Catalog {
        guidance: newest_first,
        ..Catalog::default()
    };
    let symbols = ["②", "①", "③"].map(str::to_owned);
    let found: Vec<_> = catalog
        .guidance_for(&symbols)
        .into_iter()
        .map(|(guidance, item)| (guidance.id.as_str(), item.symbol.as_str()))
        .collect();
    assert_eq!(found, [("2016", "②"), ("2014", "①")]);
}
