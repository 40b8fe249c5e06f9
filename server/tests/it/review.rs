//! The third-party review and the commission's desk by their pages.

mod administrative;
mod commission;
mod plans;
mod third_party;

use domain::Role;

use crate::desk::helpers::{Desk, fill_everything, form_of, keep_plans};
use crate::helpers::TestApp;

/// A withheld text.
const WITHHELD: &str = "かなりあ七三号室";

/// Where a withheld text goes in, per form: section and item.
async fn withhold(desk: &Desk, item: &str) {
    let text = format!("庁舎の｛非公表:場所｜{WITHHELD}｝に置く。");
    let saved = desk.type_into("I", item, &text).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
}

/// An editor's complete 基礎項目評価書 with a withheld text, submitted to the commission.
async fn filed(app: &TestApp) -> (Desk, Desk, Desk) {
    let editor = Desk::new(app, "kiso").await;
    fill_everything(&editor).await;
    withhold(&editor, "I.1.summary").await;
    assert_eq!(editor.stage("", "submit", "").await.status, 303);
    let approver = editor.with(app.signed_in(Role::Approver).await);
    assert_eq!(approver.stage("review", "check", "").await.status, 303);
    let coordinator = editor.with(app.signed_in(Role::Coordinator).await);
    keep_plans(app).await;
    assert_eq!(coordinator.stage("", "file", "").await.status, 303);
    (editor, approver, coordinator)
}

/// How often a full text was read from outside of the body.
async fn readings(app: &TestApp) -> usize {
    let mut tx = app.workflow().store().begin_read().await.unwrap();
    let rows = store::audit::list(&mut tx, None, None, 1_000)
        .await
        .unwrap();
    let found = rows.iter();
    found
        .filter(|row| row.action == "assessment.read-withheld")
        .count()
}
