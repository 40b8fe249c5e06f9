//! Every address of the user interface. Functions build links; `PATTERN_…`
//! constants are for the server's router (actix syntax). `number` is percent-encoded here.

mod assessment_paths;
mod public;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use assessment_paths::AssessmentPaths;
pub use public::*;

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Percent-encodes one segment of a path or one value of a query.
#[must_use]
pub fn encode(segment: &str) -> String {
    utf8_percent_encode(segment, SEGMENT).to_string()
}

// The portal: pages.

/// GET the sign-in page; POST `email`, `password`, `csrf`, `next`.
pub const SIGN_IN: &str = "/desk/sign-in";
/// POST `csrf`: sign out here.
pub const SIGN_OUT: &str = "/desk/sign-out";
/// GET the page for the second step of signing in; POST `code` or `recovery`, `next`, `csrf`.
pub const SIGN_IN_CODE: &str = "/desk/sign-in/code";
/// GET the page on which a second factor is set up before anything else; POST `code`, `next`,
/// `csrf`.
pub const SIGN_IN_ENROL: &str = "/desk/sign-in/second-factor";
/// POST `next`, `csrf`: draw a secret for that page.
pub const SIGN_IN_ENROL_BEGIN: &str = "/desk/sign-in/second-factor/begin";
/// POST `csrf`: sign in as somebody else instead.
pub const SIGN_IN_CANCEL: &str = "/desk/sign-in/cancel";
/// GET, and POST `email`, `csrf`: a link for a new password, by mail.
pub const FORGOTTEN_PASSWORD: &str = "/desk/forgotten-password";
/// GET and POST `password`, `password_again`, `csrf`: accept an invitation.
pub const PATTERN_INVITATION: &str = "/desk/invitations/{token}";
/// GET my desk.
pub const DESK: &str = "/desk/";
/// GET the blank form; POST `form`, `number`, `agency`, facts, `csrf`: a new assessment.
pub const NEW_ASSESSMENT: &str = "/desk/assessments/new";
/// GET the account page.
pub const ACCOUNT: &str = "/desk/account";
/// POST `current`, `password`, `password_again`, `csrf`.
pub const ACCOUNT_PASSWORD: &str = "/desk/account/password";
/// POST `csrf`: sign out everywhere.
pub const ACCOUNT_SIGN_OUT_EVERYWHERE: &str = "/desk/account/sign-out-everywhere";
/// POST `session`, `csrf`: sign out in one other place.
pub const ACCOUNT_END_SESSION: &str = "/desk/account/sessions/end";
/// POST `csrf`: sign out everywhere but here.
pub const ACCOUNT_END_OTHERS: &str = "/desk/account/sessions/end-others";
/// GET the second factor; POST `code`, `csrf`: confirm a new one.
pub const ACCOUNT_SECOND_FACTOR: &str = "/desk/account/second-factor";
/// POST `current`, `csrf`: begin to set one up.
pub const ACCOUNT_SECOND_FACTOR_BEGIN: &str = "/desk/account/second-factor/begin";
/// POST `current`, `csrf`: do without.
pub const ACCOUNT_SECOND_FACTOR_REMOVE: &str = "/desk/account/second-factor/remove";
/// POST `current`, `csrf`: new recovery codes.
pub const ACCOUNT_RECOVERY_CODES: &str = "/desk/account/second-factor/recovery-codes";
/// GET the users of the body (`q`, `role`, `state`, `body`, `after`).
pub const USERS: &str = "/desk/users";
/// POST `email`, `role`, `csrf` (`body` for the system's administrator).
pub const USERS_INVITE: &str = "/desk/users/invite";
/// POST `user`, `csrf`.
pub const USERS_DISABLE: &str = "/desk/users/disable";
/// POST `user`, `from`, `role`, `csrf`.
pub const USERS_ROLE: &str = "/desk/users/role";
/// POST `user`, `csrf`: a new link; a closed account comes back with it.
pub const USERS_LINK: &str = "/desk/users/link";
/// POST `user`, `csrf`: take the second factor away.
pub const USERS_SECOND_FACTOR: &str = "/desk/users/second-factor";
/// GET one account and its history (`after`).
pub const PATTERN_USER: &str = "/desk/users/{user}";

/// One account.
#[must_use]
pub fn user(id: &str) -> String {
    format!("{USERS}/{}", encode(id))
}

/// GET notices and examples for the provider.
pub const PROVIDER: &str = "/desk/notices";
/// GET the blank draft of a notice; POST `title`, `from`, `to`, `body`, `csrf`.
pub const NOTICE_NEW: &str = "/desk/notices/new";
/// GET a notice: its life for provider and commission, what was received for a body.
pub const PATTERN_DESK_NOTICE: &str = "/desk/notices/{id}";
/// GET how far a notice has come, by prefecture.
pub const PATTERN_NOTICE_PROGRESS: &str = "/desk/notices/{id}/progress";
/// GET the bodies of a prefecture (`state`, `unread`, `after`).
pub const PATTERN_NOTICE_BODIES: &str = "/desk/notices/{id}/progress/{prefecture}";
/// POST an act on a notice (`version`, its fields, `csrf`).
pub const PATTERN_NOTICE_ACT: &str = "/desk/notices/{id}/{act}";
/// GET inquiries (`category`, `state`, `q`, `after`).
pub const INQUIRIES: &str = "/desk/inquiries";
/// GET the blank question; POST `category`, `subject`, `text`, `once`, `csrf`.
pub const INQUIRY_NEW: &str = "/desk/inquiries/new";
/// GET an inquiry.
pub const PATTERN_INQUIRY: &str = "/desk/inquiries/{number}";
/// POST an act on an inquiry (`version` or `digest`, its fields, `csrf`).
pub const PATTERN_INQUIRY_ACT: &str = "/desk/inquiries/{number}/{act}";
/// GET the provider's list of examples.
pub const PROVIDER_EXAMPLES: &str = "/desk/examples";

/// GET what the person was told (`unread`, `kind`, `before`).
pub const INBOX: &str = "/desk/inbox";
/// POST `id` (`through` = 1 for all up to it), `csrf`: mark as read.
pub const INBOX_READ: &str = "/desk/inbox/read";
/// GET and POST `shown`, `kind`, `csrf`: which messages come by mail.
pub const MAIL_PREFERENCES: &str = "/desk/account/mail";
/// GET the mails that were given up; POST `id`, `csrf` to try one again.
pub const MAIL_PROBLEMS: &str = "/desk/mail";
/// GET the audit trail (`from`, `to`, `person`, `action`, `subject`, `body`, `before`).
pub const AUDIT: &str = "/desk/audit";
/// GET the same as a table, all pages of it.
pub const AUDIT_CSV: &str = "/desk/audit.csv";
/// POST `csrf`: verify the chain (the system's administrator).
pub const AUDIT_VERIFY: &str = "/desk/audit/verify";
/// GET what is due (`view` = `list` for one table).
pub const CALENDAR: &str = "/desk/calendar";
/// GET the same for calendar programs.
pub const CALENDAR_ICS: &str = "/desk/calendar.ics";
/// POST `op` = `subscribe` or `revoke`, `csrf`: the secret address.
pub const CALENDAR_FEED: &str = "/desk/calendar/feed";
/// GET by whoever has the secret address.
pub const PATTERN_CALENDAR_FEED: &str = "/desk/calendar/feeds/{token}.ics";

/// The secret address of a calendar.
#[must_use]
pub fn calendar_feed(token: &str) -> String {
    format!("/desk/calendar/feeds/{}.ics", encode(token))
}

/// GET the consultations of the body.
pub const DESK_CONSULTATIONS: &str = "/desk/consultations/";
/// GET the opinions of a consultation with their answers.
pub const PATTERN_DESK_CONSULTATION: &str = "/desk/consultations/{id}/";
/// POST `opinion` (`number@version`, several), `verdict`, `reason`, `csrf`: one answer.
pub const PATTERN_DESK_ANSWERS: &str = "/desk/consultations/{id}/answers";
/// GET one opinion with its history; POST `phrases`, `mask_reason`, `summary`, `version`.
pub const PATTERN_DESK_OPINION: &str = "/desk/consultations/{id}/opinions/{number}";
/// POST `number` (empty for all), `csrf`: erase names and contacts.
pub const PATTERN_DESK_ERASE: &str = "/desk/consultations/{id}/erase";
/// GET what the result will say; POST `seen`, `csrf`: publish it.
pub const PATTERN_DESK_RESULT: &str = "/desk/consultations/{id}/result";
/// GET proposals for the items of the form; POST `revision`, `item` (several), `csrf`.
pub const PATTERN_DESK_ITEMS: &str = "/desk/consultations/{id}/items";
/// GET all opinions as CSV.
pub const PATTERN_DESK_OPINIONS_CSV: &str = "/desk/consultations/{id}/opinions.csv";
/// GET the page that opens a consultation; POST `from`, `to`, `method`, `contact`, `revision`.
pub const PATTERN_OPEN_CONSULTATION: &str = "/desk/assessments/{code}/{number}/{form}/consultation";

/// The opinions of a consultation, at the desk.
#[must_use]
pub fn desk_consultation(id: &str) -> String {
    format!("{DESK_CONSULTATIONS}{}/", encode(id))
}
/// One opinion, at the desk.
#[must_use]
pub fn desk_opinion(id: &str, number: u32) -> String {
    format!("{}opinions/{number}", desk_consultation(id))
}

/// GET the overview of an assessment (sections, findings, next step).
pub const PATTERN_DESK_ASSESSMENT: &str = "/desk/assessments/{code}/{number}/{form}/";
/// GET, POST one section of the form.
pub const PATTERN_EDIT: &str = "/desk/assessments/{code}/{number}/{form}/edit/{section}";
/// GET full text beside public text.
pub const PATTERN_PREVIEW: &str = "/desk/assessments/{code}/{number}/{form}/preview";
/// GET the approver's page.
pub const PATTERN_REVIEW: &str = "/desk/assessments/{code}/{number}/{form}/review";
/// GET the history.
pub const PATTERN_HISTORY: &str = "/desk/assessments/{code}/{number}/{form}/history";
/// GET the table of changes of a draft; POST `revision`, `changed_on`, and for each change `n`
/// from 1 `change[n]` (its digest), `timing[n]`, `note[n]`, `weight[n]`, `reason[n]`, `csrf`.
pub const PATTERN_CHANGES: &str = "/desk/assessments/{code}/{number}/{form}/changes";
/// GET `from`, `to`: two revisions compared in full.
pub const PATTERN_REVISIONS: &str = "/desk/assessments/{code}/{number}/{form}/compare";
/// GET the publish page, POST `revision`, `csrf`.
pub const PATTERN_PUBLISH: &str = "/desk/assessments/{code}/{number}/{form}/publish";
/// GET and POST the facts.
pub const PATTERN_FACTS: &str = "/desk/assessments/{code}/{number}/{form}/facts";
/// POST `op` = a transition's name, `revision`, `reason`, `csrf`.
pub const PATTERN_STAGE: &str = "/desk/assessments/{code}/{number}/{form}/stage";

/// A notice in the portal.
#[must_use]
pub fn desk_notice(id: &str) -> String {
    format!("/desk/notices/{}", encode(id))
}
/// Where an act on a notice is posted.
#[must_use]
pub fn notice_act(id: &str, act: &str) -> String {
    format!("{}/{}", desk_notice(id), encode(act))
}
/// How far a notice has come.
#[must_use]
pub fn notice_progress(id: &str) -> String {
    format!("{}/progress", desk_notice(id))
}
/// How far a notice has come in a prefecture (two digits).
#[must_use]
pub fn notice_bodies(id: &str, prefecture: &str) -> String {
    format!("{}/{}", notice_progress(id), encode(prefecture))
}
/// An inquiry in the portal.
#[must_use]
pub fn inquiry(number: i64) -> String {
    format!("/desk/inquiries/{number}")
}
/// Where an act on an inquiry is posted.
#[must_use]
pub fn inquiry_act(number: i64, act: &str) -> String {
    format!("{}/{}", inquiry(number), encode(act))
}
/// GET the third-party review as the body sees it; POST `op` = `engage`, `release`, `answer`,
/// `settle`, `reopen`, `respond`.
pub const PATTERN_THIRD_PARTY: &str = "/desk/assessments/{code}/{number}/{form}/third-party";
/// GET submissions and the commission's advice as the body sees them; POST `advice`, `body`,
/// `token`, `csrf`: an answer.
pub const PATTERN_COMMISSION: &str = "/desk/assessments/{code}/{number}/{form}/commission";
/// GET the assessments that a third-party reviewer was invited to.
pub const ASSIGNMENTS: &str = "/desk/assignments/";
/// GET what was handed over; POST `op` = `comment`, `answer`, `settle`, `reopen`, `save`,
/// `verdict`.
pub const PATTERN_ASSIGNMENT: &str = "/desk/assignments/{code}/{number}/{form}/";
/// GET the inbox of the commission (`prefecture`, `body`, `form`, `kind`, `state`,
/// `assigned`, `days`, `order`, `after`).
pub const SUBMISSIONS: &str = "/desk/submissions/";
/// GET a submission in full; POST `op` = `receive`, `assign`, `state`, `note`, `advise`,
/// `judge`, and for administrative organs `begin`, `approve`, `return`.
pub const PATTERN_SUBMISSION: &str = "/desk/submissions/{id}";
/// GET how things stand among all bodies (`prefecture`, `after`).
pub const STANDINGS: &str = "/desk/standings/";
/// GET the same as CSV.
pub const STANDINGS_CSV: &str = "/desk/standings.csv";

/// What was handed over of an assessment.
#[must_use]
pub fn assignment(code: &str, number: &str, form: &str) -> String {
    format!(
        "{ASSIGNMENTS}{}/{}/{}/",
        encode(code),
        encode(number),
        encode(form)
    )
}
/// A submission to the commission.
#[must_use]
pub fn submission(id: &str) -> String {
    format!("{SUBMISSIONS}{}", encode(id))
}
/// GET the page that asks once more before the act `{op}`.
pub const PATTERN_CONFIRM: &str = "/desk/assessments/{code}/{number}/{form}/confirm/{op}";
/// POST `op` = `waive` or `end`, `revision`, `rule`, `item`, `reason`, `csrf`: waive a finding.
pub const PATTERN_WAIVERS: &str = "/desk/assessments/{code}/{number}/{form}/waivers";

/// GET the affairs of the body (`agency`, `state`, `duty`, `redo`, `after`).
pub const AFFAIRS: &str = "/desk/affairs";
/// GET the blank form; POST a new affair.
pub const NEW_AFFAIR: &str = "/desk/affairs/new";
/// GET an affair; POST what can be changed of it.
pub const PATTERN_AFFAIR: &str = "/desk/affairs/{code}/{number}/";
/// POST `version`, `reason`, `csrf`: it need not be done again.
pub const PATTERN_AFFAIR_REDO: &str = "/desk/affairs/{code}/{number}/redo";
/// POST `form`, `csrf`: starts a document.
pub const PATTERN_AFFAIR_START: &str = "/desk/affairs/{code}/{number}/start";
/// GET the register of incidents; POST a new one.
pub const INCIDENTS: &str = "/desk/incidents";
/// POST `incident`, `reason`, `csrf`.
pub const INCIDENTS_CANCEL: &str = "/desk/incidents/cancel";
/// GET the agencies and their plans.
pub const PLANS: &str = "/desk/plans";
/// POST `agency`, `csrf`: a new agency.
pub const AGENCIES: &str = "/desk/agencies";
/// GET a plan; POST `op` (`create`, `refresh`, `submit`), `revision`, `csrf`.
pub const PATTERN_PLAN: &str = "/desk/plans/{code}/{agency}/";
/// GET what was submitted, in full.
pub const PATTERN_PLAN_SUBMISSION: &str = "/desk/plans/{code}/{agency}/submissions/{n}";
/// POST `from`, `from_revision`, `into`, `into_revision`, `item`, `csrf`: takes one side of
/// a difference between documents of an affair.
pub const PATTERN_SHARED: &str = "/desk/assessments/{code}/{number}/{form}/shared";

/// An affair's page; its other addresses begin with it.
#[must_use]
pub fn affair(code: &str, number: &str) -> String {
    format!("/desk/affairs/{}/{}/", encode(code), encode(number))
}
/// GET what bodies submitted of their plans, for the commission; POST `code`, `agency`, `n`,
/// `number`, `on`, `csrf`: receive a submission.
pub const PLAN_SUBMISSIONS: &str = "/desk/plan-submissions";
/// A plan's page; its other addresses begin with it.
#[must_use]
pub fn plan(code: &str, agency: i64) -> String {
    format!("/desk/plans/{}/{agency}/", encode(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_percent_encoded() {
        assert_eq!(
            assessment("011002", "第1/2号", "kiso"),
            "/assessments/011002/%E7%AC%AC1%2F2%E5%8F%B7/kiso/"
        );
        let paths = AssessmentPaths::new("011002", "1", "zenkomoku");
        assert_eq!(
            paths.edit("II[1]"),
            "/desk/assessments/011002/1/zenkomoku/edit/II%5B1%5D"
        );
    }
}
