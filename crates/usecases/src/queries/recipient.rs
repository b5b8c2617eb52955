//! A recipient's path before the gate: the mailed link's page, the access code, the provider.

use super::recipient_steps::next_step;
use super::{Parties, parties};
use crate::recipient::link::document_behind;
use crate::recipient::register::fresh_proof;
use crate::{Caller, Error, MailedLink, Ports, Result};
use wariin_domain::{
    Account, Document, EnrolmentRule, GateRefusal, IdpConnectionId, NextStep, Recipient,
    RecipientDetails, RecipientId, ReferenceNumber, RequiredBy, Timestamp, Title,
};

/// Who asks about a recipient: a session, the mailed link that the browser followed, or both.
#[derive(Clone, Copy, Debug)]
pub struct RecipientQuery<'a> {
    /// The recipient.
    pub recipient: RecipientId,
    /// The browser's session.
    pub caller: Option<&'a Caller>,
    /// The secret part of the link that the browser followed last.
    pub link: Option<&'a str>,
}

/// What the page of a mailed link comes to.
#[derive(Clone, Debug)]
pub enum Landing {
    /// The link has ended; another one can be mailed.
    Expired,
    /// The link was reported to have reached the wrong person; its holder may take that back.
    Reported,
    /// The access code has to be typed first.
    Locked,
    /// An account is signed in that is not the recipient's.
    WrongAccount {
        /// The recipient's address, masked.
        intended: String,
    },
    /// The recipient's own account is signed in, and the document's own page says what is missing.
    Document,
    /// The page.
    Page(Box<LandingPage>),
    /// The page of a preflight.
    Preflight(Box<PreflightPage>),
}

/// The page of the mailed link of a preflight: it names the sender, and nothing of the document.
#[derive(Clone, Debug)]
pub struct PreflightPage {
    /// The sender and the sender's organisation.
    pub parties: Parties,
    /// The number by which recipient and sender speak of the document.
    pub reference: ReferenceNumber,
    /// The recipient's address, masked.
    pub intended: String,
    /// Until when the link can be used.
    pub until: Timestamp,
    /// Whether this session has proved the mailbox for the preflight.
    pub is_mailbox_proved: bool,
    /// The name of the provider by which the recipient may sign in, when there is one.
    pub idp: Option<String>,
    /// Whether the sender demands that provider.
    pub is_idp_demanded: bool,
}

/// The page of a mailed link: it shows nothing of the contract.
#[derive(Clone, Debug)]
pub struct LandingPage {
    /// The sender and the sender's organisation.
    pub parties: Parties,
    /// The number by which recipient and sender speak of the document.
    pub reference: ReferenceNumber,
    /// The title, where the mail with the link told it already.
    pub title: Option<Title>,
    /// The recipient's address, masked.
    pub intended: String,
    /// Whether the recipient has to sign in strongly.
    pub is_gated: bool,
    /// Which rule demands that, where one does.
    pub required_by: Option<RequiredBy>,
    /// When the recipient's factor has to be enrolled, where that is limited.
    pub enrolment: Option<EnrolmentRule>,
    /// Whether the document is concluded.
    pub is_concluded: bool,
    /// Whether "I am not this person" may still be said.
    pub may_report_wrong_recipient: bool,
    /// Whether the recipient's own account is signed in, whose mailbox still has to be proved.
    pub must_prove_mailbox: bool,
    /// The name of the provider by which the recipient may sign in, when there is one.
    pub idp: Option<String>,
    /// Whether the sender demands that provider.
    pub is_idp_demanded: bool,
}

/// The form that asks for the access code.
#[derive(Clone, Debug)]
pub struct AccessCodeForm {
    /// The sender and the sender's organisation.
    pub parties: Parties,
    /// Whether the document is not sent yet, and the recipient asked to prepare.
    pub is_preflight: bool,
    /// Whether the code still has to be typed in this browser.
    pub is_locked: bool,
    /// Whether "I am not this person" may still be said: only by who holds the link.
    pub may_report_wrong_recipient: bool,
    /// When the recipient's factor has to be enrolled, where that is limited.
    pub enrolment: Option<EnrolmentRule>,
    /// The provider at which the recipient has to sign in, where one is named.
    pub demanded_idp: Option<String>,
}

/// By which provider a recipient signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderChoice {
    /// The access code has to be typed first.
    Locked,
    /// By this connection.
    Connection(IdpConnectionId),
}

impl RecipientQuery<'_> {
    /// The browser's link, if it was mailed to this recipient.
    pub(super) fn mailed_link(&self, ports: &Ports) -> Option<MailedLink> {
        let link = self.link.and_then(|token| MailedLink::read(ports, token));
        link.filter(|link| link.recipient() == self.recipient)
    }

    /// Whether the browser followed a link to this recipient: of the turn, be it the newest one or not, or of the
    /// newest preflight.
    pub(super) fn holds_link(&self, ports: &Ports, document: &Document) -> bool {
        match self.mailed_link(ports) {
            None => false,
            Some(MailedLink::Turn(_)) => !document.is_draft(),
            Some(link @ MailedLink::Preflight(_)) => {
                link.addressee(document, ports.clock.now()).is_some()
            }
        }
    }

    pub(super) fn account(&self) -> Option<&Account> {
        self.caller.and_then(|caller| caller.account.as_ref())
    }

    pub(super) fn is_signed_in_as(&self, recipient: &Recipient) -> bool {
        self.account().is_some_and(|account| recipient.is_for(account))
    }

    pub(super) fn is_locked(&self, document: &Document, recipient: &Recipient) -> bool {
        let unlocked = self.caller.and_then(|caller| caller.session.unlocked_for(recipient.id));
        document.requirement_for(recipient).expect_unlocked(recipient.id, unlocked).is_err()
    }

    /// Whether this session proved the recipient's mailbox by a mailed code; of a draft, for the newest preflight.
    pub(super) fn has_proved_mailbox(
        &self,
        document: &Document,
        recipient: &Recipient,
        now: Timestamp,
    ) -> bool {
        let Some(caller) = self.caller else { return false };
        if document.is_draft() {
            return recipient.has_proved_for_preflight(fresh_proof(caller, now));
        }
        caller.session.mailbox.as_ref().is_some_and(|proof| proof.is_of(recipient))
    }

    fn is_strong(&self) -> bool {
        let signed_in = self.caller.map(Caller::signed_in);
        matches!(signed_in, Some(Ok(identity)) if identity.is_strong())
    }

    /// Whether the browser's link was reported to have reached the wrong person, and that can be taken back.
    async fn is_reported(&self, ports: &Ports) -> Result<bool> {
        let Some(MailedLink::Turn(claim)) = self.mailed_link(ports) else { return Ok(false) };
        let document = ports.views.document_of(claim.recipient).await?;
        let now = ports.clock.now();
        Ok(document.is_some_and(|d| d.may_take_back_report(claim.recipient, claim.generation, now)))
    }

    /// The document behind the link, which must lead to this recipient and still count.
    async fn by_link(&self, ports: &Ports) -> Result<Document> {
        let link = self.mailed_link(ports).ok_or(GateRefusal::LinkRequired)?;
        document_behind(ports, link).await
    }

    /// The document behind the link; for a browser that followed none also the one of the signed-in account that may
    /// prove its mailbox without any.
    async fn by_link_or_account(&self, ports: &Ports) -> Result<Document> {
        let refused = match self.by_link(ports).await {
            Err(refused) if self.mailed_link(ports).is_none() => refused,
            found_or_ended => return found_or_ended,
        };
        let Some(account) = self.account() else { return Err(refused) };
        let found = ports.views.document_of(self.recipient).await?;
        let is_own = |document: &Document| {
            let recipient = document.recipient(self.recipient);
            recipient.is_some_and(|one| document.proves_without_link(one, account))
        };
        found.filter(is_own).ok_or(refused)
    }
}

/// What the page of a mailed link shows, for the browser that followed it.
///
/// # Errors
/// [`GateRefusal::LinkRequired`] for every other browser, unless the recipient's own account is signed in and may prove
/// its mailbox without the link; [`Error::InvalidLink`] for a link that leads nowhere any more, [`GateRefusal::Closed`]
/// for a document that was cancelled or declined.
pub async fn landing(ports: &Ports, query: RecipientQuery<'_>) -> Result<Landing> {
    let document = match query.by_link_or_account(ports).await {
        Err(Error::InvalidLink) if query.is_reported(ports).await? => return Ok(Landing::Reported),
        Err(Error::ExpiredLink) => return Ok(Landing::Expired),
        document => document?,
    };
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    if document.is_called_off() {
        return Err(GateRefusal::Closed.into());
    }
    if query.is_locked(&document, recipient) {
        return Ok(Landing::Locked);
    }
    if document.is_draft() {
        return preflight(ports, query, &document, recipient).await;
    }
    let requirement = document.requirement_for(recipient);
    let is_gated = requirement.is_gated();
    let mut must_prove_mailbox = false;
    if let Some(account) = query.account() {
        if !recipient.is_for(account) {
            return Ok(Landing::WrongAccount { intended: recipient.details.email.masked() });
        }
        must_prove_mailbox = account.mailbox_proven_at.is_none()
            || !may_enrol(ports, &query, account, (&document, recipient)).await?;
        if is_gated && !must_prove_mailbox {
            return Ok(Landing::Document);
        }
    }
    Ok(Landing::Page(Box::new(LandingPage {
        reference: ReferenceNumber::of(document.id),
        title: (!document.is_closed_to_mail()).then(|| document.details.title.clone()),
        parties: parties(ports, &document).await?,
        intended: recipient.details.email.masked(),
        is_gated,
        required_by: requirement.second_factor_or_idp,
        enrolment: requirement.enrolment_in_effect().map(|rule| rule.value),
        is_concluded: document.is_concluded(),
        may_report_wrong_recipient: query
            .mailed_link(ports)
            .is_some_and(|link| link.addressee(&document, ports.clock.now()).is_some())
            && document.may_report_wrong_recipient(recipient),
        must_prove_mailbox,
        idp: provider_name(ports, recipient).await?,
        is_idp_demanded: recipient.details.idp.is_some(),
    })))
}

/// The page of a preflight, unless the recipient can go on without it.
async fn preflight(
    ports: &Ports,
    query: RecipientQuery<'_>,
    document: &Document,
    recipient: &Recipient,
) -> Result<Landing> {
    match next_step(ports, query).await? {
        NextStep::SwitchAccount { intended } => return Ok(Landing::WrongAccount { intended }),
        NextStep::ProveMailbox
        | NextStep::Register
        | NextStep::GoOnFromLink
        | NextStep::SignInAtNamedIdp(_) => {}
        _ => return Ok(Landing::Document),
    }
    let asked = recipient.preflight.ok_or(Error::InvalidLink)?;
    let now = ports.clock.now();
    Ok(Landing::Preflight(Box::new(PreflightPage {
        parties: parties(ports, document).await?,
        reference: ReferenceNumber::of(document.id),
        intended: recipient.details.email.masked(),
        until: asked.ends_at(),
        is_mailbox_proved: query.has_proved_mailbox(document, recipient, now),
        idp: provider_name(ports, recipient).await?,
        is_idp_demanded: recipient.details.idp.is_some(),
    })))
}

/// Whether the account has a second factor, or may set one up in this session.
async fn may_enrol(
    ports: &Ports,
    query: &RecipientQuery<'_>,
    account: &Account,
    (document, recipient): (&Document, &Recipient),
) -> Result<bool> {
    let factors = ports.views.factors(account.id).await?;
    let now = ports.clock.now();
    Ok(!factors.is_empty()
        || query.is_strong()
        || query.has_proved_mailbox(document, recipient, now))
}

/// The name of the provider by which this recipient may sign in.
async fn provider_name(ports: &Ports, recipient: &Recipient) -> Result<Option<String>> {
    if let Some(demand) = &recipient.details.idp {
        return Ok(Some(demand.name.to_string()));
    }
    let serving = ports.views.idp_serving(&recipient.details.email.domain()).await?;
    Ok(serving.map(|connection| connection.name.to_string()))
}

/// What the sender wrote about the recipient, for the browser that followed the recipient's link.
///
/// # Errors
/// [`GateRefusal::LinkRequired`] for every other browser; [`Error::ExpiredLink`] or
/// [`Error::InvalidLink`] for a link that no longer counts.
pub async fn invited_recipient(
    ports: &Ports,
    query: RecipientQuery<'_>,
) -> Result<RecipientDetails> {
    let document = query.by_link(ports).await?;
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    Ok(recipient.details.clone())
}

/// The same, once the access code was typed where there is one, and also for the recipient's own account that may prove
/// its mailbox without the link.
///
/// # Errors
/// As [`invited_recipient`], and [`GateRefusal::AccessCode`].
pub async fn unlocked_recipient(
    ports: &Ports,
    query: RecipientQuery<'_>,
) -> Result<RecipientDetails> {
    let document = query.by_link_or_account(ports).await?;
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    if query.is_locked(&document, recipient) {
        return Err(GateRefusal::AccessCode.into());
    }
    Ok(recipient.details.clone())
}

/// The form for the access code, for the browser that followed the recipient's link and for the
/// recipient's own account.
///
/// # Errors
/// [`GateRefusal::LinkRequired`] for every other caller; [`Error::ExpiredLink`] or
/// [`Error::InvalidLink`] for a link that no longer counts.
pub async fn access_code_form(ports: &Ports, query: RecipientQuery<'_>) -> Result<AccessCodeForm> {
    let holds_link = query.mailed_link(ports).is_some();
    let document = if holds_link {
        query.by_link(ports).await?
    } else {
        let known = ports.views.document_of(query.recipient).await?;
        known.ok_or(GateRefusal::LinkRequired)?
    };
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    if !holds_link && !query.is_signed_in_as(recipient) {
        return Err(GateRefusal::LinkRequired.into());
    }
    let requirement = document.requirement_for(recipient);
    Ok(AccessCodeForm {
        parties: parties(ports, &document).await?,
        is_preflight: document.is_draft(),
        is_locked: query.is_locked(&document, recipient),
        may_report_wrong_recipient: holds_link && recipient.opened_at.is_none(),
        enrolment: requirement
            .enrolment_in_effect()
            .map(|rule| rule.value)
            .filter(|_| !document.is_draft()),
        demanded_idp: requirement.named_idp.map(|demand| demand.value.name.to_string()),
    })
}

/// By which provider the recipient signs in: the one that the sender named, otherwise the one that
/// serves the recipient's address.
///
/// # Errors
/// [`Error::NotFound`] without such a recipient, [`GateRefusal::LinkRequired`] for a caller who neither
/// followed the recipient's link nor is signed in to the recipient's account, [`Error::NoIdp`] without
/// a provider.
pub async fn provider_of_recipient(
    ports: &Ports,
    query: RecipientQuery<'_>,
) -> Result<ProviderChoice> {
    let document = ports.views.document_of(query.recipient).await?.ok_or(Error::NotFound)?;
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    if query.is_locked(&document, recipient) {
        return Ok(ProviderChoice::Locked);
    }
    if !query.is_signed_in_as(recipient) {
        query.by_link(ports).await?;
    }
    if let Some(demand) = &recipient.details.idp {
        return Ok(ProviderChoice::Connection(demand.connection));
    }
    let serving = ports.views.idp_serving(&recipient.details.email.domain()).await?;
    Ok(ProviderChoice::Connection(serving.ok_or(Error::NoIdp)?.id))
}
