//! From Markdown to the tree. The only place that knows the parser and its options.

use std::collections::HashSet;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, OffsetIter, Options, Parser, Tag};

use crate::error::MarkupError;
use crate::ids;
use crate::line::Line;
use crate::link;
use crate::text::inline_text;
use crate::tree::{Align, Block, Footnote, Inline, Tree};

/// How deep lists, quotations and emphasis may nest; far beyond what a text needs, far
/// below what the stack can bear.
const MAX_DEPTH: usize = 40;

/// Parses Markdown: CommonMark with tables, footnotes and `{#id}` after headings.
///
/// # Errors
/// [`MarkupError`] with the line of the first construct that the content may not use.
pub fn parse(markdown: &str) -> Result<Tree, MarkupError> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    let events = Parser::new_ext(markdown, options)
        .into_offset_iter()
        .peekable();
    let mut reader = Reader {
        markdown,
        events,
        depth: 0,
        footnotes: Vec::new(),
        heads: Vec::new(),
    };
    let mut blocks = reader.blocks()?;
    let (mut footnotes, heads) = (reader.footnotes, reader.heads);
    let mut taken = written_ids(&heads)?;
    // Ids are made last, so that a made one never takes the place of a written one.
    make_ids(&mut blocks, &mut taken);
    footnotes
        .iter_mut()
        .for_each(|footnote| make_ids(&mut footnote.blocks, &mut taken));
    Ok(Tree { blocks, footnotes })
}

fn written_ids(heads: &[(String, usize)]) -> Result<HashSet<String>, MarkupError> {
    let mut taken = HashSet::new();
    for (id, line) in heads {
        let (id, line) = (id.clone(), *line);
        if !ids::is_valid(&id) {
            return Err(MarkupError::HeadingId { line, id });
        }
        if !taken.insert(id.clone()) {
            return Err(MarkupError::DuplicateId { line, id });
        }
    }
    Ok(taken)
}

fn make_ids(blocks: &mut [Block], taken: &mut HashSet<String>) {
    for block in blocks {
        match block {
            Block::Heading { id, content, .. } if id.is_empty() => {
                *id = ids::from_text(&inline_text(content), taken);
            }
            Block::Quote(blocks) => make_ids(blocks, taken),
            Block::List { items, .. } => items.iter_mut().for_each(|item| make_ids(item, taken)),
            _ => {}
        }
    }
}

struct Reader<'a> {
    markdown: &'a str,
    events: Peekable<OffsetIter<'a>>,
    depth: usize,
    footnotes: Vec<Footnote>,
    /// Written heading ids with their lines.
    heads: Vec<(String, usize)>,
}

impl<'a> Reader<'a> {
    fn line(&self, at: &Range<usize>) -> usize {
        1 + self.markdown[..at.start]
            .bytes()
            .filter(|byte| *byte == b'\n')
            .count()
    }

    fn deeper(&mut self, at: &Range<usize>) -> Result<(), MarkupError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(MarkupError::TooDeep {
                line: self.line(at),
            })
        } else {
            Ok(())
        }
    }

    /// Blocks up to the end of what encloses them, which is consumed.
    fn blocks(&mut self) -> Result<Vec<Block>, MarkupError> {
        let mut blocks = Vec::new();
        while let Some((event, at)) = self.events.peek().cloned() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if is_block(&tag) => {
                    self.events.next();
                    self.deeper(&at)?;
                    blocks.extend(self.block(tag, &at)?);
                    self.depth -= 1;
                }
                Event::Rule => {
                    self.events.next();
                    blocks.push(Block::Rule);
                }
                Event::Html(_) => {
                    return Err(MarkupError::RawHtml {
                        line: self.line(&at),
                    });
                }
                _ => blocks.push(Block::Plain(self.inlines_until_block()?)),
            }
        }
        Ok(blocks)
    }

    fn block(&mut self, tag: Tag<'a>, at: &Range<usize>) -> Result<Option<Block>, MarkupError> {
        let block = match tag {
            Tag::Heading { level, id, .. } => self.heading(level, id.as_deref(), at)?,
            Tag::BlockQuote(_) => Block::Quote(self.blocks()?),
            Tag::CodeBlock(_) => Block::Code(self.code()),
            Tag::List(start) => Block::List {
                start,
                items: self.items()?,
            },
            Tag::Table(align) => self.table(&align)?,
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks()?;
                self.footnotes.push(Footnote {
                    label: label.into_string(),
                    blocks,
                });
                return Ok(None);
            }
            Tag::HtmlBlock => {
                return Err(MarkupError::RawHtml {
                    line: self.line(at),
                });
            }
            _ => Block::Paragraph(self.inlines()?),
        };
        Ok(Some(block))
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        at: &Range<usize>,
    ) -> Result<Block, MarkupError> {
        let id = id.unwrap_or_default().to_owned();
        if !id.is_empty() {
            self.heads.push((id.clone(), self.line(at)));
        }
        let content = self.inlines()?;
        Ok(Block::Heading {
            level: level as u8,
            id,
            content,
        })
    }

    fn code(&mut self) -> String {
        let mut code = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(_) => break,
                _ => {}
            }
        }
        code
    }

    fn items(&mut self) -> Result<Vec<Vec<Block>>, MarkupError> {
        let mut items = Vec::new();
        while let Some((Event::Start(Tag::Item), _)) = self.events.next() {
            items.push(self.blocks()?);
        }
        Ok(items)
    }

    fn table(&mut self, align: &[Alignment]) -> Result<Block, MarkupError> {
        let align = align.iter().map(|align| self::align(*align)).collect();
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((Event::Start(tag), _)) = self.events.next() {
            let cells = self.cells()?;
            if tag == Tag::TableHead {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        Ok(Block::Table { align, head, rows })
    }

    fn cells(&mut self) -> Result<Vec<Vec<Inline>>, MarkupError> {
        let mut cells = Vec::new();
        while let Some((Event::Start(_), _)) = self.events.next() {
            cells.push(self.inlines()?);
        }
        Ok(cells)
    }

    /// Running text up to the end of what encloses it, which is consumed.
    fn inlines(&mut self) -> Result<Vec<Inline>, MarkupError> {
        let inlines = self.inlines_until_block()?;
        self.events.next();
        Ok(inlines)
    }

    /// Running text up to a block or the end of what encloses it, which are left.
    fn inlines_until_block(&mut self) -> Result<Vec<Inline>, MarkupError> {
        let mut line = Line::default();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) | Event::Rule => break,
                Event::Start(tag) if is_block(tag) => break,
                _ => {}
            }
            let Some((event, at)) = self.events.next() else {
                break;
            };
            self.inline(event, &at, &mut line)?;
        }
        Ok(line.inlines)
    }

    fn inline(
        &mut self,
        event: Event<'a>,
        at: &Range<usize>,
        line: &mut Line,
    ) -> Result<(), MarkupError> {
        match event {
            Event::Text(text) => line.text(&text),
            Event::Code(code) => line.push(Inline::Code(code.into_string())),
            Event::SoftBreak => line.soft_break = true,
            Event::HardBreak => line.push(Inline::Break),
            Event::FootnoteReference(label) => line.push(Inline::Footnote(label.into_string())),
            Event::Html(_) | Event::InlineHtml(_) => {
                return Err(MarkupError::RawHtml {
                    line: self.line(at),
                });
            }
            Event::Start(tag) => {
                self.deeper(at)?;
                line.push(self.span(tag, at)?);
                self.depth -= 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn span(&mut self, tag: Tag<'a>, at: &Range<usize>) -> Result<Inline, MarkupError> {
        match tag {
            Tag::Image { .. } => Err(MarkupError::Picture {
                line: self.line(at),
            }),
            Tag::Link { dest_url, .. } => {
                let href = dest_url.into_string();
                if !link::is_allowed(&href) {
                    return Err(MarkupError::Link {
                        line: self.line(at),
                        href,
                    });
                }
                Ok(Inline::Link {
                    href,
                    content: self.inlines()?,
                })
            }
            Tag::Emphasis => Ok(Inline::Emphasis(self.inlines()?)),
            _ => Ok(Inline::Strong(self.inlines()?)),
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn align(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}
