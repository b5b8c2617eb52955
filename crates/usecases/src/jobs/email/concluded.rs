//! The email that a document was concluded, with its files.

use super::{addressee, place, to_party, ungated_title};
use crate::certificate::certificate_of;
use crate::{Error, Ports, Result};
use wariin_domain::{Document, Party};
use wariin_ports::{Attachment, EmailContent, EmailMessage, Place};

/// The greatest size in bytes of all files that go with one mail: what most mail servers take.
const MAX_ATTACHED_BYTES: u64 = 10_000_000;

pub(super) async fn concluded(
    ports: &Ports,
    document: &Document,
    to: Party,
) -> Result<Option<EmailMessage>> {
    let rule = document.policy.completion;
    let is_closed = document.is_closed_to_mail();
    let is_told_only = matches!(to, Party::Copy(_));
    let bytes: u64 = document.files.iter().map(|file| file.bytes).sum();
    let kind = EmailContent::Concluded {
        title: ungated_title(document),
        place: concluded_place(ports, document, to)?,
        // A person in copy passed no gate, whatever the organisation has set.
        has_files: rule.go_with(is_closed)
            && !(is_closed && is_told_only)
            && bytes <= MAX_ATTACHED_BYTES,
    };
    to_party(ports, document, to, kind).await
}

/// Where the concluded document is found: a recipient's account has it in its list, a recipient without one needs the
/// link, and a person in copy is shown nothing.
pub(super) fn concluded_place(
    ports: &Ports,
    document: &Document,
    to: Party,
) -> Result<Option<Place>> {
    Ok(match to {
        Party::Copy(_) => None,
        Party::Recipient(id) if addressee(document, id)?.account.is_some() => {
            Some(Place::ReceivedConcluded)
        }
        Party::Recipient(_) | Party::Sender => Some(place(ports, document, to)?),
    })
}

/// The sealed files and the certificate.
pub(super) async fn attachments(ports: &Ports, document: &Document) -> Result<Vec<Attachment>> {
    let mut files = Vec::with_capacity(document.files.len() + 1);
    for file in &document.files {
        let digest = file.sealed.ok_or(Error::NotFound)?.digest;
        let bytes = ports.files.get(digest).await?;
        files.push(pdf(ports.emails.attachment_name(file), bytes));
    }
    let bytes = certificate_of(ports, document).await?;
    files.push(pdf(ports.emails.certificate_name(document.id), bytes));
    Ok(files)
}

fn pdf(name: String, bytes: Vec<u8>) -> Attachment {
    Attachment { name, media_type: "application/pdf", bytes }
}
