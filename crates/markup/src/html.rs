//! The tree as HTML: every text escaped, no attribute that comes from the text but the
//! checked id of a heading and the checked address of a link.

use crate::tree::{Align, Block, Inline, Tree};

/// How a tree becomes HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HtmlOptions {
    /// Added to every heading's level, which stays at 6 at most.
    pub level_offset: u8,
    /// Whether headings and footnotes get ids. Off where the same text may stand on a page
    /// more than once; footnotes are then not linked.
    pub ids: bool,
}

impl Default for HtmlOptions {
    fn default() -> Self {
        Self {
            level_offset: 0,
            ids: true,
        }
    }
}

impl Tree {
    /// The tree as HTML with the levels as written and with ids.
    #[must_use]
    pub fn to_html(&self) -> String {
        self.to_html_with(HtmlOptions::default())
    }

    /// The tree as HTML.
    #[must_use]
    pub fn to_html_with(&self, options: HtmlOptions) -> String {
        let mut writer = Writer {
            tree: self,
            options,
            out: String::new(),
            referred: Vec::new(),
        };
        writer.blocks(&self.blocks);
        writer.footnotes();
        writer.out
    }
}

struct Writer<'a> {
    tree: &'a Tree,
    options: HtmlOptions,
    out: String,
    /// Labels of the footnotes referred to so far: only the first reference gets an id.
    referred: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level, id, content } => self.heading(*level, id, content),
            Block::Paragraph(content) => self.wrapped("<p>", content, "</p>\n"),
            Block::Plain(content) => self.inlines(content),
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => {
                self.put("<blockquote>\n");
                self.blocks(blocks);
                self.put("</blockquote>\n");
            }
            Block::Code(code) => {
                self.put("<pre><code>");
                escape(code, &mut self.out);
                self.put("</code></pre>\n");
            }
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Rule => self.put("<hr>\n"),
        }
    }

    fn heading(&mut self, level: u8, id: &str, content: &'a [Inline]) {
        let level = level.saturating_add(self.options.level_offset).clamp(1, 6);
        self.put(&format!("<h{level}"));
        if self.options.ids {
            self.put(" id=\"");
            escape(id, &mut self.out);
            self.put("\"");
        }
        self.wrapped(">", content, &format!("</h{level}>\n"));
    }

    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>]) {
        let (open, close) = match start {
            None => ("<ul>\n".to_owned(), "</ul>\n"),
            Some(1) => ("<ol>\n".to_owned(), "</ol>\n"),
            Some(first) => (format!("<ol start=\"{first}\">\n"), "</ol>\n"),
        };
        self.put(&open);
        for item in items {
            self.put("<li>");
            self.blocks(item);
            self.put("</li>\n");
        }
        self.put(close);
    }

    fn table(&mut self, align: &[Align], head: &'a [Vec<Inline>], rows: &'a [Vec<Vec<Inline>>]) {
        // Wide tables scroll by themselves, so the keyboard must be able to reach them.
        self.put("<div class=\"table-scroll\" tabindex=\"0\">\n<table>\n<thead>\n<tr>");
        self.cells("th scope=\"col\"", "th", align, head);
        self.put("</tr>\n</thead>\n<tbody>\n");
        for row in rows {
            self.put("<tr>");
            self.cells("td", "td", align, row);
            self.put("</tr>\n");
        }
        self.put("</tbody>\n</table>\n</div>\n");
    }

    fn cells(&mut self, open: &str, close: &str, align: &[Align], cells: &'a [Vec<Inline>]) {
        for (position, cell) in cells.iter().enumerate() {
            let class = match align.get(position).copied().unwrap_or_default() {
                Align::None => "",
                Align::Start => " class=\"align-start\"",
                Align::Center => " class=\"align-center\"",
                Align::End => " class=\"align-end\"",
            };
            self.wrapped(&format!("<{open}{class}>"), cell, &format!("</{close}>"));
        }
    }

    fn wrapped(&mut self, open: &str, content: &'a [Inline], close: &str) {
        self.put(open);
        self.inlines(content);
        self.put(close);
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text(text) => escape(text, &mut self.out),
            Inline::Code(code) => {
                self.put("<code>");
                escape(code, &mut self.out);
                self.put("</code>");
            }
            Inline::Emphasis(content) => self.wrapped("<em>", content, "</em>"),
            Inline::Strong(content) => self.wrapped("<strong>", content, "</strong>"),
            Inline::Link { href, content } => {
                self.put("<a href=\"");
                escape(href, &mut self.out);
                self.wrapped("\">", content, "</a>");
            }
            Inline::Break => self.put("<br>\n"),
            Inline::Footnote(label) => self.reference(label),
        }
    }

    fn reference(&mut self, label: &'a str) {
        let Some(position) = self
            .tree
            .footnotes
            .iter()
            .position(|note| note.label == label)
        else {
            return;
        };
        let number = position + 1;
        if !self.options.ids {
            self.put(&format!("<sup>注{number}</sup>"));
            return;
        }
        let first = !self.referred.contains(&label);
        let id = if first {
            format!(" id=\"fnref-{number}\"")
        } else {
            String::new()
        };
        self.referred.push(label);
        self.put(&format!(
            "<sup><a href=\"#fn-{number}\"{id}>注{number}</a></sup>"
        ));
    }

    fn footnotes(&mut self) {
        let tree = self.tree;
        if tree.footnotes.is_empty() {
            return;
        }
        self.put("<section class=\"footnotes\" aria-label=\"注\">\n<ol>\n");
        for (number, footnote) in (1..).zip(&tree.footnotes) {
            let id = if self.options.ids {
                format!(" id=\"fn-{number}\"")
            } else {
                String::new()
            };
            self.put(&format!("<li{id}>"));
            self.blocks(&footnote.blocks);
            if self.options.ids && self.referred.contains(&footnote.label.as_str()) {
                self.put(&format!("<a href=\"#fnref-{number}\">本文に戻る</a>"));
            }
            self.put("</li>\n");
        }
        self.put("</ol>\n</section>\n");
    }
}

/// Escapes text for element content and double-quoted attributes alike.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not allowed in HTML; an unprinted character must not break a page.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            c => out.push(c),
        }
    }
}
