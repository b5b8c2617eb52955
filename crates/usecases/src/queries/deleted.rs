//! What is said of a document that is not there any more, to those who could see it.

use super::RecipientQuery;
use crate::{Error, MailedLink, Ports, Result};
use wariin_domain::{Account, DeletedDocument, DocumentId, RecipientId};

/// Why a document is not there: because its time had ended, if this person could see it; otherwise it never was.
pub(crate) async fn absent(ports: &Ports, id: DocumentId, account: &Account) -> Result<Error> {
    let left = ports.views.deleted_document(id).await?;
    Ok(left.filter(|left| left.was_visible_to(account)).map_or(Error::NotFound, deleted))
}

/// The same by one of its recipients, for a person who is signed in, or a browser that holds a genuine link to that
/// recipient.
pub(crate) async fn absent_for(
    ports: &Ports,
    recipient: RecipientId,
    account: Option<&Account>,
    holds_link: bool,
) -> Result<Error> {
    let left = ports.views.deleted_document_of(recipient).await?;
    let left = left
        .filter(|left| holds_link || account.is_some_and(|account| left.was_visible_to(account)));
    Ok(left.map_or(Error::NotFound, deleted))
}

/// The same for a query of a recipient.
pub(super) async fn absent_to(ports: &Ports, query: &RecipientQuery<'_>) -> Result<Error> {
    let holds_link = matches!(query.mailed_link(ports), Some(MailedLink::Turn(_)));
    absent_for(ports, query.recipient, query.account(), holds_link).await
}

fn deleted(left: DeletedDocument) -> Error {
    Error::Deleted { document: left.id, at: left.deleted_at }
}
