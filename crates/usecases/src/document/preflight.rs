//! 事前確認: asking the recipients of a draft to prepare.

use crate::document::draft::DocumentCommand;
use crate::document::sender_mails;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Ports, Result};

/// Asks the recipients of a draft to confirm their addresses and to enrol a second factor.
///
/// # Errors
/// [`crate::Error::Document`] as [`wariin_domain::Document::ask_preflight`] and [`wariin_domain::SenderMails::count`]
/// say.
pub async fn ask_preflight(ports: &Ports, on: DocumentCommand) -> Result<()> {
    retried(|| ask_once(ports, on)).await
}

async fn ask_once(ports: &Ports, on: DocumentCommand) -> Result<()> {
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let sender = step.caller.signed_in()?.id();
    let to = step.document.recipients.iter().map(|recipient| &recipient.details.email);
    let mut mails = sender_mails::load(&mut *step.tx, sender, to).await?;
    let by = step.caller.signed_in()?.sign_in();
    let asked = step.document.ask_preflight(by, step.now);
    let asked = asked.and_then(|events| {
        mails.count(&events, step.now)?;
        Ok(events)
    });
    if asked.is_ok() {
        sender_mails::keep(&mut *step.tx, sender, &mails, step.now).await?;
    }
    step.finish(asked).await
}
