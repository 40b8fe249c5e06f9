//! What can be changed of an affair, as fields: what is filled reads back.

use app::components::forms::Problem;
use app::forms::{Typed, fill_facts, read_facts};
use domain::{Duty, ExemptGround, Facts};
use jiff::civil::Date;
use workflow::AffairContent;

use super::problem;

/// The fields with the saved content in them.
pub(super) fn fill(content: &AffairContent) -> Typed {
    let mut typed = fill_facts(&content.facts);
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    typed.set("name", content.name.clone());
    typed.set("legal_basis", content.legal_basis.clone());
    typed.set(
        "ground",
        content
            .exempt_ground
            .map(ExemptGround::as_str)
            .unwrap_or_default(),
    );
    typed.set(
        "voluntary",
        content.voluntary.map(Duty::as_str).unwrap_or_default(),
    );
    typed.set("voluntary_reason", content.voluntary_reason.clone());
    typed.set("holding_from", day(content.holding_from));
    typed.set("exchange_from", day(content.exchange_from));
    typed.set(
        "late",
        if content.late_reason.is_some() {
            "true"
        } else {
            ""
        },
    );
    typed.set(
        "late_reason",
        content.late_reason.clone().unwrap_or_default(),
    );
    typed
}

/// The content as typed.
pub(super) fn read(typed: &Typed, saved: &Facts) -> Result<AffairContent, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut day = |name: &str| {
        read_day(typed.get(name)).unwrap_or_else(|| {
            problems.push(problem(name, "日付は 2014-10-01 のように書いてください。"));
            None
        })
    };
    let (holding_from, exchange_from) = (day("holding_from"), day("exchange_from"));
    let facts = read_facts(typed, saved);
    let facts = facts
        .map_err(|found| problems.extend(found))
        .unwrap_or_default();
    let content = AffairContent {
        name: typed.get("name").to_owned(),
        legal_basis: typed.get("legal_basis").to_owned(),
        facts,
        exempt_ground: ExemptGround::parse(typed.get("ground")),
        voluntary: Duty::parse(typed.get("voluntary")),
        voluntary_reason: typed.get("voluntary_reason").to_owned(),
        holding_from,
        exchange_from,
        late_reason: (typed.get("late") == "true").then(|| typed.get("late_reason").to_owned()),
    };
    if problems.is_empty() {
        Ok(content)
    } else {
        Err(problems)
    }
}

/// A day as typed: `Some(None)` for nothing, `None` for what is no day.
pub(in crate::handlers::desk) fn read_day(text: &str) -> Option<Option<Date>> {
    let text = text.trim().replace('/', "-");
    if text.is_empty() {
        return Some(None);
    }
    text.parse().ok().map(Some)
}
