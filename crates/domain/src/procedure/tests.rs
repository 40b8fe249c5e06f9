#![allow(clippy::unwrap_used)]
use jiff::Timestamp;
use jiff::civil::{Date, date};

mod conditions;
mod reach;

use super::*;
use crate::ids::UserId;
use crate::role::Action;
use crate::stage::{
    Checked, Consultation, Filed, Origin, RedoGround, Round, Stage, StageKind, Submitted, Verdict,
    VerdictKind,
};

const TODAY: Date = date(2026, 4, 1);

fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

fn around(who: &str) -> Circumstances {
    Circumstances::clear(Some(user(who)), Timestamp::UNIX_EPOCH, TODAY, 7)
}

fn in_review(checked: bool) -> Stage {
    Stage::InReview {
        submitted: Submitted {
            revision: 7,
            by: user("editor"),
            at: Timestamp::UNIX_EPOCH,
        },
        checked: checked.then(|| Checked {
            by: user("approver"),
            at: Timestamp::UNIX_EPOCH,
        }),
        round: Round::default(),
    }
}

fn consultation(from: Date, to: Date) -> Consultation {
    Consultation {
        id: "c1".to_owned(),
        from,
        to,
        shortened: false,
    }
}

fn heard(to: Date) -> Round {
    Round {
        consultation: Some(consultation(date(2026, 2, 1), to)),
        ..Round::default()
    }
}

fn filed(on: Date) -> Stage {
    Stage::Submitted {
        filed: Filed {
            revision: 7,
            on,
            by: user("coordinator"),
            at: Timestamp::UNIX_EPOCH,
        },
        round: Round::default(),
        scheduled: None,
    }
}

fn needs(result: Result<(Stage, &'static Transition), Refusal>) -> Vec<Need> {
    match result {
        Ok(_) => Vec::new(),
        Err(Refusal::Obstacles(obstacles)) => obstacles
            .into_iter()
            .map(|obstacle| obstacle.need)
            .collect(),
        Err(other) => panic!("{other:?}"),
    }
}

fn local(
    form: FormKind,
    stage: &Stage,
    command: &Command,
    around: &Circumstances,
) -> Result<(Stage, &'static Transition), Refusal> {
    apply(form, Regime::Local, stage, command, around)
}

#[test]
fn local_governments_have_no_approval_by_the_commission() {
    for form in FormKind::ALL {
        for row in transitions(form, Regime::Local) {
            assert!(
                !matches!(
                    row.act,
                    Act::RequestApproval
                        | Act::BeginCommissionReview
                        | Act::CommissionApprove
                        | Act::CommissionReturn
                ),
                "{form:?} {:?}",
                row.act
            );
        }
    }
}

#[test]
fn administrative_organs_have_no_third_party_review_of_the_full_form() {
    let acts: Vec<Act> = transitions(FormKind::Zenkomoku, Regime::Administrative)
        .map(|row| row.act)
        .collect();
    assert!(!acts.contains(&Act::HandOver) && !acts.contains(&Act::GiveVerdict));
    assert!(acts.contains(&Act::RequestApproval) && acts.contains(&Act::CommissionApprove));
}

#[test]
fn an_act_leads_on_from_a_stage_in_one_way_only() {
    for form in FormKind::ALL {
        for regime in Regime::ALL {
            for kind in StageKind::ALL {
                for act in Act::ALL {
                    for amendment in [false, true] {
                        let rows = transitions(form, regime).filter(|row| {
                            row.act == act
                                && row.from.contains(&kind)
                                && row.amendment.is_none_or(|wanted| wanted == amendment)
                        });
                        assert!(rows.count() <= 1, "{form:?} {regime:?} {kind:?} {act:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn only_the_clock_closes_a_consultation() {
    for form in FormKind::ALL {
        for regime in Regime::ALL {
            for row in transitions(form, regime) {
                assert_eq!(row.who.is_none(), row.act == Act::CloseConsultation);
            }
        }
    }
}

#[test]
fn the_path_of_the_full_form_is_the_one_of_the_table() {
    let path = [
        ("editor", Command::SubmitForReview, StageKind::InReview),
        ("approver", Command::Check, StageKind::InReview),
        (
            "coordinator",
            Command::PrepareConsultation,
            StageKind::PreparingConsultation,
        ),
        (
            "coordinator",
            Command::OpenConsultation(consultation(TODAY, date(2026, 4, 30))),
            StageKind::Consulting,
        ),
    ];
    let mut stage = Stage::new_draft();
    for (who, command, kind) in path {
        stage = local(FormKind::Zenkomoku, &stage, &command, &around(who))
            .unwrap()
            .0;
        assert_eq!(stage.kind(), kind);
    }
    let after = |day: Date, who: &str| Circumstances {
        today: day,
        ..around(who)
    };
    let last_day = after(date(2026, 4, 30), "nobody");
    let early = local(
        FormKind::Zenkomoku,
        &stage,
        &Command::CloseConsultation,
        &last_day,
    );
    assert_eq!(needs(early), [Need::ConsultationOver]);
    let may = date(2026, 5, 1);
    let rest = [
        ("nobody", Command::CloseConsultation, StageKind::Reworking),
        ("editor", Command::HandOver, StageKind::ThirdPartyReview),
        (
            "reviewer",
            Command::GiveVerdict {
                on: may,
                kind: VerdictKind::ToBeAmended,
            },
            StageKind::AmendingAfterReview,
        ),
        (
            "editor",
            Command::FinishAmendment,
            StageKind::PreparingSubmission,
        ),
        (
            "coordinator",
            Command::File { on: may },
            StageKind::Submitted,
        ),
        (
            "coordinator",
            Command::Publish {
                edition: 1,
                on: may,
            },
            StageKind::Published,
        ),
        ("editor", Command::End { on: may }, StageKind::Ended),
    ];
    for (who, command, kind) in rest {
        stage = local(FormKind::Zenkomoku, &stage, &command, &after(may, who))
            .unwrap()
            .0;
        assert_eq!(stage.kind(), kind);
    }
}

#[test]
fn a_consultation_of_thirty_days_needs_no_reason_and_a_shorter_one_does() {
    let stage = Stage::PreparingConsultation {
        revision: 7,
        round: Round::default(),
    };
    let open = |to: Date, reason: bool| {
        let around = Circumstances {
            shortening_reason: reason,
            ..around("coordinator")
        };
        let command = Command::OpenConsultation(consultation(TODAY, to));
        local(FormKind::Zenkomoku, &stage, &command, &around)
    };
    let thirty = open(date(2026, 4, 30), false).unwrap().0;
    assert!(!thirty.round().unwrap().consultation.unwrap().shortened);
    assert_eq!(
        needs(open(date(2026, 4, 29), false)),
        [Need::PeriodLongEnough]
    );
    let short = open(date(2026, 4, 29), true).unwrap().0;
    assert!(short.round().unwrap().consultation.unwrap().shortened);
    assert_eq!(
        needs(open(date(2026, 3, 31), true)),
        [Need::PeriodInOrder],
        "it ends before it begins"
    );
}

#[test]
fn days_of_consultation_review_submission_and_publication_follow_one_another() {
    let round = Round {
        verdict: Some(Verdict {
            on: date(2026, 3, 20),
            revision: 7,
            kind: VerdictKind::Suitable,
        }),
        ..heard(date(2026, 3, 10))
    };
    let ready = Stage::PreparingSubmission { revision: 7, round };
    let file = |on: Date| {
        local(
            FormKind::Zenkomoku,
            &ready,
            &Command::File { on },
            &around("coordinator"),
        )
    };
    assert_eq!(needs(file(date(2026, 3, 19))), [Need::FilingInOrder]);
    assert_eq!(needs(file(date(2026, 3, 20))), []);
    assert_eq!(needs(file(TODAY)), []);
    assert_eq!(
        needs(file(date(2026, 4, 2))),
        [Need::FilingInOrder],
        "in the future"
    );
    let reviewing = Stage::ThirdPartyReview {
        revision: 7,
        round: heard(date(2026, 3, 10)),
    };
    let verdict = |on: Date| {
        let kind = VerdictKind::Suitable;
        let command = Command::GiveVerdict { on, kind };
        local(
            FormKind::Zenkomoku,
            &reviewing,
            &command,
            &around("reviewer"),
        )
    };
    assert_eq!(needs(verdict(date(2026, 3, 9))), [Need::VerdictInOrder]);
    assert_eq!(needs(verdict(date(2026, 3, 10))), []);
    let publish = |on: Date| {
        let command = Command::Publish { edition: 1, on };
        local(
            FormKind::Kiso,
            &filed(date(2026, 3, 25)),
            &command,
            &around("approver"),
        )
    };
    assert_eq!(
        needs(publish(date(2026, 3, 24))),
        [Need::PublicationInOrder]
    );
    assert_eq!(needs(publish(date(2026, 3, 25))), []);
    assert_eq!(needs(publish(date(2026, 4, 2))), [Need::PublicationInOrder]);
}

#[test]
fn who_submitted_does_not_check_and_nobody_checks_twice() {
    let check =
        |stage: &Stage, who: &str| local(FormKind::Kiso, stage, &Command::Check, &around(who));
    assert_eq!(
        needs(check(&in_review(false), "editor")),
        [Need::OtherPerson]
    );
    assert_eq!(needs(check(&in_review(false), "approver")), []);
    assert_eq!(
        needs(check(&in_review(true), "coordinator")),
        [Need::AlreadyChecked]
    );
}

#[test]
fn an_amendment_goes_to_the_commission_from_the_draft_and_another_person_publishes_it() {
    let draft = Stage::draft(Origin::Amendment);
    let command = Command::File { on: TODAY };
    let (stage, row) = local(FormKind::Zenkomoku, &draft, &command, &around("editor")).unwrap();
    assert_eq!(row.who, Some(Action::SubmitAssessment));
    let publish = Command::Publish {
        edition: 2,
        on: TODAY,
    };
    let same = local(FormKind::Zenkomoku, &stage, &publish, &around("editor"));
    assert_eq!(needs(same), [Need::OtherPerson]);
    assert_eq!(
        needs(local(
            FormKind::Zenkomoku,
            &stage,
            &publish,
            &around("other")
        )),
        []
    );
    let open = Circumstances {
        changes_open: 2,
        ..around("editor")
    };
    let refused = local(FormKind::Zenkomoku, &draft, &command, &open);
    assert!(refused.as_ref().unwrap_err().to_string().contains("2件"));
    assert_eq!(needs(refused), [Need::ChangesDescribed]);
}

#[test]
fn a_redo_goes_the_whole_way() {
    let ground = RedoGround::FiveYears;
    let published = Stage::Published {
        edition: 1,
        revision: 7,
    };
    let command = Command::Redo { ground };
    let draft = local(FormKind::Kiso, &published, &command, &around("editor"))
        .unwrap()
        .0;
    let file = local(
        FormKind::Kiso,
        &draft,
        &Command::File { on: TODAY },
        &around("editor"),
    );
    assert!(matches!(
        file,
        Err(Refusal::NotNow {
            now: "再実施中"
        })
    ));
    let submit = Command::SubmitForReview;
    let stage = local(FormKind::Kiso, &draft, &submit, &around("editor"))
        .unwrap()
        .0;
    assert_eq!(stage.round().unwrap().origin, Origin::Redo { ground });
}

#[test]
fn acts_are_bound_to_the_revision_that_was_read() {
    let old = Circumstances {
        seen: 6,
        ..around("approver")
    };
    let check = local(FormKind::Kiso, &in_review(false), &Command::Check, &old);
    assert_eq!(needs(check), [Need::Seen]);
    let moved = Circumstances {
        seen: 8,
        newest: 8,
        ..around("approver")
    };
    let check = local(FormKind::Kiso, &in_review(false), &Command::Check, &moved);
    assert_eq!(needs(check), [Need::Seen], "another than the one submitted");
}

#[test]
fn what_ended_stays_public_for_three_years() {
    let ended = Stage::Ended {
        edition: 1,
        revision: 7,
        ended_on: date(2023, 4, 2),
        by: user("editor"),
        notified_on: None,
    };
    let take_off = |today: Date| {
        let reason = "掲載の期間が終わったため".to_owned();
        let around = Circumstances {
            today,
            ..around("coordinator")
        };
        local(
            FormKind::Kiso,
            &ended,
            &Command::Unpublish { reason },
            &around,
        )
    };
    let early = take_off(date(2026, 4, 1));
    assert!(
        early
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("2026年4月2日")
    );
    assert_eq!(needs(early), [Need::RetentionOver]);
    assert_eq!(
        take_off(date(2026, 4, 2)).unwrap().0.kind(),
        StageKind::Unpublished
    );
    assert_eq!(earliest_removal(date(2024, 2, 29)), date(2027, 3, 1));
}
