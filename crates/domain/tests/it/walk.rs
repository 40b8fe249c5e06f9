//! Random walks of everybody over every machine. The seed is fixed: a failure repeats.

use std::collections::BTreeSet;

use domain::procedure::{KisoStanding, Offer, transitions};
use domain::stage::{Consultation, ItemReason, RedoGround, VerdictKind};
use domain::{Act, Circumstances, Command, FormKind, Regime, Role, UserId};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::machine::{Machine, Person};

/// Steps on each of the six machines.
const STEPS: usize = 20_000;

/// A small generator (xorshift): the same walk on every machine of the world.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn days(&mut self, from: i32, to: i32) -> jiff::Span {
        let width = usize::try_from(to - from + 1).unwrap();
        (from + i32::try_from(self.below(width)).unwrap()).days()
    }
}

/// Two of every role in the body, one in another.
fn everybody() -> Vec<Person> {
    let people = Role::ALL.into_iter().flat_map(|role| {
        [(1, true), (2, true), (3, false)].map(|(number, of_the_body)| Person {
            id: UserId::parse(&format!("{}-{number}", role.as_str())).unwrap(),
            role,
            of_the_body,
        })
    });
    people.collect()
}

/// What somebody might type, sensible more often than not.
fn command(act: Act, dice: &mut Dice, today: Date, edition: u32) -> Command {
    let near = today.checked_add(dice.days(-3, 1)).unwrap();
    let on = if dice.one_in(3) { near } else { today };
    let reason = if dice.one_in(5) { "  " } else { "理由" }.to_owned();
    let consultation = Consultation {
        id: "c".to_owned(),
        from: today.checked_add(dice.days(-1, 3)).unwrap(),
        to: today.checked_add(dice.days(20, 45)).unwrap(),
        shortened: false,
    };
    match act {
        Act::SubmitForReview => Command::SubmitForReview,
        Act::Withdraw => Command::Withdraw,
        Act::Check => Command::Check,
        Act::SendBack => Command::SendBack {
            reason,
            items: (0..dice.below(3))
                .map(|_| ItemReason {
                    item: "II.1".to_owned(),
                    reason: "項目の理由".to_owned(),
                })
                .collect(),
        },
        Act::PrepareConsultation => Command::PrepareConsultation,
        Act::OpenConsultation => Command::OpenConsultation(consultation),
        Act::CloseConsultation => Command::CloseConsultation,
        Act::HandOver => Command::HandOver,
        Act::GiveVerdict => Command::GiveVerdict {
            on,
            kind: dice.pick(&[VerdictKind::Suitable, VerdictKind::ToBeAmended]),
        },
        Act::FinishAmendment => Command::FinishAmendment,
        Act::ConsultAgain => Command::ConsultAgain(consultation),
        Act::File => Command::File { on },
        Act::RequestApproval => Command::RequestApproval { on },
        Act::BeginCommissionReview => Command::BeginCommissionReview,
        Act::CommissionApprove => Command::CommissionApprove { on },
        Act::CommissionReturn => Command::CommissionReturn { reason },
        Act::SchedulePublication => Command::SchedulePublication {
            on: today.checked_add(dice.days(0, 9)).unwrap(),
        },
        Act::CancelSchedule => Command::CancelSchedule,
        Act::Publish => Command::Publish { edition, on },
        Act::Amend => Command::Amend,
        Act::Redo => Command::Redo {
            ground: dice.pick(&RedoGround::ALL),
        },
        Act::Reopen => Command::Reopen { reason },
        Act::Unpublish => Command::Unpublish { reason },
        Act::End => Command::End { on },
        Act::NotifyEnd => Command::NotifyEnd { on },
        Act::Resume => Command::Resume { reason },
    }
}

/// Now and then something around the assessment is not in order.
fn disturb(around: Circumstances, dice: &mut Dice) -> Circumstances {
    if !dice.one_in(3) {
        return around;
    }
    let near = around.today.checked_add(dice.days(-5, 5)).unwrap();
    match dice.below(11) {
        0 => Circumstances {
            errors: 2,
            ..around
        },
        1 => Circumstances {
            plan_current: false,
            ..around
        },
        2 => Circumstances {
            kiso: dice.pick(&[KisoStanding::Missing, KisoStanding::Started]),
            ..around
        },
        3 => Circumstances {
            unanswered: 1,
            ..around
        },
        4 => Circumstances {
            opinions_described: false,
            review_described: false,
            ..around
        },
        5 => Circumstances {
            changes_open: 3,
            ..around
        },
        6 => Circumstances {
            reviewer_engaged: false,
            ..around
        },
        // Held already, with and without the exception of 規則9条2項.
        7 => Circumstances {
            holding_since: Some(near),
            ..around
        },
        8 => Circumstances {
            holding_since: Some(near),
            late_by_exception: true,
            ..around
        },
        9 => Circumstances {
            exchange_from: Some(near),
            ..around
        },
        _ => Circumstances {
            shortening_reason: true,
            ..around
        },
    }
}

/// Something offered; what leads back less often than what leads on.
fn forward(offers: &[Offer], dice: &mut Dice) -> Act {
    let back = [
        Act::Withdraw,
        Act::SendBack,
        Act::Reopen,
        Act::ConsultAgain,
        Act::CommissionReturn,
        Act::CancelSchedule,
        Act::Unpublish,
    ];
    let first = dice.pick(offers).transition.act;
    if back.contains(&first) && !dice.one_in(4) {
        return dice.pick(offers).transition.act;
    }
    first
}

/// One step of somebody: the acts that happened.
fn step(machine: &mut Machine, people: &[Person], dice: &mut Dice) -> Option<Act> {
    // Who can do nothing comes by less often.
    let mut person = dice.pick(people);
    for _ in 0..6 {
        let around = machine.around(Some(&person), machine.revision);
        if !machine.offers(&person, &around).is_empty() {
            break;
        }
        person = dice.pick(people);
    }
    let seen = if dice.one_in(12) {
        machine.revision - 1
    } else {
        machine.revision
    };
    let around = disturb(machine.around(Some(&person), seen), dice);
    let offers = machine.offers(&person, &around);
    // Most people press what they are offered; some press anything, as a forged form can.
    let act = if offers.is_empty() || dice.one_in(4) {
        dice.pick(&Act::ALL)
    } else {
        forward(&offers, dice)
    };
    let edition = u32::try_from(machine.editions.len()).unwrap() + 1;
    let command = command(act, dice, machine.today, edition);
    let is_open = offers.iter().any(|offer| offer.transition.act == act);
    let (stage, editions) = (machine.stage.clone(), machine.editions.clone());
    let done = machine.act(Some(&person), &command, &around);
    assert!(
        !done || is_open,
        "{person:?} did what nobody offered: {command:?}"
    );
    assert!(
        machine.editions.starts_with(&editions),
        "what was published stays"
    );
    if done {
        return Some(act);
    }
    assert_eq!(machine.stage, stage, "a refusal changes nothing");
    None
}

fn walk(form: FormKind, regime: Regime, seed: u64) -> BTreeSet<Act> {
    let (people, mut dice) = (everybody(), Dice(seed));
    let mut machine = Machine::new(form, regime);
    let mut seen = BTreeSet::new();
    for _ in 0..STEPS {
        match dice.below(10) {
            0 => machine.edit(),
            1 => {
                let span = dice.days(0, 20);
                machine.sleep(span.get_days());
            }
            2 => {
                // The clock tries all the time.
                let around = machine.around(None, machine.revision);
                if machine.act(None, &Command::CloseConsultation, &around) {
                    seen.insert(Act::CloseConsultation);
                }
            }
            _ => seen.extend(step(&mut machine, &people, &mut dice)),
        }
        machine.check_stage();
    }
    assert!(
        !machine.editions.is_empty(),
        "{form:?} {regime:?} never got anywhere"
    );
    seen
}

#[test]
fn whoever_does_whatever_in_whatever_order_the_invariants_hold() {
    for (form, regime, seed) in [
        (FormKind::Kiso, Regime::Local, 1),
        (FormKind::Juten, Regime::Local, 2),
        (FormKind::Zenkomoku, Regime::Local, 3),
        (FormKind::Kiso, Regime::Administrative, 4),
        (FormKind::Juten, Regime::Administrative, 5),
        (FormKind::Zenkomoku, Regime::Administrative, 6),
    ] {
        let mut done = walk(form, regime, 0x9e37_79b9_7f4a_7c15 ^ seed);
        done.extend(walk(form, regime, 0x2545_f491_4f6c_dd1d ^ seed));
        let mut all: BTreeSet<Act> = transitions(form, regime).map(|row| row.act).collect();
        if !all.contains(&Act::SubmitForReview) {
            // No check in the house: 行政機関等・全項目 (§3.5).
            all.retain(|act| !matches!(act, Act::Withdraw | Act::Check | Act::SendBack));
        }
        assert_eq!(
            done, all,
            "{form:?} {regime:?}: every act of the table was done"
        );
    }
}
