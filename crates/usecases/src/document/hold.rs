//! Held consents: what a replaced way to sign in means for documents that wait, and how the sender ends it.

use crate::document::draft::{DocumentCommand, sender_step};
use crate::{Error, Ports, Result};
use wariin_domain::{Account, HoldReason, RecipientId, Timestamp};
use wariin_ports::UnitOfWork;

/// Holds the consents that documents wait for from this account; their senders are told.
pub(crate) async fn hold_pending(
    tx: &mut dyn UnitOfWork,
    account: &Account,
    why: HoldReason,
    now: Timestamp,
) -> Result<()> {
    for id in tx.documents().awaiting(account).await? {
        let mut document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
        let events = document.hold(account, why, now);
        if !events.is_empty() {
            tx.documents().save(&document, events).await?;
        }
    }
    Ok(())
}

/// The sender holds the consent of a recipient, to make sure first who that is.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::hold_by_sender`] says.
pub async fn hold_consent(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.hold_by_sender(recipient, by, now)).await
}

/// The sender does not take a held consent, and asks the recipient anew.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::ask_anew`] says.
pub async fn ask_anew(ports: &Ports, on: DocumentCommand, recipient: RecipientId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.ask_anew(recipient, by, now)).await
}

/// The sender has made sure who the recipient is: the consent is held no longer.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::release`] says.
pub async fn release(ports: &Ports, on: DocumentCommand, recipient: RecipientId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.release(recipient, by, now)).await
}
