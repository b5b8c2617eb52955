//! Who agreed, how each was authenticated, and when. The reason of the seal and the certificate are both made of
//! this.

use crate::{
    Assurance, Document, DocumentId, OrganisationName, PersonName, Recipient, RecipientId,
    SignInMethod, Timestamp,
};
use alloc::vec::Vec;

/// The parties of a document to which all recipients have consented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The document.
    pub document: DocumentId,
    /// Who sent it; `None` where the sign-in at the sending was not kept.
    pub sender: Option<AgreedSender>,
    /// Who consented, in the document's order.
    pub parties: Vec<AgreedParty>,
}

/// The sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedSender {
    /// The person's name.
    pub name: PersonName,
    /// The name of the organisation that it was sent for.
    pub organisation: OrganisationName,
    /// How the person was signed in when sending.
    pub sign_in: SignInMethod,
    /// When it was sent.
    pub sent_at: Timestamp,
}

/// A recipient who consented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedParty {
    /// Which recipient.
    pub recipient: RecipientId,
    /// The person's name, as the document has it.
    pub name: PersonName,
    /// How the person was authenticated.
    pub assurance: Assurance,
    /// When the person consented.
    pub consented_at: Timestamp,
}

impl Agreement {
    /// The parties of this document. The sender's names stand in no document, so that they come with it.
    pub fn of(document: &Document, name: PersonName, organisation: OrganisationName) -> Self {
        let sent = document.sent_by.as_ref().zip(document.status.sent_at());
        let sender = sent.map(|(by, sent_at)| {
            let sign_in = by.method().clone();
            AgreedSender { name, organisation, sign_in, sent_at }
        });
        let parties = document.recipients.iter().filter_map(AgreedParty::of).collect();
        Self { document: document.id, sender, parties }
    }
}

impl AgreedParty {
    /// The recipient, once there is a consent.
    pub(super) fn of(recipient: &Recipient) -> Option<Self> {
        let consent = recipient.consent()?;
        Some(Self {
            recipient: recipient.id,
            name: recipient.details.name.clone(),
            assurance: (*consent.assurance).clone(),
            consented_at: consent.at,
        })
    }
}
