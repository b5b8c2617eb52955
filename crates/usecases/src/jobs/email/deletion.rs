//! The email that a document will be deleted, because the time for which it is kept ends.

use super::{concluded_place, of_organisation, organisation, sender, to_party, ungated_title};
use crate::error::retried;
use crate::retention::announce_anew;
use crate::{Ports, Result};
use wariin_domain::{Account, Document, Party, Role};
use wariin_ports::{EmailContent, EmailMessage, Place};

/// An email that would come too late is not sent: the deletion is announced anew, which mails others. Nothing is told
/// once the document is held, or the period was changed: its deletion is then announced anew, or never.
pub(super) async fn announced(
    ports: &Ports,
    document: &Document,
    to: Party,
) -> Result<Option<EmailMessage>> {
    let own = organisation(ports, document.organisation).await?;
    let Some(on) = document.deleted_from(&own.retention) else {
        return Ok(None);
    };
    if Document::is_told_too_late(on, ports.clock.now()) {
        retried(|| announce_anew(ports, own.id, document.id)).await?;
        return Ok(None);
    }
    let told =
        |place| EmailContent::DeletionAnnounced { title: ungated_title(document), on, place };
    if to == Party::Sender && !can_be_told(document, &sender(ports, document).await?) {
        let Some(keeper) = keeper(ports, document).await? else {
            return Ok(None);
        };
        let kind = told(Place::ManagedDocument(document.id));
        return Ok(Some(of_organisation(keeper, own, kind)));
    }
    let Some(place) = concluded_place(ports, document, to)? else {
        return Ok(None);
    };
    to_party(ports, document, to, told(place)).await
}

/// A sender who left the organisation, or whose account is disabled, can do nothing about it.
pub(super) fn can_be_told(document: &Document, sender: &Account) -> bool {
    document.is_of(sender) && sender.is_enabled()
}

/// Who is told in the place of such a sender: a document manager, and an admin where there is none.
async fn keeper(ports: &Ports, document: &Document) -> Result<Option<Account>> {
    let members = ports.views.members(document.organisation).await?;
    let enabled = || members.iter().map(|member| &member.account).filter(|a| a.is_enabled());
    let with = |role| enabled().find(|account| account.membership.has_role(role));
    Ok(with(Role::Manager).or_else(|| with(Role::Admin)).cloned())
}
