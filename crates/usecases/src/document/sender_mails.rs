//! The counts of emails that preflights and corrections of a sender have mailed.

use crate::Result;
use wariin_domain::{
    AccountId, AddressKey, EmailAddress, SenderMails, Timestamp, TryKind, TrySource, Uuid,
};
use wariin_ports::UnitOfWork;

/// What was mailed, in all and to these addresses; it is locked until the unit of work ends.
pub(super) async fn load<'a>(
    tx: &mut dyn UnitOfWork,
    sender: AccountId,
    to: impl IntoIterator<Item = &'a EmailAddress>,
) -> Result<SenderMails> {
    let keys: Vec<AddressKey> = to.into_iter().map(AddressKey::of).collect();
    let (kind, subject) = (TryKind::PreflightMails, Uuid::from(sender));
    tx.tries().lock(kind, subject).await?;
    let all = tx.tries().find(kind, subject, TrySource::AllNetworks).await?;
    let mut addresses = Vec::with_capacity(keys.len());
    for key in keys {
        if let Some(count) = tx.tries().find(kind, subject, TrySource::Address(key)).await? {
            addresses.push((key, count));
        }
    }
    Ok(SenderMails::restore(all.unwrap_or_default(), addresses))
}

/// Keeps them.
pub(super) async fn keep(
    tx: &mut dyn UnitOfWork,
    sender: AccountId,
    mails: &SenderMails,
    now: Timestamp,
) -> Result<()> {
    for count in mails.counts() {
        tx.tries().save(TryKind::PreflightMails, sender.into(), count, now).await?;
    }
    Ok(())
}
