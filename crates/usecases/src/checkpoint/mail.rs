//! Mailing the newest published checkpoint to the admins, so that it is kept where the operator cannot take it back.

use super::published_checkpoint;
use crate::organisation::all_admins;
use crate::{Ports, Principal, Result};
use wariin_domain::{Account, Organisation};
use wariin_ports::{
    Attachment, EmailContent, EmailMessage, EmailSender, Mail, PublishedCheckpoint,
};

/// Mails the newest published checkpoint to every admin of every organisation, at the operator's request. Returns how
/// many mails were sent.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) for every principal but the operator, and before a checkpoint is
/// published; when a mail cannot be handed over, after which the others are not sent.
pub async fn mail_checkpoint(ports: &Ports, principal: Principal) -> Result<u64> {
    principal.expect_operator()?;
    let newest = published_checkpoint(ports).await?;
    let mut mailed = 0;
    for (organisation, admin) in all_admins(ports).await? {
        ports.mailer.send(mail(ports, &newest, &organisation, admin)).await?;
        mailed += 1;
    }
    Ok(mailed)
}

fn mail(
    ports: &Ports,
    newest: &PublishedCheckpoint,
    organisation: &Organisation,
    admin: Account,
) -> Mail {
    let note = newest.cosigned();
    let message = EmailMessage {
        to: Some(admin.name),
        address: admin.email,
        language: admin.language,
        time_zone: organisation.settings.time_zone.clone(),
        sender: EmailSender::Service,
        reference: None,
        kind: EmailContent::Checkpoint { note: note.clone(), events: newest.size, at: newest.at },
    };
    let written = ports.emails.write(&message);
    let name = format!("checkpoint-{}.txt", newest.size);
    Mail {
        id: ports.ids.next().to_string(),
        to: message.to,
        address: message.address,
        reply_to: None,
        subject: written.subject,
        text: written.text,
        html: written.html,
        attachments: vec![Attachment { name, media_type: "text/plain", bytes: note.into_bytes() }],
        picture: None,
    }
}
