//! A stored document comes back only if its parts fit together.

use super::fields::expect_distinct;
use super::{Document, DocumentParts, DocumentStatus, MAX_FILES};
use crate::{AdvancedAuthPolicy, Assignee, Recipient, RecipientState};

/// The stored parts contradict each other: no transition leads to such a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorruptDocument {
    /// There is no file although the document was sent, or there are too many.
    #[error("the number of files is impossible")]
    Files,
    /// A document that was sent has no recipient, or one was invited before sending.
    #[error("the recipients do not fit the status")]
    Recipients,
    /// Two recipients or two files have the same id.
    #[error("two parts have the same id")]
    Ids,
    /// A draft whose request is in force, or a sent document whose request is still being set.
    #[error("the request does not fit the status")]
    Request,
    /// Not every recipient has consented, or a consent is held, although the document is being sealed or is concluded.
    #[error("consents are missing")]
    Consents,
    /// A concluded document with a file that is not sealed, or a sealed file before the conclusion.
    #[error("the sealed files do not fit the status")]
    Seals,
    /// Too many input fields, two alike, one that belongs to no recipient of a document that was sent, or one
    /// whose value it does not take.
    #[error("the input fields are impossible")]
    Fields,
    /// The recipient who declined, or the one that a recipient forwarded to, is not there.
    #[error("a recipient that is referred to is missing")]
    Reference,
}

impl Document {
    /// The document that was stored.
    ///
    /// # Errors
    /// [`CorruptDocument`] when the parts contradict each other.
    pub fn restore(parts: DocumentParts) -> Result<Self, CorruptDocument> {
        expect_ids(&parts)?;
        expect_request(&parts)?;
        expect_recipients(&parts)?;
        expect_files(&parts)?;
        expect_fields(&parts)?;
        Ok(Self(parts))
    }
}

fn expect_ids(parts: &DocumentParts) -> Result<(), CorruptDocument> {
    let files = || parts.files.iter().map(|file| file.id);
    let recipients = || parts.recipients.iter().map(|recipient| recipient.id);
    let twice = files().enumerate().any(|(place, id)| files().skip(place + 1).any(|o| o == id))
        || recipients()
            .enumerate()
            .any(|(place, id)| recipients().skip(place + 1).any(|o| o == id));
    if twice { Err(CorruptDocument::Ids) } else { Ok(()) }
}

fn expect_request(parts: &DocumentParts) -> Result<(), CorruptDocument> {
    let is_draft = parts.status == DocumentStatus::Draft;
    let fits = match parts.advanced_auth {
        AdvancedAuthPolicy::NotRequested => true,
        AdvancedAuthPolicy::Requested { .. } => is_draft,
        AdvancedAuthPolicy::Enforced { .. } => !is_draft,
    };
    if fits { Ok(()) } else { Err(CorruptDocument::Request) }
}

fn expect_recipients(parts: &DocumentParts) -> Result<(), CorruptDocument> {
    let all = |fits: fn(&Recipient) -> bool| parts.recipients.iter().all(fits);
    let has = |id| parts.recipients.iter().any(|recipient| recipient.id == id);
    for recipient in &parts.recipients {
        if let RecipientState::Forwarded { to, .. } = recipient.state
            && !has(to)
        {
            return Err(CorruptDocument::Reference);
        }
    }
    match parts.status {
        DocumentStatus::Draft if all(|recipient| !recipient.was_invited()) => Ok(()),
        DocumentStatus::Draft => Err(CorruptDocument::Recipients),
        _ if parts.recipients.is_empty() => Err(CorruptDocument::Recipients),
        DocumentStatus::Sealing { .. } | DocumentStatus::Concluded { .. } => {
            let is_done = all(|recipient| {
                let is_given = recipient.consent().is_some() && recipient.consent_held.is_none();
                is_given || recipient.is_forwarded()
            });
            if is_done { Ok(()) } else { Err(CorruptDocument::Consents) }
        }
        DocumentStatus::Declined { by, .. } if !has(by) => Err(CorruptDocument::Reference),
        DocumentStatus::AwaitingConsent { .. }
        | DocumentStatus::Cancelled { .. }
        | DocumentStatus::Declined { .. } => Ok(()),
    }
}

fn expect_files(parts: &DocumentParts) -> Result<(), CorruptDocument> {
    let is_draft = parts.status == DocumentStatus::Draft;
    if (parts.files.is_empty() && !is_draft) || parts.files.len() > MAX_FILES {
        return Err(CorruptDocument::Files);
    }
    let is_concluded = matches!(parts.status, DocumentStatus::Concluded { .. });
    let fits = parts.files.iter().all(|file| file.sealed.is_some() == is_concluded);
    if fits { Ok(()) } else { Err(CorruptDocument::Seals) }
}

fn expect_fields(parts: &DocumentParts) -> Result<(), CorruptDocument> {
    expect_distinct(&parts.fields).map_err(|_| CorruptDocument::Fields)?;
    let is_draft = parts.status == DocumentStatus::Draft;
    let is_assigned = |assignee| match assignee {
        Assignee::Sender => true,
        Assignee::Recipient(id) => parts.recipients.iter().any(|recipient| recipient.id == id),
    };
    let fits = parts.fields.iter().all(|field| {
        let is_valid = |value| field.definition.check(value).is_ok();
        (is_draft || is_assigned(field.assignee)) && field.value.as_ref().is_none_or(is_valid)
    });
    if fits { Ok(()) } else { Err(CorruptDocument::Fields) }
}
