//! Why something was not done.

use wariin_domain::{
    AccountStateError, AddressChangeError, CallbackRefusal, CeremonyRefusal, DocumentError,
    DocumentId, FieldId, FirstLoginError, FirstLoginRefusal, GateRefusal, IdpError, IdpRefusal,
    MailboxCodeError, OrganisationError, Problem, Throttled, Timestamp, TooManyCodes,
};
use wariin_ports::{
    CertificateFault, DnsFault, EvidenceError, FileError, IdpFault, LogoRefusal, MailError,
    PasskeyError, PasswordError, PdfRefusal, PrintFault, RenderFault, SealError, StampRefusal,
    StorageError, TotpError, VerifierFault, WitnessError,
};

/// What a use case comes back with.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something was not done. The first half the caller can put right, the second half the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing by that name, or not for this person.
    #[error("there is nothing here")]
    NotFound,
    /// The document was deleted, because the time for which it was kept had ended.
    #[error("the document was deleted at the end of its time")]
    Deleted {
        /// Which document.
        document: DocumentId,
        /// When.
        at: Timestamp,
    },
    /// No account is signed in, or the session has ended.
    #[error("no account is signed in")]
    NotSignedIn,
    /// The account is a guest, who belongs to no organisation and sends nothing.
    #[error("the account belongs to no organisation")]
    Guest,
    /// The address or the password is wrong.
    #[error("the address or the password is wrong")]
    BadCredentials,
    /// The present password is wrong.
    #[error("the present password is wrong")]
    WrongPassword,
    /// An address is not changed.
    #[error(transparent)]
    Address(#[from] AddressChangeError),
    /// No code was typed: nothing was tried, and nothing is counted.
    #[error("no code was typed")]
    NoCode,
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
    #[error(transparent)]
    TooManyCodes(#[from] TooManyCodes),
    /// The mailbox has not been proved in this session.
    #[error("the mailbox has not been proved in this session")]
    MailboxNotProven,
    /// The address has an account already.
    #[error("the address has an account already")]
    AccountExists,
    /// The organisation demands a second factor of its members, and none was used.
    #[error("the organisation demands a second factor")]
    FactorDemanded,
    /// A step with an organisation or its members is refused.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// The organisation has too many templates.
    #[error("the organisation has too many templates")]
    TooManyTemplates,
    /// Only the template's author or an admin may.
    #[error("only the template's author or an admin may do this")]
    TemplateNotYours,
    /// More documents than one export holds.
    #[error("there are too many documents for one export")]
    TooManyExported,
    /// The account has no second factor.
    #[error("the account has no second factor")]
    NoFactor,
    /// A ceremony of a passkey was finished before, came too late, or belongs elsewhere.
    #[error(transparent)]
    Ceremony(#[from] CeremonyRefusal),
    /// A passkey is not taken.
    #[error(transparent)]
    Passkey(#[from] PasskeyError),
    /// The passkey is registered already.
    #[error("the passkey is registered already")]
    PasskeyTaken,
    /// The backup codes are not, or no longer, those of the account.
    #[error("the account has other backup codes")]
    BackupCodesReplaced,
    /// The account has as many second factors as it may have.
    #[error("the account has too many second factors")]
    TooManyFactors,
    /// No enrolment was begun in this session.
    #[error("no enrolment was begun in this session")]
    NoEnrolment,
    /// The first account was made already.
    #[error("the service is set up already")]
    AlreadySetUp,
    /// The link is not one of ours, or no longer counts.
    #[error("the link cannot be used")]
    InvalidLink,
    /// The mailed link has ended; a new one can be mailed to the recipient's address.
    #[error("the link has ended; a new one can be mailed")]
    ExpiredLink,
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
    /// A page cannot be shown as an image.
    #[error(transparent)]
    Page(#[from] RenderFault),
    /// The image of a stamp is refused.
    #[error("the image of the stamp is refused: {0}")]
    Stamp(#[from] StampRefusal),
    /// The logo is refused.
    #[error("the logo is refused: {0}")]
    Logo(#[from] LogoRefusal),
    /// What was filled in cannot be printed in its field.
    #[error("the value of a field cannot be printed: {fault}")]
    Print {
        /// Which field.
        field: FieldId,
        /// Why.
        fault: PrintFault,
    },
    /// Whether a value can be printed cannot be told now.
    #[error("what was filled in cannot be looked at now")]
    PrinterAway,
    /// No connected provider serves the address, or the session was not begun by one.
    #[error("no connected provider serves this person")]
    NoIdp,
    /// What came back belongs to no authorization request, or to one that was answered before.
    #[error("this belongs to no authorization request that is under way")]
    UnknownAuthorization,
    /// What came back belongs to another browser or session, or came too late.
    #[error(transparent)]
    Callback(#[from] CallbackRefusal),
    /// The provider refused; its error code.
    #[error("the provider refused: {0}")]
    IdpDenied(String),
    /// What the provider said is not enough, or not about this person.
    #[error(transparent)]
    IdpRefused(#[from] IdpRefusal),
    /// A first login that gets no account.
    #[error(transparent)]
    FirstLogin(#[from] FirstLoginRefusal),
    /// The code of a first login is not taken.
    #[error(transparent)]
    FirstLoginCode(#[from] FirstLoginError),
    /// The address has an account: its owner signs in to it and links the provider.
    #[error("the address has an account; its owner has to link the provider")]
    LinkFirst,
    /// The person has no account, and the organisation makes none at a first login.
    #[error("the person has no account, and none is made")]
    NotAMember,
    /// The provider gave another address than the account's.
    #[error("the provider gave another address than the account's")]
    OtherAddress,
    /// The identity belongs to another account, or the account has another one there.
    #[error("the identity belongs to another account")]
    IdentityTaken,
    /// Too long ago, or by too little, for what was asked.
    #[error("sign in again first")]
    SignInAgain,
    /// Without the link there would be no way left to sign in.
    #[error("there is neither a password nor a passkey")]
    NoPassword,
    /// The operator has disabled the account.
    #[error("the account is disabled")]
    AccountDisabled,
    /// The account is disabled already, or enabled already.
    #[error(transparent)]
    AccountState(#[from] AccountStateError),
    /// The person's organisation takes no passwords.
    #[error("the organisation takes no passwords")]
    IdpRequired,
    /// A connection cannot be set like that.
    #[error(transparent)]
    IdpSettings(#[from] IdpError),

    /// A provider's part did not come about.
    #[error(transparent)]
    Idp(#[from] IdpFault),
    /// No name server answered.
    #[error(transparent)]
    Dns(#[from] DnsFault),
    /// Storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file store failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The witness failed.
    #[error(transparent)]
    Witness(#[from] WitnessError),
    /// The password hasher failed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A seed cannot be used.
    #[error(transparent)]
    SecondFactor(#[from] TotpError),
    /// The mail system failed.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// No seal was made.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The certificate of agreement cannot be printed.
    #[error(transparent)]
    Certificate(#[from] CertificateFault),
    /// A visitor's file is larger than what is verified.
    #[error("the file is larger than what is verified for visitors")]
    TooLarge,
    /// A visitor's file was not verified.
    #[error(transparent)]
    Verifier(#[from] VerifierFault),
    /// No evidence pack was made.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
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

/// Runs a step, and once more when another unit of work changed the same thing meanwhile.
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

/// An error and what caused it in one line, for logs.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += ": ";
        text += &error.to_string();
        cause = error.source();
    }
    text
}
