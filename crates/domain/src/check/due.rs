//! Which findings stand in the way now: what a later step of the procedure fills in is not
//! lacking before.

use super::Finding;
use crate::consultation::ConsultationItems;
use crate::ids::FormId;
use crate::stage::{Origin, Stage, StageKind};

/// Whether a finding stands in the way at a stage. A blank item about the hearing of opinions
/// or the third-party review is none before they took place: Ⅵ 2. ①②④⑤ are written after the
/// hearing, Ⅵ 3. with the verdict (records.md §3.4, 見直し中 and 第三者点検中). An amendment
/// has neither, and keeps what the edition before says.
#[must_use]
pub fn is_due(form: &FormId, stage: &Stage, finding: &Finding) -> bool {
    if finding.rule != "REQ-1" {
        return true;
    }
    let is_of_review = form.as_str() == "zenkomoku" && finding.item.starts_with("VI.3.");
    if stage
        .round()
        .is_some_and(|round| round.origin == Origin::Amendment)
    {
        return true;
    }
    match stage.kind() {
        StageKind::Draft
        | StageKind::InReview
        | StageKind::PreparingConsultation
        | StageKind::Consulting => !is_of_review && !is_of_hearing(form, &finding.item),
        StageKind::Reworking | StageKind::ThirdPartyReview => !is_of_review,
        _ => true,
    }
}

fn is_of_hearing(form: &FormId, item: &str) -> bool {
    ConsultationItems::of(form).is_some_and(|items| {
        let fixed = [items.method, items.period, items.opinions];
        fixed.contains(&item) || items.reflection == Some(item)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::check::Severity;
    use crate::stage::Round;

    fn blank(item: &str) -> Finding {
        Finding {
            rule: "REQ-1",
            severity: Severity::Error,
            item: item.to_owned(),
            message: String::new(),
        }
    }

    #[test]
    fn what_a_later_step_fills_in_is_not_lacking_before() {
        let form = FormId::parse("zenkomoku").unwrap();
        let round = Round::default();
        let draft = Stage::new_draft();
        let returned = None;
        let reworking = Stage::Reworking { round, returned };
        let amendment = Stage::Draft {
            returned: None,
            origin: Origin::Amendment,
        };
        // (item, due in a draft, due after the hearing)
        for (item, in_draft, after) in [
            ("VI.2.method", false, true),
            ("VI.2.period", false, true),
            ("VI.2.short", true, true),
            ("VI.2.opinions", false, true),
            ("VI.2.reflect", false, true),
            ("VI.3.date", false, false),
            ("VI.3.result", false, false),
            ("II[1].II.6.place", true, true),
        ] {
            let finding = blank(item);
            assert_eq!(is_due(&form, &draft, &finding), in_draft, "{item}");
            assert_eq!(is_due(&form, &reworking, &finding), after, "{item}");
            assert!(is_due(&form, &amendment, &finding), "{item}");
        }
        let other = Finding {
            rule: "MYNO-1",
            ..blank("VI.3.result")
        };
        assert!(is_due(&form, &draft, &other));
    }
}
