//! Proving a mailbox: a code in a separate mail, typed into the browser session that asked for it.

use crate::{
    Account, Actor, ClientNetwork, Document, EmailAddress, EventKind, Events, MailboxCodeId,
    Recipient, RecipientId, Refusal, SessionKey, Span, Throttled, Timestamp, TooManyCodes,
};

/// How long a mailed code can be used.
pub const MAILBOX_CODE_LIFE: Span = Span::minutes(10);

/// A code that was mailed to a recipient's address (enrolment class E1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxCode {
    /// Its id, from which its digits are derived with a key outside the database.
    pub id: MailboxCodeId,
    /// The recipient whose mailbox it proves.
    pub recipient: RecipientId,
    /// The address to which it is mailed, the only one that it proves.
    pub address: EmailAddress,
    /// The browser session that asked for it, the only one that may use it.
    pub session: SessionKey,
    /// When it was asked for.
    pub issued_at: Timestamp,
    /// When it was used, if it was.
    pub used_at: Option<Timestamp>,
    /// The network from which it was asked for.
    pub network: ClientNetwork,
}

/// Why a mailed code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailboxCodeError {
    /// Another browser session asked for it.
    #[error("the code was asked for in another browser session")]
    OtherSession,
    /// Older than [`MAILBOX_CODE_LIFE`], or used before.
    #[error("the code is no longer valid")]
    Expired,
    /// Too many codes were asked for.
    #[error(transparent)]
    TooMany(#[from] TooManyCodes),
    /// Too many wrong codes.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

/// What a new code begins with.
#[derive(Clone, Debug)]
pub struct NewMailboxCode {
    /// Its id.
    pub id: MailboxCodeId,
    /// The recipient whose mailbox it proves.
    pub recipient: RecipientId,
    /// The address to which it is mailed.
    pub address: EmailAddress,
    /// The browser session that asks for it.
    pub session: SessionKey,
    /// The network from which it is asked for.
    pub network: ClientNetwork,
}

impl MailboxCode {
    /// A new code for a recipient of this document, to be mailed.
    pub fn issue(new: NewMailboxCode, document: &Document, now: Timestamp) -> (Self, Events) {
        let NewMailboxCode { id, recipient, address, session, network } = new;
        let code = Self { id, recipient, address, session, issued_at: now, used_at: None, network };
        let asked = EventKind::MailboxCodeAsked { recipient, code: id };
        (code, document.by_link_holder(recipient, asked, now))
    }

    /// A wrong code was typed.
    pub fn mistyped(&self, document: &Document, now: Timestamp) -> Events {
        let actor = Actor::LinkHolder(self.recipient);
        document.refused(Some(self.recipient), Refusal::WrongCode, actor, now)
    }

    /// The code proves the recipient's mailbox; it cannot be used again.
    pub fn prove(&mut self, document: &Document, now: Timestamp) -> Events {
        self.used_at = Some(now);
        let proven = EventKind::MailboxProven { recipient: self.recipient };
        document.by_link_holder(self.recipient, proven, now)
    }

    /// Whether the recipient still has the address to which the code was mailed.
    ///
    /// # Errors
    /// [`MailboxCodeError::Expired`]: it proves nothing about another address.
    pub fn expect_of(&self, recipient: &Recipient) -> Result<(), MailboxCodeError> {
        let is_same = self.recipient == recipient.id && self.address == recipient.details.email;
        if is_same { Ok(()) } else { Err(MailboxCodeError::Expired) }
    }

    /// Whether `session` may try to use the code now.
    ///
    /// # Errors
    /// [`MailboxCodeError`] when the digits must not even be compared.
    pub fn admit(&self, session: SessionKey, now: Timestamp) -> Result<(), MailboxCodeError> {
        if self.session != session {
            return Err(MailboxCodeError::OtherSession);
        }
        if self.used_at.is_some() || now > self.issued_at.plus(MAILBOX_CODE_LIFE) {
            return Err(MailboxCodeError::Expired);
        }
        Ok(())
    }
}

impl Document {
    /// Whether a code may be mailed for this recipient to a browser that followed no link: to the own account of the
    /// recipient, who has to sign in strongly and may have no factor yet. The code goes to the address that is the
    /// account's too, and so proves as much as behind the link.
    pub fn proves_without_link(&self, recipient: &Recipient, account: &Account) -> bool {
        !self.is_draft()
            && self.takes_mailbox_proofs()
            && recipient.turn_has_come().is_ok()
            && self.is_gated_for(recipient)
            && recipient.belongs_to(account)
            && recipient.proves_mailbox_of(account)
    }
}
