//! Sending a document and cancelling it.

use super::draft::{DocumentCommand, sender_step};
use crate::document::printing::expect_all_printable;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Ports, Result};
use wariin_domain::{
    DocumentStatus, Events, IdpConnection, IdpDemand, Problem, RecipientDetails, SenderNames,
};
use wariin_ports::{StorageError, UnitOfWork};

/// Sends the draft. Whether the sender is strongly signed in is read within the same unit of work.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::send`] says, [`crate::Error::Print`] for a field whose contents
/// the seal could not print, or [`Problem::NoIdpForAddress`] when a provider that
/// is demanded is connected no more.
pub async fn send_document(ports: &Ports, on: DocumentCommand) -> Result<()> {
    retried(|| send_once(ports, on)).await
}

async fn send_once(ports: &Ports, on: DocumentCommand) -> Result<()> {
    let mut step = with_printable_fields(ports, on).await?;
    name_own_idps(&mut step).await?;
    for recipient in &step.document.recipients {
        expect_reachable(&mut *step.tx, &recipient.details).await?;
    }

    let member = step.caller.member()?;
    let (account, by) = (member.identity.account(), member.identity.sign_in());
    step.document.name_sender(SenderNames {
        account: account.id,
        person: account.name.clone(),
        organisation: member.organisation.name.clone(),
    });
    let decided = step.document.send(by, step.now);

    step.finish(decided).await
}

/// Names the provider that serves a recipient's address, where the organisation's settings demand it.
async fn name_own_idps(step: &mut DocumentStep<'_>) -> Result<()> {
    let without: Vec<_> =
        step.document.without_own_idp().map(|r| (r.id, r.details.email.domain())).collect();
    for (recipient, domain) in without {
        if let Some(serving) = step.tx.idp_connections().serving(&domain).await? {
            step.document.name_own_idp(recipient, &serving);
        }
    }
    Ok(())
}

/// The step on a draft whose fields the seal can print. Whether it can is found out between two units of work; a
/// draft whose fields change meanwhile conflicts.
async fn with_printable_fields(ports: &Ports, on: DocumentCommand) -> Result<DocumentStep<'_>> {
    let step = DocumentStep::of_sender(ports, on).await?;
    if step.document.fields.is_empty() {
        return Ok(step);
    }
    let document = step.document.clone();
    drop(step);
    expect_all_printable(ports, &document).await?;
    let step = DocumentStep::of_sender(ports, on).await?;
    if step.document.fields != document.fields {
        return Err(StorageError::Conflict.into());
    }
    Ok(step)
}

/// When a provider is demanded of the recipient, that provider serves the recipient's address.
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

/// Cancels a sent document; one that the sender has cancelled already stays as it is.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::cancel`] says.
pub async fn cancel_document(ports: &Ports, on: DocumentCommand) -> Result<()> {
    sender_step(ports, on, |document, by, now| match document.status {
        DocumentStatus::Cancelled { by: before, .. } if before == by.account() => {
            Ok(Events::none())
        }
        _ => document.cancel(by, now),
    })
    .await
}
