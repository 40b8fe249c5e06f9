//! What the gate stops of one assessment holds up no other; and what any two editions are
//! compared for, once one was withdrawn.

use domain::{Command, Role};
use server::startup::{self, Mounted};
use workflow::AssessmentKey;

use super::house::{House, demo, with};

/// Does an act of a coordinator; whether the site shows it.
async fn act(house: &House, key: &AssessmentKey, command: Command) -> bool {
    let role = match command {
        Command::End { .. } => Role::Editor,
        _ => Role::Coordinator,
    };
    let actor = house.actor(&key.body, role).await;
    let revision = house.open(key).await.revision;
    let workflow = &house.state.workflow;
    workflow.act(&actor, key, revision, command).await.unwrap();
    house.state.publisher.catch_up(key).await
}

fn unpublish() -> Command {
    let reason = "公表しない部分が含まれていたため".to_owned();
    Command::Unpublish { reason }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_the_gate_stops_holds_up_no_other_body() {
    const WORDS: &str = "合言葉は青い梟の羽根である";
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let telling = with(&demo("shisaku-3-kiso"), "I.1.summary", WORDS);
    house.publish(&telling).await.unwrap();
    house.publish(&demo("mihon-1-kiso")).await.unwrap();
    let other = AssessmentKey::parse("993018/3/kiso").unwrap();
    let own = AssessmentKey::parse("992011/1/kiso").unwrap();
    // As if a withheld word had slipped into its page.
    let open = house.open(&other).await;
    let mut tx = house.state.workflow.store().begin().await.unwrap();
    let phrases = [("I.6".to_owned(), WORDS.to_owned())];
    store::withheld_phrases::insert_all(&mut tx, &open.id, 1, &other.body, &phrases)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let on = house.state.workflow.today();
    assert!(!act(&house, &other, Command::End { on }).await);
    assert!(act(&house, &own, unpublish()).await, "this one is shown");
    let site = house.site();
    let page = String::from_utf8_lossy(&site["assessments/992011/1/kiso/index.html"]);
    assert!(page.contains("取り下げられました"));
    let open = house.state.workflow.unfinished_site_jobs().await.unwrap();
    assert_eq!(open.len(), 1, "the other one stays open");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editions_are_compared_of_an_affair_that_ended_and_none_that_was_withdrawn() {
    const GONE: &str = "取り下げた版だけの記載";
    let house = House::new().await;
    house.state.publisher.build_all().await.unwrap();
    let edition = |words: &str| with(&demo("mihon-1-kiso"), "I.1.summary", words);
    let key = AssessmentKey::parse("992011/1/kiso").unwrap();
    house.publish(&edition(GONE)).await.unwrap();
    house.publish(&edition("第二の記載")).await.unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(startup::run(listener, Mounted::of(house.state.clone())).unwrap());
    let get = async |query: &str| {
        let address = format!("{base}/assessments/992011/1/kiso/compare{query}");
        let answer = reqwest::get(address).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let on = house.state.workflow.today();
    assert!(act(&house, &key, Command::End { on }).await);
    let (status, page) = get("?from=1&to=2").await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains(GONE) && page.contains("終了】"));

    let reason = "誤って終了としたため".to_owned();
    assert!(act(&house, &key, Command::Resume { reason }).await);
    assert!(act(&house, &key, unpublish()).await);
    assert_eq!(get("?from=1&to=2").await.0, 404);
    house.publish(&edition("第三の記載")).await.unwrap();
    let (status, page) = get("?from=2&to=3").await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("比べられません") && !page.contains("第二の記載"));
    house.publish(&edition("第四の記載")).await.unwrap();
    let (status, page) = get("").await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("第四の記載"));
    for query in ["?from=1&to=4", "?from=2&to=3"] {
        let (status, page) = get(query).await;
        assert_eq!(status, 200);
        assert!(
            !page.contains(GONE) && !page.contains("第二の記載"),
            "{query}"
        );
    }
}
