//! Which of several documents was refused, and why.

use store::StoreError;

use crate::assessment_key::AssessmentKey;
use crate::error::WorkflowError;

/// What stopped a command for several documents. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RefusedDocument {
    /// One of them.
    #[error("document {} ({key}) was refused", .position + 1)]
    One {
        /// Which one.
        key: AssessmentKey,
        /// Its place in the list that was given, from 0.
        position: usize,
        /// Why.
        #[source]
        why: WorkflowError,
    },
    /// Something around them.
    #[error("the documents were not taken in")]
    All(#[source] WorkflowError),
}

impl RefusedDocument {
    /// The reason.
    #[must_use]
    pub fn why(&self) -> &WorkflowError {
        match self {
            Self::One { why, .. } | Self::All(why) => why,
        }
    }

    /// What happened and what to do.
    #[must_use]
    pub fn user_message(&self) -> String {
        let why = self.why().user_message();
        match self {
            Self::One { key, .. } => format!("{key}: {why}どのファイルも取り込んでいません。"),
            Self::All(_) => why,
        }
    }
}

impl From<StoreError> for RefusedDocument {
    fn from(error: StoreError) -> Self {
        Self::All(error.into())
    }
}
