//! What the operator reads at the command line.

use crate::{Error, Ports, Principal, Result};
use wariin_domain::{DocumentId, EmailAddress, IdpConnection, IdpConnectionId, OrganisationId};
use wariin_ports::AuditReport;

/// The connections of every organisation, oldest first.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator.
pub async fn all_idp_connections(
    ports: &Ports,
    principal: Principal,
) -> Result<Vec<IdpConnection>> {
    principal.expect_operator()?;
    Ok(ports.views.idp_connections(None).await?)
}

/// A connection of any organisation.
///
/// # Errors
/// As [`all_idp_connections`]; [`Error::NotFound`] when there is no such connection.
pub async fn idp_connection_as_operator(
    ports: &Ports,
    principal: Principal,
    id: IdpConnectionId,
) -> Result<IdpConnection> {
    let mut known = all_idp_connections(ports, principal).await?.into_iter();
    known.find(|connection| connection.id == id).ok_or(Error::NotFound)
}

/// The organisation of the account with this address.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator, and when the address has no
/// account or one of a guest.
pub async fn organisation_of_address(
    ports: &Ports,
    principal: Principal,
    address: &EmailAddress,
) -> Result<OrganisationId> {
    principal.expect_operator()?;
    let mut tx = ports.storage.begin().await?;
    let account = tx.accounts().find_by_email(address).await?;
    account.and_then(|account| account.membership.organisation()).ok_or(Error::NotFound)
}

/// Checks the whole audit log.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator.
pub async fn verify_audit(ports: &Ports, principal: Principal) -> Result<AuditReport> {
    principal.expect_operator()?;
    Ok(ports.views.verify_audit().await?)
}

/// The newest signed head of the log, a C2SP `tlog-checkpoint`; `None` before the first event is in it.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator.
pub async fn newest_checkpoint(ports: &Ports, principal: Principal) -> Result<Option<String>> {
    principal.expect_operator()?;
    Ok(ports.log.checkpoint().await?)
}

/// The history of a document with a proof for each event, up to now, as a JSON file that verifies by itself.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator, and when there is no such document.
pub async fn export_history(
    ports: &Ports,
    principal: Principal,
    document: DocumentId,
) -> Result<String> {
    principal.expect_operator()?;
    ports.log.integrate().await?;
    Ok(ports.log.history(document).await?.ok_or(Error::NotFound)?.json)
}
