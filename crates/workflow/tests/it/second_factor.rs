//! The second factor: who needs one, how it is set up, and that each code works once.

use domain::Role;
use testkit::{TestDatabase, on_both};
use workflow::{
    Actor, ChangePassword, Client, Entered, NewSession, Operator, Owes, SignInError, Token,
    TotpSecret, TypedCode, WorkflowError,
};

use crate::assert_refused;
use crate::world::{CITY, PASSWORD, PREFECTURE, World, fields};

on_both! {
    a_role_that_needs_a_second_factor_is_led_to_enrol_and_no_further,
    a_code_of_the_app_makes_the_session_whole_under_another_token,
    a_code_works_once_and_none_before_it_afterwards,
    of_two_who_send_the_same_code_at_once_one_gets_in,
    a_recovery_code_works_once,
    wrong_codes_are_slowed_down_and_a_right_password_does_not_help,
    a_half_open_session_ends_after_half_an_hour,
    whoever_needs_none_may_have_one_and_give_it_up,
    a_new_factor_replaces_the_old_one_only_when_it_is_confirmed,
    a_new_password_never_removes_the_second_factor,
    whoever_becomes_an_administrator_enrols_at_the_next_request,
    an_operator_gives_and_takes_a_second_factor,
    nothing_secret_stands_in_the_trail,
}

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
pub const CLIENT: Client<'_> = Client {
    address: "192.0.2.1",
    user_agent: "test",
};

fn secret() -> TotpSecret {
    TotpSecret::parse(SECRET).unwrap()
}

impl World {
    /// An administrator with [`SECRET`].
    pub async fn admin_with_factor(&self) -> Actor {
        let admin = self.body_admin().await;
        assert!(self.set_factor(&admin.email).await.unwrap());
        admin
    }

    pub async fn set_factor(&self, email: &str) -> Result<bool, WorkflowError> {
        self.workflow
            .set_second_factor_as_operator(Operator, email, &secret())
            .await
    }

    /// The token of a half-open session that owes this.
    pub async fn half(&self, email: &str, owed: Owes) -> Token {
        match self.enter(email, PASSWORD).await.unwrap() {
            Entered::Half { token, owes } if owes == owed => token,
            other => panic!("{other:?}"),
        }
    }

    pub fn code(&self) -> String {
        secret().code_at(self.workflow.clock().now())
    }

    pub async fn type_code(&self, token: &Token, code: &str) -> Result<NewSession, SignInError> {
        let code = TypedCode::App(code);
        self.workflow.enter_code(token, code, CLIENT).await
    }
}

async fn a_role_that_needs_a_second_factor_is_led_to_enrol_and_no_further(db: TestDatabase) {
    let world = World::new(db).await;
    for role in Role::ALL {
        let body = match role {
            Role::Prefecture => Some(PREFECTURE),
            _ => role.needs_body().then_some(CITY),
        };
        let person = world.person(role.as_str(), role, body).await;
        let entered = world.enter(&person.email, PASSWORD).await.unwrap();
        let session = world.workflow.session(entered.token()).await.unwrap();
        let half = world.workflow.half_session(entered.token()).await.unwrap();
        assert_eq!(session.is_none(), role.needs_second_factor(), "{role:?}");
        assert_eq!(
            half.map(|half| half.owes),
            role.needs_second_factor().then_some(Owes::Enrolment)
        );
    }
    let token = world.half("body-admin@demo.invalid", Owes::Enrolment).await;
    let refused = world.type_code(&token, "287082").await;
    assert_refused!(refused, SignInError::Ended);
    assert!(
        world
            .workflow
            .first_enrolment(&token)
            .await
            .unwrap()
            .is_none()
    );
    world.workflow.begin_first_enrolment(&token).await.unwrap();
    let enrolment = world.workflow.first_enrolment(&token).await.unwrap();
    let enrolment = enrolment.unwrap();
    assert_eq!(enrolment.email, "body-admin@demo.invalid");
    let wrong = world
        .workflow
        .confirm_first_enrolment(&token, "12345", CLIENT)
        .await;
    assert_eq!(fields(wrong), ["code"]);
    let code = enrolment.secret.code_at(world.workflow.clock().now());
    let confirmed = world
        .workflow
        .confirm_first_enrolment(&token, &code, CLIENT)
        .await;
    let (begun, codes) = confirmed.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(begun.session.actor.role, Role::BodyAdmin);
    assert!(
        world
            .workflow
            .session(&begun.token)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(world.workflow.half_session(&token).await.unwrap(), None);
    // Twice is too late: the secret is no longer a draft.
    let again = world
        .workflow
        .confirm_first_enrolment(&token, &code, CLIENT)
        .await;
    assert_refused!(again, WorkflowError::NotFound);
}

async fn a_code_of_the_app_makes_the_session_whole_under_another_token(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let half = world.half(&admin.email, Owes::Code).await;
    assert_eq!(world.workflow.session(&half).await.unwrap(), None);
    for nothing in [
        world.workflow.begin_first_enrolment(&half).await,
        world.workflow.first_enrolment(&half).await.map(drop),
        world
            .workflow
            .confirm_first_enrolment(&half, &world.code(), CLIENT)
            .await
            .map(drop),
    ] {
        assert_refused!(nothing, WorkflowError::NotFound);
    }
    let begun = world.type_code(&half, &world.code()).await.unwrap();
    assert_ne!(begun.token, half);
    assert_eq!(begun.session.actor, admin);
    assert!(
        world
            .workflow
            .session(&begun.token)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(world.workflow.half_session(&half).await.unwrap(), None);
    let trail = world.trail().await;
    assert!(trail.ends_with(&["session.password".to_owned(), "session.sign-in".to_owned()]));
}

async fn a_code_works_once_and_none_before_it_afterwards(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let earlier = world.code();
    world.clock.advance(30);
    let code = world.code();
    let half = world.half(&admin.email, Owes::Code).await;
    world.type_code(&half, &code).await.unwrap();
    let half = world.half(&admin.email, Owes::Code).await;
    for used in [&code, &earlier] {
        let refused = world.type_code(&half, used).await;
        assert_refused!(refused, SignInError::WrongCode);
    }
    world.clock.advance(30);
    world.type_code(&half, &world.code()).await.unwrap();
    let failed = world.trail().await;
    let failed = failed.iter().filter(|act| *act == "second-factor.failed");
    assert_eq!(failed.count(), 2);
}

async fn of_two_who_send_the_same_code_at_once_one_gets_in(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let one = world.half(&admin.email, Owes::Code).await;
    let two = world.half(&admin.email, Owes::Code).await;
    let code = world.code();
    let (one, two) = tokio::join!(world.type_code(&one, &code), world.type_code(&two, &code));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
}

async fn a_recovery_code_works_once(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let codes = world.workflow.renew_recovery_codes(&admin, PASSWORD).await;
    let codes = codes.unwrap();
    let typed = codes[3].reveal().to_uppercase();
    let half = world.half(&admin.email, Owes::Code).await;
    let code = TypedCode::Recovery(&typed);
    world
        .workflow
        .enter_code(&half, code, CLIENT)
        .await
        .unwrap();
    let status = world.workflow.second_factor(&admin).await.unwrap();
    assert_eq!(status.recovery_codes, 9);
    let half = world.half(&admin.email, Owes::Code).await;
    let again = world.workflow.enter_code(&half, code, CLIENT).await;
    assert_refused!(again, SignInError::WrongCode);
    // New ones void the old ones, and need the password.
    let wrong = world.workflow.renew_recovery_codes(&admin, "guess").await;
    assert_eq!(fields(wrong), ["current"]);
    world
        .workflow
        .renew_recovery_codes(&admin, PASSWORD)
        .await
        .unwrap();
    let old = codes[4].reveal();
    let old = TypedCode::Recovery(&old);
    let refused = world.workflow.enter_code(&half, old, CLIENT).await;
    assert_refused!(refused, SignInError::WrongCode);
}

async fn wrong_codes_are_slowed_down_and_a_right_password_does_not_help(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    for _ in 0..6 {
        let half = world.half(&admin.email, Owes::Code).await;
        let refused = world.type_code(&half, "12345").await;
        assert_refused!(refused, SignInError::WrongCode);
    }
    let half = world.half(&admin.email, Owes::Code).await;
    let refused = world.type_code(&half, &world.code()).await;
    assert_refused!(
        refused,
        SignInError::Throttled {
            retry_after_seconds: 30
        }
    );
    world.clock.advance(30);
    world.type_code(&half, &world.code()).await.unwrap();
}

async fn a_half_open_session_ends_after_half_an_hour(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let half = world.half(&admin.email, Owes::Code).await;
    world.clock.advance(30 * 60 - 1);
    assert!(world.workflow.half_session(&half).await.unwrap().is_some());
    world.clock.advance(1);
    let refused = world.type_code(&half, &world.code()).await;
    assert_refused!(refused, SignInError::Ended);
}

async fn whoever_needs_none_may_have_one_and_give_it_up(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let here = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
    let elsewhere = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
    let wrong = world.workflow.begin_enrolment(&editor, "guess").await;
    assert_eq!(fields(wrong), ["current"]);
    let nothing = world.workflow.confirm_enrolment(&editor, &here, "287082");
    assert_refused!(nothing.await, WorkflowError::NotFound);
    world.enrol(&editor, &here).await;
    assert!(world.workflow.session(&here).await.unwrap().is_some());
    assert_eq!(world.workflow.session(&elsewhere).await.unwrap(), None);
    world.half(&editor.email, Owes::Code).await;
    let wrong = world.workflow.remove_second_factor(&editor, "guess").await;
    assert_eq!(fields(wrong), ["current"]);
    for _ in 0..2 {
        let removed = world.workflow.remove_second_factor(&editor, PASSWORD);
        removed.await.unwrap();
    }
    world.sign_in(&editor.email, PASSWORD).await.unwrap();
    let admin = world.admin_with_factor().await;
    let refused = world.workflow.remove_second_factor(&admin, PASSWORD).await;
    assert_eq!(fields(refused), ["current"]);
}

impl World {
    pub async fn enrol(&self, actor: &Actor, token: &Token) -> TotpSecret {
        let begun = self.workflow.begin_enrolment(actor, PASSWORD).await;
        begun.unwrap();
        let shown = self.workflow.enrolment(actor).await.unwrap().unwrap();
        let code = shown.secret.code_at(self.workflow.clock().now());
        let confirmed = self.workflow.confirm_enrolment(actor, token, &code).await;
        assert_eq!(confirmed.unwrap().len(), 10);
        shown.secret
    }
}

async fn a_new_factor_replaces_the_old_one_only_when_it_is_confirmed(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let half = world.half(&admin.email, Owes::Code).await;
    let here = world.type_code(&half, &world.code()).await.unwrap().token;
    world
        .workflow
        .begin_enrolment(&admin, PASSWORD)
        .await
        .unwrap();
    world.clock.advance(30);
    let half = world.half(&admin.email, Owes::Code).await;
    let old = world.type_code(&half, &world.code()).await;
    old.unwrap();
    // An hour later the secret is no longer waiting.
    world.clock.advance(3_600);
    assert!(world.workflow.enrolment(&admin).await.unwrap().is_none());
    let secret = world.enrol(&admin, &here).await;
    world.clock.advance(30);
    let half = world.half(&admin.email, Owes::Code).await;
    let old = world.type_code(&half, &world.code()).await;
    assert_refused!(old, SignInError::WrongCode);
    let code = secret.code_at(world.workflow.clock().now());
    world.type_code(&half, &code).await.unwrap();
}

async fn a_new_password_never_removes_the_second_factor(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let (address, made) = world.link();
    let asked = world
        .workflow
        .ask_new_password(" ADMIN@demo.invalid ", CLIENT, address);
    asked.await.unwrap();
    let link = made.lock().unwrap().pop().unwrap();
    let entered = world.workflow.accept_invitation(&link, PASSWORD).await;
    let entered = entered.unwrap();
    assert!(matches!(
        entered,
        Entered::Half {
            owes: Owes::Code,
            ..
        }
    ));
    let change = ChangePassword {
        current: PASSWORD,
        new: "two turtles on the roof",
        client: CLIENT,
    };
    let begun = world.workflow.change_password(&admin, change).await;
    let token = begun.unwrap().token;
    assert!(world.workflow.session(&token).await.unwrap().is_some());
    let entered = world.enter(&admin.email, "two turtles on the roof").await;
    assert!(entered.unwrap().whole().is_none());
}

async fn whoever_becomes_an_administrator_enrols_at_the_next_request(db: TestDatabase) {
    let world = World::new(db).await;
    let editor = world.editor().await;
    let token = world.sign_in(&editor.email, PASSWORD).await.unwrap().token;
    let mut tx = world.db.store.begin().await.unwrap();
    let now = world.workflow.clock().now();
    store::users::set_role(&mut tx, &editor.user, Role::BodyAdmin, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.workflow.session(&token).await.unwrap(), None);
    let half = world.workflow.half_session(&token).await.unwrap();
    assert_eq!(half.unwrap().owes, Owes::Enrolment);
}

async fn an_operator_gives_and_takes_a_second_factor(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    assert!(!world.set_factor(&admin.email).await.unwrap());
    for there_was_one in [true, false] {
        let reset = world
            .workflow
            .reset_second_factor_as_operator(Operator, &admin.email);
        assert_eq!(reset.await.unwrap(), there_was_one);
    }
    world.half(&admin.email, Owes::Enrolment).await;
    let nobody = "nobody@demo.invalid";
    assert_refused!(world.set_factor(nobody).await, WorkflowError::NotFound);
    let reset = world
        .workflow
        .reset_second_factor_as_operator(Operator, nobody);
    assert_refused!(reset.await, WorkflowError::NotFound);
}

async fn nothing_secret_stands_in_the_trail(db: TestDatabase) {
    let world = World::new(db).await;
    let admin = world.admin_with_factor().await;
    let codes = world.workflow.renew_recovery_codes(&admin, PASSWORD).await;
    let code = codes.unwrap()[0].reveal();
    let half = world.half(&admin.email, Owes::Code).await;
    world.type_code(&half, "999999").await.unwrap_err();
    let typed = TypedCode::Recovery(&code);
    world
        .workflow
        .enter_code(&half, typed, CLIENT)
        .await
        .unwrap();
    world
        .enter("nobody@demo.invalid", PASSWORD)
        .await
        .unwrap_err();
    let text = world.trail_text().await;
    let plain = code.replace('-', "");
    for hidden in [
        SECRET,
        &code,
        &plain,
        "999999",
        half.reveal(),
        "nobody@",
        PASSWORD,
    ] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    assert!(text.contains("session.sign-in-failed unknown "), "{text}");
}
