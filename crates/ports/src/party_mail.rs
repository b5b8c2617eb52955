//! How far an email to a party of a document has come.

use wariin_domain::{Party, Timestamp};

/// The newest email of its kind to a party of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyMail {
    /// Who gets it.
    pub to: Party,
    /// What it is about.
    pub about: MailTopic,
    /// How far it has come.
    pub progress: MailProgress,
}

/// The emails of which a sender is told how far they have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailTopic {
    /// A recipient's link.
    Link,
    /// The conclusion (完了メール).
    Conclusion,
}

/// How far an email has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailProgress {
    /// The mail system took it then (送信済み).
    Sent(Timestamp),
    /// It is still to leave (送信待ち).
    Waiting {
        /// How often that was tried in vain.
        tries: u32,
        /// When it is tried next; an instant of the past while it is being tried.
        next: Timestamp,
    },
    /// It was not sent and will not be: the mail system refused it for good, or what it would say is no longer true.
    NotSent,
}
