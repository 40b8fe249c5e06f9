#![allow(clippy::unwrap_used)]
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn letter(day: Date) -> Letter {
    Letter::parse(&LetterForm {
        number: "見本企第1号".to_owned(),
        date: day.to_string(),
        from: "見本省企画室長".to_owned(),
        to: "各都道府県担当部長\n各指定都市担当局長".to_owned(),
        title: "資料の提供について".to_owned(),
        body: "本文です。".to_owned(),
    })
    .unwrap()
}

fn draft() -> NoticeDraft {
    NoticeDraft::parse(&DraftForm {
        title: "資料の提供について".to_owned(),
        from: "見本省企画室長".to_owned(),
        to: "各都道府県担当部長".to_owned(),
        body: "本文です。".to_owned(),
    })
    .unwrap()
}

const TODAY: Date = Date::constant(2014, 9, 1);

fn requested() -> NoticeStage {
    let request = letter(date(2014, 8, 4));
    NoticeStage::Draft
        .request(&draft(), request, TODAY)
        .unwrap()
}

fn acknowledged() -> NoticeStage {
    requested()
        .acknowledge(letter(date(2014, 8, 5)), TODAY)
        .unwrap()
}

fn issued() -> NoticeStage {
    acknowledged()
        .issue(letter(date(2014, 8, 8)), TODAY)
        .unwrap()
}

fn returned() -> NoticeStage {
    requested().send_back("別紙が足りません。", TODAY).unwrap()
}

fn distributed() -> NoticeStage {
    issued().distribute(TODAY).unwrap()
}

fn listed() -> NoticeStage {
    distributed().list(TODAY).unwrap()
}

fn stages() -> Vec<NoticeStage> {
    vec![
        NoticeStage::Draft,
        requested(),
        returned(),
        acknowledged(),
        issued(),
        distributed(),
        listed(),
        listed().revise("n2", TODAY).unwrap(),
        listed().expire("制度が変わりました。", TODAY).unwrap(),
    ]
}

fn perform(stage: NoticeStage, act: NoticeAct, day: Date) -> Result<NoticeStage, NoticeRefusal> {
    match act {
        NoticeAct::Edit => stage.check(act).map(|()| stage),
        NoticeAct::Request => stage.request(&draft(), letter(day), TODAY),
        NoticeAct::Acknowledge => stage.acknowledge(letter(day), TODAY),
        NoticeAct::SendBack => stage.send_back("理由", TODAY),
        NoticeAct::Issue => stage.issue(letter(day), TODAY),
        NoticeAct::Distribute => stage.distribute(TODAY),
        NoticeAct::List => stage.list(TODAY),
        NoticeAct::Revise => stage.revise("n2", TODAY),
        NoticeAct::Expire => stage.expire("理由", TODAY),
    }
}

#[test]
fn every_act_is_possible_exactly_where_the_table_says() {
    for stage in stages() {
        for act in NoticeAct::ALL {
            let done = perform(stage.clone(), act, TODAY);
            assert_eq!(done.is_ok(), act.is_possible(&stage), "{act:?} {stage:?}");
            if let Err(refusal) = done {
                let told = refusal.to_string();
                assert!(
                    told.contains(act.label()) && told.contains(stage.label()),
                    "{told}"
                );
            }
        }
    }
}

#[test]
fn the_letters_of_2014_are_in_order() {
    let days: Vec<String> = listed()
        .letters()
        .iter()
        .map(|(kind, letter)| format!("{} {}", kind.label(), letter.date()))
        .collect();
    assert_eq!(
        days,
        ["了承依頼 2014-08-04", "了承 2014-08-05", "通知 2014-08-08"]
    );
}

#[test]
fn a_letter_dated_before_the_one_it_answers_is_refused() {
    let early = requested().acknowledge(letter(date(2014, 8, 3)), TODAY);
    assert!(matches!(early, Err(NoticeRefusal::TooEarly { .. })));
    let early = acknowledged().issue(letter(date(2014, 8, 4)), TODAY);
    assert!(matches!(early, Err(NoticeRefusal::TooEarly { .. })));
    let same_day = acknowledged().issue(letter(date(2014, 8, 5)), TODAY);
    assert!(same_day.is_ok());
    let earlier = listed().revise("n2", date(2014, 8, 7));
    assert!(matches!(earlier, Err(NoticeRefusal::TooEarly { .. })));
}

#[test]
fn a_letter_dated_tomorrow_is_refused() {
    let tomorrow = letter(TODAY.tomorrow().unwrap());
    let refused = NoticeStage::Draft.request(&draft(), tomorrow, TODAY);
    assert!(matches!(refused, Err(NoticeRefusal::Future { .. })));
}

#[test]
fn a_request_needs_the_whole_draft() {
    let bare = DraftForm {
        title: "題名だけ".to_owned(),
        ..DraftForm::default()
    };
    let bare = NoticeDraft::parse(&bare).unwrap();
    let refused = NoticeStage::Draft.request(&bare, letter(TODAY), TODAY);
    let missing = vec!["差出人", "宛先", "本文"];
    assert_eq!(refused, Err(NoticeRefusal::Incomplete { missing }));
}

#[test]
fn a_return_and_an_expiry_need_a_reason() {
    assert_eq!(
        requested().send_back("　", TODAY),
        Err(NoticeRefusal::NoReason)
    );
    assert_eq!(listed().expire("", TODAY), Err(NoticeRefusal::NoReason));
}

#[test]
fn a_letter_names_every_problem_beside_its_field() {
    let problems = Letter::parse(&LetterForm {
        number: String::new(),
        date: "8月8日".to_owned(),
        from: "見本\n省".to_owned(),
        to: String::new(),
        title: "｛非公表:場所｜地下｝".to_owned(),
        body: "個人番号 123456789018 です。".to_owned(),
    });
    let fields: Vec<_> = problems.unwrap_err().iter().map(|p| p.field).collect();
    assert_eq!(fields, ["number", "date", "from", "title", "body", "to"]);
}

#[test]
fn stages_are_read_back_as_they_were_stored() {
    for stage in stages() {
        let stored = serde_json::to_string(&stage).unwrap();
        assert_eq!(serde_json::from_str::<NoticeStage>(&stored).unwrap(), stage);
    }
}

proptest! {
    /// Whatever is tried in whatever order, the letters that are there are in order of their
    /// dates, none is lost, and what has ended stays so.
    #[test]
    fn any_acts_keep_the_letters_in_order(
        acts in prop::collection::vec((0..NoticeAct::ALL.len(), 0i32..40), 0..60),
    ) {
        let mut stage = NoticeStage::Draft;
        for (act, day) in acts {
            let day = date(2014, 8, 1).saturating_add(jiff::Span::new().days(day));
            let before = stage.clone();
            match perform(stage, NoticeAct::ALL[act], day) {
                Ok(next) => stage = next,
                Err(_) => stage = before.clone(),
            }
            let dates: Vec<Date> = stage.letters().iter().map(|(_, l)| l.date()).collect();
            prop_assert!(dates.is_sorted());
            prop_assert!(dates.iter().all(|day| *day <= TODAY));
            if before.issued().is_some() {
                prop_assert_eq!(before.letters(), stage.letters());
            }
            if matches!(before, NoticeStage::Ended { .. }) {
                prop_assert_eq!(before, stage.clone());
            }
        }
    }
}
