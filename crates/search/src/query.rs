//! What somebody looks for. Parsing never fails: what cannot be read is left out.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::fold::Folded;

/// Hits on a page.
pub const PAGE_SIZE: usize = 20;

/// Characters of a query that count; the rest is cut off.
pub const MAX_QUERY_CHARS: usize = 200;

/// A search: a text and filters. The default lists everything, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words separated by blanks of any width.
    pub text: String,
    /// First two digits of the body code.
    pub prefecture: Option<String>,
    /// Six-digit body code.
    pub body: Option<String>,
    /// Form id.
    pub form: Option<String>,
    /// Published on this day or later.
    pub from: Option<Date>,
    /// Published on this day or earlier.
    pub to: Option<Date>,
    /// Number of the page; 0 counts as 1.
    pub page: usize,
}

impl Query {
    /// A query without filters.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// Reads the parameters of `/search`: `q`, `prefecture`, `body`, `form`, `from`, `to`,
    /// `page`. Full-width digits are accepted; of repeated parameters the last readable one
    /// counts; unknown and unreadable ones are left out.
    ///
    /// ```
    /// use search::Query;
    /// let query = Query::from_params([("q", "暗号"), ("prefecture", "１"), ("from", "昨日")]);
    /// assert_eq!(query.prefecture.as_deref(), Some("01"));
    /// assert_eq!(query.from, None);
    /// ```
    #[must_use]
    pub fn from_params<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (name, value) in params {
            query.read(name, value);
        }
        query
    }

    fn read(&mut self, name: &str, value: &str) {
        if name == "q" {
            self.text = value.chars().take(MAX_QUERY_CHARS).collect();
            return;
        }
        // Nothing that a filter could mean is longer.
        let value: String = value.trim().nfkc().take(100).collect();
        match name {
            "prefecture" => keep(&mut self.prefecture, parse_prefecture(&value)),
            "body" => keep(&mut self.body, parse_digits(&value, 6)),
            "form" => keep(&mut self.form, (!value.is_empty()).then_some(value)),
            "from" => keep(&mut self.from, parse_date(&value)),
            "to" => keep(&mut self.to, parse_date(&value)),
            "page" => self.page = value.parse().unwrap_or(self.page),
            _ => {}
        }
    }

    /// Number of hits to skip.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.page.saturating_sub(1).saturating_mul(PAGE_SIZE)
    }

    pub(crate) fn needles(&self) -> Needles {
        Needles::new(&self.text)
    }
}

fn keep<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *slot = value;
    }
}

fn parse_digits(text: &str, length: usize) -> Option<String> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned())
}

fn parse_prefecture(text: &str) -> Option<String> {
    parse_digits(text, 2).or_else(|| parse_digits(text, 1).map(|digit| format!("0{digit}")))
}

/// Reads `2015-04-01`, also with slashes or dots and without leading zeros.
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/', '.']);
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some(())?;
    Date::new(year, month, day).ok()
}

/// A query text as the engine looks for it: the whole string, and its words if several.
pub(crate) struct Needles {
    /// Everything typed, without its blanks.
    pub whole: Folded,
    /// Each word once; empty unless there are two or more.
    pub words: Vec<Folded>,
}

impl Needles {
    fn new(text: &str) -> Self {
        let text: String = text.chars().take(MAX_QUERY_CHARS).collect();
        let mut words: Vec<Folded> = Vec::new();
        for word in text.split_whitespace().map(Folded::new) {
            let known = words.iter().any(|other| other.units() == word.units());
            if !word.is_empty() && !known {
                words.push(word);
            }
        }
        if words.len() < 2 {
            words.clear();
        }
        Self {
            whole: Folded::new(&text),
            words,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn parameters_are_read_leniently() {
        let query = Query::from_params([
            ("q", "中間 サーバー"),
            ("prefecture", "13"),
            ("body", "０１１００２"),
            ("form", "juten"),
            ("from", "2014/4/1"),
            ("to", "2015-03-31"),
            ("page", "２"),
            ("utm", "x"),
        ]);
        assert_eq!(query.text, "中間 サーバー");
        assert_eq!(query.prefecture.as_deref(), Some("13"));
        assert_eq!(query.body.as_deref(), Some("011002"));
        assert_eq!(query.form.as_deref(), Some("juten"));
        assert_eq!(query.from, Some(date(2014, 4, 1)));
        assert_eq!(query.to, Some(date(2015, 3, 31)));
        assert_eq!(query.offset(), 20);
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let query = Query::from_params([
            ("prefecture", "北海道"),
            ("body", "1"),
            ("form", " "),
            ("from", "2015-02-30"),
            ("to", "2015-02-03-04"),
            ("page", "-1"),
        ]);
        assert_eq!(query, Query::default());
    }

    #[test]
    fn words_are_parted_by_blanks_of_any_width_and_kept_once() {
        let needles = Query::text("中間　ｻｰﾊﾞｰ サーバー\t").needles();
        assert_eq!(needles.words.len(), 2);
        assert_eq!(
            needles.whole.units().len(),
            "中間サーハ゛ーサーハ゛ー".chars().count()
        );
        assert!(Query::text("一語").needles().words.is_empty());
    }
}
