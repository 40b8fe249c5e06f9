//! What the rules know besides the document: its facts read together, and what lies around it.

use crate::catalog::Catalog;
use crate::facts::{Facts, FileUnit};
use crate::layer::Layer;

/// The texts of the notice's examples.
pub trait ExampleTexts {
    /// The example texts for an item and a layer, as printed.
    fn texts(&self, item: &str, layer: Layer) -> Vec<&str>;
}

impl ExampleTexts for Catalog {
    fn texts(&self, item: &str, layer: Layer) -> Vec<&str> {
        self.examples
            .iter()
            .filter(|example| example.item.as_str() == item && example.layer == layer)
            .flat_map(|example| example.paragraphs.iter().map(String::as_str))
            .collect()
    }
}

/// Whether the affair with a number uses the intermediate server; `None`: nobody said.
pub type UsesServer = dyn Fn(&str) -> Option<bool>;

/// What a document does not say of itself.
#[derive(Default, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The agency is a 行政機関等, not a local government.
    pub is_national_agency: bool,
    /// The notice's examples, to see a text that was not adapted.
    pub examples: Option<&'a dyn ExampleTexts>,
    /// Which affairs use the intermediate server, for a 計画管理書. Without it the plan's own facts stand for all its affairs.
    pub affair_uses_ms: Option<&'a UsesServer>,
}

/// `uses_pf ⇒ uses_ms`, `ms_obtain` or `ms_provide ⇒ uses_ms` (`middle-server.md` §1).
pub(super) fn uses(facts: &Facts) -> bool {
    let implied = [facts.uses_pf, facts.ms_obtain, facts.ms_provide];
    facts
        .uses_ms
        .unwrap_or_else(|| implied.contains(&Some(true)))
}

pub(super) fn always(_: &Facts) -> bool {
    true
}

pub(super) fn platform(facts: &Facts) -> bool {
    uses(facts) && facts.uses_pf == Some(true)
}

/// Uses the server, but not the shared platform.
pub(super) fn own_server(facts: &Facts) -> bool {
    uses(facts) && facts.uses_pf == Some(false)
}

pub(super) fn no_platform(facts: &Facts) -> bool {
    facts.uses_pf == Some(false)
}

pub(super) fn obtains(facts: &Facts) -> bool {
    facts.ms_obtain == Some(true)
}

pub(super) fn provides(facts: &Facts) -> bool {
    facts.ms_provide == Some(true)
}

pub(super) fn exchanges(facts: &Facts) -> bool {
    obtains(facts) || provides(facts)
}

pub(super) fn entrusts(facts: &Facts) -> bool {
    facts.ms_entrust == Some(true)
}

pub(super) fn platform_without_entrusting(facts: &Facts) -> bool {
    platform(facts) && facts.ms_entrust == Some(false)
}

pub(super) fn separate_file(facts: &Facts) -> bool {
    uses(facts) && facts.file_unit == Some(FileUnit::Separate)
}

/// 一体 is what the notice assumes where nobody says otherwise.
pub(super) fn integrated_file(facts: &Facts) -> bool {
    uses(facts) && facts.file_unit != Some(FileUnit::Separate)
}
