//! The file in which the demo's passwords stand: one account a line, for its owner alone.
//! Address, password, and the secret of the second factor where there is one, by tabs.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::commands::Failure;

const HEAD: &str = "# 架空のデータのアカウント。この機械の持ち主だけが読めるファイルです。\n# メールアドレス、パスワード、2段階認証の鍵（Base32。時刻ベース、SHA-1、6桁、30秒）";

/// How one gets into an account of the demo.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) password: String,
    /// The secret of the second factor, in base32.
    pub(super) secret: Option<String>,
}

/// Keys by e-mail address; none without a file.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Keys>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(Failure::file(path, error)),
    };
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines.filter_map(account).collect())
}

fn account(line: &str) -> Option<(String, Keys)> {
    let mut columns = line.split('\t').map(str::to_owned);
    let (email, password) = (columns.next()?, columns.next()?);
    let secret = columns.next();
    Some((email, Keys { password, secret }))
}

/// Writes them, in one step, readable by the owner only.
pub(super) fn write(path: &Path, accounts: &BTreeMap<String, Keys>) -> Result<(), Failure> {
    let beside = path.with_extension("tmp");
    let written = || {
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)?;
        writeln!(file, "{HEAD}")?;
        for (email, Keys { password, secret }) in accounts {
            match secret {
                Some(secret) => writeln!(file, "{email}\t{password}\t{secret}")?,
                None => writeln!(file, "{email}\t{password}")?,
            }
        }
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().map_err(|error| Failure::file(path, error))
}
