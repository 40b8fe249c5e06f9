#![allow(clippy::unwrap_used)]
use domain::procedure::transitions;
use domain::{FormKind, Origin, Regime};

use super::*;

#[test]
fn what_comes_next_depends_on_who_asks() {
    let draft = Stage::new_draft();
    let step = |may_edit, acts: &[Act], errors| next_step(&draft, acts, may_edit, errors);
    assert_eq!(step(false, &[], None), "作成担当が書いています。");
    let house = [Act::SubmitForReview];
    assert!(step(true, &house, Some(0)).contains("確認に出せます"));
    assert!(step(true, &house, Some(3)).contains("あと3か所"));
}

#[test]
fn a_draft_leads_to_where_its_own_procedure_does() {
    let amendment = Stage::draft(Origin::Amendment);
    let said = next_step(&amendment, &[Act::File], true, Some(0));
    assert!(said.contains("委員会へ提出できます"), "{said}");
    let organ = next_step(&Stage::new_draft(), &[], true, Some(0));
    assert!(organ.contains("公示の準備"), "{organ}");
}

/// What sends people to the coordinator is a stage that can be opened again.
#[test]
fn only_stages_that_can_be_opened_again_say_so() {
    let reopened: Vec<StageKind> = transitions(FormKind::Zenkomoku, Regime::Local)
        .filter(|row| row.act == Act::Reopen)
        .flat_map(|row| row.from.iter().copied())
        .collect();
    let submitted = Stage::PreparingSubmission {
        revision: 1,
        round: domain::Round::default(),
    };
    let consulting = Stage::Consulting {
        revision: 1,
        round: domain::Round::default(),
    };
    for stage in [submitted, consulting] {
        let says = why_not_editable(&stage).contains("作成中へ戻す");
        assert_eq!(says, reopened.contains(&stage.kind()), "{stage:?}");
    }
}
