//! The whole job: an editor writes Ⅱ 6. ① beside the notice's words and withholds a part,
//! an approver approves and publishes, a citizen finds and reads it, and nothing of the
//! withheld part is anywhere outside.

use domain::stage::Filed;
use domain::{Round, Stage};
use serde_json::Value;
use store::{Store, assessments, users};
use workflow::AssessmentKey;

use super::chromium::Scripts;
use super::people::{APPROVER, EDITOR, come_in, invite, sign_out};
use super::program::{Program, Server, copy_of, demo_copy, project_file};
use super::scan::{BEACON, CANARY, assert_absent, scan_everything};
use super::tab::Tab;

/// The assessment that is walked through.
const ASSESSMENT: &str = "992011/7/zenkomoku";
/// The item that is written.
const ITEM: &str = "II[1].II.6.place";
/// What is typed before the canary.
const BEFORE: &str = "①住民記録システムの機器は、螺鈿瑪瑙の棟の";
/// What is typed after it.
const AFTER: &str = "に置き、入退室を記録する。";

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_job_with_scripts_leaves_no_withheld_word_outside() {
    walk(Scripts::On).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_job_without_scripts_leaves_no_withheld_word_outside() {
    walk(Scripts::Off).await;
}

async fn walk(scripts: Scripts) {
    let program = Program::new();
    prepare(&program);
    let links = [
        invite(&program, EDITOR, "editor"),
        invite(&program, APPROVER, "approver"),
    ];
    let server = program.serve();
    let job = Job {
        tab: Tab::open(&server, scripts).await,
    };

    come_in(&job.tab, EDITOR, &links[0]).await;
    job.open_the_item_that_is_missing().await;
    job.write().await;
    job.save().await;
    job.see_what_will_be_public().await;
    job.submit().await;
    job.find_no_way_to_approve_ones_own().await;
    sign_out(&job.tab).await;

    come_in(&job.tab, APPROVER, &links[1]).await;
    job.approve().await;
    file_at_once(&server).await;
    job.tab.go("/desk/").await;
    job.publish().await;
    sign_out(&job.tab).await;

    job.tab.forget().await;
    job.search().await;
    job.read().await;
    let json = job.download().await;
    check_download(&json);
    assert_eq!(job.tab.complaints().await, Vec::<String>::new());
    scan_everything(&server, ASSESSMENT).await;
}

/// A body with something public already, and a 全項目評価書 that lacks one answer.
fn prepare(program: &Program) {
    let demo = |name: &str| {
        project_file(&format!("content/demo/{name}"))
            .display()
            .to_string()
    };
    program.run(&["body", "import", &demo("bodies.csv")]);
    let before = demo("shisaku-1-kiso.json");
    program.run(&["assessment", "import", &before, "--published", "2014-12-24"]);
    let kiso = copy_of(program, "mihon-1-kiso.json", "7", |_| ());
    let kiso = kiso.to_str().unwrap();
    program.run(&["assessment", "import", kiso, "--published", "2014-12-25"]);
    let draft = demo_copy(program, "7", |answers| {
        let file = answers["II"][0].as_object_mut().unwrap();
        file.remove("II.6.place").unwrap();
    });
    program.run(&["assessment", "import", draft.to_str().unwrap()]);
}

/// Puts the assessment where it was submitted to the commission: hearing and review take
/// weeks, and are walked through where the clock can be moved.
async fn file_at_once(server: &Server) {
    let path = server.program().path("data/hyokasho.db");
    let store = Store::open(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let workflow_key = AssessmentKey::parse(ASSESSMENT).unwrap();
    let mut tx = store.begin().await.unwrap();
    let (body, number, form) = (&workflow_key.body, &workflow_key.number, &workflow_key.form);
    let found = assessments::find(&mut tx, body, number, form)
        .await
        .unwrap()
        .unwrap();
    let by = users::find_by_email(&mut tx, APPROVER)
        .await
        .unwrap()
        .unwrap();
    let (now, revision) = (found.changed_at, found.revision);
    let filed = Filed {
        revision,
        on: workflow::day_in_japan(now),
        by: by.id,
        at: now,
    };
    let submitted = Stage::Submitted {
        filed,
        round: Round::default(),
        scheduled: None,
    };
    let (from, to) = (&found.stage, &submitted);
    assessments::set_stage(&mut tx, &found.id, revision, from, to, now, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    store.close().await;
}

/// A selector for the item's field.
fn field() -> String {
    format!("textarea[id='{ITEM}']")
}

/// The way of the assessment, in one browser.
struct Job<'a> {
    tab: Tab<'a>,
}

impl Job<'_> {
    /// From the desk to the finding that says what is missing, and from there to its field.
    async fn open_the_item_that_is_missing(&self) {
        let tab = &self.tab;
        assert_eq!(
            tab.count(".desk-row[data-state=draft][data-mine=true]")
                .await,
            1
        );
        tab.follow_link("続きを書く").await;
        assert_eq!(tab.count("[data-state=draft]").await, 1);
        let finding = format!(".finding[data-rule=REQ-1][data-severity=error][data-item='{ITEM}']");
        assert_eq!(tab.count(".finding[data-rule=REQ-1]").await, 1);
        tab.follow(&format!("{finding} a")).await;
        assert_eq!(tab.fragment().await, ITEM);
        assert_eq!(
            tab.count(&finding).await,
            1,
            "the finding stands beside its field"
        );
        tab.islands_are_ready().await;
    }

    /// Writes, with the notice's guidance and its example beside the field.
    async fn write(&self) {
        let (tab, item) = (&self.tab, format!("[id='item-{ITEM}']"));
        let guidance = tab.find(&format!("{item} details.help .prose")).await;
        tab.unfold(&guidance).await;
        assert!(guidance.text().await.unwrap().contains("保管"));
        match tab.scripts() {
            Scripts::On => self.type_and_select().await,
            Scripts::Off => {
                let typed = format!("{BEFORE}｛非公表:場所｜{CANARY}｝{AFTER}");
                tab.types(&field(), &typed).await;
            }
        }
        self.insert_example().await;
        let written = tab.value(&field()).await;
        for part in [
            BEFORE,
            "｛非公表:場所｜",
            CANARY,
            AFTER,
            "＜中間サーバー・プラットフォームにおける措置＞",
        ] {
            assert!(written.contains(part), "{part}: not in {written}");
        }
    }

    /// Types plainly, then selects with the keyboard what must not be public.
    async fn type_and_select(&self) {
        const SHIFT: char = '\u{e008}';
        const LEFT: char = '\u{e012}';
        const END: char = '\u{e010}';
        let tab = &self.tab;
        let tools = format!("[id='item-{ITEM}'] .mark-tools");
        tab.types(&field(), BEFORE).await;
        tab.types(&field(), CANARY).await;
        let back = LEFT.to_string().repeat(CANARY.chars().count());
        tab.types(&field(), &format!("{SHIFT}{back}")).await;
        tab.click(&format!("{tools} option[value=location]")).await;
        tab.click(&format!("{tools} .mark-bar button")).await;
        tab.sees(&format!("{tools} .mark-message"), "非公表にしました。")
            .await;
        tab.types(&field(), &format!("{END}{AFTER}")).await;
        tab.click(&format!("{tools} summary")).await;
        let preview = format!("{tools} .public-preview-text");
        tab.sees(&preview, "非公表（").await;
        let shown = tab.text(&preview).await;
        assert!(shown.contains(BEACON) && shown.contains(AFTER), "{shown}");
        assert_absent(&shown, "the live preview");
    }

    /// One action: a click. With scripts nothing is sent; without, the rest is saved too.
    async fn insert_example(&self) {
        let tab = &self.tab;
        let button = format!("button[id^='{ITEM}-insert-'][data-layer='ms-platform']");
        tab.unfold(&tab.find(&button).await).await;
        match tab.scripts() {
            Scripts::On => {
                tab.click(&button).await;
                let said = format!("[id='item-{ITEM}'] details.help .mark-message");
                tab.sees(&said, "記載例を入れました。").await;
                tab.sees(".unsaved", "保存していない変更があります。").await;
            }
            Scripts::Off => {
                tab.follow(&button).await;
                tab.sees(".notice-done", "記載例を入れて保存しました。")
                    .await;
                assert_eq!(tab.fragment().await, ITEM);
            }
        }
    }

    async fn save(&self) {
        let tab = &self.tab;
        tab.press("保存する").await;
        tab.sees(".notice-done", "保存しました。").await;
        tab.islands_are_ready().await;
        let kept = tab.value(&field()).await;
        assert!(
            kept.contains(&format!("｛非公表:場所｜{CANARY}｝{AFTER}")),
            "{kept}"
        );
        let finding = format!(".finding[data-severity=error][data-item='{ITEM}']");
        assert_eq!(tab.count(&finding).await, 0, "the errors are gone");
    }

    async fn see_what_will_be_public(&self) {
        let tab = &self.tab;
        tab.press("保存して公表の姿を見る").await;
        assert!(tab.path().await.ends_with("/preview"));
        self.compare().await;
        tab.follow_link("評価書の目次へ戻る").await;
    }

    /// Full text on one side, with the mark; on the other what the public will read.
    async fn compare(&self) {
        let tab = &self.tab;
        let (full, public) = self.sides().await;
        let mark = format!("[id='{ITEM}'] mark.withheld[data-reason=location]");
        assert_eq!(tab.text(&mark).await, CANARY);
        assert!(full.contains(CANARY) && full.contains(BEACON));
        assert!(public.contains("非公表（") && public.contains(BEACON) && public.contains(AFTER));
        assert_absent(&public, "the public side");
    }

    async fn sides(&self) -> (String, String) {
        let side = |class: &str| format!("[id='{ITEM}'] .beside-side{class}");
        let full = self.tab.text(&side(":not(.beside-public)")).await;
        (full, self.tab.text(&side(".beside-public")).await)
    }

    async fn submit(&self) {
        let tab = &self.tab;
        assert_eq!(tab.count(".finding[data-severity=error]").await, 0);
        tab.press("庁内確認に提出する").await;
        tab.sees(".notice-done", "庁内確認に提出しました。").await;
        assert_eq!(tab.count("[data-state=in-review]").await, 1);
    }

    async fn find_no_way_to_approve_ones_own(&self) {
        let tab = &self.tab;
        tab.follow_link("庁内の確認のページ").await;
        assert_eq!(tab.count("button[value=check]").await, 0);
        assert_eq!(tab.count("button[value=withdraw]").await, 1);
    }

    /// Somebody else reads the very text, marks included, and approves it.
    async fn approve(&self) {
        let tab = &self.tab;
        tab.sees(
            ".desk-row[data-state=in-review][data-mine=true]",
            "確認を記録する",
        )
        .await;
        tab.follow_link("確認する").await;
        assert!(tab.path().await.ends_with("/review"));
        self.compare().await;
        tab.press("確認したことを記録する").await;
        tab.sees(".notice-done", "庁内で確認しました。").await;
        assert_eq!(tab.count("[data-state=in-review]").await, 1);
    }

    async fn publish(&self) {
        let tab = &self.tab;
        let (before, _) = tab
            .server()
            .get(&format!("/assessments/{ASSESSMENT}/"))
            .await;
        assert_eq!(before, 404);
        tab.follow_link("公表へ進む").await;
        tab.press("公表する").await;
        tab.sees(".notice-done", "第1版を公表しました").await;
        tab.follow_link("公表のページを見る").await;
        assert_eq!(tab.path().await, format!("/assessments/{ASSESSMENT}/"));
        tab.go("/desk/").await;
    }

    /// From the home page, by a word of the same answer.
    async fn search(&self) {
        let tab = &self.tab;
        tab.go("/").await;
        tab.types("#q", BEACON).await;
        tab.press("さがす").await;
        assert_eq!(tab.path().await, "/search");
        tab.sees("main h2", "1件見つかりました").await;
        assert_eq!(tab.text(".hit .snippet mark").await, BEACON);
        assert_absent(&tab.text("main").await, "the page of the search");
        tab.follow(".hit .snippet a").await;
    }

    /// The snippet leads to the item, where the token stands in place of the words.
    async fn read(&self) {
        let tab = &self.tab;
        assert_eq!(tab.path().await, format!("/assessments/{ASSESSMENT}/"));
        assert_eq!(tab.fragment().await, ITEM);
        assert_eq!(tab.count("[data-state=published]").await, 1);
        let item = format!("[id='{ITEM}']");
        let text = tab.text(&item).await;
        assert!(text.contains(BEFORE) && text.contains(AFTER), "{text}");
        assert!(
            text.contains("＜中間サーバー・プラットフォームにおける措置＞"),
            "{text}"
        );
        let token = tab
            .text(&format!("{item} .withheld[data-reason=location]"))
            .await;
        assert!(
            token.starts_with("非公表（") && token.ends_with('）'),
            "{token}"
        );
        assert_eq!(tab.count("mark").await, 0);
        assert_absent(&tab.text("main").await, "the public page");
    }

    /// Downloads what the page offers as JSON, with a client that is no browser.
    async fn download(&self) -> Value {
        let link = self.tab.find("main a[href$='index.json']").await;
        let href = link.attr("href").await.unwrap().unwrap();
        let (status, body) = self.tab.server().get(&href).await;
        assert_eq!(status, 200);
        assert_absent(&body, "index.json");
        serde_json::from_str(&body).unwrap()
    }
}

/// The document says that words are withheld and why, and holds the rest.
fn check_download(json: &Value) {
    assert_eq!(
        (&json["format"], &json["version"]),
        (&"hyokasho/assessment".into(), &1.into())
    );
    let place = &json["answers"]["II"][0]["II.6.place"];
    let withheld = serde_json::json!({ "withheld": null, "reason": "location" });
    let layers = place["layers"].as_array().unwrap();
    let own = layers
        .iter()
        .find(|layer| layer["layer"] == "body")
        .unwrap();
    assert_eq!(own["text"], serde_json::json!([BEFORE, withheld, AFTER]));
    let inserted = layers
        .iter()
        .find(|layer| layer["layer"] == "ms-platform")
        .unwrap();
    assert_eq!(inserted["example"], "2014-08/II.6.place/ms-platform");
}
