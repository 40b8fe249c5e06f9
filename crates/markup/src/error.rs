//! What a text may not contain.

/// A construct that the content may not use. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkupError {
    /// HTML in the text.
    #[error("line {line}: raw HTML is not allowed, escape it with a backslash or a code span")]
    RawHtml {
        /// The line.
        line: usize,
    },
    /// A picture.
    #[error("line {line}: pictures are not supported")]
    Picture {
        /// The line.
        line: usize,
    },
    /// A link that is neither http, https nor relative.
    #[error("line {line}: the link {href:?} is neither http, https nor relative")]
    Link {
        /// The line.
        line: usize,
        /// The address as written.
        href: String,
    },
    /// Two headings with the same written id.
    #[error("line {line}: the heading id {id:?} is used twice")]
    DuplicateId {
        /// The line of the second.
        line: usize,
        /// The id.
        id: String,
    },
    /// A heading id with characters that an address could not carry.
    #[error("line {line}: the heading id {id:?} may hold letters, digits, '-', '_' and '.' only")]
    HeadingId {
        /// The line.
        line: usize,
        /// The id.
        id: String,
    },
    /// Lists or quotations nested beyond reason.
    #[error("line {line}: nested too deeply")]
    TooDeep {
        /// The line.
        line: usize,
    },
}

impl MarkupError {
    /// The line of the fault, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        match self {
            Self::RawHtml { line }
            | Self::Picture { line }
            | Self::Link { line, .. }
            | Self::DuplicateId { line, .. }
            | Self::HeadingId { line, .. }
            | Self::TooDeep { line } => *line,
        }
    }
}
