//! 事前確認: asking the recipients of a draft to prepare.

use crate::document::draft::{DocumentCommand, sender_step};
use crate::{Ports, Result};
use wariin_domain::Document;

/// Asks the recipients of a draft to confirm their addresses and to enrol a second factor.
///
/// # Errors
/// [`crate::Error::Document`] as [`Document::ask_preflight`] says.
pub async fn ask_preflight(ports: &Ports, on: DocumentCommand) -> Result<()> {
    sender_step(ports, on, Document::ask_preflight).await
}
