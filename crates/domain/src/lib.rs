//! The rules of an electronic-contract service whose parties can be made to prove who they are.
//!
//! A [`Document`] is drafted by a sender, may carry the advanced authentication request
//! (高度な認証リクエスト, [`AdvancedAuthPolicy`]), is consented to by each [`Recipient`] in routing
//! order, and is concluded when its seal is made. Every transition returns the [`Events`] that record
//! it; a transition that fails has changed nothing.
//!
//! The crate is pure: no clock, no randomness, no I/O, no async. Instants, ids and proofs come in as
//! values.
//!
//! ```
//! use wariin_domain::{SignIn, SignInMethod, Timestamp, AccountId, WeakSignIn};
//!
//! let nil = uuid::Uuid::nil();
//! let by_password = SignIn::new(
//!     AccountId::from(nil),
//!     SignInMethod::Password { at: Timestamp::from_micros(0) },
//! );
//! assert_eq!(by_password.strong().unwrap_err(), WeakSignIn);
//! ```
#![no_std]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

extern crate alloc;

mod access;
mod account;
mod account_factors;
mod account_owner;
mod account_report;
mod address_change;
mod advanced_auth;
mod auth_requirement;
mod certificate;
mod certificate_order;
mod checkpoint;
mod consent;
mod content;
mod deleted;
mod delivery;
mod device;
mod document;
mod event;
pub mod evidence;
mod factor;
mod field;
#[cfg(feature = "fixtures")]
pub mod fixtures;
mod id;
mod identity;
mod idp;
mod invitation;
mod job;
mod mailbox;
mod mailed_codes;
mod manager;
mod membership;
mod organisation;
mod passkey;
mod password_reset;
mod recipient;
mod recovery;
mod seal_proof;
pub mod search;
mod service_certificate;
mod session;
mod sign_in;
mod template;
mod text;
mod throttle;
mod timestamp;
mod tries;

pub use access::{AccessRequest, Admission, GateRefusal, Requester};
pub use account::{Account, AccountStateError, Role};
pub use account_factors::AccountFactors;
pub use account_owner::{ConfirmedOwner, OwnerUnconfirmed, TypedPassword};
pub use account_report::{AccountReport, ReportEnded};
pub use address_change::{
    AddressChange, AddressChangeError, BothMailboxes, ChangedMailbox, NewAddressChange,
};
pub use advanced_auth::{AdvancedAuthPolicy, Excluded, Exclusion, RequestOrigin};
pub use auth_requirement::{AuthRequirement, EnrolmentRule, Required, RequiredBy};
pub use certificate::{
    AgreedParty, AgreedSender, Agreement, CertificateFacts, CertifiedFile, CertifiedParty,
    ChainHead, CorrectedFrom, DeliveredPages, EndedHold, Forwarding, TimeSource,
};
pub use certificate_order::{OrderFailure, order_again_after, renewal_due};
pub use checkpoint::{LogTile, is_checkpoint_due};
pub use consent::{
    AssertionMissing, Assurance, Consent, ConsentAssurance, ConsentStatement, EnrolmentClass,
};
pub use content::{Content, ContentDigest, ContentPreimage};
pub use deleted::{DeletedDocument, DeletedRecipient};
pub use delivery::{MailRefusal, Undelivered};
pub use device::{Browser, ClientPlace, Device, SeenFrom, System};
pub use document::{
    Attributes, Confirmation, ConsentRequest, Consented, CopyPlace, CopyRecipient,
    CorrectedRecipient, CorruptDocument, DELETION_NOTICE, Details, Document, DocumentError,
    DocumentFile, DocumentParts, DocumentStatus, FieldFault, FieldFaultKind, FieldReader,
    FileChange, FileWithoutTags, Filling, ForwardTo, FoundName, FoundNames, Hold, HoldReason,
    LINK_INTERVAL, LateFactor, LegalHold, MAX_DOCUMENT_BYTES, MAX_FILE_BYTES, MAX_FILES,
    MAX_RECIPIENTS, NewDraft, NextStep, NotDeletable, Obstacle, PREFLIGHT_LIFE, Preflight,
    PreflightState, Problem, Reauthentication, Received, ReceivedState, RecipientSituation,
    RecipientStage, ReferenceNumber, Seal, SealLevel, SealedFile, SearchFields, SenderMails,
    SenderNames, ShownPages, expect_own_stamps,
};
pub use event::{Actor, Event, EventKind, Events, InvitedBy, Refusal, Subject};
pub use factor::{
    BackupCode, BackupCodeStock, Factor, FactorKind, FactorMethod, FactorRemoval, FactorState,
    NewFactor, TimeStep,
};
pub use field::{
    Assignee, ChoiceOptions, DateFilling, FieldArea, FieldDefinition, FieldKind, FieldTag,
    FieldValue, FontSize, FoundTag, InputField, Length, MAX_FIELDS, PageDimensions, Signature,
    StampFace, StampShape, Strokes, Surface, TagAssignee, TagError, TagPlace, TextLines,
    TextPattern, TextRule, ValueError, find_tags,
};
pub use id::{
    AccountId, AddressChangeId, AuthorizationRequestId, CeremonyId, CopyId, DocumentId, FactorId,
    FieldId, FileDigest, FileId, IdpConnectionId, InvitationId, MailboxCodeId, OrganisationId,
    PasswordResetId, RecipientId, TemplateId,
};
pub use identity::{Identity, IdentityMismatch};
pub use idp::{
    AuthorizationPurpose, AuthorizationRequest, BrowserKey, CallbackRefusal, ClientId,
    ConsentTransaction, DomainProof, EmailDomain, EmailVerified, EndpointOrigin, FirstLogin,
    FirstLoginError, FirstLoginRefusal, IdTokenEvidence, IdpAdmin, IdpConnection, IdpDemand,
    IdpDomain, IdpError, IdpIdentity, IdpLink, IdpLogin, IdpMembership, IdpName, IdpProof,
    IdpRefusal, IdpSettings, IdpState, IdpStatement, IdpStrength, IdpSubject, IdpTest, Issuer,
    KeptIdToken, LinkedBy, LoginRenewal, MAX_LOGIN_AGE, NewIdpConnection, ProvenBy, StrengthRule,
    Tenant, TestLogin, TestVerdict,
};
pub use invitation::{
    INVITATION_LIFE, Invitation, InvitationCode, InvitationState, LeftBehind, MAX_INVITATIONS,
    NewInvitation,
};
pub use job::{AccountChange, Job, Party};
pub use mailbox::{MAILBOX_CODE_LIFE, MailboxCode, MailboxCodeError, NewMailboxCode};
pub use mailed_codes::{AskedCodes, TooManyCodes};
pub use manager::{ManagedSide, ManagerLook, ManagerRefusal};
pub use membership::{Membership, Registration};
pub use organisation::{
    AccentColour, BookkeepingDuty, ColourError, CompletionFiles, DocumentPolicy, LinkLife,
    NewFactorRule, Organisation, OrganisationAdmin, OrganisationError, OrganisationLooks,
    OrganisationSettings, OutsideRecipients, OwnIdpRule, RecipientPolicy, RequestLanguages,
    RequestReason, RequestRule, RequestedDocuments, RetentionPolicy, RetentionYears, SealMark,
    SecondFactorRule, StepUpAge,
};
pub use passkey::{
    Ceremony, CeremonyPurpose, CeremonyRefusal, PasskeyAssertion, PasskeyConsent, PasskeyEvidence,
    PasskeyProof,
};
pub use password_reset::{NewPasswordReset, PasswordReset, PasswordResetError};
pub use recipient::{AddressCorrection, Recipient, RecipientDetails, RecipientState};
pub use recovery::{Recovery, RecoveryCause};
pub use seal_proof::{KeptProof, RenewalFailure, SealProof, SealedPart};
pub use service_certificate::{CertificateWarning, ServiceCertificate};
pub use session::{IdpOrigin, ProvenMailbox, Session, SessionKey, UsedFactor};
pub use sign_in::{SignIn, SignInMethod, StrongSignIn, WeakSignIn};
pub use template::{Template, TemplateAssignee, TemplateError, TemplateField};
pub use text::{
    AccessCode, AccessCodeHash, Amount, CalendarDate, ChoiceOption, ControlNumber, Counterparty,
    EmailAddress, FactorName, FieldLabel, FieldText, FileName, Language, Message, NewPassword,
    OrganisationName, PersonName, Placeholder, PostalAddress, Reason, SignatureName, StampText,
    TextError, TimeZoneName, Title,
};
pub use throttle::{Throttle, Throttled};
pub use timestamp::{Span, Timestamp};
pub use tries::{
    AddressKey, Client, ClientNetwork, Tries, TryKind, TrySource, tries_without_account,
};
pub use uuid::Uuid;
