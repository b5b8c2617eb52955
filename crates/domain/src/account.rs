//! A person's account and what that person may do in the organisation.

use crate::{
    AccountId, Actor, ConfirmedOwner, EmailAddress, Event, EventKind, Events, Language, Membership,
    PersonName, Refusal, Span, Throttle, Timestamp,
};

/// What a person may do in the organisation. One of these, given by an admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 管理者: manages the organisation; its founder is one.
    Admin,
    /// 書類管理者: sees the documents of all members of the organisation, and does nothing else with them.
    Manager,
    /// メンバー
    Member,
}

impl Role {
    /// Every role, in the order in which one is chosen.
    pub const ALL: [Self; 3] = [Self::Member, Self::Manager, Self::Admin];

    /// The stable name: `admin`, `manager` or `member`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Member => "member",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whether it belongs to an organisation, and what the person may do there.
    pub membership: Membership,
    /// The person's name.
    pub name: PersonName,
    /// The address the person signs in with; one account per address.
    pub email: EmailAddress,
    /// Since when it is that address; `None` where the account was made with it.
    pub email_since: Option<Timestamp>,
    /// When the person first proved to read that mailbox; `None` for an account that
    /// another person made and whose mailbox was never proved.
    pub mailbox_proven_at: Option<Timestamp>,
    /// The language of mails to the person, and of pages where the browser has chosen none.
    pub language: Language,
    /// Since when the operator has disabled signing in to it. Documents it has sent go on.
    pub disabled_at: Option<Timestamp>,
    /// When the reader of its mailbox last reported a change that the owner did not make, if ever.
    pub reported_at: Option<Timestamp>,
    /// Until when an admin or the operator last settled such a report by resetting the factor.
    pub settled_at: Option<Timestamp>,
}

/// The account is disabled already, or enabled already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the account is in that state already")]
pub struct AccountStateError;

impl Account {
    /// The least time between two records of refused sign-ins.
    const BETWEEN_RECORDS: Span = Span::hours(1);

    /// The account was made; `actor` made it.
    pub fn created(&self, actor: Actor, now: Timestamp) -> Events {
        self.happened(actor, EventKind::AccountCreated, now)
    }

    /// Hands an account whose mailbox was never proved over to the person who proved it now. Whatever was
    /// set up for it before (password, factors, links, sessions) has to be removed with it.
    pub fn take_over(&mut self, name: PersonName, actor: Actor, now: Timestamp) -> Events {
        self.name = name;
        self.mailbox_proven_at = Some(now);
        let purged = self.happened(actor, EventKind::CredentialsPurged, now);
        purged.and(self.happened(actor, EventKind::MailboxConfirmed, now))
    }

    /// The password was replaced behind a mailed code, which proved the mailbox once more.
    pub fn reset_password(&mut self, actor: Actor, now: Timestamp) -> Events {
        self.mailbox_proven_at = Some(now);
        self.happened(actor, EventKind::PasswordReset, now)
    }

    /// The password was replaced behind a link that was mailed to the account's address, by the owner. A mailbox
    /// that is proved with it for the first time parts the account from providers that were linked before; they
    /// have to be removed with it.
    pub fn reset_password_by_link(&mut self, now: Timestamp) -> Events {
        let owner = Actor::Account(self.id);
        let purged = match self.mailbox_proven_at {
            Some(_) => Events::none(),
            None => self.happened(owner, EventKind::CredentialsPurged, now),
        };
        purged.and(self.reset_password(owner, now))
    }

    /// The operator disables the account: its sessions have to be ended with it.
    ///
    /// # Errors
    /// [`AccountStateError`] when it is disabled.
    pub fn disable(&mut self, now: Timestamp) -> Result<Events, AccountStateError> {
        if self.disabled_at.is_some() {
            return Err(AccountStateError);
        }
        self.disabled_at = Some(now);
        Ok(self.happened(Actor::Operator, EventKind::AccountDisabled, now))
    }

    /// The operator enables the account again: it is signed in to as before.
    ///
    /// # Errors
    /// [`AccountStateError`] when it is enabled.
    pub fn enable(&mut self, now: Timestamp) -> Result<Events, AccountStateError> {
        self.disabled_at.take().ok_or(AccountStateError)?;
        Ok(self.happened(Actor::Operator, EventKind::AccountEnabled, now))
    }

    /// Whether signing in to it is allowed at all.
    pub const fn is_enabled(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// The operator set a new password for an owner who forgot it. What was proved of the mailbox stays as it
    /// is.
    pub fn password_reset_by_operator(&self, now: Timestamp) -> Events {
        self.happened(Actor::Operator, EventKind::PasswordReset, now)
    }

    /// The owner goes by another name from now on; documents that were sent keep the name of their time.
    pub fn rename(&mut self, name: PersonName, now: Timestamp) -> Events {
        if self.name == name {
            return Events::none();
        }
        self.name = name;
        let renamed = EventKind::AccountRenamed { name: self.name.as_str().into() };
        self.happened(Actor::Account(self.id), renamed, now)
    }

    /// The owner sets another password; every other session has to end with it.
    pub fn change_password(&self, owner: ConfirmedOwner, now: Timestamp) -> Events {
        let owner = Actor::Account(owner.account());
        self.happened(owner, EventKind::PasswordChanged, now)
    }

    /// The owner ends so many sessions of the account.
    pub fn sessions_ended(&self, sessions: u32, now: Timestamp) -> Events {
        if sessions == 0 {
            return Events::none();
        }
        self.happened(Actor::Account(self.id), EventKind::SessionsEnded { sessions }, now)
    }

    /// Sets the language of mails and pages. Nothing that has to be remembered.
    pub fn choose_language(&mut self, language: Language) -> Events {
        self.language = language;
        Events::none()
    }

    /// A change of the account was refused within its own session.
    pub fn step_refused(&self, refusal: Refusal, now: Timestamp) -> Events {
        self.happened(Actor::Account(self.id), EventKind::SignInRefused { refusal }, now)
    }

    /// A sign-in by password was refused. The first refusal is recorded, and then, at the first one after
    /// an hour, how many there were since the last record. `since` counts those that are not recorded
    /// yet, until the next record is due; the new count comes back.
    pub fn sign_in_refused(
        &self,
        refusal: Refusal,
        since: Throttle,
        now: Timestamp,
    ) -> (Throttle, Events) {
        if since.admit_after_waiting(now).is_err() {
            let more = since.failures().saturating_add(1);
            return (Throttle::restore(more, since.blocked_until()), Events::none());
        }
        let kind = match since.failures() {
            0 => EventKind::SignInRefused { refusal },
            before => EventKind::SignInsRefused { tries: before.saturating_add(1) },
        };
        let next = Throttle::restore(0, Some(now.plus(Self::BETWEEN_RECORDS)));
        (next, self.happened(Actor::Unidentified, kind, now))
    }

    fn happened(&self, actor: Actor, kind: EventKind, now: Timestamp) -> Events {
        Events::one(Event::of_account(self.id, now, actor, kind))
    }
}
