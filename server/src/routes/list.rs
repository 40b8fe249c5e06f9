//! A route table that can be read: what is mounted is also listed, so that a test can ask of
//! every route who may use it, and fails for one that its table of rights does not know.
//!
//! It has the few methods of actix's configuration that the tables use. What is mounted
//! around it (`default_service`) is not listed.

use actix_web::dev::Handler;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Responder, Route};

/// A method and a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// `GET`, `POST`, or `*` for any.
    pub method: &'static str,
    /// The pattern, as `/desk/assessments/{code}/{number}/{form}/`.
    pub pattern: String,
}

/// Where routes are mounted and listed.
pub struct RouteList<'a> {
    cfg: &'a mut ServiceConfig,
    listed: Vec<Listed>,
}

impl std::fmt::Debug for RouteList<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.listed).finish()
    }
}

impl<'a> RouteList<'a> {
    /// Mounts into `cfg`.
    pub fn new(cfg: &'a mut ServiceConfig) -> Self {
        let listed = Vec::new();
        Self { cfg, listed }
    }

    /// Mounts a handler.
    pub fn route(&mut self, pattern: &str, to: Mounted) -> &mut Self {
        self.listed.push(Listed {
            method: to.method,
            pattern: pattern.to_owned(),
        });
        self.cfg.route(pattern, to.route);
        self
    }

    /// Mounts another table.
    pub fn configure(&mut self, table: impl FnOnce(&mut RouteList<'_>)) -> &mut Self {
        let mut inner = RouteList::new(self.cfg);
        table(&mut inner);
        let inner = inner.listed;
        self.listed.extend(inner);
        self
    }

    /// What was mounted.
    #[must_use]
    pub fn into_listed(self) -> Vec<Listed> {
        self.listed
    }
}

/// A method that is to get its handler.
#[allow(missing_debug_implementations, reason = "actix's routes have none")]
pub struct Method {
    name: &'static str,
    route: Route,
}

/// A handler with its method.
#[allow(missing_debug_implementations, reason = "actix's routes have none")]
pub struct Mounted {
    method: &'static str,
    route: Route,
}

/// As [`web::get`].
#[must_use]
pub fn get() -> Method {
    let (name, route) = ("GET", web::get());
    Method { name, route }
}

/// As [`web::post`].
#[must_use]
pub fn post() -> Method {
    let (name, route) = ("POST", web::post());
    Method { name, route }
}

/// As [`web::route`]: any method.
#[must_use]
pub fn any() -> Method {
    let (name, route) = ("*", web::route());
    Method { name, route }
}

impl Method {
    /// The handler.
    pub fn to<F, Args>(self, handler: F) -> Mounted
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Mounted {
            method: self.name,
            route: self.route.to(handler),
        }
    }
}
