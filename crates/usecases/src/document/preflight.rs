//! 事前確認: asking the recipients of a draft to prepare.

use crate::document::draft::DocumentCommand;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Ports, Result};
use wariin_domain::{AccountId, AddressKey, Document, PreflightMails, TryKind, TrySource, Uuid};
use wariin_ports::UnitOfWork;

/// Asks the recipients of a draft to confirm their addresses and to enrol a second factor.
///
/// # Errors
/// [`crate::Error::Document`] as [`Document::ask_preflight`] and [`PreflightMails::count`] say.
pub async fn ask_preflight(ports: &Ports, on: DocumentCommand) -> Result<()> {
    retried(|| ask_once(ports, on)).await
}

async fn ask_once(ports: &Ports, on: DocumentCommand) -> Result<()> {
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let sender = step.caller.signed_in()?.id();
    let mut mails = mails(&mut *step.tx, sender, &step.document).await?;
    let by = step.caller.signed_in()?.sign_in();
    let asked = step.document.ask_preflight(by, step.now);
    let asked = asked.and_then(|events| {
        mails.count(&events, step.now)?;
        Ok(events)
    });
    if asked.is_ok() {
        for count in mails.counts() {
            step.tx.tries().save(TryKind::PreflightMails, sender.into(), count, step.now).await?;
        }
    }
    step.finish(asked).await
}

/// What the sender's preflights have mailed; it is locked until the unit of work ends.
async fn mails(
    tx: &mut dyn UnitOfWork,
    sender: AccountId,
    document: &Document,
) -> Result<PreflightMails> {
    let (kind, subject) = (TryKind::PreflightMails, Uuid::from(sender));
    tx.tries().lock(kind, subject).await?;
    let all = tx.tries().find(kind, subject, TrySource::AllNetworks).await?;
    let mut addresses = Vec::with_capacity(document.recipients.len());
    for recipient in &document.recipients {
        let key = AddressKey::of(&recipient.details.email);
        if let Some(count) = tx.tries().find(kind, subject, TrySource::Address(key)).await? {
            addresses.push((key, count));
        }
    }
    Ok(PreflightMails::restore(all.unwrap_or_default(), addresses))
}
