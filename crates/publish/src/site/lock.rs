//! One writer at a time, among threads and processes.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::SiteError;

/// A held lock; the kernel lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock in the file `path`, which guards `dir`, waiting up to `patience`.
    pub(super) fn acquire(path: &Path, dir: &Path, patience: Duration) -> Result<Self, SiteError> {
        let mut options = File::options();
        let options = options.create(true).truncate(false).write(true);
        let file = options.open(path).map_err(SiteError::io("open", path))?;
        let begin = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(SiteError::io("lock", path)(error)),
                Err(TryLockError::WouldBlock) if begin.elapsed() >= patience => {
                    return Err(SiteError::Busy {
                        dir: dir.to_owned(),
                        waited: patience,
                    });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}
