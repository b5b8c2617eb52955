//! The email to the former address of a recipient whose address the sender corrected.

use super::{addressee, sender, sending_organisation, to_party};
use crate::{Ports, Result};
use wariin_domain::{Document, EmailAddress, EventKind, Party, PersonName, RecipientId, Timestamp};
use wariin_ports::{EmailContent, EmailMessage, TimelineEntry, TimelineEvent};

/// That nothing is asked at the former address any more: where something was asked there, and it is not the
/// recipient's address again. The history has the address; the document does not.
pub(super) async fn no_longer_asked(
    ports: &Ports,
    document: &Document,
    (recipient, at): (RecipientId, Timestamp),
) -> Result<Option<EmailMessage>> {
    let history = ports.views.timeline(document.id).await?;
    let Some((name, former)) = former_address(&history, recipient, at) else {
        return Ok(None);
    };
    if addressee(document, recipient)?.details.email == former {
        return Ok(None);
    }
    let kind = EmailContent::NoLongerAsked {
        sender: sender(ports, document).await?.name,
        organisation: sending_organisation(ports, document).await?.name,
    };
    let message = to_party(ports, document, Party::Recipient(recipient), kind).await?;
    Ok(message.map(|message| EmailMessage { to: name, address: former, ..message }))
}

/// Name and address before this correction, where an email had asked the recipient there.
fn former_address(
    history: &[TimelineEntry],
    of: RecipientId,
    corrected_at: Timestamp,
) -> Option<(Option<PersonName>, EmailAddress)> {
    let place = history.iter().position(|entry| match &entry.what {
        TimelineEvent::Known(EventKind::RecipientCorrected { recipient, .. }) => {
            *recipient == of && entry.at == corrected_at
        }
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => false,
    })?;
    let (before, since) = history.split_at(place);
    let TimelineEvent::Known(EventKind::RecipientCorrected { from_name, from_email, .. }) =
        &since.first()?.what
    else {
        return None;
    };
    let was_asked = before.iter().any(|entry| match &entry.what {
        TimelineEvent::Known(
            EventKind::Invited { recipient, email, .. }
            | EventKind::PreflightAsked { recipient, email },
        ) => *recipient == of && email == from_email,
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => false,
    });
    let former = EmailAddress::parse(from_email).ok().filter(|_| was_asked)?;
    Some((PersonName::parse(from_name).ok(), former))
}
