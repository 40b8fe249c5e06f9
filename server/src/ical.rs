//! Days for calendar programs (RFC 5545): all-day events, lines of at most 75 octets.
//!
//! Written here because the `icalendar` crate (0.17) folds so that a last line may have 76
//! octets, and all that is needed is one kind of event.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;

/// The longest line, in octets, without its end.
const LONGEST: usize = 75;

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stays the same as long as it is the same thing on the same day.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// What, in a few words.
    pub summary: String,
    /// More.
    pub description: String,
}

/// A calendar with these days; `stamp` is the moment it is made.
#[must_use]
pub fn render(name: &str, events: &[Event], stamp: Timestamp) -> String {
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hyokasho//Due//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        put(&mut out, line);
    }
    put(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        put_event(&mut out, event, stamp);
    }
    put(&mut out, "END:VCALENDAR");
    out
}

fn put_event(out: &mut String, event: &Event, stamp: Timestamp) {
    let day = |day: Date| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let next = event.on.tomorrow().unwrap_or(event.on);
    let stamp = format!("{stamp:.0}").replace(['-', ':'], "");
    put(out, "BEGIN:VEVENT");
    put(out, &format!("UID:{}", escaped(&event.uid)));
    put(out, &format!("DTSTAMP:{stamp}"));
    put(out, &format!("DTSTART;VALUE=DATE:{}", day(event.on)));
    put(out, &format!("DTEND;VALUE=DATE:{}", day(next)));
    put(out, &format!("SUMMARY:{}", escaped(&event.summary)));
    put(out, &format!("DESCRIPTION:{}", escaped(&event.description)));
    put(out, "TRANSP:TRANSPARENT");
    put(out, "END:VEVENT");
}

/// Text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, folded between characters (RFC 5545, 3.1).
fn put(out: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            length = 1;
        }
        // Writing to a string cannot fail.
        write!(out, "{c}").ok();
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "yearly-review-2016-02-29-abc@hyokasho".to_owned(),
            on: jiff::civil::date(2016, 2, 29),
            summary: summary.to_owned(),
            description: "一行目、全項目評価書\n二行目; 半角, 記号 \\".to_owned(),
        }
    }

    #[test]
    fn a_day_is_an_event_from_it_to_the_next() {
        let text = render("期日", &[event("見直し")], Timestamp::UNIX_EPOCH);
        for line in [
            "DTSTAMP:19700101T000000Z",
            "DTSTART;VALUE=DATE:20160229",
            "DTEND;VALUE=DATE:20160301",
            "SUMMARY:見直し",
            "DESCRIPTION:一行目、全項目評価書\\n二行目\\; 半角\\, 記号 \\\\",
        ] {
            let unfolded = text.replace("\r\n ", "");
            assert!(
                unfolded.lines().any(|found| found == line),
                "{line}\n{unfolded}"
            );
        }
    }

    #[test]
    fn lines_end_in_crlf_and_have_75_octets_at_most() {
        for n in 60..140 {
            let ascii = "a".repeat(n);
            let wide = "あ".repeat(n);
            for summary in [ascii, wide] {
                let text = render("期日", &[event(&summary)], Timestamp::UNIX_EPOCH);
                assert!(text.ends_with("END:VCALENDAR\r\n"));
                for line in text.split_terminator("\r\n") {
                    assert!(line.len() <= LONGEST, "{line}");
                    assert!(!line.contains(['\r', '\n']));
                }
                assert!(
                    text.replace("\r\n ", "")
                        .contains(&format!("SUMMARY:{summary}\r\n"))
                );
            }
        }
    }
}
