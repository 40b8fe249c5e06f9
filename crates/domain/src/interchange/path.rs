//! Places in a JSON text, for messages: `answers.II[1].II.6.place.layers[2].layer`.

use std::fmt;

/// A place, linked to the one around it. List members count from 1, as groups of a repeat
/// do on screens and in printed forms.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    /// The text as a whole.
    Root,
    /// The member of an object.
    Key(&'a At<'a>, &'a str),
    /// The member of a list, from 1.
    Member(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(super) fn member(&'a self, number: usize) -> Self {
        Self::Member(self, number)
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(above, key) => {
                above.fmt(f)?;
                if !matches!(above, Self::Root) {
                    f.write_str(".")?;
                }
                // A key may be anything, even a text in the wrong place.
                key.chars()
                    .filter(|c| !c.is_control())
                    .take(60)
                    .try_for_each(|c| write!(f, "{c}"))
            }
            Self::Member(above, number) => write!(f, "{above}[{number}]"),
        }
    }
}
