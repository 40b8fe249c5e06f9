//! The ways in which the bytes of a file may stand for text.
//!
//! A decoder turns characters into characters and keeps where each came from. To add a
//! format, add a [`Step`] or a chain of steps to [`CHAINS`].

mod decode;

use super::fold::position;

/// A character and the offset of its first byte in the window.
pub(super) type Unit = (char, u32);

/// A decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// `&amp;`, `&#12354;`
    Entities,
    /// `<b>` and `<!-- … -->` are nothing.
    Tags,
    /// `\n`, `\u3042`
    Json,
    /// `%E3%81%82`, `+`: only the addresses that hold such codes
    Addresses,
}

/// Which decoders follow upon each other, the outermost encoding first.
const CHAINS: [&[Step]; 10] = [
    // CSV, plain text, anything unescaped.
    &[],
    // Attributes of HTML and XML.
    &[Step::Entities],
    // Text of HTML.
    &[Step::Tags, Step::Entities],
    // Addresses in attributes; addresses elsewhere.
    &[Step::Entities, Step::Addresses],
    // HTML escaped within XML or an attribute.
    &[Step::Entities, Step::Tags, Step::Entities],
    // JSON within an attribute.
    &[Step::Entities, Step::Json],
    // JSON, and HTML and addresses within it.
    &[Step::Json],
    &[Step::Json, Step::Entities],
    &[Step::Json, Step::Tags, Step::Entities],
    &[Step::Json, Step::Addresses],
];

impl Step {
    /// The decoded characters; `None` when there is nothing to decode.
    fn apply(self, units: &[Unit]) -> Option<Vec<Unit>> {
        if !units.iter().any(|(c, _)| *c == self.first_character()) {
            return None;
        }
        match self {
            Self::Entities => decode::entities(units),
            Self::Tags => decode::tags(units),
            Self::Json => decode::json(units),
            Self::Addresses => decode::addresses(units),
        }
    }

    /// The character with which everything begins that it decodes.
    fn first_character(self) -> char {
        match self {
            Self::Entities => '&',
            Self::Tags => '<',
            Self::Json => '\\',
            Self::Addresses => '%',
        }
    }
}

/// The characters of a window; what is not UTF-8 is U+FFFD.
pub(super) fn units(bytes: &[u8]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().char_indices();
        units.extend(valid.map(|(offset, c)| (c, position(at + offset))));
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            units.push((char::REPLACEMENT_CHARACTER, position(at)));
            at += chunk.invalid().len();
        }
    }
    units
}

/// Shows `visit` every reading that differs from the others.
pub(super) fn each(plain: &[Unit], visit: &mut dyn FnMut(&[Unit])) {
    let mut seen: Vec<Vec<Step>> = Vec::new();
    for chain in CHAINS {
        let (steps, decoded) = apply(chain, plain);
        if !seen.contains(&steps) {
            visit(decoded.as_deref().unwrap_or(plain));
            seen.push(steps);
        }
    }
}

/// The steps that decoded something, and what came out if there was any.
fn apply(chain: &[Step], plain: &[Unit]) -> (Vec<Step>, Option<Vec<Unit>>) {
    let (mut steps, mut decoded) = (Vec::new(), None);
    for &step in chain {
        let before: &[Unit] = decoded.as_deref().unwrap_or(plain);
        // Tags that were not hidden behind entities are taken out by another chain.
        if step == Step::Tags && steps == [Step::Entities] && brackets(before) == brackets(plain) {
            break;
        }
        if let Some(after) = step.apply(before) {
            decoded = Some(after);
            steps.push(step);
        }
    }
    (steps, decoded)
}

fn brackets(units: &[Unit]) -> usize {
    units.iter().filter(|(c, _)| *c == '<').count()
}
