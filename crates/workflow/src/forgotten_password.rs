//! What somebody asks who has forgotten the password, and is not signed in.

use jiff::SignedDuration;
use serde_json::json;
use store::users::UserState;
use store::{StoreError, Tx, users};
use tracing::instrument;

use crate::email;
use crate::invite_user::new_link;
use crate::renew_link::mail_link;
use crate::session::{Client, actor_of};
use crate::sign_in::SignInError;
use crate::throttle::{self, Admission, Door};
use crate::token::Token;
use crate::trail::{By, record_person};
use crate::workflow::Workflow;

/// A link that somebody asked for without being signed in can be used so long.
const VALID: SignedDuration = SignedDuration::from_mins(30);

impl Workflow {
    /// Mails a link for a new password to whoever has an active account of this address.
    /// The answer is the same without one. `address` makes the link's absolute address.
    ///
    /// # Errors
    /// [`SignInError::Throttled`], for accounts that exist and for others alike.
    #[instrument(name = "workflow.ask_new_password", level = "debug", skip_all)]
    pub async fn ask_new_password(
        &self,
        email: &str,
        client: Client<'_>,
        address: impl Fn(&Token) -> String + Send,
    ) -> Result<(), SignInError> {
        let (email, now) = (email::normal(email), self.now());
        let from = Some(client.address);
        let admission = throttle::admit(&self.store, Door::Link, &email, from, now).await?;
        if let Admission::Wait { seconds } = admission {
            return Err(SignInError::Throttled {
                retry_after_seconds: seconds,
            });
        }
        let mut tx = self.store.begin().await?;
        self.mail_new_password(&mut tx, &email, client, address)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn mail_new_password(
        &self,
        tx: &mut Tx,
        email: &str,
        client: Client<'_>,
        address: impl Fn(&Token) -> String + Send,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let user = users::find_by_email(tx, email).await?;
        let Some(user) = user.filter(|user| user.state == UserState::Active) else {
            return Ok(());
        };
        let link = new_link(tx, None, &user, VALID, now).await?;
        mail_link(tx, &user, &address(&link.token), VALID, now).await?;
        let action = "user.ask-new-password";
        let by = By::at(None, client.origin());
        record_person(tx, action, &actor_of(user), by, now, json!({})).await
    }
}
