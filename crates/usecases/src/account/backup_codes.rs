//! Backup codes: made and shown when their owner asks for them, and then said to be saved.

use crate::account::enrol::expect_fresh;
use crate::account::session::resolve_principal;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::BackupCode;

/// Makes the account's backup codes, to be shown this once; earlier ones no longer count. They can be used from
/// now on, also when their owner never says that they are saved.
///
/// # Errors
/// [`Error::NoFactor`] without a factor that they would stand in for, [`Error::SignInAgain`] when the last proof of a factor or by a
/// provider is older than [`wariin_domain::ConfirmedOwner::FRESH`], or [`Error::NotSignedIn`].
pub async fn make_backup_codes(ports: &Ports, principal: Principal) -> Result<Vec<BackupCode>> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let identity = caller.signed_in()?;
    let account = identity.id();
    // Locks the account: the codes of two requests at the same moment do not mix.
    tx.accounts().password(account).await?;
    let factors = tx.factors().active(account).await?;
    let factor = &factors.first().ok_or(Error::NoFactor)?.factor;
    expect_fresh(identity, now)?;
    let codes = ports.tokens.new_backup_codes();
    let hashes: Vec<_> = codes.iter().map(|code| ports.tokens.backup_code_hash(code)).collect();
    let are_there_others = tx.factors().has_backup_codes(account).await?;
    let shown = factor.backup_codes_shown(are_there_others, now);
    tx.factors().set_backup_codes(account, &hashes, shown).await?;
    tx.commit().await?;
    Ok(codes)
}

/// The owner of the account says that these backup codes are saved: the reminder ends.
///
/// # Errors
/// [`Error::BackupCodesReplaced`] when they are not, or no longer, the account's backup codes, or
/// [`Error::NotSignedIn`].
pub async fn backup_codes_saved(
    ports: &Ports,
    principal: Principal,
    codes: &[BackupCode],
) -> Result<()> {
    let now = ports.clock.now();
    let hashes: Vec<_> = codes.iter().map(|code| ports.tokens.backup_code_hash(code)).collect();
    let mut tx = ports.storage.begin().await?;
    let account = resolve_principal(&mut *tx, principal, now).await?.signed_in()?.id();
    if !tx.factors().backup_codes_saved(account, &hashes).await? {
        return Err(Error::BackupCodesReplaced);
    }
    Ok(tx.commit().await?)
}
