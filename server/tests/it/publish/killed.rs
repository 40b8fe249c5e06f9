//! The real program, killed at any instant.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use workflow::{AssessmentKey, Operator};

use super::house::{House, demo, with};

/// How often it is killed.
const KILLS: u32 = 50;

struct Program<'a> {
    house: &'a House,
    binary: PathBuf,
}

impl<'a> Program<'a> {
    /// A name of its own keeps the binary through the whole test, whoever builds meanwhile.
    fn new(house: &'a House) -> Self {
        let (built, binary) = (
            env!("CARGO_BIN_EXE_hyokasho"),
            house.folder.path().join("hyokasho"),
        );
        if std::fs::hard_link(built, &binary).is_err() {
            std::fs::copy(built, &binary).unwrap();
        }
        Self { house, binary }
    }

    fn start(&self, args: &[&str]) -> Child {
        let mut command = Command::new(&self.binary);
        command.args(args).current_dir(self.house.folder.path());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("HYOKASHO_") {
                command.env_remove(name);
            }
        }
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

fn write(house: &House, name: &str, document: &Value) -> String {
    let path = house.folder.path().join(name);
    std::fs::write(&path, document.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What stands in the draft's field.
async fn saved(house: &House, key: &AssessmentKey) -> String {
    let document = house.open(key).await.document;
    match document.answers.get("I.5.dept") {
        Some(domain::Answer::Text(text)) => domain::notation::to_typed(text),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_while_it_publishes_leaves_a_whole_site_and_every_saved_answer() {
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let program = Program::new(&house);
    let (public, draft) = (demo("kaku-2-kiso"), demo("mihon-3-kiso"));
    let key = AssessmentKey::parse("992011/3/kiso").unwrap();
    let file = write(
        &house,
        "draft.json",
        &with(&draft, "I.5.dept", "はじめの課"),
    );
    assert!(
        program
            .start(&["assessment", "import", &file])
            .wait()
            .unwrap()
            .success()
    );

    // How long it takes when nobody kills it.
    let begun = Instant::now();
    let file = write(&house, "public.json", &public);
    let arguments = ["assessment", "import", &file, "--published", "2015-06-08"];
    assert!(program.start(&arguments).wait().unwrap().success());
    let whole = begun.elapsed();

    let mut releases = vec![house.site()];
    let (mut killed, mut torn_off) = (0, 0);
    for round in 0..KILLS {
        let (was, new) = (saved(&house, &key).await, format!("第{round}回の課"));
        let file = write(
            &house,
            "draft.json",
            &with(&draft, "I.5.dept", new.as_str()),
        );
        let mut saving = program.start(&["assessment", "import", &file]);
        // A few addresses, so that later editions and first ones take turns.
        let mut next = with(&public, "I.5.dept", format!("公表 {round}"));
        next["number"] = Value::from((round % 7 + 2).to_string());
        let file = write(&house, "public.json", &next);
        let mut publishing =
            program.start(&["assessment", "import", &file, "--published", "2015-06-08"]);

        std::thread::sleep(instant(whole, round));
        publishing.kill().unwrap();
        saving.kill().unwrap();
        killed += u32::from(!publishing.wait().unwrap().success());
        let was_told = saving.wait().unwrap().success();

        let now = saved(&house, &key).await;
        assert!(
            now == new || (now == was && !was_told),
            "round {round}: {now}"
        );
        let left = house.site();
        torn_off += house
            .state
            .workflow
            .unfinished_site_jobs()
            .await
            .unwrap()
            .len();
        let next = house.reopened().await;
        next.publisher.bring_up_to_date().await.unwrap();
        let mended = house.site();
        let known = left == *releases.last().unwrap() || left == mended;
        assert!(known, "round {round}: the site is torn");
        assert!(
            next.workflow
                .unfinished_site_jobs()
                .await
                .unwrap()
                .is_empty()
        );
        releases = vec![mended];
    }
    assert!(
        killed > KILLS / 3,
        "{killed} were killed in time, {torn_off} between commit and swap"
    );
    let mended = house.site();
    let built = house.state.publisher.build_all().await.unwrap();
    assert_eq!(
        (built.written, built.removed),
        (0, 0),
        "the mended site is the whole one"
    );
    assert!(house.site() == mended);
    assert!(house.state.workflow.store().check_schema().await.is_ok());
    house
        .state
        .workflow
        .import_bodies(Operator, &[])
        .await
        .unwrap();
    let mut tx = house.state.workflow.store().begin_read().await.unwrap();
    let chain = store::audit::verify(&mut tx).await.unwrap();
    assert!(matches!(chain, store::audit::Chain::Whole { .. }));
}

/// An instant of the run, most of them in its second half, where it writes.
fn instant(whole: Duration, round: u32) -> Duration {
    let share = f64::from(round.wrapping_mul(2_654_435_761) >> 16) / 65_536.0;
    whole.mul_f64(0.3 + 0.8 * share)
}
