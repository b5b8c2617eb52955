//! Why something was not done.

use wariin_domain::{DocumentError, GateRefusal, MailboxCodeError, Problem, Throttled};
use wariin_ports::{
    FileError, MailError, PasswordError, PdfRefusal, SealError, SecondFactorError, StorageError,
};

/// What a use case comes back with.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something was not done. The first half is the asker's to mend, the second half is ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing by that name, or not for this person.
    #[error("there is nothing here")]
    NotFound,
    /// Nobody is signed in, or the session has ended.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The address or the password is wrong.
    #[error("the address or the password is wrong")]
    BadCredentials,
    /// The code is wrong.
    #[error("the code is wrong")]
    WrongCode,
    /// The code was used before.
    #[error("the code was used before")]
    CodeReplayed,
    /// Too many wrong tries.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The mailed code is not taken.
    #[error(transparent)]
    MailboxCode(#[from] MailboxCodeError),
    /// Another code was mailed a moment ago, or too many today.
    #[error("too many codes were asked for")]
    TooManyCodes,
    /// The mailbox has not been proved in this session.
    #[error("the mailbox has not been proved in this session")]
    MailboxNotProven,
    /// The address has an account already.
    #[error("the address has an account already")]
    AccountExists,
    /// The account has no second factor.
    #[error("the account has no second factor")]
    NoFactor,
    /// The account has a second factor already.
    #[error("the account has a second factor already")]
    FactorExists,
    /// No enrolment was begun in this session.
    #[error("no enrolment was begun in this session")]
    NoEnrolment,
    /// The first account was made already.
    #[error("the service is set up already")]
    AlreadySetUp,
    /// The link is not one of ours, or no longer counts.
    #[error("the link cannot be used")]
    DeadLink,
    /// The rules say no.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The upload cannot be taken.
    #[error("the file {name} cannot be taken: {refusal}")]
    Pdf {
        /// The file's name.
        name: String,
        /// Why.
        refusal: PdfRefusal,
    },

    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file store failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The password hasher failed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A seed cannot be used.
    #[error(transparent)]
    SecondFactor(#[from] SecondFactorError),
    /// The mail system failed.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// No seal was made.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<GateRefusal> for Error {
    fn from(refusal: GateRefusal) -> Self {
        Self::Document(refusal.into())
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Document(problem.into())
    }
}

/// Runs a step, and once more when somebody else was faster.
pub(crate) async fn retried<T, F, S>(step: S) -> Result<T>
where
    S: Fn() -> F,
    F: Future<Output = Result<T>>,
{
    match step().await {
        Err(Error::Storage(StorageError::Conflict)) => step().await,
        result => result,
    }
}
