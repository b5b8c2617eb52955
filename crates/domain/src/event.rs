//! What happened: the only thing a transition returns, and what the audit log is made of.

mod name;

use crate::{
    AccountChange, AccountId, AddressChangeId, Assurance, AuthorizationRequestId, BookkeepingDuty,
    CeremonyId, Consent, ContentDigest, CopyId, DocumentId, EmailDomain, EndpointOrigin, Exclusion,
    FactorId, FactorMethod, FactorRemoval, FileChange, FileDigest, FileId, HoldReason,
    IdpConnectionId, IdpIdentity, IdpLogin, IdpMembership, IdpRefusal, InvitationId, Issuer,
    MailRefusal, ManagerLook, OrganisationId, OrganisationSettings, Party, PasswordResetId,
    ProvenBy, RecipientId, Role, Seal, SealedFile, SearchFields, SignInMethod, StrengthRule,
    TemplateId, Tenant, Timestamp,
};
use alloc::{string::String, vec, vec::Vec};

/// The events of one step, to be saved together with what they changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "events that are not saved are lost evidence"]
pub struct Events(Vec<Event>);

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it happened to.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub kind: EventKind,
}

/// What an event happened to. The events of one subject form a chain of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A document.
    Document(DocumentId),
    /// An account.
    Account(AccountId),
    /// A connection to an identity provider.
    IdpConnection(IdpConnectionId),
    /// An organisation.
    Organisation(OrganisationId),
}

/// Why a link was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitedBy {
    /// The recipient's turn came.
    Turn,
    /// The sender reminded (リマインド).
    Reminder,
    /// The holder of an older link asked for a new one.
    Renewal,
    /// Another recipient forwarded.
    Forwarding,
    /// A recipient took back a consent, and with it values that this recipient had consented to.
    Lapse,
    /// The sender corrected the recipient's address.
    Correction,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The person signed in to this account.
    Account(AccountId),
    /// The holder of this recipient's mailed link.
    LinkHolder(RecipientId),
    /// The service itself.
    Service,
    /// The operator, at the command line of the server.
    Operator,
    /// A caller who is not signed in and holds no link.
    Unidentified,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the names of events and fields say what they are; docs/evidence.md lists them"
)]
pub enum EventKind {
    Drafted {
        files: Vec<FileDigest>,
    },
    Described,
    FilesReplaced {
        files: Vec<FileDigest>,
    },
    /// The intake of an upload changed something, or found something that stays.
    FileChanged {
        file: FileId,
        digest: FileDigest,
        changes: Vec<FileChange>,
    },
    /// The sender agreed to these changes of a file.
    FileChangesConfirmed {
        file: FileId,
        digest: FileDigest,
        changes: Vec<FileChange>,
    },
    RecipientAdded {
        recipient: RecipientId,
    },
    RecipientChanged {
        recipient: RecipientId,
    },
    RecipientRemoved {
        recipient: RecipientId,
    },
    RecipientsReordered,
    CopyAdded {
        copy: CopyId,
    },
    CopyRemoved {
        copy: CopyId,
    },
    AdvancedAuthRequested,
    AdvancedAuthWithdrawn,
    Sent {
        advanced_auth: bool,
        files: Vec<FileDigest>,
        /// How the sender was signed in; `None` in events of releases that did not keep it.
        sign_in: Option<SignInMethod>,
    },
    Invited {
        recipient: RecipientId,
        generation: u32,
        email: String,
        why: InvitedBy,
    },
    Opened {
        recipient: RecipientId,
        assurance: Assurance,
    },
    Consented {
        recipient: RecipientId,
        consent: Consent,
    },
    ConsentWithdrawn {
        recipient: RecipientId,
    },
    AllConsented,
    Declined {
        recipient: RecipientId,
    },
    Forwarded {
        recipient: RecipientId,
        to: RecipientId,
        email: String,
    },
    ConsentHeld {
        recipient: RecipientId,
        why: HoldReason,
    },
    ConsentReleased {
        recipient: RecipientId,
    },
    /// The sender did not take a held consent, and asks the recipient anew.
    ConsentNotTaken {
        recipient: RecipientId,
    },
    /// The owner of the address says not to have made the account, or the way to sign in, of this consent.
    ConsentDisputed {
        recipient: RecipientId,
    },
    AccessCodeTyped {
        recipient: RecipientId,
    },
    EnrolledBehindAccessCode {
        recipient: RecipientId,
        factor: FactorId,
    },
    PagesShown {
        recipient: RecipientId,
        pages: u32,
        content: ContentDigest,
    },
    /// The sender set the input fields: so many.
    FieldsSet {
        fields: u32,
    },
    /// So many fields were filled or emptied, by the sender or by a recipient.
    FieldsFilled {
        recipient: Option<RecipientId>,
        fields: u32,
    },
    /// A consent no longer stands, because a recipient took back a consent with values that this one saw.
    ConsentLapsed {
        recipient: RecipientId,
        withdrawn_by: RecipientId,
    },
    /// These recipients had consented to a document that another recipient then declined.
    ConsentsEnded {
        recipients: Vec<RecipientId>,
    },
    WrongRecipient {
        recipient: RecipientId,
    },
    ReportTakenBack {
        recipient: RecipientId,
    },
    /// The sender corrected name or address of a recipient who had not passed the gate.
    RecipientCorrected {
        recipient: RecipientId,
        from_name: String,
        from_email: String,
        to_name: String,
        to_email: String,
    },
    /// The recipient of a draft was asked to prepare (事前確認).
    PreflightAsked {
        recipient: RecipientId,
        email: String,
    },
    /// The recipient did what was asked, and said so.
    PreflightAnswered {
        recipient: RecipientId,
    },
    /// The reader of the preflight says not to be the recipient.
    PreflightRefused {
        recipient: RecipientId,
    },
    Cancelled {
        invited: Vec<RecipientId>,
    },
    ManagerViewed {
        look: ManagerLook,
    },
    /// The operator took the evidence pack (証跡パッケージ) out.
    EvidenceTaken,
    HandedOver {
        from: AccountId,
        to: AccountId,
    },
    Concluded {
        sealed: Vec<SealedFile>,
        recipients: Vec<RecipientId>,
        copies: Vec<CopyId>,
    },
    /// The certificate of agreement was made and sealed.
    CertificateIssued {
        certificate: Seal,
    },
    /// What the concluded document is searched by was corrected.
    Corrected {
        from: SearchFields,
        to: SearchFields,
    },
    /// The document is kept whatever the policy says (保存の継続). The reason is the organisation's own: the history goes to
    /// recipients too.
    LegalHoldPlaced,
    LegalHoldReleased,
    /// The time for which the document is kept ends; the sender and these recipients are told.
    DeletionAnnounced {
        on: Timestamp,
        recipients: Vec<RecipientId>,
    },
    /// The document was deleted after its time: uploads, sealed files and certificate by their digests.
    Deleted {
        retained_until: Timestamp,
        files: Vec<FileDigest>,
        sealed: Vec<SealedFile>,
        certificate: Option<Seal>,
    },
    /// A B-B seal is to be raised to B-LTA.
    SealRaiseAsked,
    /// A sealed file, or the certificate where no file is named, got another archive timestamp. Where the seal was
    /// B-B before, it was raised now, long after the signing.
    SealRenewed {
        file: Option<FileId>,
        before: Seal,
        after: Seal,
    },
    Refused {
        recipient: Option<RecipientId>,
        refusal: Refusal,
    },
    MailboxCodeAsked {
        recipient: RecipientId,
        code: crate::MailboxCodeId,
    },
    MailboxProven {
        recipient: RecipientId,
    },
    MailRefused {
        to: Party,
        why: MailRefusal,
    },

    AccountCreated,
    MailboxConfirmed,
    CredentialsPurged,
    /// A link to set a new password was asked for, for an address that has an account.
    PasswordResetAsked {
        reset: PasswordResetId,
    },
    PasswordReset,
    AccountRenamed {
        name: String,
    },
    PasswordChanged,
    /// Codes to the present address and to this one were asked for.
    AddressChangeAsked {
        change: AddressChangeId,
        to: String,
    },
    AddressChanged {
        change: AddressChangeId,
        from: String,
        to: String,
    },
    /// The owner ended so many sessions.
    SessionsEnded {
        sessions: u32,
    },
    AccountDisabled,
    AccountEnabled,
    /// By the link in the email about the change, its reader said that the owner did not make it.
    AccountReported {
        change: AccountChange,
    },
    SignedIn {
        two_factor: bool,
    },
    SignInRefused {
        refusal: Refusal,
    },
    /// So many sign-ins were refused since the last record of one.
    SignInsRefused {
        tries: u32,
    },
    SteppedUp {
        factor: FactorId,
    },
    FactorEnrolled {
        factor: FactorId,
        method: FactorMethod,
        /// Whether the mailbox was proved by a mailed code in the session that enrolled it.
        behind_code: bool,
    },
    FactorRemoved {
        factor: FactorId,
        by: FactorRemoval,
    },
    FactorRenamed {
        factor: FactorId,
    },
    BackupCodesShown,
    /// New ones, where the account had some.
    BackupCodesReplaced,
    BackupCodeUsed,
    SignedOut,
    RoleAssigned {
        role: Role,
    },
    OrganisationJoined {
        organisation: OrganisationId,
        invitation: InvitationId,
        role: Role,
    },
    OrganisationLeft {
        organisation: OrganisationId,
    },

    OrganisationCreated,
    /// The database was set back to an earlier state.
    Restored {
        /// How many events its log holds.
        events: u64,
        /// How many it was known to have held, where that is known.
        witnessed: Option<u64>,
    },
    OrganisationConfigured {
        settings: OrganisationSettings,
    },
    /// How long documents are kept: so many years, or for ever.
    RetentionSet {
        years: Option<u32>,
        duty: BookkeepingDuty,
    },
    OrganisationStampSet {
        image: Option<FileDigest>,
    },
    OrganisationRenamed {
        name: String,
    },
    /// What the organisation shows of itself to recipients.
    OrganisationLooksSet {
        address: Option<String>,
        logo: Option<FileDigest>,
        colour: String,
    },
    MemberInvited {
        invitation: InvitationId,
        email: String,
        role: Role,
    },
    TemplateSaved {
        template: TemplateId,
        document: DocumentId,
    },
    TemplateRenamed {
        template: TemplateId,
    },
    TemplateDeleted {
        template: TemplateId,
    },
    ManagedTableTaken {
        lines: u64,
    },
    InvitationWithdrawn {
        invitation: InvitationId,
    },
    InvitationCodeAsked {
        invitation: InvitationId,
        code: crate::MailboxCodeId,
    },

    IdpAdded {
        issuer: Issuer,
    },
    IdpChanged {
        issuer: Issuer,
        /// The origins that an admin has named beside the issuer's; `None` when there are none.
        hosts: Option<Vec<EndpointOrigin>>,
        tenant: Option<Tenant>,
        strength: StrengthRule,
        membership: IdpMembership,
    },
    IdpDomainProven {
        domain: EmailDomain,
        how: ProvenBy,
    },
    IdpTested {
        acr: Option<String>,
        amr: Vec<String>,
    },
    IdpSwitchedOn,
    IdpSwitchedOff,
    IdpRequired,
    IdpRemoved,
    IdTokenKept {
        recipient: RecipientId,
        authorization: AuthorizationRequestId,
        nonce: String,
        sha256: FileDigest,
        strength: StrengthRule,
    },
    PasskeyAssertionKept {
        recipient: RecipientId,
        ceremony: CeremonyId,
        factor: FactorId,
        /// The SHA-256 of the signature.
        sha256: FileDigest,
    },
    IdpCodeAsked {
        authorization: AuthorizationRequestId,
    },
    IdpRefused {
        check: String,
    },
    IdpLinked {
        identity: IdpIdentity,
        /// Whether it was linked at a first login, behind a mailed code, and not by the account's owner.
        at_first_login: bool,
    },
    IdpUnlinked {
        identity: IdpIdentity,
    },
    SignedInByIdp {
        login: IdpLogin,
    },
    SignedOutByIdp,
}

/// Why something was refused, as the audit log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what they are; docs/evidence.md lists them")]
pub enum Refusal {
    WrongPassword,
    WrongCode,
    WrongPasskey,
    WrongAccessCode,
    CodeReplayed,
    Throttled,
    Locked,
    WeakSignIn,
    WrongAccount,
    StepUpRequired,
    Held,
    OtherContents,
    FileDamaged,
    PagesNotShown,
    NotEditable,
    Excluded(Exclusion),
    NamedIdp,
    EnrolledTooLate,
    IdpRequired,
    AccountDisabled,
    Idp(IdpRefusal),
}

impl Events {
    /// Nothing happened.
    pub fn none() -> Self {
        Self::default()
    }

    /// One event.
    pub fn one(event: Event) -> Self {
        Self(vec![event])
    }

    /// These events and then those.
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The events in the order in which they happened.
    pub fn iter(&self) -> core::slice::Iter<'_, Event> {
        self.0.iter()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Events {
    type Item = &'a Event;
    type IntoIter = core::slice::Iter<'a, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Event {
    /// Something that happened to an account.
    pub fn of_account(account: AccountId, at: Timestamp, actor: Actor, kind: EventKind) -> Self {
        Self { subject: Subject::Account(account), at, actor, kind }
    }

    /// Something that happened to a document.
    pub fn of_document(document: DocumentId, at: Timestamp, actor: Actor, kind: EventKind) -> Self {
        Self { subject: Subject::Document(document), at, actor, kind }
    }
}
