//! `IdP接続`: an organisation's connections, and a first login that waits for its code.

use super::expect_role;
use crate::{Caller, Error, Ports, Result};
use wariin_domain::{AuthorizationRequestId, EmailAddress, IdpConnection, IdpConnectionId, Role};

/// A first login that waits for the code which was mailed to its address.
#[derive(Clone, Debug)]
pub struct PendingFirstLogin {
    /// The address that the provider gave.
    pub address: EmailAddress,
    /// Where the browser goes on afterwards, as it was asked for.
    pub next: String,
    /// Whether the address has an account with a second factor, whose code is asked for as well.
    pub has_factor: bool,
}

/// The connections of the admin's organisation, oldest first.
///
/// # Errors
/// [`Error::NotSignedIn`], [`Error::FactorDemanded`], or [`Error::NotFound`] for a caller who is no
/// admin.
pub async fn idp_connections(ports: &Ports, caller: Option<&Caller>) -> Result<Vec<IdpConnection>> {
    let (_, organisation) = expect_role(caller, Role::Admin)?;
    Ok(ports.views.idp_connections(Some(organisation.id)).await?)
}

/// A connection of the admin's organisation.
///
/// # Errors
/// As [`idp_connections`]; [`Error::NotFound`] for a connection of another organisation.
pub async fn idp_connection(
    ports: &Ports,
    caller: Option<&Caller>,
    id: IdpConnectionId,
) -> Result<IdpConnection> {
    let mut known = idp_connections(ports, caller).await?.into_iter();
    known.find(|connection| connection.id == id).ok_or(Error::NotFound)
}

/// A first login that waits for its code, for the browser that began it.
///
/// # Errors
/// [`Error::UnknownAuthorization`] for every other browser.
pub async fn pending_first_login(
    ports: &Ports,
    browser: &str,
    id: AuthorizationRequestId,
) -> Result<PendingFirstLogin> {
    let browser = ports.tokens.browser_key(browser);
    let pending = ports.views.first_login(id).await?;
    let pending = pending.filter(|pending| pending.browser == browser);
    let pending = pending.ok_or(Error::UnknownAuthorization)?;
    let has_factor = has_owner_with_factor(ports, &pending.address).await?;
    Ok(PendingFirstLogin { address: pending.address, next: pending.next, has_factor })
}

/// Whether the address has an account with a proven mailbox and a second factor.
async fn has_owner_with_factor(ports: &Ports, address: &EmailAddress) -> Result<bool> {
    let mut tx = ports.storage.begin().await?;
    let account = tx.accounts().find_by_email(address).await?;
    drop(tx);
    match account.filter(|account| account.mailbox_proven_at.is_some()) {
        Some(account) => Ok(!ports.views.factors(account.id).await?.is_empty()),
        None => Ok(false),
    }
}
