//! The address under which the site is served.

/// The site's own address, for what must be absolute: feeds, sitemaps, canonical links.
///
/// Unconfigured, addresses stay relative to the server (`/assessments/…`): the same folder
/// then works under any host. Atom allows that; the sitemap protocol wants absolute addresses,
/// so that robots.txt does not announce a relative sitemap, though the file is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaseUrl(Option<String>);

impl BaseUrl {
    /// From the configuration: `https://pia.example.jp`, with or without a slash at the end.
    #[must_use]
    pub fn new(configured: Option<&str>) -> Self {
        let base = configured.map(|base| base.trim().trim_end_matches('/'));
        Self(base.filter(|base| !base.is_empty()).map(str::to_owned))
    }

    /// The address of a path that begins with `/`.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        match &self.0 {
            Some(base) => format!("{base}{path}"),
            None => path.to_owned(),
        }
    }

    /// The absolute address of a path, where the site knows its own.
    #[must_use]
    pub fn absolute(&self, path: &str) -> Option<String> {
        self.0.as_ref().map(|base| format!("{base}{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_only_when_configured() {
        let base = BaseUrl::new(Some("https://pia.example.jp/"));
        assert_eq!(base.join("/feed.xml"), "https://pia.example.jp/feed.xml");
        assert_eq!(
            base.absolute("/"),
            Some("https://pia.example.jp/".to_owned())
        );
        for none in [None, Some(""), Some(" / ")] {
            assert_eq!(BaseUrl::new(none).join("/feed.xml"), "/feed.xml");
            assert_eq!(BaseUrl::new(none).absolute("/"), None);
        }
    }
}
