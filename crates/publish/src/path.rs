//! Names of files in the published folder, and the addresses they have on the web.
//!
//! A web server decodes the percent signs of an address and looks for a file of that name.
//! So folders carry the *decoded* number of an assessment, and addresses the encoded one:
//! number `第1号` is the folder `第1号` and the address `/%E7%AC%AC1%E5%8F%B7/`.
//!
//! What a file name cannot hold is written `~XX` ([`segment`]): a slash is `~2F`, a
//! backslash `~5C`, a dot at the beginning `~2E` (servers hide such files), and a tilde
//! only where it would be taken for one of these, `~7E`. `~` needs no percent sign, so that
//! folder and address agree on any server, also on those that refuse `%2F`. The site's own
//! links, lists and feeds all use [`SitePath::address`]. A server of our own that gets
//! `A%2F1` finds the folder `A~2F1` by [`SitePath::of_request`].

use std::fmt;
use std::path::{Component, Path, PathBuf};

use domain::{BodyCode, ConsultationId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const INDEX: &str = "index.html";

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The escapes of [`segment`], and what they stand for.
const ESCAPES: [(&str, char); 4] = [("~2F", '/'), ("~5C", '\\'), ("~2E", '.'), ("~7E", '~')];

/// A file of the published folder: relative, no `..`, nothing hidden.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

/// A string that names no file of the published folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no path within the published folder")]
pub struct SitePathProblem(String);

impl SitePath {
    /// Parses a relative path with `/` between its parts, as `feed.xml`.
    ///
    /// # Errors
    /// [`SitePathProblem`] for an empty part, `.`, `..`, a hidden name, a control
    /// character, a backslash or a name of more than 255 bytes.
    pub fn parse(text: &str) -> Result<Self, SitePathProblem> {
        if text.split('/').all(is_name) {
            Ok(Self(text.to_owned()))
        } else {
            Err(SitePathProblem(text.chars().take(200).collect()))
        }
    }

    /// The file for the path of a request, percent-encoded as it came, without the query.
    /// An address that ends in `/` means the index of that folder.
    ///
    /// # Errors
    /// [`SitePathProblem`] for what no address of this site can look like.
    pub fn of_request(path: &str) -> Result<Self, SitePathProblem> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let mut names = Vec::new();
        let last = path.matches('/').count();
        for (position, part) in path.split('/').enumerate() {
            let part = if part.is_empty() && position == last {
                INDEX
            } else {
                part
            };
            let name = percent_decode_str(part)
                .decode_utf8()
                .map_err(|_| SitePathProblem(path.chars().take(200).collect()))?;
            let plain = is_name(&name) || matches!(&*name, "." | "..");
            names.push(if plain {
                name.into_owned()
            } else {
                segment(&name)
            });
        }
        Self::parse(&names.join("/"))
    }

    /// The page `index.html` of a folder; parts are escaped by [`segment`].
    pub(crate) fn page(parts: &[&str]) -> Self {
        Self::file(parts, INDEX)
    }

    /// A file of a folder; parts are escaped by [`segment`].
    pub(crate) fn file(parts: &[&str], name: &str) -> Self {
        let mut path: String = parts
            .iter()
            .flat_map(|part| [segment(part), "/".to_owned()])
            .collect();
        path.push_str(name);
        Self(path)
    }

    /// The path of a file found in a tree; `None` for what this crate would never write.
    pub(crate) fn of_relative(path: &Path) -> Option<Self> {
        let names = path.components().map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        });
        Self::parse(&names.collect::<Option<Vec<_>>>()?.join("/")).ok()
    }

    /// The path, as `assessments/011002/1/kiso/index.html`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the file lies in a folder.
    #[must_use]
    pub fn under(&self, root: &Path) -> PathBuf {
        root.join(&self.0)
    }

    /// The absolute path of its address, percent-encoded; `/assessments/011002/1/kiso/`
    /// for an index page.
    #[must_use]
    pub fn address(&self) -> String {
        let shown = self
            .0
            .strip_suffix(INDEX)
            .filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let parts = shown.unwrap_or(&self.0).split('/');
        let parts: Vec<String> = parts
            .map(|part| utf8_percent_encode(part, UNRESERVED).to_string())
            .collect();
        format!("/{}", parts.join("/"))
    }

    /// The body that the file belongs to; `None` for lists that bodies share.
    #[must_use]
    pub fn owner(&self) -> Option<BodyCode> {
        let mut parts = self.0.split('/');
        match parts.next()? {
            "assessments" | "bodies" => BodyCode::parse(parts.next()?).ok(),
            "consultations" => {
                let id = ConsultationId::parse(parts.next()?).ok()?;
                Some(id.body().clone())
            }
            _ => None,
        }
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with('.')
        && !name
            .chars()
            .any(|c| c.is_control() || matches!(c, '/' | '\\'))
}

/// The file name for one part of an address, as the number of an assessment. Reversible:
/// different numbers have different names.
#[must_use]
pub fn segment(part: &str) -> String {
    let mut name = String::with_capacity(part.len());
    for (at, c) in part.char_indices() {
        let escape = match c {
            '.' => at == 0,
            '~' => ESCAPES.iter().any(|(code, _)| part[at..].starts_with(code)),
            _ => matches!(c, '/' | '\\'),
        };
        let code = ESCAPES
            .iter()
            .find(|(_, stands_for)| escape && *stands_for == c);
        match code {
            Some((code, _)) => name.push_str(code),
            None => name.push(c),
        }
    }
    name
}

#[cfg(test)]
mod tests;
