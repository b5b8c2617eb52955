//! An invitation to join an organisation: the mail only says where to go; the person who accepts has to
//! type a code that is mailed to the same address at that moment.

use crate::{
    Account, AccountId, Actor, AskedCodes, BrowserKey, EmailAddress, Event, EventKind, Events,
    InvitationId, MAILBOX_CODE_LIFE, MailboxCodeError, MailboxCodeId, Membership,
    OrganisationAdmin, OrganisationError, OrganisationId, Role, Span, Subject, Timestamp,
};
use alloc::vec::Vec;

/// How long an invitation can be accepted after it was last mailed.
pub const INVITATION_LIFE: Span = Span::days(10);
/// How many invitations of an organisation may be open at once.
pub const MAX_INVITATIONS: u64 = 200;
/// How long after one mail of an invitation the next may go out.
const BETWEEN_MAILS: Span = Span::minutes(10);

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, which stands in the mail and is no secret.
    pub id: InvitationId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Who is invited; fixed for good.
    pub email: EmailAddress,
    /// As what.
    pub role: Role,
    /// Who invites.
    pub invited_by: AccountId,
    /// When it was last mailed.
    pub mailed_at: Timestamp,
    /// Where it stands.
    pub state: InvitationState,
    /// Of each browser that asked for a code, the newest one; those that have ended go with the next that is asked for.
    pub codes: Vec<InvitationCode>,
    /// How many codes were asked for since it was last mailed.
    pub codes_asked: u32,
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It can be accepted.
    Open,
    /// It was accepted.
    Accepted,
    /// An admin withdrew it.
    Withdrawn,
}

/// A code that proves the invited mailbox, for the browser that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvitationCode {
    /// Its id, from which its digits are derived.
    pub id: MailboxCodeId,
    /// The browser that asked.
    pub browser: BrowserKey,
    /// When.
    pub asked_at: Timestamp,
}

/// What a new invitation begins with.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Its id.
    pub id: InvitationId,
    /// Who is invited.
    pub email: EmailAddress,
    /// As what.
    pub role: Role,
}

/// What is known of the organisation that an account leaves behind by joining another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// How many people belong to it, this one included.
    pub members: u64,
    /// Whether it has documents.
    pub has_documents: bool,
}

impl InvitationState {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [Self::Open, Self::Accepted, Self::Withdrawn];
        all.into_iter().find(|state| state.name() == name)
    }
}

impl InvitationCode {
    /// Until when its digits can be typed.
    pub fn until(&self) -> Timestamp {
        self.asked_at.plus(MAILBOX_CODE_LIFE)
    }

    fn is_live(&self, now: Timestamp) -> bool {
        now <= self.until()
    }
}

impl Invitation {
    /// Invites a person by address.
    pub fn new(new: NewInvitation, by: OrganisationAdmin, now: Timestamp) -> (Self, Events) {
        let invitation = Self {
            id: new.id,
            organisation: by.organisation(),
            email: new.email,
            role: new.role,
            invited_by: by.account(),
            mailed_at: now,
            state: InvitationState::Open,
            codes: Vec::new(),
            codes_asked: 0,
        };
        let events = invitation.mailed(by, now);
        (invitation, events)
    }

    /// Mails the invitation once more; its life begins anew.
    ///
    /// # Errors
    /// [`OrganisationError::InvitationEnded`] once it was accepted or withdrawn,
    /// [`OrganisationError::JustMailed`], or [`OrganisationError::NotAdmin`] for another organisation's.
    pub fn mail_again(
        &mut self,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Result<Events, OrganisationError> {
        self.expect_own(by)?;
        if now < self.mailed_at.plus(BETWEEN_MAILS) {
            return Err(OrganisationError::JustMailed);
        }
        self.mailed_at = now;
        self.invited_by = by.account();
        self.codes_asked = 0;
        Ok(self.mailed(by, now))
    }

    /// Withdraws the invitation.
    ///
    /// # Errors
    /// As [`Self::mail_again`].
    pub fn withdraw(
        &mut self,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Result<Events, OrganisationError> {
        self.expect_own(by)?;
        self.state = InvitationState::Withdrawn;
        let withdrawn = EventKind::InvitationWithdrawn { invitation: self.id };
        Ok(Events::one(by.did(withdrawn, now)))
    }

    /// Ends it, because the database was set back to an earlier state: an admin may have withdrawn it since.
    pub fn end_after_restore(&mut self, by: Actor, now: Timestamp) -> Events {
        self.state = InvitationState::Withdrawn;
        let kind = EventKind::InvitationWithdrawn { invitation: self.id };
        let subject = Subject::Organisation(self.organisation);
        Events::one(Event { subject, at: now, actor: by, kind })
    }

    /// Whether it can be accepted now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state == InvitationState::Open && now < self.mailed_at.plus(INVITATION_LIFE)
    }

    /// The same, for what was begun while it could be.
    ///
    /// # Errors
    /// [`OrganisationError::InvitationEnded`].
    pub fn expect_open(&self, now: Timestamp) -> Result<(), OrganisationError> {
        if self.is_open(now) { Ok(()) } else { Err(OrganisationError::InvitationEnded) }
    }

    /// Asks for a code, to be mailed to the invited address. It replaces the one that the same browser asked for and no
    /// other: a stranger who holds the invitation makes no code of the invited person worthless. `asked` is what this
    /// browser and its network have asked for without a pause of a day; how many were in all the invitation knows.
    ///
    /// # Errors
    /// [`MailboxCodeError::TooMany`] as [`AskedCodes::admit`] says, where the invitation counts from when it was mailed
    /// last; [`MailboxCodeError::Expired`] when the invitation is no longer open.
    pub fn ask_for_code(
        &mut self,
        id: MailboxCodeId,
        browser: BrowserKey,
        asked: AskedCodes,
        now: Timestamp,
    ) -> Result<Events, MailboxCodeError> {
        if !self.is_open(now) {
            return Err(MailboxCodeError::Expired);
        }
        // The release before counted none of a browser.
        let own_newest = asked.own_newest.max(self.newest_of(browser).map(|code| code.asked_at));
        let own = asked.own.max(u32::from(own_newest.is_some()));
        AskedCodes { own, own_newest, in_all: self.codes_asked, ..asked }.admit(now)?;
        self.codes_asked += 1;
        self.codes.retain(|code| code.browser != browser && code.is_live(now));
        self.codes.push(InvitationCode { id, browser, asked_at: now });
        let asked = EventKind::InvitationCodeAsked { invitation: self.id, code: id };
        Ok(Events::one(self.event(Actor::Unidentified, asked, now)))
    }

    /// The code whose digits this browser may type now.
    ///
    /// # Errors
    /// [`MailboxCodeError`] when the digits must not even be compared.
    pub fn code_for(
        &self,
        browser: BrowserKey,
        now: Timestamp,
    ) -> Result<MailboxCodeId, MailboxCodeError> {
        if !self.is_open(now) {
            return Err(MailboxCodeError::Expired);
        }
        match self.newest_of(browser) {
            Some(own) if own.is_live(now) => Ok(own.id),
            None if self.codes.iter().any(|other| other.is_live(now)) => {
                Err(MailboxCodeError::OtherSession)
            }
            Some(_) | None => Err(MailboxCodeError::Expired),
        }
    }

    fn newest_of(&self, browser: BrowserKey) -> Option<&InvitationCode> {
        self.codes.iter().find(|code| code.browser == browser)
    }

    /// Whether the inviter may still invite; without that right the invitation has ended.
    ///
    /// # Errors
    /// [`OrganisationError::InvitationEnded`].
    pub fn expect_backed_by(&self, inviter: &Account) -> Result<(), OrganisationError> {
        let is_admin = inviter.id == self.invited_by
            && inviter.is_enabled()
            && inviter.membership.is_admin_of(self.organisation);
        if is_admin { Ok(()) } else { Err(OrganisationError::InvitationEnded) }
    }

    /// Lets an account whose mailbox the code has just proved join: a guest, or one that leaves its own
    /// organisation behind. What the account received stays its own.
    ///
    /// # Errors
    /// [`OrganisationError::MemberAlready`], or [`OrganisationError::OwnOrganisationInUse`].
    pub fn accept(
        &mut self,
        account: &mut Account,
        left: Option<LeftBehind>,
        now: Timestamp,
    ) -> Result<Events, OrganisationError> {
        if account.membership.is_in(self.organisation) {
            return Err(OrganisationError::MemberAlready);
        }
        if left.is_some_and(|left| left.has_documents || left.members > 1) {
            return Err(OrganisationError::OwnOrganisationInUse);
        }
        account.membership =
            Membership::Member { organisation: self.organisation, role: self.role };
        self.state = InvitationState::Accepted;
        self.codes.clear();
        let joined = EventKind::OrganisationJoined {
            organisation: self.organisation,
            invitation: self.id,
            role: self.role,
        };
        Ok(Events::one(Event::of_account(account.id, now, Actor::Account(account.id), joined)))
    }

    fn expect_own(&self, by: OrganisationAdmin) -> Result<(), OrganisationError> {
        if self.organisation != by.organisation() {
            return Err(OrganisationError::NotAdmin);
        }
        match self.state {
            InvitationState::Open => Ok(()),
            InvitationState::Accepted | InvitationState::Withdrawn => {
                Err(OrganisationError::InvitationEnded)
            }
        }
    }

    fn mailed(&self, by: OrganisationAdmin, now: Timestamp) -> Events {
        let email = self.email.as_str().into();
        let invited = EventKind::MemberInvited { invitation: self.id, email, role: self.role };
        Events::one(by.did(invited, now))
    }

    fn event(&self, actor: Actor, kind: EventKind, at: Timestamp) -> Event {
        Event { subject: Subject::Organisation(self.organisation), at, actor, kind }
    }
}
