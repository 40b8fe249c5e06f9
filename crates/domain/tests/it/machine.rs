//! One assessment with the people around it, moved by `apply` alone, and the invariants of
//! `domain/records.md` that must hold after every step.

use domain::procedure::{Offer, Transition, apply, earliest_removal, offered};
use domain::role::Reach;
use domain::stage::{Consultation, Verdict};
use domain::{Act, Action, Circumstances, Command, FormKind, Origin, Refusal, Regime, Role};
use domain::{Round, Stage, StageKind, UserId};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Somebody, of the body or of another one.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub role: Role,
    pub of_the_body: bool,
}

impl Person {
    pub fn may(&self, action: Action) -> bool {
        match self.role.reach(action) {
            Reach::Nowhere => false,
            Reach::Everywhere => true,
            Reach::Assigned | Reach::OwnBody | Reach::OwnPrefecture => self.of_the_body,
        }
    }
}

/// What was published, and the round that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub edition: u32,
    pub revision: i64,
    pub on: Date,
}

/// The assessment.
pub struct Machine {
    pub form: FormKind,
    pub regime: Regime,
    pub stage: Stage,
    pub revision: i64,
    pub today: Date,
    pub editions: Vec<Published>,
    pub is_public: bool,
}

impl Machine {
    pub fn new(form: FormKind, regime: Regime) -> Self {
        Self {
            form,
            regime,
            stage: Stage::new_draft(),
            revision: 1,
            today: jiff::civil::date(2027, 4, 1),
            editions: Vec::new(),
            is_public: false,
        }
    }

    pub fn around(&self, person: Option<&Person>, seen: i64) -> Circumstances {
        Circumstances {
            newest: self.revision,
            published_before: !self.editions.is_empty(),
            is_public: self.is_public,
            ..Circumstances::clear(
                person.map(|person| person.id.clone()),
                Timestamp::UNIX_EPOCH,
                self.today,
                seen,
            )
        }
    }

    pub fn offers(&self, person: &Person, around: &Circumstances) -> Vec<Offer> {
        offered(self.form, self.regime, &self.stage, around, |action| {
            person.may(action)
        })
    }

    /// What a use case does: the rights first, then the table; `Ok(false)` is a refusal.
    pub fn act(
        &mut self,
        person: Option<&Person>,
        command: &Command,
        around: &Circumstances,
    ) -> bool {
        let before = self.stage.clone();
        let done = apply(self.form, self.regime, &before, command, around);
        let Ok((next, row)) = done else {
            self.check_refusal(&done, command, around);
            return false;
        };
        let may = match (row.who, person) {
            (None, None) => true,
            (Some(action), Some(person)) => person.may(action),
            _ => false,
        };
        if !may {
            return false;
        }
        self.check_offered(person, row, around);
        check_exceptions(&before, command, around);
        self.note_publication(command, &before);
        match row.act {
            Act::Publish => self.is_public = true,
            Act::Unpublish => {
                assert!(self.is_public, "only what is public is taken off");
                self.is_public = false;
            }
            _ => {}
        }
        self.stage = next;
        self.check_step(row, &before, command, person);
        true
    }

    /// A refusal says why, in words.
    fn check_refusal(
        &self,
        refused: &Result<(Stage, &'static Transition), Refusal>,
        command: &Command,
        around: &Circumstances,
    ) {
        match refused {
            Err(Refusal::Obstacles(obstacles)) => {
                assert!(!obstacles.is_empty());
                assert!(obstacles.iter().all(|one| !one.message.is_empty()));
            }
            Err(Refusal::NotNow { now }) => assert_eq!(*now, self.stage.label()),
            Ok(_) => unreachable!("{command:?} {around:?}"),
        }
    }

    /// What succeeds was on an open button.
    fn check_offered(&self, person: Option<&Person>, row: &Transition, around: &Circumstances) {
        let Some(person) = person else { return };
        let offers = self.offers(person, around);
        let offer = offers.iter().find(|offer| offer.transition.act == row.act);
        assert!(
            offer.is_some_and(|offer| offer.obstacles.is_empty()),
            "{row:?}"
        );
    }

    fn note_publication(&mut self, command: &Command, before: &Stage) {
        let Command::Publish { edition, on } = command else {
            return;
        };
        let last = self.editions.last();
        assert_eq!(
            *edition,
            last.map_or(0, |last| last.edition) + 1,
            "no gap, nothing doubled"
        );
        assert_eq!(before.bound_revision(), Some(self.revision));
        self.check_dates(&before.round().unwrap(), before, *on);
        self.editions.push(Published {
            edition: *edition,
            revision: self.revision,
            on: *on,
        });
    }

    /// 意見聴取の終了日 ≤ 第三者点検の実施日 ≤ 提出日 ≤ 公表日, and what a full assessment of a
    /// local government must have gone through.
    fn check_dates(&self, round: &Round, before: &Stage, published: Date) {
        let filed = before.filed().map(|filed| filed.on).unwrap();
        let ended = round.consultation.as_ref().map(|heard| heard.to);
        let reviewed = round.verdict.as_ref().map(|verdict| verdict.on);
        let days: Vec<Date> = [ended, reviewed, Some(filed), Some(published)]
            .into_iter()
            .flatten()
            .collect();
        assert!(days.is_sorted(), "{days:?}");
        let whole = self.form == FormKind::Zenkomoku && round.origin != Origin::Amendment;
        if whole {
            assert!(ended.is_some_and(|ended| ended < self.today));
        }
        if whole && self.regime == Regime::Local {
            let Verdict { revision, .. } = round.verdict.clone().unwrap();
            let handed = round.handed_over.as_ref().unwrap();
            assert_eq!(
                handed.revision, revision,
                "what was handed over was reviewed"
            );
        }
    }

    fn check_step(
        &self,
        row: &Transition,
        before: &Stage,
        command: &Command,
        person: Option<&Person>,
    ) {
        assert!(row.from.contains(&before.kind()));
        if let Some(bound) = self.stage.bound_revision() {
            let kept = matches!(
                command,
                Command::Unpublish { .. }
                    | Command::End { .. }
                    | Command::NotifyEnd { .. }
                    | Command::Resume { .. }
            );
            assert!(kept || bound == self.revision, "{command:?}");
        }
        if let (
            Stage::InReview {
                submitted,
                checked: Some(checked),
                ..
            },
            Act::Check,
        ) = (&self.stage, row.act)
        {
            assert_ne!(submitted.by, checked.by, "nobody checks the own submission");
        }
        if let (Act::Unpublish, Stage::Ended { ended_on, .. }) = (row.act, before) {
            assert!(
                earliest_removal(*ended_on) <= self.today,
                "public for three years"
            );
        }
        if command.act().needs_reason() {
            let has_items = matches!(command, Command::SendBack { items, .. } if !items.is_empty());
            assert!(has_items || command.reason().is_some_and(|reason| !reason.is_empty()));
        }
        assert_eq!(person.is_none(), row.act == Act::CloseConsultation);
        self.check_stage();
    }

    /// What holds of every stage by itself.
    pub fn check_stage(&self) {
        let kind = self.stage.kind();
        if self.regime == Regime::Local {
            let approval = [
                StageKind::ApprovalRequested,
                StageKind::CommissionReview,
                StageKind::CommissionApproved,
            ];
            assert!(
                !approval.contains(&kind),
                "no approval for local governments"
            );
        }
        if self.form == FormKind::Kiso {
            let hearing = [
                StageKind::PreparingConsultation,
                StageKind::Consulting,
                StageKind::ThirdPartyReview,
            ];
            assert!(!hearing.contains(&kind));
        }
        let json = serde_json::to_string(&self.stage).unwrap();
        assert_eq!(serde_json::from_str::<Stage>(&json).unwrap(), self.stage);
        if let Some(Consultation {
            from,
            to,
            shortened,
            ..
        }) = self.stage.round().and_then(|round| round.consultation)
        {
            let days = from.until(to).unwrap().get_days() + 1;
            assert_eq!(shortened, days < Consultation::DAYS);
        }
        if let Stage::Published { edition, revision } = &self.stage {
            let last = self.editions.last().unwrap();
            assert_eq!((last.edition, last.revision), (*edition, *revision));
        }
    }

    /// Somebody saves.
    pub fn edit(&mut self) {
        if self.stage.is_editable() {
            self.revision += 1;
        }
    }

    pub fn sleep(&mut self, days: i32) {
        self.today = self.today.checked_add(days.days()).unwrap();
    }
}

/// A first assessment after the file is held goes on by the exception of 規則9条2項 alone, and
/// no exchange of information begins before the publication (番号法28条6項).
fn check_exceptions(before: &Stage, command: &Command, around: &Circumstances) {
    let held = around
        .holding_since
        .is_some_and(|since| since <= around.today);
    let is_first = matches!(
        before,
        Stage::Draft {
            origin: Origin::New,
            ..
        }
    );
    let goes_on = matches!(
        command,
        Command::SubmitForReview | Command::PrepareConsultation
    );
    if held && is_first && goes_on && !around.published_before {
        assert!(around.late_by_exception, "{command:?}");
    }
    if matches!(command, Command::Publish { .. }) && !around.published_before {
        let early = around.exchange_from.is_some_and(|from| from < around.today);
        assert!(!early, "exchange before publication");
    }
}
