//! What remains where something was taken off the site.

use domain::Body;
use jiff::civil::Date;

use super::PageLink;

/// Editions that were taken off the site together (公表の取下げ).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// Since when the assessment had been public.
    pub published_from: Date,
    /// The day on which it was taken off.
    pub withdrawn_on: Date,
    /// Why. Public.
    pub reason: String,
}

/// What was taken off the site at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// An assessment with all its editions.
    Assessment,
    /// One of its editions.
    Edition(u32),
    /// A consultation about it, with the version that it showed.
    Consultation,
}

/// What remains where a withdrawn edition or consultation was. Nothing of the text, its title
/// included, is on it: that may be why it was withdrawn.
#[derive(Debug, Clone)]
pub struct WithdrawnPage<'a> {
    /// The body.
    pub body: &'a Body,
    /// The number of the assessment.
    pub number: &'a str,
    /// The form's printed title.
    pub form_title: &'a str,
    /// What it was.
    pub gone: Gone,
    /// Since when it had been public.
    pub published_from: Date,
    /// The day on which it was taken off.
    pub withdrawn_on: Date,
    /// Why. Public.
    pub reason: &'a str,
    /// The edition that is public now.
    pub current: Option<PageLink>,
}
