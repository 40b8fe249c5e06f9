//! 全項目評価書, whole: six people, from the draft over opinions, review and submission to what
//! anybody reads, on a clock that is moved by hand.

use domain::Role;
use workflow::{AssessmentKey, Clock};

use super::chromium::Scripts;
use super::environment;
use super::scan::{BEACON, CANARY, assert_absent, scan_folder};
use super::tab::Tab;
use crate::desk::helpers::keep_plans;
use crate::helpers::{BODY, TestApp};
use crate::opinions;
use crate::publish::house::set_filed;

/// What the notice asks of a body that uses the shared platform (MS-07-1).
const PLATFORM: &str = "＜中間サーバー・プラットフォームにおける措置＞\nデータセンターに置く。";
/// The pages of the assessment.
const DESK: &str = "/desk/assessments/992011/1/zenkomoku/";
/// The item that is written.
const ITEM: &str = "II[1].II.6.place";
/// What a resident writes, and who it was.
const OPINION: &str = "保管の場所について、もう少し詳しい説明をお願いします。";
const CONTACT: &str = "resident@demo.invalid";
const ANSWER: &str = "保管の場所の説明を書き足しました。";
const ORGAN: &str = "見本市個人情報保護審議会";
const REMARK: &str = "入退室の記録の点検について確かめてください。";
const FOUND: &str = "おおむね適切であると認められました。";
const RECEIPT: &str = "見本第1号";
const DAY: i64 = 86_400;

const TICK: &str =
    "document.querySelectorAll(arguments[0]).forEach((box) => { box.checked = true; });";
const FILL: &str = "document.querySelector(arguments[0]).value = arguments[1];";

#[tokio::test(flavor = "multi_thread")]
async fn six_people_carry_a_full_assessment_from_the_draft_to_the_public() {
    let app = TestApp::spawn_with(|config| {
        config.assets.pkg = Some(environment::browser_part());
    })
    .await;
    let day = prepare(&app).await;
    let office = Tab::before(&app, Scripts::On).await;
    let office = Office {
        app: &app,
        tab: office,
    };

    office.write_and_submit().await;
    office.check().await;
    let consultation = office.open_consultation(&day).await;
    resident_writes(&app, &consultation).await;
    app.clock.advance(30 * DAY);
    app.publisher().bring_up_to_date().await.unwrap();
    office.answer(&consultation).await;
    office.publish_result(&consultation).await;
    office.hand_over().await;
    office.review().await;
    office.file().await;
    office.receive().await;
    office.publish().await;
    assert_eq!(office.tab.complaints().await, Vec::<String>::new());
    anybody_reads(&app, &office.tab, &consultation).await;
}

/// A 全項目評価書 that lacks nothing, as a draft, beside its 基礎項目評価書; today.
async fn prepare(app: &TestApp) -> jiff::civil::Date {
    let editor = app.actor(Role::Editor).await;
    opinions::drafts(app, &editor).await;
    let workflow = app.workflow();
    let kiso = AssessmentKey::parse(&format!("{BODY}/1/kiso")).unwrap();
    let open = workflow.open_assessment(&editor, &kiso).await.unwrap();
    let coordinator = app.actor(Role::Coordinator).await;
    set_filed(workflow, &open, &coordinator).await;
    app.publisher().build_all().await.unwrap();
    for role in [Role::Approver, Role::ThirdPartyReviewer, Role::PpcReviewer] {
        app.actor(role).await;
    }
    workflow::day_in_japan(app.clock.now())
}

/// Those who have an account, one after the other before the same browser.
struct Office<'a> {
    app: &'a TestApp,
    tab: Tab<'a>,
}

impl Office<'_> {
    async fn be(&self, role: Role) {
        self.tab.forget().await;
        let email = format!("{}@demo.invalid", role.as_str());
        self.tab.sign_in(&email).await;
    }

    /// Fills in what the keyboard types differently from place to place.
    async fn fill(&self, css: &str, value: &str) {
        self.tab.find(css).await;
        let arguments = vec![css.into(), value.into()];
        self.tab.evaluate(FILL, arguments).await;
    }

    async fn done(&self, words: &str) {
        self.tab.sees(".notice-done", words).await;
    }

    async fn write_and_submit(&self) {
        let tab = &self.tab;
        self.be(Role::Editor).await;
        tab.go(&format!("{DESK}edit/II%5B1%5D")).await;
        tab.islands_are_ready().await;
        let field = format!("textarea[id='{ITEM}']");
        tab.find(&field).await.clear().await.unwrap();
        let text = format!("{BEACON}の棟の｛非公表:場所｜{CANARY}｝に置く。\n{PLATFORM}");
        tab.types(&field, &text).await;
        tab.press("保存する").await;
        self.done("保存しました。").await;
        tab.go(DESK).await;
        tab.press("庁内確認に提出する").await;
        self.done("庁内確認に提出しました。").await;
    }

    async fn check(&self) {
        self.be(Role::Approver).await;
        self.tab.go(&format!("{DESK}review")).await;
        self.tab.press("確認したことを記録する").await;
        self.done("庁内で確認しました。").await;
    }

    /// From today for thirty days; where the desk has it.
    async fn open_consultation(&self, day: &jiff::civil::Date) -> String {
        let tab = &self.tab;
        self.be(Role::Coordinator).await;
        tab.go(DESK).await;
        tab.press("公示の準備に進む").await;
        tab.follow_link("公示して意見聴取を始める").await;
        let last = day.saturating_add(jiff::Span::new().days(29));
        self.fill("#from", &day.to_string()).await;
        self.fill("#to", &last.to_string()).await;
        tab.press("公示して始める").await;
        self.done("公示して意見聴取を始めました").await;
        let here = tab.path().await;
        here.trim_start_matches("/desk").to_owned()
    }

    async fn answer(&self, consultation: &str) {
        let tab = &self.tab;
        self.be(Role::Editor).await;
        tab.go(&format!("/desk{consultation}")).await;
        tab.sees("main", OPINION).await;
        tab.click("#opinion-1").await;
        tab.click("#verdict-reflected").await;
        tab.types("#reason", ANSWER).await;
        tab.press("回答を保存する").await;
        tab.sees("main", "回答: 反映する").await;
        tab.follow_link("評価書の欄に結果を書く").await;
        let boxes = "input[type=checkbox][name=item]";
        assert!(tab.count(boxes).await > 2);
        tab.evaluate(TICK, vec![boxes.into()]).await;
        tab.press("選んだ欄に書く").await;
        tab.find(".notice-done").await;
    }

    async fn publish_result(&self, consultation: &str) {
        let tab = &self.tab;
        self.be(Role::Coordinator).await;
        tab.go(&format!("/desk{consultation}result")).await;
        tab.press("この内容で結果を公表する").await;
        tab.find(".notice-done").await;
    }

    async fn hand_over(&self) {
        let tab = &self.tab;
        tab.go(&format!("{DESK}third-party")).await;
        let reviewer = format!("{}@demo.invalid", Role::ThirdPartyReviewer.as_str());
        tab.types("#email", &reviewer).await;
        tab.types("#organ", ORGAN).await;
        tab.press("招く").await;
        tab.sees("main", "招待中").await;
        // 見直し is the editor's (records.md §3.4).
        self.be(Role::Editor).await;
        tab.go(DESK).await;
        tab.press("全文を第三者点検に渡す").await;
        self.done("全文を第三者点検に渡しました").await;
    }

    async fn review(&self) {
        let tab = &self.tab;
        self.be(Role::ThirdPartyReviewer).await;
        tab.follow_link("第三者点検").await;
        tab.follow_link("全文を開く").await;
        let mark = format!("[id='{ITEM}'] mark.withheld[data-reason=location]");
        assert_eq!(tab.text(&mark).await, CANARY);
        tab.types("#body", REMARK).await;
        tab.press("意見を加える").await;
        tab.sees(".thread", REMARK).await;
        let fits = "input[type=radio][name^='check~'][value=fits]";
        tab.evaluate(TICK, vec![fits.into()]).await;
        let today = workflow::day_in_japan(self.app.clock.now());
        self.fill("#on", &today.to_string()).await;
        tab.click("#kind-suitable").await;
        tab.types("#result", FOUND).await;
        tab.press("点検の結果を記録する").await;
        tab.sees(".notice-done h2", "点検の結果").await;
    }

    async fn file(&self) {
        let tab = &self.tab;
        self.be(Role::Coordinator).await;
        tab.go(&format!("{DESK}preview")).await;
        for words in [FOUND, ORGAN, ANSWER] {
            tab.sees("main", words).await;
        }
        keep_plans(self.app).await;
        tab.go(DESK).await;
        tab.press("委員会へ提出する").await;
        self.done("委員会へ提出しました").await;
    }

    async fn receive(&self) {
        let tab = &self.tab;
        self.be(Role::PpcReviewer).await;
        tab.follow_link("提出").await;
        tab.follow("main a[href^='/desk/submissions/0']").await;
        let mark = format!("[id='{ITEM}'] mark.withheld");
        assert_eq!(tab.text(&mark).await, CANARY);
        tab.types("#number", RECEIPT).await;
        let today = workflow::day_in_japan(self.app.clock.now());
        self.fill("#on", &today.to_string()).await;
        tab.press("受け付ける").await;
        tab.sees("#desk ~ p", RECEIPT).await;
        let spans = tab.count("#spans ~ article").await;
        assert!(spans > 0);
        for span in 0..spans {
            tab.click(&format!("input[id^='judgement-{span}-']")).await;
            tab.follow(&format!("#span-{span} button")).await;
        }
        let judged = tab
            .count("#spans ~ article input[type=radio]:checked")
            .await;
        assert_eq!(judged, spans, "every span was judged");
    }

    async fn publish(&self) {
        let tab = &self.tab;
        self.be(Role::Coordinator).await;
        tab.go(DESK).await;
        tab.follow_link("公表へ進む").await;
        tab.press("公表する").await;
        self.done("第1版を公表しました").await;
    }
}

/// Without an account, without script.
async fn resident_writes(app: &TestApp, consultation: &str) {
    let tab = Tab::before(app, Scripts::Off).await;
    tab.go("/consultations/").await;
    tab.follow(&format!("main a[href='{consultation}']")).await;
    tab.sees("main", BEACON).await;
    assert_absent(&tab.text("main").await, "the page of the consultation");
    tab.follow_link("全体について意見を書く").await;
    tab.types("#text", OPINION).await;
    tab.types("#name", "甲野").await;
    tab.types("#contact", CONTACT).await;
    tab.click("#consent").await;
    app.clock.advance(10);
    tab.press("送信する").await;
    let receipt = tab.text("[data-receipt]").await;
    assert!(receipt.len() > 8, "{receipt}");
}

/// The page, the consultation with its result, and every file of the published folder.
async fn anybody_reads(app: &TestApp, tab: &Tab<'_>, consultation: &str) {
    tab.forget().await;
    tab.go("/assessments/992011/1/zenkomoku/").await;
    assert_eq!(tab.count("[data-state=published]").await, 1);
    for words in [BEACON, FOUND, ORGAN, ANSWER] {
        tab.sees("main", words).await;
    }
    let token = format!("[id='{ITEM}'] .withheld[data-reason=location]");
    assert!(tab.text(&token).await.starts_with("非公表（"));
    tab.go(consultation).await;
    for words in [OPINION, ANSWER] {
        tab.sees("main", words).await;
    }
    scan_folder(&app.site_dir);
    scan_folder(&app.folder.path().join("data/search"));
    for word in [CONTACT, "甲野", REMARK, RECEIPT] {
        for (name, bytes) in crate::publish::house::tree(&app.site_dir) {
            let found = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!found, "{word} is in {name}");
        }
    }
}
