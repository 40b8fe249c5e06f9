//! The pages of the shipped content: letters, guidance, examples.

use domain::catalog::{Attachment, ExampleSet, FULL_FORM};
use domain::{Catalog, FormEdition, Guidance, ItemPath, Notice};
use markup::{HtmlOptions, Tree};

use super::{SiteWriter, home_link};
use crate::error::SiteError;
use crate::pages::{ExampleEntry, ExamplesPage, GuidancePage, NoticePage, NoticesPage, PageLink};
use crate::path::SitePath;
use crate::paths;

const NOTICES: &str = "通知・資料";

impl SiteWriter<'_> {
    /// Writes the list of notices, every letter, guidance document and set of examples.
    /// `forms` names the items of examples: the editions of the full form, newest first.
    ///
    /// # Errors
    /// [`SiteError::Content`] for Markdown that is not well formed; [`SiteError::Io`].
    pub fn catalog(&mut self, catalog: &Catalog, forms: &[&FormEdition]) -> Result<(), SiteError> {
        self.letters(catalog)?;
        for guidance in &catalog.guidance {
            self.guidance(catalog, guidance)?;
        }
        catalog
            .example_sets
            .iter()
            .try_for_each(|set| self.examples(catalog, set, forms))
    }

    /// Writes the list of notices and every letter.
    ///
    /// # Errors
    /// As [`SiteWriter::catalog`].
    pub fn letters(&mut self, catalog: &Catalog) -> Result<(), SiteError> {
        self.notices(catalog)?;
        catalog
            .notices
            .iter()
            .try_for_each(|notice| self.notice(catalog, notice))
    }

    fn notices(&mut self, catalog: &Catalog) -> Result<(), SiteError> {
        let path = paths::notices();
        let guidance = catalog.guidance.iter().map(guidance_link);
        let page = NoticesPage {
            notices: &catalog.notices,
            documents: guidance
                .chain(catalog.example_sets.iter().map(examples_link))
                .chain([PageLink::new(super::qa::QA, paths::qa_list().address())])
                .collect(),
        };
        let head = self.head(NOTICES, &path, vec![home_link()]);
        let html = self.renderer.notices(&head, &page);
        self.put(&path, &html)
    }

    fn notice(&mut self, catalog: &Catalog, notice: &Notice) -> Result<(), SiteError> {
        let path = paths::notice(&notice.id);
        let related = notice
            .related
            .iter()
            .filter_map(|(_, id)| catalog.notice(id));
        let attachments = notice
            .attachments
            .iter()
            .filter_map(|attachment| match attachment {
                Attachment::Guidance(id) => catalog.guidance(id).map(guidance_link),
                Attachment::Examples(version) => catalog.example_set(version).map(examples_link),
            });
        let known = |id: &Option<String>| id.as_deref().and_then(|id| catalog.notice(id));
        let successor = notice.end.as_ref().map(|end| &end.revised_by);
        let page = NoticePage {
            revises: known(&notice.revises),
            revised_by: successor.and_then(known),
            notice,
            html: tree(&path, &notice.body_markdown)?.to_html(),
            related: related.collect(),
            attachments: attachments.collect(),
        };
        let head = self.head(&notice.title, &path, crumbs());
        let html = self.renderer.notice(&head, &page);
        self.put(&path, &html)
    }

    fn guidance(&mut self, catalog: &Catalog, guidance: &Guidance) -> Result<(), SiteError> {
        let path = paths::guidance(&guidance.id);
        let tree = tree(&path, &guidance.markdown)?;
        let headings = tree.headings().into_iter();
        let page = GuidancePage {
            title: guidance.title.clone(),
            issued: guidance.issued.clone(),
            notice: catalog.notice(&guidance.notice).map(notice_link),
            contents: headings
                .map(|heading| PageLink::new(heading.text, format!("#{}", heading.id)))
                .collect(),
            html: below_title(&tree),
        };
        let head = self.head(&guidance.title, &path, crumbs());
        let html = self.renderer.guidance(&head, &page);
        self.put(&path, &html)
    }

    fn examples(
        &mut self,
        catalog: &Catalog,
        set: &ExampleSet,
        forms: &[&FormEdition],
    ) -> Result<(), SiteError> {
        let path = paths::examples(&set.version);
        let examples = catalog
            .examples
            .iter()
            .filter(|example| example.version == set.version);
        let entries = examples.map(|example| ExampleEntry {
            example,
            label: item_label(forms, example.item.as_str()),
        });
        let page = ExamplesPage {
            title: set.title.clone(),
            notice: catalog.notice(&set.notice).map(notice_link),
            examples: entries.collect(),
        };
        let head = self.head(&set.title, &path, crumbs());
        let html = self.renderer.examples(&head, &page);
        self.put(&path, &html)
    }
}

/// Parses the Markdown of the page at `path`.
pub(super) fn tree(path: &SitePath, markdown: &str) -> Result<Tree, SiteError> {
    markup::parse(markdown).map_err(|source| SiteError::Content {
        page: path.to_string(),
        source,
    })
}

/// As HTML below the page's own title: a text whose headings begin at the first level is
/// moved down by one.
fn below_title(tree: &Tree) -> String {
    let top = tree.headings().iter().map(|heading| heading.level).min();
    tree.to_html_with(HtmlOptions {
        level_offset: u8::from(top == Some(1)),
        ..HtmlOptions::default()
    })
}

/// Number and label of an item of the full form; the id where no form knows it.
fn item_label(forms: &[&FormEdition], item: &str) -> String {
    let mut full = forms.iter().filter(|form| form.id.as_str() == FULL_FORM);
    let form = full.find(|form| form.node(item).is_some());
    let path = ItemPath::parse(item).ok();
    form.zip(path)
        .map_or_else(|| item.to_owned(), |(form, path)| form.full_label(&path))
}

pub(super) fn crumbs() -> Vec<PageLink> {
    vec![
        home_link(),
        PageLink::new(NOTICES, paths::notices().address()),
    ]
}

fn notice_link(notice: &Notice) -> PageLink {
    let label = format!("{} {}", notice.number, notice.title);
    PageLink::new(label, paths::notice(&notice.id).address())
}

fn guidance_link(guidance: &Guidance) -> PageLink {
    PageLink::new(&guidance.title, paths::guidance(&guidance.id).address())
}

fn examples_link(set: &ExampleSet) -> PageLink {
    PageLink::new(&set.title, paths::examples(&set.version).address())
}
