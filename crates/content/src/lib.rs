//! The shipped content: form editions, notices, guidance, examples, prefectures, site prose.
//!
//! What is here: reading the folder `content/`, from the copy built into the binary or from
//! a folder at run time, and checking it as a whole. Content that loads is consistent: ids
//! are unique, references lead somewhere, examples fit the forms. What does not load says
//! every problem with file and line, not only the first.
//!
//! What is deliberately absent: the words themselves (they are data), and any rule of the
//! domain; the types come from [`domain`], Markdown is read by [`markup`].
//!
//! To add a form edition, a letter, guidance, examples or a page, add a file in the shape
//! of its neighbours; no code changes. To add a kind of content, add a module beside
//! `notices.rs` and its cross-checks in `check.rs`.
//!
//! ```
//! let content = content::Content::embedded().expect("the shipped content is consistent");
//! let form = content.newest("zenkomoku").expect("shipped");
//! let place = form.node("II.6.place").expect("an item");
//! let example = content.catalog.examples_for(form, place)[0];
//! assert_eq!(example.id(), "2014-08/II.6.place/ms-platform");
//! ```

mod check;
mod examples;
mod files;
mod forms;
mod guidance;
mod loader;
mod notices;
mod pages;
mod prefectures;
mod problem;
mod review;

mod shared;

use std::path::Path;

use domain::review::Checklist;
use domain::{Body, Catalog, FormEdition, Forms, SharedField};

pub use pages::SitePage;
pub use problem::{ContentError, Problem};

use crate::files::Files;
use crate::loader::Loader;

/// Everything that ships with the program.
#[derive(Debug, Clone)]
pub struct Content {
    /// The form editions, by form and then from the oldest edition to the newest.
    pub forms: Vec<FormEdition>,
    /// The fields that forms share.
    pub shared: Vec<SharedField>,
    /// Notices, guidance, examples.
    pub catalog: Catalog,
    /// The 47 prefectures in the order of their codes.
    pub prefectures: Vec<Body>,
    /// Pages of prose: terms, accessibility.
    pub pages: Vec<SitePage>,
    /// The questions of third-party review.
    pub checklist: Checklist,
}

impl Content {
    /// Loads the copy that is built into the binary.
    ///
    /// # Errors
    /// [`ContentError`]; a build whose tests pass never returns it.
    pub fn embedded() -> Result<Self, ContentError> {
        Self::load(Files::embedded())
    }

    /// Loads a folder of the same shape as `content/`.
    ///
    /// # Errors
    /// [`ContentError`] with every problem found, each with file and line.
    pub fn from_folder(folder: &Path) -> Result<Self, ContentError> {
        Self::load(Files::from_folder(folder))
    }

    fn load((files, problems): (Files, Vec<Problem>)) -> Result<Self, ContentError> {
        let mut loader = Loader {
            files: &files,
            problems,
        };
        let forms = forms::load(&mut loader);
        let shared = shared::load(&mut loader, &forms);
        let mut catalog = Catalog {
            notices: notices::load(&mut loader),
            guidance: guidance::load(&mut loader),
            coverage: examples::load_coverage(&mut loader),
            ..Catalog::default()
        };
        (catalog.example_sets, catalog.examples) = examples::load(&mut loader);
        let prefectures = prefectures::load(&mut loader);
        let pages = pages::load(&mut loader);
        let checklist = review::load(&mut loader);
        check::references(&mut loader, &forms, &catalog);
        if loader.problems.is_empty() {
            Ok(Self {
                forms,
                shared,
                catalog,
                prefectures,
                pages,
                checklist,
            })
        } else {
            Err(ContentError::new(loader.problems))
        }
    }

    /// The form editions as the use cases take them.
    #[must_use]
    pub fn as_forms(&self) -> Forms {
        Forms::new(self.forms.clone()).with_shared(self.shared.clone())
    }

    /// The edition of a form.
    #[must_use]
    pub fn form(&self, id: &str, edition: &str) -> Option<&FormEdition> {
        self.forms
            .iter()
            .find(|form| form.id.as_str() == id && form.edition.as_str() == edition)
    }

    /// The newest edition of a form.
    #[must_use]
    pub fn newest(&self, form_id: &str) -> Option<&FormEdition> {
        self.forms.iter().rfind(|form| form.id.as_str() == form_id)
    }

    /// The page of prose with this id.
    #[must_use]
    pub fn page(&self, id: &str) -> Option<&SitePage> {
        self.pages.iter().find(|page| page.id == id)
    }
}
