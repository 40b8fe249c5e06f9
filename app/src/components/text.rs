//! Text with withheld spans: as reviewers see it, and as the public does.

use domain::{MarkedText, PublicSegment, PublicText, Segment};
use leptos::prelude::*;

/// The full text for the agency and reviewers: withheld parts stand in `<mark>`.
pub fn full_text(text: &MarkedText) -> AnyView {
    let segments = text.segments().iter().cloned().map(|segment| match segment {
        Segment::Plain(text) => text.into_any(),
        Segment::Withheld { text, reason, note } => {
            let title = note.map_or_else(
                || format!("非公表（{}）", reason.word()),
                |note| format!("非公表（{}）: {note}", reason.word()),
            );
            view! { <mark class="withheld" data-reason=reason.as_str() title=title>{text}</mark> }
                .into_any()
        }
    });
    let segments = segments.collect_view();
    view! { <div class="prose-text">{segments}</div> }.into_any()
}

/// The public text: a fixed token stands for each withheld part.
pub fn public_text(text: &PublicText) -> AnyView {
    let segments = public_segments(text);
    view! { <div class="prose-text">{segments}</div> }.into_any()
}

/// As [`public_text`], without a block around it.
pub fn public_segments(text: &PublicText) -> AnyView {
    let segments = text
        .segments()
        .iter()
        .cloned()
        .map(|segment| match segment {
            PublicSegment::Plain(text) => text.into_any(),
            PublicSegment::Withheld(reason) => view! {
                <span class="withheld" data-reason=reason.as_str()>{reason.placeholder()}</span>
            }
            .into_any(),
        });
    segments.collect_view().into_any()
}
