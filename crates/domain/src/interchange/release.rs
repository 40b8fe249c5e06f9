//! Published editions in: the second door to public types.
//!
//! Nothing passes but a text whose digest is the recorded one, and no withheld word passes
//! even then: where a full copy has one, this reader has no place for it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::path::At;
use super::reader::parse_date;
use super::{FORMAT, VERSION};
use crate::digest::{Digest, digest_of};
use crate::form::{FormEdition, Kind, Node};
use crate::layer::Layer;
use crate::longtext::public_sections;
use crate::public::{
    EditionKind, LongTextShape, PublicAnswer, PublicAnswers, PublicAssessment, PublicLongText,
    PublicRow, PublicSection, PublicSegment, PublicText,
};
use crate::reason::Reason;

/// Why a stored release is not taken. For operators: none of it is a user's doing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// The text is not the one that was published.
    #[error("the release's digest is {found}, recorded is {recorded}")]
    Digest {
        /// The digest of the text.
        found: Digest,
        /// The digest on record.
        recorded: Digest,
    },
    /// No JSON.
    #[error("the release is no JSON (line {line}, column {column})")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// It belongs to another form edition.
    #[error("the release is of form {0}")]
    Form(String),
    /// A value that no release has there.
    #[error("the release has an unexpected value at {0:?}")]
    Shape(String),
}

type Read<T> = Result<T, ReleaseError>;

/// Reads what [`super::release_json`] wrote, if its SHA-256 is `digest`.
///
/// # Errors
/// Every [`ReleaseError`].
pub fn read_release(form: &FormEdition, json: &str, digest: &Digest) -> Read<PublicAssessment> {
    let found = digest_of(json.as_bytes());
    if found != *digest {
        return Err(ReleaseError::Digest {
            found,
            recorded: digest.clone(),
        });
    }
    let value: Value = serde_json::from_str(json).map_err(|error| ReleaseError::Json {
        line: error.line(),
        column: error.column(),
    })?;
    let at = At::Root;
    let known = [
        "format",
        "version",
        "form",
        "form_edition",
        "body",
        "agency",
        "number",
        "edition",
        "published",
        "origin",
        "withheld_changed",
        "facts",
        "answers",
    ];
    let object = object(at, &value, &known)?;
    if object.get("format") != Some(&FORMAT.into())
        || object.get("version") != Some(&VERSION.into())
    {
        return Err(shape(at.key("format")));
    }
    let assessment = PublicAssessment {
        form: typed(at, object, "form")?,
        form_edition: typed(at, object, "form_edition")?,
        body: typed(at, object, "body")?,
        agency: typed(at, object, "agency")?,
        number: typed(at, object, "number")?,
        facts: typed(at, object, "facts")?,
        answers: scope(
            at.key("answers"),
            form.items(),
            member(at, object, "answers")?,
        )?,
        edition: typed(at, object, "edition")?,
        published: date(at.key("published"), member(at, object, "published")?)?,
        origin: origin(at, object)?,
        withheld_changed: match object.get("withheld_changed") {
            None => Vec::new(),
            Some(_) => typed(at, object, "withheld_changed")?,
        },
    };
    if assessment.form != form.id || assessment.form_edition != form.edition {
        let name = format!("{} {}", assessment.form, assessment.form_edition);
        return Err(ReleaseError::Form(name));
    }
    Ok(assessment)
}

/// Why the edition was made; releases of before this was recorded do not say.
fn origin(at: At<'_>, object: &Map<String, Value>) -> Read<Option<EditionKind>> {
    let Some(value) = object.get("origin") else {
        return Ok(None);
    };
    let kind = value.as_str().and_then(EditionKind::parse);
    kind.map(Some).ok_or_else(|| shape(at.key("origin")))
}

fn shape(at: At<'_>) -> ReleaseError {
    ReleaseError::Shape(at.to_string())
}

fn object<'v>(at: At<'_>, value: &'v Value, known: &[&str]) -> Read<&'v Map<String, Value>> {
    let object = value.as_object().ok_or_else(|| shape(at))?;
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(shape(at.key(key))),
        None => Ok(object),
    }
}

fn member<'v>(at: At<'_>, object: &'v Map<String, Value>, key: &str) -> Read<&'v Value> {
    object.get(key).ok_or_else(|| shape(at.key(key)))
}

fn typed<T: serde::de::DeserializeOwned>(
    at: At<'_>,
    object: &Map<String, Value>,
    key: &str,
) -> Read<T> {
    let value = member(at, object, key)?;
    serde_json::from_value(value.clone()).map_err(|_| shape(at.key(key)))
}

fn each<T>(at: At<'_>, value: &Value, read: impl Fn(At<'_>, &Value) -> Read<T>) -> Read<Vec<T>> {
    let list = value.as_array().ok_or_else(|| shape(at))?;
    (1..)
        .zip(list)
        .map(|(number, value)| read(at.member(number), value))
        .collect()
}

fn scope(at: At<'_>, nodes: &[Node], value: &Value) -> Read<PublicAnswers> {
    let fields = FormEdition::fields(nodes);
    let object = value.as_object().ok_or_else(|| shape(at))?;
    let answers = object.iter().map(|(key, value)| {
        let at = at.key(key);
        let node = fields
            .iter()
            .find(|node| node.id.as_str() == key)
            .ok_or_else(|| shape(at))?;
        Ok((node.id.clone(), answer(at, node, value)?))
    });
    Ok(PublicAnswers(answers.collect::<Read<BTreeMap<_, _>>>()?))
}

fn answer(at: At<'_>, node: &Node, value: &Value) -> Read<PublicAnswer> {
    Ok(match node.kind {
        Kind::Section => return Err(shape(at)),
        Kind::Text => PublicAnswer::Text(text(at, value)?),
        Kind::Longtext => PublicAnswer::Longtext(long_text(at, value)?),
        Kind::Choice => PublicAnswer::Choice(choice(at, value)?),
        Kind::Multichoice => {
            PublicAnswer::Multichoice(each(at, value, chosen)?.into_iter().collect())
        }
        Kind::Date => PublicAnswer::Date(date(at, value)?),
        Kind::Number => PublicAnswer::Number(value.as_i64().ok_or_else(|| shape(at))?),
        Kind::Boolean => PublicAnswer::Boolean(value.as_bool().ok_or_else(|| shape(at))?),
        Kind::Table => PublicAnswer::Table(each(at, value, |at, value| row(at, node, value))?),
        Kind::Repeat => PublicAnswer::Repeat(each(at, value, |at, value| {
            scope(at, &node.children, value)
        })?),
        Kind::Diagram => diagram(at, value)?,
    })
}

fn text(at: At<'_>, value: &Value) -> Read<PublicText> {
    let segments = match value {
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => vec![PublicSegment::Plain(text.clone())],
        other => each(at, other, segment)?,
    };
    Ok(PublicText(segments))
}

fn segment(at: At<'_>, value: &Value) -> Read<PublicSegment> {
    if let Value::String(text) = value {
        return Ok(PublicSegment::Plain(text.clone()));
    }
    let object = object(at, value, &["withheld", "reason"])?;
    if !member(at, object, "withheld")?.is_null() {
        return Err(shape(at.key("withheld")));
    }
    let reason = member(at, object, "reason")?
        .as_str()
        .and_then(Reason::parse);
    reason
        .map(PublicSegment::Withheld)
        .ok_or_else(|| shape(at.key("reason")))
}

fn long_text(at: At<'_>, value: &Value) -> Read<PublicLongText> {
    if !value.is_object() {
        let text = text(at, value)?;
        let sections = public_sections(&text);
        return Ok(PublicLongText {
            shape: LongTextShape::Plain(text),
            sections,
        });
    }
    let layers = member(at, object(at, value, &["layers"])?, "layers")?;
    let parts = each(at.key("layers"), layers, layer)?;
    let (examples, sections) = parts.into_iter().unzip();
    Ok(PublicLongText {
        shape: LongTextShape::Layers(examples),
        sections,
    })
}

fn layer(at: At<'_>, value: &Value) -> Read<(Option<String>, PublicSection)> {
    let object = object(at, value, &["layer", "text", "example"])?;
    let layer = member(at, object, "layer")?.as_str().and_then(Layer::parse);
    let layer = Some(layer.ok_or_else(|| shape(at.key("layer")))?);
    let text = text(at.key("text"), member(at, object, "text")?)?;
    let example = match object.get("example") {
        None => None,
        Some(_) => Some(typed(at, object, "example")?),
    };
    Ok((example, PublicSection { layer, text }))
}

fn choice(at: At<'_>, value: &Value) -> Read<u32> {
    value
        .as_u64()
        .and_then(|n| u32::try_from(n).ok())
        .ok_or_else(|| shape(at))
}

fn chosen(at: At<'_>, value: &Value) -> Read<(u32, Option<PublicText>)> {
    if !value.is_object() {
        return Ok((choice(at, value)?, None));
    }
    let object = object(at, value, &["choice", "text"])?;
    let n = choice(at.key("choice"), member(at, object, "choice")?)?;
    Ok((n, Some(text(at.key("text"), member(at, object, "text")?)?)))
}

fn date(at: At<'_>, value: &Value) -> Read<jiff::civil::Date> {
    value.as_str().and_then(parse_date).ok_or_else(|| shape(at))
}

fn row(at: At<'_>, node: &Node, value: &Value) -> Read<PublicRow> {
    if node.children.is_empty() {
        text(at, value).map(PublicRow::Text)
    } else {
        scope(at, &node.children, value).map(PublicRow::Cells)
    }
}

fn diagram(at: At<'_>, value: &Value) -> Read<PublicAnswer> {
    let object = object(at, value, &["attachment", "alt", "withheld"])?;
    if member(at, object, "withheld")?
        .as_bool()
        .ok_or_else(|| shape(at.key("withheld")))?
    {
        // A picture that is withheld as a whole has no other key.
        return match object.keys().find(|key| *key != "withheld") {
            Some(key) => Err(shape(at.key(key))),
            None => Ok(PublicAnswer::WithheldDiagram),
        };
    }
    let attachment = match object.get("attachment") {
        None => None,
        Some(_) => Some(typed::<Digest>(at, object, "attachment")?.into()),
    };
    Ok(PublicAnswer::Diagram {
        attachment,
        alt: text(at.key("alt"), member(at, object, "alt")?)?,
    })
}
