//! The route table, grouped by who calls; [`public()`] comes last, for it matches every
//! path. Patterns of the portal are those of [`app::routes`], from which its pages also make
//! their links.

pub mod list;

use actix_web::web::{self, ServiceConfig};
use app::routes;

use self::list::{Listed, RouteList, any, get, post};

use crate::handlers::{desk, inquiries, notices, ops, people, public};

/// For whoever runs the program.
pub fn operations(cfg: &mut RouteList<'_>) {
    cfg.route("/healthz", get().to(ops::healthz))
        .route("/readyz", get().to(ops::readyz))
        .route("/metrics", get().to(ops::metrics));
}

/// Files for the browser.
pub fn assets(cfg: &mut RouteList<'_>) {
    cfg.route("/assets/{name:.+}", get().to(public::assets::file))
        .route("/favicon.ico", get().to(public::assets::favicon));
}

/// For everybody: the search, its API, and the published folder for all the rest.
pub fn public(cfg: &mut RouteList<'_>) {
    cfg.route(routes::SEARCH, get().to(public::search::page))
        .route("/api/v1/search", get().to(public::search::api))
        .route("/api/v1/openapi.json", get().to(public::api::openapi))
        .route(
            "/api/v1/assessment.schema.json",
            get().to(public::api::schema),
        )
        .route(routes::PATTERN_COMPARE, get().to(public::compare::page))
        .route("/{file:.*}", get().to(public::site::file));
}

/// Sending opinions, for everybody; the portal's process has the forms.
pub fn opinions(cfg: &mut RouteList<'_>) {
    cfg.route(
        routes::PATTERN_OPINION_NEW,
        get().to(public::opinions::form),
    )
    .route(routes::PATTERN_OPINIONS, post().to(public::opinions::send))
    .route(
        routes::PATTERN_RECEIPT,
        get().to(public::opinion_receipts::receipt),
    )
    .route(
        routes::PATTERN_RECEIPT,
        post().to(public::opinion_receipts::find_receipt),
    );
}

/// In the place of [`opinions()`] where the public site is served alone.
pub fn opinions_elsewhere(cfg: &mut RouteList<'_>) {
    cfg.route(
        routes::PATTERN_OPINION_NEW,
        get().to(public::opinions::elsewhere),
    )
    .route(
        routes::PATTERN_RECEIPT,
        get().to(public::opinions::elsewhere),
    );
}

/// What no pattern matches.
pub fn unmatched(cfg: &mut ServiceConfig) {
    cfg.default_service(web::route().to(public::site::unmatched));
}

/// In the place of the public site where it is not served.
pub fn no_public(cfg: &mut RouteList<'_>) {
    cfg.route("/", get().to(public::site::to_the_portal));
}

/// For people with an account.
pub fn portal(cfg: &mut RouteList<'_>) {
    cfg.route(routes::SIGN_IN, get().to(people::sign_in::page))
        .route(routes::SIGN_IN, post().to(people::sign_in::sign_in))
        .route(routes::SIGN_OUT, post().to(people::sign_in::sign_out))
        .configure(second_factor)
        .route(
            routes::FORGOTTEN_PASSWORD,
            get().to(people::forgotten_password::page),
        )
        .route(
            routes::FORGOTTEN_PASSWORD,
            post().to(people::forgotten_password::ask),
        )
        .route(
            routes::PATTERN_INVITATION,
            get().to(people::invitation::page),
        )
        .route(
            routes::PATTERN_INVITATION,
            post().to(people::invitation::accept),
        )
        .route(routes::ACCOUNT, get().to(people::account::page))
        .route(
            routes::ACCOUNT_PASSWORD,
            post().to(people::account::change_password),
        )
        .route(
            routes::ACCOUNT_SIGN_OUT_EVERYWHERE,
            post().to(people::account::sign_out_everywhere),
        )
        .route(
            routes::ACCOUNT_END_SESSION,
            post().to(people::account::end_session),
        )
        .route(
            routes::ACCOUNT_END_OTHERS,
            post().to(people::account::end_others),
        )
        .route(routes::USERS, get().to(people::users::page))
        .route(routes::USERS_INVITE, post().to(people::users::invite))
        .route(routes::USERS_DISABLE, post().to(people::person::disable))
        .route(routes::USERS_ROLE, post().to(people::person::change_role))
        .route(routes::USERS_LINK, post().to(people::person::renew_link))
        .route(
            routes::USERS_SECOND_FACTOR,
            post().to(people::person::reset_second_factor),
        )
        .route(routes::PATTERN_USER, get().to(people::person::page))
        .configure(desk::configure)
        .configure(notices::configure)
        .configure(inquiries::configure)
        .route("/desk", get().to(people::to_the_desk))
        .route("/desk/{unknown:.*}", any().to(people::unknown));
}

/// The second factor: while signing in, and on the account page.
fn second_factor(cfg: &mut RouteList<'_>) {
    use people::{second_factor, second_step};
    cfg.route(routes::SIGN_IN_CODE, get().to(second_step::code_page))
        .route(routes::SIGN_IN_CODE, post().to(second_step::enter_code))
        .route(routes::SIGN_IN_ENROL, get().to(second_step::enrol_page))
        .route(
            routes::SIGN_IN_ENROL,
            post().to(second_step::confirm_enrolment),
        )
        .route(
            routes::SIGN_IN_ENROL_BEGIN,
            post().to(second_step::begin_enrolment),
        )
        .route(routes::SIGN_IN_CANCEL, post().to(second_step::cancel))
        .route(routes::ACCOUNT_SECOND_FACTOR, get().to(second_factor::page))
        .route(
            routes::ACCOUNT_SECOND_FACTOR,
            post().to(second_factor::confirm),
        )
        .route(
            routes::ACCOUNT_SECOND_FACTOR_BEGIN,
            post().to(second_factor::begin),
        )
        .route(
            routes::ACCOUNT_SECOND_FACTOR_REMOVE,
            post().to(second_factor::remove),
        )
        .route(
            routes::ACCOUNT_RECOVERY_CODES,
            post().to(second_factor::recovery_codes),
        );
}

/// Whether a path is `folder` or lies in it.
pub(crate) fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Every route of the portal and of the public site.
#[must_use]
pub fn all() -> Vec<Listed> {
    let mut listed = Vec::new();
    let _ = actix_web::App::new().configure(|cfg| {
        let mut routes = RouteList::new(cfg);
        operations(&mut routes);
        assets(&mut routes);
        portal(&mut routes);
        opinions(&mut routes);
        public(&mut routes);
        listed = routes.into_listed();
    });
    listed
}
