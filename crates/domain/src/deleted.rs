//! What is left of a document that was deleted when its time had ended: enough to say so to those who could see it.

use crate::document::was_renewed;
use crate::{
    Account, AccountId, DocumentId, EventKind, FileDigest, OrganisationId, RecipientId, Role,
    Timestamp,
};
use alloc::vec::Vec;

/// A document that was deleted. It holds neither names nor addresses; its history stays in the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedDocument {
    /// Its id.
    pub id: DocumentId,
    /// The organisation that had sent it.
    pub organisation: OrganisationId,
    /// Who had sent it.
    pub sender: AccountId,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// When it had been concluded; `None` for one that was cancelled or declined.
    pub concluded_at: Option<Timestamp>,
    /// The digests of what was concluded: sealed files and certificate.
    pub concluded: Vec<FileDigest>,
    /// The recipients who could see it.
    pub recipients: Vec<DeletedRecipient>,
}

/// A recipient who could see a document that was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletedRecipient {
    /// The recipient.
    pub id: RecipientId,
    /// The account that had passed the gate, if one had.
    pub account: Option<AccountId>,
    /// The account's organisation then.
    pub organisation: Option<OrganisationId>,
}

impl DeletedDocument {
    /// Whether this person could see the document: its sender, a recipient, or a document manager of an organisation of
    /// either.
    pub fn was_visible_to(&self, account: &Account) -> bool {
        let membership = account.membership;
        let own = membership.organisation().filter(|_| membership.has_role(Role::Manager));
        let is_sender = self.sender == account.id && membership.is_in(self.organisation);
        let is_recipient = self.recipients.iter().any(|recipient| {
            recipient.account == Some(account.id)
                || (own.is_some() && recipient.organisation == own)
        });
        is_sender || is_recipient || own == Some(self.organisation)
    }

    /// When the document was concluded, if the file with this digest came of that.
    pub fn concluded_as(&self, digest: FileDigest) -> Option<Timestamp> {
        self.concluded_at.filter(|_| self.concluded.contains(&digest))
    }

    /// The same of bytes that were renewed before the deletion: the events of the renewals name what was sealed before.
    pub fn concluded_before_renewal_as<'e>(
        &self,
        digest: FileDigest,
        events: impl IntoIterator<Item = &'e EventKind>,
    ) -> Option<Timestamp> {
        self.concluded_at.filter(|_| was_renewed(digest, events))
    }
}
