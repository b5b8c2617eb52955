//! What the page tells the second person at a shared mailbox (O-22).

use super::{Parties, RecipientQuery, parties};
use crate::recipient::register::{expect_own_mailbox, expect_proof};
use crate::{Error, Ports, Result};
use wariin_domain::{GateRefusal, ReferenceNumber};

/// The page for a person who does not own the account of the recipient's address.
#[derive(Clone, Debug)]
pub struct OwnAddressPage {
    /// The sender and the sender's organisation.
    pub parties: Parties,
    /// The number by which recipient and sender speak of the document.
    pub reference: ReferenceNumber,
    /// The recipient's address.
    pub shared: String,
}

/// What that page shows, for a session that proved the recipient's mailbox and typed the access code.
///
/// # Errors
/// [`Error::NotFound`] without such a recipient, [`GateRefusal::AccessCode`], or [`Error::MailboxNotProven`].
pub async fn own_address(ports: &Ports, query: RecipientQuery<'_>) -> Result<OwnAddressPage> {
    let document = ports.views.document_of(query.recipient).await?.ok_or(Error::NotFound)?;
    let recipient = document.recipient(query.recipient).ok_or(Error::NotFound)?;
    let caller = query.caller.ok_or(Error::MailboxNotProven)?;
    let proof = expect_proof(caller, query.recipient, ports.clock.now())?;
    expect_own_mailbox(proof, recipient)?;
    if query.is_locked(&document, recipient) {
        return Err(GateRefusal::AccessCode.into());
    }
    Ok(OwnAddressPage {
        parties: parties(ports, &document).await?,
        reference: ReferenceNumber::of(document.id),
        shared: recipient.details.email.to_string(),
    })
}
