//! Reading the configuration: defaults, then the file, then the environment.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use config::{File, FileFormat};
use serde::{Deserialize, Deserializer, de};

use super::Config;

/// The beginning of every variable.
const PREFIX: &str = "HYOKASHO_";

/// Variables with that beginning which are no keys: the folder of the shipped files, and
/// what `cargo xtask test` tells the tests.
const OTHERS: [&str; 2] = ["ROOT", "TEST_"];

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {path}")]
    Unreadable {
        /// The file asked for.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A key that does not exist.
    #[error("unknown configuration key `{key}` in {place}; `serve --print-config` shows every key")]
    UnknownKey {
        /// The key, as `server.lisetn`.
        key: String,
        /// The file or the variable.
        place: String,
    },
    /// A value that does not fit, or a file that is no TOML.
    #[error("configuration is not usable: {0}")]
    Unusable(#[from] config::ConfigError),
}

impl ConfigError {
    /// The exit code of the process: 3 for a fault of the environment, 2 for wrong usage.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unreadable { .. } => 3,
            Self::UnknownKey { .. } | Self::Unusable(_) => 2,
        }
    }
}

impl Config {
    /// Reads `file`, if one is given, and the environment of the process.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let text =
            match file {
                None => None,
                Some(path) => Some(std::fs::read_to_string(path).map_err(|source| {
                    ConfigError::Unreadable {
                        path: path.to_owned(),
                        source,
                    }
                })?),
            };
        let name = file.map(|path| path.display().to_string());
        // A variable that is no text cannot be a key of ours.
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::from_sources(text.as_deref().zip(name.as_deref()), variables)
    }

    /// Reads a file's text (with its name, for messages) and variables.
    ///
    /// # Errors
    /// [`ConfigError`], but never [`ConfigError::Unreadable`].
    pub fn from_sources(
        file: Option<(&str, &str)>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder();
        if let Some((text, name)) = file {
            check_keys(text, name)?;
            builder = builder.add_source(File::from_str(text, FileFormat::Toml));
        }
        for (variable, value) in variables {
            if let Some((section, key)) = key_of(&variable).filter(|_| !value.is_empty()) {
                if !is_known(&section, &key) {
                    let key = format!("{section}.{key}");
                    return Err(ConfigError::UnknownKey {
                        key,
                        place: variable,
                    });
                }
                builder = builder.set_override(format!("{section}.{key}"), value)?;
            }
        }
        Ok(builder.build()?.try_deserialize()?)
    }
}

/// Section and key of a variable; `None` if it is none of ours.
fn key_of(variable: &str) -> Option<(String, String)> {
    let name = variable.strip_prefix(PREFIX)?;
    if OTHERS.iter().any(|other| name.starts_with(other)) {
        return None;
    }
    let (section, key) = name.split_once('_').unwrap_or((name, ""));
    Some((section.to_lowercase(), key.to_lowercase()))
}

/// Names the first key of a file that does not exist. A text that is no TOML is left to
/// the reader that comes after.
fn check_keys(text: &str, name: &str) -> Result<(), ConfigError> {
    let Ok(table) = text.parse::<toml::Table>() else {
        return Ok(());
    };
    for (section, value) in &table {
        let keys: Vec<&str> = match value.as_table() {
            Some(keys) => keys.keys().map(String::as_str).collect(),
            None => vec![""],
        };
        for key in keys {
            if !is_known(section, key) {
                let key = format!("{section}.{key}").trim_end_matches('.').to_owned();
                return Err(ConfigError::UnknownKey {
                    key,
                    place: name.to_owned(),
                });
            }
        }
    }
    Ok(())
}

/// Whether a section has a key: the types are asked, so that there is no second list.
fn is_known(section: &str, key: &str) -> bool {
    let probe = format!("[{section}]\n{key} = []\n");
    match toml::from_str::<Config>(&probe) {
        Ok(_) => true,
        Err(error) => {
            let message = error.message();
            !message.starts_with("unknown field") && !section.is_empty() && !key.is_empty()
        }
    }
}

/// A list, or in a variable its members parted by commas.
pub(super) fn list_of_addresses<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<IpAddr>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        List(Vec<String>),
        Text(String),
    }
    let members = match Written::deserialize(deserializer)? {
        Written::List(members) => members,
        Written::Text(text) => text
            .split(',')
            .map(|member| member.trim().to_owned())
            .collect(),
    };
    let parse = |member: &String| {
        let wrong = || de::Error::custom(format!("{member:?} is not an IP address"));
        member.parse().map_err(|_| wrong())
    };
    members
        .iter()
        .filter(|member| !member.is_empty())
        .map(parse)
        .collect()
}

/// The folder that holds `content/`, `style/` and `public/`: `HYOKASHO_ROOT`, or the working
/// folder where it has them. `None`: the copies built into the binary are used.
#[must_use]
pub fn root() -> Option<PathBuf> {
    match std::env::var_os("HYOKASHO_ROOT") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => {
            let here = PathBuf::from(".");
            let has = |name: &str| here.join(name).is_dir();
            (has("content") && has("style") && has("public")).then_some(here)
        }
    }
}
