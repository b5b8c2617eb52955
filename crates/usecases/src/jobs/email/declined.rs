//! The emails that a recipient declined.

use super::{place, sender, sending_organisation, to_party, ungated_title};
use crate::{Ports, Result};
use wariin_domain::{Document, Party, PersonName, Reason, Recipient, RecipientState};
use wariin_ports::{EmailContent, EmailMessage};

/// The sender is told who declined and why; the recipients who had consented, that it was another one.
pub(super) async fn declined(
    ports: &Ports,
    document: &Document,
    to: Party,
) -> Result<Option<EmailMessage>> {
    let Some((by, reason)) = document.recipients.iter().find_map(refusal) else {
        return Ok(None);
    };
    let title = ungated_title(document);
    let kind = match to {
        Party::Sender => {
            EmailContent::Declined { title, by, reason, place: place(ports, document, to)? }
        }
        Party::Recipient(_) | Party::Copy(_) => EmailContent::DeclinedByOther {
            sender: sender(ports, document).await?.name,
            organisation: sending_organisation(ports, document).await?.name,
            title,
        },
    };
    to_party(ports, document, to, kind).await
}

fn refusal(recipient: &Recipient) -> Option<(PersonName, Reason)> {
    match &recipient.state {
        RecipientState::Declined { reason, .. } => {
            Some((recipient.details.name.clone(), reason.clone()))
        }
        RecipientState::Waiting
        | RecipientState::Invited { .. }
        | RecipientState::Consented(_)
        | RecipientState::Forwarded { .. }
        | RecipientState::WrongRecipient { .. } => None,
    }
}
