//! The table of changes: what is compared, what is decided, what is written, what stands in
//! the way.

use domain::changes::decision::{Decision, Timing, Weight};
use domain::procedure::Need;
use domain::stage::RedoGround;
use domain::{Answer, Answers, Command, EditionKind, Forms, Origin, Row, Stage};
use testkit::{TestDatabase, on_both, sample};
use workflow::{
    Actor, AssessmentAddress, AssessmentKey, Audience, ChangeChoice, DraftChanges, Operator,
    WorkflowError,
};

use crate::world::{
    SECRET, World, complete_answers, fields, file, form_of, long, needs, plan_form, with_count,
};

on_both! {
    an_amendment_goes_to_the_commission_once_every_change_is_decided,
    an_important_change_turns_an_amendment_into_a_redo,
    a_redo_needs_its_table_before_review,
    what_is_decided_is_bound_to_the_revision_and_done_once,
    an_edit_opens_the_decision_again,
    rows_of_earlier_editions_and_of_people_stay,
    a_first_edition_has_no_changes,
    withheld_words_stay_withheld_from_amendment_to_publication,
    any_two_revisions_are_compared_the_earlier_one_first,
    reasons_are_asked_for_and_the_trail_holds_no_text,
    after_a_withdrawal_neither_the_table_nor_an_export_repeats_the_edition,
}

const FORM: &str = r#"[
 {"id":"cover.title","number":"","label":"評価書名","kind":"text","required":true,"confirmed":true},
 {"id":"I.5","number":"Ⅰ 5.","label":"件数","kind":"number","required":false,"confirmed":true},
 {"id":"I.6","number":"Ⅰ 6.","label":"概要","kind":"longtext","required":false,"confirmed":true},
 {"id":"II","number":"Ⅱ","label":"ファイルの概要","kind":"repeat","required":true,"confirmed":true,"children":[
  {"id":"II.6.place","number":"Ⅱ 6. ①","label":"保管場所","kind":"longtext","required":true,"confirmed":true,"mark":"※"}]},
 {"id":"att","number":"変更箇所","label":"変更箇所","kind":"table","required":false,"confirmed":true,"children":[
  {"id":"att.date","number":"変更日","label":"変更日","kind":"date","required":true,"confirmed":true},
  {"id":"att.item","number":"項目","label":"項目","kind":"text","required":true,"confirmed":true},
  {"id":"att.before","number":"変更前の記載","label":"変更前の記載","kind":"longtext","required":true,"confirmed":true},
  {"id":"att.after","number":"変更後の記載","label":"変更後の記載","kind":"longtext","required":true,"confirmed":true},
  {"id":"att.timing","number":"提出時期","label":"提出時期","kind":"choice","required":true,"confirmed":true,
   "choices":[{"n":1,"label":"事前"},{"n":2,"label":"事後"}]},
  {"id":"att.timing_note","number":"提出時期に係る説明","label":"提出時期に係る説明","kind":"longtext","required":true,"confirmed":true}]}
]"#;

/// Where the servers go; as secret as [`SECRET`].
const NEW_SECRET: &str = "別棟の奥の保管庫";

struct Draft {
    world: World,
    editor: Actor,
    approver: Actor,
    key: AssessmentKey,
}

impl Draft {
    /// Edition 1 is public, and an amendment was begun, at revision 2.
    async fn amendment(db: TestDatabase) -> Self {
        let world =
            World::with_forms(db, Forms::new(vec![form_of("2014-04", FORM), plan_form()])).await;
        let (editor, approver) = (world.editor().await, world.approver().await);
        let key = world.filed(&editor, &approver, "1").await;
        let draft = Self {
            world,
            editor,
            approver,
            key,
        };
        draft.publish(2).await;
        draft.act(2, Command::Amend).await;
        draft
    }

    async fn publish(&self, revision: i64) -> String {
        let workflow = &self.world.workflow;
        let pending = workflow
            .begin_publication(&self.approver, &self.key, revision)
            .await;
        let pending = pending.unwrap();
        let json = pending.editions[0].release_json.clone();
        pending.commit().await.unwrap();
        json
    }

    async fn act(&self, seen: i64, command: Command) -> Stage {
        self.world.act(&self.editor, &self.key, seen, command).await
    }

    async fn save(&self, seen: i64, answers: Answers) -> i64 {
        let saved = self
            .world
            .workflow
            .save_answers(&self.editor, &self.key, seen, answers);
        saved.await.unwrap().revision
    }

    async fn answers(&self) -> Answers {
        self.world
            .open(&self.editor, &self.key)
            .await
            .document
            .answers
    }

    async fn changes(&self) -> DraftChanges {
        let sheet = self
            .world
            .workflow
            .changes(&self.editor, &self.key)
            .await
            .unwrap();
        sheet.draft.unwrap()
    }

    async fn decide(&self, seen: i64, choices: Vec<ChangeChoice>) -> Result<i64, WorkflowError> {
        let workflow = &self.world.workflow;
        let saved = workflow
            .decide_changes(&self.editor, &self.key, seen, choices)
            .await;
        saved.map(|saved| saved.revision)
    }

    /// Decides everything alike.
    async fn decide_all(&self, seen: i64, decision: &Decision) -> i64 {
        let choices = choices(&self.changes().await, decision);
        self.decide(seen, choices).await.unwrap()
    }

    async fn file(&self, seen: i64) -> Result<Stage, WorkflowError> {
        let command = self.world.file();
        self.world
            .workflow
            .act(&self.editor, &self.key, seen, command)
            .await
    }

    async fn rows(&self) -> Vec<Row> {
        match self.answers().await.get("att") {
            Some(Answer::Table(rows)) => rows.clone(),
            _ => Vec::new(),
        }
    }
}

fn choices(changes: &DraftChanges, decision: &Decision) -> Vec<ChangeChoice> {
    let lines = changes.lines.iter();
    lines
        .map(|line| ChangeChoice {
            change: line.digest.clone(),
            decision: decision.clone(),
        })
        .collect()
}

fn decision(timing: Option<Timing>, weight: Option<Weight>) -> Decision {
    Decision {
        changed_on: jiff::civil::date(2026, 4, 1),
        timing,
        note: "重要な変更に当たらない。".to_owned(),
        weight,
    }
}

fn dismissed() -> Decision {
    let reason = "リスクを明らかに軽減させる".to_owned();
    decision(Some(Timing::After), Some(Weight::Dismissed { reason }))
}

/// The answers of the first edition with another place.
fn moved() -> Answers {
    let mut answers = complete_answers();
    let place = format!("サーバー室は｛非公表:場所｜{NEW_SECRET}｝に置く。");
    answers.set(sample::item("II"), Answer::Repeat(vec![file(&place)]));
    answers
}

async fn an_amendment_goes_to_the_commission_once_every_change_is_decided(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, with_count(moved(), 7)).await;
    let changes = draft.changes().await;
    let paths = changes
        .lines
        .iter()
        .map(|line| line.change.path.to_string());
    assert_eq!(paths.collect::<Vec<_>>(), ["I.5", "II[1].II.6.place"]);
    assert_eq!((changes.edition, changes.open), (1, 2));
    assert!(needs(draft.file(seen).await).contains(&Need::ChangesDescribed));
    // Timing alone leaves the candidate open.
    let undecided = decision(Some(Timing::After), None);
    let seen = draft.decide_all(seen, &undecided).await;
    assert_eq!(draft.changes().await.open, 1);
    let seen = draft.decide_all(seen, &dismissed()).await;
    let changes = draft.changes().await;
    assert_eq!((changes.open, changes.is_written), (0, true));
    assert_eq!(draft.rows().await.len(), 2);
    assert!(matches!(
        draft.file(seen).await.unwrap(),
        Stage::Submitted { .. }
    ));
}

async fn an_important_change_turns_an_amendment_into_a_redo(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, moved()).await;
    let important = decision(Some(Timing::Before), Some(Weight::Important));
    let seen = draft.decide_all(seen, &important).await;
    let changes = draft.changes().await;
    assert_eq!(changes.open, 1);
    assert!(changes.findings.iter().any(|found| found.rule == "CHG-3"));
    assert!(needs(draft.file(seen).await).contains(&Need::ChangesDescribed));
    let ground = RedoGround::ImportantChange;
    let stage = draft.act(seen, Command::Redo { ground }).await;
    assert_eq!(stage.round().unwrap().origin, Origin::Redo { ground });
    let changes = draft.changes().await;
    assert_eq!((changes.open, changes.findings), (0, vec![]));
    assert_eq!(
        draft.answers().await.get("II"),
        moved().get("II"),
        "the text is kept"
    );
}

async fn a_redo_needs_its_table_before_review(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let ground = RedoGround::Voluntary;
    draft.act(2, Command::Redo { ground }).await;
    let seen = draft.save(2, moved()).await;
    let submit = |seen| {
        let (workflow, editor) = (&draft.world.workflow, &draft.editor);
        workflow.act(editor, &draft.key, seen, Command::SubmitForReview)
    };
    assert_eq!(needs(submit(seen).await), [Need::ChangesDescribed]);
    // In a redo a candidate needs no dismissal.
    let decision = decision(Some(Timing::Before), None);
    let seen = draft.decide_all(seen, &decision).await;
    submit(seen).await.unwrap();
}

async fn what_is_decided_is_bound_to_the_revision_and_done_once(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, moved()).await;
    let choices = choices(&draft.changes().await, &dismissed());
    let old = draft.decide(2, choices.clone()).await;
    assert!(matches!(old, Err(WorkflowError::Stale(_))), "{old:?}");
    let first = draft.decide(seen, choices.clone()).await.unwrap();
    assert_eq!(first, seen + 1);
    assert_eq!(
        draft.decide(seen, choices.clone()).await.unwrap(),
        first,
        "a double click"
    );
    assert_eq!(draft.rows().await.len(), 1);
    let mut other = choices;
    other[0].change = sample::digest("no change");
    let unknown = draft.decide(first, other).await;
    assert!(
        matches!(unknown, Err(WorkflowError::NotFound)),
        "{unknown:?}"
    );
}

async fn an_edit_opens_the_decision_again(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, moved()).await;
    let seen = draft.decide_all(seen, &dismissed()).await;
    let mut answers = draft.answers().await;
    answers.set(
        sample::item("II"),
        Answer::Repeat(vec![file("庁舎に置く。")]),
    );
    let seen = draft.save(seen, answers).await;
    let changes = draft.changes().await;
    assert_eq!((changes.open, changes.is_written), (1, false));
    assert_eq!(changes.lines[0].decision, None);
    draft.decide_all(seen, &dismissed()).await;
    let rows = draft.rows().await;
    assert_eq!(rows.len(), 1, "the row of the earlier words is gone");
    let Row::Cells(cells) = &rows[0] else {
        panic!("cells");
    };
    assert_eq!(cells.get("att.after"), Some(&long("庁舎に置く。")));
    // Taken back altogether, nothing is left of it.
    let mut answers = draft.answers().await;
    answers.set(
        sample::item("II"),
        complete_answers().get("II").unwrap().clone(),
    );
    let seen = draft.save(seen + 1, answers).await;
    assert_eq!(draft.changes().await.open, 1, "a row without its change");
    draft.decide(seen, Vec::new()).await.unwrap();
    assert_eq!(draft.rows().await, []);
    assert_eq!(draft.changes().await.open, 0);
}

async fn rows_of_earlier_editions_and_of_people_stay(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, moved()).await;
    let seen = draft.decide_all(seen, &dismissed()).await;
    draft.file(seen).await.unwrap();
    draft.publish(seen).await;
    let earlier = draft.rows().await;
    draft.act(seen, Command::Amend).await;
    // A person writes the row of one change, and another remark.
    let mut answers = with_count(draft.answers().await, 7);
    let row = |list: &[(&str, Answer)]| {
        let cells = list.iter();
        Row::Cells(
            cells
                .map(|(id, answer)| (sample::item(id), answer.clone()))
                .collect(),
        )
    };
    let by_hand = row(&[
        ("att.date", Answer::Date(jiff::civil::date(2026, 4, 2))),
        ("att.item", crate::world::text("Ⅰ 5. 件数")),
        ("att.before", long("（記載なし）")),
        ("att.after", long("7")),
        ("att.timing", Answer::Choice(2)),
        ("att.timing_note", long("手で書いた説明")),
    ]);
    let mut rows = earlier.clone();
    rows.push(by_hand.clone());
    answers.set(sample::item("att"), Answer::Table(rows.clone()));
    let seen = draft.save(seen, answers).await;
    let changes = draft.changes().await;
    assert!(changes.lines[0].by_hand, "{changes:?}");
    assert_eq!((changes.open, changes.earlier_rows), (0, 1));
    let mut answers = draft.answers().await;
    answers.set(sample::item("I.6"), long("概要を書く。"));
    let seen = draft.save(seen, answers).await;
    let line = draft
        .changes()
        .await
        .lines
        .into_iter()
        .find(|line| !line.by_hand)
        .unwrap();
    let choice = ChangeChoice {
        change: line.digest,
        decision: dismissed(),
    };
    draft.decide(seen, vec![choice]).await.unwrap();
    let written = draft.rows().await;
    assert_eq!(written[..2], rows[..]);
    assert_eq!(written.len(), 3);
    // A row of an earlier edition that is taken out is missed.
    let mut answers = draft.answers().await;
    answers.set(sample::item("att"), Answer::Table(written[1..].to_vec()));
    draft.save(seen + 1, answers).await;
    let findings = draft.changes().await.findings;
    assert!(findings.iter().any(|found| found.rule == "CHG-4"));
}

async fn a_first_edition_has_no_changes(db: TestDatabase) {
    let world =
        World::with_forms(db, Forms::new(vec![form_of("2014-04", FORM), plan_form()])).await;
    let editor = world.editor().await;
    let key = world.complete(&editor, "1").await;
    let sheet = world.workflow.changes(&editor, &key).await.unwrap();
    assert_eq!((sheet.draft, sheet.may_decide), (None, true));
    let refused = world
        .workflow
        .decide_changes(&editor, &key, 2, Vec::new())
        .await;
    assert!(
        matches!(refused, Err(WorkflowError::Refused(_))),
        "{refused:?}"
    );
}

async fn withheld_words_stay_withheld_from_amendment_to_publication(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, moved()).await;
    let mut decision = dismissed();
    decision.note = format!("｛非公表:その他｜{SECRET}の移転｝による。");
    let seen = draft.decide_all(seen, &decision).await;
    draft.file(seen).await.unwrap();
    let json = draft.publish(seen).await;
    for secret in [SECRET, NEW_SECRET, "移転"] {
        assert!(!json.contains(secret), "{json}");
    }
    let release: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(release["origin"], EditionKind::Amendment.as_str());
    assert_eq!(release["withheld_changed"][0], "II[1].II.6.place");
    assert_eq!(
        release["answers"]["att"][0]["att.before"][1]["reason"],
        "location"
    );
    // The gate looks for the words before as well as for those after.
    let open = draft.world.open(&draft.editor, &draft.key).await;
    let mut tx = draft.world.db.store.begin_read().await.unwrap();
    let phrases = store::withheld_phrases::list_of_assessment(&mut tx, &open.id)
        .await
        .unwrap();
    let rows = phrases
        .iter()
        .filter(|found| found.item.starts_with("att[1]"));
    assert_eq!(rows.count(), 3);
}

async fn any_two_revisions_are_compared_the_earlier_one_first(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, with_count(moved(), 7)).await;
    let (workflow, key) = (&draft.world.workflow, &draft.key);
    let compare = |from, to| workflow.compare_revisions(&draft.editor, key, from, to);
    let found = compare(None, None).await.unwrap();
    assert_eq!((found.from, found.to, found.changes.len()), (2, seen, 2));
    let edition = found
        .revisions
        .iter()
        .find(|entry| entry.edition == Some(1));
    assert_eq!(edition.unwrap().revision, 2);
    let other = compare(Some(seen), Some(2)).await.unwrap();
    assert_eq!(
        (other.from, other.to, &other.changes),
        (2, seen, &found.changes)
    );
    assert!(matches!(
        compare(Some(2), Some(99)).await,
        Err(WorkflowError::NotFound)
    ));
}

async fn reasons_are_asked_for_and_the_trail_holds_no_text(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let seen = draft.save(2, moved()).await;
    let changes = draft.changes().await;
    let reason = " \n".to_owned();
    let blank = decision(Some(Timing::After), Some(Weight::Dismissed { reason }));
    assert_eq!(
        fields(draft.decide(seen, choices(&changes, &blank)).await),
        ["reason"]
    );
    let mut unreadable = dismissed();
    unreadable.note = "｛非公表:場所｜".to_owned();
    assert_eq!(
        fields(draft.decide(seen, choices(&changes, &unreadable)).await),
        ["note"]
    );
    draft.decide_all(seen, &dismissed()).await;
    assert!(
        draft
            .world
            .trail()
            .await
            .contains(&"changes.decide".to_owned())
    );
    let text = draft.world.trail_text().await;
    for words in ["軽減", "当たらない", SECRET, NEW_SECRET] {
        assert!(!text.contains(words));
    }
}

async fn after_a_withdrawal_neither_the_table_nor_an_export_repeats_the_edition(db: TestDatabase) {
    let draft = Draft::amendment(db).await;
    let revision = draft.save(2, with_count(complete_answers(), 9)).await;
    assert!(!draft.changes().await.lines.is_empty());
    let (world, key) = (&draft.world, &draft.key);
    let coordinator = world.coordinator().await;
    let reason = "公表しない部分が含まれていたため".to_owned();
    world
        .act(&coordinator, key, revision, Command::Unpublish { reason })
        .await;
    let sheet = world.workflow.changes(&draft.editor, key).await.unwrap();
    assert_eq!(sheet.draft, None);
    for edition in [None, Some(1)] {
        let address = AssessmentAddress {
            key: key.clone(),
            edition,
        };
        let copy = world
            .workflow
            .export_assessment(Operator, &address, Audience::Public)
            .await;
        assert!(matches!(copy, Err(WorkflowError::NotFound)), "{edition:?}");
    }
}
