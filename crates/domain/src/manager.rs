//! 管理書類: what a document manager (書類管理者) sees, and nothing else.

use crate::{
    Account, Actor, Document, DocumentStatus, Event, EventKind, Events, FileId, Membership,
    OrganisationId, RecipientId, Role, Subject, Timestamp,
};

/// What of a document a manager looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagerLook {
    /// Its page.
    Page,
    /// One of its files.
    File(FileId),
    /// All of it, as part of an export.
    Export,
}

/// On which side of a document the manager's organisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagedSide {
    /// It sent the document.
    Sent,
    /// It received the document as this recipient, who passed the gate for it.
    Received(RecipientId),
}

/// Why a manager is not shown a document; the answer is as if it did not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManagerRefusal {
    /// The person is no document manager.
    #[error("the person is no document manager")]
    NotManager,
    /// The document is not one of the organisation's, or not yet.
    #[error("the document is not one of the organisation's")]
    NotManaged,
}

impl ManagerLook {
    /// The stable name that stands in the audit log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::File(_) => "file",
            Self::Export => "export",
        }
    }
}

impl Document {
    /// Lets a document manager look at a document of the own organisation, whatever the request says
    /// and however the manager signed in. Every look is recorded for the sender to see.
    ///
    /// # Errors
    /// [`ManagerRefusal`]: for an account that is no document manager, for a draft, for another
    /// organisation's document, and on a recipient's side before that recipient has passed the gate or
    /// once the document is shut to that recipient.
    pub fn view_by_manager(
        &self,
        manager: &Account,
        look: ManagerLook,
        now: Timestamp,
    ) -> Result<(ManagedSide, Events), ManagerRefusal> {
        if !manager.membership.has_role(Role::Manager) {
            return Err(ManagerRefusal::NotManager);
        }
        let side = self.side_of(manager).ok_or(ManagerRefusal::NotManaged)?;
        let viewed = EventKind::ManagerViewed { look };
        let event = Event::of_document(self.id, now, Actor::Account(manager.id), viewed);
        Ok((side, Events::one(event)))
    }

    fn side_of(&self, manager: &Account) -> Option<ManagedSide> {
        if self.status == DocumentStatus::Draft {
            return None;
        }
        let own = manager.membership.organisation()?;
        if self.organisation == own {
            return Some(ManagedSide::Sent);
        }
        let mut received = self.received_by();
        let as_recipient = received.find(|(organisation, _)| *organisation == own);
        as_recipient.map(|(_, recipient)| ManagedSide::Received(recipient))
    }

    /// The organisations whose document managers see the document because a recipient of theirs passed
    /// the gate, and as which recipient.
    pub fn received_by(&self) -> impl Iterator<Item = (OrganisationId, RecipientId)> {
        let is_open = match self.status {
            DocumentStatus::Draft
            | DocumentStatus::Cancelled { .. }
            | DocumentStatus::Declined { .. } => false,
            DocumentStatus::AwaitingConsent { .. }
            | DocumentStatus::Sealing { .. }
            | DocumentStatus::Concluded { .. } => true,
        };
        let open = self.recipients.iter().filter(move |r| is_open && r.turn_has_come().is_ok());
        open.filter_map(|recipient| {
            recipient.organisation.map(|organisation| (organisation, recipient.id))
        })
    }
}

impl Account {
    /// A document manager takes the list of managed documents out as a table of this many lines.
    ///
    /// # Errors
    /// [`ManagerRefusal::NotManager`].
    pub fn take_managed_table(&self, lines: u64, now: Timestamp) -> Result<Events, ManagerRefusal> {
        let Membership::Member { organisation, role: Role::Manager } = self.membership else {
            return Err(ManagerRefusal::NotManager);
        };
        let subject = Subject::Organisation(organisation);
        let kind = EventKind::ManagedTableTaken { lines };
        Ok(Events::one(Event { subject, at: now, actor: Actor::Account(self.id), kind }))
    }
}
