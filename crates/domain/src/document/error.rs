//! Why a step could not be taken, and what still stands in the way of sending.

use super::FieldFault;
use crate::{Excluded, FieldId, FileId, GateRefusal, RecipientId, Refusal, ValueError, WeakSignIn};

/// Why a step was refused. The document has not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Only its sender may do this.
    #[error("only the sender may do this")]
    NotSender,
    /// Only an admin or a document manager of the sender's organisation may hold and release it (保存の継続).
    #[error("only an admin or a document manager of the sender's organisation may do this")]
    NotHolder,
    /// The account is a guest, who sends nothing.
    #[error("a guest cannot send")]
    Guest,
    /// The step does not go with where the document stands.
    #[error("cannot {attempted} a document that is {status}")]
    NotPossible {
        /// [`crate::DocumentStatus::name`] of the present status.
        status: &'static str,
        /// What was tried.
        attempted: &'static str,
    },
    /// The sender's sign-in is by password only.
    #[error(transparent)]
    WeakSignIn(#[from] WeakSignIn),
    /// The request does not go together with something in the document.
    #[error(transparent)]
    Excluded(#[from] Excluded),
    /// Something is missing or too much.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// The gate is shut.
    #[error(transparent)]
    Gate(#[from] GateRefusal),
    /// This recipient has already consented, or never can.
    #[error("it is not this recipient's turn")]
    NotYourTurn,
    /// The content is not what was shown.
    #[error("the content is not what was shown")]
    OtherContents,
    /// The stored bytes of a file are missing or not those that were taken in.
    #[error("a file of the document is damaged in storage")]
    FileDamaged,
    /// Not every page of every file was delivered to the recipient's session.
    #[error("not every page was shown")]
    PagesNotShown,
    /// So many fields that the recipient has to fill are not filled.
    #[error("{0} required input fields are not filled")]
    FieldsMissing(u32),
    /// A field does not take what was typed.
    #[error("the value {why}")]
    Value {
        /// Which field.
        field: FieldId,
        /// Why.
        why: ValueError,
    },
    /// A field cannot be sent as it is.
    #[error("an input field cannot be sent as it is")]
    Field(FieldFault),
    /// The sender has not yet agreed to what was changed about this file when it was taken in.
    #[error("the changes of a file are not confirmed")]
    ChangesUnconfirmed(FileId),
    /// The page was shown in an earlier turn: the consent was withdrawn since, or a new link mailed.
    #[error("the page was shown in an earlier turn")]
    OtherTurn,
    /// The recipient's way to sign in was replaced while the document waits; the sender has to make sure
    /// who it is first.
    #[error("the consent is held until the sender has made sure who it is")]
    Held,
    /// The factor was enrolled, or the identity at the provider linked, after the document was sent, by a password alone
    /// (class E0): nothing says that the reader of the mail did it.
    #[error("the factor was enrolled by a password alone after the document was sent")]
    EnrolledByPassword,
    /// The factor's last use is too old for a consent.
    #[error("a fresh code is required")]
    StepUpRequired,
}

/// What is missing or too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A document needs a file.
    #[error("there is no file")]
    NoFile,
    /// A document needs a recipient to be sent.
    #[error("there is no recipient")]
    NoRecipient,
    /// A recipient's factor has to be enrolled behind an access code, and this recipient has none.
    #[error("a recipient has no access code to enrol behind")]
    NoAccessCode(RecipientId),
    /// More than [`crate::MAX_FILES`] files.
    #[error("there are too many files")]
    TooManyFiles,
    /// A file of more than [`crate::MAX_FILE_BYTES`], or all of them together of more than
    /// [`crate::MAX_DOCUMENT_BYTES`].
    #[error("the files are too large")]
    TooLarge,
    /// More than [`crate::MAX_RECIPIENTS`] recipients.
    #[error("there are too many recipients")]
    TooManyRecipients,
    /// No connected provider serves the domain of the address for which one is demanded.
    #[error("no connected provider serves the domain of this address")]
    NoIdpForAddress,
    /// A link was mailed less than [`crate::LINK_INTERVAL`] ago.
    #[error("a link was mailed only just now")]
    LinkJustMailed,
    /// The sender's preflights and corrections have mailed as much as they may within a day ([`crate::SenderMails`]).
    #[error("the sender had too many emails mailed today")]
    MailLimit,
    /// The recipient has passed the gate, or has answered, and is not corrected any more.
    #[error("the recipient has passed the gate")]
    PassedGate,
    /// A recipient forwards to the own address.
    #[error("this is the recipient's own address")]
    ForwardToOneself,
    /// More than [`crate::MAX_FIELDS`] input fields.
    #[error("there are too many input fields")]
    TooManyFields,
    /// Two input fields with one id, or two boxes for the seal.
    #[error("an input field is there twice")]
    FieldTwice,
    /// No input field with this id that this person fills.
    #[error("there is no such input field")]
    NoSuchField,
    /// No file with this id.
    #[error("there is no such file")]
    NoSuchFile,
    /// No recipient with this id.
    #[error("there is no such recipient")]
    NoSuchRecipient,
    /// Not every file was sealed, or one that the document does not have.
    #[error("the sealed files are not those of the document")]
    SealedOtherFiles,
}

impl DocumentError {
    /// How the audit log names this refusal, where it is one that has to be kept.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::WeakSignIn(_) | Self::Gate(GateRefusal::SecondFactor) => {
                Some(Refusal::WeakSignIn)
            }
            Self::Gate(GateRefusal::NamedIdp) => Some(Refusal::NamedIdp),
            Self::Gate(GateRefusal::EnrolledTooLate(_)) => Some(Refusal::EnrolledTooLate),
            Self::Gate(GateRefusal::WrongAccount { .. }) => Some(Refusal::WrongAccount),
            Self::NotPossible { .. } => Some(Refusal::NotEditable),
            Self::Excluded(excluded) => Some(Refusal::Excluded(excluded.exclusion())),
            Self::OtherContents => Some(Refusal::OtherContents),
            Self::FileDamaged => Some(Refusal::FileDamaged),
            Self::PagesNotShown => Some(Refusal::PagesNotShown),
            Self::StepUpRequired => Some(Refusal::StepUpRequired),
            Self::Held => Some(Refusal::Held),
            Self::EnrolledByPassword => Some(Refusal::EnrolledByPassword),
            Self::NotSender
            | Self::NotHolder
            | Self::Guest
            | Self::Problem(_)
            | Self::NotYourTurn
            | Self::OtherTurn
            | Self::FieldsMissing(_)
            | Self::Value { .. }
            | Self::Field(_)
            | Self::ChangesUnconfirmed(_)
            | Self::Gate(
                GateRefusal::NotAvailable
                | GateRefusal::AccessCode
                | GateRefusal::Closed
                | GateRefusal::LinkRequired
                | GateRefusal::SignIn
                | GateRefusal::ProveMailbox,
            ) => None,
        }
    }
}
