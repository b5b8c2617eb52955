//! What is to be renewed when, for pages, commands and the worker.

use crate::queries::expect_role;
use crate::{Caller, Ports, Principal, Result};
use wariin_domain::{DocumentId, Role};
use wariin_ports::{RenewalSchedule, SealSelection, SealedDocument};

/// How many sealed files are put into the queue at once: seals of new documents go before them.
const QUEUED: u32 = 20;
/// How many documents are read at once.
const PAGE: u32 = 500;

/// Puts the renewals into the queue that are to be tried now. Says for how many documents.
///
/// # Errors
/// When storage fails.
pub async fn queue_due_renewals(ports: &Ports) -> Result<u32> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let queued = tx.seal_proofs().queue_due(now, QUEUED).await?;
    if queued > 0 {
        tx.commit().await?;
    }
    Ok(queued)
}

/// When the seals of the admin's organisation are to be renewed.
///
/// # Errors
/// [`NotSignedIn`](crate::Error::NotSignedIn), [`FactorDemanded`](crate::Error::FactorDemanded), or
/// [`NotFound`](crate::Error::NotFound) for a caller who is no admin.
pub async fn renewal_schedule(ports: &Ports, caller: Option<&Caller>) -> Result<RenewalSchedule> {
    let (_, organisation) = expect_role(caller, Role::Admin)?;
    Ok(ports.views.renewal_schedule(Some(organisation.id), ports.clock.now()).await?)
}

/// When the seals of all organisations are to be renewed.
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound) for every principal but the operator.
pub async fn schedule_as_operator(ports: &Ports, principal: Principal) -> Result<RenewalSchedule> {
    principal.expect_operator()?;
    Ok(ports.views.renewal_schedule(None, ports.clock.now()).await?)
}

/// Every document with sealed files of this kind.
///
/// # Errors
/// As [`schedule_as_operator`].
pub async fn sealed_documents(
    ports: &Ports,
    principal: Principal,
    selection: SealSelection,
) -> Result<Vec<SealedDocument>> {
    principal.expect_operator()?;
    let mut all: Vec<SealedDocument> = Vec::new();
    loop {
        let after: Option<DocumentId> = all.last().map(|last| last.document);
        let page = ports.views.sealed_documents(selection, after, PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}
