//! What becomes public of notices and inquiries, and what cannot.

use domain::Role;
use domain::inquiry::Category;
use serde_json::json;
use server::site::{ChangeError, PublicAct};
use workflow::{Actor, NewInquiry, qa_digest};

use super::{DAY, actor, draft, issue, letter};
use crate::publish::house::{House, demo, with};

const CANARY: &str = "カナリア八八一号収蔵庫";

/// A house with a notice that is being distributed, at version 5.
struct Scene {
    house: House,
    provider: Actor,
    commission: Actor,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        house.state.publisher.build_all().await.unwrap();
        let workflow = &house.state.workflow;
        let provider = actor(workflow, Role::Provider, None).await;
        let commission = actor(workflow, Role::PpcApprover, None).await;
        Self {
            house,
            provider,
            commission,
        }
    }

    async fn change(&self, act: PublicAct) -> Result<(), ChangeError> {
        self.house.state.publisher.change(&self.provider, act).await
    }

    /// From a draft at version 1 to the distribution.
    async fn distribute(&self, id: &str, date: &str) {
        let workflow = &self.house.state.workflow;
        workflow
            .request_acknowledgement(&self.provider, id, 1, &letter("見本企第1号"))
            .await
            .unwrap();
        workflow
            .acknowledge_notice(&self.commission, id, 2, &letter("見本委第1号"))
            .await
            .unwrap();
        self.change(issue(id, 3, date)).await.unwrap();
        workflow
            .distribute_notice(&self.provider, id)
            .await
            .unwrap();
    }

    async fn distributed(&self, body: &str) -> String {
        let workflow = &self.house.state.workflow;
        let id = workflow
            .draft_notice(&self.provider, &draft(body))
            .await
            .unwrap();
        self.distribute(&id, DAY).await;
        id
    }

    async fn list(&self, id: &str) -> Result<(), ChangeError> {
        let act = PublicAct::ListNotice {
            id: id.to_owned(),
            version: 5,
        };
        self.change(act).await
    }

    fn page(&self, path: &str) -> Option<String> {
        let site = self.house.site();
        let bytes = site.get(path)?;
        Some(String::from_utf8(bytes.clone()).unwrap())
    }

    /// An inquiry with a text that both sides agreed to; the text's digest.
    async fn agreed(&self, asker: &Actor, answer: &str) -> (i64, String) {
        let workflow = &self.house.state.workflow;
        let new = NewInquiry {
            category: Category::General,
            subject: "保管場所".to_owned(),
            text: "内緒の相談です。".to_owned(),
            once: answer.to_owned(),
        };
        let number = workflow.send_inquiry(asker, &new).await.unwrap();
        workflow
            .propose_qa(asker, number, "", ("どこまで書けばよいですか。", answer))
            .await
            .unwrap();
        let open = workflow.open_inquiry(asker, number).await.unwrap();
        let digest = qa_digest(&open.qa.unwrap()).as_str().to_owned();
        for side in [asker, &self.provider] {
            workflow
                .consent_to_qa(side, number, &digest, true)
                .await
                .unwrap();
        }
        (number, digest)
    }

    async fn asker(&self) -> Actor {
        let workflow = &self.house.state.workflow;
        actor(workflow, Role::Coordinator, Some("992011")).await
    }

    /// Publishes an assessment that withholds these words.
    async fn withhold(&self, words: &str) {
        let answer = json!(["サーバーは", {"withheld": words, "reason": "location"}, "に置く。"]);
        let document = with(&demo("mihon-2-kiso"), "I.1.summary", answer);
        self.house.publish(&document).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_public_once_it_is_listed_and_a_full_build_changes_nothing() {
    let scene = Scene::new().await;
    let id = scene.distributed("## 記\n\n提供します。").await;
    assert_eq!(scene.page(&format!("notices/{id}/index.html")), None);
    assert!(
        !scene
            .page("notices/index.html")
            .unwrap()
            .contains("見本の資料")
    );
    scene.list(&id).await.unwrap();
    let page = scene.page(&format!("notices/{id}/index.html")).unwrap();
    assert!(page.contains("見本企第2号") && page.contains("提供します。"));
    for part in ["request", "acknowledgement"] {
        assert!(page.contains(&format!("/notices/{id}-{part}/")), "{part}");
        assert!(
            scene
                .page(&format!("notices/{id}-{part}/index.html"))
                .is_some()
        );
    }
    for list in ["index.html", "notices/index.html", "sitemaps/pages.xml"] {
        assert!(
            scene
                .page(list)
                .unwrap()
                .contains(&format!("/notices/{id}/")),
            "{list}"
        );
    }
    let shipped = scene.page("notices/sokanki-285/index.html").unwrap();
    assert!(shipped.contains("総官企第285号"));
    let before = scene.house.site();
    scene.house.state.publisher.build_all().await.unwrap();
    assert_eq!(scene.house.site(), before);
    let jobs = scene.house.state.workflow.unfinished_site_jobs().await;
    assert!(jobs.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revised_notice_says_so_and_leads_to_the_new_one_once_that_is_listed() {
    let scene = Scene::new().await;
    let workflow = &scene.house.state.workflow;
    let old = scene.distributed("古い資料です。").await;
    scene.list(&old).await.unwrap();
    let new = workflow.revise_notice(&scene.provider, &old).await.unwrap();
    scene.distribute(&new, "2014-09-01").await;
    let page = scene.page(&format!("notices/{old}/index.html")).unwrap();
    assert!(
        page.contains("この通知は改訂されました（2014-09-01）"),
        "{page}"
    );
    assert!(!page.contains(&format!("/notices/{new}/")));
    scene.list(&new).await.unwrap();
    let page = scene.page(&format!("notices/{old}/index.html")).unwrap();
    assert!(page.contains(&format!("/notices/{new}/")));
    let page = scene.page(&format!("notices/{new}/index.html")).unwrap();
    assert!(page.contains("改訂元の通知") && page.contains(&format!("/notices/{old}/")));
    let expire = PublicAct::ExpireNotice {
        id: new.clone(),
        version: 6,
        reason: "内部の理由です。".to_owned(),
    };
    scene.change(expire).await.unwrap();
    let page = scene.page(&format!("notices/{new}/index.html")).unwrap();
    assert!(page.contains("この通知は効力を失いました"));
    assert!(!page.contains("内部の理由"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_body_withholds_becomes_public_neither_by_a_notice_nor_by_an_answer() {
    let scene = Scene::new().await;
    scene.withhold(CANARY).await;
    let workflow = &scene.house.state.workflow;
    let id = scene
        .distributed(&format!("例えば{CANARY}に置きます。"))
        .await;
    let asker = scene.asker().await;
    let (number, digest) = scene
        .agreed(&asker, &format!("{CANARY}とは書きません。"))
        .await;
    let before = scene.house.site();
    let listed = scene.list(&id).await;
    assert!(
        matches!(listed, Err(ChangeError::Leaked { .. })),
        "{listed:?}"
    );
    let published = scene.change(PublicAct::PublishQa { number, digest }).await;
    assert!(
        matches!(published, Err(ChangeError::Leaked { .. })),
        "{published:?}"
    );
    assert_eq!(scene.house.site(), before);
    let open = workflow.open_notice(&scene.provider, &id).await.unwrap();
    assert_eq!(open.stage.as_str(), "in-distribution");
    let open = workflow.open_inquiry(&asker, number).await.unwrap();
    assert_eq!(open.qa.unwrap().published, None);
    for (name, bytes) in scene.house.site() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("カナリア"), "{name}");
    }
    let mut tx = workflow.store().begin_read().await.unwrap();
    let trail = store::audit::list(&mut tx, None, None, 50).await.unwrap();
    for action in ["notice.list-refused", "inquiry.publish-qa-refused"] {
        let refusal = trail.iter().find(|entry| entry.action == action);
        assert!(!refusal.unwrap().detail.to_string().contains("カナリア"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_notice_says_already_stops_no_later_site() {
    let scene = Scene::new().await;
    let id = scene.distributed(&format!("{CANARY}に置きます。")).await;
    scene.list(&id).await.unwrap();
    scene.withhold(CANARY).await;
    let built = scene.house.state.publisher.build_all().await.unwrap();
    assert!(built.held_back.is_empty());
    assert!(scene.page(&format!("notices/{id}/index.html")).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_public_with_both_consents_without_the_body_and_can_be_removed() {
    let scene = Scene::new().await;
    let asker = scene.asker().await;
    let (number, digest) = scene.agreed(&asker, "市町村の名称までで足ります。").await;
    let path = format!("qa/{number}/index.html");
    assert_eq!(scene.page(&path), None);
    let publish = PublicAct::PublishQa { number, digest };
    scene.change(publish.clone()).await.unwrap();
    scene.change(publish).await.unwrap();
    let page = scene.page(&path).unwrap();
    assert!(page.contains("市町村の名称までで足ります。"));
    for private in ["見本市", "内緒の相談", "保管場所"] {
        assert!(!page.contains(private), "{private}");
    }
    assert!(
        scene
            .page("qa/index.html")
            .unwrap()
            .contains(&format!("/qa/{number}/"))
    );
    let before = scene.house.site();
    scene.house.state.publisher.build_all().await.unwrap();
    assert_eq!(scene.house.site(), before);
    let remove = PublicAct::RemoveQa {
        number,
        reason: "古くなりました。".to_owned(),
    };
    let publisher = &scene.house.state.publisher;
    publisher.change(&asker, remove).await.unwrap();
    assert_eq!(scene.page(&path), None);
    let list = scene.page("qa/index.html").unwrap();
    assert!(list.contains("まだ公開した問合せはありません") && !list.contains("古くなりました"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_was_cut_off_is_made_good_by_its_job() {
    let scene = Scene::new().await;
    let id = scene.distributed("提供します。").await;
    let workflow = &scene.house.state.workflow;
    let pending = workflow
        .begin_list_notice(&scene.provider, &id, 5)
        .await
        .unwrap();
    workflow.commit_change(pending).await.unwrap();
    assert_eq!(scene.page(&format!("notices/{id}/index.html")), None);
    assert_eq!(scene.house.state.publisher.converge().await.unwrap(), 1);
    assert!(scene.page(&format!("notices/{id}/index.html")).is_some());
}
