//! What stands in the way, in the same words everywhere.

use super::*;

#[test]
fn a_file_already_held_needs_the_exception_only_for_the_first_edition() {
    let held = |exception: bool, before: bool| Circumstances {
        holding_since: Some(TODAY),
        late_by_exception: exception,
        published_before: before,
        ..around("editor")
    };
    let submit = |around: &Circumstances| {
        local(
            FormKind::Kiso,
            &Stage::new_draft(),
            &Command::SubmitForReview,
            around,
        )
    };
    assert_eq!(needs(submit(&held(false, false))), [Need::BeforeHolding]);
    assert_eq!(needs(submit(&held(true, false))), []);
    assert_eq!(needs(submit(&held(false, true))), []);
}

#[test]
fn the_exchange_of_information_does_not_begin_before_publication() {
    let from = |day: Date| Circumstances {
        exchange_from: Some(day),
        ..around("approver")
    };
    let publish = |around: &Circumstances| {
        let command = Command::Publish {
            edition: 1,
            on: TODAY,
        };
        local(FormKind::Kiso, &filed(TODAY), &command, around)
    };
    assert_eq!(
        needs(publish(&from(date(2026, 3, 31)))),
        [Need::ExchangeAfterPublication]
    );
    assert_eq!(needs(publish(&from(TODAY))), []);
}

#[test]
fn what_is_offered_names_the_same_obstacles_as_the_refusal() {
    let stage = in_review(false);
    let around = Circumstances {
        plan_current: false,
        ..around("coordinator")
    };
    let offers = offered(FormKind::Kiso, Regime::Local, &stage, &around, |_| true);
    let offer = offers
        .iter()
        .find(|offer| offer.transition.act == Act::File)
        .unwrap();
    let refused = local(
        FormKind::Kiso,
        &stage,
        &Command::File { on: TODAY },
        &around,
    );
    assert_eq!(
        Err(Refusal::Obstacles(offer.obstacles.clone())),
        refused.map(drop)
    );
    let needs: Vec<Need> = offer
        .obstacles
        .iter()
        .map(|obstacle| obstacle.need)
        .collect();
    assert_eq!(needs, [Need::Checked, Need::PlanCurrent]);
}

#[test]
fn a_return_gives_a_reason_for_the_whole_or_for_items() {
    let send_back = |reason: &str, items: &[(&str, &str)]| {
        let items = items.iter().map(|(item, reason)| crate::stage::ItemReason {
            item: (*item).to_owned(),
            reason: (*reason).to_owned(),
        });
        let command = Command::SendBack {
            reason: reason.to_owned(),
            items: items.collect(),
        };
        local(
            FormKind::Kiso,
            &in_review(false),
            &command,
            &around("approver"),
        )
    };
    assert_eq!(needs(send_back(" 　", &[])), [Need::Reason]);
    assert_eq!(needs(send_back("", &[("I.5", " ")])), [Need::Reason]);
    assert_eq!(needs(send_back("", &[("I.5", "根拠がない")])), []);
    assert_eq!(needs(send_back("全体に", &[])), []);
}

#[test]
fn unusual_days_of_publication_warn() {
    let none = |_: Date| Some(false);
    assert_eq!(publication_warnings(TODAY, TODAY, none), []);
    assert_eq!(
        publication_warnings(date(2026, 3, 31), TODAY, none),
        [DayWarning::Past]
    );
    let weekend = publication_warnings(date(2026, 4, 4), TODAY, none);
    assert_eq!(weekend, [DayWarning::Weekend]);
    let new_year = publication_warnings(date(2026, 12, 29), TODAY, |_| Some(true));
    assert_eq!(new_year, [DayWarning::YearEnd]);
    let holiday = publication_warnings(date(2026, 4, 29), TODAY, |_| Some(true));
    assert_eq!(holiday, [DayWarning::Holiday]);
}

#[test]
fn words_of_acts_and_stages_are_read_back() {
    for act in Act::ALL {
        assert_eq!(Act::parse(act.as_str()), Some(act));
    }
    for kind in StageKind::ALL {
        assert_eq!(StageKind::parse(kind.as_str()), Some(kind));
    }
    let json = serde_json::to_value(in_review(true)).unwrap();
    assert_eq!(json["stage"], "in-review");
    assert_eq!(
        serde_json::from_value::<Stage>(json).unwrap(),
        in_review(true)
    );
}
