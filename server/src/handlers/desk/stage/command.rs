//! From the fields of a form to an act with what it is given.

use domain::stage::{ItemReason, RedoGround, VerdictKind};
use domain::{Act, Command};
use jiff::civil::Date;
use workflow::{FieldProblem, WorkflowError};

use crate::forms::Fields;

/// The command that the fields ask for: `op`, and `on`, `reason`,
/// `reason:{item}`, `ground`, `verdict` as the act needs them.
///
/// # Errors
/// [`WorkflowError::NotFound`] for what is no act of a form, [`WorkflowError::Invalid`] naming
/// the field that cannot be read.
pub fn of(fields: &Fields) -> Result<Command, WorkflowError> {
    let act = Act::parse(fields.get("op")).ok_or(WorkflowError::NotFound)?;
    let reason = || fields.get("reason").trim().to_owned();
    let on = || day(fields, "on");
    Ok(match act {
        Act::SubmitForReview => Command::SubmitForReview,
        Act::Withdraw => Command::Withdraw,
        Act::Check => Command::Check,
        Act::SendBack => Command::SendBack {
            reason: reason(),
            items: items(fields),
        },
        Act::PrepareConsultation => Command::PrepareConsultation,
        Act::HandOver => Command::HandOver,
        Act::GiveVerdict => Command::GiveVerdict {
            on: on()?,
            kind: VerdictKind::parse(fields.get("verdict"))
                .ok_or_else(|| invalid("verdict", "点検の結果を選んでください。"))?,
        },
        Act::FinishAmendment => Command::FinishAmendment,
        Act::File => Command::File { on: on()? },
        Act::RequestApproval => Command::RequestApproval { on: on()? },
        Act::BeginCommissionReview => Command::BeginCommissionReview,
        Act::CommissionApprove => Command::CommissionApprove { on: on()? },
        Act::CommissionReturn => Command::CommissionReturn { reason: reason() },
        Act::SchedulePublication => Command::SchedulePublication { on: on()? },
        Act::CancelSchedule => Command::CancelSchedule,
        Act::Amend => Command::Amend,
        Act::Redo => Command::Redo {
            ground: RedoGround::parse(fields.get("ground"))
                .ok_or_else(|| invalid("ground", "再実施の理由を選んでください。"))?,
        },
        Act::Reopen => Command::Reopen { reason: reason() },
        Act::Unpublish => Command::Unpublish { reason: reason() },
        Act::End => Command::End { on: on()? },
        Act::NotifyEnd => Command::NotifyEnd { on: on()? },
        Act::Resume => Command::Resume { reason: reason() },
        // These have pages of their own, on which the leak gate speaks.
        Act::Publish | Act::OpenConsultation | Act::ConsultAgain | Act::CloseConsultation => {
            return Err(WorkflowError::NotFound);
        }
    })
}

fn items(fields: &Fields) -> Vec<ItemReason> {
    let reasons = fields.pairs().iter().filter_map(|(name, value)| {
        let item = name.strip_prefix("reason:")?;
        let reason = value.trim();
        (!reason.is_empty()).then(|| ItemReason {
            item: item.to_owned(),
            reason: reason.to_owned(),
        })
    });
    reasons.collect()
}

fn day(fields: &Fields, name: &'static str) -> Result<Date, WorkflowError> {
    let typed = fields.get(name).trim();
    typed
        .parse()
        .map_err(|_| invalid(name, "日付を「2026-04-01」の形で書いてください。"))
}

fn invalid(field: &'static str, message: &str) -> WorkflowError {
    WorkflowError::Invalid(vec![FieldProblem {
        field,
        message: message.to_owned(),
    }])
}
