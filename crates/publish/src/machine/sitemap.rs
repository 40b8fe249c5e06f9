//! The sitemap: an index of parts, one for each prefecture and one for the other pages, so
//! that a publication rewrites one part. See [`BaseUrl`] for sites without a known address.

use std::io::{self, Write};

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::base::BaseUrl;
use crate::path::SitePath;
use crate::paths;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A part of the sitemap being written.
pub struct SitemapPart<'a, W: Write> {
    xml: Writer<W>,
    base: &'a BaseUrl,
}

impl<'a, W: Write> SitemapPart<'a, W> {
    /// Begins a part.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn begin(out: W, base: &'a BaseUrl) -> io::Result<Self> {
        let xml = begin(out, "urlset")?;
        Ok(Self { xml, base })
    }

    /// Adds a page, with the day of its last change if it is known.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn add(&mut self, page: &SitePath, changed: Option<Date>) -> io::Result<()> {
        let address = self.base.join(&page.address());
        self.xml.create_element("url").write_inner_content(|xml| {
            element(xml, "loc", &address)?;
            changed.map_or(Ok(()), |day| element(xml, "lastmod", &day.to_string()))
        })?;
        Ok(())
    }

    /// Ends the part and gives it back.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn finish(self) -> io::Result<W> {
        end(self.xml, "urlset")
    }
}

/// The index of the parts with these names.
///
/// # Errors
/// What writing fails with.
pub fn render_sitemap_index<'a>(
    parts: impl IntoIterator<Item = &'a str>,
    base: &BaseUrl,
) -> io::Result<Vec<u8>> {
    let mut xml = begin(Vec::new(), "sitemapindex")?;
    for part in parts {
        let address = base.join(&paths::sitemap_part(part).address());
        xml.create_element("sitemap")
            .write_inner_content(|xml| element(xml, "loc", &address))?;
    }
    end(xml, "sitemapindex")
}

/// What robots may fetch: everything but the portal and the search.
#[must_use]
pub fn render_robots(base: &BaseUrl) -> String {
    let sitemap = base.absolute(&paths::sitemap().address());
    let sitemap = sitemap.map_or_else(String::new, |address| format!("\nSitemap: {address}\n"));
    format!("User-agent: *\nDisallow: /desk/\nDisallow: /search\nDisallow: /api/\n{sitemap}")
}

fn begin<W: Write>(out: W, root: &str) -> io::Result<Writer<W>> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let start = BytesStart::new(root).with_attributes([("xmlns", NAMESPACE)]);
    xml.write_event(Event::Start(start))?;
    Ok(xml)
}

fn element<W: Write>(xml: &mut Writer<W>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(text))?;
    Ok(())
}

fn end<W: Write>(mut xml: Writer<W>, root: &str) -> io::Result<W> {
    xml.write_event(Event::End(BytesEnd::new(root)))?;
    let mut out = xml.into_inner();
    out.write_all(b"\n")?;
    Ok(out)
}
