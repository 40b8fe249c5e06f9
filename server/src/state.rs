//! What handlers share. Two structs, so that whatever serves the public site cannot reach
//! a draft: with `--only public` there is no [`AppState`], and no database behind it.

use std::path::PathBuf;
use std::sync::Arc;

use content::Content;
use search::SearchIndex;
use workflow::Workflow;

use crate::assets::Assets;
use crate::config::Config;
use crate::limit::{OpinionLimit, SearchLimit};
use crate::metrics::Metrics;
use crate::site::Publisher;

/// What the public site needs. Cheap to clone.
#[derive(Clone)]
pub struct PublicState {
    /// The configuration.
    pub config: Arc<Config>,
    /// The shipped content.
    pub content: Arc<Content>,
    /// The published folder.
    pub site_dir: PathBuf,
    /// The index of the published texts.
    pub index: Arc<dyn SearchIndex>,
    /// Style sheets and scripts.
    pub assets: Arc<Assets>,
    /// Figures for Prometheus.
    pub metrics: Arc<Metrics>,
    /// How often one address may search.
    pub search_limit: Arc<SearchLimit>,
}

impl PublicState {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        config: Arc<Config>,
        content: Arc<Content>,
        index: Arc<dyn SearchIndex>,
        assets: Assets,
    ) -> Self {
        Self {
            site_dir: config.site_dir(),
            search_limit: Arc::new(SearchLimit::new(config.search.requests_per_second)),
            metrics: Arc::new(Metrics::new()),
            assets: Arc::new(assets),
            config,
            content,
            index,
        }
    }
}

/// What the portal needs besides. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The parts shared with the public site.
    pub public: PublicState,
    /// The shipped content.
    pub content: Arc<Content>,
    /// The use cases.
    pub workflow: Workflow,
    /// From an approved revision to pages that people can read.
    pub publisher: Publisher,
    /// How often one address may send an opinion.
    pub opinion_limit: Arc<OpinionLimit>,
}

impl AppState {
    /// Puts the parts together.
    #[must_use]
    pub fn new(public: PublicState, workflow: Workflow, publisher: Publisher) -> Self {
        Self {
            content: Arc::clone(&public.content),
            public,
            workflow,
            publisher,
            opinion_limit: Arc::new(OpinionLimit::default()),
        }
    }
}
