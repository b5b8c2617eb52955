//! Telling the admins by mail that a stored file of a document of their organisation is damaged.

use super::ungated_title;
use crate::{Error, Ports, Result};
use wariin_domain::{Account, Document, DocumentId, Organisation, ReferenceNumber, Uuid};
use wariin_ports::{EmailContent, EmailMessage, EmailSender, JobOutcome, Mail, MailError};

/// The job: mails every enabled admin of the document's organisation, once for each document. Doing it again sends
/// the same mails, with the same ids.
///
/// # Errors
/// [`Error::NotFound`] when there is no such document; when storage fails, or a mail cannot be handed over now.
pub(crate) async fn tell_of_damage(ports: &Ports, id: DocumentId) -> Result<JobOutcome> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    let organisation = ports.views.organisation(document.organisation).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    for member in ports.views.members(organisation.id).await? {
        let admin = member.account;
        if !admin.membership.is_admin_of(organisation.id) || !admin.is_enabled() {
            continue;
        }
        match ports.mailer.send(mail(ports, &document, &organisation, admin)).await {
            // An address that takes no mail keeps no other admin from it.
            Ok(()) | Err(MailError::Never { .. }) => {}
            Err(later) => return Err(later.into()),
        }
    }
    Ok(JobOutcome::Done)
}

fn mail(ports: &Ports, document: &Document, organisation: &Organisation, admin: Account) -> Mail {
    let id = format!("damaged-{}-{}", document.id, Uuid::from(admin.id));
    let message = EmailMessage {
        to: Some(admin.name),
        address: admin.email,
        language: admin.language,
        time_zone: organisation.settings.time_zone.clone(),
        sender: EmailSender::Service,
        reference: Some(ReferenceNumber::of(document.id)),
        kind: EmailContent::FileDamaged { title: ungated_title(document) },
    };
    let written = ports.emails.write(&message);
    Mail {
        id,
        to: message.to,
        address: message.address,
        reply_to: None,
        subject: written.subject,
        text: written.text,
        html: written.html,
        attachments: Vec::new(),
        picture: None,
    }
}
