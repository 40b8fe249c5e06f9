//! The table, by the parts of the notice; how a row is written.

mod affair;
mod care;
mod connection;
mod file;
mod plan;
mod publication;
mod whole;

use super::{Asks, At, Look, NoticeRule, Severity};
use crate::facts::Facts;
use crate::layer::Layer;

/// The rows of `middle-server.md` §4, in its order.
pub(super) static ROWS: [&[NoticeRule]; 7] = [
    &whole::ROWS,
    &plan::ROWS,
    &affair::ROWS,
    &file::ROWS,
    &connection::ROWS,
    &care::ROWS,
    &publication::ROWS,
];

/// The form that the notice goes through item by item, and the two of the readings.
const FULL: &str = "zenkomoku";
const KEY: &str = "juten";
const BASIC: &str = "kiso";
const PLAN: &str = "keikaku";

/// Must be mended before submission. Speaks on blank items too.
const fn error(id: &'static str, source: &'static str, message: &'static str) -> NoticeRule {
    row(id, Severity::Error, source, message)
}

/// Probably wrong.
const fn warning(id: &'static str, source: &'static str, message: &'static str) -> NoticeRule {
    row(id, Severity::Warning, source, message)
}

/// Could be better.
const fn advice(id: &'static str, source: &'static str, message: &'static str) -> NoticeRule {
    row(id, Severity::Advice, source, message)
}

const fn row(
    id: &'static str,
    severity: Severity,
    source: &'static str,
    message: &'static str,
) -> NoticeRule {
    NoticeRule {
        id,
        severity,
        message,
        source,
        when: super::situation::always,
        at: At::Whole,
        asks: Asks::Procedure,
        on_blank: matches!(severity, Severity::Error),
    }
}

impl NoticeRule {
    const fn at(mut self, places: &'static [(&'static str, &'static [&'static str])]) -> Self {
        self.at = At::Items(places);
        self
    }

    const fn below(mut self, places: &'static [(&'static str, &'static str)]) -> Self {
        self.at = At::Below(places);
        self
    }

    const fn in_every_longtext(mut self) -> Self {
        self.at = At::Longtexts;
        self
    }

    const fn when(mut self, when: fn(&Facts) -> bool) -> Self {
        self.when = when;
        self
    }

    const fn if_item(mut self, fires: fn(&Look<'_>) -> bool) -> Self {
        self.asks = Asks::Item(fires);
        self
    }

    const fn telling(mut self, fires: fn(&Look<'_>) -> Option<(Severity, String)>) -> Self {
        self.asks = Asks::Told(fires);
        self.at = At::Scanned;
        self
    }

    const fn even_if_blank(mut self) -> Self {
        self.on_blank = true;
        self
    }

    const fn once_written(mut self) -> Self {
        self.on_blank = false;
        self
    }
}

pub(super) fn prescribed_layers(form: &str, item: &str, facts: &Facts) -> Vec<Layer> {
    let mut layers = connection::prescribed(form, item, facts);
    if layers.is_empty() {
        layers = care::prescribed(form, item, facts);
    }
    layers
}
