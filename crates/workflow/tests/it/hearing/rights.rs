//! Who may do what of a hearing.

use super::*;

on_both! {
    every_act_is_for_its_roles_in_the_own_body_only,
}

#[derive(Debug, Clone, Copy)]
enum Case {
    Open,
    List,
    Read,
    Export,
    Answer,
    Mask,
    Erase,
    Preview,
    Result,
    Propose,
    Fill,
}

async fn attempt(hearing: &Hearing, actor: &Actor, id: &ConsultationId, case: Case) -> bool {
    let workflow = &hearing.world.workflow;
    let done = match case {
        Case::Open => {
            let new = period(date(2026, 6, 1), date(2026, 7, 1));
            workflow
                .begin_consultation(actor, &hearing.key, 2, new)
                .await
                .map(drop)
        }
        Case::List => workflow.consultations(actor, id.body()).await.map(drop),
        Case::Read => workflow.opinions(actor, id).await.map(drop),
        Case::Export => workflow.export_opinions(actor, id).await.map(drop),
        Case::Answer => {
            let new = AnswerOpinions {
                opinions: Vec::new(),
                verdict: None,
                reason: String::new(),
            };
            workflow.answer_opinions(actor, id, new).await
        }
        Case::Mask => {
            let new = Masking {
                number: 1,
                seen: 9,
                phrases: String::new(),
                reason: MaskReason::Other,
                summary: String::new(),
            };
            workflow.mask_opinion(actor, id, new).await
        }
        Case::Erase => workflow.erase_contacts(actor, id, None).await.map(drop),
        Case::Preview => workflow.preview_result(actor, id).await.map(drop),
        Case::Result => workflow.begin_result(actor, id, "").await.map(drop),
        Case::Propose => workflow.propose_items(actor, id).await.map(drop),
        Case::Fill => workflow.fill_items(actor, id, 2, &[]).await.map(drop),
    };
    match done {
        Ok(())
        | Err(WorkflowError::Refused(_) | WorkflowError::Invalid(_) | WorkflowError::Conflict(_)) => {
            true
        }
        Err(WorkflowError::NotFound) => false,
        Err(other) => panic!("{case:?}: {other:?}"),
    }
}

async fn every_act_is_for_its_roles_in_the_own_body_only(db: TestDatabase) {
    use Role::{Approver, Coordinator, Editor, PpcApprover, PpcReviewer};
    let (hearing, id) = Hearing::closed(db, &[OPINION]).await;
    let table: [(Case, &[Role], &[Role]); 11] = [
        (Case::Open, &[Coordinator], &[]),
        (
            Case::List,
            &[Editor, Approver, Coordinator],
            &[PpcReviewer, PpcApprover],
        ),
        (
            Case::Read,
            &[Editor, Approver, Coordinator],
            &[PpcReviewer, PpcApprover],
        ),
        (Case::Export, &[Editor, Approver, Coordinator], &[]),
        (Case::Answer, &[Editor, Coordinator], &[]),
        (Case::Mask, &[Editor, Coordinator], &[]),
        (Case::Erase, &[Editor, Coordinator], &[]),
        (
            Case::Preview,
            &[Editor, Approver, Coordinator],
            &[PpcReviewer, PpcApprover],
        ),
        (Case::Result, &[Coordinator], &[]),
        (Case::Propose, &[Editor, Approver, Coordinator], &[]),
        (Case::Fill, &[Editor], &[]),
    ];
    for role in Role::ALL {
        let own = role.needs_body().then_some(CITY);
        let there = role.needs_body().then_some(OTHER);
        if role == Role::Prefecture {
            continue;
        }
        let actor = hearing.world.person(role.as_str(), role, own).await;
        let stranger = hearing
            .world
            .person(&format!("x-{}", role.as_str()), role, there)
            .await;
        for (case, in_own, everywhere) in &table {
            let may = everywhere.contains(&role);
            let allowed = attempt(&hearing, &actor, &id, *case).await;
            assert_eq!(allowed, may || in_own.contains(&role), "{case:?} {role:?}");
            let allowed = attempt(&hearing, &stranger, &id, *case).await;
            assert_eq!(allowed, may, "{case:?} {role:?} elsewhere");
        }
    }
}
