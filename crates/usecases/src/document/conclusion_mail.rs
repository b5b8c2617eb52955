//! What a sender does about an email of the conclusion (完了メール) that was refused for good (不達).

use crate::document::draft::{DocumentCommand, sender_step};
use crate::{Ports, Result};
use wariin_domain::RecipientId;

/// Has the email that tells a recipient of the conclusion mailed once more, after it was refused.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as [`wariin_domain::Document::mail_conclusion_again`] says.
pub async fn mail_conclusion_again(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.mail_conclusion_again(recipient, by, now))
        .await
}

/// The sender told the recipient of the conclusion by other means, after that email was refused.
///
/// # Errors
/// [`Error::Document`](crate::Error::Document) as [`wariin_domain::Document::conclusion_was_told`] says.
pub async fn conclusion_was_told(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.conclusion_was_told(recipient, by, now))
        .await
}
