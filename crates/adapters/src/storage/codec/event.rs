//! The data of an event as JSON: `{"v":1,"kind":"recipient_added","recipient":"…"}`.
//!
//! The text is evidence: it is hashed as it was written and never written again. A change to an event's
//! fields therefore is a new version, beside which the old one stays readable.

mod parts;
mod value;

use serde::{Deserialize, Serialize};
use value::Stored;
use wariin_domain::{
    AccountChange, AccountId, AddressChangeId, Assurance, AuthorizationRequestId, BookkeepingDuty,
    CeremonyId, Consent, ContentDigest, CopyId, DocumentId, EmailDomain, EndpointOrigin, EventKind,
    FactorId, FactorMethod, FactorRemoval, FileChange, FileDigest, FileId, HoldReason, IdpIdentity,
    IdpLogin, IdpMembership, InvitationId, InvitedBy, Issuer, MailRefusal, MailboxCodeId,
    ManagerLook, OrganisationId, OrganisationSettings, Party, PasswordResetId, ProvenBy,
    RecipientId, Refusal, Role, Seal, SealedFile, SearchFields, SignInMethod, StrengthRule,
    TemplateId, Tenant, Timestamp,
};

/// The version that is written.
const VERSION: u32 = 1;

/// The event as the JSON text that is stored and hashed.
pub(in crate::storage) fn encode(kind: &EventKind) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Versioned { v: VERSION, event: StoredEvent::from(kind) })
}

/// The stored event; `None` when this version of the program does not know it.
pub(crate) fn decode(data: &str) -> Option<EventKind> {
    let Version { v } = serde_json::from_str(data).ok()?;
    match v {
        VERSION => serde_json::from_str::<StoredEvent>(data).ok()?.try_into().ok(),
        _ => None,
    }
}

#[derive(Serialize)]
struct Versioned {
    v: u32,
    #[serde(flatten)]
    event: StoredEvent,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// A field of a stored event does not hold what it should.
#[derive(Debug)]
struct Unreadable;

/// The storage type of events and both conversions, from one table. A field is stored as its type's
/// [`Stored::As`].
macro_rules! stored_events {
    ($($kind:ident { $($field:ident: $type:ty),* })+) => {
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        enum StoredEvent {
            $($kind { $($field: <$type as Stored>::As),* },)+
        }

        impl From<&EventKind> for StoredEvent {
            fn from(kind: &EventKind) -> Self {
                match kind {
                    $(EventKind::$kind { $($field),* } => {
                        Self::$kind { $($field: $field.to_stored()),* }
                    })+
                }
            }
        }

        impl TryFrom<StoredEvent> for EventKind {
            type Error = Unreadable;

            fn try_from(stored: StoredEvent) -> Result<Self, Unreadable> {
                Ok(match stored {
                    $(StoredEvent::$kind { $($field),* } => Self::$kind {
                        $($field: <$type>::from_stored($field).ok_or(Unreadable)?),*
                    },)+
                })
            }
        }
    };
}

stored_events! {
    Drafted { files: Vec<FileDigest> }
    Described {}
    FilesReplaced { files: Vec<FileDigest> }
    FileChanged { file: FileId, digest: FileDigest, changes: Vec<FileChange> }
    FileChangesConfirmed { file: FileId, digest: FileDigest, changes: Vec<FileChange> }
    RecipientAdded { recipient: RecipientId }
    RecipientChanged { recipient: RecipientId }
    RecipientRemoved { recipient: RecipientId }
    RecipientsReordered {}
    CopyAdded { copy: CopyId }
    CopyRemoved { copy: CopyId }
    AdvancedAuthRequested {}
    AdvancedAuthWithdrawn {}
    Sent { advanced_auth: bool, files: Vec<FileDigest>, sign_in: Option<SignInMethod> }
    Invited { recipient: RecipientId, generation: u32, email: String, why: InvitedBy }
    Opened { recipient: RecipientId, assurance: Assurance }
    Consented { recipient: RecipientId, consent: Consent }
    ConsentWithdrawn { recipient: RecipientId }
    AllConsented {}
    Declined { recipient: RecipientId }
    Forwarded { recipient: RecipientId, to: RecipientId, email: String }
    ConsentHeld { recipient: RecipientId, why: HoldReason }
    ConsentReleased { recipient: RecipientId }
    ConsentNotTaken { recipient: RecipientId }
    ConsentDisputed { recipient: RecipientId }
    AccessCodeTyped { recipient: RecipientId }
    EnrolledBehindAccessCode { recipient: RecipientId, factor: FactorId }
    PagesShown { recipient: RecipientId, pages: u32, content: ContentDigest }
    FieldsSet { fields: u32 }
    FieldsFilled { recipient: Option<RecipientId>, fields: u32 }
    ConsentLapsed { recipient: RecipientId, withdrawn_by: RecipientId }
    ConsentsEnded { recipients: Vec<RecipientId> }
    WrongRecipient { recipient: RecipientId }
    ReportTakenBack { recipient: RecipientId }
    RecipientCorrected {
        recipient: RecipientId,
        from_name: String,
        from_email: String,
        to_name: String,
        to_email: String
    }
    PreflightAsked { recipient: RecipientId, email: String }
    PreflightAnswered { recipient: RecipientId }
    PreflightRefused { recipient: RecipientId }
    Cancelled { invited: Vec<RecipientId> }
    ManagerViewed { look: ManagerLook }
    HandedOver { from: AccountId, to: AccountId }
    EvidenceTaken {}
    Concluded { sealed: Vec<SealedFile>, recipients: Vec<RecipientId>, copies: Vec<CopyId> }
    CertificateIssued { certificate: Seal }
    Corrected { from: SearchFields, to: SearchFields }
    LegalHoldPlaced {}
    LegalHoldReleased {}
    DeletionAnnounced { on: Timestamp, recipients: Vec<RecipientId> }
    Deleted {
        retained_until: Timestamp,
        files: Vec<FileDigest>,
        sealed: Vec<SealedFile>,
        certificate: Option<Seal>
    }
    SealRaiseAsked {}
    SealRenewed { file: Option<FileId>, before: Seal, after: Seal }
    Refused { recipient: Option<RecipientId>, refusal: Refusal }
    MailboxCodeAsked { recipient: RecipientId, code: MailboxCodeId }
    MailboxProven { recipient: RecipientId }
    MailRefused { to: Party, why: MailRefusal }
    ConclusionMailAsked { recipient: RecipientId }
    ConclusionTold { recipient: RecipientId }

    OrganisationCreated {}
    AccountCreated {}
    MailboxConfirmed {}
    CredentialsPurged {}
    PasswordResetAsked { reset: PasswordResetId }
    PasswordReset {}
    AccountRenamed { name: String }
    PasswordChanged {}
    AddressChangeAsked { change: AddressChangeId, to: String }
    AddressChanged { change: AddressChangeId, from: String, to: String }
    SessionsEnded { sessions: u32 }
    AccountDisabled {}
    AccountEnabled {}
    AccountReported { change: AccountChange }
    SignedIn { two_factor: bool }
    SignInRefused { refusal: Refusal }
    SignInsRefused { tries: u32 }
    SteppedUp { factor: FactorId }
    FactorEnrolled { factor: FactorId, method: FactorMethod, behind_code: bool }
    FactorRemoved { factor: FactorId, by: FactorRemoval }
    FactorRenamed { factor: FactorId }
    BackupCodesShown {}
    BackupCodesReplaced {}
    BackupCodeUsed {}
    SignedOut {}
    RoleAssigned { role: Role }
    OrganisationJoined { organisation: OrganisationId, invitation: InvitationId, role: Role }
    OrganisationLeft { organisation: OrganisationId }

    Restored { events: u64, witnessed: Option<u64> }
    OrganisationConfigured { settings: OrganisationSettings }
    RetentionSet { years: Option<u32>, duty: BookkeepingDuty }
    OrganisationStampSet { image: Option<FileDigest> }
    OrganisationRenamed { name: String }
    OrganisationLooksSet { address: Option<String>, logo: Option<FileDigest>, colour: String }
    MemberInvited { invitation: InvitationId, email: String, role: Role }
    TemplateSaved { template: TemplateId, document: DocumentId }
    TemplateRenamed { template: TemplateId }
    TemplateDeleted { template: TemplateId }
    ManagedTableTaken { lines: u64 }
    InvitationWithdrawn { invitation: InvitationId }
    InvitationCodeAsked { invitation: InvitationId, code: MailboxCodeId }

    IdpAdded { issuer: Issuer }
    IdpChanged {
        issuer: Issuer,
        hosts: Option<Vec<EndpointOrigin>>,
        tenant: Option<Tenant>,
        strength: StrengthRule,
        membership: IdpMembership
    }
    IdpDomainProven { domain: EmailDomain, how: ProvenBy }
    IdpTested { acr: Option<String>, amr: Vec<String> }
    IdpSwitchedOn {}
    IdpSwitchedOff {}
    IdpRequired {}
    IdpRemoved {}
    IdTokenKept {
        recipient: RecipientId,
        authorization: AuthorizationRequestId,
        nonce: String,
        sha256: FileDigest,
        strength: StrengthRule
    }
    PasskeyAssertionKept {
        recipient: RecipientId,
        ceremony: CeremonyId,
        factor: FactorId,
        sha256: FileDigest
    }
    IdpCodeAsked { authorization: AuthorizationRequestId }
    IdpRefused { check: String }
    IdpLinked { identity: IdpIdentity, at_first_login: bool, behind_code: Option<bool> }
    IdpUnlinked { identity: IdpIdentity }
    SignedInByIdp { login: IdpLogin }
    SignedOutByIdp {}
}

#[cfg(test)]
mod tests;
