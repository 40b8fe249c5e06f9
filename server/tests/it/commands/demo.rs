//! The demo.

use std::path::Path;

use store::{Store, audit};
use workflow::{
    Client, Entered, PasswordHashing, SignIn, SignInError, SystemClock, TotpSecret, TypedCode,
    Workflow,
};

use super::program::{Program, mode};
use crate::helpers::content;
use crate::publish::house::tree;

async fn workflow(program: &Program) -> Workflow {
    let path = program.path("data/hyokasho.db");
    let store = Store::open(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let forms = std::sync::Arc::new(content().as_forms());
    let hashing = PasswordHashing::recommended();
    Workflow::new(store, forms, std::sync::Arc::new(SystemClock), hashing)
}

async fn last_act(workflow: &Workflow) -> i64 {
    let mut tx = workflow.store().begin_read().await.unwrap();
    audit::list(&mut tx, None, None, 1).await.unwrap()[0].seq
}

async fn can_sign_in(workflow: &Workflow, email: &str, password: &str) -> bool {
    enter(workflow, email, password).await.is_ok()
}

async fn enter(workflow: &Workflow, email: &str, password: &str) -> Result<Entered, SignInError> {
    let typed = SignIn {
        email,
        password,
        client: Client {
            address: "192.0.2.1",
            user_agent: "",
        },
        previous: None,
    };
    workflow.sign_in(typed).await
}

fn password_of(accounts: &str, email: &str) -> String {
    let line = accounts
        .lines()
        .find(|line| line.starts_with(&format!("{email}\t")))
        .unwrap();
    line.split('\t').nth(1).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_brings_everything_in_once() {
    let program = Program::new();
    let first = program.ok(&["demo"]);
    let file = program.path("data/demo-accounts.txt");
    assert_eq!(mode(&file), 0o600);
    let accounts = program.read("data/demo-accounts.txt");
    let password = password_of(&accounts, "editor@demo.invalid");
    assert!(first.contains(&password), "{first}");

    let site = tree(Path::new(&program.path("data/site")));
    for page in [
        "992011/1/zenkomoku/editions/2/",
        "993018/1/juten/",
        "993026/2/kiso/",
    ] {
        assert!(
            site.contains_key(&format!("assessments/{page}index.html")),
            "{page}"
        );
    }
    let list = String::from_utf8(site["open-data/assessments.csv"].clone()).unwrap();
    assert!(
        list.contains("2014-10-01") && list.contains("2015-06-26"),
        "{list}"
    );
    let workflow = workflow(&program).await;
    assert!(can_sign_in(&workflow, "editor@demo.invalid", &password).await);
    for (name, needs_code) in [
        ("coordinator", false),
        ("reviewer", false),
        ("prefecture", false),
        ("helpdesk", false),
        ("platform", false),
        ("provider", false),
        ("ppc-reviewer", true),
        ("ppc-approver", true),
        ("admin", true),
        ("system", true),
    ] {
        let email = format!("{name}@demo.invalid");
        let line = accounts.lines().find(|line| line.starts_with(&email));
        let columns: Vec<_> = line.unwrap().split('\t').collect();
        assert_eq!(columns.len() == 3, needs_code, "{name}");
        let printed = columns.last().unwrap();
        assert!(first.contains(printed), "{name}");
        let entered = enter(&workflow, &email, columns[1]).await.unwrap();
        let Some(secret) = columns.get(2) else {
            continue;
        };
        let secret = TotpSecret::parse(secret).unwrap();
        let code = secret.code_at(workflow.clock().now());
        let typed = TypedCode::App(&code);
        let entered = workflow.enter_code(entered.token(), typed, Client::default());
        entered.await.unwrap();
    }
    let signed_in = last_act(&workflow).await;

    let second = program.ok(&["demo"]);
    assert!(!second.contains(&password) && second.contains("demo-accounts.txt"));
    assert!(tree(Path::new(&program.path("data/site"))) == site);
    assert_eq!(program.read("data/demo-accounts.txt"), accounts);
    assert_eq!(last_act(&workflow).await, signed_in);
    program.ok(&["leak-check", "data/site", "--all"]);
    assert!(
        program
            .ok(&["audit", "verify"])
            .contains("改変はありません")
    );
    assert!(
        program
            .ok(&["publish", "--full"])
            .contains("書いたファイル 0件")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_password_is_every_demo_accounts_and_others_are_random() {
    let program = Program::new();
    program.ok(&["demo"]);
    let accounts = program.read("data/demo-accounts.txt");
    let [one, other] =
        ["editor@demo.invalid", "approver@demo.invalid"].map(|email| password_of(&accounts, email));
    assert!(one.len() == 20 && other.len() == 20 && one != other);
    let given = "試験のための長い合い言葉";
    let program = program.env("HYOKASHO_DEMO_PASSWORD", given);
    let told = program.ok(&["demo"]);
    assert!(!told.contains(given) && told.contains("HYOKASHO_DEMO_PASSWORD"));
    let workflow = workflow(&program).await;
    for email in ["approver@demo.invalid", "system@demo.invalid"] {
        assert!(can_sign_in(&workflow, email, given).await, "{email}");
    }
    assert!(!can_sign_in(&workflow, "editor@demo.invalid", &one).await);
}
