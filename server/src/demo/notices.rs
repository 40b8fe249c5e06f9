//! The demo's notice in distribution, and its inquiries: openly fictional, and made once.

use domain::Role;
use domain::inquiry::Category;
use domain::notice_life::{DraftForm, LetterForm};
use jiff::SignedDuration;
use store::{meta, users};
use workflow::{Actor, Membership, NewInquiry, Operator, Targets, Workflow, qa_digest};

use super::{Stage, present};
use crate::commands::Failure;
use crate::site::PublicAct;
use crate::state::AppState;

/// The value in the store that tells how far the demo has come.
const DONE: &str = "demo.notices";

/// Does it, unless it was done.
pub(super) async fn follow(state: &AppState) -> Result<(), Failure> {
    let mut tx = state.workflow.store().begin_read().await?;
    let done = meta::get(&mut tx, DONE).await?.is_some();
    let has_any = !store::notices::list(&mut tx, None, None, 1)
        .await?
        .is_empty();
    drop(tx);
    if done || has_any {
        return Ok(());
    }
    let begin = present() - SignedDuration::from_hours(24 * 20);
    let stage = Stage::new(state, begin)?;
    notice(&stage).await?;
    inquiries(&stage).await?;
    let mut tx = state.workflow.store().begin().await?;
    meta::set(&mut tx, DONE, "1").await?;
    tx.commit().await?;
    Ok(())
}

/// Somebody of this role and body, if the demo has one.
async fn person(workflow: &Workflow, email: &str) -> Result<Option<Actor>, Failure> {
    let mut tx = workflow.store().begin_read().await?;
    let found = users::find_by_email(&mut tx, email).await?;
    Ok(found.map(|user| Actor {
        user: user.id,
        role: user.role,
        body: user.body,
        email: user.email,
        origin: None,
    }))
}

fn letter(number: &str, date: jiff::civil::Date, from: &str, to: &str, body: &str) -> LetterForm {
    LetterForm {
        number: number.to_owned(),
        date: date.to_string(),
        from: from.to_owned(),
        to: to.to_owned(),
        title: "見本の情報の提供に係る了承について（見本）".to_owned(),
        body: body.to_owned(),
    }
}

async fn notice(stage: &Stage) -> Result<(), Failure> {
    let workflow = &stage.workflow;
    let provider = person(workflow, "provider@demo.invalid").await?;
    let commission = person(workflow, "ppc-approver@demo.invalid").await?;
    let (Some(provider), Some(commission)) = (provider, commission) else {
        return Ok(());
    };
    members(workflow).await?;
    let day = workflow.today();
    let draft = DraftForm {
        title: "見本の情報の提供について（架空の通知です）".to_owned(),
        from: "見本省企画室長".to_owned(),
        to: "各都道府県担当部長\n各指定都市担当局長".to_owned(),
        body: "この通知は、動きを試すための架空のものです。\n\n## 記\n\n1. 見本の留意事項\n2. 見本の記載例".to_owned(),
    };
    let id = workflow.draft_notice(&provider, &draft).await?;
    let (ministry, ppc) = ("見本省官房長", "見本委員会事務局長");
    let request = letter(
        "見本企第1号",
        day,
        ministry,
        ppc,
        "標記について、お諮りください。（見本）",
    );
    workflow
        .request_acknowledgement(&provider, &id, 1, &request)
        .await?;
    let granted = letter(
        "見本委第1号",
        day,
        ppc,
        ministry,
        "標記について、了承されました。（見本）",
    );
    workflow
        .acknowledge_notice(&commission, &id, 2, &granted)
        .await?;
    waiting(workflow, &provider).await?;
    let act = PublicAct::IssueNotice {
        id: id.clone(),
        version: 3,
        number: "見本企第2号".to_owned(),
        date: day.to_string(),
    };
    let issued = stage.publisher.change(&provider, act).await;
    issued.map_err(|error| Failure::Environment(error.into()))?;
    workflow.distribute_notice(&provider, &id).await?;
    if let Some(prefecture) = person(workflow, "prefecture@demo.invalid").await? {
        let chosen = ["992011", "993018"].iter();
        let chosen = chosen.filter_map(|code| domain::BodyCode::parse(code).ok());
        let chosen = Targets::Chosen(chosen.collect());
        workflow.forward_notice(&prefecture, &id, &chosen).await?;
    }
    if let Some(admin) = person(workflow, "admin@demo.invalid").await?
        && workflow.open_received_notice(&admin, &id).await.is_ok()
    {
        workflow.forward_notice(&admin, &id, &Targets::All).await?;
        workflow.complete_notice(&admin, &id).await?;
    }
    Ok(())
}

/// A second notice, which the commission has been asked about.
async fn waiting(workflow: &Workflow, provider: &Actor) -> Result<(), Failure> {
    let draft = DraftForm {
        title: "見本の情報の改訂について（架空の通知の案です）".to_owned(),
        from: "見本省企画室長".to_owned(),
        to: "各都道府県担当部長\n各指定都市担当局長".to_owned(),
        body: "この案は、動きを試すための架空のものです。\n\n## 記\n\n1. 見本の改訂".to_owned(),
    };
    let id = workflow.draft_notice(provider, &draft).await?;
    let (from, to) = ("見本省官房長", "見本委員会事務局長");
    let words = "標記について、お諮りください。（見本）";
    let request = letter("見本企第3号", workflow.today(), from, to, words);
    workflow
        .request_acknowledgement(provider, &id, 1, &request)
        .await?;
    Ok(())
}

/// The demo's union and its members.
async fn members(workflow: &Workflow) -> Result<(), Failure> {
    let code = |text| domain::BodyCode::parse(text).ok();
    let union = code("998010");
    let members = ["992011", "993018"].into_iter().filter_map(|member| {
        Some(Membership {
            union: union.clone()?,
            member: code(member)?,
        })
    });
    let members: Vec<Membership> = members.collect();
    workflow.import_union_members(Operator, &members).await?;
    Ok(())
}

async fn inquiries(stage: &Stage) -> Result<(), Failure> {
    let workflow = &stage.workflow;
    let Some(editor) = person(workflow, "editor@demo.invalid").await? else {
        return Ok(());
    };
    let ask = |category, subject: &str, text: &str| NewInquiry {
        category,
        subject: subject.to_owned(),
        text: text.to_owned(),
        once: format!("demo {subject}"),
    };
    let open = ask(
        Category::Platform,
        "接続の時期（見本）",
        "接続の試験はいつから行えますか。（見本の問合せです）",
    );
    workflow.send_inquiry(&editor, &open).await?;
    let technical = ask(
        Category::SoftwareTechnical,
        "副本の登録の結果の見方（見本）",
        "登録の結果の画面で、保留と出た件数の意味を教えてください。（見本の問合せです）",
    );
    workflow.send_inquiry(&editor, &technical).await?;
    if let Some(prefecture) = person(workflow, "prefecture@demo.invalid").await? {
        let open = ask(
            Category::General,
            "周知の期限（見本）",
            "市町村への周知は、いつまでに終えればよいですか。（見本の問合せです）",
        );
        workflow.send_inquiry(&prefecture, &open).await?;
    }
    let general = ask(
        Category::General,
        "保管場所の書き方（見本）",
        "保管場所は、どこまで詳しく書けばよいですか。（見本の問合せです）",
    );
    let number = workflow.send_inquiry(&editor, &general).await?;
    let provider = person(workflow, "provider@demo.invalid").await?;
    let Some(provider) = provider.filter(|found| found.role == Role::Provider) else {
        return Ok(());
    };
    let answer = "建物の名称や階は、非公表とすることを検討してください。（見本の回答です）";
    workflow
        .write_inquiry_message(&provider, number, 1, answer)
        .await?;
    let question = "保管場所は、どこまで詳しく書けばよいですか。（見本）";
    workflow
        .propose_qa(&provider, number, "", (question, answer))
        .await?;
    let opened = workflow.open_inquiry(&editor, number).await?;
    let Some(qa) = opened.qa else { return Ok(()) };
    let digest = qa_digest(&qa).as_str().to_owned();
    for side in [&editor, &provider] {
        workflow.consent_to_qa(side, number, &digest, true).await?;
    }
    let act = PublicAct::PublishQa { number, digest };
    let published = stage.publisher.change(&provider, act).await;
    published.map_err(|error| Failure::Environment(error.into()))
}
