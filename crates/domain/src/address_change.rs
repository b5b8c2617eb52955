//! Another mail address for an account: proved by a code to the present mailbox and a code to the new one, both typed
//! in the session that asked for them.

use crate::{
    Account, AccountId, Actor, AddressChangeId, ConfirmedOwner, EmailAddress, Event, EventKind,
    Events, MailboxCodeId, SessionKey, Span, Timestamp,
};

/// A wish for another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressChange {
    /// Its id.
    pub id: AddressChangeId,
    /// Whose address it is.
    pub account: AccountId,
    /// The address at the time of the wish.
    pub from: EmailAddress,
    /// The address that is wished for.
    pub to: EmailAddress,
    /// The browser session that asked for the codes, the only one that may use them.
    pub session: SessionKey,
    /// The code that goes to the present mailbox; its digits are derived with a key outside the database.
    pub present_code: MailboxCodeId,
    /// The code that goes to the new one.
    pub new_code: MailboxCodeId,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Since when the codes no longer work, if they were used or a later wish took their place.
    pub ended_at: Option<Timestamp>,
}

/// What a wish begins with.
#[derive(Clone, Debug)]
pub struct NewAddressChange {
    /// Its id.
    pub id: AddressChangeId,
    /// The address that is wished for.
    pub to: EmailAddress,
    /// The browser session that asks.
    pub session: SessionKey,
    /// The code for the present mailbox.
    pub present_code: MailboxCodeId,
    /// The code for the new one.
    pub new_code: MailboxCodeId,
}

/// One of the two mailboxes of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangedMailbox {
    /// The mailbox of the address that the account has.
    Present,
    /// The mailbox of the address that is wished for.
    New,
}

impl ChangedMailbox {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Present, Self::New];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::New => "new",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mailbox| mailbox.name() == name)
    }
}

/// Proof that the codes of both mailboxes were typed right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BothMailboxes(());

impl BothMailboxes {
    /// The proof, where both codes were right; one of them proves nothing.
    pub fn proved(present: bool, new: bool) -> Option<Self> {
        (present && new).then_some(Self(()))
    }
}

/// Why an address is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressChangeError {
    /// It is the account's address already.
    #[error("it is the account's address already")]
    SameAddress,
    /// Too many codes were asked for.
    #[error("too many codes were asked for")]
    TooMany,
    /// Another browser session asked for the codes.
    #[error("the codes were asked for in another browser session")]
    OtherSession,
    /// Older than [`AddressChange::LIFE`], used, or replaced by a later wish.
    #[error("the codes are no longer valid")]
    Ended,
    /// The organisation that the address belongs to takes its identity provider only.
    #[error("the address belongs to an organisation that takes its provider only")]
    ServedByIdp,
}

impl AddressChange {
    /// How long the codes can be used.
    pub const LIFE: Span = Span::minutes(10);
    /// How long the wish is kept, so that the former address can be told of the change.
    pub const KEPT: Span = Span::days(40);
    /// The least time between two wishes of one account.
    pub const BETWEEN: Span = Span::seconds(30);
    /// How many wishes an account has within a day.
    pub const A_DAY: usize = 10;
    /// How many wishes for one address there are within a day, of all accounts together.
    pub const FOR_ADDRESS_A_DAY: usize = 20;

    /// The owner asks for another address; `others` are the wishes of the last day by the same account or for the same
    /// address, newest first.
    ///
    /// # Errors
    /// [`AddressChangeError::SameAddress`] or [`AddressChangeError::TooMany`].
    pub fn ask(
        new: NewAddressChange,
        account: &Account,
        others: &[(Timestamp, AccountId)],
        owner: ConfirmedOwner,
        now: Timestamp,
    ) -> Result<(Self, Events), AddressChangeError> {
        let NewAddressChange { id, to, session, present_code, new_code } = new;
        // The proof is about this account, so that no wish is for another one.
        if to == account.email || owner.account() != account.id {
            return Err(AddressChangeError::SameAddress);
        }
        let own: alloc::vec::Vec<Timestamp> =
            others.iter().filter(|(_, by)| *by == account.id).map(|(at, _)| *at).collect();
        let is_too_soon = own.iter().any(|at| now.since(*at) < Self::BETWEEN);
        let for_address = others.len() - own.len();
        if is_too_soon || own.len() >= Self::A_DAY || for_address >= Self::FOR_ADDRESS_A_DAY {
            return Err(AddressChangeError::TooMany);
        }
        let change = Self {
            id,
            account: account.id,
            from: account.email.clone(),
            to,
            session,
            present_code,
            new_code,
            asked_at: now,
            ended_at: None,
        };
        let asked = EventKind::AddressChangeAsked { change: id, to: change.to.as_str().into() };
        let events = change.happened(asked, now);
        Ok((change, events))
    }

    /// When the codes end.
    pub fn until(&self) -> Timestamp {
        self.asked_at.plus(Self::LIFE)
    }

    /// Whether the codes may still be used.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.until()
    }

    /// Whether `session` may try the codes for the account as it is now.
    ///
    /// # Errors
    /// [`AddressChangeError::OtherSession`] or [`AddressChangeError::Ended`].
    pub fn admit(
        &self,
        session: SessionKey,
        account: &Account,
        now: Timestamp,
    ) -> Result<(), AddressChangeError> {
        if self.session != session || self.account != account.id {
            return Err(AddressChangeError::OtherSession);
        }
        if !self.is_open(now) || self.from != account.email {
            return Err(AddressChangeError::Ended);
        }
        Ok(())
    }

    /// The account has the new address from now on, and its mailbox is proved. Documents keep the addresses they were
    /// sent to: those that the account has opened stay its own, and the others of the former address are for whichever
    /// account proves that mailbox next.
    ///
    /// # Errors
    /// As [`Self::admit`].
    pub fn complete(
        &mut self,
        session: SessionKey,
        account: &mut Account,
        _proof: BothMailboxes,
        now: Timestamp,
    ) -> Result<Events, AddressChangeError> {
        self.admit(session, account, now)?;
        self.ended_at = Some(now);
        account.email = self.to.clone();
        account.email_since = Some(now);
        account.mailbox_proven_at = Some(now);
        let (from, to) = (self.from.as_str().into(), self.to.as_str().into());
        Ok(self.happened(EventKind::AddressChanged { change: self.id, from, to }, now))
    }

    fn happened(&self, kind: EventKind, now: Timestamp) -> Events {
        Events::one(Event::of_account(self.account, now, Actor::Account(self.account), kind))
    }
}
