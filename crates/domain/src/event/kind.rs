//! Everything that can happen to a document, an account, an organisation or a connection.

use crate::{
    AccountChange, AccountId, AddressChangeId, Assurance, AuthorizationRequestId, BookkeepingDuty,
    CeremonyId, Consent, ContentDigest, CopyId, DocumentId, EmailDomain, EndpointOrigin, FactorId,
    FactorMethod, FactorRemoval, FileChange, FileDigest, FileId, HoldReason, IdpIdentity, IdpLogin,
    IdpMembership, InvitationId, InvitedBy, Issuer, MailRefusal, MailboxCodeId, ManagerLook,
    OrganisationId, OrganisationSettings, Party, PasswordResetId, ProvenBy, RecipientId, Refusal,
    Role, Seal, SealedFile, SearchFields, SignInMethod, StrengthRule, TemplateId, Tenant,
    Timestamp,
};
use alloc::{string::String, vec::Vec};

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
        code: MailboxCodeId,
    },
    MailboxProven {
        recipient: RecipientId,
    },
    MailRefused {
        to: Party,
        why: MailRefusal,
    },
    /// The sender has the email that tells of the conclusion mailed to a recipient once more: it was refused before.
    ConclusionMailAsked {
        recipient: RecipientId,
    },
    /// The sender told a recipient of the conclusion by other means, since that email was refused.
    ConclusionTold {
        recipient: RecipientId,
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
        code: MailboxCodeId,
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
        behind_code: Option<bool>,
    },
    IdpUnlinked {
        identity: IdpIdentity,
    },
    SignedInByIdp {
        login: IdpLogin,
    },
    SignedOutByIdp,
}
