//! Who takes part, and how they come in.

use super::program::{PASSWORD, Program};
use super::tab::Tab;

/// The body of everybody: 見本市.
pub const BODY: &str = "992011";
/// Writes.
pub const EDITOR: &str = "editor@demo.invalid";
/// Approves and publishes.
pub const APPROVER: &str = "approver@demo.invalid";

/// Invites a person by command; the path of the one-time link.
pub fn invite(program: &Program, email: &str, role: &str) -> String {
    let printed = program.run(&["user", "add", email, "--role", role, "--body", BODY]);
    let link = printed
        .split_whitespace()
        .find(|word| word.starts_with("http://"))
        .unwrap();
    let (_, path) = link.trim_start_matches("http://").split_once('/').unwrap();
    format!("/{path}")
}

/// Chooses a password behind the link, signs out, and signs in as on any other day.
pub async fn come_in(tab: &Tab<'_>, email: &str, link: &str) {
    tab.go(link).await;
    tab.types("#password", PASSWORD).await;
    tab.types("#password_again", PASSWORD).await;
    tab.follow("main form button").await;
    assert_eq!(tab.path().await, "/desk/");
    sign_out(tab).await;
    tab.sign_in(email).await;
}

/// Signs out; the desk is closed then.
pub async fn sign_out(tab: &Tab<'_>) {
    tab.press("サインアウト").await;
    tab.go("/desk/").await;
    assert_eq!(tab.path().await, "/desk/sign-in");
}
