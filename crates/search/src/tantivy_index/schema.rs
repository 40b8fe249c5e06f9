//! The fields of the index, and entries to and from its documents.

use std::borrow::Cow;

use jiff::civil::Date;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions, Value,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{DocAddress, Searcher, TantivyDocument, TantivyError};

use super::gram_tokenizer::{GramTokenizer, UnitTokenizer};
use crate::entry::{Record, SearchEntry};

/// Version of the schema, of folding and of the record. To be raised when one changes.
pub(super) const FORMAT: u32 = 1;

/// Names an entry; replacing deletes by it.
pub(super) const KEY: &str = "key";
pub(super) const PREFECTURE: &str = "prefecture";
pub(super) const BODY: &str = "body";
pub(super) const FORM: &str = "form";
/// Day of publication as the number 20150401.
pub(super) const PUBLISHED: &str = "published";
/// Pairs of the title.
pub(super) const TITLE: &str = "title";
/// Pairs of the body's name and code and the agency.
pub(super) const NAMES: &str = "names";
/// Pairs of the items' texts, one value each.
pub(super) const ITEMS: &str = "items";
/// Single units of all of these.
pub(super) const UNITS: &str = "units";
/// The record as JSON.
const RECORD: &str = "record";

const GRAMS_TOKENIZER: &str = "grams";
const UNITS_TOKENIZER: &str = "units";

pub(super) fn schema() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field(KEY, exact().set_fast("raw"));
    schema.add_text_field(PREFECTURE, exact());
    schema.add_text_field(BODY, exact());
    schema.add_text_field(FORM, exact());
    schema.add_i64_field(
        PUBLISHED,
        NumericOptions::default().set_indexed().set_fast(),
    );
    schema.add_text_field(TITLE, grams());
    schema.add_text_field(NAMES, grams());
    schema.add_text_field(ITEMS, grams());
    schema.add_text_field(UNITS, units());
    schema.add_bytes_field(RECORD, BytesOptions::from(STORED));
    schema.build()
}

fn exact() -> TextOptions {
    indexed("raw", IndexRecordOption::Basic, false)
}

fn grams() -> TextOptions {
    indexed(
        GRAMS_TOKENIZER,
        IndexRecordOption::WithFreqsAndPositions,
        true,
    )
}

fn units() -> TextOptions {
    indexed(UNITS_TOKENIZER, IndexRecordOption::Basic, false)
}

fn indexed(tokenizer: &str, record: IndexRecordOption, norms: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
    let indexing = indexing.set_index_option(record).set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing)
}

pub(super) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(GRAMS_TOKENIZER, TextAnalyzer::from(GramTokenizer));
    tokenizers.register(UNITS_TOKENIZER, TextAnalyzer::from(UnitTokenizer));
    tokenizers
}

/// A field of [`schema`].
pub(super) fn field(schema: &Schema, name: &str) -> Field {
    // The name is a constant of this module and the schema was compared on opening.
    schema
        .get_field(name)
        .unwrap_or_else(|_| unreachable!("the schema has a field {name}"))
}

/// A day as a number that grows with time.
pub(super) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// One text and the fields it goes into.
struct Placed<'a> {
    fields: &'static [&'static str],
    text: &'a str,
}

/// The one list of what is indexed; both indexing and scanning follow it.
fn placed(record: &Record) -> impl Iterator<Item = Placed<'_>> {
    let heads: [(&'static [&'static str], &str); 6] = [
        (&[PREFECTURE], record.prefecture()),
        (&[BODY, NAMES, UNITS], &record.body_code),
        (&[FORM], &record.form),
        (&[NAMES, UNITS], &record.body_name),
        (&[NAMES, UNITS], &record.agency),
        (&[], &record.url),
    ];
    let heads = heads
        .into_iter()
        .map(|(fields, text)| Placed { fields, text });
    let titles = record.title_texts().map(|text| Placed {
        fields: &[TITLE, UNITS],
        text,
    });
    let items = record.items.iter().map(|item| Placed {
        fields: &[ITEMS, UNITS],
        text: &item.text,
    });
    heads.chain(titles).chain(items)
}

/// The document of an entry.
pub(super) fn document(
    schema: &Schema,
    entry: &SearchEntry,
) -> Result<TantivyDocument, serde_json::Error> {
    let record = entry.record();
    let mut document = TantivyDocument::new();
    document.add_text(field(schema, KEY), entry.key().as_str());
    document.add_i64(field(schema, PUBLISHED), day_number(record.published));
    for placed in placed(record) {
        for name in placed.fields {
            document.add_text(field(schema, name), placed.text);
        }
    }
    document.add_bytes(field(schema, RECORD), &serde_json::to_vec(record)?);
    Ok(document)
}

/// Every string of the document of an entry: texts before and after folding, and the
/// stored record.
pub(super) fn texts(entry: &SearchEntry) -> Vec<Cow<'_, str>> {
    let record = entry.record();
    let mut texts = vec![Cow::Owned(entry.key().as_str().to_owned())];
    for item in &record.items {
        texts.push(Cow::Borrowed(item.path.as_str()));
        texts.push(Cow::Borrowed(item.label.as_str()));
    }
    for placed in placed(record) {
        let folded: String = crate::fold::Folded::new(placed.text)
            .units()
            .iter()
            .collect();
        texts.push(Cow::Borrowed(placed.text));
        texts.push(Cow::Owned(folded));
    }
    // Writing strings and a date to memory cannot fail; if it did, indexing would, too.
    texts.extend(serde_json::to_string(record).ok().map(Cow::Owned));
    texts
}

/// Reads the record of a document.
pub(super) fn record(searcher: &Searcher, address: DocAddress) -> tantivy::Result<Record> {
    let document: TantivyDocument = searcher.doc(address)?;
    let bytes = document.get_first(field(searcher.schema(), RECORD));
    let bytes = bytes.as_ref().and_then(Value::as_bytes).unwrap_or_default();
    serde_json::from_slice(bytes)
        .map_err(|error| TantivyError::InternalError(format!("stored record: {error}")))
}
