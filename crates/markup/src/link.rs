//! Which addresses a link may have.

/// Whether the address is http, https or relative to the site.
///
/// Refused besides other schemes: control characters and backslashes, which browsers
/// silently drop or turn into slashes, and addresses that begin with two slashes, which
/// look relative and lead elsewhere.
pub(crate) fn is_allowed(href: &str) -> bool {
    if href.chars().any(|c| c.is_control() || c == '\\') || href.trim() != href {
        return false;
    }
    let lower = href.to_ascii_lowercase();
    if let Some(rest) = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
    {
        return !rest.is_empty();
    }
    let before_path = href.split(['/', '?', '#']).next().unwrap_or_default();
    !href.starts_with("//") && !before_path.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_and_relative_addresses_are_allowed() {
        for href in [
            "https://example.jp/",
            "HTTP://example.jp",
            "/terms/",
            "../x/",
            "#s1",
            "a/b:c",
            "?q=a:b",
        ] {
            assert!(is_allowed(href), "{href}");
        }
    }

    #[test]
    fn other_schemes_and_disguises_are_refused() {
        let refused = [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "mailto:a@example.jp",
            "//example.jp",
            "/\\example.jp",
            "https://",
            "file:///etc",
            "\u{1}javascript:x",
        ];
        for href in refused {
            assert!(!is_allowed(href), "{href:?}");
        }
    }
}
