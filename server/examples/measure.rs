//! Measures what the targets are about, on this machine, and prints medians and 95th
//! percentiles:
//!
//! ```text
//! cargo build --release && cargo run --release --example measure [-- ASSESSMENTS]
//! ```
//!
//! - warm start: from the start of the process to the first page over HTTP;
//! - saving an answer: reading an assessment and saving one changed item;
//! - publishing one assessment among `ASSESSMENTS` (1,000 if not given).
//!
//! It works in a folder of its own, which vanishes, with the binary that lies beside it.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Answer, BodyCode, ItemId, MarkedText, Role};
use server::config::Config;
use server::startup;
use server::state::AppState;
use store::editions::{self, Address};
use workflow::{Actor, AssessmentKey, NewUser, Operator};

const STARTS: usize = 10;
const SAVES: usize = 200;
const PUBLICATIONS: usize = 20;
const PASSWORD: &str = "measure measure measure";

fn main() {
    let count = std::env::args()
        .nth(1)
        .map_or(1_000, |count| count.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let program = Program {
        binary: binary(),
        folder: folder.path().to_owned(),
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{cores} cores, {count} assessments, {}",
        program.binary.display()
    );
    let (bodies, count) = ((count / 10).clamp(1, 4_000).to_string(), count.to_string());
    let begun = Instant::now();
    program.run(&[
        "synth",
        "--bodies",
        &bodies,
        "--assessments",
        &count,
        "--seed",
        "1",
        "--db",
    ]);
    println!(
        "{:32}{:>10.1} s",
        "synth --db",
        begun.elapsed().as_secs_f64()
    );
    let begun = Instant::now();
    program.run(&["publish", "--full"]);
    println!(
        "{:32}{:>10.1} s",
        "publish --full",
        begun.elapsed().as_secs_f64()
    );

    let starts = (0..STARTS).map(|_| program.warm_start()).collect();
    print("warm start to first page", starts);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(use_cases(folder.path()));
}

struct Program {
    binary: PathBuf,
    folder: PathBuf,
}

/// `hyokasho` beside this example's folder.
fn binary() -> PathBuf {
    let example = std::env::current_exe().unwrap();
    let binary = example.ancestors().nth(2).unwrap().join("hyokasho");
    assert!(
        binary.is_file(),
        "build the program first: cargo build --release"
    );
    binary
}

impl Program {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .current_dir(&self.folder)
            .stderr(Stdio::null())
            .stdout(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) {
        assert!(
            self.command().args(args).status().unwrap().success(),
            "{args:?}"
        );
    }

    /// From the start of the process to the whole of the home page.
    fn warm_start(&self) -> Duration {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let begun = Instant::now();
        let mut command = self.command();
        let mut child = command
            .args(["serve", "--listen", &address.to_string()])
            .spawn()
            .unwrap();
        let took = loop {
            if let Some(page) = get(address) {
                assert!(page.starts_with("HTTP/1.1 200"), "{page}");
                break begun.elapsed();
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        child.kill().unwrap();
        child.wait().unwrap();
        took
    }
}

fn get(address: std::net::SocketAddr) -> Option<String> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

async fn use_cases(folder: &Path) {
    let mut config = Config::default();
    config.data.dir = folder.join("data");
    let state = startup::open(&Arc::new(config)).await.unwrap();
    for (form, name) in [("kiso", "基礎"), ("zenkomoku", "全項目")] {
        let key = one_of(&state, form).await;
        let editor = person(&state, &key.body, Role::Editor).await;
        let approver = person(&state, &key.body, Role::Approver).await;
        act(&state, &editor, &key, domain::Command::Amend).await;
        let mut saves = Vec::new();
        for round in 0..SAVES {
            saves.push(save(&state, &editor, &key, round).await);
        }
        print(&format!("save an answer ({name})"), saves);
        let mut publications = Vec::new();
        for round in 0..PUBLICATIONS {
            save(&state, &editor, &key, SAVES + round).await;
            publications.push(publish(&state, &editor, &approver, &key).await);
            act(&state, &editor, &key, domain::Command::Amend).await;
        }
        print(&format!("publish one ({name})"), publications);
    }
}

/// A published assessment of this form.
async fn one_of(state: &AppState, form: &str) -> AssessmentKey {
    let mut tx = state.workflow.store().begin_read().await.unwrap();
    let mut after: Option<Address> = None;
    loop {
        let heads = editions::list_current_after(&mut tx, after.as_ref(), 100)
            .await
            .unwrap();
        if let Some(head) = heads.iter().find(|head| head.form.as_str() == form) {
            let (body, number, form) = (head.body.clone(), head.number.clone(), head.form.clone());
            return AssessmentKey { body, number, form };
        }
        after = Some(Address::from(
            heads.last().expect("an assessment of this form"),
        ));
    }
}

async fn person(state: &AppState, body: &BodyCode, role: Role) -> Actor {
    let email = format!("{}.{body}@demo.invalid", role.as_str());
    let new = NewUser {
        email,
        role,
        body: Some(body.clone()),
    };
    let invitation = state
        .workflow
        .invite_user_as_operator(Operator, new)
        .await
        .unwrap();
    let session = state
        .workflow
        .accept_invitation(&invitation.token, PASSWORD)
        .await
        .unwrap();
    session.whole().unwrap().session.actor
}

async fn save(state: &AppState, editor: &Actor, key: &AssessmentKey, round: usize) -> Duration {
    let begun = Instant::now();
    let open = state.workflow.open_assessment(editor, key).await.unwrap();
    let mut answers = open.document.answers;
    let title = MarkedText::plain(&format!("合成の題名 {round}")).unwrap();
    answers.set(ItemId::parse("cover.title").unwrap(), Answer::Text(title));
    state
        .workflow
        .save_answers(editor, key, open.revision, answers)
        .await
        .unwrap();
    begun.elapsed()
}

async fn publish(
    state: &AppState,
    editor: &Actor,
    approver: &Actor,
    key: &AssessmentKey,
) -> Duration {
    let on = state.workflow.today();
    let revision = act(state, editor, key, domain::Command::File { on }).await;
    let begun = Instant::now();
    let published = state
        .publisher
        .publish(approver, key, revision)
        .await
        .unwrap();
    assert!(published.is_shown);
    begun.elapsed()
}

/// Does an act on the newest revision; the revision.
async fn act(
    state: &AppState,
    actor: &Actor,
    key: &AssessmentKey,
    command: domain::Command,
) -> i64 {
    let workflow = &state.workflow;
    let revision = workflow.open_assessment(actor, key).await.unwrap().revision;
    workflow.act(actor, key, revision, command).await.unwrap();
    revision
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| {
        times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0
    };
    println!(
        "{what:32}{:>10.1} ms median{:>10.1} ms p95  (n = {})",
        at(50),
        at(95),
        times.len()
    );
}
