//! The email that another person of the organisation held a document (保存の継続), or released it.

use super::{can_be_told, place, sender, to_party, ungated_title};
use crate::{Ports, Result};
use wariin_domain::{AccountId, Actor, Document, EventKind, Party, Timestamp};
use wariin_ports::{EmailContent, EmailMessage, TimelineEvent};

/// The sender is told who did it, while it is so. Nothing is told of what the sender did, and nothing to one who left the
/// organisation.
pub(super) async fn legal_hold(
    ports: &Ports,
    document: &Document,
    at: Timestamp,
) -> Result<Option<EmailMessage>> {
    let Some((is_held, by)) = held_or_released(ports, document, at).await? else {
        return Ok(None);
    };
    let is_so = match &document.legal_hold {
        Some(hold) => is_held && hold.since == at,
        None => !is_held,
    };
    let can_be_told = can_be_told(document, &sender(ports, document).await?);
    if !is_so || by == document.sender || !can_be_told {
        return Ok(None);
    }
    let Some(by) = ports.views.account(by).await? else {
        return Ok(None);
    };
    let place = place(ports, document, Party::Sender)?;
    let title = ungated_title(document);
    let kind = EmailContent::LegalHold { title, by: by.name, is_held, place };
    to_party(ports, document, Party::Sender, kind).await
}

/// Whether it was held or released at this instant, and by which account.
async fn held_or_released(
    ports: &Ports,
    document: &Document,
    at: Timestamp,
) -> Result<Option<(bool, AccountId)>> {
    let history = ports.views.timeline(document.id).await?;
    Ok(history.iter().rev().filter(|entry| entry.at == at).find_map(|entry| {
        let Some(Actor::Account(by)) = entry.actor.actor else {
            return None;
        };
        match entry.what {
            TimelineEvent::Known(EventKind::LegalHoldPlaced) => Some((true, by)),
            TimelineEvent::Known(EventKind::LegalHoldReleased) => Some((false, by)),
            TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => None,
        }
    }))
}
