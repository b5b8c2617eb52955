//! What the service must still do because something happened: mails to send, seals to make.

mod account_change;

use crate::{
    AccountId, AddressChangeId, AuthorizationRequestId, ChangedMailbox, CopyId, DocumentId,
    EnrolmentClass, Event, EventKind, InvitationId, MailboxCodeId, PasswordResetId, RecipientId,
    Subject, Timestamp,
};
use alloc::{vec, vec::Vec};

pub use account_change::AccountChange;

/// Something to be done soon, once or, after a fault, twice with the same result. A job names
/// things by id only: it holds no address, link or code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Job {
    /// Mail the recipient the link of this generation.
    Invite {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
        /// Which link.
        generation: u32,
    },
    /// Mail the recipient this code.
    MailCode {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
        /// The code's id.
        code: MailboxCodeId,
    },
    /// Mail the code that confirms the mailbox at the first login with a provider.
    MailIdpCode {
        /// The authorization request.
        authorization: AuthorizationRequestId,
    },
    /// Seal the document's files.
    Seal {
        /// The document.
        document: DocumentId,
    },
    /// Make and seal the certificate of agreement (合意締結証明書).
    IssueCertificate {
        /// The document.
        document: DocumentId,
    },
    /// Renew the archive timestamps of the document's sealed files that are due.
    RenewSeals {
        /// The document.
        document: DocumentId,
    },
    /// Raise the document's B-B seals to B-LTA.
    RaiseSeals {
        /// The document.
        document: DocumentId,
    },
    /// Say that the document is concluded (締結済).
    NotifyConcluded {
        /// The document.
        document: DocumentId,
        /// The party that is told.
        to: Party,
    },
    /// Say that the sender cancelled it (取り消し).
    NotifyCancelled {
        /// The document.
        document: DocumentId,
        /// The party that is told.
        to: Party,
    },
    /// Say that a recipient declined (却下).
    NotifyDeclined {
        /// The document.
        document: DocumentId,
        /// The party that is told.
        to: Party,
    },
    /// Tell the sender that a recipient withdrew a consent.
    NotifyWithdrawn {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
    },
    /// Tell the sender that a recipient's consent is held.
    NotifyHeld {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
    },
    /// Ask the recipient of a draft to prepare (事前確認).
    AskPreflight {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
        /// Which of the recipient's preflights.
        asked_at: Timestamp,
    },
    /// Tell the sender that a consent to a document that is past withdrawing is disputed.
    NotifyDisputed {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
    },
    /// Tell the sender that a recipient forwarded.
    NotifyForwarded {
        /// The document.
        document: DocumentId,
        /// The recipient who forwarded.
        recipient: RecipientId,
    },
    /// Tell the sender that a recipient reported the wrong address (この宛先は私ではありません).
    NotifyWrongRecipient {
        /// The document.
        document: DocumentId,
        /// The recipient who reported it.
        recipient: RecipientId,
    },
    /// Tell the sender that the report of the wrong address was taken back.
    NotifyReportTakenBack {
        /// The document.
        document: DocumentId,
        /// The recipient who took it back.
        recipient: RecipientId,
    },
    /// Tell the sender that a recipient came with a factor that was enrolled after the document was sent.
    NotifyNewFactor {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
    },
    /// Tell the sender that an email to a party was refused for good (不達).
    NotifyUndelivered {
        /// The document.
        document: DocumentId,
        /// The party that the email was for.
        to: Party,
    },
    /// Tell the owner of an account what changed about signing in to it.
    NotifyAccount {
        /// The account.
        account: AccountId,
        /// What.
        change: AccountChange,
        /// When.
        at: Timestamp,
    },
    /// Mail a code that proves one of the two mailboxes of a change of address.
    MailAddressCode {
        /// The change.
        change: AddressChangeId,
        /// Which of the mailboxes.
        to: ChangedMailbox,
    },
    /// Tell the reader of the former mailbox that an account has another address.
    NotifyFormerAddress {
        /// The change.
        change: AddressChangeId,
        /// When it was completed.
        at: Timestamp,
    },
    /// Mail the invitation to join an organisation.
    InviteMember {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Mail the code that proves the invited mailbox.
    MailInvitationCode {
        /// The invitation.
        invitation: InvitationId,
        /// The code's id.
        code: MailboxCodeId,
    },
    /// Mail the link to set a new password, if the address has an account.
    MailPasswordReset {
        /// The wish for it.
        reset: PasswordResetId,
    },
    /// Mail a recipient a new link, for which the holder of a damaged one asked; the recipient may not exist.
    RenewLink {
        /// The recipient that the damaged link names.
        recipient: RecipientId,
    },
    /// Say that the document will be deleted, because the time for which it is kept ends.
    NotifyDeletion {
        /// The document.
        document: DocumentId,
        /// The party that is told.
        to: Party,
    },
    /// Tell the reader of a recipient's former address, which the sender corrected, that nothing is asked there any
    /// more.
    NotifyCorrected {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
        /// When it was corrected.
        at: Timestamp,
    },
    /// Tell a recipient that a session of another account tried to open the document.
    NotifyForeignAccount {
        /// The document.
        document: DocumentId,
        /// The recipient.
        recipient: RecipientId,
    },
}

impl Job {
    /// The document that the job is about, if it is about one.
    pub const fn document(self) -> Option<DocumentId> {
        match self {
            Self::Invite { document, .. }
            | Self::AskPreflight { document, .. }
            | Self::MailCode { document, .. }
            | Self::Seal { document }
            | Self::IssueCertificate { document }
            | Self::RenewSeals { document }
            | Self::RaiseSeals { document }
            | Self::NotifyConcluded { document, .. }
            | Self::NotifyCancelled { document, .. }
            | Self::NotifyDeclined { document, .. }
            | Self::NotifyWithdrawn { document, .. }
            | Self::NotifyHeld { document, .. }
            | Self::NotifyDisputed { document, .. }
            | Self::NotifyForwarded { document, .. }
            | Self::NotifyWrongRecipient { document, .. }
            | Self::NotifyReportTakenBack { document, .. }
            | Self::NotifyNewFactor { document, .. }
            | Self::NotifyUndelivered { document, .. }
            | Self::NotifyDeletion { document, .. }
            | Self::NotifyCorrected { document, .. }
            | Self::NotifyForeignAccount { document, .. } => Some(document),
            Self::MailIdpCode { .. }
            | Self::NotifyAccount { .. }
            | Self::MailAddressCode { .. }
            | Self::NotifyFormerAddress { .. }
            | Self::InviteMember { .. }
            | Self::MailInvitationCode { .. }
            | Self::RenewLink { .. }
            | Self::MailPasswordReset { .. } => None,
        }
    }

    /// The party of a document that the job's email is for; `None` when it is for none, or no email.
    pub const fn addressee(self) -> Option<Party> {
        match self {
            Self::Invite { recipient, .. }
            | Self::AskPreflight { recipient, .. }
            | Self::MailCode { recipient, .. }
            | Self::NotifyForeignAccount { recipient, .. } => Some(Party::Recipient(recipient)),
            Self::NotifyConcluded { to, .. }
            | Self::NotifyCancelled { to, .. }
            | Self::NotifyDeletion { to, .. }
            | Self::NotifyDeclined { to, .. } => Some(to),
            Self::NotifyWithdrawn { .. }
            | Self::NotifyHeld { .. }
            | Self::NotifyDisputed { .. }
            | Self::NotifyForwarded { .. }
            | Self::NotifyWrongRecipient { .. }
            | Self::NotifyReportTakenBack { .. }
            | Self::NotifyNewFactor { .. }
            | Self::NotifyUndelivered { .. } => Some(Party::Sender),
            // No address that the document has.
            Self::NotifyCorrected { .. }
            | Self::Seal { .. }
            | Self::IssueCertificate { .. }
            | Self::RenewSeals { .. }
            | Self::RaiseSeals { .. }
            | Self::MailIdpCode { .. }
            | Self::NotifyAccount { .. }
            | Self::MailAddressCode { .. }
            | Self::NotifyFormerAddress { .. }
            | Self::InviteMember { .. }
            | Self::MailInvitationCode { .. }
            | Self::RenewLink { .. }
            | Self::MailPasswordReset { .. } => None,
        }
    }
}

/// A party of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// The sender.
    Sender,
    /// A recipient.
    Recipient(RecipientId),
    /// A person in copy, who is told of the conclusion (共有先).
    Copy(CopyId),
}

impl Event {
    /// What must be done because this happened.
    #[expect(clippy::too_many_lines, reason = "one arm for each event, so that none is forgotten")]
    pub fn jobs(&self) -> Vec<Job> {
        if let EventKind::IdpCodeAsked { authorization } = self.kind {
            return vec![Job::MailIdpCode { authorization }];
        }
        let document = match self.subject {
            Subject::Document(document) => document,
            Subject::Account(account) => {
                let told = AccountChange::of(self).map(|change| Job::NotifyAccount {
                    account,
                    change,
                    at: self.at,
                });
                return told.into_iter().chain(self.jobs_of_address()).collect();
            }
            Subject::IdpConnection(_) => return vec![],
            Subject::Organisation(_) => return invitation_job(&self.kind).into_iter().collect(),
        };
        match &self.kind {
            EventKind::Invited { recipient, generation, .. } => {
                vec![Job::Invite { document, recipient: *recipient, generation: *generation }]
            }
            EventKind::PreflightAsked { recipient, .. } => {
                vec![Job::AskPreflight { document, recipient: *recipient, asked_at: self.at }]
            }
            EventKind::MailboxCodeAsked { recipient, code } => {
                vec![Job::MailCode { document, recipient: *recipient, code: *code }]
            }
            EventKind::AllConsented => vec![Job::Seal { document }],
            EventKind::SealRaiseAsked => vec![Job::RaiseSeals { document }],
            EventKind::Concluded { recipients, copies, .. } => {
                let parties =
                    all_parties(recipients).chain(copies.iter().copied().map(Party::Copy));
                let told = parties.map(|to| Job::NotifyConcluded { document, to });
                core::iter::once(Job::IssueCertificate { document }).chain(told).collect()
            }
            EventKind::Cancelled { invited } => invited
                .iter()
                .map(|r| Job::NotifyCancelled { document, to: Party::Recipient(*r) })
                .collect(),
            EventKind::Declined { .. } => {
                vec![Job::NotifyDeclined { document, to: Party::Sender }]
            }
            EventKind::ConsentsEnded { recipients } => recipients
                .iter()
                .map(|r| Job::NotifyDeclined { document, to: Party::Recipient(*r) })
                .collect(),
            EventKind::ConsentWithdrawn { recipient } => {
                vec![Job::NotifyWithdrawn { document, recipient: *recipient }]
            }
            EventKind::ConsentHeld { recipient, .. } => {
                vec![Job::NotifyHeld { document, recipient: *recipient }]
            }
            EventKind::ConsentDisputed { recipient } => {
                vec![Job::NotifyDisputed { document, recipient: *recipient }]
            }
            EventKind::Forwarded { recipient, .. } => {
                vec![Job::NotifyForwarded { document, recipient: *recipient }]
            }
            EventKind::RecipientCorrected { recipient, from_email, to_email, .. }
                if from_email != to_email =>
            {
                vec![Job::NotifyCorrected { document, recipient: *recipient, at: self.at }]
            }
            EventKind::WrongRecipient { recipient } | EventKind::PreflightRefused { recipient } => {
                vec![Job::NotifyWrongRecipient { document, recipient: *recipient }]
            }
            EventKind::Opened { recipient, assurance }
                if assurance.class().is_some_and(EnrolmentClass::is_after_sending) =>
            {
                vec![Job::NotifyNewFactor { document, recipient: *recipient }]
            }
            EventKind::DeletionAnnounced { recipients, .. } => {
                all_parties(recipients).map(|to| Job::NotifyDeletion { document, to }).collect()
            }
            EventKind::ReportTakenBack { recipient } => {
                vec![Job::NotifyReportTakenBack { document, recipient: *recipient }]
            }
            EventKind::MailRefused { to: to @ (Party::Recipient(_) | Party::Copy(_)), .. } => {
                vec![Job::NotifyUndelivered { document, to: *to }]
            }
            EventKind::Refused {
                recipient: Some(recipient),
                refusal: crate::Refusal::WrongAccount,
            } => vec![Job::NotifyForeignAccount { document, recipient: *recipient }],
            EventKind::MailRefused { to: Party::Sender, .. }
            | EventKind::CertificateIssued { .. }
            | EventKind::Corrected { .. }
            | EventKind::LegalHoldPlaced
            | EventKind::LegalHoldReleased
            | EventKind::Deleted { .. }
            | EventKind::RetentionSet { .. }
            | EventKind::SealRenewed { .. }
            | EventKind::ConsentReleased { .. }
            | EventKind::ConsentNotTaken { .. }
            | EventKind::PreflightAnswered { .. }
            | EventKind::RecipientCorrected { .. }
            | EventKind::AccessCodeTyped { .. }
            | EventKind::EnrolledBehindAccessCode { .. }
            | EventKind::PagesShown { .. }
            | EventKind::FieldsSet { .. }
            | EventKind::FieldsFilled { .. }
            | EventKind::ConsentLapsed { .. }
            | EventKind::ManagerViewed { .. }
            | EventKind::HandedOver { .. }
            | EventKind::EvidenceTaken
            | EventKind::RoleAssigned { .. }
            | EventKind::OrganisationJoined { .. }
            | EventKind::OrganisationLeft { .. }
            | EventKind::OrganisationConfigured { .. }
            | EventKind::OrganisationStampSet { .. }
            | EventKind::OrganisationRenamed { .. }
            | EventKind::OrganisationLooksSet { .. }
            | EventKind::MemberInvited { .. }
            | EventKind::InvitationWithdrawn { .. }
            | EventKind::ManagedTableTaken { .. }
            | EventKind::TemplateSaved { .. }
            | EventKind::TemplateRenamed { .. }
            | EventKind::TemplateDeleted { .. }
            | EventKind::InvitationCodeAsked { .. }
            | EventKind::Drafted { .. }
            | EventKind::Described
            | EventKind::FilesReplaced { .. }
            | EventKind::FileChanged { .. }
            | EventKind::FileChangesConfirmed { .. }
            | EventKind::RecipientAdded { .. }
            | EventKind::RecipientChanged { .. }
            | EventKind::RecipientRemoved { .. }
            | EventKind::RecipientsReordered
            | EventKind::CopyAdded { .. }
            | EventKind::CopyRemoved { .. }
            | EventKind::AdvancedAuthRequested
            | EventKind::AdvancedAuthWithdrawn
            | EventKind::Sent { .. }
            | EventKind::Opened { .. }
            | EventKind::Consented { .. }
            | EventKind::Refused { .. }
            | EventKind::MailboxProven { .. }
            | EventKind::OrganisationCreated
            | EventKind::Restored { .. }
            | EventKind::AccountCreated
            | EventKind::MailboxConfirmed
            | EventKind::CredentialsPurged
            | EventKind::PasswordResetAsked { .. }
            | EventKind::PasswordReset
            | EventKind::AccountRenamed { .. }
            | EventKind::PasswordChanged
            | EventKind::AddressChangeAsked { .. }
            | EventKind::AddressChanged { .. }
            | EventKind::SessionsEnded { .. }
            | EventKind::AccountDisabled
            | EventKind::AccountEnabled
            | EventKind::AccountReported { .. }
            | EventKind::SignedIn { .. }
            | EventKind::SignInRefused { .. }
            | EventKind::SignInsRefused { .. }
            | EventKind::SteppedUp { .. }
            | EventKind::FactorEnrolled { .. }
            | EventKind::FactorRemoved { .. }
            | EventKind::FactorRenamed { .. }
            | EventKind::BackupCodesShown
            | EventKind::BackupCodesReplaced
            | EventKind::BackupCodeUsed
            | EventKind::SignedOut
            | EventKind::IdpAdded { .. }
            | EventKind::IdpChanged { .. }
            | EventKind::IdpDomainProven { .. }
            | EventKind::IdpTested { .. }
            | EventKind::IdpSwitchedOn
            | EventKind::IdpSwitchedOff
            | EventKind::IdpRequired
            | EventKind::IdpRemoved
            | EventKind::IdTokenKept { .. }
            | EventKind::PasskeyAssertionKept { .. }
            | EventKind::IdpCodeAsked { .. }
            | EventKind::IdpRefused { .. }
            | EventKind::IdpLinked { .. }
            | EventKind::IdpUnlinked { .. }
            | EventKind::SignedInByIdp { .. }
            | EventKind::SignedOutByIdp => vec![],
        }
    }
}

impl Event {
    /// The mails of a change of address besides the one to the account's own address.
    fn jobs_of_address(&self) -> Vec<Job> {
        match self.kind {
            EventKind::AddressChangeAsked { change, .. } => {
                ChangedMailbox::ALL.map(|to| Job::MailAddressCode { change, to }).into()
            }
            EventKind::AddressChanged { change, .. } => {
                vec![Job::NotifyFormerAddress { change, at: self.at }]
            }
            _ => vec![],
        }
    }
}

fn invitation_job(kind: &EventKind) -> Option<Job> {
    match kind {
        EventKind::MemberInvited { invitation, .. } => {
            Some(Job::InviteMember { invitation: *invitation })
        }
        EventKind::InvitationCodeAsked { invitation, code } => {
            Some(Job::MailInvitationCode { invitation: *invitation, code: *code })
        }
        _ => None,
    }
}

fn all_parties(recipients: &[RecipientId]) -> impl Iterator<Item = Party> {
    core::iter::once(Party::Sender).chain(recipients.iter().copied().map(Party::Recipient))
}
