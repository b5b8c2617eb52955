//! Sending a document and cancelling it.

use crate::account::session::resolve_principal;
use crate::document::draft::{DocumentCommand, audit_refusal, change};
use crate::error::retried;
use crate::{Error, Ports, Result};
use wariin_domain::{Document, IdpConnection, IdpDemand, Problem, RecipientDetails};
use wariin_ports::UnitOfWork;

/// Sends the draft. Whether the sender is strongly signed in is read within the same unit of work.
///
/// # Errors
/// [`Error::Document`] as [`Document::send`] says, or [`Problem::NoIdpForAddress`] when a provider that
/// is demanded is connected no more.
pub async fn send_document(ports: &Ports, on: DocumentCommand) -> Result<()> {
    retried(|| send_once(ports, on)).await
}

async fn send_once(ports: &Ports, on: DocumentCommand) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let (account, by, organisation) = caller.member()?;
    let document = tx.documents().find(on.document).await?;
    let mut document = document.filter(|d| d.is_of(account)).ok_or(Error::NotFound)?;
    document.apply_policy(organisation.settings.policy);
    for recipient in &document.recipients {
        expect_reachable(&mut *tx, &recipient.details).await?;
    }

    match document.send(by, now) {
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            drop(tx);
            audit_refusal(ports, &document, None, &caller, &error, now).await?;
            Err(error.into())
        }
    }
}

/// A recipient for whom a provider is demanded can reach that provider.
pub(crate) async fn expect_reachable(
    tx: &mut dyn UnitOfWork,
    details: &RecipientDetails,
) -> Result<()> {
    let Some(demand) = &details.idp else {
        return Ok(());
    };
    let serving = tx.idp_connections().serving(&details.email.domain()).await?;
    match serving {
        Some(connection) if is_demanded(&connection, demand) => Ok(()),
        Some(_) | None => Err(Problem::NoIdpForAddress.into()),
    }
}

fn is_demanded(connection: &IdpConnection, demand: &IdpDemand) -> bool {
    connection.id == demand.connection && connection.issuer == demand.issuer
}

/// Cancels a sent document.
///
/// # Errors
/// [`Error::Document`] as [`Document::cancel`] says.
pub async fn cancel_document(ports: &Ports, on: DocumentCommand) -> Result<()> {
    change(ports, on, Document::cancel).await
}
