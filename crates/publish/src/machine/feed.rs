//! The Atom feed of new publications.
//!
//! Ids are names that stay when the site moves: `urn:hyokasho:` and body code, number, form
//! and edition. Times are instants of publication; the feed has no clock. A withdrawal
//! (公表の取下げ) is an entry of its own, without anything of what was withdrawn.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};
use jiff::Timestamp;

use crate::base::BaseUrl;
use crate::error::SiteError;
use crate::listed::{ListedAssessment, ListedWithdrawal};
use crate::paths;

/// So many of the newest publications are in the feed.
pub const FEED_ENTRIES: usize = 50;

const WHAT: &str = "feed.xml";

/// The feed of these publications and withdrawals, each newest first; together newest first,
/// and those beyond [`FEED_ENTRIES`] are left out.
///
/// # Errors
/// [`SiteError::Encode`].
pub fn render_feed<'a>(
    newest: impl IntoIterator<Item = &'a ListedAssessment>,
    withdrawn: impl IntoIterator<Item = &'a ListedWithdrawal>,
    base: &BaseUrl,
) -> Result<Vec<u8>, SiteError> {
    let entries = newest.into_iter().map(|listed| entry(listed, base));
    let withdrawals = withdrawn.into_iter().map(|gone| withdrawal(gone, base));
    let mut entries = entries
        .chain(withdrawals)
        .collect::<Result<Vec<Entry>, SiteError>>()?;
    // Stable: of one instant, publications first and as they were given.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    entries.truncate(FEED_ENTRIES);
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

fn withdrawal(gone: &ListedWithdrawal, base: &BaseUrl) -> Result<Entry, SiteError> {
    let updated = time(gone.withdrawn_at)?;
    let place = gone.key.page().address();
    let parts: Vec<&str> = place.trim_matches('/').split('/').skip(1).collect();
    let what = format!(
        "{}の{}（評価書番号{}）",
        gone.body_name, gone.form_title, gone.key.number
    );
    let mut entry = Entry::default();
    let (name, last) = (parts.join(":"), gone.edition);
    entry.set_id(format!("urn:hyokasho:{name}:{last}:withdrawn"));
    entry.set_title(Text::plain(format!("公表取下げ: {what}")));
    entry.set_updated(updated);
    entry.set_published(updated);
    entry.set_authors([Person {
        name: gone.body_name.clone(),
        ..Person::default()
    }]);
    entry.set_summary(Text::plain(format!(
        "{what}の公表が{}に取り下げられました。理由はページにあります。",
        gone.withdrawn_on
    )));
    entry.set_links([link("alternate", &place, "text/html", base)]);
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
