//! Every route, every role, of the own body and of another: let in or refused as the table of
//! rights says. The list of routes is the program's own: a route without an entry fails.

mod rule;
mod scene;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::helpers::{Answer, Browser, PASSWORD};
use rule::Rule;
use scene::{Person, Scene};
use table::{Entry, entries};

#[test]
fn every_route_has_an_entry_and_every_entry_a_route() {
    let named = |method: &str, pattern: &str| format!("{method} {pattern}");
    let routes: BTreeSet<String> = server::routes::all()
        .iter()
        .map(|listed| named(listed.method, &listed.pattern))
        .collect();
    let known: BTreeSet<String> = entries()
        .iter()
        .map(|entry| named(entry.method, entry.pattern))
        .collect();
    let missing: Vec<&String> = routes.difference(&known).collect();
    assert!(missing.is_empty(), "routes without an entry: {missing:#?}");
    let gone: Vec<&String> = known.difference(&routes).collect();
    assert!(gone.is_empty(), "entries without a route: {gone:#?}");
}

/// What parameters of an address mean beside their name, by what the pattern begins with.
const MEANINGS: [(&str, &str, &str); 7] = [
    ("/desk/submissions/", "id", "submission"),
    ("/desk/notices/", "id", "notice"),
    ("/desk/inquiries/", "number", "inquiry"),
    ("/desk/users/", "user", "victim"),
    ("/desk/consultations/", "number", "n"),
    ("/desk/calendar/feeds/", "token", "feed"),
    ("/", "name", "asset"),
];

/// An address of a pattern, with values for its parameters.
fn fill(pattern: &str, value: impl Fn(&str) -> String) -> String {
    let mut address = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        let name = name.split(':').next().unwrap();
        address.push_str(before);
        address.push_str(&app::routes::encode(&value(name)));
        rest = after;
    }
    address + rest
}

/// Where an entry leads, in the scene.
fn address(scene: &Scene, entry: &Entry) -> String {
    fill(entry.pattern, |name| {
        let placed = entry.place.iter().find(|(placed, _)| *placed == name);
        if let Some((_, value)) = placed {
            return (*value).to_owned();
        }
        let begins = |(begin, parameter, _): &&(&str, &str, &str)| {
            entry.pattern.starts_with(begin) && *parameter == name
        };
        let meant = MEANINGS.iter().find(begins).map_or(name, |found| found.2);
        scene.place.get(meant).cloned().unwrap_or_default()
    })
}

/// The same address of something that never was; `None` where nothing is named.
fn nowhere(scene: &Scene, entry: &Entry) -> Option<String> {
    const NAMES: [(&str, &str); 8] = [
        ("number", "999"),
        ("id", "nothing"),
        ("user", "00000000-0000-7000-8000-00000000ffff"),
        ("agency", "999"),
        ("n", "999"),
        ("prefecture", "99"),
        ("code", ""),
        ("form", ""),
    ];
    let is_named = NAMES[..5].iter().any(|(name, _)| {
        let parameter = format!("{{{name}}}");
        entry.pattern.contains(&parameter)
    });
    let real = address(scene, entry);
    let filled = fill(entry.pattern, |name| {
        let unknown = NAMES[..5].iter().find(|(known, _)| *known == name);
        match unknown {
            Some((_, value)) => (*value).to_owned(),
            None => {
                let placed = entry.place.iter().find(|(placed, _)| *placed == name);
                let kept = placed.map(|(_, value)| (*value).to_owned());
                kept.or_else(|| scene.place.get(name).cloned())
                    .unwrap_or_default()
            }
        }
    });
    (is_named && filled != real).then_some(filled)
}

/// Whether a refusal looks otherwise than for what never was.
async fn told_apart(
    scene: &Scene,
    person: &Person,
    csrf: &str,
    entry: &Entry,
    refused: &Answer,
) -> bool {
    let Some(other) = nowhere(scene, entry) else {
        return false;
    };
    let unknown = ask(scene, &person.browser, csrf, entry, &other).await;
    let here = steady(refused, &address(scene, entry));
    unknown.status != 404 || steady(&unknown, &other) != here
}

/// Asks as this browser; with the token of its session, and nothing that would be done.
async fn ask(scene: &Scene, browser: &Browser, csrf: &str, entry: &Entry, path: &str) -> Answer {
    // What was said after the act before is not this one's.
    browser.set_cookie(server::flash::COOKIE, "");
    if entry.method != "POST" {
        return browser.get(path).await;
    }
    let fields: Vec<(String, String)> = entry
        .fields
        .iter()
        .map(|(name, value)| {
            let kept = value
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            let kept = kept.map(|kept| scene.place[kept].clone());
            (
                (*name).to_owned(),
                kept.unwrap_or_else(|| (*value).to_owned()),
            )
        })
        .collect();
    let mut all = vec![("csrf", csrf)];
    let borrowed = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    all.extend(borrowed);
    browser.post(path, &all).await
}

/// A page without what differs from answer to answer.
fn steady(answer: &Answer, path: &str) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let mut kept = String::new();
    for line in text.replace(path, "HERE").split('<') {
        let differs = [
            "csrf",
            "nonce",
            "受付番号",
            "お問い合わせ番号",
            "request-id",
            "error-id",
            "未読",
        ];
        if !differs.iter().any(|word| line.contains(word)) {
            kept.push_str(line);
        }
    }
    kept
}

async fn sign_in(person: &Person) -> String {
    let answer = person.browser.sign_in(&person.email, PASSWORD).await;
    assert_eq!(answer.status, 303, "{}: {}", person.email, answer.text());
    person.browser.get(app::routes::ACCOUNT).await.csrf()
}

fn said(entry: &Entry) -> String {
    let op = entry.fields.iter().find(|(name, _)| *name == "op");
    let act = entry.place.iter().find(|(name, _)| *name == "act");
    let what = op
        .or(act)
        .map_or(String::new(), |(_, value)| format!(" {value}"));
    format!("{} {}{what}", entry.method, entry.pattern)
}

#[actix_web::test]
async fn every_route_lets_in_whom_the_table_of_rights_lets_in_and_nobody_else() {
    let mut scene = Scene::new().await;
    scene
        .place
        .insert("asset".to_owned(), "style.css".to_owned());
    scene
        .place
        .insert("unknown".to_owned(), "nothing".to_owned());
    let entries = entries();
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut asked = 0;
    // Who starts things comes last: what is there already leads whoever may read to it.
    for person in scene.everybody().await.into_iter().rev() {
        let mut csrf = sign_in(&person).await;
        for entry in &entries {
            let Some(allowed) = entry.rule.allows(&person.caller, &scene.body) else {
                continue;
            };
            let path = address(&scene, entry);
            let answer = ask(&scene, &person.browser, &csrf, entry, &path).await;
            asked += 1;
            let status = answer.status;
            let fault = match (allowed, status) {
                (_, 500..) => Some("broken"),
                (true, 403 | 404) => Some("refused"),
                (false, 404) if told_apart(&scene, &person, &csrf, entry, &answer).await => {
                    Some("told apart from what never was")
                }
                (false, 404) | (true, _) => None,
                (false, _) => Some("let in"),
            };
            if let Some(fault) = fault {
                let list = wrong
                    .entry(format!("{}: {fault}", said(entry)))
                    .or_default();
                list.push(format!("{} ({status})", person.email));
            }
            if matches!(entry.rule, Rule::EndsSession) {
                csrf = sign_in(&person).await;
            }
        }
    }
    assert!(asked > 3_000, "{asked}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[actix_web::test]
async fn who_is_not_signed_in_is_led_to_the_sign_in_page_and_shown_nothing() {
    let mut scene = Scene::new().await;
    scene
        .place
        .insert("asset".to_owned(), "style.css".to_owned());
    scene
        .place
        .insert("unknown".to_owned(), "nothing".to_owned());
    let mut wrong = Vec::new();
    for entry in entries() {
        let path = address(&scene, &entry);
        let answer = ask(&scene, &scene.app.browser(), "", &entry, &path).await;
        let (status, to) = (answer.status, answer.location());
        let is_right = match (&entry.rule, entry.method) {
            (Rule::Public, _) => status < 500 && !matches!(status, 401 | 403 | 404),
            (Rule::Guest, _) => status < 500,
            (_, "GET" | "*") => status == 303 && to.starts_with("/desk/sign-in"),
            (_, _) => status == 401 || status == 303 && to.starts_with("/desk/sign-in"),
        };
        if !is_right {
            wrong.push(format!("{}: {status} {to}", said(&entry)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
