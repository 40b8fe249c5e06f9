//! What does exist near an address that does not.

use std::path::Path;

use app::render::Link;
use app::routes;
use publish::SitePath;

/// Links to pages of the published folder that lie on the way to `path` (as it came,
/// percent-encoded), the nearest first.
pub(super) fn links(site_dir: &Path, path: &str) -> Vec<Link> {
    let candidates = candidates(path);
    let exists = |link: &Link| {
        SitePath::of_request(&link.href).is_ok_and(|file| file.under(site_dir).is_file())
    };
    candidates.into_iter().filter(exists).collect()
}

fn candidates(path: &str) -> Vec<Link> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let mut links = Vec::new();
    match parts.as_slice() {
        ["assessments", body, number, form, rest @ ..] => {
            if !rest.is_empty() {
                let address = format!("/assessments/{body}/{number}/{form}/");
                links.push(Link::new("この評価書の公表中の版", address));
            }
            links.extend(of_body(body));
        }
        ["assessments" | "bodies", body, ..] => links.extend(of_body(body)),
        ["notices" | "guidance" | "examples", ..] => {
            links.push(Link::new("通知・資料の一覧", routes::NOTICES));
        }
        _ => {}
    }
    links
}

fn of_body(body: &str) -> Vec<Link> {
    let mut links = vec![Link::new(
        "この団体の評価書の一覧",
        format!("/bodies/{body}/"),
    )];
    if let Some(prefecture) = body.get(..2) {
        links.push(Link::new(
            "この都道府県の団体の一覧",
            format!("/prefectures/{prefecture}/"),
        ));
    }
    links
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_pages_that_exist_are_named_the_nearest_first() {
        let site = tempfile::tempdir().unwrap();
        for page in [
            "assessments/011002/1/kiso",
            "prefectures/01",
            "bodies/011002",
        ] {
            let folder = site.path().join(page);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("index.html"), "x").unwrap();
        }
        let found = |path: &str| -> Vec<String> {
            links(site.path(), path)
                .into_iter()
                .map(|link| link.href)
                .collect()
        };
        assert_eq!(
            found("/assessments/011002/1/kiso/editions/9/"),
            [
                "/assessments/011002/1/kiso/",
                "/bodies/011002/",
                "/prefectures/01/"
            ]
        );
        assert_eq!(found("/assessments/013331/1/kiso/"), ["/prefectures/01/"]);
        assert!(found("/bodies/../../etc/").is_empty());
        assert!(found("/nothing").is_empty());
    }
}
