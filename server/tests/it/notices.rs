//! Notices and inquiries: the portal's pages, and what of them becomes public.

mod inquiries;
mod pages;
mod public;

use domain::Role;
use domain::notice_life::{DraftForm, LetterForm};
use server::site::PublicAct;
use workflow::{Actor, NewUser, Operator, Workflow};

/// A person, without a session.
pub async fn actor(workflow: &Workflow, role: Role, body: Option<&str>) -> Actor {
    let email = format!("{}-notices@demo.invalid", role.as_str());
    let new = NewUser {
        email: email.clone(),
        role,
        body: body.map(|body| domain::BodyCode::parse(body).unwrap()),
    };
    workflow
        .invite_user_as_operator(Operator, new)
        .await
        .unwrap();
    let mut tx = workflow.store().begin_read().await.unwrap();
    let user = store::users::find_by_email(&mut tx, &email).await.unwrap();
    let user = user.unwrap();
    Actor {
        user: user.id,
        role,
        body: user.body,
        email,
        origin: None,
    }
}

pub const DAY: &str = "2014-08-08";

pub fn draft(body: &str) -> DraftForm {
    DraftForm {
        title: "見本の資料の提供について".to_owned(),
        from: "見本省企画室長".to_owned(),
        to: "各都道府県担当部長".to_owned(),
        body: body.to_owned(),
    }
}

pub fn letter(number: &str) -> LetterForm {
    LetterForm {
        number: number.to_owned(),
        date: DAY.to_owned(),
        from: "見本省官房長".to_owned(),
        to: "見本委員会事務局長".to_owned(),
        title: "了承について".to_owned(),
        body: "お願いします。".to_owned(),
    }
}

/// Issues the notice at a version, as by a handler.
pub fn issue(id: &str, version: i64, date: &str) -> PublicAct {
    PublicAct::IssueNotice {
        id: id.to_owned(),
        version,
        number: "見本企第2号".to_owned(),
        date: date.to_owned(),
    }
}
