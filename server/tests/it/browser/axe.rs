//! No page breaks a rule of WCAG 2.1, level A or AA, that a program can check.

use std::fmt::Write;

use serde_json::{Value, json};

use super::chromium::Scripts;
use super::environment;
use super::pages::{self, ALL, DRAFT};
use super::program::{Program, Server, demo_copy};
use super::tab::Tab;

/// The rules that are checked.
const RULES: [&str; 4] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

const RUN: &str = "
    const options = { runOnly: { type: 'tag', values: arguments[0] }, resultTypes: ['violations'] };
    return axe.run(document, options).then((result) => ({
        passed: result.passes.length,
        violations: result.violations.map(({ id, help, nodes }) => ({
            id, help,
            nodes: nodes.map(({ target, failureSummary }) => ({ target: target.join(' '), failureSummary })),
        })),
    }));";

/// Violations on a page, each in some lines.
async fn violations(tab: &Tab<'_>, axe: &str) -> String {
    // As a script of the driver's: the policy of a page does not let it load another.
    tab.evaluate(axe, Vec::new()).await;
    let result = tab.evaluate(RUN, vec![json!(RULES)]).await;
    let passed = result["passed"].as_u64().unwrap();
    assert!(passed > 5, "axe-core checked only {passed} rules");
    let found = result["violations"].as_array().unwrap();
    found.iter().map(described).collect()
}

fn described(violation: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let nodes = violation["nodes"].as_array().unwrap();
    let (id, help) = (word(&violation["id"]), word(&violation["help"]));
    let mut lines = format!("  {id}: {help} ({} places)\n", nodes.len());
    for node in nodes.iter().take(3) {
        let why = word(&node["failureSummary"]).replace('\n', " ");
        writeln!(lines, "    {}: {why}", word(&node["target"])).unwrap();
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page() {
    let axe = environment::axe();
    let server = pages::demo();
    let tab = Tab::open(&server, Scripts::On).await;
    let mut report = String::new();
    let mut note = |name: &str, found: String| {
        if !found.is_empty() {
            writeln!(report, "{name}\n{found}").unwrap();
        }
    };
    for (who, pages) in ALL {
        tab.be(*who).await;
        for page in *pages {
            tab.look_at(page).await;
            note(page.name, violations(&tab, &axe).await);
        }
    }
    tab.be(Some("editor@demo.invalid")).await;
    save_something_wrong(&tab).await;
    note("editor with problems", violations(&tab, &axe).await);
    save_too_late(&tab, &server).await;
    note("conflict", violations(&tab, &axe).await);
    tab.be(None).await;
    sign_in_wrongly(&tab).await;
    note("sign-in refused", violations(&tab, &axe).await);
    assert!(report.is_empty(), "axe-core found:\n{report}");
}

const SPOIL: &str = "
    const main = document.querySelector('main');
    main.append(Object.assign(new Image(), { src: '/assets/icon.svg' }), document.createElement('textarea'));
    main.querySelector('h1').style.color = '#cccccc';";

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_what_is_wrong_with_a_page() {
    let server = Program::new().serve();
    let tab = Tab::open(&server, Scripts::On).await;
    tab.go("/desk/sign-in").await;
    tab.evaluate(SPOIL, Vec::new()).await;
    let found = violations(&tab, &environment::axe()).await;
    for rule in ["image-alt", "label", "color-contrast"] {
        assert!(
            found.contains(&format!("  {rule}: ")),
            "{rule} is not in\n{found}"
        );
    }
}

/// The field that is written.
const FIELD: &str = "textarea[id='II[1].II.6.place']";

/// A mark that is never closed: the text comes back with the problem beside it.
async fn save_something_wrong(tab: &Tab<'_>) {
    tab.go(&format!("{DRAFT}/edit/II%5B1%5D")).await;
    tab.islands_are_ready().await;
    tab.types(FIELD, "｛非公表:期間｜30日").await;
    tab.press("保存する").await;
    tab.sees(".notice-error", "か所を直してください").await;
    tab.islands_are_ready().await;
    let problem = tab.text("[id='II[1].II.6.place-problem']").await;
    assert!(!problem.is_empty());
    assert!(tab.value(FIELD).await.contains("30日"));
}

/// Somebody else changes the same answer meanwhile: both texts are there to choose from.
async fn save_too_late(tab: &Tab<'_>, server: &Server) {
    tab.go(&format!("{DRAFT}/edit/II%5B1%5D")).await;
    tab.islands_are_ready().await;
    let theirs = demo_copy(server.program(), "7", |answers| {
        answers["II"][0]["II.6.place"] = "ほかの人が書いた保管場所".into();
    });
    server
        .program()
        .run(&["assessment", "import", theirs.to_str().unwrap()]);
    tab.types(FIELD, "後から書いた保管場所").await;
    tab.press("保存する").await;
    let both = tab.text("main").await;
    assert!(both.contains("ほかの人が書いた保管場所"), "{both}");
}

async fn sign_in_wrongly(tab: &Tab<'_>) {
    tab.go("/desk/sign-in").await;
    tab.types("#email", "nobody@demo.invalid").await;
    tab.types("#password", "まちがった合い言葉").await;
    tab.press("サインイン").await;
    tab.sees("[role=alert]", "メールアドレス又はパスワードが違います。")
        .await;
}
