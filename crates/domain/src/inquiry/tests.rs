#![allow(clippy::unwrap_used)]
use jiff::civil::date;

use super::*;

const TODAY: Date = Date::constant(2014, 9, 1);

#[test]
fn every_category_has_its_own_desk() {
    let desks = Category::ALL.map(Category::desk);
    assert_eq!(desks, [Role::Provider, Role::Helpdesk, Role::Platform]);
    for category in Category::ALL {
        assert_eq!(Category::parse(category.as_str()), Some(category));
    }
}

#[test]
fn states_follow_who_writes_and_who_closes() {
    use InquiryState::{Answered, Closed, Open, Reopened};
    use Side::{Asker, Desk};
    let writing = [
        (Open, Asker, Ok(Open)),
        (Open, Desk, Ok(Answered)),
        (Answered, Asker, Ok(Reopened)),
        (Answered, Desk, Ok(Answered)),
        (Closed, Asker, Ok(Reopened)),
        (Closed, Desk, Err(InquiryRefusal::Closed)),
        (Reopened, Asker, Ok(Reopened)),
        (Reopened, Desk, Ok(Answered)),
    ];
    for (state, side, expected) in writing {
        assert_eq!(state.write(side), expected, "{state:?} {side:?}");
    }
    let closing = [
        (Open, Asker, Ok(Closed)),
        (Open, Desk, Err(InquiryRefusal::Unanswered)),
        (Answered, Asker, Ok(Closed)),
        (Answered, Desk, Ok(Closed)),
        (Closed, Asker, Ok(Closed)),
        (Closed, Desk, Ok(Closed)),
        (Reopened, Asker, Ok(Closed)),
        (Reopened, Desk, Err(InquiryRefusal::Unanswered)),
    ];
    for (state, side, expected) in closing {
        assert_eq!(state.close(side), expected, "{state:?} {side:?}");
    }
}

#[test]
fn an_inquiry_moves_between_desks_until_it_is_closed() {
    let (from, to) = (Category::General, Category::Platform);
    assert_eq!(InquiryState::Open.reassign(from, to), Ok(()));
    let same = InquiryState::Open.reassign(from, from);
    assert_eq!(same, Err(InquiryRefusal::SameDesk));
    let closed = InquiryState::Closed.reassign(from, to);
    assert_eq!(closed, Err(InquiryRefusal::Closed));
}

fn user() -> UserId {
    UserId::parse("someone").unwrap()
}

fn qa() -> PublicQa {
    PublicQa::parse("どこに書きますか。", "Ⅱ 6. に書いてください。").unwrap()
}

#[test]
fn nothing_becomes_public_without_both_consents() {
    let mut qa = qa();
    let now = Timestamp::UNIX_EPOCH;
    let missing = qa.publish(TODAY);
    assert_eq!(
        missing,
        Err(InquiryRefusal::NoConsent { side: Side::Asker })
    );
    qa.consent(Side::Asker, &user(), now);
    let missing = qa.publish(TODAY);
    assert_eq!(missing, Err(InquiryRefusal::NoConsent { side: Side::Desk }));
    qa.consent(Side::Desk, &user(), now);
    qa.publish(TODAY).unwrap();
    qa.publish(date(2014, 9, 2)).unwrap();
    assert_eq!(qa.published, Some(TODAY));
}

#[test]
fn a_change_of_the_text_withdraws_consent_and_the_same_text_does_not() {
    let mut agreed = qa();
    agreed.consent(Side::Asker, &user(), Timestamp::UNIX_EPOCH);
    let same = agreed.clone().replace(qa()).unwrap();
    assert_eq!(same, agreed);
    let other = PublicQa::parse("どこに書きますか。", "別の欄です。").unwrap();
    let changed = agreed.replace(other).unwrap();
    assert_eq!((changed.asker, changed.desk), (None, None));
}

#[test]
fn what_is_public_is_removed_with_a_reason_before_it_changes() {
    let mut public = qa();
    for side in [Side::Asker, Side::Desk] {
        public.consent(side, &user(), Timestamp::UNIX_EPOCH);
    }
    assert_eq!(public.remove("古い"), Err(InquiryRefusal::NotPublic));
    public.publish(TODAY).unwrap();
    let other = PublicQa::parse("別の問い", "別の答え").unwrap();
    assert_eq!(public.clone().replace(other), Err(InquiryRefusal::Public));
    assert_eq!(public.withdraw(Side::Asker), Err(InquiryRefusal::Public));
    assert_eq!(public.remove("　"), Err(InquiryRefusal::NoReason));
    assert_eq!(public.remove(" 古い "), Ok("古い".to_owned()));
    assert_eq!(
        (public.published, public.asker, public.desk),
        (None, None, None)
    );
}

#[test]
fn a_public_text_holds_no_my_number_and_nothing_that_looks_withheld() {
    for bad in ["", "個人番号は123456789018です", "｛非公表:場所｜地下｝"] {
        assert!(PublicQa::parse(bad, "答え").is_err(), "{bad:?}");
        assert!(PublicQa::parse("問い", bad).is_err(), "{bad:?}");
    }
    assert!(parse_message("個人番号は123456789018です").is_err());
    assert!(parse_message("｛非公表:場所｜地下｝と書くのですか。").is_ok());
}
