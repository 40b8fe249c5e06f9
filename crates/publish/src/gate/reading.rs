//! The ways in which the bytes of a file may stand for text.
//!
//! A decoder turns characters into characters and keeps where each came from. To add a
//! format, add a [`Step`] or a chain of steps to [`CHAINS`].

mod decode;

/// A character and the offset of its first byte in the file.
pub(super) type Unit = (char, usize);

/// A decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// `&amp;`, `&#12354;`
    Entities,
    /// `<b>` and `<!-- … -->` are nothing.
    Tags,
    /// `\n`, `\u3042`
    Json,
    /// `%E3%81%82`, `+`
    Percent,
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
    &[Step::Entities, Step::Percent],
    // HTML escaped within XML or an attribute.
    &[Step::Entities, Step::Tags, Step::Entities],
    // JSON within an attribute.
    &[Step::Entities, Step::Json],
    // JSON, and HTML and addresses within it.
    &[Step::Json],
    &[Step::Json, Step::Entities],
    &[Step::Json, Step::Tags, Step::Entities],
    &[Step::Json, Step::Percent],
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
            Self::Percent => decode::percent(units),
        }
    }

    /// The character with which everything begins that it decodes.
    fn first_character(self) -> char {
        match self {
            Self::Entities => '&',
            Self::Tags => '<',
            Self::Json => '\\',
            Self::Percent => '%',
        }
    }
}

/// The characters of a piece of a file that begins at `base`; what is not UTF-8 is U+FFFD.
pub(super) fn units(bytes: &[u8], base: usize) -> Vec<Unit> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut at = base;
    for chunk in bytes.utf8_chunks() {
        units.extend(
            chunk
                .valid()
                .char_indices()
                .map(|(offset, c)| (c, at + offset)),
        );
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            units.push((char::REPLACEMENT_CHARACTER, at));
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
        if let Some(after) = step.apply(before) {
            decoded = Some(after);
            steps.push(step);
        }
    }
    (steps, decoded)
}
