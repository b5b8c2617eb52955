//! Setting and undoing the advanced authentication request (高度な認証リクエスト).

use crate::document::draft::{DocumentCommand, sender_step};
use crate::{Ports, Result};
use wariin_domain::Document;

/// Sets the request on a draft.
///
/// # Errors
/// [`crate::Error::Document`] as [`Document::request_advanced_auth`] says.
pub async fn request_advanced_auth(ports: &Ports, on: DocumentCommand) -> Result<()> {
    sender_step(ports, on, Document::request_advanced_auth).await
}

/// Undoes the request on a draft.
///
/// # Errors
/// [`crate::Error::Document`] as [`Document::withdraw_advanced_auth`] says.
pub async fn withdraw_advanced_auth(ports: &Ports, on: DocumentCommand) -> Result<()> {
    sender_step(ports, on, Document::withdraw_advanced_auth).await
}
