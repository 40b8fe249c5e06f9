//! Where a passage came from, kept while it is edited.

use std::collections::HashSet;

use domain::{Answer, LayerText, LongText, MarkedText};

/// The text as typed; its layers keep the example that the saved text names, as long as a
/// line of the saved layer still stands in them.
pub(super) fn with_sources_of(old: Option<&Answer>, text: LongText) -> LongText {
    let Some(Answer::Longtext(LongText::Layers(saved))) = old else {
        return text;
    };
    match text {
        LongText::Plain(_) => text,
        LongText::Layers(layers) => LongText::Layers(
            layers
                .into_iter()
                .map(|layer| with_source_of(saved, layer))
                .collect(),
        ),
    }
}

fn with_source_of(saved: &[LayerText], mut layer: LayerText) -> LayerText {
    let before = saved.iter().find(|part| part.layer == layer.layer);
    layer.example = before
        .filter(|before| share_a_line(before, &layer.text))
        .and_then(|before| before.example.clone());
    layer
}

fn share_a_line(before: &LayerText, now: &MarkedText) -> bool {
    let old = before.text.full_text();
    let old: HashSet<&str> = old.lines().map(str::trim).collect();
    let now = now.full_text();
    now.lines()
        .map(str::trim)
        .any(|line| !line.is_empty() && old.contains(line))
}
