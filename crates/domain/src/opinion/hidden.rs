//! Words that a body decided to show to nobody, looked for in what is to be public.

use std::fmt;

use super::public::MaskReason;
use crate::check::comparable;

/// Words that must not stand in anything public, whichever way they are spelt.
#[derive(Clone, Default)]
pub struct HiddenWords(Vec<String>);

impl HiddenWords {
    /// These words; blank ones are none.
    pub fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let words = words.into_iter().map(|word| comparable(word.as_ref()));
        Self(words.filter(|word| !word.is_empty()).collect())
    }

    /// Whether one of them stands in `text`. The placeholders of hidden parts are no words of
    /// anybody.
    #[must_use]
    pub fn stand_in(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let mut text = text.to_owned();
        for reason in MaskReason::ALL {
            // What stands on both sides of a placeholder does not stand together.
            text = text.replace(reason.placeholder(), "\u{FFFC}");
        }
        let text = comparable(&text);
        self.0.iter().any(|word| text.contains(word.as_str()))
    }
}

impl fmt::Debug for HiddenWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HiddenWords({})", self.0.len())
    }
}
