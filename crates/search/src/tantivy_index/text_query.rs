//! Queries in Tantivy's terms.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query as Wanted,
    RangeQuery, TermQuery,
};
use tantivy::schema::{IndexRecordOption, Schema};

use super::schema;
use crate::fold::Folded;
use crate::query::{Needles, Query};

/// How much a match in a field counts.
const WEIGHTS: [(&str, f32); 3] = [
    (schema::TITLE, 4.0),
    (schema::NAMES, 3.0),
    (schema::ITEMS, 1.0),
];

/// More than relevance can add up to: the whole string stands above its scattered words.
const WHOLE_BONUS: f32 = 10_000.0;

/// Text and filters together.
pub(super) fn build(schema: &Schema, query: &Query, needles: &Needles) -> BooleanQuery {
    let text = text_query(schema, needles).unwrap_or_else(|| Box::new(AllQuery));
    let mut clauses = vec![(Occur::Must, text)];
    let filters = [
        (schema::PREFECTURE, &query.prefecture),
        (schema::BODY, &query.body),
        (schema::FORM, &query.form),
    ];
    for (name, value) in filters {
        if let Some(value) = value {
            clauses.push((Occur::Must, unscored(term(schema, name, value))));
        }
    }
    clauses.extend(date_range(schema, query).map(|range| (Occur::Must, unscored(range))));
    BooleanQuery::new(clauses)
}

fn unscored(query: Box<dyn Wanted>) -> Box<dyn Wanted> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn term(schema: &Schema, name: &str, value: &str) -> Box<dyn Wanted> {
    let term = Term::from_field_text(schema::field(schema, name), value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn date_range(schema: &Schema, query: &Query) -> Option<Box<dyn Wanted>> {
    let field = schema::field(schema, schema::PUBLISHED);
    let bound = |day: Option<_>| {
        day.map_or(Bound::Unbounded, |day| {
            Bound::Included(Term::from_field_i64(field, schema::day_number(day)))
        })
    };
    let asked = query.from.is_some() || query.to.is_some();
    asked.then(|| Box::new(RangeQuery::new(bound(query.from), bound(query.to))) as Box<dyn Wanted>)
}

/// The whole string, or all its words; `None` when there is nothing to look for.
fn text_query(schema: &Schema, needles: &Needles) -> Option<Box<dyn Wanted>> {
    if needles.whole.is_empty() {
        return None;
    }
    let whole = needle(schema, &needles.whole);
    if needles.words.is_empty() {
        return Some(whole);
    }
    let bonus = Box::new(ConstScoreQuery::new(whole, WHOLE_BONUS));
    let words = needles
        .words
        .iter()
        .map(|word| needle(schema, word))
        .collect();
    let words = Box::new(BooleanQuery::intersection(words));
    Some(Box::new(BooleanQuery::union(vec![bonus, words])))
}

/// One string, in any field.
fn needle(schema: &Schema, needle: &Folded) -> Box<dyn Wanted> {
    if let [unit] = needle.units() {
        return term(schema, schema::UNITS, &unit.to_string());
    }
    let fields = WEIGHTS.map(|(name, weight)| {
        let phrase = phrase(schema, name, needle);
        Box::new(BoostQuery::new(phrase, weight)) as Box<dyn Wanted>
    });
    Box::new(BooleanQuery::union(fields.into()))
}

fn phrase(schema: &Schema, name: &str, needle: &Folded) -> Box<dyn Wanted> {
    let field = schema::field(schema, name);
    let grams = needle.query_grams();
    let mut terms: Vec<(usize, Term)> = grams
        .into_iter()
        .map(|gram| (gram.position, Term::from_field_text(field, &gram.term())))
        .collect();
    match terms.len() {
        1 => Box::new(TermQuery::new(
            terms.remove(0).1,
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}
