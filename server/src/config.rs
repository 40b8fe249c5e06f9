//! The configuration: one TOML file, every key also as `HYOKASHO_SECTION_KEY`. The defaults
//! need none of either.
//!
//! Absent on purpose: reading the environment anywhere else. To add a key, add a field with
//! its default here and a row to the table in the README; the variable follows by itself.

mod load;
mod secret;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use load::{ConfigError, root};
pub use secret::Secret;

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// How to listen and to whom to speak.
    pub server: ServerConfig,
    /// Where drafts, people and editions are kept.
    pub database: DatabaseConfig,
    /// Where the program keeps its files.
    pub data: DataConfig,
    /// The published site.
    pub site: SiteConfig,
    /// The search.
    pub search: SearchConfig,
    /// What the program tells its operator.
    pub log: LogConfig,
    /// The demo.
    pub demo: DemoConfig,
    /// Files for the browser.
    pub assets: AssetsConfig,
    /// Mail to people with an account.
    pub mail: MailConfig,
    /// Figures for Prometheus.
    pub metrics: MetricsConfig,
}

/// Which of the two sites to serve alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// Both.
    #[default]
    None,
    /// The portal without the public site.
    Portal,
    /// The published folder and its index; no database is opened.
    Public,
}

/// `[server]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Serve only one of the two sites.
    pub only: Only,
    /// The address that people use, as `https://hyokasho.example.jp`, without a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<BaseUrl>,
    /// The portal's own address, where the public site is another host: pages of the site
    /// lead there for sending opinions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal_url: Option<BaseUrl>,
    /// Cookies over TLS only. By default so if the portal's address begins with `https`, else unless
    /// `listen` is a loopback address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secure_cookies: Option<bool>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "load::list_of_addresses")]
    pub trusted_proxies: Vec<IpAddr>,
    /// Threads that answer requests.
    pub workers: usize,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            only: Only::None,
            base_url: None,
            portal_url: None,
            secure_cookies: None,
            trusted_proxies: Vec::new(),
            workers: 2,
        }
    }
}

/// `[database]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite://PATH` or `postgres://…`; by default SQLite in the folder of `data.dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Secret>,
}

/// `[data]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataConfig {
    /// The folder of everything that has no place of its own.
    pub dir: PathBuf,
}

impl Default for DataConfig {
    fn default() -> Self {
        Self {
            dir: PathBuf::from("data"),
        }
    }
}

/// `[site]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    /// The published folder; by default `site` in `data.dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
}

/// `[search]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchConfig {
    /// The folder of the index; by default `search` in `data.dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
    /// Searches a second from one address, five times as many at once; 0 for any number.
    pub requests_per_second: u32,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self {
            dir: None,
            requests_per_second: 10,
        }
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// How lines look.
    pub format: LogFormat,
    /// A level, or directives of `tracing-subscriber` as `info,workflow=debug`.
    pub level: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

/// `[demo]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DemoConfig {
    /// The password of every demo account; random ones if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}

/// `[assets]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AssetsConfig {
    /// The built browser part (`cargo xtask browser`); pages work without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkg: Option<PathBuf>,
}

/// `[mail]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// The mail server, as `smtps://name:password@mail.example.jp` or `smtp://localhost:25`;
    /// without one, mails are files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<Secret>,
    /// The sender, as `no-reply@example.jp`.
    pub from: String,
    /// The folder of mails that are files; by default `outbox` in `data.dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbox: Option<PathBuf>,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp_url: None,
            from: "no-reply@localhost".to_owned(),
            outbox: None,
        }
    }
}

/// `[metrics]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MetricsConfig {
    /// Opens `/metrics` to who is not on this machine (`Authorization: Bearer …`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
}

/// The address of the site: scheme, host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BaseUrl(String);

impl BaseUrl {
    /// As configured, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it begins with `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Host and port.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, rest)| rest)
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let text = text.trim_end_matches('/').to_owned();
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let fits = |host: &str| {
            let known = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
            !host.is_empty() && host.chars().all(known)
        };
        match host {
            Some(host) if fits(host) => Ok(Self(text)),
            _ => Err(format!(
                "{text:?} is not a scheme (http or https) with a host and no path"
            )),
        }
    }
}

impl From<BaseUrl> for String {
    fn from(url: BaseUrl) -> Self {
        url.0
    }
}

impl Config {
    /// The folder of everything that has no place of its own.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.data.dir.clone()
    }

    /// The published folder.
    #[must_use]
    pub fn site_dir(&self) -> PathBuf {
        self.site
            .dir
            .clone()
            .unwrap_or_else(|| self.data.dir.join("site"))
    }

    /// The folder of the index.
    #[must_use]
    pub fn search_dir(&self) -> PathBuf {
        self.search
            .dir
            .clone()
            .unwrap_or_else(|| self.data.dir.join("search"))
    }

    /// The folder of mails that are files.
    #[must_use]
    pub fn outbox_dir(&self) -> PathBuf {
        let default = || self.data.dir.join("outbox");
        self.mail.outbox.clone().unwrap_or_else(default)
    }

    /// Where the portal is said to be: an address of its own, or that of the site.
    #[must_use]
    pub fn portal_base(&self) -> Option<&BaseUrl> {
        let server = &self.server;
        server.portal_url.as_ref().or(server.base_url.as_ref())
    }

    /// The portal's address without a slash at the end, for links in mails and calendars: as
    /// configured, else that of the listener. Never what a request says.
    #[must_use]
    pub fn portal_address(&self) -> String {
        let listener = || format!("http://{}", self.server.listen);
        self.portal_base()
            .map_or_else(listener, |base| base.as_str().to_owned())
    }

    /// Where the database is; may carry a password.
    #[must_use]
    pub fn database_url(&self) -> String {
        match &self.database.url {
            Some(url) => url.reveal().to_owned(),
            None => format!("sqlite://{}", self.data.dir.join("hyokasho.db").display()),
        }
    }

    /// Whether only this machine can reach the program.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.server.listen.ip().is_loopback()
    }

    /// Whether cookies are for TLS only.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        let server = &self.server;
        let by_url = self.portal_base().map(BaseUrl::is_https);
        server
            .secure_cookies
            .or(by_url)
            .unwrap_or(!self.is_loopback())
    }

    /// Whether people come by TLS for certain.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.server.base_url.as_ref().is_some_and(BaseUrl::is_https)
    }

    /// The absolute address of a path, where `server.base_url` is configured.
    #[must_use]
    pub fn public_url(&self, path: &str) -> Option<String> {
        self.server
            .base_url
            .as_ref()
            .map(|base| format!("{}{path}", base.as_str()))
    }

    /// The effective configuration as TOML, secrets masked.
    #[must_use]
    pub fn render_masked(&self) -> String {
        let mut shown = self.clone();
        shown.site.dir = Some(self.site_dir());
        shown.search.dir = Some(self.search_dir());
        shown.server.secure_cookies = Some(self.secure_cookies());
        let text = toml::to_string(&shown).unwrap_or_default();
        match &self.database.url {
            Some(_) => text,
            // The default holds no secret, and its place is worth knowing.
            None => text.replacen(
                "[database]\n",
                &format!("[database]\nurl = {:?}\n", self.database_url()),
                1,
            ),
        }
    }
}
