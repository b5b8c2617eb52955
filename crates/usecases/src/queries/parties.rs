//! Who sends a document, by name.

use crate::{Ports, Result};
use wariin_domain::{Document, Timestamp};

/// The sender and the sender's organisation as pages name them: by the names of the time when the document was sent; empty where one is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The sender's name.
    pub sender: String,
    /// The organisation's name.
    pub organisation: String,
    /// From when on the document is deleted, where that is announced.
    pub deleted_from: Option<Timestamp>,
}

/// Who sends the document. The document was authorised when it was read.
///
/// # Errors
/// When storage fails.
pub async fn parties(ports: &Ports, document: &Document) -> Result<Parties> {
    let sender = ports.views.account(document.sender).await?;
    let organisation = ports.views.organisation(document.organisation).await?;
    let policy = organisation.as_ref().map(|own| own.retention);
    Ok(Parties {
        deleted_from: policy.and_then(|policy| document.deleted_from(&policy)),
        sender: match document.sender_name() {
            Some(kept) => kept.to_string(),
            None => sender.map(|sender| sender.name.to_string()).unwrap_or_default(),
        },
        organisation: match document.organisation_name() {
            Some(kept) => kept.to_string(),
            None => organisation.map(|own| own.name.to_string()).unwrap_or_default(),
        },
    })
}
