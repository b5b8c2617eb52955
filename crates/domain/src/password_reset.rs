//! A forgotten password: a link that is mailed to the account's address lets a new one be set.

use crate::{
    Account, AccountId, Actor, EmailAddress, Event, EventKind, Events, PasswordResetId, Span,
    Timestamp,
};

/// A wish to set a new password for the account of an address, be there one or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordReset {
    /// Its id, from which the link's secret is derived with a key outside the database.
    pub id: PasswordResetId,
    /// The address for which it was asked, and to which the link goes.
    pub email: EmailAddress,
    /// The admin who asked for a member; `None` when a visitor of the sign-in page asked.
    pub asked_by: Option<AccountId>,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Whose password the link replaces; `None` until an account was found for the address.
    pub account: Option<AccountId>,
    /// Since when the link no longer works, if it was used or ended.
    pub ended_at: Option<Timestamp>,
}

/// What a wish begins with.
#[derive(Clone, Debug)]
pub struct NewPasswordReset {
    /// Its id.
    pub id: PasswordResetId,
    /// The address.
    pub email: EmailAddress,
}

/// Why no link is mailed, or a link is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordResetError {
    /// Too many links were asked for.
    #[error("too many links to set a new password were asked for")]
    TooMany,
    /// Older than [`PasswordReset::LIFE`], used, ended, or never mailed.
    #[error("the link to set a new password has ended")]
    Ended,
}

impl PasswordReset {
    /// How long a link can be used.
    pub const LIFE: Span = Span::minutes(30);
    /// How many links an address is mailed within a day; those that admins ask for are counted apart.
    pub const PER_DAY: u32 = 10;
    /// How many of them within an hour.
    pub const PER_HOUR: usize = 3;

    /// A visitor of the sign-in page asks, without saying who it is.
    pub fn ask(new: NewPasswordReset, now: Timestamp) -> Self {
        let NewPasswordReset { id, email } = new;
        Self { id, email, asked_by: None, asked_at: now, account: None, ended_at: None }
    }

    /// An admin asks for a member, and never learns the link.
    pub fn ask_for(
        new: NewPasswordReset,
        member: &Account,
        admin: AccountId,
        now: Timestamp,
    ) -> (Self, Events) {
        let mut reset = Self { asked_by: Some(admin), ..Self::ask(new, now) };
        let events = reset.found(member, now);
        (reset, events)
    }

    /// The address has this account. It is recorded once.
    pub fn found(&mut self, account: &Account, now: Timestamp) -> Events {
        if self.account.is_some() {
            return Events::none();
        }
        self.account = Some(account.id);
        let actor = self.asked_by.map_or(Actor::Unidentified, Actor::Account);
        let asked = EventKind::PasswordResetAsked { reset: self.id };
        Events::one(Event::of_account(account.id, now, actor, asked))
    }

    /// When the link ends at the latest.
    pub fn until(&self) -> Timestamp {
        self.asked_at.plus(Self::LIFE)
    }

    /// Whether the link may be mailed, or is one too many after the `others` that were asked for in the same
    /// way for the same address.
    ///
    /// # Errors
    /// [`PasswordResetError`].
    pub fn admit_mail(
        &self,
        others: &[(Timestamp, PasswordResetId)],
        now: Timestamp,
    ) -> Result<(), PasswordResetError> {
        self.expect_open(now)?;
        let earlier = others.iter().filter(|other| **other < (self.asked_at, self.id));
        let within = |span: Span| {
            let since = self.asked_at.minus(span);
            earlier.clone().filter(|(at, _)| *at > since).count()
        };
        if within(Span::hours(1)) >= Self::PER_HOUR
            || within(Span::days(1)) >= Self::PER_DAY as usize
        {
            return Err(PasswordResetError::TooMany);
        }
        Ok(())
    }

    /// Whose password may be replaced by the link now.
    ///
    /// # Errors
    /// [`PasswordResetError::Ended`].
    pub fn admit(&self, now: Timestamp) -> Result<AccountId, PasswordResetError> {
        self.expect_open(now)?;
        self.account.ok_or(PasswordResetError::Ended)
    }

    fn expect_open(&self, now: Timestamp) -> Result<(), PasswordResetError> {
        if self.ended_at.is_some() || now >= self.until() {
            return Err(PasswordResetError::Ended);
        }
        Ok(())
    }
}
