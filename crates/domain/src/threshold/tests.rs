#![allow(clippy::unwrap_used)]
use proptest::prelude::*;

use super::rows::*;
use super::*;

fn inputs(headcount: u64, staff: u64, incident: bool) -> Inputs {
    Inputs {
        headcount: Some(headcount),
        staff: Some(staff),
        incident: Some(incident),
        ground: None,
    }
}

/// `rules.md` §2: (headcount, for staff 499 without, 499 with, 500 without, 500 with incident).
#[test]
fn every_boundary_falls_as_in_the_table_of_the_guideline() {
    use Duty::{Kiso, KisoJuten, KisoZenkomoku, None};
    let table = [
        (999, [None, None, None, None]),
        (1_000, [Kiso, Kiso, Kiso, Kiso]),
        (9_999, [Kiso, Kiso, Kiso, Kiso]),
        (10_000, [Kiso, KisoJuten, KisoJuten, KisoJuten]),
        (99_999, [Kiso, KisoJuten, KisoJuten, KisoJuten]),
        (
            100_000,
            [KisoJuten, KisoZenkomoku, KisoZenkomoku, KisoZenkomoku],
        ),
        (
            299_999,
            [KisoJuten, KisoZenkomoku, KisoZenkomoku, KisoZenkomoku],
        ),
        (300_000, [KisoZenkomoku; 4]),
    ];
    for (headcount, duties) in table {
        let cases = [(499, false), (499, true), (500, false), (500, true)];
        for ((staff, incident), duty) in cases.into_iter().zip(duties) {
            let found = judge(&inputs(headcount, staff, incident));
            assert_eq!(found.duty(), Some(duty), "{headcount} {staff} {incident}");
        }
    }
}

#[test]
fn a_ground_of_the_regulation_comes_before_the_numbers() {
    for ground in ExemptGround::STATED {
        let with = Inputs {
            ground: Some(ground),
            ..inputs(300_000, 500, true)
        };
        assert_eq!(judge(&with).duty(), Some(Duty::None));
        assert_eq!(judge(&with).reason_id(), Some(ground.as_str()));
        assert_eq!(ExemptGround::parse(ground.as_str()), Some(ground));
    }
}

#[test]
fn what_cannot_change_the_outcome_is_not_asked_for() {
    let none = Inputs::default();
    assert_eq!(judge(&none), Judgement::Undecided(vec![Input::Headcount]));
    for headcount in [999, 1_000, 9_999, 300_000] {
        let only = Inputs {
            headcount: Some(headcount),
            ..none
        };
        assert!(judge(&only).duty().is_some(), "{headcount}");
    }
    for headcount in [10_000, 100_000] {
        let only = Inputs {
            headcount: Some(headcount),
            ..none
        };
        let both = vec![Input::Staff, Input::Incident];
        assert_eq!(judge(&only), Judgement::Undecided(both));
        let many = Inputs {
            staff: Some(500),
            ..only
        };
        assert!(
            judge(&many).duty().is_some(),
            "{headcount}: incidents do not matter"
        );
        let few = Inputs {
            staff: Some(499),
            ..only
        };
        assert_eq!(judge(&few), Judgement::Undecided(vec![Input::Incident]));
    }
}

#[test]
fn the_reason_names_the_row_its_inputs_and_whether_it_is_confirmed() {
    let reason = judge(&inputs(10_000, 499, true)).reason();
    assert!(reason.contains("1万人以上10万人未満"), "{reason}");
    assert!(
        reason.contains("500人未満") && reason.contains("重大事故があり"),
        "{reason}"
    );
    assert!(reason.ends_with("（未確認）"), "{reason}");
    let reason = judge(&inputs(999, 0, false)).reason();
    assert!(
        reason.contains("1,000人未満") && !reason.contains("未確認"),
        "{reason}"
    );
}

#[test]
fn the_choices_of_the_forms_follow_from_the_numbers() {
    let bands = [
        (0, 1),
        (999, 1),
        (1_000, 2),
        (9_999, 2),
        (10_000, 3),
        (99_999, 3),
    ];
    let more = [(100_000, 4), (299_999, 4), (300_000, 5), (u64::MAX, 5)];
    for (headcount, choice) in bands.into_iter().chain(more) {
        assert_eq!(headcount_choice(headcount), choice, "{headcount}");
    }
    assert_eq!((staff_choice(499), staff_choice(500)), (2, 1));
    assert_eq!((incident_choice(true), incident_choice(false)), (1, 2));
    assert_eq!(Duty::KisoZenkomoku.choice_in("kiso"), Some(3));
    assert_eq!(Duty::KisoZenkomoku.choice_in("zenkomoku"), Some(1));
    assert_eq!(Duty::KisoZenkomoku.choice_in("juten"), None);
    assert_eq!(Duty::None.choice_in("keikaku"), Some(4));
}

#[test]
fn documents_amount_to_the_highest_of_their_forms() {
    assert_eq!(Duty::of_forms(["kiso", "zenkomoku"]), Duty::KisoZenkomoku);
    assert_eq!(Duty::of_forms([]), Duty::None);
    for duty in Duty::ALL {
        assert_eq!(Duty::of_forms(duty.forms().iter().copied()), duty);
        assert_eq!(Duty::parse(duty.as_str()), Some(duty));
    }
}

proptest! {
    #[test]
    fn exactly_one_row_fits_any_three_inputs(
        headcount in prop_oneof![0..400_000_u64, any::<u64>()],
        staff in 0..1_000_u64,
        incident: bool,
    ) {
        let fitting = ROWS.iter().filter(|row| {
            row.holds(headcount)
                && row.many_staff.is_none_or(|many| many == (staff >= MANY_STAFF))
                && row.incident.is_none_or(|asked| asked == incident)
        });
        prop_assert_eq!(fitting.count(), 1);
        prop_assert!(judge(&inputs(headcount, staff, incident)).duty().is_some());
    }

    #[test]
    fn more_persons_more_staff_or_an_incident_never_lower_the_duty(
        headcount in 0..400_000_u64, more in 0..400_000_u64,
        staff in 0..1_000_u64, more_staff in 0..1_000_u64, incident: bool,
    ) {
        let less = judge(&inputs(headcount, staff, incident)).duty();
        let most = judge(&inputs(headcount + more, staff + more_staff, true)).duty();
        prop_assert!(less <= most);
    }

    #[test]
    fn a_missing_input_that_is_not_asked_for_changes_nothing(
        headcount in 0..400_000_u64,
        staff in proptest::option::of(0..1_000_u64),
        incident in proptest::option::of(any::<bool>()),
    ) {
        let some = Inputs { headcount: Some(headcount), staff, incident, ground: None };
        if let Some(duty) = judge(&some).duty() {
            for (staff, incident) in [(0, false), (0, true), (500, false), (500, true)] {
                let whole = Inputs {
                    staff: some.staff.or(Some(staff)),
                    incident: some.incident.or(Some(incident)),
                    ..some
                };
                prop_assert_eq!(judge(&whole).duty(), Some(duty));
            }
        }
    }
}

mod forms {
    use super::*;
    use crate::answer::{Answer, Answers};
    use crate::form::{FormEdition, FormHead};
    use crate::ids::{EditionId, FormId, ItemId};

    fn kiso() -> FormEdition {
        let items = r#"[
            {"id":"II.1.value","number":"Ⅱ 1.","label":"対象人数","kind":"choice","required":true,"confirmed":true,
             "choices":[{"n":1,"label":"a"},{"n":2,"label":"b"},{"n":3,"label":"c"},{"n":4,"label":"d"},{"n":5,"label":"e"}]},
            {"id":"II.1.asof","number":"Ⅱ 1.","label":"時点","kind":"date","required":true,"confirmed":true},
            {"id":"III.result","number":"Ⅲ","label":"結果","kind":"choice","required":true,"confirmed":true,
             "choices":[{"n":1,"label":"a"},{"n":2,"label":"b"},{"n":3,"label":"c"},{"n":4,"label":"d"}]}]"#;
        let head = FormHead {
            id: FormId::parse("kiso").unwrap(),
            edition: EditionId::parse("2014-04").unwrap(),
            edition_label: String::new(),
            title: String::new(),
            style: String::new(),
            warning: None,
        };
        FormEdition::new(head, serde_json::from_str(items).unwrap()).unwrap()
    }

    fn item(id: &str) -> ItemId {
        ItemId::parse(id).unwrap()
    }

    fn said(headcount: u64) -> Answers {
        let inputs = inputs(headcount, 10, false);
        items(
            &kiso(),
            &inputs,
            "2014-10-01".parse().ok(),
            judge(&inputs).duty(),
        )
    }

    #[test]
    fn the_items_of_the_form_say_what_the_judgement_says() {
        let said = said(120_000);
        assert_eq!(said.get("II.1.value"), Some(&Answer::Choice(4)));
        assert_eq!(said.get("III.result"), Some(&Answer::Choice(2)));
        assert!(matches!(said.get("II.1.asof"), Some(Answer::Date(_))));
        assert_eq!(said.get("II.2.value"), None, "this form lacks the item");
    }

    #[test]
    fn filling_keeps_what_a_person_wrote_and_follows_what_the_machine_wrote() {
        let (before, after) = (said(5_000), said(120_000));
        let mut answers = Answers::default();
        answers.set(item("II.1.value"), Answer::Choice(2));
        answers.set(item("III.result"), Answer::Choice(4));
        fill(&mut answers, &before, &after);
        assert_eq!(
            answers.get("II.1.value"),
            Some(&Answer::Choice(4)),
            "followed"
        );
        assert_eq!(answers.get("III.result"), Some(&Answer::Choice(4)), "kept");
        let found = disagreements(&kiso(), &answers, &after);
        let items: Vec<&str> = found.iter().map(|finding| finding.item.as_str()).collect();
        assert_eq!(items, ["III.result"]);
        assert_eq!(found[0].rule, "AFF-1");
    }
}

#[test]
fn a_more_detailed_form_takes_the_place_of_a_less_detailed_one_but_never_of_the_basic_one() {
    for (duty, made, lacking) in [
        (Duty::None, &[][..], &[][..]),
        (Duty::Kiso, &["kiso"], &[]),
        (Duty::Kiso, &["zenkomoku"], &["kiso"]),
        (Duty::KisoJuten, &["kiso"], &["juten"]),
        (Duty::KisoJuten, &["kiso", "zenkomoku"], &[]),
        (Duty::KisoZenkomoku, &["kiso", "juten"], &["zenkomoku"]),
        (Duty::KisoZenkomoku, &[], &["kiso", "zenkomoku"]),
    ] {
        assert_eq!(duty.lacking(made), lacking, "{duty:?} {made:?}");
    }
}
