//! Everything that an editor needs, without a mouse.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::chromium::Scripts;
use super::pages;
use super::program::PASSWORD;
use super::tab::Tab;

/// Between one key and the next.
const AT_ONCE: Duration = Duration::ZERO;
/// More stops than any page has.
const MOST_STOPS: usize = 400;

/// Whether the element with the focus is the wanted one, has a ring around it, and lies on the
/// screen with no bar on all of it.
const FOCUS: &str = "
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const parts = [0.05, 0.25, 0.5, 0.75, 0.95];
    // The calendar button within a date's field has a ring of its own.
    const isDate = element.matches('input[type=date]');
    const isHit = (x, y) => {
        const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return hit && (element.contains(hit) || hit.contains(element) && hit.matches('label, summary'));
    };
    return {
        reached: element.matches(arguments[0]),
        ring: isDate || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
        shown: parts.some((x) => parts.some((y) => isHit(x, y))),
        what: element.outerHTML.slice(0, 200),
    };";

/// Goes from stop to stop until one matches. At every stop it can be seen where one is.
async fn tab_to(tab: &Tab<'_>, css: &str) {
    for _ in 0..MOST_STOPS {
        keys(tab, Key::Tab).await;
        let focus = tab.evaluate(FOCUS, vec![json!(css)]).await;
        assert_eq!(
            (&focus["ring"], &focus["shown"]),
            (&json!(true), &json!(true)),
            "unseen focus: {focus}"
        );
        if focus["reached"] == Value::Bool(true) {
            return;
        }
    }
    panic!("no stop of the keyboard is {css}");
}

async fn keys(tab: &Tab<'_>, typed: impl Into<TypingData>) {
    let chain = tab
        .chromium()
        .driver()
        .action_chain_with_delay(Some(AT_ONCE), Some(AT_ONCE));
    chain.send_keys(typed).perform().await.unwrap();
}

async fn with_shift(tab: &Tab<'_>, key: Key) {
    let chain = tab
        .chromium()
        .driver()
        .action_chain_with_delay(Some(AT_ONCE), Some(AT_ONCE));
    let pressed = chain.key_down(Key::Shift).send_keys(key).key_up(Key::Shift);
    pressed.perform().await.unwrap();
}

/// Presses Enter on what leads to another page.
async fn enter(tab: &Tab<'_>) {
    tab.leaving(async || keys(tab, Key::Enter).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_signs_in_withholds_and_saves_with_the_keyboard_alone() {
    let server = pages::demo();
    let tab = Tab::open(&server, Scripts::On).await;
    tab.go("/desk/sign-in").await;
    tab_to(&tab, "a.skip").await;
    tab_to(&tab, "#email").await;
    keys(&tab, "editor@demo.invalid").await;
    tab_to(&tab, "#password").await;
    keys(&tab, PASSWORD).await;
    enter(&tab).await;
    assert_eq!(tab.path().await, "/desk/");

    tab_to(&tab, ".desk-row a.button[href*='/992011/7/zenkomoku']").await;
    enter(&tab).await;
    tab_to(&tab, "#sections a[href$='/edit/I']").await;
    enter(&tab).await;

    tab.islands_are_ready().await;
    let (field, item) = ("textarea[id='I.5.law']", "[id='item-I.5.law']");
    tab_to(&tab, field).await;
    keys(&tab, Key::End).await;
    keys(&tab, "根拠は別に定める。").await;
    with_shift(&tab, Key::Home).await;
    tab_to(&tab, &format!("{item} .mark-tools select")).await;
    keys(&tab, Key::Down).await;
    tab_to(&tab, &format!("{item} .mark-bar button")).await;
    keys(&tab, Key::Space).await;
    tab.sees(&format!("{item} .mark-message"), "非公表にしました。")
        .await;
    tab_to(&tab, ".save-bar button[value=save]").await;
    enter(&tab).await;
    tab.sees(".notice-done", "保存しました。").await;
    let kept = tab.value(field).await;
    assert!(kept.contains("根拠は別に定める。｝"), "{kept}");
}
