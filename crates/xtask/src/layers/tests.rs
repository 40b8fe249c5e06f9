#![allow(clippy::unwrap_used)]

use super::graph::{Member, printed, problems};
use super::scan;

fn member(folder: &str, manifest: &str) -> Member {
    Member::parse(folder, manifest).unwrap()
}

fn refusals(folder: &str, manifest: &str) -> Vec<String> {
    problems(&[member(folder, manifest)])
}

#[test]
fn the_workspace_itself_holds() {
    super::check().unwrap();
}

#[test]
fn an_allowed_dependency_passes() {
    let manifest = "[dependencies]\nstore.workspace = true\nserde.workspace = true\n";
    assert_eq!(refusals("crates/workflow", manifest), Vec::<String>::new());
}

#[test]
fn domain_knows_nobody() {
    let found = refusals("crates/domain", "[dependencies]\nmarkup.workspace = true\n");
    assert_eq!(found, ["domain must not depend on markup"]);
}

#[test]
fn publish_cannot_reach_the_store() {
    let found = refusals(
        "crates/publish",
        "[dependencies]\nstore = { path = \"../store\" }\n",
    );
    assert_eq!(found, ["publish must not depend on store"]);
}

#[test]
fn a_renamed_dependency_is_recognised() {
    let manifest = "[dependencies]\ndb = { package = \"hyokasho-store\", path = \"../store\" }\n";
    assert_eq!(
        refusals("crates/search", manifest),
        ["search must not depend on store"]
    );
}

#[test]
fn build_and_target_dependencies_count() {
    let manifest = "[build-dependencies]\nstore.workspace = true\n\
                    [target.'cfg(unix)'.dependencies]\nsearch.workspace = true\n";
    let found = refusals("crates/markup", manifest);
    assert_eq!(
        found,
        [
            "markup must not depend on store",
            "markup must not depend on search"
        ]
    );
}

#[test]
fn nobody_depends_on_server_even_in_tests() {
    let found = refusals(
        "crates/testkit",
        "[dev-dependencies]\nserver = { path = \"../../server\" }\n",
    );
    assert_eq!(
        found,
        ["testkit must not depend on server, not even in tests"]
    );
}

#[test]
fn tests_may_use_the_testkit_and_products_may_not() {
    let manifest = "[dev-dependencies]\ntestkit.workspace = true\n";
    assert_eq!(refusals("crates/store", manifest), Vec::<String>::new());
    let manifest = "[dependencies]\ntestkit.workspace = true\n";
    assert_eq!(
        refusals("crates/store", manifest),
        ["store must not depend on testkit"]
    );
}

#[test]
fn the_browser_build_contains_domain_only() {
    let manifest = "[dependencies]\ndomain.workspace = true\n\
                    markup = { workspace = true, optional = true }\n\
                    [features]\nhydrate = [\"dep:markup\"]\n";
    assert_eq!(
        refusals("app", manifest),
        ["the browser build of app must not contain markup"]
    );
    let manifest = "[dependencies]\npublish.workspace = true\n";
    assert_eq!(
        refusals("app", manifest),
        ["the browser build of app must not contain publish"]
    );
}

#[test]
fn a_new_package_must_be_placed() {
    assert_eq!(
        refusals("crates/extra", ""),
        ["crates/extra has no place in the layers"]
    );
}

#[test]
fn sql_and_parser_options_have_one_home() {
    let sql = concat!("use sqlx", "::query;\n");
    assert_eq!(
        scan::problems("crates/store/src/lib.rs", sql),
        Vec::<String>::new()
    );
    assert_eq!(scan::problems("server/src/lib.rs", sql).len(), 1);
    let parser = concat!("use pulldown", "_cmark::Parser;\n");
    assert_eq!(
        scan::problems("crates/markup/src/lib.rs", parser),
        Vec::<String>::new()
    );
    assert_eq!(scan::problems("app/src/lib.rs", parser).len(), 1);
}

#[test]
fn unfinished_code_and_silenced_tests_are_refused_with_their_line() {
    let text = concat!(
        "fn a() {}\nfn b() { todo",
        "!() }\n#[",
        "ignore]\nfn c() {}\n"
    );
    let found = scan::problems("app/src/lib.rs", text);
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("app/src/lib.rs:2:"), "{}", found[0]);
    assert!(found[1].starts_with("app/src/lib.rs:3:"), "{}", found[1]);
}

#[test]
fn comments_may_name_what_code_may_not() {
    let text = concat!("// sqlx", "::query is for store\n");
    assert_eq!(scan::problems("app/src/lib.rs", text), Vec::<String>::new());
}

#[test]
fn the_graph_prints_a_line_per_package() {
    let app = member(
        "app",
        "[dependencies]\ndomain.workspace = true\nmarkup = { workspace = true, optional = true }\n",
    );
    let domain = member("crates/domain", "");
    assert_eq!(
        printed(&[app, domain]),
        "app      → domain, markup?\ndomain   → nobody\n"
    );
}
