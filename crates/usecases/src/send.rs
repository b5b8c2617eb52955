//! Sending a document and cancelling it.

use crate::draft::{OnDraft, change};
use crate::{Ports, Result};
use wariin_domain::Document;

/// Sends the draft. Whether the sender is strongly signed in is read within the same unit of work.
///
/// # Errors
/// [`crate::Error::Document`] as [`Document::send`] says.
pub async fn send_document(ports: &Ports, on: OnDraft) -> Result<()> {
    change(ports, on, Document::send).await
}

/// Cancels a sent document.
///
/// # Errors
/// [`crate::Error::Document`] as [`Document::cancel`] says.
pub async fn cancel_document(ports: &Ports, on: OnDraft) -> Result<()> {
    change(ports, on, Document::cancel).await
}
