//! Mail as files, where there is no mail server: a person or a program fetches them.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use lettre::message::Mailbox;

use super::smtp::message;
use super::{Letter, Mailer, Sending, Undelivered};

/// Writes each letter to `ID.eml` in a folder, whole or not at all.
#[derive(Debug)]
pub struct FileMailer {
    folder: PathBuf,
    from: Mailbox,
}

impl FileMailer {
    /// For a folder, which is made when the first letter comes.
    #[must_use]
    pub fn new(folder: PathBuf, from: Mailbox) -> Self {
        Self { folder, from }
    }

    fn write(&self, letter: &Letter) -> Result<(), Undelivered> {
        let bytes = message(letter, &self.from)?.formatted();
        self.put(&letter.id, &bytes).map_err(|error| Undelivered {
            reason: format!("cannot write a file of the outbox: {error}"),
            is_hopeless: false,
        })
    }

    /// Readable by this user alone: a letter may hold a one-time link.
    fn put(&self, id: &str, bytes: &[u8]) -> io::Result<()> {
        use io::Write;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)?;
        let partial = self.folder.join(format!(".{id}.partial"));
        let mut options = fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&partial, self.folder.join(format!("{id}.eml")))
    }
}

impl Mailer for FileMailer {
    fn send<'a>(&'a self, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move { self.write(letter) })
    }
}
