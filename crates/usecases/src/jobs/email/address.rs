//! Emails about a change of address: the codes, and the news to the former address.

use super::{report_link, to_account};
use crate::{Error, Ports, Result};
use wariin_domain::{
    AccountChange, AccountReport, AddressChangeId, ChangedMailbox, EmailAddress, Timestamp,
};
use wariin_ports::{EmailContent, EmailMessage, EmailSender};

/// The code that proves one of the mailboxes. The reader of a new address that has an account is told so instead: the
/// person who asked learns it only with that mailbox.
pub(super) async fn code(
    ports: &Ports,
    id: AddressChangeId,
    mailbox: ChangedMailbox,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let Some(change) = ports.views.address_change(id).await?.filter(|change| change.is_open(now))
    else {
        return Ok(None);
    };
    let account = ports.views.account(change.account).await?.ok_or(Error::NotFound)?;
    let until = change.until();
    Ok(Some(match mailbox {
        ChangedMailbox::Present => {
            let digits = ports.tokens.mailbox_code(change.present_code);
            let kind = EmailContent::AddressCode { digits, until, to: Some(change.to) };
            let message = to_account(ports, account, kind).await?;
            EmailMessage { address: change.from, sender: EmailSender::Service, ..message }
        }
        ChangedMailbox::New => {
            let kind = if has_account(ports, &change.to).await? {
                EmailContent::AddressTaken
            } else {
                let digits = ports.tokens.mailbox_code(change.new_code);
                EmailContent::AddressCode { digits, until, to: None }
            };
            let message = to_account(ports, account, kind).await?;
            // The address may be mistyped: its reader learns no name.
            EmailMessage { to: None, address: change.to, sender: EmailSender::Service, ..message }
        }
    }))
}

/// The reader of the former mailbox is told that the account has another address.
pub(super) async fn changed(
    ports: &Ports,
    id: AddressChangeId,
    at: Timestamp,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let Some(change) = ports.views.address_change(id).await? else {
        return Ok(None);
    };
    let account = ports.views.account(change.account).await?.ok_or(Error::NotFound)?;
    let told = AccountChange::AddressChanged;
    let report = AccountReport { account: account.id, change: told, at };
    let report = report_link(ports, &account, report, now);
    let kind = EmailContent::AccountChanged { change: told, report };
    let message = to_account(ports, account, kind).await?;
    Ok(Some(EmailMessage { address: change.from, ..message }))
}

async fn has_account(ports: &Ports, address: &EmailAddress) -> Result<bool> {
    let mut tx = ports.storage.begin().await?;
    Ok(tx.accounts().find_by_email(address).await?.is_some())
}
