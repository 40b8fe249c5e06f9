//! How pages look on a phone and on a desk; left as files for who wants them
//! (`HYOKASHO_TEST_SCREENSHOTS`).

use serde_json::json;

use super::chromium::Scripts;
use super::environment;
use super::pages::{self, ALL};
use super::tab::Tab;

/// A screen: its name, width and height in CSS pixels, and whether it is a phone's.
const SCREENS: [(&str, u32, u32, bool); 2] =
    [("phone", 390, 844, true), ("desktop", 1280, 900, false)];

const OVERFLOW: &str = "
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
        const edge = element.getBoundingClientRect().right + page.scrollLeft;
        return edge > page.clientWidth + 0.5 && !element.closest('.table-scroll');
    });
    return [`${page.scrollWidth} of ${page.clientWidth} px`,
        ...wide.slice(0, 4).map((element) => element.outerHTML.slice(0, 120))];";

#[tokio::test(flavor = "multi_thread")]
async fn browser_takes_screenshots() {
    let folder = environment::screenshots();
    if let Some(folder) = &folder {
        std::fs::create_dir_all(folder).unwrap();
    }
    let server = pages::demo();
    let tab = Tab::open(&server, Scripts::On).await;
    let mut wide = Vec::new();
    for (who, pages) in ALL {
        tab.be(*who).await;
        for page in *pages {
            for (screen, width, height, phone) in SCREENS {
                tab.chromium().set_screen(width, height, phone).await;
                tab.look_at(page).await;
                let name = format!("{}-{screen}", page.name);
                let overflow = tab.evaluate(OVERFLOW, Vec::new()).await;
                if overflow != json!([]) {
                    wide.push(format!("{name}: {overflow}"));
                }
                if let Some(folder) = &folder {
                    tab.take_picture(&folder.join(format!("{name}.png"))).await;
                }
            }
        }
    }
    assert!(
        wide.is_empty(),
        "pages wider than the screen:\n{}",
        wide.join("\n")
    );
    let missing = ["/nothing/ ", "/99/kiso/ "];
    let complaints = tab.complaints().await.into_iter();
    let complaints = complaints.filter(|line| !missing.iter().any(|page| line.contains(page)));
    assert_eq!(complaints.collect::<Vec<_>>(), Vec::<String>::new());
}
