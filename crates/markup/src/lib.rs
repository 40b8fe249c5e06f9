//! Markdown to a small tree; the tree to HTML and to plain text.
//!
//! What is here: the only parser options of the project (tables, footnotes, heading ids),
//! a tree of the few things that the content uses, and its outputs. A page and the search
//! index read the same tree.
//!
//! What is deliberately absent: raw HTML, pictures, links to other schemes than http and
//! https. They are errors with a line number, so nobody finds out on the public page that
//! something is missing. Text is escaped on output, always.
//!
//! To add a construct: switch it on in `parse.rs`, give it a variant in `tree.rs`, and the
//! compiler names the outputs that must render it.
//!
//! ```
//! let tree = markup::parse("## はじめに {#s1}\n\n本文は<b>ではない</b>。");
//! assert!(tree.is_err());
//! let tree = markup::parse("## はじめに {#s1}\n\n本文です。").expect("well formed");
//! assert_eq!(tree.to_html(), "<h2 id=\"s1\">はじめに</h2>\n<p>本文です。</p>\n");
//! assert_eq!(tree.to_text(), "はじめに\n本文です。");
//! ```

mod error;
mod html;
mod ids;
mod line;
mod link;
mod parse;
mod text;
mod tree;

pub use error::MarkupError;
pub use html::HtmlOptions;
pub use parse::parse;
pub use tree::{Align, Block, Footnote, Heading, Inline, Tree};
