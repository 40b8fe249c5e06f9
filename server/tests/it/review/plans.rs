//! Plans on the commission's desk.

use domain::{BodyCode, Role};
use workflow::PlanKey;

use super::readings;
use crate::desk::helpers::{Desk, keep_plans};
use crate::helpers::TestApp;

const LIST: &str = "/desk/plan-submissions";
const PLAN: &str = "/desk/plans/992011/1/";

async fn submitted(app: &TestApp) {
    let coordinator = app.actor(Role::Coordinator).await;
    let key = PlanKey {
        body: BodyCode::parse("992011").unwrap(),
        agency: 1,
    };
    let workflow = app.workflow();
    let plan = workflow.open_plan(&coordinator, &key).await.unwrap();
    let revision = plan.entry.revision.unwrap();
    let number = workflow.submit_plan(&coordinator, &key, revision).await;
    assert_eq!(number.unwrap(), 1);
}

#[actix_web::test]
async fn the_commission_reads_and_receives_what_was_submitted_and_sees_no_draft() {
    let app = TestApp::spawn().await;
    Desk::new(&app, "kiso").await;
    keep_plans(&app).await;
    let officer = app.signed_in(Role::PpcReviewer).await;
    let list = officer.get(LIST).await;
    assert_eq!((list.status, list.all(".empty").len()), (200, 1));
    for draft in [
        PLAN,
        "/desk/plans",
        "/desk/assessments/992011/1/keikaku/",
        "/desk/assessments/992011/1/keikaku/history",
        "/desk/plans/992011/1/submissions/1",
    ] {
        assert_eq!(officer.get(draft).await.status, 404, "{draft}");
    }

    submitted(&app).await;
    let news = officer.get("/desk/inbox").await;
    assert!(news.text().contains(&format!("{LIST}?body=992011")));
    let list = officer.get(&format!("{LIST}?body=992011")).await;
    let open = list.attribute("main td a", "href").unwrap();
    assert_eq!(readings(&app).await, 0);
    assert_eq!(officer.get(&open).await.status, 200);
    assert_eq!(readings(&app).await, 1);

    let today = app.workflow().today().to_string();
    let post = async |number: &str, on: &str| {
        let fields = [
            ("code", "992011"),
            ("agency", "1"),
            ("n", "1"),
            ("number", number),
            ("on", on),
        ];
        officer.submit(LIST, LIST, &fields).await
    };
    let refused = post("計第1号", "x").await;
    assert_eq!(refused.status, 422);
    let kept = refused.attribute("input[name=number]", "value");
    assert_eq!(kept.as_deref(), Some("計第1号"));
    for _ in 0..2 {
        assert_eq!(post("計第1号", &today).await.status, 303);
    }
    let list = officer.get(LIST).await;
    assert!(list.text().contains("受付番号 計第1号"), "{}", list.text());
    let coordinator = app.signed_in(Role::Coordinator).await;
    assert!(coordinator.get(PLAN).await.text().contains("計第1号"));
    let inbox = coordinator.get("/desk/inbox").await;
    assert!(
        inbox.text().contains(&format!("href=\"{PLAN}\"")),
        "{}",
        inbox.text()
    );
    assert_eq!(coordinator.get(LIST).await.status, 404);
}
