//! The admins of every organisation, who are told what concerns the whole service.

use crate::{Ports, Result};
use wariin_domain::{Account, Organisation};

/// Each enabled admin with the organisation.
///
/// # Errors
/// When storage fails.
pub(crate) async fn all_admins(ports: &Ports) -> Result<Vec<(Organisation, Account)>> {
    let mut tx = ports.storage.begin().await?;
    let organisations = tx.recoveries().organisations().await?;
    drop(tx);
    let mut admins = Vec::new();
    for organisation in organisations {
        for member in ports.views.members(organisation.id).await? {
            let account = member.account;
            if account.membership.is_admin_of(organisation.id) && account.is_enabled() {
                admins.push((organisation.clone(), account));
            }
        }
    }
    Ok(admins)
}
