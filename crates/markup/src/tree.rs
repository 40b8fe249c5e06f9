//! The tree: what a text consists of.

use crate::text::inline_text;

/// A parsed text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// Its footnotes in the order of their definitions.
    pub footnotes: Vec<Footnote>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// The label that references name.
    pub label: String,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// How a column of a table is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// As the page has it.
    #[default]
    None,
    /// At the start.
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The written id, or one made from the text; unique in the tree.
        id: String,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Text of a list item that stands without a paragraph of its own.
    Plain(Vec<Inline>),
    /// A list.
    List {
        /// The first number; `None` for an unnumbered list.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text.
    Code(String),
    /// A table with a heading row.
    Table {
        /// One for every column.
        align: Vec<Align>,
        /// The heading cells.
        head: Vec<Vec<Inline>>,
        /// The rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A dividing line.
    Rule,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Literal text.
    Code(String),
    /// Emphasised text.
    Emphasis(Vec<Inline>),
    /// Strongly emphasised text.
    Strong(Vec<Inline>),
    /// A link: http, https or relative.
    Link {
        /// The address.
        href: String,
        /// The text.
        content: Vec<Inline>,
    },
    /// A line break.
    Break,
    /// A reference to a footnote, by its label.
    Footnote(String),
}

/// A heading, for contents lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The id.
    pub id: String,
    /// The text without marks.
    pub text: String,
}

impl Tree {
    /// The headings in order (those inside lists and quotations are not counted).
    #[must_use]
    pub fn headings(&self) -> Vec<Heading> {
        self.blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, id, content } => Some(Heading {
                    level: *level,
                    id: id.clone(),
                    text: inline_text(content),
                }),
                _ => None,
            })
            .collect()
    }

    /// What stands below the heading with this id, up to the next heading of the same or a
    /// higher level, with the footnotes it refers to; `None` when there is no such heading.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<Tree> {
        let is_it =
            |block: &Block| matches!(block, Block::Heading { id: found, .. } if found == id);
        let start = self.blocks.iter().position(is_it)?;
        let Block::Heading { level, .. } = self.blocks[start] else {
            return None;
        };
        let ends =
            |block: &Block| matches!(block, Block::Heading { level: next, .. } if *next <= level);
        let below = &self.blocks[start + 1..];
        let end = below.iter().position(ends).unwrap_or(below.len());
        let blocks = below[..end].to_vec();
        let footnotes = self.footnotes_of(&blocks);
        Some(Tree { blocks, footnotes })
    }

    /// The footnotes that the blocks refer to, those of footnotes included.
    fn footnotes_of(&self, blocks: &[Block]) -> Vec<Footnote> {
        let mut labels = Vec::new();
        blocks
            .iter()
            .for_each(|block| block.footnote_labels(&mut labels));
        let mut done = 0;
        while let Some(label) = labels.get(done).cloned() {
            let found = self
                .footnotes
                .iter()
                .filter(|footnote| footnote.label == label);
            found
                .flat_map(|footnote| &footnote.blocks)
                .for_each(|b| b.footnote_labels(&mut labels));
            done += 1;
        }
        let wanted = |footnote: &&Footnote| labels.contains(&footnote.label);
        self.footnotes.iter().filter(wanted).cloned().collect()
    }
}

impl Block {
    fn footnote_labels(&self, labels: &mut Vec<String>) {
        match self {
            Self::Heading { content, .. } | Self::Paragraph(content) | Self::Plain(content) => {
                inline_labels(content, labels);
            }
            Self::List { items, .. } => {
                items
                    .iter()
                    .flatten()
                    .for_each(|block| block.footnote_labels(labels));
            }
            Self::Quote(blocks) => blocks
                .iter()
                .for_each(|block| block.footnote_labels(labels)),
            Self::Table { head, rows, .. } => {
                head.iter()
                    .chain(rows.iter().flatten())
                    .for_each(|cell| inline_labels(cell, labels));
            }
            Self::Code(_) | Self::Rule => {}
        }
    }
}

/// Adds the labels that are not there yet.
fn inline_labels(inlines: &[Inline], labels: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Footnote(label) if !labels.contains(label) => labels.push(label.clone()),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Link { content, .. } => {
                inline_labels(content, labels);
            }
            _ => {}
        }
    }
}
