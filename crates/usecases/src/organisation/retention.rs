//! How long an organisation keeps its documents.

use super::manage::{AtWork, administer};
use crate::{Ports, Principal, Result};
use wariin_domain::{BookkeepingDuty, RetentionYears};

/// Sets how long documents are kept: so many years, or for ever.
///
/// # Errors
/// [`crate::Error::Organisation`], also for fewer years than the stated duty demands.
pub async fn set_retention(
    ports: &Ports,
    principal: Principal,
    keep: Option<RetentionYears>,
    duty: BookkeepingDuty,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { mut organisation, admin } = administer(&mut *tx, principal, now).await?;

    let events = organisation.set_retention(keep, duty, admin, now)?;

    tx.accounts().save_organisation(&organisation, events).await?;
    Ok(tx.commit().await?)
}
