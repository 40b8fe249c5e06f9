//! The desk: assessments from the first word to publication. One file per page; a handler
//! calls one use case and renders one view.
//!
//! Whoever may not see an assessment gets the same answer as for one that does not exist.
//! After a success the answer leads on to a page (303); whatever was typed and could not be
//! taken comes back in its place.

mod affair;
mod affairs;
mod assignments;
mod audit;
mod calendar;
mod changes;
mod confirm;
mod consultations;
mod context;
mod editor;
mod examples;
mod facts;
mod help;
mod history;
mod inbox;
mod incidents;
mod mail;
mod my_desk;
mod new_assessment;
mod next_step;
mod overview;
mod places;
mod plan_submissions;
mod plans;
mod provider;
mod publish;
mod review;
mod save;
mod shared;
mod stage;
mod standings;
mod submission;
mod submissions;
mod talk;
mod third_party;
mod waivers;
pub(crate) mod words;

pub(super) use provider::shipped as shipped_notices;

use app::routes;

use crate::routes::list::{RouteList, get, post};

/// The pages of the desk.
pub fn configure(cfg: &mut RouteList<'_>) {
    cfg.route(routes::DESK, get().to(my_desk::page))
        .configure(consultations::configure)
        .route(routes::NEW_ASSESSMENT, get().to(new_assessment::page))
        .route(routes::NEW_ASSESSMENT, post().to(new_assessment::create))
        .route(routes::PROVIDER_EXAMPLES, get().to(provider::examples))
        .route(routes::INBOX, get().to(inbox::page))
        .route(routes::INBOX_READ, post().to(inbox::mark))
        .route(routes::MAIL_PREFERENCES, get().to(mail::page))
        .route(routes::MAIL_PREFERENCES, post().to(mail::save))
        .route(routes::MAIL_PROBLEMS, get().to(mail::problems))
        .route(routes::MAIL_PROBLEMS, post().to(mail::retry))
        .route(routes::AUDIT, get().to(audit::page))
        .route(routes::AUDIT_CSV, get().to(audit::csv))
        .route(routes::AUDIT_VERIFY, post().to(audit::verify))
        .route(routes::CALENDAR, get().to(calendar::page))
        .route(routes::CALENDAR_ICS, get().to(calendar::download))
        .route(routes::CALENDAR_FEED, post().to(calendar::change))
        .route(routes::PATTERN_CALENDAR_FEED, get().to(calendar::feed))
        .route(routes::AFFAIRS, get().to(affairs::page))
        .route(routes::NEW_AFFAIR, get().to(affair::blank))
        .route(routes::NEW_AFFAIR, post().to(affair::register))
        .route(routes::PATTERN_AFFAIR, get().to(affair::page))
        .route(routes::PATTERN_AFFAIR, post().to(affair::save))
        .route(routes::PATTERN_AFFAIR_REDO, post().to(affair::dismiss_redo))
        .route(routes::PATTERN_AFFAIR_START, post().to(affair::start))
        .route(routes::INCIDENTS, get().to(incidents::page))
        .route(routes::INCIDENTS, post().to(incidents::register))
        .route(routes::INCIDENTS_CANCEL, post().to(incidents::cancel))
        .route(routes::PLANS, get().to(plans::list))
        .route(routes::AGENCIES, post().to(plans::add_agency))
        .route(routes::PATTERN_PLAN, get().to(plans::page))
        .route(routes::PATTERN_PLAN, post().to(plans::act))
        .route(routes::PATTERN_PLAN_SUBMISSION, get().to(plans::submission))
        .route(routes::PATTERN_SHARED, post().to(shared::take))
        .route(routes::PATTERN_DESK_ASSESSMENT, get().to(overview::page))
        .route(routes::PATTERN_FACTS, get().to(facts::page))
        .route(routes::PATTERN_FACTS, post().to(facts::save))
        .route(routes::PATTERN_EDIT, get().to(editor::page))
        .route(routes::PATTERN_EDIT, post().to(editor::save))
        .route(routes::PATTERN_PREVIEW, get().to(review::preview))
        .route(routes::PATTERN_REVIEW, get().to(review::page))
        .route(routes::PATTERN_STAGE, post().to(stage::act))
        .route(routes::PATTERN_CHANGES, get().to(changes::page))
        .route(routes::PATTERN_CHANGES, post().to(changes::decide))
        .route(routes::PATTERN_REVISIONS, get().to(changes::compare))
        .route(routes::PATTERN_CONFIRM, get().to(confirm::page))
        .route(routes::PATTERN_WAIVERS, post().to(waivers::change))
        .route(routes::PATTERN_HISTORY, get().to(history::page))
        .route(routes::PATTERN_PUBLISH, get().to(publish::page))
        .route(routes::PATTERN_PUBLISH, post().to(publish::publish))
        .route(routes::PATTERN_THIRD_PARTY, get().to(third_party::page))
        .route(routes::PATTERN_THIRD_PARTY, post().to(third_party::act))
        .route(
            routes::PATTERN_COMMISSION,
            get().to(third_party::commission),
        )
        .route(routes::PATTERN_COMMISSION, post().to(third_party::answer))
        .route(routes::ASSIGNMENTS, get().to(assignments::list))
        .route(routes::PATTERN_ASSIGNMENT, get().to(assignments::page))
        .route(routes::PATTERN_ASSIGNMENT, post().to(assignments::act))
        .route(routes::SUBMISSIONS, get().to(submissions::inbox))
        .route(routes::PATTERN_SUBMISSION, get().to(submission::page))
        .route(routes::PATTERN_SUBMISSION, post().to(submission::act))
        .route(routes::PLAN_SUBMISSIONS, get().to(plan_submissions::page))
        .route(
            routes::PLAN_SUBMISSIONS,
            post().to(plan_submissions::receive),
        )
        .route(routes::STANDINGS, get().to(standings::standings))
        .route(routes::STANDINGS_CSV, get().to(standings::standings_csv));
}
