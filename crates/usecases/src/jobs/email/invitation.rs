//! Invitations, preflights, and codes for a recipient.

use super::{addressee, found, sender, sending_organisation, to_party, ungated_title};
use crate::{Error, Ports, Result};
use wariin_domain::{
    Document, DocumentId, EventKind, MAILBOX_CODE_LIFE, MailboxCodeId, PREFLIGHT_LIFE, Party,
    RecipientId, RecipientState, Timestamp,
};
use wariin_ports::{
    EmailContent, EmailMessage, InvitationOccasion, LinkClaim, PreflightClaim, TimelineEvent,
};

pub(super) async fn invitation(
    ports: &Ports,
    document: DocumentId,
    link: LinkClaim,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let document = found(ports, document).await?;
    let recipient = addressee(&document, link.recipient)?;
    let RecipientState::Invited { at } = recipient.state else {
        return Ok(None);
    };
    if document.status.is_final()
        || document.recipient_by_link(recipient.id, link.generation, now).is_none()
    {
        return Ok(None);
    }
    let kind = EmailContent::Invitation {
        sender: sender(ports, &document).await?.name,
        organisation: sending_organisation(ports, &document).await?.name,
        title: ungated_title(&document),
        message: document.message.clone().filter(|_| !document.is_closed_to_mail()),
        token: ports.tokens.link(link),
        until: at.plus(document.policy.link_life.span()),
        advanced_auth: document.is_gated_for(recipient),
        occasion: occasion(ports, &document, link).await?,
    };
    to_party(ports, &document, Party::Recipient(recipient.id), kind).await
}

/// The email of a preflight names who will send, and nothing of the document. None goes to a recipient who is ready,
/// or when it was asked anew, the address was changed or the document sent meanwhile.
pub(super) async fn preflight(
    ports: &Ports,
    document: DocumentId,
    link: PreflightClaim,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let document = found(ports, document).await?;
    let recipient = document.recipient_by_preflight(link.recipient, link.asked_at, now);
    let Some(recipient) = recipient.filter(|recipient| !recipient.is_ready()) else {
        return Ok(None);
    };
    let kind = EmailContent::Preflight {
        sender: sender(ports, &document).await?.name,
        organisation: sending_organisation(ports, &document).await?.name,
        token: ports.tokens.preflight_link(link),
        until: link.asked_at.plus(PREFLIGHT_LIFE),
    };
    to_party(ports, &document, Party::Recipient(recipient.id), kind).await
}

/// The history says whether the recipient's last consent has lapsed, and whether an earlier link was mailed to the
/// address that the recipient has now.
async fn occasion(
    ports: &Ports,
    document: &Document,
    link: LinkClaim,
) -> Result<InvitationOccasion> {
    if link.generation <= 1 {
        return Ok(InvitationOccasion::First);
    }
    let history = ports.views.timeline(document.id).await?;
    let mut links = 0;
    let last = history.iter().rev().find_map(|entry| match &entry.what {
        TimelineEvent::Known(EventKind::Invited { recipient, .. })
            if *recipient == link.recipient =>
        {
            links += 1;
            None
        }
        TimelineEvent::Known(EventKind::RecipientCorrected {
            recipient,
            from_email,
            to_email,
            ..
        }) if *recipient == link.recipient && from_email != to_email && links <= 1 => {
            Some(InvitationOccasion::First)
        }
        TimelineEvent::Known(EventKind::ConsentLapsed { recipient, .. })
            if *recipient == link.recipient =>
        {
            Some(InvitationOccasion::Lapsed)
        }
        TimelineEvent::Known(EventKind::Consented { recipient, .. })
            if *recipient == link.recipient =>
        {
            Some(InvitationOccasion::Again)
        }
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => None,
    });
    Ok(last.unwrap_or(InvitationOccasion::Again))
}

pub(super) async fn mailbox_code(
    ports: &Ports,
    document: DocumentId,
    recipient: RecipientId,
    code: MailboxCodeId,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let document = found(ports, document).await?;
    let code = ports.views.mailbox_code(code).await?.ok_or(Error::NotFound)?;
    let until = code.issued_at.plus(MAILBOX_CODE_LIFE);
    if !document.takes_mailbox_proofs() || code.used_at.is_some() || now > until {
        return Ok(None);
    }
    // The sender of a draft may have written another address since.
    if code.expect_of(addressee(&document, recipient)?).is_err() {
        return Ok(None);
    }
    let digits = ports.tokens.mailbox_code(code.id);
    let kind = EmailContent::MailboxCode { digits, until };
    to_party(ports, &document, Party::Recipient(recipient), kind).await
}
