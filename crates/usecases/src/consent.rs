//! A recipient's answer: consent, decline, or "I am not this person".

use crate::code::{self, CodeOutcome};
use crate::draft::keep_refusal;
use crate::error::retried;
use crate::session::present;
use crate::{Error, Ports, Result, TypedCode, Who};
use wariin_domain::{
    ConsentRequest, Consented, Document, DocumentError, FileDigest, Reason, RecipientId,
    SessionKey, Timestamp,
};
use wariin_ports::{LinkClaim, UnitOfWork};

/// A recipient's consent to the files that were shown.
#[derive(Clone, Debug)]
pub struct GiveConsent {
    /// The recipient's session.
    pub session: SessionKey,
    /// As whom.
    pub recipient: RecipientId,
    /// The files that were shown, by digest, in order.
    pub shown: Vec<FileDigest>,
    /// A fresh code of the factor, when one was asked for.
    pub code: Option<TypedCode>,
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
    let mut who = present(&mut *tx, command.session, now).await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    if let Some(refusal) = refresh(ports, &mut *tx, &mut who, command.code.as_ref(), now).await? {
        tx.commit().await?;
        return Err(refusal);
    }

    let request = ConsentRequest::to(&command.shown);
    match document.consent(command.recipient, who.knock(command.recipient), request, now) {
        Ok(Consented::Now(events)) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Ok(Consented::Before(_)) => Ok(()),
        Err(error) if command.code.is_some() => {
            // The code was looked at, so it is spent, whatever became of the consent.
            if let Some(refusal) = error.refusal() {
                let recipient = Some(command.recipient);
                tx.audit().append(document.refused(recipient, refusal, who.actor(), now)).await?;
            }
            tx.commit().await?;
            Err(error.into())
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, command.recipient, &who, error, now).await
        }
    }
}

/// Spends the code that came along, within a session that is strong already: a code given here makes a
/// factor's use fresh, it does not sign anybody in.
pub(crate) async fn refresh(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    who: &mut Who,
    code: Option<&TypedCode>,
    now: Timestamp,
) -> Result<Option<Error>> {
    let Some(code) = code else {
        return Ok(None);
    };
    let account = match who.signed_in() {
        Ok((account, sign_in)) if sign_in.is_strong() => account.id,
        Ok(_) | Err(_) => return Ok(None),
    };
    match code::spend(ports, tx, account, code, now).await? {
        CodeOutcome::Refused(refusal) => Ok(Some(refusal)),
        CodeOutcome::Spent(used) => {
            who.session.factor_used(used, now);
            tx.sessions().replace(who.session.key, &who.session).await?;
            Ok(None)
        }
    }
}

/// A recipient's refusal of the contract.
#[derive(Clone, Debug)]
pub struct Decline {
    /// The recipient's session.
    pub session: SessionKey,
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
    let who = present(&mut *tx, command.session, now).await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;

    match document.decline(
        command.recipient,
        who.knock(command.recipient),
        command.reason.clone(),
        now,
    ) {
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, command.recipient, &who, error, now).await
        }
    }
}

/// Withdraws a consent before the document is concluded.
///
/// # Errors
/// [`Error::Document`] as [`Document::withdraw_consent`] says.
pub async fn withdraw_consent(
    ports: &Ports,
    session: SessionKey,
    recipient: RecipientId,
) -> Result<()> {
    retried(|| withdraw_once(ports, session, recipient)).await
}

async fn withdraw_once(ports: &Ports, session: SessionKey, recipient: RecipientId) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, session, now).await?;
    let document = tx.documents().find_by_recipient(recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;

    match document.withdraw_consent(recipient, who.knock(recipient), now) {
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, recipient, &who, error, now).await
        }
    }
}

/// Whoever holds the link says not to be the recipient. Needs no sign-in and shows nothing.
///
/// # Errors
/// [`Error::DeadLink`], or [`Error::Document`] as [`Document::disown`] says.
pub async fn disown(ports: &Ports, link: LinkClaim) -> Result<()> {
    retried(|| disown_once(ports, link)).await
}

async fn disown_once(ports: &Ports, link: LinkClaim) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(link.recipient).await?;
    let mut document = document.ok_or(Error::DeadLink)?;
    document.addressee(link.recipient, link.generation, now).ok_or(Error::DeadLink)?;

    let events = document.disown(link.recipient, now)?;

    tx.documents().save(&document, events).await?;
    Ok(tx.commit().await?)
}

/// Keeps a refusal, and gives it back.
pub(crate) async fn refused(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
    who: &Who,
    error: DocumentError,
    now: Timestamp,
) -> Result<()> {
    keep_refusal(ports, document, Some(recipient), who, &error, now).await?;
    Err(error.into())
}
