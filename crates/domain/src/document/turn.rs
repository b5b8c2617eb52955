//! A recipient's turn: opening, consenting, declining, withdrawing, or forwarding.

use super::next_step::is_older_than;
use super::{Document, DocumentError, DocumentStatus, HoldReason, MAX_RECIPIENTS, Problem};
use crate::{
    AccessRequest, Actor, Admission, Assignee, Assurance, Consent, ConsentAssurance,
    ConsentStatement, ContentDigest, EmailAddress, EnrolmentClass, EventKind, Events, IdpProof,
    InvitedBy, OrganisationName, PasskeyProof, PersonName, Reason, Recipient, RecipientDetails,
    RecipientId, RecipientState, Requester, StepUpAge, Timestamp,
};
use alloc::vec::Vec;

/// A consent to be given: to which content, and with which ID token.
#[derive(Clone, Copy, Debug)]
pub struct ConsentRequest<'a> {
    /// The digest of what was shown.
    pub shown: ContentDigest,
    /// The sentences above the button; `None` for a consent that was begun at a release that did not keep them.
    pub statement: Option<ConsentStatement>,
    /// When the turn had begun in which the page was shown ([`Recipient::mailed_at`]); `None` for a page of a release that
    /// did not keep it. A form is for one turn: after a withdrawal an old one consents to nothing, nor does one that was
    /// open while a reminder or a new link was mailed.
    pub turn: Option<Timestamp>,
    /// When the ceremony of a passkey, or the way to the provider, was begun that gives the consent: one that was begun
    /// before the present turn consents to nothing either.
    pub begun_at: Option<Timestamp>,
    /// The ID token that the recipient's provider signed for this consent, when it was asked.
    pub proof: Option<&'a IdpProof>,
    /// The assertion that one of the recipient's passkeys signed for this consent, when it was asked.
    pub assertion: Option<&'a PasskeyProof>,
    /// Whether the stored bytes of every file still have the digest under which they were taken in.
    pub are_files_whole: bool,
    /// Whether every page of every file was delivered to the session that consents.
    pub are_pages_shown: bool,
}

impl ConsentRequest<'_> {
    /// To this content by these sentences; the files are whole and were shown, and the sign-in alone counts, without an
    /// ID token.
    pub fn to(shown: ContentDigest, statement: Option<ConsentStatement>) -> Self {
        Self {
            shown,
            statement,
            turn: None,
            begun_at: None,
            proof: None,
            assertion: None,
            are_files_whole: true,
            are_pages_shown: true,
        }
    }
}

/// The person that a recipient forwards to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForwardTo {
    /// The id of the new recipient.
    pub id: RecipientId,
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
    /// 会社名・組織名
    pub organisation: Option<OrganisationName>,
}

/// What became of a request to consent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Consented {
    /// The consent was given now.
    Now(Events),
    /// The same person had consented to the same content before; nothing happened.
    Before(Consent),
}

impl Consented {
    /// What happened; nothing when the consent had been given before.
    pub fn into_events(self) -> Events {
        match self {
            Self::Now(events) => events,
            Self::Before(_) => Events::none(),
        }
    }
}

impl Document {
    /// Opens the document for a recipient. The first time is recorded and binds the recipient to the
    /// account that came. Where that is under a report of its owner, the consent is held from now on.
    ///
    /// # Errors
    /// [`DocumentError::Gate`].
    pub fn open<'a>(
        &mut self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        now: Timestamp,
    ) -> Result<(Admission, Events), DocumentError> {
        let access = access.into();
        let admission = self.admit(recipient, access, now)?;
        let Some(addressee) = self.recipient_mut(recipient).filter(|r| r.opened_at.is_none())
        else {
            return Ok((admission, Events::none()));
        };
        addressee.opened_at = Some(now);
        addressee.undelivered = None;
        addressee.bind(&admission, access.requester);
        let opened = EventKind::Opened { recipient, assurance: admission.assurance().clone() };
        let actor = actor_of(&admission);
        let opened = Events::one(self.event(now, actor, opened));
        let is_to_hold = self
            .recipient(recipient)
            .is_some_and(|addressee| self.is_to_hold_for(addressee, access.requester));
        if is_to_hold {
            let held = self.hold_one(recipient, HoldReason::Reported, actor, now);
            return Ok((admission, opened.and(held)));
        }
        Ok((admission, opened))
    }

    /// Records the consent of a recipient to the content that was shown, and invites the next one.
    ///
    /// # Errors
    /// When the gate is shut, it is not this recipient's turn, or another one than the page was shown in, the content
    /// shown is not the document's, a file is damaged, a page was not shown, the factor was last used too long ago ([`StepUpAge`]), or the
    /// recipient's provider has to sign an ID token for it first, or the passkey of the sign-in an assertion.
    pub fn consent<'a>(
        &mut self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        request: ConsentRequest<'_>,
        now: Timestamp,
    ) -> Result<Consented, DocumentError> {
        let access = access.into();
        let admission = self.admit(recipient, access, now)?;
        let addressee = self.recipient(recipient).ok_or(DocumentError::NotYourTurn)?;
        let is_read = |statement: ConsentStatement| {
            self.language_for(statement.language()) == statement.language()
        };
        if request.shown != self.content_digest_for(recipient)
            || !request.statement.is_none_or(is_read)
        {
            return Err(DocumentError::OtherContents);
        }
        if let Some(before) = addressee.consent() {
            return Ok(Consented::Before(before.clone()));
        }
        self.expect_awaiting("consent to")?;
        let turn = addressee.mailed_at();
        let is_of_another = request.turn.is_some_and(|shown_in| turn != Some(shown_in));
        let is_begun_before = request.begun_at.is_some_and(|at| turn.is_some_and(|turn| at < turn));
        if is_of_another || is_begun_before {
            return Err(DocumentError::OtherTurn);
        }
        if !request.are_files_whole {
            return Err(DocumentError::FileDamaged);
        }
        if !request.are_pages_shown {
            return Err(DocumentError::PagesNotShown);
        }
        match self.missing_fields(Assignee::Recipient(recipient)).count() {
            0 => {}
            missing => {
                return Err(DocumentError::FieldsMissing(
                    u32::try_from(missing).unwrap_or(u32::MAX),
                ));
            }
        }
        let is_to_hold =
            addressee.opened_at.is_none() && self.is_to_hold_for(addressee, access.requester);
        if addressee.held.is_some() || is_to_hold {
            return Err(DocumentError::Held);
        }
        let is_gated = self.is_gated_for(addressee);
        let assurance = self.with_id_token(&admission, request.proof)?;
        let assurance = self.with_assertion(assurance, recipient, request.assertion)?;
        self.expect_proven(addressee, &assurance)?;
        expect_fresh(&assurance, is_gated, self.policy.step_up_age, now)?;
        let assurance =
            ConsentAssurance::new(assurance).map_err(|_| DocumentError::StepUpRequired)?;

        let ConsentRequest { shown, statement, .. } = request;
        let consent = Consent { at: now, assurance, content: shown, statement };
        let addressee = self.recipient_mut(recipient).ok_or(DocumentError::NotYourTurn)?;
        addressee.state = RecipientState::Consented(consent.clone());
        addressee.opened_at.get_or_insert(now);
        addressee.bind(&admission, access.requester);
        let consented = EventKind::Consented { recipient, consent };
        let consented = Events::one(self.event(now, actor_of(&admission), consented));
        let held = self.hold_new_factor(recipient, now);
        Ok(Consented::Now(consented.and(held).and(self.invite_next(now))))
    }

    /// How the consenting person was authenticated: as the gate says, and, when the provider
    /// signed an ID token for this recipient and this content, with that token as evidence.
    fn with_id_token(
        &self,
        admission: &Admission,
        proof: Option<&IdpProof>,
    ) -> Result<Assurance, DocumentError> {
        let assurance = admission.assurance().clone();
        let Some(proof) = proof else {
            return Ok(assurance);
        };
        let content = self.content_digest_for(admission.recipient());
        if proof.recipient != admission.recipient() || proof.content != content {
            return Err(DocumentError::OtherContents);
        }
        assurance.with_id_token(proof).ok_or(DocumentError::StepUpRequired)
    }

    /// The same with the assertion that a passkey signed for this recipient and this content as evidence.
    fn with_assertion(
        &self,
        assurance: Assurance,
        recipient: RecipientId,
        proof: Option<&PasskeyProof>,
    ) -> Result<Assurance, DocumentError> {
        let Some(proof) = proof else {
            return Ok(assurance);
        };
        if proof.recipient != recipient || proof.content != self.content_digest_for(recipient) {
            return Err(DocumentError::OtherContents);
        }
        assurance.with_assertion(proof).ok_or(DocumentError::StepUpRequired)
    }

    /// Declines (却下) for a recipient; the document ends. Those who had consented are told.
    ///
    /// # Errors
    /// When the gate is shut, the document no longer waits for this recipient, or the factor was enrolled by a password
    /// alone after the sending.
    pub fn decline<'a>(
        &mut self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        reason: Reason,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let access = access.into();
        let admission = self.admit(recipient, access, now)?;
        let sent_at = self.expect_awaiting("decline")?;
        let addressee = self.recipient(recipient).ok_or(DocumentError::NotYourTurn)?;
        self.expect_proven(addressee, admission.assurance())?;
        let addressee = self
            .recipient_mut(recipient)
            .filter(|r| matches!(r.state, RecipientState::Invited { .. }))
            .ok_or(DocumentError::NotYourTurn)?;
        addressee.state = RecipientState::Declined { at: now, reason };
        self.0.status = DocumentStatus::Declined { sent_at, at: now, by: recipient };
        let actor = actor_of(&admission);
        let declined = self.event(now, actor, EventKind::Declined { recipient });
        let had_consented = self.recipients.iter().filter(|r| r.consent().is_some());
        let recipients: Vec<RecipientId> = had_consented.map(|r| r.id).collect();
        if recipients.is_empty() {
            return Ok(Events::one(declined));
        }
        let ended = self.event(now, actor, EventKind::ConsentsEnded { recipients });
        Ok(Events::one(declined).and(Events::one(ended)))
    }

    /// Withdraws a recipient's consent while others still have to answer; the turn is that person's
    /// again, and what that person filled in goes. The consent stays in the audit log. Who consented to those
    /// values since is asked again.
    ///
    /// # Errors
    /// When the gate is shut, the document no longer awaits consents, or there is no consent.
    pub fn withdraw_consent<'a>(
        &mut self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let access = access.into();
        let admission = self.admit(recipient, access, now)?;
        self.expect_awaiting("withdraw a consent to")?;
        if self.recipient(recipient).is_none_or(|r| r.consent().is_none()) {
            return Err(DocumentError::NotYourTurn);
        }
        Ok(self.take_back_consent(recipient, actor_of(&admission), now))
    }

    /// The turn is the recipient's again; what the recipient had filled in goes, and with it the consents that
    /// were given to it. Nothing happens where there is no consent.
    pub(super) fn take_back_consent(
        &mut self,
        recipient: RecipientId,
        by: Actor,
        now: Timestamp,
    ) -> Events {
        self.end_consent(recipient, EventKind::ConsentWithdrawn { recipient }, by, now)
    }

    /// Ends a consent, and says by `what`.
    pub(super) fn end_consent(
        &mut self,
        recipient: RecipientId,
        what: EventKind,
        by: Actor,
        now: Timestamp,
    ) -> Events {
        let Some(addressee) = self.recipient_mut(recipient) else {
            return Events::none();
        };
        let Some(consented_at) = addressee.consent().map(|consent| consent.at) else {
            return Events::none();
        };
        addressee.state = RecipientState::Invited { at: now };
        addressee.consent_held = None;
        let ended = Events::one(self.event(now, by, what));
        if self.clear_values(recipient) {
            return ended.and(self.lapse_consents(consented_at, recipient, now));
        }
        ended
    }

    /// Forwards (転送): another person takes this recipient's place, under the same requirements, and is
    /// invited. The recipient who forwarded has no access any more. Where the organisation holds consents by
    /// factors that are younger than the document, one that forwards holds the next person's consent: the reader of
    /// the mailbox who may have enrolled it chose that person too.
    ///
    /// # Errors
    /// When the gate is shut, the document no longer waits for this recipient, the factor was enrolled by a
    /// password alone after the sending or last used too long ago, [`Problem::ForwardToOneself`], or [`Problem::TooManyRecipients`].
    pub fn forward<'a>(
        &mut self,
        recipient: RecipientId,
        access: impl Into<AccessRequest<'a>>,
        to: ForwardTo,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let access = access.into();
        let admission = self.admit(recipient, access, now)?;
        self.expect_awaiting("forward")?;
        expect_recent(admission.assurance(), self.policy.step_up_age, now)?;
        let from = self.recipient(recipient).ok_or(DocumentError::NotYourTurn)?;
        if !matches!(from.state, RecipientState::Invited { .. }) {
            return Err(DocumentError::NotYourTurn);
        }
        if from.held.is_some() {
            return Err(DocumentError::Held);
        }
        self.expect_proven(from, admission.assurance())?;
        if from.details.email == to.email {
            return Err(Problem::ForwardToOneself.into());
        }
        let ForwardTo { id, name, email, organisation } = to;
        let details = RecipientDetails { name, email, organisation, ..from.details.clone() };
        let actor = actor_of(&admission);
        let forwarded = self.hand_on(recipient, Recipient::new(id, details), actor, now)?;
        if let Some(from) = self.recipient_mut(recipient) {
            from.bind(&admission, access.requester);
        }
        let held = self.hold_after_new_factor(id, admission.assurance(), now);
        Ok(forwarded.and(held).and(self.invite(id, InvitedBy::Forwarding, actor, now)))
    }

    /// Another recipient takes this one's place, right behind it, with its input fields.
    ///
    /// # Errors
    /// [`Problem::TooManyRecipients`].
    fn hand_on(
        &mut self,
        from: RecipientId,
        next: Recipient,
        by: Actor,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let place = self.recipients.iter().position(|r| r.id == from);
        let place = place.ok_or(DocumentError::NotYourTurn)?;
        if self.recipients.len() >= MAX_RECIPIENTS {
            return Err(Problem::TooManyRecipients.into());
        }
        let (to, email) = (next.id, next.details.email.as_str().into());
        self.0.recipients[place].state = RecipientState::Forwarded { at: now, to };
        self.0.recipients.insert(place + 1, next);
        self.reassign_fields(from, to);
        let forwarded = EventKind::Forwarded { recipient: from, to, email };
        Ok(Events::one(self.event(now, by, forwarded)))
    }

    /// Behind the gate a factor that a password alone enrolled after the sending (E0) answers nothing.
    pub(super) fn expect_proven(
        &self,
        addressee: &Recipient,
        assurance: &Assurance,
    ) -> Result<(), DocumentError> {
        let is_by_password = assurance.class() == Some(EnrolmentClass::ByPassword);
        if is_by_password && self.is_gated_for(addressee) {
            return Err(DocumentError::EnrolledByPassword);
        }
        Ok(())
    }
}

/// A code that is too old is asked for again. A provider signs an ID token for each consent behind the gate; outside
/// of it, where a sign-in is optional, a recent login is enough.
fn expect_fresh(
    assurance: &Assurance,
    is_gated: bool,
    age: StepUpAge,
    now: Timestamp,
) -> Result<(), DocumentError> {
    match assurance {
        Assurance::Idp { id_token: None, .. } if is_gated => Err(DocumentError::StepUpRequired),
        Assurance::TwoFactor { .. } | Assurance::Idp { .. } | Assurance::Mailbox { .. } => {
            expect_recent(assurance, age, now)
        }
    }
}

/// A person who signed in strongly last authenticated not too long ago.
fn expect_recent(
    assurance: &Assurance,
    age: StepUpAge,
    now: Timestamp,
) -> Result<(), DocumentError> {
    match assurance {
        Assurance::TwoFactor { authenticated_at, .. } | Assurance::Idp { authenticated_at, .. }
            if is_older_than(*authenticated_at, age, now) =>
        {
            Err(DocumentError::StepUpRequired)
        }
        Assurance::TwoFactor { .. } | Assurance::Idp { .. } | Assurance::Mailbox { .. } => Ok(()),
    }
}

impl Recipient {
    /// Binds the recipient to the account that passed the gate, the first time.
    fn bind(&mut self, admission: &Admission, requester: Requester<'_>) {
        if let (None, Some(passed), Requester::SignedIn(identity)) =
            (self.account, account_of(admission.assurance()), requester)
        {
            self.account = Some(passed);
            self.organisation = identity.account().membership.organisation();
        }
    }
}

fn account_of(assurance: &Assurance) -> Option<crate::AccountId> {
    match assurance {
        Assurance::TwoFactor { account, .. } | Assurance::Idp { account, .. } => Some(*account),
        Assurance::Mailbox { .. } => None,
    }
}

pub(super) fn actor_of(admission: &Admission) -> Actor {
    account_of(admission.assurance())
        .map_or(Actor::LinkHolder(admission.recipient()), Actor::Account)
}
