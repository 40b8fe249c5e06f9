//! Which messages come by mail; and, for the system's administrator, what was not sent.

use actix_web::web;
use app::pages::{
    MailKind, MailPreferencesView, MailProblem, MailProblemsView, render_mail_preferences,
    render_mail_problems,
};
use app::render::Link;
use app::routes;
use workflow::{MessageKind, Topic};

use super::words::moment;
use crate::errors::{PageError, PageResult};
use crate::flash::Flash;
use crate::forms::DeskForm;
use crate::handlers::{html, see_other, see_other_with};
use crate::session::SignedIn;
use crate::state::AppState;

/// The preferences.
pub async fn page(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let chosen = state.workflow.mail_preferences(&signed_in.actor).await?;
    let of = |topic: Topic| {
        let kinds = chosen.iter().filter(|(kind, _)| kind.topic() == topic);
        let kinds = kinds.map(|(kind, wanted)| MailKind {
            value: kind.as_str().to_owned(),
            label: kind.title().to_owned(),
            needs_action: kind.needs_action(),
            is_wanted: *wanted,
        });
        (topic.label().to_owned(), kinds.collect())
    };
    let view = MailPreferencesView {
        email: signed_in.actor.email.clone(),
        topics: Topic::ALL.into_iter().map(of).collect(),
    };
    let crumbs = vec![Link::new("アカウント", routes::ACCOUNT)];
    let frame = signed_in.frame("メールで受け取るお知らせ", crumbs);
    Ok(html(render_mail_preferences(&frame, &view)))
}

/// Keeps the preferences of the kinds that were on the page.
pub async fn save(form: DeskForm, state: web::Data<AppState>) -> PageResult {
    let wanted = form.fields.all("kind");
    let shown = form.fields.all("shown").into_iter();
    let choices: Vec<_> = shown
        .filter_map(MessageKind::parse)
        .map(|kind| (kind, wanted.contains(&kind.as_str())))
        .collect();
    let actor = &form.signed_in.actor;
    state.workflow.prefer_mail(actor, &choices).await?;
    let config = &state.public.config;
    Ok(see_other_with(
        routes::MAIL_PREFERENCES,
        Flash::MailPreferencesSaved,
        config,
    ))
}

/// The mails that were given up.
pub async fn problems(state: web::Data<AppState>, signed_in: SignedIn) -> PageResult {
    let given_up = state.workflow.mails_given_up(&signed_in.actor).await?;
    let problems = given_up.into_iter().map(|mail| MailProblem {
        id: mail.id,
        when: moment(mail.at),
        attempts: mail.attempts,
        reason: mail.error,
    });
    let view = MailProblemsView {
        problems: problems.collect(),
    };
    let frame = signed_in.frame("送れなかったメール", Vec::new());
    Ok(html(render_mail_problems(&frame, &view)))
}

/// Tries one of them again.
pub async fn retry(
    form: DeskForm,
    state: web::Data<AppState>,
) -> Result<actix_web::HttpResponse, PageError> {
    let actor = &form.signed_in.actor;
    let queued = state
        .workflow
        .retry_mail(actor, form.fields.get("id"))
        .await?;
    Ok(match queued {
        true => see_other_with(
            routes::MAIL_PROBLEMS,
            Flash::MailQueued,
            &state.public.config,
        ),
        false => see_other(routes::MAIL_PROBLEMS),
    })
}
