//! The JSON Schema of the format.

use serde_json::{Value, json};

use super::{FORMAT, VERSION};
use crate::layer::Layer;
use crate::reason::Reason;

/// Keys of the format itself, which no item may have: an object with one of them is never
/// a group of answers.
const RESERVED: [&str; 8] = [
    "withheld",
    "reason",
    "note",
    "layers",
    "choice",
    "text",
    "attachment",
    "alt",
];

/// The JSON Schema (2020-12) of the format, published at `/api/v1/assessment.schema.json`.
/// It describes full and public copies; which items a form has, an import checks itself.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hyokasho/assessment",
        "description": "特定個人情報保護評価書。edition、published、origin（新規・修正・再実施）とwithheld_changed（非公表の部分だけが前の版から変わった項目）、事務が終了したときのendedとtitleは公表用の写しだけにあり、公表用の写しのwithheldはnullです。公表用の写しは取り込めません。",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "version", "form", "body", "agency", "number"],
        "dependentRequired": {
            "edition": ["published"],
            "published": ["edition"],
            "origin": ["edition"],
            "withheld_changed": ["edition"],
            "ended": ["edition", "title"],
            "title": ["ended"],
        },
        "properties": properties(),
        "$defs": definitions(),
    })
}

fn properties() -> Value {
    json!({
        "format": { "const": FORMAT },
        "version": { "const": VERSION },
        "form": { "$ref": "#/$defs/id" },
        "form_edition": { "$ref": "#/$defs/id" },
        "body": { "type": "string", "pattern": "^[0-9]{6}$" },
        "agency": { "type": "string", "minLength": 1, "maxLength": 200 },
        "number": { "type": "string", "minLength": 1, "maxLength": 20 },
        "edition": { "type": "integer", "minimum": 1 },
        "published": { "$ref": "#/$defs/date" },
        "origin": { "enum": ["new", "amendment", "redo"] },
        "withheld_changed": { "type": "array", "items": { "type": "string", "minLength": 1 } },
        "ended": { "$ref": "#/$defs/date" },
        "title": { "type": "string", "minLength": 1 },
        "facts": { "$ref": "#/$defs/facts" },
        "answers": { "$ref": "#/$defs/answers" },
    })
}

fn definitions() -> Value {
    let mut definitions = json!({
        "id": { "type": "string", "pattern": "^[A-Za-z0-9._-]{1,100}$" },
        "date": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date" },
        "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
        "facts": facts(),
        "answers": {
            "type": "object",
            "propertyNames": { "allOf": [
                { "$ref": "#/$defs/id" },
                { "not": { "enum": RESERVED } },
            ] },
            "additionalProperties": { "$ref": "#/$defs/answer" },
        },
        "answer": answer(),
    });
    if let (Value::Object(all), Value::Object(texts)) = (&mut definitions, texts()) {
        all.extend(texts);
    }
    definitions
}

fn facts() -> Value {
    let boolean = json!({ "type": "boolean" });
    let count = json!({ "type": "integer", "minimum": 0 });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "uses_ms": boolean, "uses_pf": boolean, "ms_obtain": boolean,
            "ms_provide": boolean, "ms_entrust": boolean,
            "file_unit": { "enum": ["integrated", "separate"] },
            "headcount": count, "staff": count, "incident": boolean,
            "as_of": { "$ref": "#/$defs/date" },
        },
    })
}

fn answer() -> Value {
    json!({
        "description": "null: 回答を消す（取込みだけ）。項目の種類ごとの形は、その様式によります。",
        "anyOf": [
            { "type": "null" },
            { "type": "boolean" },
            { "type": "integer" },
            { "$ref": "#/$defs/text" },
            { "$ref": "#/$defs/layers" },
            { "$ref": "#/$defs/diagram" },
            { "type": "array", "items": { "$ref": "#/$defs/choice" } },
            { "type": "array", "items": { "$ref": "#/$defs/text" } },
            { "type": "array", "items": { "$ref": "#/$defs/answers" } },
        ],
    })
}

fn texts() -> Value {
    let layers: Vec<&str> = Layer::ALL.into_iter().map(Layer::as_str).collect();
    let reasons: Vec<&str> = Reason::ALL.into_iter().map(Reason::as_str).collect();
    json!({
        "text": {
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": {
                    "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/withheld" }],
                } },
            ],
        },
        "withheld": {
            "type": "object",
            "additionalProperties": false,
            "required": ["withheld", "reason"],
            "properties": {
                "withheld": { "type": ["string", "null"], "minLength": 1 },
                "reason": { "enum": reasons },
                "note": { "type": "string", "minLength": 1, "maxLength": 200 },
            },
        },
        "layers": {
            "type": "object",
            "additionalProperties": false,
            "required": ["layers"],
            "properties": { "layers": { "type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["layer", "text"],
                "properties": {
                    "layer": { "enum": layers },
                    "text": { "$ref": "#/$defs/text" },
                    "example": { "type": "string", "pattern": "^[A-Za-z0-9._/-]{1,200}$" },
                },
            } } },
        },
        "choice": {
            "anyOf": [
                { "type": "integer", "minimum": 1 },
                {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["choice", "text"],
                    "properties": {
                        "choice": { "type": "integer", "minimum": 1 },
                        "text": { "$ref": "#/$defs/text" },
                    },
                },
            ],
        },
        "diagram": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "attachment": { "anyOf": [{ "type": "null" }, { "$ref": "#/$defs/sha256" }] },
                "alt": { "$ref": "#/$defs/text" },
                "withheld": { "type": "boolean" },
            },
        },
    })
}
