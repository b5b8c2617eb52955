//! 受け取った書類: what a person's own list tells of a document that was sent to that person.

use super::{Document, DocumentStatus};
use crate::{
    AccessRequest, Account, GateRefusal, Recipient, RecipientId, RecipientState, Timestamp, Title,
};

/// In which part of a person's list a received document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceivedState {
    /// The document waits for this person's answer.
    ToDo,
    /// Other people have to go on: other recipients, the sender who holds the consent, or the seal.
    Waiting,
    /// 締結済
    Concluded,
    /// It ended without a conclusion, or this person has no more to do with it.
    Ended,
}

impl ReceivedState {
    /// Every state, in the order in which a person wants to see them.
    pub const ALL: [Self; 4] = [Self::ToDo, Self::Waiting, Self::Concluded, Self::Ended];

    /// The stable name: `todo`, `waiting`, `concluded` or `ended`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ToDo => "todo",
            Self::Waiting => "waiting",
            Self::Concluded => "concluded",
            Self::Ended => "ended",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What a person's list tells of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// In which part of the list it stands.
    pub state: ReceivedState,
    /// The title, or why this reader is not told it now.
    pub title: Result<Title, GateRefusal>,
}

impl Document {
    /// What the account's list tells of this document as received by this recipient; `None` where it is not in the
    /// list: before the recipient was invited, and where it does not [belong][Recipient::belongs_to] to the account.
    ///
    /// The title is told where a mail told it, and otherwise to a reader that the gate lets in.
    pub fn received<'a>(
        &self,
        recipient: RecipientId,
        account: &Account,
        access: impl Into<AccessRequest<'a>>,
        now: Timestamp,
    ) -> Option<Received> {
        let addressee = self.recipient(recipient).filter(|one| one.belongs_to(account))?;
        let state = self.received_state(addressee)?;
        let gate = if self.is_closed_to_mail() {
            self.admit(recipient, access, now).map(drop)
        } else {
            Ok(())
        };
        Some(Received { state, title: gate.map(|()| self.details.title.clone()) })
    }

    /// In which part of the recipient's list it stands; `None` before the recipient was invited.
    fn received_state(&self, recipient: &Recipient) -> Option<ReceivedState> {
        let is_asked = match recipient.state {
            RecipientState::Waiting => return None,
            RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. }
            | RecipientState::WrongRecipient { .. } => return Some(ReceivedState::Ended),
            RecipientState::Invited { .. } => recipient.held.is_none(),
            RecipientState::Consented(_) => false,
        };
        match self.status {
            DocumentStatus::Draft => None,
            DocumentStatus::AwaitingConsent { .. } if is_asked => Some(ReceivedState::ToDo),
            DocumentStatus::AwaitingConsent { .. } | DocumentStatus::Sealing { .. } => {
                Some(ReceivedState::Waiting)
            }
            DocumentStatus::Concluded { .. } => Some(ReceivedState::Concluded),
            DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. } => {
                Some(ReceivedState::Ended)
            }
        }
    }
}

impl Recipient {
    /// Whether what this recipient gets belongs to the account: to the one that passed the gate as this recipient,
    /// whatever its address is by now, and to no other one. Before an account has passed, it belongs to the one that
    /// has proved to read the mailbox that the document is for.
    ///
    /// Two recipients may share a mailbox (O-22). Each of them is bound to the account that passed as that recipient;
    /// what is bound to one account is not in the list of the other, who reads the same mailbox.
    pub fn belongs_to(&self, account: &Account) -> bool {
        let is_proved = self.account.is_some() || account.mailbox_proven_at.is_some();
        is_proved && self.is_for(account)
    }
}
