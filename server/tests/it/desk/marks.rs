//! What scripts, tests and assistive technology rely on in the pages of an assessment.

use std::collections::BTreeSet;

use scraper::{Html, Selector};

use super::helpers::{Desk, fill_everything, form_of, sections};
use crate::helpers::{Answer, TestApp, content};

fn ids(answer: &Answer) -> Vec<String> {
    let page = Html::parse_document(answer.text());
    let any = Selector::parse("[id]").unwrap();
    page.select(&any)
        .map(|element| element.attr("id").unwrap().to_owned())
        .collect()
}

fn unique(answer: &Answer, page: &str) -> BTreeSet<String> {
    let all = ids(answer);
    let set: BTreeSet<String> = all.iter().cloned().collect();
    let twice: Vec<&String> = set
        .iter()
        .filter(|id| all.iter().filter(|other| other == id).count() > 1)
        .collect();
    assert!(twice.is_empty(), "{page}: {twice:?}");
    set
}

#[actix_web::test]
async fn every_item_has_its_id_once_in_the_editor_the_preview_and_the_review() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    fill_everything(&desk).await;
    let mut edited = BTreeSet::new();
    for href in sections(&desk).await {
        edited.extend(unique(&desk.browser.get(&href).await, &href));
    }
    let preview = unique(&desk.get("preview").await, "preview");
    let review = unique(&desk.get("review").await, "review");
    let mut missing = Vec::new();
    content().newest("zenkomoku").unwrap().walk(&mut |node, _| {
        let is_cell = node.id.as_str().starts_with("att3.");
        let here = |ids: &BTreeSet<String>| {
            let id = node.id.as_str();
            ids.contains(id) || ids.iter().any(|found| found.ends_with(&format!("].{id}")))
        };
        // A heading with nothing below it (目次) has nothing to be filled in.
        let is_bare = !node.takes_answer() && node.children.is_empty();
        let everywhere = (is_bare || here(&edited)) && (is_cell || here(&preview) && here(&review));
        if !everywhere {
            missing.push(node.id.to_string());
        }
    });
    assert_eq!(missing, Vec::<String>::new());
}

#[actix_web::test]
async fn findings_stand_beside_their_item_and_in_the_list() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    let mark = "li.finding[data-rule='REQ-1'][data-severity=error][data-item='cover.title']";
    let editor = desk.browser.get(&desk.section("cover")).await;
    assert_eq!(
        editor.all(&format!("[id='item-cover.title'] {mark}")).len(),
        1
    );
    for page in ["", "review"] {
        let answer = desk.get(page).await;
        assert_eq!(answer.all(mark).len(), 1, "{page:?}");
        let href = answer.attribute(&format!("{mark} a"), "href");
        assert_eq!(href, Some(format!("{}#cover.title", desk.section("cover"))));
    }
}

#[actix_web::test]
async fn guidance_and_examples_stand_beside_the_item_and_go_in_with_one_button() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "zenkomoku").await;
    desk.open("II").await.press(&desk.browser, "add:II").await;
    let place = "II[1].II.6.place";
    desk.type_into("II[1]", place, "庁舎内の電算室に置く。")
        .await;
    let page = desk.browser.get(&desk.section("II[1]")).await;
    let help = page.all(&format!("[id='item-{place}'] details.help summary"));
    assert!(
        help.iter().any(|summary| summary.contains("留意事項")),
        "{help:?}"
    );
    let op = format!("insert:{place}:ms-platform");
    assert_eq!(page.all(&format!("button[value='{op}']")).len(), 1);
    let inserted = form_of(&page, "#editor-form")
        .press(&desk.browser, &op)
        .await;
    assert_eq!(inserted.status, 303);
    assert!(
        inserted.location().ends_with("#II%5B1%5D.II.6.place"),
        "{}",
        inserted.location()
    );
    let text = desk.read("II[1]", place).await;
    let own = text
        .find("＜見本市における措置＞\n庁舎内の電算室に置く。")
        .unwrap();
    let example = text
        .find("＜中間サーバー・プラットフォームにおける措置＞\n")
        .unwrap();
    assert!(own < example, "in the order of the notice");
    let preview = desk.get("preview").await;
    let layer = format!("[id='{place}'] .beside-public section.layer[data-layer='ms-platform']");
    assert_eq!(preview.all(&layer).len(), 1);
}

#[actix_web::test]
async fn two_examples_of_one_layer_have_buttons_of_their_own() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "juten").await;
    let list = sections(&desk).await;
    for key in ["II", "III"] {
        let href = desk.section(key);
        if list.contains(&href) {
            form_of(&desk.browser.get(&href).await, "#editor-form")
                .press(&desk.browser, &format!("add:{key}"))
                .await;
        }
    }
    let mut several = 0;
    for href in sections(&desk).await {
        let page = desk.browser.get(&href).await;
        unique(&page, &href);
        let html = Html::parse_document(page.text());
        let buttons = Selector::parse("button[value^='insert:']").unwrap();
        let values: Vec<String> = html
            .select(&buttons)
            .map(|button| button.attr("value").unwrap().to_owned())
            .collect();
        let set: BTreeSet<&String> = values.iter().collect();
        assert_eq!(set.len(), values.len(), "{href}");
        several += values
            .iter()
            .filter(|value| value.contains("2014-08/"))
            .count();
    }
    assert!(
        several >= 2,
        "the form has an item with two examples of one layer"
    );
}

#[actix_web::test]
async fn pages_of_an_assessment_carry_its_state() {
    let app = TestApp::spawn().await;
    let desk = Desk::new(&app, "kiso").await;
    for page in ["", "facts", "history", "preview", "review", "edit/cover"] {
        let answer = desk.get(page).await;
        assert_eq!(answer.status, 200, "{page:?}");
        assert_eq!(answer.all("main [data-state=draft]").len(), 1, "{page:?}");
        assert_eq!(answer.all("h1").len(), 1, "{page:?}");
    }
}
