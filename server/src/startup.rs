//! From a configuration to a running server.

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpServer};
use anyhow::Context;
use content::Content;
use search::{SearchError, TantivyIndex};
use store::Store;
use workflow::{PasswordHashing, SystemClock, Workflow};

use crate::assets::Assets;
use crate::config::{self, Config, Only};
use crate::middleware;
use crate::routes::{self, list::RouteList};
use crate::site::{self, Publisher};
use crate::state::{AppState, PublicState};

/// Seconds that requests under way may take when the server is asked to end.
const GRACE_SECONDS: u64 = 10;

/// What is served.
#[derive(Clone)]
pub enum Mounted {
    /// The published folder and the search; there is no database.
    Public(PublicState),
    /// The portal alone.
    Portal(AppState),
    /// Both.
    Both(AppState),
}

impl Mounted {
    /// What `server.only` says of a whole state.
    #[must_use]
    pub fn of(state: AppState) -> Self {
        match state.public.config.server.only {
            Only::None => Self::Both(state),
            Only::Portal => Self::Portal(state),
            Only::Public => Self::Public(state.public),
        }
    }

    fn public(&self) -> &PublicState {
        match self {
            Self::Public(state) => state,
            Self::Portal(state) | Self::Both(state) => &state.public,
        }
    }

    fn portal(&self) -> Option<&AppState> {
        match self {
            Self::Public(_) => None,
            Self::Portal(state) | Self::Both(state) => Some(state),
        }
    }

    /// The route table with what its handlers share.
    fn configure(&self, cfg: &mut ServiceConfig) {
        cfg.app_data(web::Data::new(self.public().clone()));
        if let Some(state) = self.portal() {
            cfg.app_data(web::Data::new(state.clone()));
        }
        let mut listed = RouteList::new(cfg);
        routes::operations(&mut listed);
        routes::assets(&mut listed);
        if self.portal().is_some() {
            routes::portal(&mut listed);
            routes::opinions(&mut listed);
        } else {
            routes::opinions_elsewhere(&mut listed);
        }
        match self {
            Self::Portal(_) => routes::no_public(&mut listed),
            Self::Public(_) | Self::Both(_) => routes::public(&mut listed),
        }
        routes::unmatched(cfg);
    }
}

/// Starts to serve; await the result to go on until a signal ends it. Requests under way
/// are finished first.
///
/// # Errors
/// The listener cannot be used.
pub fn run(listener: TcpListener, mounted: Mounted) -> anyhow::Result<Server> {
    let workers = mounted.public().config.server.workers.max(1);
    let app = move || {
        App::new()
            .configure(|cfg| mounted.configure(cfg))
            .wrap(Compress::default())
            .wrap(from_fn(middleware::around))
    };
    let server = HttpServer::new(app)
        .workers(workers)
        .shutdown_timeout(GRACE_SECONDS)
        .listen(listener)
        .context("cannot listen")?;
    Ok(server.run())
}

/// Content, index and files for the browser: all that the public site needs.
///
/// # Errors
/// Content or files are missing or broken, or the index cannot be opened.
pub fn open_public(config: &Arc<Config>) -> anyhow::Result<PublicState> {
    let index = open_index(config).context("cannot open the search index")?;
    open_public_with(config, open_content()?, index)
}

/// As [`open_public`], with content and an index that are open already.
///
/// # Errors
/// Content or files are missing or broken.
pub fn open_public_with(
    config: &Arc<Config>,
    content: Content,
    index: Arc<TantivyIndex>,
) -> anyhow::Result<PublicState> {
    let root = config::root();
    let assets = Assets::load(root.as_deref(), config.assets.pkg.as_deref())?;
    Ok(PublicState::new(
        Arc::clone(config),
        Arc::new(content),
        index,
        assets,
    ))
}

/// The content of the project's folder, or the copy in the binary.
///
/// # Errors
/// It is broken.
pub fn open_content() -> anyhow::Result<Content> {
    let content = match config::root() {
        Some(root) => Content::from_folder(&root.join("content")),
        None => Content::embedded(),
    };
    content.context("the content is not usable")
}

/// The index in its configured folder, which is made if there is none.
///
/// # Errors
/// [`SearchError`]; where it says so, building the index anew is the remedy.
pub fn open_index(config: &Config) -> Result<Arc<TantivyIndex>, SearchError> {
    TantivyIndex::open(&config.search_dir()).map(Arc::new)
}

/// Connects to the database and brings its schema up to date.
///
/// # Errors
/// The database cannot be reached, or is that of a newer program.
pub async fn open_workflow(config: &Config, content: &Content) -> anyhow::Result<Workflow> {
    let store = Store::open(&config.database_url())
        .await
        .context("cannot open the database")?;
    store
        .migrate()
        .await
        .context("cannot migrate the database")?;
    if store.dialect() == store::Dialect::Postgres && !store.is_walled().await? {
        tracing::warn!(
            "the database role passes over row-level security: connect as a role that is neither \
             a superuser nor has BYPASSRLS, so that PostgreSQL keeps bodies apart by itself"
        );
    }
    let forms = Arc::new(content.as_forms());
    Ok(Workflow::new(
        store,
        forms,
        Arc::new(SystemClock),
        PasswordHashing::recommended(),
    ))
}

/// Everything. Where the index is missing or cannot be used, an empty one takes its place
/// and the site counts as outdated, so that the worker or `publish` builds both.
///
/// # Errors
/// As [`open_public`] and [`open_workflow`].
pub async fn open(config: &Arc<Config>) -> anyhow::Result<AppState> {
    let content = open_content()?;
    let workflow = open_workflow(config, &content).await?;
    let dir = config.search_dir();
    let opened = dir.is_dir().then(|| open_index(config));
    let index = match opened {
        Some(Err(error)) if !error.needs_rebuild() => {
            return Err(error).context("cannot open the search index");
        }
        Some(Ok(index)) => index,
        _ => {
            // Recorded first: a kill in between must not leave an empty index for good.
            site::mark_outdated(workflow.store()).await?;
            open_index_or_empty(&dir)?
        }
    };
    let public = open_public_with(config, content, index)?;
    let publisher =
        Publisher::new(&public, &workflow).context("cannot open the published folder")?;
    Ok(AppState::new(public, workflow, publisher))
}

/// The index in a folder; where it is damaged or outdated, an empty one takes its place,
/// to be filled by a full publication.
///
/// # Errors
/// The folder cannot be read or written.
pub fn open_index_or_empty(dir: &Path) -> anyhow::Result<Arc<TantivyIndex>> {
    let opened = match TantivyIndex::open(dir) {
        Err(error) if error.needs_rebuild() => {
            tracing::warn!(%error, "the search index is built anew");
            TantivyIndex::build(dir, &mut std::iter::empty())
        }
        opened => opened,
    };
    Ok(Arc::new(opened.context("cannot open the search index")?))
}
