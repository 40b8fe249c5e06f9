//! What went wrong, for two readers: the person learns what happened, what was kept and
//! what to do; the operator gets the chain once, with an id that the person can name.
//!
//! Handlers return [`PageError`]; the middleware asks [`page`] for the page that fits the
//! address: the portal's frame below `/desk`, JSON below `/api`, the public frame elsewhere.

mod nearby;
pub mod page;
mod words;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use search::SearchError;
use workflow::WorkflowError;

use crate::forms::{Fields, FormProblem};

/// What a handler returns.
pub type PageResult = Result<HttpResponse, PageError>;

/// Fields to give back: names and values.
pub type Kept = Vec<(String, String)>;

/// Why there is no page.
#[derive(thiserror::Error)]
pub enum PageError {
    /// It does not exist, or this person may not know of it.
    #[error("not found")]
    NotFound,
    /// An invitation that was used, has expired or never was.
    #[error("no such invitation")]
    InvitationGone,
    /// A page for people who are signed in.
    #[error("not signed in")]
    NotSignedIn {
        /// Where to come back to.
        next: String,
    },
    /// A form posted by somebody whose session has ended.
    #[error("the session has ended")]
    SessionEnded {
        /// What was typed.
        kept: Kept,
    },
    /// A form without the right `csrf` field.
    #[error("the form's token is not the session's")]
    Csrf {
        /// What was typed.
        kept: Kept,
    },
    /// A form posted by a page of another site.
    #[error("the form comes from another site")]
    CrossSite,
    /// A body that is not a form of ours.
    #[error(transparent)]
    Form(#[from] FormProblem),
    /// A form with something in it that is not text.
    #[error("a field of the form is not text")]
    NotText {
        /// What was typed, with U+FFFD in the place of what is not text.
        kept: Kept,
    },
    /// A rule says no, and the handler has no page of its own to say it on.
    #[error("refused")]
    Refused {
        /// In Japanese: what happened, what was kept, what to do.
        message: String,
        /// What was typed.
        kept: Kept,
    },
    /// Too often.
    #[error("too many requests")]
    TooMany {
        /// How long to wait.
        retry_after_seconds: u64,
    },
    /// Not with this method.
    #[error("method not allowed")]
    Method,
    /// The published folder has not been built yet.
    #[error("the public site is not built yet")]
    NotBuilt,
    /// Nobody's fault but ours.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl PageError {
    /// A refusal that gives back what was typed.
    #[must_use]
    pub fn kept(message: impl Into<String>, fields: &Fields) -> Self {
        Self::Refused {
            message: message.into(),
            kept: fields.kept(),
        }
    }

    /// As `self`, and gives back what was typed if it is a refusal.
    #[must_use]
    pub fn with_kept(self, fields: &Fields) -> Self {
        match self {
            Self::Refused { message, .. } => Self::Refused {
                message,
                kept: fields.kept(),
            },
            other => other,
        }
    }
}

// The chain of an internal error is for the log, which asks for it; anywhere else the kind
// is enough, and `kept` must not be shown.
impl std::fmt::Debug for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageError({self})")
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::InvitationGone => StatusCode::NOT_FOUND,
            Self::NotSignedIn { .. } => StatusCode::SEE_OTHER,
            Self::SessionEnded { .. } => StatusCode::UNAUTHORIZED,
            Self::Csrf { .. } | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Form(FormProblem::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Form(FormProblem::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotText { .. } | Self::Form(FormProblem::Broken | FormProblem::NotText) => {
                StatusCode::BAD_REQUEST
            }
            Self::Refused { .. } => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotBuilt => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// An empty answer; the middleware puts the page into it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<WorkflowError> for PageError {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::NotFound => Self::NotFound,
            WorkflowError::Stale(_)
            | WorkflowError::Refused(_)
            | WorkflowError::Notice(_)
            | WorkflowError::Receipt(_)
            | WorkflowError::Inquiry(_)
            | WorkflowError::Incomplete(_)
            | WorkflowError::Invalid(_)
            | WorkflowError::Conflict(_) => Self::Refused {
                message: error.user_message(),
                kept: Kept::new(),
            },
            broken => Self::Internal(broken.into()),
        }
    }
}

impl From<SearchError> for PageError {
    fn from(error: SearchError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<anyhow::Error> for PageError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<actix_web::error::BlockingError> for PageError {
    fn from(error: actix_web::error::BlockingError) -> Self {
        Self::Internal(error.into())
    }
}
