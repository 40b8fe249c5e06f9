//! The tree as plain text: for the search index, excerpts and descriptions.

use crate::tree::{Block, Inline, Tree};

impl Tree {
    /// The text without any marks: a line for every paragraph, heading, list item and table
    /// row; cells are set apart by a space; footnotes come last.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = Vec::new();
        blocks_text(&self.blocks, &mut lines);
        for footnote in &self.footnotes {
            blocks_text(&footnote.blocks, &mut lines);
        }
        lines.join("\n")
    }
}

fn blocks_text(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        block_text(block, lines);
    }
}

fn block_text(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) | Block::Plain(content) => {
            lines.push(inline_text(content));
        }
        Block::List { start, items } => {
            for (position, item) in items.iter().enumerate() {
                list_item_text(*start, position, item, lines);
            }
        }
        Block::Quote(blocks) => blocks_text(blocks, lines),
        Block::Code(code) => lines.push(code.trim_end().to_owned()),
        Block::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| inline_text(cell)).collect();
                lines.push(cells.join(" ").trim_end().to_owned());
            }
        }
        Block::Rule => {}
    }
}

fn list_item_text(start: Option<u64>, position: usize, item: &[Block], lines: &mut Vec<String>) {
    let first = lines.len();
    blocks_text(item, lines);
    let Some(line) = lines.get_mut(first) else {
        return;
    };
    let mark = match start {
        Some(start) => format!("{}. ", start.saturating_add(position as u64)),
        None => "・".to_owned(),
    };
    line.insert_str(0, &mark);
}

/// Running text without marks.
pub(crate) fn inline_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(inlines, &mut text);
    text
}

fn push_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Link { content, .. } => {
                push_inlines(content, out);
            }
            Inline::Break => out.push('\n'),
            Inline::Footnote(_) => {}
        }
    }
}
