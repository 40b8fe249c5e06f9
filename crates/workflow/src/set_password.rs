//! Giving a demo account its password.

use serde_json::json;
use store::users::UserState;
use store::{Secret, sessions, users};
use tracing::instrument;

use crate::actor::Operator;
use crate::email;
use crate::error::WorkflowError;
use crate::password::Password;
use crate::session::actor_of;
use crate::throttle;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

impl Workflow {
    /// Sets the password of an account that exists and makes it active. For demo data only:
    /// real people choose theirs through an invitation, and nobody else knows it.
    ///
    /// # Errors
    /// [`WorkflowError::NotFound`] without such an account, [`WorkflowError::Invalid`] with
    /// the field `password`.
    #[instrument(name = "workflow.set_password_as_operator", level = "debug", skip_all)]
    pub async fn set_password_as_operator(
        &self,
        _: Operator,
        email: &str,
        password: &str,
    ) -> Result<(), WorkflowError> {
        let email = email::normal(email);
        let password = Password::choose(password, &email)
            .map_err(|problem| WorkflowError::invalid("password", problem.to_string()))?;
        let hash = Secret::new(self.hashing.hash(password).await?);
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let user = users::find_by_email(&mut tx, &email)
            .await?
            .ok_or(WorkflowError::NotFound)?;
        users::set_password(&mut tx, &user.id, &hash, now).await?;
        users::set_state(&mut tx, &user.id, UserState::Active, now).await?;
        sessions::delete_all_of_user(&mut tx, &user.id).await?;
        throttle::forget(&mut tx, &email).await?;
        let detail = json!({});
        record_person(
            &mut tx,
            "user.set-password",
            &actor_of(user),
            By::OPERATOR,
            now,
            detail,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
