//! What the service must still do because something happened: mails to send, seals to make.

mod account_change;
mod of_event;

use crate::{
    AccountId, AddressChangeId, AuthorizationRequestId, ChangedMailbox, CopyId, DocumentId,
    InvitationId, MailboxCodeId, PasswordResetId, RecipientId, Timestamp,
};

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
    /// Tell the sender that another person held or released the document (保存の継続).
    NotifyLegalHold {
        /// The document.
        document: DocumentId,
        /// When it was held or released.
        at: Timestamp,
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
    /// Tell the admins of the document's organisation that a stored file of it is damaged or missing: becomes one
    /// [`Self::NotifyAdminOfDamage`] for each.
    NotifyDamaged {
        /// The document.
        document: DocumentId,
    },
    /// Tell one admin of the document's organisation that a stored file of it is damaged or missing.
    NotifyAdminOfDamage {
        /// The document.
        document: DocumentId,
        /// The admin.
        admin: AccountId,
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
            | Self::NotifyLegalHold { document, .. }
            | Self::NotifyCorrected { document, .. }
            | Self::NotifyDamaged { document }
            | Self::NotifyAdminOfDamage { document, .. }
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
            | Self::NotifyUndelivered { .. }
            | Self::NotifyLegalHold { .. } => Some(Party::Sender),
            // No address that the document has.
            Self::NotifyCorrected { .. }
            | Self::NotifyDamaged { .. }
            | Self::NotifyAdminOfDamage { .. }
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
