//! Figures for Prometheus: requests by group and status, their durations, publications.
//! No label holds anything that a person typed.

use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::routes::is_below;

/// Which part of the program answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum Group {
    /// Below `/desk`.
    Portal,
    /// `/search` and `/api/v1/search`.
    Search,
    /// The rest of `/api`.
    Api,
    /// `/assets`.
    Assets,
    /// `/healthz`, `/readyz`, `/metrics`.
    Operations,
    /// The published folder.
    Site,
}

impl Group {
    /// The group of a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        match path {
            "/search" | "/api/v1/search" => Self::Search,
            "/healthz" | "/readyz" | "/metrics" => Self::Operations,
            _ if is_below(path, "/desk") => Self::Portal,
            _ if is_below(path, "/api") => Self::Api,
            _ if is_below(path, "/assets") => Self::Assets,
            _ => Self::Site,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    group: Group,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfGroup {
    group: Group,
}

/// How a publication ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum PublishResult {
    /// The site was swapped.
    Done,
    /// The leak gate stopped it.
    Stopped,
    /// Something broke.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Publication {
    result: PublishResult,
}

/// The figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answer, Counter>,
    durations: Family<OfGroup, Histogram>,
    publications: Family<Publication, Counter>,
}

impl Metrics {
    /// Figures that begin at zero.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("hyokasho");
        let requests = Family::<Answer, Counter>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        // From 1 ms to 8 s.
        let buckets = || Histogram::new(exponential_buckets(0.001, 2.0, 14));
        let durations =
            Family::<OfGroup, Histogram>::new_with_constructor(buckets as fn() -> Histogram);
        registry.register_with_unit(
            "http_request_duration",
            "Time until the answer began",
            Unit::Seconds,
            durations.clone(),
        );
        let publications = Family::<Publication, Counter>::default();
        registry.register("publications", "Publications tried", publications.clone());
        Self {
            registry,
            requests,
            durations,
            publications,
        }
    }

    /// Counts an answer.
    pub fn count_answer(&self, group: Group, status: u16, took: Duration) {
        self.requests.get_or_create(&Answer { group, status }).inc();
        self.durations
            .get_or_create(&OfGroup { group })
            .observe(took.as_secs_f64());
    }

    /// Counts a publication.
    pub fn count_publication(&self, result: PublishResult) {
        self.publications
            .get_or_create(&Publication { result })
            .inc();
    }

    /// The figures in the text format.
    ///
    /// # Errors
    /// None in practice; the encoder can fail only if the text cannot grow.
    pub fn render(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn answers_and_publications_are_counted_by_group_and_result() {
        let metrics = Metrics::new();
        metrics.count_answer(Group::of("/search"), 200, Duration::from_millis(3));
        metrics.count_answer(Group::of("/desk/"), 303, Duration::from_millis(1));
        metrics.count_publication(PublishResult::Stopped);
        let text = metrics.render().unwrap();
        for line in [
            r#"hyokasho_http_requests_total{group="Search",status="200"} 1"#,
            r#"hyokasho_http_requests_total{group="Portal",status="303"} 1"#,
            r#"hyokasho_publications_total{result="Stopped"} 1"#,
            r#"hyokasho_http_request_duration_seconds_count{group="Search"} 1"#,
        ] {
            assert!(text.contains(line), "{line} not in\n{text}");
        }
    }

    #[test]
    fn a_path_that_only_begins_like_a_folder_is_not_in_it() {
        assert_eq!(Group::of("/desktop/"), Group::Site);
        assert_eq!(Group::of("/desk"), Group::Portal);
        assert_eq!(Group::of("/assets/style.css"), Group::Assets);
    }
}
