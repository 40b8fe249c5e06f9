//! Who may use which route: an entry for every route of the program.

use app::routes::*;
use domain::procedure::transitions;
use domain::{Act, Action, FormKind, Regime, Role};

use super::rule::Rule;

/// Parts of addresses, by the names of their parameters.
type Places = &'static [&'static [(&'static str, &'static str)]];

/// A route, what is posted to it beside `csrf`, and who may.
pub struct Entry {
    pub method: &'static str,
    pub pattern: &'static str,
    pub fields: Vec<(&'static str, &'static str)>,
    pub rule: Rule,
    /// Parts of the address that differ from those of the scene.
    pub place: &'static [(&'static str, &'static str)],
}

impl Entry {
    fn with(mut self, fields: &[(&'static str, &'static str)]) -> Self {
        self.fields = fields.to_vec();
        self
    }

    fn at(mut self, place: &'static [(&'static str, &'static str)]) -> Self {
        self.place = place;
        self
    }
}

fn entry(method: &'static str, pattern: &'static str, rule: Rule) -> Entry {
    Entry {
        method,
        pattern,
        fields: Vec::new(),
        rule,
        place: &[],
    }
}

fn get(pattern: &'static str, rule: Rule) -> Entry {
    entry("GET", pattern, rule)
}

fn post(pattern: &'static str, rule: Rule) -> Entry {
    entry("POST", pattern, rule)
}

fn on(actions: &[Action]) -> Rule {
    Rule::On(vec![actions.to_vec()])
}

/// By whoever may, among those who read the assessments of the body.
fn of_the_body(action: Action) -> Rule {
    Rule::On(vec![vec![Action::ReadAssessment], vec![action]])
}

fn somewhere(actions: &[Action]) -> Rule {
    Rule::Somewhere(actions.to_vec())
}

fn own_body(actions: &[Action]) -> Rule {
    Rule::OwnBody(actions.to_vec())
}

/// Every entry; a route that takes several acts has several.
pub fn entries() -> Vec<Entry> {
    let mut all = anybody();
    all.extend(signed_in());
    all.extend(people());
    all.extend(affairs());
    all.extend(assessments());
    all.extend(stage());
    all.extend(consultations());
    all.extend(reviews());
    all.extend(notices());
    all.extend(inquiries());
    all
}

fn anybody() -> Vec<Entry> {
    let of_everybody = [
        "/healthz",
        "/readyz",
        "/metrics",
        "/assets/{name:.+}",
        "/favicon.ico",
        SEARCH,
        "/api/v1/search",
        "/api/v1/openapi.json",
        "/api/v1/assessment.schema.json",
        "/{file:.*}",
        PATTERN_OPINION_NEW,
        PATTERN_RECEIPT,
        "/desk",
        // Whoever holds the secret address.
        PATTERN_CALENDAR_FEED,
    ];
    let guests = [
        ("GET", SIGN_IN),
        ("POST", SIGN_IN),
        ("GET", SIGN_IN_CODE),
        ("POST", SIGN_IN_CODE),
        ("GET", SIGN_IN_ENROL),
        ("POST", SIGN_IN_ENROL),
        ("POST", SIGN_IN_ENROL_BEGIN),
        ("POST", SIGN_IN_CANCEL),
        ("GET", FORGOTTEN_PASSWORD),
        ("POST", FORGOTTEN_PASSWORD),
        ("GET", PATTERN_INVITATION),
        ("POST", PATTERN_INVITATION),
    ];
    let mut all: Vec<Entry> = of_everybody
        .into_iter()
        .map(|pattern| get(pattern, Rule::Public))
        .collect();
    all.push(get(PATTERN_COMPARE, Rule::Public).at(PUBLISHED));
    all.push(post(PATTERN_OPINIONS, Rule::Public));
    all.push(post(PATTERN_RECEIPT, Rule::Guest));
    all.extend(
        guests
            .into_iter()
            .map(|(method, pattern)| entry(method, pattern, Rule::Guest)),
    );
    all.push(entry("*", "/desk/{unknown:.*}", Rule::Nobody));
    all
}

fn signed_in() -> Vec<Entry> {
    let of_everybody = [
        DESK,
        ACCOUNT,
        ACCOUNT_SECOND_FACTOR,
        INBOX,
        MAIL_PREFERENCES,
    ];
    let acts = [
        ACCOUNT_PASSWORD,
        ACCOUNT_END_OTHERS,
        ACCOUNT_SECOND_FACTOR,
        ACCOUNT_SECOND_FACTOR_BEGIN,
        ACCOUNT_SECOND_FACTOR_REMOVE,
        ACCOUNT_RECOVERY_CODES,
        INBOX_READ,
        MAIL_PREFERENCES,
    ];
    let mut all: Vec<Entry> = of_everybody
        .into_iter()
        .map(|pattern| get(pattern, Rule::SignedIn))
        .collect();
    all.extend(
        acts.into_iter()
            .map(|pattern| post(pattern, Rule::SignedIn)),
    );
    // A session that is not one's own is not there: neither is that of nobody.
    all.push(post(ACCOUNT_END_SESSION, Rule::Nobody));
    all.push(post(SIGN_OUT, Rule::EndsSession));
    all.push(post(ACCOUNT_SIGN_OUT_EVERYWHERE, Rule::EndsSession));
    all
}

fn people() -> Vec<Entry> {
    use Action::{ListUsers, ManageBodies, ManageUsers, ReadAudit};
    let manage = || on(&[ManageUsers]);
    let user = ("user", "{victim}");
    vec![
        get(USERS, somewhere(&[ListUsers])),
        post(USERS_INVITE, somewhere(&[ManageUsers])),
        get(PATTERN_USER, on(&[ListUsers])),
        post(USERS_DISABLE, manage()).with(&[user]),
        post(USERS_ROLE, manage()).with(&[user, ("from", "approver"), ("role", "editor")]),
        post(USERS_LINK, manage()).with(&[user]),
        post(USERS_SECOND_FACTOR, manage()).with(&[user]),
        get(AUDIT, somewhere(&[ReadAudit])),
        get(AUDIT_CSV, somewhere(&[ReadAudit])),
        post(AUDIT_VERIFY, Rule::Everywhere(vec![ReadAudit])),
        get(MAIL_PROBLEMS, Rule::Everywhere(vec![ManageBodies])),
        post(MAIL_PROBLEMS, Rule::Everywhere(vec![ManageBodies])),
    ]
}

fn affairs() -> Vec<Entry> {
    use Action::{
        CreateAssessment, ManageAffairs, ManagePlan, ReadAssessment, ReadPlan, ReadSubmittedPlan,
    };
    let read = || own_body(&[ReadAssessment]);
    vec![
        get(CALENDAR, read()),
        get(CALENDAR_ICS, read()),
        post(CALENDAR_FEED, read()).with(&[("op", "subscribe")]),
        get(AFFAIRS, read()),
        get(NEW_AFFAIR, own_body(&[ManageAffairs])),
        post(NEW_AFFAIR, own_body(&[ManageAffairs])),
        get(PATTERN_AFFAIR, on(&[ReadAssessment])),
        post(PATTERN_AFFAIR, on(&[ManageAffairs])),
        post(PATTERN_AFFAIR_REDO, on(&[ManageAffairs])),
        post(PATTERN_AFFAIR_START, on(&[CreateAssessment])).with(&[("form", "juten")]),
        get(INCIDENTS, read()),
        post(INCIDENTS, own_body(&[ManageAffairs])),
        post(INCIDENTS_CANCEL, on(&[ManageAffairs])).with(&[("incident", "{incident}")]),
        get(PLANS, own_body(&[ReadPlan])),
        post(AGENCIES, own_body(&[ManageAffairs])),
        get(PATTERN_PLAN, on(&[ReadPlan])),
        get(PATTERN_PLAN_SUBMISSION, on(&[ReadSubmittedPlan])),
        post(PATTERN_PLAN, on(&[ManagePlan])).with(&[("op", "create")]),
        post(PATTERN_PLAN, on(&[ManagePlan])).with(&[("op", "refresh")]),
        post(PATTERN_PLAN, on(&[ManagePlan])).with(&[("op", "submit")]),
    ]
}

/// The 全項目評価書 of which opinions are being heard.
const HEARD: &[(&str, &str)] = &[("form", "zenkomoku")];
/// The 基礎項目評価書 that is published.
const PUBLISHED: &[(&str, &str)] = &[("number", "2"), ("form", "kiso")];
/// The 基礎項目評価書 that is being amended.
const AMENDED: &[(&str, &str)] = &[("number", "3"), ("form", "kiso")];
/// The 重点項目評価書 that was handed over to reviewers.
const HANDED_OVER: &[(&str, &str)] = &[("number", "2"), ("form", "juten")];

fn assessments() -> Vec<Entry> {
    use Action::{CreateAssessment, EditAssessment, EndAffair, PublishAssessment, ReadAssessment};
    let mut all = vec![
        get(NEW_ASSESSMENT, own_body(&[CreateAssessment])),
        post(NEW_ASSESSMENT, own_body(&[CreateAssessment])),
    ];
    let pages = [
        PATTERN_DESK_ASSESSMENT,
        PATTERN_FACTS,
        PATTERN_EDIT,
        PATTERN_PREVIEW,
        PATTERN_REVIEW,
        PATTERN_REVISIONS,
        PATTERN_HISTORY,
        PATTERN_THIRD_PARTY,
    ];
    all.extend(
        pages
            .into_iter()
            .map(|pattern| get(pattern, on(&[ReadAssessment]))),
    );
    let edit = || on(&[EditAssessment]);
    let waiver = ("rule", "MS-07-1");
    let shared = [
        ("from", "kiso"),
        ("from_revision", "1"),
        ("into", "zenkomoku"),
        ("into_revision", "1"),
        ("item", "V.1.where"),
    ];
    all.extend([
        post(PATTERN_FACTS, edit()),
        post(PATTERN_EDIT, edit()).with(&[("op", "save")]),
        get(PATTERN_CHANGES, on(&[ReadAssessment])).at(AMENDED),
        post(PATTERN_CHANGES, edit())
            .with(&[("revision", "1")])
            .at(AMENDED),
        post(PATTERN_WAIVERS, edit()).with(&[("op", "waive"), waiver]),
        post(PATTERN_WAIVERS, edit()).with(&[("op", "end"), waiver]),
        post(PATTERN_SHARED, edit()).with(&shared),
        get(PATTERN_PUBLISH, on(&[PublishAssessment])),
        post(PATTERN_PUBLISH, on(&[PublishAssessment])),
        get(PATTERN_CONFIRM, on(&[EndAffair])).at(PUBLISHED),
    ]);
    all
}

/// Every act of the procedure, for whom its rows say.
fn stage() -> Vec<Entry> {
    let pages = [
        Act::Publish,
        Act::OpenConsultation,
        Act::ConsultAgain,
        Act::CloseConsultation,
    ];
    let acts = Act::ALL.into_iter().filter(|act| !pages.contains(act));
    let acts = acts.map(|act| {
        let rows = transitions(FormKind::Zenkomoku, Regime::Local);
        let who = rows.filter(|row| row.act == act).filter_map(|row| row.who);
        let rule = Rule::On(vec![vec![Action::ReadAssessment], who.collect()]);
        let stage = post(PATTERN_STAGE, rule).at(HEARD);
        stage.with(&[
            ("op", act.as_str()),
            ("on", "2026-04-01"),
            ("reason", "理由"),
            ("ground", "five-years"),
            ("verdict", "suitable"),
        ])
    });
    acts.collect()
}

fn consultations() -> Vec<Entry> {
    use Action::{AnswerOpinions, EditAssessment, ReadOpinions, RunConsultation};
    vec![
        get(DESK_CONSULTATIONS, own_body(&[ReadOpinions])),
        get(PATTERN_DESK_CONSULTATION, on(&[ReadOpinions])),
        get(PATTERN_DESK_OPINION, on(&[ReadOpinions])),
        get(PATTERN_DESK_OPINIONS_CSV, of_the_body(ReadOpinions)),
        post(PATTERN_DESK_ANSWERS, on(&[AnswerOpinions])),
        post(PATTERN_DESK_OPINION, on(&[AnswerOpinions])),
        post(PATTERN_DESK_ERASE, on(&[AnswerOpinions])),
        get(PATTERN_DESK_RESULT, on(&[ReadOpinions])),
        post(PATTERN_DESK_RESULT, on(&[RunConsultation])),
        get(PATTERN_DESK_ITEMS, of_the_body(ReadOpinions)),
        post(PATTERN_DESK_ITEMS, on(&[EditAssessment])),
        // It is open: the address leads to it.
        get(PATTERN_OPEN_CONSULTATION, of_the_body(ReadOpinions)).at(HEARD),
        post(PATTERN_OPEN_CONSULTATION, on(&[RunConsultation])).at(HEARD),
    ]
}

fn reviews() -> Vec<Entry> {
    use Action::{
        DecideSubmission, EditAssessment, EngageReviewer, ReadAssessment, ReadSubmittedPlan,
        ReviewAssessment, ReviewSubmission, SubmitToCommission,
    };
    let mut all = vec![
        get(ASSIGNMENTS, somewhere(&[ReviewAssessment])),
        get(PATTERN_ASSIGNMENT, on(&[ReviewAssessment])).at(HANDED_OVER),
        post(PATTERN_THIRD_PARTY, on(&[EngageReviewer]))
            .with(&[("op", "engage")])
            .at(HANDED_OVER),
        post(PATTERN_THIRD_PARTY, on(&[EngageReviewer]))
            .with(&[("op", "release"), ("engagement", "{released}")])
            .at(HANDED_OVER),
        post(PATTERN_THIRD_PARTY, on(&[EditAssessment]))
            .with(&[("op", "answer"), ("thread", "{comment}")])
            .at(HANDED_OVER),
        post(PATTERN_THIRD_PARTY, on(&[EditAssessment]))
            .with(&[("op", "respond"), ("subject", "{comment}")])
            .at(HANDED_OVER),
        get(PATTERN_COMMISSION, on(&[ReadAssessment])),
        post(
            PATTERN_COMMISSION,
            on(&[EditAssessment, SubmitToCommission]),
        )
        .with(&[("thread", "{advice}")]),
        get(SUBMISSIONS, somewhere(&[ReviewSubmission])),
        get(PATTERN_SUBMISSION, on(&[ReviewSubmission])),
        get(PLAN_SUBMISSIONS, Rule::Everywhere(vec![ReadSubmittedPlan])),
        post(PLAN_SUBMISSIONS, on(&[ReviewSubmission])).with(&[
            ("code", "{code}"),
            ("agency", "{agency}"),
            ("n", "{n}"),
        ]),
        get(STANDINGS, somewhere(&[ReviewSubmission])),
        get(STANDINGS_CSV, somewhere(&[ReviewSubmission])),
    ];
    for op in ["comment", "save", "verdict"] {
        let review = post(PATTERN_ASSIGNMENT, on(&[ReviewAssessment]));
        all.push(review.with(&[("op", op)]).at(HANDED_OVER));
    }
    let answer = post(PATTERN_ASSIGNMENT, on(&[ReviewAssessment]));
    let fields = [("op", "answer"), ("thread", "{comment}")];
    all.push(answer.with(&fields).at(HANDED_OVER));
    for op in ["settle", "reopen"] {
        // Both sides talk.
        let review = post(PATTERN_ASSIGNMENT, on(&[ReviewAssessment, EditAssessment]));
        let fields = [("op", op), ("thread", "{comment}")];
        all.push(review.with(&fields).at(HANDED_OVER));
    }
    for op in ["receive", "assign", "state", "note", "advise"] {
        let act = post(PATTERN_SUBMISSION, on(&[ReviewSubmission]));
        all.push(act.with(&[("op", op)]));
    }
    // Of a local government nothing is approved or returned: not even the approver finds it.
    assert!(Role::PpcApprover.reach(DecideSubmission) != domain::role::Reach::Nowhere);
    for op in ["begin", "approve", "return"] {
        let fields = [("op", op), ("approved_on", "2026-04-01"), ("reason", "x")];
        all.push(post(PATTERN_SUBMISSION, Rule::Nobody).with(&fields));
    }
    all
}

fn notices() -> Vec<Entry> {
    use Action::{AcknowledgeNotice, FollowNotices, ManageNotices, OverseeNotices};
    let readers = [ManageNotices, AcknowledgeNotice, FollowNotices];
    let mut all = vec![
        get(PROVIDER, somewhere(&readers)),
        get(PATTERN_DESK_NOTICE, somewhere(&readers)),
        get(NOTICE_NEW, somewhere(&[ManageNotices])),
        post(NOTICE_NEW, somewhere(&[ManageNotices])),
        get(PATTERN_NOTICE_PROGRESS, somewhere(&[OverseeNotices])),
        get(PATTERN_NOTICE_BODIES, on(&[OverseeNotices])),
        get(PROVIDER_EXAMPLES, Rule::Everywhere(vec![ManageNotices])),
    ];
    let manage: Places = &[
        &[("act", "edit")],
        &[("act", "request")],
        &[("act", "issue")],
        &[("act", "distribute")],
        &[("act", "list")],
        &[("act", "expire")],
        &[("act", "revise")],
    ];
    let acknowledge: Places = &[&[("act", "acknowledge")], &[("act", "send-back")]];
    let follow: Places = &[
        &[("act", "read")],
        &[("act", "forward")],
        &[("act", "complete")],
    ];
    let remind: Places = &[&[("act", "remind")]];
    for (places, actions) in [
        (manage, &[ManageNotices][..]),
        (acknowledge, &[AcknowledgeNotice]),
        (follow, &[FollowNotices]),
        (remind, &[ManageNotices, FollowNotices]),
    ] {
        let acts = places.iter();
        all.extend(acts.map(|place| post(PATTERN_NOTICE_ACT, somewhere(actions)).at(place)));
    }
    all
}

fn inquiries() -> Vec<Entry> {
    use Action::{AnswerInquiry, SendInquiry};
    let desk = domain::inquiry::Category::General.desk();
    let mut all = vec![
        get(INQUIRIES, somewhere(&[SendInquiry, AnswerInquiry])),
        get(INQUIRY_NEW, somewhere(&[SendInquiry])),
        post(INQUIRY_NEW, somewhere(&[SendInquiry])),
        get(PATTERN_INQUIRY, Rule::Inquiry(desk)),
    ];
    const ACTS: Places = &[
        &[("act", "write")],
        &[("act", "consent")],
        &[("act", "withdraw")],
        &[("act", "close")],
        &[("act", "remove")],
    ];
    for place in ACTS.iter().copied() {
        all.push(post(PATTERN_INQUIRY_ACT, Rule::Inquiry(desk)).at(place));
    }
    all
}
