//! The stable names under which subjects, actors, events and refusals stand in the audit log.

use super::{Actor, EventKind, InvitedBy, Refusal, Subject};
use crate::{Exclusion, IdpRefusal};
use uuid::Uuid;

impl Subject {
    /// The stable name of what it is: `document`, `account`, `idp_connection` or `organisation`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document(_) => "document",
            Self::Account(_) => "account",
            Self::IdpConnection(_) => "idp_connection",
            Self::Organisation(_) => "organisation",
        }
    }

    /// Its id.
    pub fn id(self) -> Uuid {
        match self {
            Self::Document(id) => id.into(),
            Self::Account(id) => id.into(),
            Self::IdpConnection(id) => id.into(),
            Self::Organisation(id) => id.into(),
        }
    }
}

impl Actor {
    /// The stable name: `account`, `link_holder`, `service`, `operator` or `unidentified`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::LinkHolder(_) => "link_holder",
            Self::Service => "service",
            Self::Operator => "operator",
            Self::Unidentified => "unidentified",
        }
    }

    /// The id of the account or the recipient.
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::Account(id) => Some(id.into()),
            Self::LinkHolder(id) => Some(id.into()),
            Self::Service | Self::Operator | Self::Unidentified => None,
        }
    }

    /// Reads what [`Self::name`] and [`Self::id`] write.
    pub fn parse(name: &str, id: Option<Uuid>) -> Option<Self> {
        Some(match (name, id) {
            ("account", Some(id)) => Self::Account(id.into()),
            ("link_holder", Some(id)) => Self::LinkHolder(id.into()),
            ("service", None) => Self::Service,
            ("operator", None) => Self::Operator,
            ("unidentified", None) => Self::Unidentified,
            _ => return None,
        })
    }
}

impl InvitedBy {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Turn,
        Self::Reminder,
        Self::Renewal,
        Self::Forwarding,
        Self::Lapse,
        Self::Correction,
    ];

    /// The stable name that stands in the audit log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Reminder => "reminder",
            Self::Renewal => "renewal",
            Self::Forwarding => "forwarding",
            Self::Lapse => "lapse",
            Self::Correction => "correction",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

impl Refusal {
    /// Every refusal that has no table of its own; [`Exclusion::ALL`] and [`IdpRefusal::ALL`] hold the others.
    const OWN: [Self; 20] = [
        Self::WrongPassword,
        Self::WrongCode,
        Self::WrongPasskey,
        Self::WrongAccessCode,
        Self::CodeReplayed,
        Self::Throttled,
        Self::Locked,
        Self::WeakSignIn,
        Self::WrongAccount,
        Self::StepUpRequired,
        Self::Held,
        Self::OtherContents,
        Self::FileDamaged,
        Self::PagesNotShown,
        Self::NotEditable,
        Self::NamedIdp,
        Self::EnrolledTooLate,
        Self::EnrolledByPassword,
        Self::IdpRequired,
        Self::AccountDisabled,
    ];

    /// Every refusal.
    pub fn all() -> impl Iterator<Item = Self> {
        let excluded = Exclusion::ALL.into_iter().map(Self::Excluded);
        let idp = IdpRefusal::ALL.into_iter().map(Self::Idp);
        Self::OWN.into_iter().chain(excluded).chain(idp)
    }

    /// The stable name that stands in the audit log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::WrongPasskey => "wrong_passkey",
            Self::WrongAccessCode => "wrong_access_code",
            Self::CodeReplayed => "otp_replay",
            Self::Throttled => "throttled",
            Self::Locked => "locked",
            Self::WeakSignIn => "advanced_auth_required",
            Self::WrongAccount => "wrong_account",
            Self::StepUpRequired => "step_up_required",
            Self::Held => "consent_held",
            Self::OtherContents => "other_contents",
            Self::FileDamaged => "file_damaged",
            Self::PagesNotShown => "pages_not_shown",
            Self::NotEditable => "not_editable",
            Self::Excluded(exclusion) => exclusion.name(),
            Self::NamedIdp => "named_idp_required",
            Self::EnrolledTooLate => "enrolled_too_late",
            Self::EnrolledByPassword => "enrolled_by_password",
            Self::IdpRequired => "idp_required",
            Self::AccountDisabled => "account_disabled",
            Self::Idp(refusal) => refusal.name(),
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|refusal| refusal.name() == name)
    }
}

impl EventKind {
    /// The stable name that stands in the audit log.
    #[expect(clippy::too_many_lines, reason = "a line for each kind")]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Described => "described",
            Self::FilesReplaced { .. } => "files_replaced",
            Self::FileChanged { .. } => "file_changed",
            Self::FileChangesConfirmed { .. } => "file_changes_confirmed",
            Self::RecipientAdded { .. } => "recipient_added",
            Self::RecipientChanged { .. } => "recipient_changed",
            Self::RecipientRemoved { .. } => "recipient_removed",
            Self::RecipientsReordered => "recipients_reordered",
            Self::CopyAdded { .. } => "copy_added",
            Self::CopyRemoved { .. } => "copy_removed",
            Self::AdvancedAuthRequested => "advanced_auth_requested",
            Self::AdvancedAuthWithdrawn => "advanced_auth_withdrawn",
            Self::Sent { .. } => "sent",
            Self::Invited { .. } => "invited",
            Self::Opened { .. } => "opened",
            Self::Consented { .. } => "consented",
            Self::ConsentWithdrawn { .. } => "consent_withdrawn",
            Self::AllConsented => "all_consented",
            Self::Declined { .. } => "declined",
            Self::Forwarded { .. } => "forwarded",
            Self::ConsentHeld { .. } => "consent_held",
            Self::ConsentReleased { .. } => "consent_released",
            Self::ConsentNotTaken { .. } => "consent_not_taken",
            Self::ConsentDisputed { .. } => "consent_disputed",
            Self::AccessCodeTyped { .. } => "access_code_typed",
            Self::EnrolledBehindAccessCode { .. } => "enrolled_behind_access_code",
            Self::PagesShown { .. } => "pages_shown",
            Self::FieldsSet { .. } => "fields_set",
            Self::FieldsFilled { .. } => "fields_filled",
            Self::ConsentLapsed { .. } => "consent_lapsed",
            Self::ConsentsEnded { .. } => "consents_ended",
            Self::WrongRecipient { .. } => "wrong_recipient",
            Self::ReportTakenBack { .. } => "report_taken_back",
            Self::RecipientCorrected { .. } => "recipient_corrected",
            Self::PreflightAsked { .. } => "preflight_asked",
            Self::PreflightAnswered { .. } => "preflight_answered",
            Self::PreflightRefused { .. } => "preflight_refused",
            Self::Cancelled { .. } => "cancelled",
            Self::ManagerViewed { .. } => "manager_viewed",
            Self::HandedOver { .. } => "handed_over",
            Self::EvidenceTaken => "evidence_taken",
            Self::Concluded { .. } => "concluded",
            Self::CertificateIssued { .. } => "certificate_issued",
            Self::Corrected { .. } => "corrected",
            Self::LegalHoldPlaced => "legal_hold_placed",
            Self::LegalHoldReleased => "legal_hold_released",
            Self::DeletionAnnounced { .. } => "deletion_announced",
            Self::Deleted { .. } => "deleted",
            Self::SealRaiseAsked => "seal_raise_asked",
            Self::SealRenewed { .. } => "seal_renewed",
            Self::Refused { .. } => "refused",
            Self::MailboxCodeAsked { .. } => "mailbox_code_asked",
            Self::MailboxProven { .. } => "mailbox_proven",
            Self::MailRefused { .. } => "mail_refused",
            Self::ConclusionMailAsked { .. } => "conclusion_mail_asked",
            Self::ConclusionTold { .. } => "conclusion_told",
            Self::OrganisationCreated => "organisation_created",
            Self::Restored { .. } => "restored",
            Self::AccountCreated => "account_created",
            Self::MailboxConfirmed => "mailbox_confirmed",
            Self::CredentialsPurged => "credentials_purged",
            Self::PasswordResetAsked { .. } => "password_reset_asked",
            Self::PasswordReset => "password_reset",
            Self::AccountRenamed { .. } => "account_renamed",
            Self::PasswordChanged => "password_changed",
            Self::AddressChangeAsked { .. } => "address_change_asked",
            Self::AddressChanged { .. } => "address_changed",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::AccountDisabled => "account_disabled",
            Self::AccountEnabled => "account_enabled",
            Self::AccountReported { .. } => "account_reported",
            Self::SignedIn { .. } => "signed_in",
            Self::SignInRefused { .. } => "sign_in_refused",
            Self::SignInsRefused { .. } => "sign_ins_refused",
            Self::SteppedUp { .. } => "stepped_up",
            Self::FactorEnrolled { .. } => "factor_enrolled",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::FactorRenamed { .. } => "factor_renamed",
            Self::BackupCodesShown => "backup_codes_shown",
            Self::BackupCodesReplaced => "backup_codes_replaced",
            Self::BackupCodeUsed => "backup_code_used",
            Self::SignedOut => "signed_out",
            Self::RoleAssigned { .. } => "role_assigned",
            Self::OrganisationJoined { .. } => "organisation_joined",
            Self::OrganisationLeft { .. } => "organisation_left",
            Self::OrganisationConfigured { .. } => "organisation_configured",
            Self::RetentionSet { .. } => "retention_set",
            Self::OrganisationStampSet { .. } => "organisation_stamp_set",
            Self::OrganisationRenamed { .. } => "organisation_renamed",
            Self::OrganisationLooksSet { .. } => "organisation_looks_set",
            Self::MemberInvited { .. } => "member_invited",
            Self::TemplateSaved { .. } => "template_saved",
            Self::TemplateRenamed { .. } => "template_renamed",
            Self::TemplateDeleted { .. } => "template_deleted",
            Self::ManagedTableTaken { .. } => "managed_table_taken",
            Self::InvitationWithdrawn { .. } => "invitation_withdrawn",
            Self::InvitationCodeAsked { .. } => "invitation_code_asked",
            Self::IdpAdded { .. } => "idp_added",
            Self::IdpChanged { .. } => "idp_changed",
            Self::IdpDomainProven { .. } => "idp_domain_proven",
            Self::IdpTested { .. } => "idp_tested",
            Self::IdpSwitchedOn => "idp_switched_on",
            Self::IdpSwitchedOff => "idp_switched_off",
            Self::IdpRequired => "idp_required",
            Self::IdpRemoved => "idp_removed",
            Self::IdTokenKept { .. } => "id_token_kept",
            Self::PasskeyAssertionKept { .. } => "passkey_assertion_kept",
            Self::IdpCodeAsked { .. } => "idp_code_asked",
            Self::IdpRefused { .. } => "idp_refused",
            Self::IdpLinked { .. } => "idp_linked",
            Self::IdpUnlinked { .. } => "idp_unlinked",
            Self::SignedInByIdp { .. } => "signed_in_by_idp",
            Self::SignedOutByIdp => "signed_out_by_idp",
        }
    }
}
