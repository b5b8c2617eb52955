//! セキュリティ: the ways to sign in to the caller's own account.

use super::expect_signed_in;
use crate::{Caller, Error, Ports, Result};
use wariin_domain::{Account, AccountFactors, BackupCodeStock, Factor, IdpConnectionId, Timestamp};

/// The ways into an account.
#[derive(Clone, Debug)]
pub struct SecuritySettings {
    /// The account's second factors, oldest first.
    pub factors: Vec<Factor>,
    /// The backup codes that are left.
    pub backup_codes: BackupCodeStock,
    /// The provider of the account's organisation, when one is connected.
    pub idp: Option<LinkedProvider>,
    /// Whether the organisation demands a second factor that was not used.
    pub is_factor_demanded: bool,
}

/// The provider that serves the account's address.
#[derive(Clone, Debug)]
pub struct LinkedProvider {
    /// Its connection.
    pub connection: IdpConnectionId,
    /// Its name.
    pub name: String,
    /// Since when the account is linked to it; `None` when it is not.
    pub linked_at: Option<Timestamp>,
    /// Whether the account has another way to sign in beside it: a password, or a passkey.
    pub has_other_way: bool,
}

/// The ways to sign in to the caller's account. A member without the second factor that the organisation demands
/// sees them as well: this is where it is set up.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn security_settings(ports: &Ports, caller: Option<&Caller>) -> Result<SecuritySettings> {
    let account = expect_signed_in(caller)?;
    let membership = caller.ok_or(Error::NotSignedIn)?.member();
    Ok(SecuritySettings {
        factors: ports.views.factors(account.id).await?,
        backup_codes: ports.views.backup_codes(account.id).await?,
        idp: linked_provider(ports, account).await?,
        is_factor_demanded: matches!(membership, Err(Error::FactorDemanded)),
    })
}

/// The second factors of the caller's account, oldest first.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn own_factors(ports: &Ports, caller: Option<&Caller>) -> Result<Vec<Factor>> {
    let account = expect_signed_in(caller)?;
    Ok(ports.views.factors(account.id).await?)
}

/// The second factors of the account whose sign-in in this session counts or awaits one of them, oldest first.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn awaited_factors(ports: &Ports, caller: Option<&Caller>) -> Result<Vec<Factor>> {
    let owner = caller.and_then(|caller| caller.session.owner()).ok_or(Error::NotSignedIn)?;
    Ok(ports.views.factors(owner).await?)
}

/// Whether the caller's account has a second factor.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn has_factor(ports: &Ports, caller: Option<&Caller>) -> Result<bool> {
    Ok(!own_factors(ports, caller).await?.is_empty())
}

/// Whether the caller has to be reminded to save backup codes: signed in to an account with a second factor, and none are
/// saved.
///
/// # Errors
/// When storage fails.
pub async fn must_save_backup_codes(ports: &Ports, caller: Option<&Caller>) -> Result<bool> {
    let Ok(account) = expect_signed_in(caller) else {
        return Ok(false);
    };
    Ok(ports.views.backup_codes(account.id).await?.is_reminder_due()
        && !ports.views.factors(account.id).await?.is_empty())
}

/// The provider that a caller on the way to a factor may use instead.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn own_provider(
    ports: &Ports,
    caller: Option<&Caller>,
) -> Result<Option<LinkedProvider>> {
    linked_provider(ports, expect_signed_in(caller)?).await
}

async fn linked_provider(ports: &Ports, account: &Account) -> Result<Option<LinkedProvider>> {
    let Some(connection) = ports.views.idp_serving(&account.email.domain()).await? else {
        return Ok(None);
    };
    let links = ports.views.idp_links(account.id).await?;
    let link = links.iter().find(|link| link.identity.connection == connection.id);
    let has_password = ports.views.has_password(account.id).await?;
    let factors = if has_password { Vec::new() } else { ports.views.factors(account.id).await? };
    let own = AccountFactors::of(&factors, ports.passkeys.are_available());
    Ok(Some(LinkedProvider {
        connection: connection.id,
        name: connection.name.to_string(),
        linked_at: link.map(|link| link.linked_at),
        has_other_way: own.sign_in_without_idp(has_password),
    }))
}
