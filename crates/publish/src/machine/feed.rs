//! The Atom feed of new publications.
//!
//! Ids are names that stay when the site moves: `urn:hyokasho:` and body code, number, form
//! and edition. Times are instants of publication; the feed has no clock.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};
use jiff::Timestamp;

use crate::base::BaseUrl;
use crate::error::SiteError;
use crate::listed::ListedAssessment;
use crate::paths;

/// So many of the newest publications are in the feed.
pub const FEED_ENTRIES: usize = 50;

const WHAT: &str = "feed.xml";

/// The feed of these publications, newest first; those beyond [`FEED_ENTRIES`] are left out.
///
/// # Errors
/// [`SiteError::Encode`].
pub fn render_feed<'a>(
    newest: impl IntoIterator<Item = &'a ListedAssessment>,
    base: &BaseUrl,
) -> Result<Vec<u8>, SiteError> {
    let entries = newest
        .into_iter()
        .take(FEED_ENTRIES)
        .map(|listed| entry(listed, base));
    let entries = entries.collect::<Result<Vec<Entry>, SiteError>>()?;
    let mut feed = Feed::default();
    feed.set_id("urn:hyokasho:feed");
    feed.set_title("特定個人情報保護評価書の新着");
    feed.set_lang("ja".to_owned());
    // An empty feed, too, must say when: at the beginning of time.
    feed.set_updated(
        entries
            .first()
            .map_or_else(FixedDateTime::default, |entry| entry.updated),
    );
    feed.set_links([
        link(
            "self",
            &paths::feed().address(),
            "application/atom+xml",
            base,
        ),
        link("alternate", &paths::home().address(), "text/html", base),
    ]);
    feed.set_entries(entries);
    let mut bytes = feed.write_to(Vec::new()).map_err(SiteError::encode(WHAT))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry(listed: &ListedAssessment, base: &BaseUrl) -> Result<Entry, SiteError> {
    let row = listed.row();
    let updated = time(row.published_at)?;
    let key = listed.key();
    let place = key.page().address();
    let place: Vec<&str> = place.trim_matches('/').split('/').skip(1).collect();
    let summary = format!(
        "{}（{}）が{}を公表しました。",
        row.agency, row.body_name, row.form_title
    );
    let mut entry = Entry::default();
    entry.set_id(format!("urn:hyokasho:{}:{}", place.join(":"), row.edition));
    entry.set_title(Text::plain(row.title.clone()));
    entry.set_updated(updated);
    entry.set_published(updated);
    entry.set_authors([Person {
        name: row.agency.clone(),
        ..Person::default()
    }]);
    entry.set_summary(Text::plain(summary));
    entry.set_links([
        link("alternate", &key.page().address(), "text/html", base),
        link("alternate", &key.json().address(), "application/json", base),
    ]);
    Ok(entry)
}

/// The feed library has another type for instants.
fn time(instant: Timestamp) -> Result<FixedDateTime, SiteError> {
    instant
        .to_string()
        .parse()
        .map_err(|error| SiteError::Encode {
            what: WHAT,
            source: format!("{instant}: {error}").into(),
        })
}

fn link(rel: &str, path: &str, mime_type: &str, base: &BaseUrl) -> Link {
    Link {
        href: base.join(path),
        rel: rel.to_owned(),
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    }
}
