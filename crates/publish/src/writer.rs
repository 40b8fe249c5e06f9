//! Writing each page and list of the site to its place.
//!
//! One method per kind of page. Who calls which is the caller's plan: a whole site calls them
//! all, a publication those of [`SiteWriter::publication`].

mod consultations;
mod content;
mod history;
mod lists;
mod publication;
mod qa;
mod withdrawn;

use domain::Body;

use crate::base::BaseUrl;
use crate::error::SiteError;
use crate::listed::ListedAssessment;
use crate::pages::{
    BodyPage, Counted, HomePage, PageHead, PageLink, PrefecturePage, PrefecturesPage, ProsePage,
    Renderer,
};
use crate::path::SitePath;
use crate::paths;
use crate::site::Staging;
pub use consultations::WithdrawnConsultation;
pub use publication::{Edition, Publication, Surroundings};
pub use withdrawn::WithdrawnAssessment;

/// Entries of a list, from a source that may fail.
pub type Entries<'a> = dyn Iterator<Item = Result<ListedAssessment, crate::BoxedError>> + 'a;

/// Writes pages and lists into a staging.
pub struct SiteWriter<'a> {
    staging: &'a mut Staging,
    renderer: &'a dyn Renderer,
    base: &'a BaseUrl,
}

impl<'a> SiteWriter<'a> {
    /// A writer into `staging`.
    #[must_use]
    pub fn new(staging: &'a mut Staging, renderer: &'a dyn Renderer, base: &'a BaseUrl) -> Self {
        Self {
            staging,
            renderer,
            base,
        }
    }

    /// The staging, for what this writer does not know, such as static files.
    pub fn staging(&mut self) -> &mut Staging {
        self.staging
    }

    /// Writes the home page.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn home(&mut self, page: &HomePage<'_>) -> Result<(), SiteError> {
        let path = paths::home();
        let head = self.head("", &path, Vec::new());
        let html = self.renderer.home(&head, page);
        self.put(&path, &html)
    }

    /// Writes the list of prefectures.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn prefectures(&mut self, prefectures: &[Counted]) -> Result<(), SiteError> {
        let path = paths::prefectures();
        let head = self.head(PREFECTURES, &path, vec![home_link()]);
        let html = self
            .renderer
            .prefectures(&head, &PrefecturesPage { prefectures });
        self.put(&path, &html)
    }

    /// Writes the page of a prefecture.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn prefecture(&mut self, page: &PrefecturePage<'_>) -> Result<(), SiteError> {
        let path = paths::prefecture(page.code);
        let head = self.head(page.name, &path, vec![home_link(), prefectures_link()]);
        let html = self.renderer.prefecture(&head, page);
        self.put(&path, &html)
    }

    /// Writes the page of a body.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn body(&mut self, body: &Body, assessments: &[ListedAssessment]) -> Result<(), SiteError> {
        let path = paths::body(&body.code);
        let crumbs = vec![home_link(), prefectures_link(), prefecture_link(body)];
        let mut head = self.head(&body.name, &path, crumbs);
        head.description = format!("{}が公表している特定個人情報保護評価書の一覧", body.name);
        let html = self.renderer.body(&head, &BodyPage { body, assessments });
        self.put(&path, &html)
    }

    /// Writes a page of prose under `/{name}/`, as `terms`.
    ///
    /// # Errors
    /// [`SiteError::Content`], [`SiteError::Io`].
    pub fn prose(&mut self, name: &str, heading: &str, markdown: &str) -> Result<(), SiteError> {
        let path = paths::prose(name);
        let html = content::tree(&path, markdown)?.to_html();
        let head = self.head(heading, &path, vec![home_link()]);
        let page = ProsePage {
            heading: heading.to_owned(),
            html,
        };
        let html = self.renderer.prose(&head, &page);
        self.put(&path, &html)
    }

    /// Writes `404.html`.
    ///
    /// # Errors
    /// [`SiteError::Io`].
    pub fn not_found(&mut self) -> Result<(), SiteError> {
        let head = PageHead {
            title: "ページが見つかりません".to_owned(),
            ..PageHead::default()
        };
        let html = self.renderer.not_found(&head);
        self.put(&paths::not_found(), &html)
    }

    /// The head of the page at `path`.
    fn head(&self, title: &str, path: &SitePath, crumbs: Vec<PageLink>) -> PageHead {
        PageHead {
            title: title.to_owned(),
            description: String::new(),
            canonical: self.base.absolute(&path.address()),
            crumbs,
        }
    }

    fn put(&mut self, path: &SitePath, html: &str) -> Result<(), SiteError> {
        self.staging.write(path, html.as_bytes()).map(|_| ())
    }
}

const PREFECTURES: &str = "都道府県からさがす";

fn home_link() -> PageLink {
    PageLink::new("はじめのページ", paths::home().address())
}

fn prefectures_link() -> PageLink {
    PageLink::new(PREFECTURES, paths::prefectures().address())
}

fn prefecture_link(body: &Body) -> PageLink {
    let address = paths::prefecture(body.code.prefecture()).address();
    PageLink::new(&body.prefecture_name, address)
}

fn body_link(body: &Body) -> PageLink {
    PageLink::new(&body.name, paths::body(&body.code).address())
}
