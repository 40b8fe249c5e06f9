//! The items of the forms that say what the judgement says: filled from the affair, and
//! compared with it.

use jiff::civil::Date;

use super::{Duty, Inputs, headcount_choice, incident_choice, staff_choice};
use crate::answer::{Answer, Answers};
use crate::check::{Finding, Severity};
use crate::form::{FormEdition, Kind};
use crate::ids::ItemId;

/// What the items of a form about the threshold judgement are to say, as far as the inputs
/// are known and the form has the items. Sources: 様式2 Ⅱ・Ⅲ, 様式3 Ⅰ1・Ⅴ1, 様式4 Ⅰ1・Ⅵ1.
#[must_use]
pub fn items(
    form: &FormEdition,
    inputs: &Inputs,
    as_of: Option<Date>,
    duty: Option<Duty>,
) -> Answers {
    let headcount = inputs.headcount.map(headcount_choice).map(Answer::Choice);
    let result = duty
        .and_then(|duty| duty.choice_in(form.id.as_str()))
        .map(Answer::Choice);
    let day = |known: bool| as_of.filter(|_| known).map(Answer::Date);
    let said: Vec<(&str, Option<Answer>)> = match form.id.as_str() {
        "kiso" => vec![
            ("II.1.value", headcount),
            ("II.1.asof", day(inputs.headcount.is_some())),
            (
                "II.2.value",
                inputs.staff.map(staff_choice).map(Answer::Choice),
            ),
            ("II.2.asof", day(inputs.staff.is_some())),
            (
                "II.3.value",
                inputs.incident.map(incident_choice).map(Answer::Choice),
            ),
            ("III.result", result),
        ],
        "juten" => vec![("I.1.headcount", headcount), ("V.1.result", result)],
        "zenkomoku" => vec![("I.1.headcount", headcount), ("VI.1.result", result)],
        _ => Vec::new(),
    };
    let fitting = said.into_iter().filter_map(|(id, answer)| {
        let (node, answer) = (form.node(id)?, answer?);
        let fits = match &answer {
            Answer::Choice(n) => node.kind == Kind::Choice && node.choice(*n).is_some(),
            Answer::Date(_) => node.kind == Kind::Date,
            _ => false,
        };
        fits.then(|| (node.id.clone(), answer))
    });
    fitting.collect()
}

/// Puts `after` into answers where nothing stands yet, or still what the machine said
/// `before`: what a person wrote is kept.
pub fn fill(answers: &mut Answers, before: &Answers, after: &Answers) {
    let of = |answers: &Answers, item: &ItemId| answers.get(item.as_str()).cloned();
    for (item, answer) in after.iter() {
        let now = of(answers, item);
        if now.as_ref().is_none_or(Answer::is_blank) || now == of(before, item) {
            answers.set(item.clone(), answer.clone());
        }
    }
}

/// AFF-1: an item says something else than the affair (事務).
#[must_use]
pub fn disagreements(form: &FormEdition, answers: &Answers, expected: &Answers) -> Vec<Finding> {
    let differs = |(item, expected): (&ItemId, &Answer)| {
        let node = form.node(item.as_str())?;
        let written = answers.get(item.as_str())?;
        (!written.is_blank() && written != expected).then(|| Finding {
            rule: "AFF-1",
            severity: Severity::Warning,
            item: item.to_string(),
            message: format!(
                "「{}」が、事務に登録されたしきい値判断の入力又は結果と違います。どちらが正しいかを確かめて、そろえてください。",
                node.heading()
            ),
        })
    };
    expected.iter().filter_map(differs).collect()
}
