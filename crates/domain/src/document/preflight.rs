//! 事前確認 (preflight): before a draft is sent, its recipients are asked to confirm their addresses and to enrol a
//! second factor. The sender sees what each of them did in answer to that, and nothing that was there before.

use super::{Document, DocumentError, LINK_INTERVAL, NextStep, Problem, RecipientSituation};
use crate::{
    Actor, EventKind, Events, GateRefusal, Identity, ProvenMailbox, Recipient, RecipientId,
    Requester, SignIn, Span, Timestamp,
};
use alloc::vec::Vec;

/// How long the link of a preflight can be used, while the document is a draft.
pub const PREFLIGHT_LIFE: Span = Span::days(7);

/// That a recipient of a draft was asked, and what came of it. A change of the recipient's address drops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// When it was mailed; its link says this too, so that no link of an earlier one works.
    pub asked_at: Timestamp,
    /// What came of it.
    pub state: PreflightState,
}

/// What came of a preflight, as the sender sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreflightState {
    /// 未完了: the recipient has not said to be ready, whatever there may be of accounts and factors.
    Asked,
    /// 準備完了: the recipient proved the mailbox, signed in strongly and then said so.
    Ready,
    /// 不達: an email to the recipient was refused for good.
    Undelivered,
    /// 宛先違い: the reader of the email says not to be the recipient.
    NotMe,
}

impl PreflightState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Ready, Self::Undelivered, Self::NotMe];

    /// The stable name: `asked`, `ready`, `undelivered` or `not_me`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Ready => "ready",
            Self::Undelivered => "undelivered",
            Self::NotMe => "not_me",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl Preflight {
    /// From when on its link cannot be used any more.
    pub fn ends_at(&self) -> Timestamp {
        self.asked_at.plus(PREFLIGHT_LIFE)
    }

    /// From when on the recipient may be asked again, unless already ready.
    fn next_at(&self) -> Timestamp {
        self.asked_at.plus(LINK_INTERVAL)
    }
}

impl Recipient {
    /// Whether the recipient is ready, as far as the preflight says.
    pub fn is_ready(&self) -> bool {
        self.preflight.is_some_and(|preflight| preflight.state == PreflightState::Ready)
    }

    /// Whether the reader of the preflight says not to be the recipient.
    pub fn has_refused_preflight(&self) -> bool {
        self.preflight.is_some_and(|preflight| preflight.state == PreflightState::NotMe)
    }

    /// At most one email an hour, and none to a recipient who is ready.
    fn may_be_asked(&self, now: Timestamp) -> bool {
        self.preflight.is_none_or(|last| !self.is_ready() && now >= last.next_at())
    }
}

impl Document {
    /// Asks every recipient of the draft who is not ready and was not asked within the last hour.
    ///
    /// # Errors
    /// When `by` is not the sender or not strongly signed in, the document is no draft or has no recipient, a
    /// recipient has no access code to enrol behind, or [`Problem::LinkJustMailed`] when each one who is not ready
    /// was asked within the hour.
    pub fn ask_preflight(&mut self, by: &SignIn, now: Timestamp) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "ask the recipients of")?;
        by.strong()?;
        if self.recipients.is_empty() {
            return Err(Problem::NoRecipient.into());
        }
        if let Some(recipient) = self.recipient_without_code() {
            return Err(Problem::NoAccessCode(recipient.id).into());
        }
        let asked: Vec<_> = (self.recipients.iter().filter(|r| r.may_be_asked(now)))
            .map(|r| (r.id, r.details.email.as_str().into()))
            .collect();
        if asked.is_empty() && !self.are_all_ready() {
            return Err(Problem::LinkJustMailed.into());
        }
        Ok(asked.into_iter().fold(Events::none(), |events, (recipient, email)| {
            if let Some(addressee) = self.recipient_mut(recipient) {
                let state = PreflightState::Asked;
                addressee.preflight = Some(Preflight { asked_at: now, state });
            }
            events.and(self.noted(by, now, EventKind::PreflightAsked { recipient, email }))
        }))
    }

    /// Whether every recipient of the draft said to be ready.
    pub fn are_all_ready(&self) -> bool {
        !self.recipients.is_empty() && self.recipients.iter().all(Recipient::is_ready)
    }

    /// The recipient that this preflight asks: it is the newest one, has not ended, and the document is still a draft.
    /// It leads nowhere once its reader said not to be the recipient.
    pub fn recipient_by_preflight(
        &self,
        id: RecipientId,
        asked_at: Timestamp,
        now: Timestamp,
    ) -> Option<&Recipient> {
        self.recipient(id).filter(|recipient| {
            self.is_draft()
                && recipient.preflight.is_some_and(|preflight| {
                    preflight.asked_at == asked_at
                        && now < preflight.ends_at()
                        && preflight.state != PreflightState::NotMe
                })
        })
    }

    /// The recipient says to be ready: signed in strongly to the account of the address, in a session that proved the
    /// mailbox since this preflight was mailed, and behind the access code where there is one. Said again it changes
    /// nothing.
    ///
    /// # Errors
    /// [`GateRefusal`], which says what is missing.
    pub fn answer_preflight(
        &mut self,
        (recipient, asked_at): (RecipientId, Timestamp),
        (identity, mailbox): (Identity<'_>, Option<&ProvenMailbox>),
        unlocked: Option<RecipientId>,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let addressee = self.recipient_by_preflight(recipient, asked_at, now);
        let addressee = addressee.ok_or(GateRefusal::NotAvailable)?;
        self.expect_prepared(addressee, identity, unlocked)?;
        if !addressee.has_proved_for_preflight(mailbox) {
            return Err(GateRefusal::ProveMailbox.into());
        }
        if addressee.is_ready() {
            return Ok(Events::none());
        }
        self.set_preflight(recipient, PreflightState::Ready);
        let account = identity.id();
        let answered = EventKind::PreflightAnswered { recipient };
        Ok(Events::one(self.event(now, Actor::Account(account), answered)))
    }

    /// この宛先は私ではありません: the reader of the email says not to be the recipient, which the sender is told.
    ///
    /// # Errors
    /// [`GateRefusal::NotAvailable`] when the preflight leads nowhere, or the recipient said to be ready before.
    pub fn refuse_preflight(
        &mut self,
        recipient: RecipientId,
        asked_at: Timestamp,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let addressee = self.recipient_by_preflight(recipient, asked_at, now);
        if addressee.is_none_or(Recipient::is_ready) {
            return Err(GateRefusal::NotAvailable.into());
        }
        self.set_preflight(recipient, PreflightState::NotMe);
        Ok(self.by_link_holder(recipient, EventKind::PreflightRefused { recipient }, now))
    }

    /// An email to the recipient of a draft was refused for good. Says whether a preflight is concerned by it that was
    /// not found undelivered before.
    pub(super) fn preflight_undelivered(&mut self, recipient: RecipientId) -> bool {
        let is_open = self.recipient(recipient).and_then(|recipient| recipient.preflight);
        let is_new = is_open.is_some_and(|preflight| preflight.state == PreflightState::Asked);
        if is_new {
            self.set_preflight(recipient, PreflightState::Undelivered);
        }
        is_new
    }

    /// What a recipient of a draft has to do next to answer the preflight.
    pub(super) fn preflight_step(
        &self,
        addressee: &Recipient,
        situation: RecipientSituation<'_>,
    ) -> NextStep {
        let Some(preflight) = addressee.preflight else {
            return NextStep::NotAvailable;
        };
        if !situation.holds_link {
            return NextStep::FollowLink;
        }
        if preflight.state == PreflightState::Ready {
            return NextStep::AwaitDocument;
        }
        let requirement = self.requirement_for(addressee);
        if requirement.expect_unlocked(addressee.id, situation.access.unlocked).is_err() {
            return NextStep::EnterAccessCode;
        }
        let identity = match situation.access.requester {
            Requester::SignedIn(identity) => Some(identity),
            Requester::Anonymous | Requester::LinkHolder { .. } => None,
        };
        if identity.is_some_and(|identity| !addressee.is_for(identity.account())) {
            return NextStep::SwitchAccount { intended: addressee.details.email.masked() };
        }
        if !situation.proved_mailbox {
            return NextStep::ProveMailbox;
        }
        if situation.awaits_code {
            return NextStep::EnterCode;
        }
        let demand = requirement.named_idp.map(|named| named.value);
        let Some(identity) = identity else {
            return match demand {
                Some(_) => NextStep::GoOnFromLink,
                None => NextStep::Register,
            };
        };
        match self.expect_prepared(addressee, identity, situation.access.unlocked) {
            Ok(()) => NextStep::SayReady,
            Err(GateRefusal::NamedIdp) => match demand {
                Some(demand) => NextStep::SignInAtNamedIdp(demand),
                None => NextStep::GoOnFromLink,
            },
            Err(GateRefusal::ProveMailbox) => NextStep::Register,
            Err(_) if situation.has_factor => NextStep::EnterCode,
            Err(_) => NextStep::Enrol,
        }
    }

    /// The recipient's own account, strongly signed in, by the provider that the sender named where there is one.
    fn expect_prepared(
        &self,
        addressee: &Recipient,
        identity: Identity<'_>,
        unlocked: Option<RecipientId>,
    ) -> Result<(), GateRefusal> {
        let requirement = self.requirement_for(addressee);
        requirement.expect_unlocked(addressee.id, unlocked)?;
        let account = identity.account();
        if !addressee.is_for(account) {
            return Err(GateRefusal::WrongAccount { intended: addressee.details.email.masked() });
        }
        if account.mailbox_proven_at.is_none() {
            return Err(GateRefusal::ProveMailbox);
        }
        let demand = requirement.named_idp.map(|named| named.value);
        if demand.is_some_and(|demand| !identity.sign_in().is_at(&demand)) {
            return Err(GateRefusal::NamedIdp);
        }
        identity.sign_in().strong().map(|_| ()).map_err(|_| GateRefusal::SecondFactor)
    }

    fn set_preflight(&mut self, recipient: RecipientId, state: PreflightState) {
        if let Some(preflight) = self.recipient_mut(recipient).and_then(|r| r.preflight.as_mut()) {
            preflight.state = state;
        }
    }
}

impl Recipient {
    /// Whether this proof is of the mailbox that the sender wrote, and was made for the present preflight.
    pub fn has_proved_for_preflight(&self, proof: Option<&ProvenMailbox>) -> bool {
        let asked = self.preflight.map(|preflight| preflight.asked_at);
        proof.zip(asked).is_some_and(|(proof, asked)| proof.is_of(self) && proof.at >= asked)
    }
}
