//! What is done to a document that has ended: held (保存の継続), released, and its search fields corrected (訂正).

use crate::account::session::resolve_principal;
use crate::document::DocumentCommand;
use crate::error::retried;
use crate::step::audit_refusal;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Account, Document, DocumentError, Events, Identity, Reason, Role, SearchFields, Timestamp,
};

/// On whose pages a document is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepingSide {
    /// The sender's own.
    Sender,
    /// Those of document managers.
    Manager,
    /// Those of admins, who see of a document how long it is kept, and nothing else.
    Admin,
}

impl KeepingSide {
    fn admits(self, document: &Document, account: &Account) -> bool {
        match self {
            Self::Sender => document.is_of(account),
            Self::Manager => account.membership.has_role(Role::Manager),
            Self::Admin => account.membership.has_role(Role::Admin),
        }
    }
}

/// Holds the document, so that it is not deleted when its time ends.
///
/// # Errors
/// [`Error::NotFound`] for a person who may not hold it.
pub async fn hold_document(
    ports: &Ports,
    on: DocumentCommand,
    side: KeepingSide,
    reason: Reason,
) -> Result<()> {
    keep(ports, on, side, |document, by, now| {
        document.hold_legally(reason.clone(), by.account(), now)
    })
    .await
}

/// Releases a document that is held.
///
/// # Errors
/// [`Error::NotFound`] for a person who may not; [`DocumentError::WeakSignIn`], which is recorded.
pub async fn release_document(ports: &Ports, on: DocumentCommand, side: KeepingSide) -> Result<()> {
    keep(ports, on, side, Document::release_legal_hold).await
}

/// Corrects what a concluded document is searched by.
///
/// # Errors
/// [`Error::NotFound`] for a person who may not; [`DocumentError::NotPossible`] before the conclusion.
pub async fn correct_document(
    ports: &Ports,
    on: DocumentCommand,
    side: KeepingSide,
    to: SearchFields,
) -> Result<()> {
    keep(ports, on, side, |document, by, now| document.correct(to.clone(), by.account(), now)).await
}

async fn keep<Decide>(
    ports: &Ports,
    on: DocumentCommand,
    side: KeepingSide,
    decide: Decide,
) -> Result<()>
where
    Decide: Fn(&mut Document, Identity<'_>, Timestamp) -> std::result::Result<Events, DocumentError>
        + Sync,
{
    retried(|| keep_once(ports, on, side, &decide)).await
}

async fn keep_once<Decide>(
    ports: &Ports,
    on: DocumentCommand,
    side: KeepingSide,
    decide: &Decide,
) -> Result<()>
where
    Decide: Fn(&mut Document, Identity<'_>, Timestamp) -> std::result::Result<Events, DocumentError>
        + Sync,
{
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let by = caller.member()?.identity;
    let found = tx.documents().find(on.document).await?;
    let found = found.filter(|document| side.admits(document, by.account()));
    let mut document = found.ok_or(Error::NotFound)?;
    match decide(&mut document, by, now) {
        Ok(events) if events.is_empty() => Ok(()),
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(DocumentError::NotHolder | DocumentError::NotSender) => Err(Error::NotFound),
        Err(error) => {
            drop(tx);
            audit_refusal(ports, &document, None, &caller, &error, now).await?;
            Err(error.into())
        }
    }
}
