//! 宛先の訂正: the sender puts the address of a recipient of a sent document right.

use crate::Result;
use crate::document::draft::DocumentCommand;
use crate::document::send::expect_reachable;
use crate::document::sender_mails;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Error, Ports};
use wariin_domain::{CorrectedRecipient, Problem, RecipientDetails, RecipientId};

/// Corrects name and address of a recipient who has not passed the gate. With another address nothing counts any more
/// that was begun at the former one: links, mailed codes, enrolments, and an access code that was typed.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::correct_recipient`] and [`wariin_domain::SenderMails::count`] say,
/// or [`Problem::NoIdpForAddress`] where a provider is demanded that does not serve the new address.
pub async fn correct_recipient(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
    to: CorrectedRecipient,
) -> Result<()> {
    retried(|| correct_once(ports, on, recipient, to.clone())).await
}

async fn correct_once(
    ports: &Ports,
    on: DocumentCommand,
    id: RecipientId,
    to: CorrectedRecipient,
) -> Result<()> {
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let sender = step.caller.signed_in()?.id();
    let before = step.document.recipient(id).map(|recipient| recipient.details.clone());
    let before = before.ok_or(Error::Document(Problem::NoSuchRecipient.into()))?;
    let is_moved = before.email != to.email;
    let is_locked_anew = is_moved && before.access_code.is_some();
    let mut mails = sender_mails::load(&mut *step.tx, sender, [&before.email, &to.email]).await?;
    if is_moved {
        let next = RecipientDetails { email: to.email.clone(), ..before };
        expect_reachable(&mut *step.tx, &next).await?;
    }

    let serving = if step.document.needs_own_idp_for(id, &to) {
        step.tx.idp_connections().serving(&to.email.domain()).await?
    } else {
        None
    };

    let by = step.caller.signed_in()?.sign_in();
    let corrected = step.document.correct_recipient(id, to, serving.as_ref(), by, step.now);
    let corrected = corrected.and_then(|events| {
        mails.count(&events, step.now)?;
        Ok(events)
    });

    if corrected.is_ok() && is_moved {
        sender_mails::keep(&mut *step.tx, sender, &mails, step.now).await?;
    }
    if corrected.is_ok() && is_locked_anew {
        step.tx.sessions().lock_again(id).await?;
    }
    step.finish(corrected).await
}
