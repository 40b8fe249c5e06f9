//! Links and mails, as people get them.

use std::sync::{Arc, Mutex};

use store::mail_outbox::Content;
use workflow::{Actor, NewUser, Token, WorkflowError};

use crate::world::World;

impl World {
    /// Every link of which only the address of a person is told, as mailed links are.
    pub fn link(
        &self,
    ) -> (
        impl Fn(&Token) -> String + Send + use<>,
        Arc<Mutex<Vec<Token>>>,
    ) {
        let made = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&made);
        let address = move |token: &Token| {
            kept.lock().unwrap().push(token.clone());
            format!("https://portal.example/desk/invitations/{}", token.reveal())
        };
        (address, made)
    }

    /// The mails with a text of their own that wait: subject and text, oldest first.
    pub async fn mails(&self) -> Vec<(String, String)> {
        let mut mails = Vec::new();
        while let Some(mail) = self.workflow.take_mail().await.unwrap() {
            if let Content::Own { subject, text } = mail.content {
                mails.push((subject, text.expose().to_owned()));
            }
        }
        mails
    }

    /// Invites somebody; the token of the link that was mailed.
    pub async fn invite(&self, by: &Actor, new: NewUser) -> Result<Token, WorkflowError> {
        let (address, made) = self.link();
        self.workflow.invite_user(by, new, address).await?;
        let token = made.lock().unwrap().pop().unwrap();
        Ok(token)
    }
}
