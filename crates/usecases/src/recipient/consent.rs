//! A recipient's answer: consent, decline, or a report of a wrong recipient.

use crate::error::retried;
use crate::recipient::link::MailedLink;
use crate::recipient::ready::with_what_was_shown;
use crate::step::DocumentStep;
use crate::{Caller, Error, Ports, Principal, Result, SecretInput};
use wariin_domain::{
    Assurance, ConsentRequest, ConsentStatement, Consented, ContentDigest, Document, Identity,
    Reason, Recipient, RecipientId, Timestamp,
};
use wariin_ports::LinkClaim;

/// A recipient's consent to the files that were shown.
#[derive(Clone, Debug)]
pub struct GiveConsent {
    /// The recipient's session.
    pub principal: Principal,
    /// The recipient that the principal acts as.
    pub recipient: RecipientId,
    /// The digest of what was shown.
    pub shown: ContentDigest,
    /// The sentences above the button.
    pub statement: ConsentStatement,
    /// When the turn had begun in which the page was shown, where the page says it.
    pub turn: Option<Timestamp>,
    /// A fresh code of the factor, when one was asked for.
    pub code: Option<SecretInput>,
}

/// Consents. A code that comes along is spent in the same unit of work, also when the consent is then
/// refused: there is never a consent whose code could be used again. Consenting twice gives the first answer again,
/// whatever code comes along: it was spent by the first form, or is too old by now. It is counted all the same.
///
/// # Errors
/// [`DocumentError::StepUpRequired`] when a fresh code is needed, [`DocumentError::FileDamaged`] when a stored
/// file is not what was taken in, [`DocumentError::PagesNotShown`] when a page was not delivered to the session, a code's refusal, or as
/// [`Document::consent`] says.
pub async fn consent(ports: &Ports, command: GiveConsent) -> Result<()> {
    let (by, recipient) = (Some(command.principal), command.recipient);
    let request = ConsentRequest::to(command.shown, Some(command.statement));
    let request = ConsentRequest { turn: command.turn, ..request };
    let request = with_what_was_shown(ports, by, recipient, request).await?;
    retried(|| consent_once(ports, &command, request)).await
}

async fn consent_once(
    ports: &Ports,
    command: &GiveConsent,
    request: ConsentRequest<'_>,
) -> Result<()> {
    let step = DocumentStep::of_recipient(ports, command.principal, command.recipient).await?;
    let access = step.caller.access_request(command.recipient);
    let imagined = step.document.clone().consent(command.recipient, access, request, step.now);
    let is_again = matches!(imagined, Ok(Consented::Before(_)));
    let mut step = step.with_code(command.code.as_ref(), is_again).await?;

    let access = step.caller.access_request(command.recipient);
    let decided = step.document.consent(command.recipient, access, request, step.now);

    step.finish(decided.map(Consented::into_events)).await
}

/// Whether the consent stands that the account now signed in gave as this recipient by this proof: then its form came
/// again. For all others there is no such consent.
pub(crate) fn was_given(
    document: &Document,
    recipient: RecipientId,
    (caller, now): (&Caller, Timestamp),
    is_by: impl Fn(&Assurance) -> bool,
) -> bool {
    let consent = document.recipient(recipient).and_then(Recipient::consent);
    let account = caller.signed_in().ok().map(Identity::id);
    let is_own = |given: &Assurance| account.is_some() && given.account() == account;
    consent.is_some_and(|consent| is_by(&consent.assurance) && is_own(&consent.assurance))
        && document.admit(recipient, caller.access_request(recipient), now).is_ok()
}

/// A recipient's refusal of the contract.
#[derive(Clone, Debug)]
pub struct Decline {
    /// The recipient's session.
    pub principal: Principal,
    /// The recipient that the principal acts as.
    pub recipient: RecipientId,
    /// Why.
    pub reason: Reason,
}

/// Declines; the document ends.
///
/// # Errors
/// [`Error::Document`] as [`Document::decline`] says.
pub async fn decline(ports: &Ports, command: Decline) -> Result<()> {
    retried(|| decline_once(ports, &command)).await
}

async fn decline_once(ports: &Ports, command: &Decline) -> Result<()> {
    let recipient = command.recipient;
    let mut step = DocumentStep::of_recipient(ports, command.principal, recipient).await?;

    let access = step.caller.access_request(recipient);
    let decided = step.document.decline(recipient, access, command.reason.clone(), step.now);

    step.finish(decided).await
}

/// Withdraws a consent before the document is concluded.
///
/// # Errors
/// [`Error::Document`] as [`Document::withdraw_consent`] says.
pub async fn withdraw_consent(
    ports: &Ports,
    principal: Principal,
    recipient: RecipientId,
) -> Result<()> {
    retried(|| withdraw_once(ports, principal, recipient)).await
}

async fn withdraw_once(ports: &Ports, principal: Principal, recipient: RecipientId) -> Result<()> {
    let mut step = DocumentStep::of_recipient(ports, principal, recipient).await?;

    let access = step.caller.access_request(recipient);
    let decided = step.document.withdraw_consent(recipient, access, step.now);

    step.finish(decided).await
}

/// The holder of the link reports not to be the recipient (この宛先は私ではありません). Needs no sign-in and
/// shows nothing.
///
/// # Errors
/// [`Error::InvalidLink`], or [`Error::Document`] as [`Document::report_wrong_recipient`] and
/// [`Document::refuse_preflight`] say.
pub async fn report_wrong_recipient(ports: &Ports, link: impl Into<MailedLink>) -> Result<()> {
    let link = link.into();
    retried(|| report_wrong_recipient_once(ports, link)).await
}

/// The holder of the link takes back the report to be the wrong person.
///
/// # Errors
/// [`Error::InvalidLink`], or [`Error::Document`] as [`Document::take_back_report`] says.
pub async fn take_back_report(ports: &Ports, link: LinkClaim) -> Result<()> {
    retried(|| take_back_report_once(ports, link)).await
}

async fn take_back_report_once(ports: &Ports, link: LinkClaim) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(link.recipient).await?;
    let mut document = document.ok_or(Error::InvalidLink)?;

    let events = document.take_back_report(link.recipient, link.generation, ports.clock.now())?;

    tx.documents().save(&document, events).await?;
    Ok(tx.commit().await?)
}

async fn report_wrong_recipient_once(ports: &Ports, link: MailedLink) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(link.recipient()).await?;
    let mut document = document.ok_or(Error::InvalidLink)?;
    link.addressee(&document, now).ok_or(Error::InvalidLink)?;

    let events = match link {
        MailedLink::Turn(claim) => document.report_wrong_recipient(claim.recipient, now)?,
        MailedLink::Preflight(claim) => {
            document.refuse_preflight(claim.recipient, claim.asked_at, now)?
        }
    };

    tx.documents().save(&document, events).await?;
    Ok(tx.commit().await?)
}
