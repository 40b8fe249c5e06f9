//! What stands between a revision and its page.

use publish::{CheckError, GateReport, SiteError};
use search::SearchError;
use store::StoreError;
use tokio::task::JoinError;
use workflow::{RefusedDocument, WorkflowError};

use super::outcome::{LeakPlace, Leaks};

/// Why pages or entries could not be made. The live site and the index are as they were,
/// unless the error says that the swap itself failed.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The gate found something.
    #[error("leak gate stopped the release: {} hits", .0.hits.len())]
    Leaked(GateReport),
    /// Files.
    #[error("cannot write the site")]
    Site(#[source] SiteError),
    /// The index.
    #[error("cannot write the search index")]
    Search(#[source] SearchError),
    /// The database.
    #[error("cannot read what is published")]
    Store(#[from] StoreError),
    /// A stored edition cannot be read back.
    #[error("edition {edition} of {assessment} cannot be read back")]
    Release {
        /// The assessment.
        assessment: String,
        /// The number of its edition.
        edition: u32,
        /// Why.
        #[source]
        source: domain::interchange::ReleaseError,
    },
    /// A stored edition was written for a form that this program does not have.
    #[error("form {form} {edition} is not among the content")]
    UnknownForm {
        /// The form.
        form: String,
        /// Its edition.
        edition: String,
    },
    /// The database names an edition or a body that is not there.
    #[error("{0} is not in the database")]
    Absent(String),
    /// A path of a static file that no site can have.
    #[error("a static file has an unusable name")]
    Asset(#[from] publish::SitePathProblem),
    /// The thread that built died.
    #[error("the build was cut off")]
    Cut(#[from] JoinError),
    /// A consultation cannot be read back.
    #[error("a consultation cannot be read back")]
    Consultation(#[source] Box<WorkflowError>),
    /// The jobs of the site could not be read or written.
    #[error("cannot keep account of the site's jobs")]
    Jobs(#[source] Box<WorkflowError>),
}

impl BuildError {
    /// Whether another process is at work, and trying again is the remedy.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(
            self,
            Self::Site(SiteError::Busy { .. })
                | Self::Search(SearchError::Busy { .. })
                | Self::Store(StoreError::Busy { .. })
        )
    }
}

impl From<SiteError> for BuildError {
    fn from(error: SiteError) -> Self {
        Self::Site(error)
    }
}

impl From<SearchError> for BuildError {
    fn from(error: SearchError) -> Self {
        Self::Search(error)
    }
}

impl From<CheckError> for BuildError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Leak(report) => Self::Leaked(report),
            CheckError::Site(error) => Self::Site(error),
        }
    }
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The gate found something; the old site stays, and nothing is recorded but that.
    #[error("leak gate stopped the release: {} places", .0.places.len())]
    Leaked(Leaks),
    /// The use case said no.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// A document that was public before cannot be recorded.
    #[error(transparent)]
    Refused(#[from] RefusedDocument),
    /// Another publication takes long.
    #[error("another publication is at work")]
    Busy,
    /// Pages or files.
    #[error("cannot build the release")]
    Build(#[source] BuildError),
}

impl PublishError {
    /// What happened, what was kept and what to do.
    #[must_use]
    pub fn user_message(&self) -> String {
        match self {
            Self::Leaked(leaks) if leaks.are_past() => {
                let words = leaks.places.iter().find_map(LeakPlace::past_words);
                format!(
                    "公表を止めました。いま公表中の内容は変わっていません。{}",
                    words.unwrap_or_default()
                )
            }
            Self::Leaked(leaks) => format!(
                "公表を止めました。非公表とした文字列又は個人番号とみられる数字が、公表する内容に{}か所あります。いま公表中の内容は変わっていません。次の箇所を直してから、もう一度公表してください。",
                leaks.places.len()
            ),
            Self::Workflow(error) => error.user_message(),
            Self::Refused(error) => error.user_message(),
            Self::Busy => "ほかの公表の処理が続いています。この公表は行われていません。少し待ってから、もう一度操作してください。".to_owned(),
            Self::Build(_) => "公開サイトを作れませんでした。この公表は行われておらず、いま公表中の内容は変わっていません。少し待ってから、もう一度操作してください。続くときはシステムの管理者に知らせてください。".to_owned(),
        }
    }
}

impl PublishError {
    /// Where the gate found something, for the operator.
    #[must_use]
    pub fn places(&self) -> Vec<String> {
        match self {
            Self::Leaked(leaks) => leaks.lines(),
            Self::Build(BuildError::Leaked(report)) => {
                report.hits.iter().map(ToString::to_string).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl From<BuildError> for PublishError {
    fn from(error: BuildError) -> Self {
        if error.is_busy() {
            Self::Busy
        } else {
            Self::Build(error)
        }
    }
}
