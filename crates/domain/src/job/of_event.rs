//! Which jobs an event brings.

use crate::{
    AccountChange, ChangedMailbox, EnrolmentClass, Event, EventKind, Job, Party, RecipientId,
    Subject,
};
use alloc::{vec, vec::Vec};

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
            EventKind::ConclusionMailAsked { recipient } => {
                vec![Job::NotifyConcluded { document, to: Party::Recipient(*recipient) }]
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
            EventKind::LegalHoldPlaced | EventKind::LegalHoldReleased => {
                vec![Job::NotifyLegalHold { document, at: self.at }]
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
            EventKind::Refused { recipient: None, refusal: crate::Refusal::FileDamaged } => {
                vec![Job::NotifyDamaged { document }]
            }
            EventKind::MailRefused { to: Party::Sender, .. }
            | EventKind::ConclusionTold { .. }
            | EventKind::CertificateIssued { .. }
            | EventKind::Corrected { .. }
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
