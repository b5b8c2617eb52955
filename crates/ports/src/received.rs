//! The list of what a person received: what is asked for, and the lines that are found.

use wariin_domain::{
    AccountId, DocumentId, EmailAddress, OrganisationName, PersonName, ReceivedState, RecipientId,
    Timestamp, Title,
};

/// Which lines, the last changed first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedQuery {
    /// What this account passed the gate as, and
    pub account: AccountId,
    /// what was sent to this address and no account has passed the gate as; `None` for nothing of that.
    pub address: Option<EmailAddress>,
    /// In which state; `None` for every one.
    pub state: Option<ReceivedState>,
    /// Behind which line to go on; `None` from the beginning.
    pub after: Option<ReceivedCursor>,
    /// How many lines at most.
    pub limit: u64,
}

/// A place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedCursor {
    /// When the document of the line was last saved.
    pub updated_at: Timestamp,
    /// The recipient of the line.
    pub recipient: RecipientId,
}

/// A recipient who was invited, with what is needed to find the line by words. What of it is told, the document
/// decides ([`wariin_domain::Document::received`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedLine {
    /// The recipient.
    pub recipient: RecipientId,
    /// The document.
    pub document: DocumentId,
    /// When it was last saved.
    pub updated_at: Timestamp,
    /// Its title.
    pub title: Title,
    /// Whether any recipient has to sign in strongly or to type an access code, so that no mail told the title.
    pub is_closed_to_mail: bool,
    /// The sender, by the name of the time when the document was sent.
    pub sender: PersonName,
    /// The sender's organisation, by the name of that time.
    pub organisation: OrganisationName,
}

impl ReceivedLine {
    /// Where the list goes on behind this line.
    pub fn cursor(&self) -> ReceivedCursor {
        ReceivedCursor { updated_at: self.updated_at, recipient: self.recipient }
    }
}
