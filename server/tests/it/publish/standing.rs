//! What stands beside editions: an affair that ended, a publication that was withdrawn, one
//! that was planned.

use domain::{Command, Role, Stage};
use jiff::civil::Date;
use search::{Query, SearchIndex};
use serde_json::Value;
use workflow::{Actor, AssessmentKey, WorkflowError};

use super::house::{House, demo, with};

const FOLDER: &str = "assessments/992011/1/kiso";

struct Town {
    house: House,
    key: AssessmentKey,
    coordinator: Actor,
}

impl Town {
    async fn new() -> Self {
        let house = House::new().await;
        house.state.publisher.build_all().await.unwrap();
        house.publish(&demo("mihon-1-kiso")).await.unwrap();
        let key = AssessmentKey::parse("992011/1/kiso").unwrap();
        let coordinator = house.actor(&key.body, Role::Coordinator).await;
        Self {
            house,
            key,
            coordinator,
        }
    }

    async fn act(&self, command: Command) -> Result<Stage, WorkflowError> {
        let (workflow, open) = (&self.house.state.workflow, self.house.open(&self.key).await);
        let editor = self.house.editor(&self.key.body).await;
        let actor = match command {
            Command::End { .. } => &editor,
            _ => &self.coordinator,
        };
        let done = workflow.act(actor, &self.key, open.revision, command).await;
        self.house.state.publisher.catch_up(&self.key).await;
        done
    }

    async fn unpublish(&self, reason: &str) -> Result<Stage, WorkflowError> {
        let reason = reason.to_owned();
        self.act(Command::Unpublish { reason }).await
    }

    fn file(&self, path: &str) -> Option<String> {
        let bytes = self.house.site().get(path)?.clone();
        Some(String::from_utf8(bytes).unwrap())
    }

    fn title(&self) -> String {
        let document = demo("mihon-1-kiso");
        document["answers"]["cover.title"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn found(&self) -> usize {
        let query = Query::text(&self.title());
        self.house.index.search(&query).unwrap().total
    }

    fn today(&self) -> Date {
        self.house.state.workflow.today()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_assessment_leaves_a_page_that_says_so_and_nothing_else() {
    let town = Town::new().await;
    assert_eq!(town.found(), 1);
    town.unpublish("内容に誤りがあったため").await.unwrap();
    for page in ["index.html", "editions/1/index.html"] {
        let page = town.file(&format!("{FOLDER}/{page}")).unwrap();
        assert!(page.contains("取り下げられました"), "{page}");
        assert!(page.contains("内容に誤りがあったため"));
        assert!(
            !page.contains(&town.title()),
            "nothing of the edition remains"
        );
    }
    for gone in ["index.json", "editions/1/index.json"] {
        assert_eq!(town.file(&format!("{FOLDER}/{gone}")), None);
    }
    let json: Value = town
        .file(&format!("{FOLDER}/withdrawn.json"))
        .map(|text| serde_json::from_str(&text).unwrap())
        .unwrap();
    assert_eq!(json["withdrawn"], town.today().to_string());
    for list in ["open-data/assessments.csv", "index.html", "sitemap.xml"] {
        assert!(
            !town.file(list).unwrap().contains("992011/1/kiso"),
            "{list}"
        );
    }
    let feed = town.file("feed.xml").unwrap();
    assert!(feed.contains("公表取下げ") && !feed.contains(&town.title()));
    assert_eq!(town.found(), 0);
    // A whole build comes to the same.
    let before = town.house.site();
    town.house.state.publisher.build_all().await.unwrap();
    let changed = super::changed(&before, &town.house.site());
    assert!(changed.is_empty(), "{changed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_edition_may_withhold_what_a_withdrawn_one_said_openly() {
    let town = Town::new().await;
    let open = "合言葉は青い梟の羽根である";
    let document = demo("mihon-1-kiso");
    let open_one = with(&document, "cover.title", format!("事務（{open}）"));
    town.house.publish(&open_one).await.unwrap();
    let withheld = serde_json::json!([{ "withheld": open, "reason": "technical" }, "の事務"]);
    let closed = with(&document, "cover.title", withheld);
    assert!(
        town.house.publish(&closed).await.is_err(),
        "edition 2 says it"
    );
    let before = town.house.open(&town.key).await;
    town.unpublish("公表しない部分が含まれていたため")
        .await
        .unwrap();
    let after = town.house.open(&town.key).await;
    assert_eq!(
        after.stage, before.stage,
        "the next edition stays where it is"
    );
    let approver = town.house.approver(&town.key.body).await;
    let publisher = &town.house.state.publisher;
    let published = publisher
        .publish(&approver, &town.key, after.revision)
        .await
        .unwrap();
    assert_eq!(published.edition, 3);
    for (path, bytes) in town.house.site() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(open), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_withdrawal_the_next_edition_comes_with_its_history() {
    let town = Town::new().await;
    town.unpublish("内容に誤りがあったため").await.unwrap();
    let next = with(&demo("mihon-1-kiso"), "I.1.summary", "直した内容。");
    let published = town.house.publish(&next).await.unwrap();
    assert_eq!(published.edition, 2);
    let page = town.file(&format!("{FOLDER}/index.html")).unwrap();
    assert!(page.contains(&town.title()));
    assert!(page.contains("公表を取り下げました"), "the history says so");
    assert_eq!(town.file(&format!("{FOLDER}/withdrawn.json")), None);
    let old = town
        .file(&format!("{FOLDER}/editions/1/index.html"))
        .unwrap();
    assert!(old.contains("取り下げられました") && old.contains("現在の版"));
    assert_eq!(town.file(&format!("{FOLDER}/editions/1/index.json")), None);
    assert_eq!(town.found(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_that_is_public_holds_nothing_that_is_not() {
    let town = Town::new().await;
    let my_number = "個人番号 123456789018 が載っていたため";
    let refused = town.unpublish(my_number).await;
    assert!(
        matches!(refused, Err(WorkflowError::Invalid(_))),
        "{refused:?}"
    );
    assert!(town.file(&format!("{FOLDER}/index.json")).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_an_affair_stands_in_every_public_title_for_three_years() {
    let town = Town::new().await;
    let on = town.today();
    let before = town.file(&format!("{FOLDER}/editions/1/index.json"));
    town.act(Command::End { on }).await.unwrap();
    let mark = format!("【{}年{}月{}日 終了】", on.year(), on.month(), on.day());
    let title = format!("{}{mark}", town.title());
    for file in [
        &format!("{FOLDER}/index.html"),
        &format!("{FOLDER}/index.json"),
        "bodies/992011/index.html",
        "index.html",
        "feed.xml",
        "open-data/assessments.csv",
        "open-data/assessments.ndjson",
    ] {
        assert!(town.file(file).unwrap().contains(&title), "{file}");
    }
    let hits = town
        .house
        .index
        .search(&Query::text(&town.title()))
        .unwrap();
    assert_eq!(hits.hits[0].title, title);
    // The edition itself is as it was.
    assert_eq!(
        town.file(&format!("{FOLDER}/editions/1/index.json")),
        before
    );
    assert!(
        town.unpublish("理由").await.is_err(),
        "three years are not over"
    );
    let reason = "誤って終了としたため".to_owned();
    town.act(Command::Resume { reason }).await.unwrap();
    assert!(
        !town
            .file(&format!("{FOLDER}/index.html"))
            .unwrap()
            .contains(&mark)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_publication_comes_about_once_on_its_day() {
    let town = Town::new().await;
    let next = with(&demo("mihon-1-kiso"), "I.1.summary", "次の版の内容。");
    let (key, revision) = town.house.filed(&next).await;
    let (workflow, approver) = (
        &town.house.state.workflow,
        town.house.approver(&key.body).await,
    );
    let on = town.today().tomorrow().unwrap();
    let plan = Command::SchedulePublication { on };
    workflow.act(&approver, &key, revision, plan).await.unwrap();
    let publisher = &town.house.state.publisher;
    assert_eq!(publisher.publish_due().await.unwrap(), 0, "not yet");
    // The server sleeps over the day.
    town.house.clock.advance(3 * 24 * 60 * 60);
    let other = town.house.reopened().await;
    let (one, two) = tokio::join!(publisher.publish_due(), other.publisher.publish_due());
    assert_eq!(one.unwrap() + two.unwrap(), 1, "of two processes one");
    let open = town.house.open(&key).await;
    assert_eq!(open.last_edition, 2);
    let page = town
        .file(&format!("{FOLDER}/editions/2/index.json"))
        .unwrap();
    assert!(
        page.contains(&town.today().to_string()),
        "the day it became public"
    );
    assert!(
        workflow
            .schedule_failures(&approver, &key)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_publication_that_is_refused_is_told_and_not_tried_again() {
    let town = Town::new().await;
    let secret = "見取り図は第七書庫の奥の棚";
    let next = with(
        &demo("mihon-1-kiso"),
        "I.1.summary",
        format!("{secret}にある。"),
    );
    let withheld = serde_json::json!([{ "withheld": secret, "reason": "location" }]);
    let next = with(&next, "cover.title", withheld);
    let (key, revision) = town.house.filed(&next).await;
    let approver = town.house.approver(&key.body).await;
    let workflow = &town.house.state.workflow;
    let on = town.today().tomorrow().unwrap();
    let plan = Command::SchedulePublication { on };
    workflow.act(&approver, &key, revision, plan).await.unwrap();
    town.house.clock.advance(24 * 60 * 60);
    let publisher = &town.house.state.publisher;
    for _ in 0..2 {
        assert_eq!(publisher.publish_due().await.unwrap(), 0);
    }
    let failures = workflow.schedule_failures(&approver, &key).await.unwrap();
    assert_eq!(failures.len(), 1);
    assert!(!failures[0].message.contains(secret));
    let stage = town.house.open(&key).await.stage;
    assert_eq!(stage.scheduled(), None);
}
