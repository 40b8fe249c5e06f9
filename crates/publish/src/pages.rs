//! What the pages of the site are made of, and who renders them.
//!
//! Plain values from public types; no HTML but what `markup` made of the shipped content.
//! How a page looks is the renderer's business: the application's views in the server, a
//! plain one in tests. To add a kind of page: a struct here, a method of [`Renderer`], a path
//! in [`crate::paths`], a method of [`crate::SiteWriter`].

mod withdrawn;

use domain::inquiry::Category;
use domain::opinion::ConsultationResult;
use domain::{
    Body, Change, EditionKind, Example, FormEdition, Notice, PublicAssessment, PublicText,
};
use jiff::civil::Date;

use crate::consultations::ListedConsultation;
use crate::listed::ListedAssessment;

pub use withdrawn::{Gone, Withdrawal, WithdrawnPage};

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink {
    /// The words.
    pub label: String,
    /// The address, from `/`, or an anchor on the page.
    pub href: String,
}

impl PageLink {
    /// A link to `href` with the words `label`.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// What every page says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageHead {
    /// The title, without the name of the service; empty on the home page.
    pub title: String,
    /// A sentence for search engines; may be empty.
    pub description: String,
    /// The absolute address that stands for the page, where the site knows its own.
    pub canonical: Option<String>,
    /// The way from the home page, without the page itself.
    pub crumbs: Vec<PageLink>,
}

/// A prefecture or a body with its number of published assessments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Two digits of a prefecture, six of a body.
    pub code: String,
    /// The name.
    pub name: String,
    /// How many assessments it has published.
    pub count: usize,
}

/// The home page.
#[derive(Debug, Clone, Copy)]
pub struct HomePage<'a> {
    /// The newest notices, newest first.
    pub notices: &'a [Notice],
    /// The newest publications, newest first.
    pub newest: &'a [ListedAssessment],
    /// Every prefecture, in the order of codes.
    pub prefectures: &'a [Counted],
    /// How many assessments are published.
    pub total: usize,
    /// Consultations that are announced or open, the earliest end first.
    pub consultations: &'a [ListedConsultation],
}

/// The list of consultations.
#[derive(Debug, Clone, Copy)]
pub struct ConsultationsPage<'a> {
    /// Those that are announced or open, the earliest end first.
    pub open: &'a [ListedConsultation],
    /// Those that ended, the latest end first.
    pub closed: &'a [ListedConsultation],
    /// The day that the list is of.
    pub today: Date,
}

/// A consultation with everything that it is about.
#[derive(Debug, Clone, Copy)]
pub struct ConsultationPage<'a> {
    /// What lists say of it.
    pub listed: &'a ListedConsultation,
    /// The form, for the printed order.
    pub form: &'a FormEdition,
    /// The version that is shown.
    pub assessment: &'a PublicAssessment,
    /// What came of it, once that is published.
    pub result: Option<&'a ConsultationResult>,
    /// Before the addresses of the portal, where it is another host; else empty.
    pub portal: &'a str,
}

/// The list of notices.
#[derive(Debug, Clone)]
pub struct NoticesPage<'a> {
    /// Every notice, newest first.
    pub notices: &'a [Notice],
    /// Guidance and examples.
    pub documents: Vec<PageLink>,
}

/// A letter.
#[derive(Debug, Clone)]
pub struct NoticePage<'a> {
    /// The letter.
    pub notice: &'a Notice,
    /// Its text as safe HTML.
    pub html: String,
    /// The letters it belongs to; what each is to it is in the letter's `kind`.
    pub related: Vec<&'a Notice>,
    /// The notice whose place it took.
    pub revises: Option<&'a Notice>,
    /// The notice that took its place.
    pub revised_by: Option<&'a Notice>,
    /// Guidance and examples that it provides.
    pub attachments: Vec<PageLink>,
}

/// Guidance.
#[derive(Debug, Clone)]
pub struct GuidancePage {
    /// The title.
    pub title: String,
    /// Who issued it and when, as printed.
    pub issued: String,
    /// The notice it came with.
    pub notice: Option<PageLink>,
    /// Its headings, as links to anchors on the page.
    pub contents: Vec<PageLink>,
    /// Its text as safe HTML, with the anchors.
    pub html: String,
}

/// An example with the words of its item.
#[derive(Debug, Clone)]
pub struct ExampleEntry<'a> {
    /// The example; its anchors are `{item}` and `{item}-{layer}`.
    pub example: &'a Example,
    /// The item's number and label.
    pub label: String,
}

/// The examples of a version.
#[derive(Debug, Clone)]
pub struct ExamplesPage<'a> {
    /// The title.
    pub title: String,
    /// The notice they came with.
    pub notice: Option<PageLink>,
    /// The examples in printed order.
    pub examples: Vec<ExampleEntry<'a>>,
}

/// A question and its answer, as both sides agreed to make them public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QaEntry {
    /// The inquiry's number.
    pub number: i64,
    /// What it is about.
    pub category: Category,
    /// The question, plain text.
    pub question: String,
    /// The answer, plain text.
    pub answer: String,
    /// The day since when it is public.
    pub published: Date,
}

/// The list of questions and answers.
#[derive(Debug, Clone, Copy)]
pub struct QaListPage<'a> {
    /// Every one, newest first.
    pub entries: &'a [QaEntry],
}

/// The list of prefectures.
#[derive(Debug, Clone, Copy)]
pub struct PrefecturesPage<'a> {
    /// Every prefecture, in the order of codes.
    pub prefectures: &'a [Counted],
}

/// A prefecture.
#[derive(Debug, Clone, Copy)]
pub struct PrefecturePage<'a> {
    /// Two digits.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// Its bodies, in the order of codes.
    pub bodies: &'a [Counted],
}

/// A body.
#[derive(Debug, Clone, Copy)]
pub struct BodyPage<'a> {
    /// The body.
    pub body: &'a Body,
    /// Its published assessments.
    pub assessments: &'a [ListedAssessment],
}

/// An edition in the list of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionLink {
    /// Its number, from 1.
    pub edition: u32,
    /// The day of publication.
    pub published: Date,
    /// The address of its page.
    pub href: String,
    /// Why it was made, where its release says so.
    pub kind: Option<EditionKind>,
    /// The address of what it changed in the edition before it; `None` for the first one.
    pub changes: Option<String>,
    /// Whether that page only says that the edition was taken off the site.
    pub is_withdrawn: bool,
}

/// All editions of an assessment.
#[derive(Debug, Clone)]
pub struct HistoryPage<'a> {
    /// The current edition.
    pub assessment: &'a PublicAssessment,
    /// The body.
    pub body: &'a Body,
    /// The page of the current edition.
    pub page: PageLink,
    /// Every edition, newest first.
    pub editions: Vec<EditionLink>,
    /// Where two of them are compared (GET `from`, `to`); `None` while there is one only.
    pub compare: Option<String>,
}

/// What an edition changed in the one before it.
#[derive(Debug, Clone)]
pub struct ChangesPage<'a> {
    /// The body.
    pub body: &'a Body,
    /// The public title.
    pub title: String,
    /// The edition before.
    pub before: EditionLink,
    /// The edition.
    pub after: EditionLink,
    /// Every change, in printed order.
    pub changes: Vec<Change<PublicText>>,
    /// Whether the two were written on different editions of the form.
    pub other_form: bool,
    /// The page of all editions.
    pub history: PageLink,
}

/// The end of an affair (事務の終了), which stands beside its editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedAffair {
    /// The day on which it ended.
    pub on: Date,
    /// Until this day its editions stay public at least.
    pub shown_until: Date,
}

impl EndedAffair {
    /// The end on this day: see [`domain::procedure::earliest_removal`].
    #[must_use]
    pub fn on(on: Date) -> Self {
        let removal = domain::procedure::earliest_removal(on);
        Self {
            on,
            shown_until: removal.yesterday().unwrap_or(removal),
        }
    }
}

/// A published edition.
#[derive(Debug, Clone)]
pub struct AssessmentPage<'a> {
    /// The form, for the printed order.
    pub form: &'a FormEdition,
    /// The public content.
    pub assessment: &'a PublicAssessment,
    /// The title, with the mark of an affair that ended.
    pub title: String,
    /// The end of the affair, if it ended.
    pub ended: Option<EndedAffair>,
    /// The body.
    pub body: &'a Body,
    /// Every edition, newest first, those withdrawn too.
    pub editions: Vec<EditionLink>,
    /// The page of all editions, where they can be compared.
    pub history: PageLink,
    /// On the page of an earlier edition, the current one.
    pub current: Option<PageLink>,
    /// Other shapes of the document.
    pub downloads: Vec<PageLink>,
}

/// A page of prose.
#[derive(Debug, Clone)]
pub struct ProsePage {
    /// The heading.
    pub heading: String,
    /// The text as safe HTML.
    pub html: String,
}

/// Who turns pages into HTML documents.
pub trait Renderer {
    /// The home page.
    fn home(&self, head: &PageHead, page: &HomePage<'_>) -> String;
    /// The list of notices.
    fn notices(&self, head: &PageHead, page: &NoticesPage<'_>) -> String;
    /// A letter.
    fn notice(&self, head: &PageHead, page: &NoticePage<'_>) -> String;
    /// Guidance.
    fn guidance(&self, head: &PageHead, page: &GuidancePage) -> String;
    /// Examples.
    fn examples(&self, head: &PageHead, page: &ExamplesPage<'_>) -> String;
    /// The list of questions and answers.
    fn qa_list(&self, head: &PageHead, page: &QaListPage<'_>) -> String;
    /// A question and its answer.
    fn qa(&self, head: &PageHead, entry: &QaEntry) -> String;
    /// The list of prefectures.
    fn prefectures(&self, head: &PageHead, page: &PrefecturesPage<'_>) -> String;
    /// A prefecture.
    fn prefecture(&self, head: &PageHead, page: &PrefecturePage<'_>) -> String;
    /// A body.
    fn body(&self, head: &PageHead, page: &BodyPage<'_>) -> String;
    /// A published edition.
    fn assessment(&self, head: &PageHead, page: &AssessmentPage<'_>) -> String;
    /// The list of consultations.
    fn consultations(&self, head: &PageHead, page: &ConsultationsPage<'_>) -> String;
    /// A consultation.
    fn consultation(&self, head: &PageHead, page: &ConsultationPage<'_>) -> String;
    /// All editions of an assessment.
    fn history(&self, head: &PageHead, page: &HistoryPage<'_>) -> String;
    /// What an edition changed.
    fn changes(&self, head: &PageHead, page: &ChangesPage<'_>) -> String;
    /// What remains of what was taken off the site.
    fn withdrawn(&self, head: &PageHead, page: &WithdrawnPage<'_>) -> String;
    /// A page of prose.
    fn prose(&self, head: &PageHead, page: &ProsePage) -> String;
    /// What is shown where nothing is.
    fn not_found(&self, head: &PageHead) -> String;
}
