//! Emails that tell the sender what became of a recipient, unless it is no longer so.

use super::{addressee, place, to_party, ungated_title};
use crate::{Error, Ports, Result};
use wariin_domain::{
    Document, EventKind, MailRefusal, Obstacle, Party, RecipientId, RecipientState,
};
use wariin_ports::{EmailContent, EmailMessage, TimelineEvent};

pub(super) async fn held(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
) -> Result<Option<EmailMessage>> {
    let addressee = addressee(document, recipient)?;
    let Some(why) = document.hold_to_see_to(addressee) else {
        return Ok(None);
    };
    let kind = EmailContent::Held {
        title: ungated_title(document),
        recipient: addressee.details.name.clone(),
        why,
        place: place(ports, document, Party::Sender)?,
    };
    to_party(ports, document, Party::Sender, kind).await
}

/// That a consent is disputed is told where the document is past withdrawing it; otherwise the sender is told
/// that it is held.
pub(super) async fn disputed(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
) -> Result<Option<EmailMessage>> {
    let addressee = addressee(document, recipient)?;
    if document.is_awaiting_consent() || addressee.consent().is_none() {
        return Ok(None);
    }
    let recipient = addressee.details.name.clone();
    let (title, place) = (ungated_title(document), place(ports, document, Party::Sender)?);
    let kind = EmailContent::Disputed { title, recipient, place };
    to_party(ports, document, Party::Sender, kind).await
}

/// That an email to a recipient was refused is told while it stands in the recipient's way, or after the
/// end of the document.
pub(super) async fn undelivered(
    ports: &Ports,
    document: &Document,
    to: Party,
) -> Result<Option<EmailMessage>> {
    let (name, email) = match to {
        Party::Recipient(id) => {
            let details = &addressee(document, id)?.details;
            (details.name.clone(), details.email.clone())
        }
        Party::Copy(id) => {
            let copy = document.copies.iter().find(|copy| copy.id == id).ok_or(Error::NotFound)?;
            (copy.name.clone(), copy.email.clone())
        }
        Party::Sender => return Ok(None),
    };
    let Some(why) = refusal(ports, document, to).await? else {
        return Ok(None);
    };
    let title = ungated_title(document);
    let place = place(ports, document, Party::Sender)?;
    let can_mail_again = match to {
        Party::Recipient(id) => {
            let obstacle = document.obstacle(addressee(document, id)?, ports.clock.now());
            matches!(obstacle, Some(Obstacle::ConclusionUndelivered(_)))
        }
        Party::Sender | Party::Copy(_) => false,
    };
    let kind = EmailContent::Undelivered { title, to: name, email, why, place, can_mail_again };
    to_party(ports, document, Party::Sender, kind).await
}

/// Why the last email to this party was refused.
async fn refusal(ports: &Ports, document: &Document, party: Party) -> Result<Option<MailRefusal>> {
    let history = ports.views.timeline(document.id).await?;
    Ok(history.iter().rev().find_map(|entry| match &entry.what {
        TimelineEvent::Known(EventKind::MailRefused { to, why }) if *to == party => Some(*why),
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => None,
    }))
}

/// That a recipient came with a factor that was enrolled after sending, as the history has it.
pub(super) async fn new_factor(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
) -> Result<Option<EmailMessage>> {
    let history = ports.views.timeline(document.id).await?;
    let asked = addressee(document, recipient)?;
    let factor = history.iter().rev().find_map(|entry| match &entry.what {
        TimelineEvent::Known(EventKind::Opened { recipient: opened, assurance })
            if *opened == recipient =>
        {
            document.late_factor(asked, assurance)
        }
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => None,
    });
    let Some(factor) = factor.filter(|_| !document.status.is_final()) else {
        return Ok(None);
    };
    let recipient = asked.details.name.clone();
    let (title, place) = (ungated_title(document), place(ports, document, Party::Sender)?);
    let kind = EmailContent::NewFactor { title, recipient, factor, place };
    to_party(ports, document, Party::Sender, kind).await
}

/// That a recipient reported the wrong address, before or after the sending, while the report stands.
pub(super) async fn reported(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
) -> Result<Option<EmailMessage>> {
    let addressee = addressee(document, recipient)?;
    let is_reported =
        addressee.is_reported() || (document.is_draft() && addressee.has_refused_preflight());
    if !is_reported {
        return Ok(None);
    }
    let recipient = addressee.details.name.clone();
    let (title, place) = (ungated_title(document), place(ports, document, Party::Sender)?);
    let kind = EmailContent::WrongRecipient { title, recipient, place };
    to_party(ports, document, Party::Sender, kind).await
}

/// That the report was taken back, unless there is another one.
pub(super) async fn taken_back(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
) -> Result<Option<EmailMessage>> {
    let addressee = addressee(document, recipient)?;
    if addressee.is_reported() {
        return Ok(None);
    }
    let recipient = addressee.details.name.clone();
    let (title, place) = (ungated_title(document), place(ports, document, Party::Sender)?);
    let kind = EmailContent::ReportTakenBack { title, recipient, place };
    to_party(ports, document, Party::Sender, kind).await
}

pub(super) async fn forwarded(
    ports: &Ports,
    document: &Document,
    recipient: RecipientId,
) -> Result<Option<EmailMessage>> {
    let from = addressee(document, recipient)?;
    let RecipientState::Forwarded { to, .. } = from.state else {
        return Ok(None);
    };
    let to = addressee(document, to)?;
    let kind = EmailContent::Forwarded {
        title: ungated_title(document),
        by: from.details.name.clone(),
        to: to.details.name.clone(),
        email: to.details.email.clone(),
        place: place(ports, document, Party::Sender)?,
    };
    to_party(ports, document, Party::Sender, kind).await
}
