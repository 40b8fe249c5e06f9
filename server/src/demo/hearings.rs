//! The demo's hearings: opinions are being heard on one 全項目評価書; another was heard,
//! answered, and is with the reviewers. Whoever signs in finds something to do.

use domain::interchange::{self, Imported};
use domain::opinion::OpinionVerdict;
use domain::{Command, ConsultationId, EditionId, FormId, Stage as State, StageKind};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};
use workflow::{
    Actor, AnswerOpinions, AssessmentKey, NewAnswer, NewComment, NewConsultation, NewEngagement,
    SendOpinion,
};

use super::course::{actor, broken, key_of, newest, write};
use super::files::DemoFiles;
use super::{Stage, present};
use crate::commands::Failure;
use crate::state::AppState;

/// An assessment that is a copy of another under a number of its own.
struct Copy {
    number: &'static str,
    /// What is said of it in its title.
    about: &'static str,
    /// How many days ago it was published for opinions.
    opened: i64,
    /// For how many days.
    days: i64,
}

const OPEN: Copy = Copy {
    number: "4",
    about: "意見を募集している見本",
    opened: 9,
    days: 40,
};
const HEARD: Copy = Copy {
    number: "5",
    about: "意見募集が終わった見本",
    opened: 60,
    days: 31,
};

/// What was written in the demo: text, reflected or not, and why.
const OPINIONS: [(&str, OpinionVerdict, &str); 3] = [
    (
        "保管場所の記載だけでは、夜間の入退室をどう確かめているのか分かりません。（見本の意見です）",
        OpinionVerdict::Reflected,
        "入退室の記録を確かめる者と頻度を書き足しました。（見本の回答です）",
    ),
    (
        "委託先の従業者が見られる範囲を、もう少し具体的に書いてください。（見本の意見です）",
        OpinionVerdict::Reflected,
        "委託先の従業者が閲覧できる項目を書き足しました。（見本の回答です）",
    ),
    (
        "意見募集の案内を、広報紙にも載せてほしいです。（見本の意見です）",
        OpinionVerdict::NotReflected,
        "評価書の記載事項ではありませんが、次の意見募集から広報紙で案内します。（見本の回答です）",
    ),
];
const ORGAN: &str = "見本市個人情報保護審議会";
const REMARK: &str = "消去の証明書を確かめる手順を、具体的に説明してください。（見本の意見です）";
const REPLY: &str = "受け取った証明書を、担当者と所属長の2人で確かめています。（見本の回答です）";

/// Who takes part.
struct Cast {
    editor: Actor,
    approver: Actor,
    coordinator: Actor,
    reviewer: Actor,
}

/// Does what was not done yet, in the order of time.
pub(super) async fn follow(state: &AppState, files: &DemoFiles) -> Result<(), Failure> {
    let stage = Stage::new(state, morning(days_ago(HEARD.opened + 10))?)?;
    let cast = Cast {
        editor: actor(&stage, "editor@demo.invalid").await?,
        approver: actor(&stage, "approver@demo.invalid").await?,
        coordinator: actor(&stage, "coordinator@demo.invalid").await?,
        reviewer: actor(&stage, "reviewer@demo.invalid").await?,
    };
    let play = Play { stage, cast, files };
    play.open(&HEARD).await?;
    play.hear(&HEARD).await?;
    play.answer().await?;
    play.hand_over().await?;
    play.open(&OPEN).await?;
    play.hear(&OPEN).await
}

fn days_ago(days: i64) -> Date {
    workflow::day_in_japan(present()).saturating_sub(days.days())
}

/// Nine in the morning in Japan.
fn morning(day: Date) -> Result<jiff::Timestamp, Failure> {
    let at = Offset::constant(9).to_timestamp(day.at(9, 0, 0, 0));
    at.map_err(|error| Failure::Environment(error.into()))
}

struct Play<'a> {
    stage: Stage,
    cast: Cast,
    files: &'a DemoFiles,
}

impl Play<'_> {
    /// Goes to a day, unless that is past already.
    fn go_to(&self, day: Date) -> Result<(), Failure> {
        let at = morning(day)?;
        if at > self.stage.workflow.clock().now() {
            self.stage.go_to(at);
        }
        Ok(())
    }

    async fn state(&self, key: &AssessmentKey) -> Option<State> {
        let open = self.stage.workflow.open_assessment(&self.cast.editor, key);
        open.await.ok().map(|open| open.stage)
    }

    /// From nothing to its consultation, a step at a time.
    async fn open(&self, copy: &Copy) -> Result<(), Failure> {
        let from = days_ago(copy.opened);
        let kiso = self.copied(copy, "mihon-1-kiso.json")?;
        let full = self.copied(copy, "mihon-1-zenkomoku.json")?;
        let key = key_of(&full);
        let (workflow, cast) = (&self.stage.workflow, &self.cast);
        self.go_to(from.saturating_sub(5.days()))?;
        loop {
            let (who, command) = match self.state(&key).await {
                None => {
                    for document in [&kiso, &full] {
                        write(&self.stage, &cast.editor, document, true).await?;
                    }
                    continue;
                }
                Some(State::Draft { .. }) => (&cast.editor, Command::SubmitForReview),
                Some(State::InReview { checked: None, .. }) => (&cast.approver, Command::Check),
                Some(State::InReview { .. }) => (&cast.coordinator, Command::PrepareConsultation),
                Some(State::PreparingConsultation { .. }) => break,
                Some(_) => return Ok(()),
            };
            let revision = newest(&self.stage, &cast.editor, &key).await?;
            workflow.act(who, &key, revision, command).await?;
        }
        self.go_to(from)?;
        let new = NewConsultation {
            from,
            to: from.saturating_add((copy.days - 1).days()),
            method: "このページの「意見を書く」から送ってください。（見本です）".to_owned(),
            contact: "見本市総務課（架空の団体です）".to_owned(),
        };
        let revision = newest(&self.stage, &cast.editor, &key).await?;
        let publisher = &self.stage.publisher;
        publisher
            .open_consultation(&cast.coordinator, &key, revision, new)
            .await?;
        Ok(())
    }

    /// A document of 見本市 under the number of a copy, as it is before opinions were heard.
    fn copied(&self, copy: &Copy, file: &str) -> Result<Imported, Failure> {
        let wrong = |error: serde_json::Error| broken(file, &error.to_string());
        let mut json: serde_json::Value =
            serde_json::from_str(&self.files.text(file)?).map_err(wrong)?;
        json["number"] = copy.number.into();
        json["answers"]["cover.number"] = copy.number.into();
        let title = json["answers"]["cover.title"].as_str().unwrap_or_default();
        json["answers"]["cover.title"] = format!("{title}（{}）", copy.about).into();
        if let Some(answers) = json["answers"].as_object_mut() {
            answers.retain(|item, _| !is_later(item));
        }
        let forms = self.stage.workflow.forms();
        let find = |form: &FormId, _: Option<&EditionId>| forms.newest(form).cloned();
        interchange::import(&json.to_string(), &find).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            broken(file, &problems.join("; "))
        })
    }

    async fn consultation(&self, copy: &Copy) -> Result<Option<ConsultationId>, Failure> {
        let key = key_of(&self.copied(copy, "mihon-1-zenkomoku.json")?);
        let found = self.stage.workflow.consultation_of(&self.cast.editor, &key);
        Ok(found.await?.map(|found| found.consultation.id))
    }

    /// Residents write, a day apart.
    async fn hear(&self, copy: &Copy) -> Result<(), Failure> {
        let Some(id) = self.consultation(copy).await? else {
            return Ok(());
        };
        let workflow = &self.stage.workflow;
        let all = workflow.opinions(&self.cast.editor, &id).await?;
        let done = all.opinions.len();
        let count = if copy.number == OPEN.number {
            2
        } else {
            OPINIONS.len()
        };
        for (day, (text, ..)) in (1..).zip(&OPINIONS[..count]).skip(done) {
            self.go_to(days_ago(copy.opened - day))?;
            let form = workflow.opinion_form(&id, None).await;
            let token = form
                .map_err(|error| Failure::Environment(error.into()))?
                .token;
            // Nobody reads the page and writes in less.
            self.stage.clock.advance(60);
            let sent = SendOpinion {
                text: (*text).to_owned(),
                consent: true,
                token,
                ..SendOpinion::default()
            };
            let sent = workflow.send_opinion(&id, &sent).await;
            sent.map_err(|error| Failure::Environment(error.into()))?;
        }
        Ok(())
    }

    /// The days are over: every opinion is answered, the result published, the form filled in.
    async fn answer(&self) -> Result<(), Failure> {
        let Some(id) = self.consultation(&HEARD).await? else {
            return Ok(());
        };
        let (workflow, cast) = (&self.stage.workflow, &self.cast);
        self.go_to(days_ago(HEARD.opened - HEARD.days))?;
        workflow.close_due_consultations().await?;
        self.go_to(days_ago(22))?;
        let all = workflow.opinions(&cast.editor, &id).await?;
        for row in all.opinions.iter().filter(|row| row.answer.is_none()) {
            let number = row.opinion.number;
            let place = usize::try_from(number - 1).unwrap_or_default() % OPINIONS.len();
            let (_, verdict, reason) = OPINIONS[place];
            let new = AnswerOpinions {
                opinions: vec![(number, 0)],
                verdict: Some(verdict),
                reason: reason.to_owned(),
            };
            workflow.answer_opinions(&cast.editor, &id, new).await?;
        }
        if all.overview.result.is_some() {
            return Ok(());
        }
        let (_, revision, items) = workflow.propose_items(&cast.editor, &id).await?;
        let items: Vec<String> = items.into_iter().map(|proposed| proposed.item).collect();
        workflow
            .fill_items(&cast.editor, &id, revision, &items)
            .await?;
        self.go_to(days_ago(20))?;
        let seen = workflow.preview_result(&cast.coordinator, &id).await?.seen;
        let publisher = &self.stage.publisher;
        publisher
            .publish_result(&cast.coordinator, &id, &seen)
            .await?;
        Ok(())
    }

    /// The full text is with a reviewer, who asked something and was answered.
    async fn hand_over(&self) -> Result<(), Failure> {
        let key = key_of(&self.copied(&HEARD, "mihon-1-zenkomoku.json")?);
        let (workflow, cast) = (&self.stage.workflow, &self.cast);
        self.go_to(days_ago(15))?;
        if self
            .state(&key)
            .await
            .is_none_or(|stage| stage.kind() != StageKind::Reworking)
        {
            return Ok(());
        }
        let new = NewEngagement {
            email: cast.reviewer.email.clone(),
            organ: ORGAN.to_owned(),
        };
        // The reviewer has a password: no link is made.
        let nowhere = |_: &workflow::Token| String::new();
        workflow
            .engage_reviewer(&cast.coordinator, &key, new, nowhere)
            .await?;
        let revision = newest(&self.stage, &cast.editor, &key).await?;
        workflow
            .act(&cast.editor, &key, revision, Command::HandOver)
            .await?;
        self.go_to(days_ago(12))?;
        let (remark, reply) = (store::new_id(workflow.clock().now()), next_id(workflow));
        let comment = NewComment {
            token: &remark,
            revision,
            item: "",
            body: REMARK,
        };
        workflow
            .comment_on_item(&cast.reviewer, &key, &comment)
            .await?;
        self.go_to(days_ago(11))?;
        let answer = NewAnswer {
            token: &reply,
            thread: &remark,
            body: REPLY,
        };
        workflow.answer_comment(&cast.editor, &key, &answer).await?;
        Ok(())
    }
}

fn next_id(workflow: &workflow::Workflow) -> String {
    store::new_id(workflow.clock().now() + SignedDuration::from_secs(1))
}

/// Items about what comes after the hearing.
fn is_later(item: &str) -> bool {
    item.starts_with("VI.2.opinions")
        || item.starts_with("VI.2.reflect")
        || item.starts_with("VI.3.")
        || item == "cover.published"
}
