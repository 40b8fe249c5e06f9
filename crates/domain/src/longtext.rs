//! Layers in a long text: read from typed headings, written as typed headings.

use crate::answer::{LayerText, LongText};
use crate::layer::Layer;
use crate::marked_text::{MarkedText, Segment, TextProblem};
use crate::notation::{NotationError, parse_typed, to_typed};
use crate::public::{PublicSection, PublicSegment, PublicText};
use crate::redact::redact_text;

/// A passage of a long text under its layer; `None` for text above any heading.
pub type Section = (Option<Layer>, MarkedText);

impl LongText {
    /// Reads typed text: marks in the notation, layer headings as lines of their own.
    ///
    /// # Errors
    /// [`NotationError`] with line and column.
    pub fn parse_typed(text: &str) -> Result<Self, NotationError> {
        let marked = parse_typed(text)?;
        let sections = split(&marked);
        let divided = sections.iter().any(|(layer, _)| layer.is_some());
        // A heading between two braces of a pair: the text stays whole, as it was typed.
        if !divided || !sections.iter().all(|(_, text)| text.is_well_formed()) {
            return Ok(Self::Plain(marked));
        }
        let layers = sections.into_iter().map(|(layer, text)| LayerText {
            layer: layer.unwrap_or(Layer::Body),
            text,
            example: None,
        });
        Ok(Self::Layers(layers.collect()))
    }

    /// Writes the text as it is typed, with headings; `body_name` stands in the body's own.
    #[must_use]
    pub fn to_typed(&self, body_name: &str) -> String {
        match self {
            Self::Plain(text) => to_typed(text),
            Self::Layers(layers) => layers
                .iter()
                .map(|part| {
                    format!(
                        "＜{}＞\n{}",
                        part.layer.heading(body_name),
                        to_typed(&part.text)
                    )
                })
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// The passages in order; heading lines inside a plain text divide it too.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        match self {
            Self::Plain(text) => split(text),
            Self::Layers(layers) => layers
                .iter()
                .map(|part| (Some(part.layer), part.text.clone()))
                .collect(),
        }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Plain(text) => text.is_blank(),
            Self::Layers(layers) => layers.iter().all(|part| part.text.is_blank()),
        }
    }

    /// Whether a passage of this layer is there.
    #[must_use]
    pub fn has_layer(&self, layer: Layer) -> bool {
        self.sections()
            .iter()
            .any(|(found, _)| *found == Some(layer))
    }

    /// Adds a passage under its layer's heading, in the notice's order, keeping what is
    /// there: text without a heading becomes the body's own. A passage of the same layer
    /// is extended, never replaced.
    ///
    /// # Errors
    /// [`TextProblem`] when the joined text is not well formed.
    pub fn with_passage(
        self,
        layer: Layer,
        passage: &MarkedText,
        example: Option<String>,
    ) -> Result<Self, TextProblem> {
        let mut layers = self.into_layers();
        if let Some(found) = layers.iter_mut().find(|part| part.layer == layer) {
            let mut segments = found.text.segments().to_vec();
            if !found.text.is_blank() {
                segments.push(Segment::Plain("\n".to_owned()));
            }
            segments.extend_from_slice(passage.segments());
            found.text = MarkedText::from_segments(segments)?;
            found.example = found.example.take().or(example);
        } else {
            let place = layers
                .iter()
                .position(|part| part.layer > layer)
                .unwrap_or(layers.len());
            layers.insert(
                place,
                LayerText {
                    layer,
                    text: passage.clone(),
                    example,
                },
            );
        }
        // A heading may have stood between two braces of a pair; then no layer could be
        // stored and read back.
        if layers.iter().all(|part| part.text.is_well_formed()) {
            Ok(Self::Layers(layers))
        } else {
            Err(TextProblem::LooksLikeMark)
        }
    }

    fn into_layers(self) -> Vec<LayerText> {
        match self {
            Self::Layers(layers) => layers,
            Self::Plain(text) => split(&text)
                .into_iter()
                .filter(|(_, text)| !text.is_blank())
                .map(|(layer, text)| LayerText {
                    layer: layer.unwrap_or(Layer::Body),
                    text,
                    example: None,
                })
                .collect(),
        }
    }
}

/// Divides text at its heading lines. Line breaks next to a heading belong to it.
fn split(text: &MarkedText) -> Vec<Section> {
    let mut sections: Vec<(Option<Layer>, Vec<Segment>)> = vec![(None, Vec::new())];
    let segments = text.segments();
    for (position, segment) in segments.iter().enumerate() {
        let Segment::Plain(plain) = segment else {
            last(&mut sections).push(segment.clone());
            continue;
        };
        let lines: Vec<&str> = plain.split('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            // A line that continues a withheld span, or is continued by one, is no heading.
            let whole = (number > 0 || position == 0)
                && (number + 1 < lines.len() || position + 1 == segments.len());
            match Layer::from_heading_line(line).filter(|_| whole) {
                Some(layer) => sections.push((Some(layer), Vec::new())),
                None => {
                    let end = if number + 1 < lines.len() { "\n" } else { "" };
                    last(&mut sections).push(Segment::Plain(format!("{line}{end}")));
                }
            }
        }
    }
    let mut done: Vec<Section> = sections
        .into_iter()
        .map(|(layer, segments)| (layer, trimmed(segments, layer.is_some())))
        .collect();
    if done.len() > 1 && done[0].1.is_blank() {
        done.remove(0);
    }
    trim_before_headings(done)
}

/// The passages of a public text, as [`LongText::sections`] divides what it was made from:
/// withheld spans never take part in a heading, so any words may stand for theirs.
pub(crate) fn public_sections(text: &PublicText) -> Vec<PublicSection> {
    let segments = text.segments().iter().map(|segment| match segment {
        PublicSegment::Plain(text) => Segment::Plain(text.clone()),
        PublicSegment::Withheld(reason) => Segment::Withheld {
            text: "-".to_owned(),
            reason: *reason,
            note: None,
        },
    });
    split(&MarkedText::unpaired(segments.collect()))
        .into_iter()
        .map(|(layer, text)| PublicSection {
            layer,
            text: redact_text(&text),
        })
        .collect()
}

fn last(sections: &mut [(Option<Layer>, Vec<Segment>)]) -> &mut Vec<Segment> {
    let end = sections.len() - 1;
    &mut sections[end].1
}

fn trim_before_headings(mut sections: Vec<Section>) -> Vec<Section> {
    if sections.len() > 1 && sections[0].0.is_none() {
        sections[0].1 = trimmed(sections[0].1.segments().to_vec(), true);
    }
    sections
}

/// The text of a passage; with `trim`, without the line breaks at its end.
fn trimmed(mut segments: Vec<Segment>, trim: bool) -> MarkedText {
    while let Some(Segment::Plain(text)) = segments.last_mut().filter(|_| trim) {
        let kept = text.trim_end_matches('\n').len();
        text.truncate(kept);
        if kept > 0 {
            break;
        }
        segments.pop();
    }
    // Cutting well-formed text at line ends keeps it free of control characters and marks;
    // only a brace pair across a heading can break, and then the text stays whole.
    MarkedText::from_segments(segments.clone()).unwrap_or_else(|_| MarkedText::unpaired(segments))
}

#[cfg(test)]
mod tests;
