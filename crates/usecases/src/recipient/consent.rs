//! A recipient's answer: consent, decline, or "I am not this person".

use crate::account::session::resolve_principal;
use crate::document::draft::audit_refusal;
use crate::error::retried;
use crate::totp::{self, TotpOutcome};
use crate::{Caller, Error, Ports, Principal, Result, SecretInput};
use wariin_domain::{
    ConsentRequest, Consented, Document, DocumentError, FileDigest, Reason, RecipientId, Timestamp,
};
use wariin_ports::{LinkClaim, UnitOfWork};

/// A recipient's consent to the files that were shown.
#[derive(Clone, Debug)]
pub struct GiveConsent {
    /// The recipient's session.
    pub principal: Principal,
    /// As whom.
    pub recipient: RecipientId,
    /// The files that were shown, by digest, in order.
    pub shown: Vec<FileDigest>,
    /// A fresh code of the factor, when one was asked for.
    pub code: Option<SecretInput>,
}

/// Consents. A code that comes along is spent in the same unit of work, also when the consent is then
/// refused: there is never a consent whose code could be used again. Consenting twice gives the first answer again.
///
/// # Errors
/// [`DocumentError::StepUpRequired`] when a fresh code is needed, a code's refusal, or as
/// [`Document::consent`] says.
pub async fn consent(ports: &Ports, command: GiveConsent) -> Result<()> {
    retried(|| consent_once(ports, &command)).await
}

async fn consent_once(ports: &Ports, command: &GiveConsent) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let mut caller = resolve_principal(&mut *tx, command.principal, now).await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    if let Some(refusal) = refresh(ports, &mut *tx, &mut caller, command.code.as_ref(), now).await?
    {
        tx.commit().await?;
        return Err(refusal);
    }

    let request = ConsentRequest::to(&command.shown);
    match document.consent(
        command.recipient,
        caller.access_request(command.recipient),
        request,
        now,
    ) {
        Ok(Consented::Now(events)) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Ok(Consented::Before(_)) => Ok(()),
        Err(error) if command.code.is_some() => {
            // The code was looked at, so it is spent, whatever became of the consent.
            if let Some(refusal) = error.refusal() {
                let recipient = Some(command.recipient);
                tx.audit()
                    .append(document.refused(recipient, refusal, caller.actor(), now))
                    .await?;
            }
            tx.commit().await?;
            Err(error.into())
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, command.recipient, &caller, error, now).await
        }
    }
}

/// Spends the code that came along, within a session that is strong already: a code given here makes a
/// factor's use fresh, it does not sign anybody in.
pub(crate) async fn refresh(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    caller: &mut Caller,
    code: Option<&SecretInput>,
    now: Timestamp,
) -> Result<Option<Error>> {
    let Some(code) = code else {
        return Ok(None);
    };
    let account = match caller.signed_in() {
        Ok((account, sign_in)) if sign_in.is_strong() => account.id,
        Ok(_) | Err(_) => return Ok(None),
    };
    match totp::spend(ports, tx, account, code, now).await? {
        TotpOutcome::Refused(refusal) => Ok(Some(refusal)),
        TotpOutcome::Spent(used) => {
            caller.session.factor_used(used, now);
            tx.sessions().replace(caller.session.key, &caller.session).await?;
            Ok(None)
        }
    }
}

/// A recipient's refusal of the contract.
#[derive(Clone, Debug)]
pub struct Decline {
    /// The recipient's session.
    pub principal: Principal,
    /// As whom.
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
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, command.principal, now).await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;

    match document.decline(
        command.recipient,
        caller.access_request(command.recipient),
        command.reason.clone(),
        now,
    ) {
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, command.recipient, &caller, error, now).await
        }
    }
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
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let document = tx.documents().find_by_recipient(recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;

    match document.withdraw_consent(recipient, caller.access_request(recipient), now) {
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, recipient, &caller, error, now).await
        }
    }
}

/// Whoever holds the link says not to be the recipient. Needs no sign-in and shows nothing.
///
/// # Errors
/// [`Error::InvalidLink`], or [`Error::Document`] as [`Document::report_wrong_recipient`] says.
pub async fn report_wrong_recipient(ports: &Ports, link: LinkClaim) -> Result<()> {
    retried(|| report_wrong_recipient_once(ports, link)).await
}

async fn report_wrong_recipient_once(ports: &Ports, link: LinkClaim) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(link.recipient).await?;
    let mut document = document.ok_or(Error::InvalidLink)?;
    document.recipient_by_link(link.recipient, link.generation, now).ok_or(Error::InvalidLink)?;

    let events = document.report_wrong_recipient(link.recipient, now)?;

    tx.documents().save(&document, events).await?;
    Ok(tx.commit().await?)
}

/// Keeps a refusal, and gives it back.
pub(crate) async fn refused(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
    caller: &Caller,
    error: DocumentError,
    now: Timestamp,
) -> Result<()> {
    audit_refusal(ports, document, Some(recipient), caller, &error, now).await?;
    Err(error.into())
}
