#![allow(clippy::unwrap_used)]
use jiff::Timestamp;
use store::Secret;
use store::mail_outbox::{Content, Mail, Told};

use super::*;

fn told(kind: &str) -> Mail {
    Mail {
        id: "0190-a.somebody".to_owned(),
        attempts: 1,
        created_at: Timestamp::UNIX_EPOCH,
        address: Secret::new("somebody@demo.invalid"),
        is_active: true,
        content: Content::Notification(Told {
            kind: kind.to_owned(),
            body: Some((
                domain::BodyCode::parse("992011").unwrap(),
                "見本市".to_owned(),
            )),
            subject_kind: "assessment".to_owned(),
            subject: "992011/1/zenkomoku".to_owned(),
            due_on: Some(jiff::civil::date(2016, 4, 1)),
        }),
    }
}

#[test]
fn a_letter_says_what_happened_to_which_number_and_where_to_read_more() {
    let letter = letter_of(&told("due.yearly-review"), "https://portal.demo.invalid").unwrap();
    assert!(letter.subject.ends_with("】1年ごとの見直しの時期です"));
    assert!(letter.text.contains("見本市　評価書番号1（全項目評価書）"));
    assert!(letter.text.contains("期日: 2016年4月1日"));
    let link = "https://portal.demo.invalid/desk/assessments/992011/1/zenkomoku/";
    assert!(letter.text.contains(link), "{}", letter.text);
}

#[test]
fn nobody_and_unknown_kinds_get_no_letter() {
    assert!(letter_of(&told("x.y"), "").is_none());
    let mail = Mail {
        is_active: false,
        ..told("due.redo")
    };
    assert!(letter_of(&mail, "").is_none());
}

#[tokio::test]
async fn a_letter_becomes_one_file_however_often_it_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("outbox");
    let mailer = FileMailer::new(dir.clone(), "no-reply@demo.invalid".parse().unwrap());
    let letter = letter_of(&told("due.redo"), "https://portal.demo.invalid").unwrap();
    for _ in 0..2 {
        mailer.send(&letter).await.unwrap();
    }
    let files: Vec<_> = std::fs::read_dir(&dir)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(files.len(), 1);
    let text = std::fs::read_to_string(files[0].path()).unwrap();
    assert!(
        text.contains("Message-ID: <0190-a.somebody@demo.invalid>"),
        "{text}"
    );
    assert!(text.contains("To: somebody@demo.invalid"));
    assert!(text.contains("Content-Type: text/plain; charset=utf-8"));
}

#[tokio::test]
async fn an_address_that_is_none_is_hopeless() {
    let folder = tempfile::tempdir().unwrap();
    let from = "no-reply@demo.invalid".parse().unwrap();
    let mailer = FileMailer::new(folder.path().to_owned(), from);
    let letter = Letter {
        to: "nobody".to_owned(),
        ..letter_of(&told("due.redo"), "").unwrap()
    };
    assert!(mailer.send(&letter).await.unwrap_err().is_hopeless);
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_is_tried_again() {
    // Port 9 of this machine refuses.
    let from = "no-reply@demo.invalid".parse().unwrap();
    let mailer = SmtpMailer::new("smtp://127.0.0.1:9", from).unwrap();
    let letter = letter_of(&told("due.redo"), "").unwrap();
    assert!(!mailer.send(&letter).await.unwrap_err().is_hopeless);
}

#[test]
fn a_wrong_address_of_a_mail_server_is_not_quoted() {
    let from = "no-reply@demo.invalid".parse().unwrap();
    let error = SmtpMailer::new("geheim://x", from).err().unwrap();
    assert!(!format!("{error:?}").contains("geheim"));
}
